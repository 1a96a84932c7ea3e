"""
Rankings, reasons and comparisons for a terminal, at most a hundred columns wide.

The considerations stand side by side first and the score comes after them. Words carry every
meaning; colour only repeats them. What a reader may see is decided in ``placement.view``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from placement.area_words import in_words as in_area_words
from placement.area_words import role_in_words
from placement.cohorts import TOGETHER
from placement.days import in_words
from placement.results import Outcome, Status
from placement.rules.options import NOT_A_DECISION
from placement.weights import FACTORS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import RenderableType

    from placement.explain import Row, WhyNot
    from placement.results import Factor, Finding, Option, Ranking
    from placement.view import Reader

WIDE = 96
MARKS = {Outcome.MET: "yes", Outcome.NOT_MET: "no", Outcome.UNKNOWN: "?"}
STATUS = {Status.OPEN: "open", Status.REFER: "ask first", Status.EXCLUDED: "closed"}
CONSIDERATIONS = {
    "connection": "Connection 6(a)",
    "management": "Management 6(b)",
    "spread": "Spread 6(c)",
}
ADVICE = (
    "This is advice. The offender manager picks whom to ask; the LHA decides what duty is owed; "
    "the meeting decides bid or direct let; the landlord decides acceptance."
)


def points(factor: Factor) -> str:
    """
    Write a factor's points, with what missing facts could make of them.

    >>> from placement.results import Factor
    >>> points(Factor(findings=(), weight_units=1, weight=1.0))
    '0'
    """
    if factor.low == factor.high:
        return f"{factor.points}"
    return f"{factor.points} ({factor.low}-{factor.high})"


def score(option: Option) -> str:
    """Write an option's score, with its interval where a fact is missing."""
    if option.score_low == option.score_high:
        return f"{option.score}"
    return f"{option.score} ({option.score_low}-{option.score_high})"


def ranking_text(ranking: Ranking, reader: Reader, width: int = 100) -> RenderableType:
    """
    Return the one-screen answer: the recommendation, the table, what to ask first.

    ``width`` is the terminal's, in columns; a narrow one leaves out the two connection tests.
    """
    reader.may_have(ranking)
    move_in = in_words(ranking.move_in) if ranking.move_in else "not known"
    head = Text(f"{ranking.case}", style="bold")
    head.append(
        f"   as of {in_words(ranking.as_of)} · moving in {move_in} · {ranking.profile} · "
        f"for {role_in_words(reader.role, ranking.terms)}",
        style="",
    )
    parts: list[RenderableType] = [
        head,
        Text(ranking.recommendation.sentence, style="bold"),
        _table(ranking, wide=width >= WIDE),
    ]
    if ranking.ask_first:
        parts.append(Text("Ask first, what would settle most", style="bold"))
        parts.append(
            _lines(
                (f"{q.value:.2f} bits", reader_words(q.sentence, q.housing, reader))
                for q in ranking.ask_first[:5]
            )
        )
    parts.append(
        _lines(
            (finding.clause, reader.words(finding))
            for finding in (*ranking.findings, *ranking.timing)
            if finding.outcome is not Outcome.MET
        )
    )
    left = "Left: postcodes still possible (land, not vacancies). "
    tests = "Part 7, Register: two local-connection tests, for the LHA to decide."
    parts.append(Text(left + (tests if width >= WIDE else "")))
    standing = ranking.eligibility.outcome.replace("_", " ")
    parts.append(Text(f"Eligibility ({eligibility_clauses(ranking)}): {standing}."))
    parts += [Text(" ".join(ranking.notes)), Text(in_area_words(ADVICE, ranking.terms))]
    return Group(*parts)


def _lines(rows: Iterable[tuple[str, str]]) -> Table:
    """Return labelled lines whose text keeps its own margin."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(min_width=6, no_wrap=True)
    table.add_column()
    for label, words in rows:
        table.add_row(label, words)
    return table


def eligibility_clauses(ranking: Ranking) -> str:
    """Return the clauses that eligibility was read by: sections 3 and 7, or a cohort's own."""
    theirs = dict.fromkeys(finding.clause for finding in ranking.eligibility.findings)
    return "3, 7" if "3.1" in theirs else ", ".join(theirs)


def reader_words(sentence: str, housing: str | None, reader: Reader) -> str:
    """Return the words that a reader may have of something said in two ways."""
    return housing if reader.housing and housing is not None else sentence


def _table(ranking: Ranking, *, wide: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("")
    table.add_column("LHA", min_width=12)
    table.add_column("Status", no_wrap=True)
    for label in ("Connec-\ntion\n6(a)", "Manage-\nment\n6(b)", "Spread\n\n6(c)"):
        table.add_column(label, justify="right", no_wrap=True)
    table.add_column("Score", justify="right", no_wrap=True)
    table.add_column("First\nin\n100", justify="right", no_wrap=True)
    table.add_column("Left", no_wrap=True)
    if wide:
        table.add_column("Part 7", no_wrap=True)
        table.add_column("Register", no_wrap=True)
    for option in ranking.options:
        table.add_row(
            str(option.rank) if option.rank else "-",
            option.name + ("\n(origin)" if option.is_origin else ""),
            STATUS[option.status],
            *(points(option.factors[name]).replace(" ", "\n") for name in FACTORS),
            score(option).replace(" ", "\n"),
            _first(option),
            option.homes_left,
            *((_short(option, "part7"), _short(option, "part6")) if wide else ()),
        )
    return table


def _first(option: Option) -> str:
    if not option.rank_shares:
        return "-"
    share = option.rank_shares[0]
    return "<1" if 0 < share < 0.005 else f"{min(99.0, 100 * share):.0f}" if share < 1 else "100"


def _short(option: Option, test: str) -> str:
    return {
        "met": "shown",
        "borderline": "borderline",
        "lha_to_decide": "decide",
        "lha_to_consider": "consider",
        "unknown": "?",
    }[option.local_connection[test].outcome.value]


def reasons_text(option: Option, reader: Reader) -> RenderableType:
    """Return every reason for one LHA, by clause."""
    parts: list[RenderableType] = [
        Text(f"{option.name} ({option.lha}): {STATUS[option.status]}", style="bold"),
        _findings_table("Gates", option.gates, option, reader, pointed=False),
    ]
    for name, label in CONSIDERATIONS.items():
        factor = option.factors[name]
        title = f"{label}: {points(factor)} points, weight {factor.weight_units}"
        parts.append(_findings_table(title, factor.findings, option, reader, pointed=True))
    parts.append(_connections(option))
    parts.append(
        _findings_table(
            "Referral between LHAs (s.198)", option.referral_198, option, reader, pointed=False
        )
    )
    homes = Table(title="Homes (8)", box=None, pad_edge=False, title_justify="left")
    for column in ("kind", "status", ""):
        homes.add_column(column)
    for home in option.housing_options:
        said = reader_words(home.sentence, home.housing, reader)
        homes.add_row(home.kind.replace("_", " "), home.status, said)
    parts += [
        homes,
        _findings_table("Also", (option.route, *option.findings), option, reader, pointed=False),
    ]
    parts.append(Text(NOT_A_DECISION))
    return Group(*parts)


def _findings_table(
    title: str, findings: Sequence[Finding], option: Option, reader: Reader, *, pointed: bool
) -> Table:
    table = Table(title=title, box=None, pad_edge=False, title_justify="left", show_header=False)
    table.add_column("clause", width=7)
    if pointed:
        table.add_column("points", justify="right", width=12)
    else:
        table.add_column("met", width=4)
    table.add_column("finding")
    for finding in findings:
        mark = MARKS[finding.outcome]
        if pointed:
            spread = finding.low != finding.high
            mark = f"{finding.points}" + (f" ({finding.low}-{finding.high})" if spread else "")
        table.add_row(finding.clause, mark, reader.words(finding, option.lha))
    return table


def _connections(option: Option) -> Table:
    table = Table(
        title="Local connection, as of the day",
        box=None,
        pad_edge=False,
        title_justify="left",
        show_header=False,
    )
    table.add_column("test", width=14)
    table.add_column("ground", width=16)
    table.add_column("reading", width=16)
    table.add_column("")
    for test, label in (("part7", "Part 7 (s.199)"), ("part6", "Register")):
        whole = option.local_connection[test]
        table.add_row(
            label, "as a whole", whole.outcome.value.replace("_", " "), "for the LHA to decide"
        )
        for ground in whole.grounds:
            table.add_row(
                "",
                ground.ground.replace("_", " "),
                ground.outcome.value.replace("_", " "),
                ground.sentence,
            )
    return table


def why_not_text(answer: WhyNot, reader: Reader) -> RenderableType:
    """Return what stands against one LHA and what would have to differ."""
    parts: list[RenderableType] = [Text(f"Why not {answer.name}?", style="bold")]
    if answer.leads:
        return Group(*parts, Text(f"Nothing stands against it: {answer.name} is open and first."))
    parts.append(Text("What stands against it"))
    option = answer.ranking[answer.lha]
    parts.append(_lines((f.clause, reader.words(f, option.lha)) for f in answer.against))
    if answer.would_have_to_differ is None:
        parts.append(Text("Nothing recorded would make it open and first if it differed."))
    else:
        parts.append(Text("It would be open and first, all of these together and none to spare:"))
        said = dict.fromkeys(
            lever.housing if reader.housing else lever.says for lever in answer.would_have_to_differ
        )
        parts += [Text(f"  - {words}") for words in said]
    if answer.weights is not None:
        a, b, c = answer.weights
        parts.append(
            Text(
                f"As things stand nobody is ahead of it in {100 * answer.share_of_weights:.0f} of "
                f"100 weightings; the nearest under which it leads is connection {a}, "
                f"management {b}, spread {c}."
            )
        )
    else:
        parts.append(Text("As things stand it leads alone under no weighting."))
    parts += _together([option], reader)
    return Group(*parts, Text(in_area_words(ADVICE, answer.ranking.terms)))


def _together(options: Iterable[Option], reader: Reader) -> list[Text]:
    """Return what LHAs commission together, where their profile says it, each sentence once."""
    said = dict.fromkeys(
        f"{each.clause}: {reader.words(each, option.lha)}"
        for option in options
        for each in option.findings
        if each.rule == TOGETHER
    )
    return [Text(words) for words in said]


def compare_text(
    options: Sequence[Option],
    rows: Sequence[Row],
    reader: Reader,
    *,
    terms: Mapping[str, str] | None = None,
) -> RenderableType:
    """Return LHAs side by side, consideration by consideration, differences marked."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("")
    table.add_column("Clause")
    for option in options:
        table.add_column(f"{option.name}\n{STATUS[option.status]}, score {score(option)}")
    before = ""
    for row in rows:
        if row.consideration != before:
            label = CONSIDERATIONS.get(row.consideration, "Gates")
            totals = [
                points(option.factors[row.consideration]) if row.consideration in FACTORS else ""
                for option in options
            ]
            table.add_row("", Text(label, style="bold"), *(Text(t, style="bold") for t in totals))
            before = row.consideration
        cells = []
        for option, cell in zip(options, row.cells, strict=True):
            mark = (
                f"{cell.points}: " if row.consideration in FACTORS else f"{MARKS[cell.outcome]}: "
            )
            cells.append(mark + reader.words(cell, option.lha))
        table.add_row("*" if row.differs else "", row.clause, *cells)
    return Group(
        table,
        Text("* marks a row in which they differ."),
        *_together(options, reader),
        Text(in_area_words(ADVICE, terms or {})),
    )
