"""What a ranking says, as HTML tables: plain data in, markup out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.documents.wording import spread_label
from placement.ui import words
from placement.ui.markup import Group, Safe, joined, safe, table, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Data = dict[str, Any]


def ranking_table(ranking: Data) -> str:
    """Return every LHA in order: considerations, then status, score, shares and the rest."""
    lead = ranking["recommendation"]["lhas"]
    word = words.LEADING.get(ranking["recommendation"]["outcome"], "")
    options = ranking["options"]
    rows = [_ranking_row(option, word if option["lha"] in lead else "") for option in options]
    marked = frozenset(i for i, option in enumerate(options) if option["lha"] in lead)
    return table(
        caption="The LHAs side by side, in order",
        head=(
            "LHA",
            *words.CONSIDERATIONS.values(),
            "Status",
            "Score",
            "First in 100",
            "Part 7",
            "Register",
            "Postcodes possible",
            "Route (9)",
        ),
        groups=[Group(rows=rows, marked=marked)],
        kind="p-ranking",
        wide=True,
    )


def _ranking_row(option: Data, leading: str) -> list[str]:
    tests = option["local_connection"]
    return [
        _name(option, leading),
        *(_consideration(option, name) for name in words.CONSIDERATIONS),
        tag(words.STATUS[option["status"]], option["status"]),
        _below(words.score(option)),
        words.first_in_100(option),
        words.CONNECTION[tests["part7"]["outcome"]],
        words.CONNECTION[tests["part6"]["outcome"]],
        words.POSTCODES[option["homes_left"]],
        words.ROUTES.get(option["route"]["rule"], "Ask the LHA"),
    ]


def _consideration(option: Data, name: str) -> str:
    """Return a consideration's points; under those of spread the label that says what they mean."""
    points = _below(words.points(option["factors"][name]))
    if name != "spread":
        return points
    label = Safe(f'<span class="p-label">{safe(spread_label(option))}</span>')
    return joined([points, label])


def _below(text: str) -> str:
    """Return a number with its interval on a line of its own."""
    number, bracket, rest = text.partition(" (")
    if not bracket:
        return text
    return joined([number, Safe(f'<span class="p-interval">({safe(rest)}</span>')])


def _name(option: Data, leading: str) -> str:
    rank = f"{option['rank']}. " if option["rank"] else ""
    tags = [tag(leading, "lead")] if leading else []
    tags += [tag("origin", "plain")] if option["is_origin"] else []
    tags += [tag("preferred", "plain")] if option["is_preferred"] else []
    return joined([f"{rank}{option['name']}", *tags])


def attention_table(findings: Iterable[Mapping[str, Any]], caption: str) -> str:
    """Return findings about the case: clause, whether met, sentence."""
    rows = [[f["clause"], words.OUTCOME[f["outcome"]], f["sentence"]] for f in findings]
    return table(
        caption=caption,
        head=("Clause", "Met", "Finding"),
        groups=[Group(rows=rows)],
        kind="p-attention",
    )


def reasons_table(option: Data) -> str:
    """Return every reason for one LHA by clause: gates, considerations, tests, homes, the way."""
    groups = [_found("Gates: may this LHA be recommended at all?", option["gates"])]
    for name, label in words.CONSIDERATIONS.items():
        factor = option["factors"][name]
        title = f"{label}: {words.points(factor)} of 100 points, weight {factor['weight_units']}"
        rows = [
            [f["clause"], f"{words.points(f)} points", f["sentence"]] for f in factor["findings"]
        ]
        groups.append(Group(title=title, rows=rows))
    groups += [
        _grounds("Part 7 connection (s.199)", option["local_connection"]["part7"], "s.199"),
        _grounds("Register connection (part 6)", option["local_connection"]["part6"], "part 6"),
        _found("Referral between LHAs (s.198)", option["referral_198"]),
        Group(
            title="Homes (8): no vacancy is known here",
            rows=[
                ["8", words.HOMES[h["status"]], joined([f"{_kind(h['kind'])}:", h["sentence"]])]
                for h in option["housing_options"]
            ],
        ),
        _found("The way to a let, and what else was found", [option["route"], *option["findings"]]),
    ]
    return table(
        caption=f"{option['name']}: every reason, by clause",
        head=("Clause", "Result", "Reason"),
        groups=groups,
        kind="p-reasons",
    )


def _kind(kind: str) -> str:
    return words.plainly(kind).capitalize()


def _found(title: str, findings: Iterable[Data]) -> Group:
    rows = [[f["clause"], words.OUTCOME[f["outcome"]], f["sentence"]] for f in findings]
    return Group(title=title, rows=rows)


def _grounds(title: str, test: Data, clause: str) -> Group:
    whole = f"{title}: {words.CONNECTION[test['outcome']]} (the LHA decides)"
    rows = [
        [clause, words.CONNECTION[g["outcome"]], joined([f"{_kind(g['ground'])}:", g["sentence"]])]
        for g in test["grounds"]
    ]
    return Group(title=whole, rows=rows)


def compare_table(comparison: Data) -> str:
    """Return LHAs side by side, rule by rule, each row saying whether they differ."""
    options = comparison["options"]
    groups = []
    for name, label in {"gate": "Gates", **words.CONSIDERATIONS}.items():
        rows = [row for row in comparison["rows"] if row["consideration"] == name]
        totals = (
            "; ".join(f"{o['name']} {words.points(o['factors'][name])}" for o in options)
            if name != "gate"
            else ""
        )
        groups.append(
            Group(
                title=f"{label}: {totals}" if totals else label,
                rows=[_compared(row, name) for row in rows],
                marked=frozenset(i for i, row in enumerate(rows) if row["differs"]),
            )
        )
    heads = [
        joined([option["name"], tag(words.STATUS[option["status"]], option["status"])])
        for option in options
    ]
    return table(
        caption="Side by side; a row in which they differ says so",
        head=("Clause", "Same?", *heads),
        groups=[_totals(options), *groups],
        kind="p-compare",
        wide=True,
    )


def _totals(options: Sequence[Data]) -> Group:
    def row(label: str, said: list[str]) -> list[str]:
        return [label, _same(len(set(said)) > 1), *said]

    return Group(
        title="As a whole",
        rows=[
            row("Score", [words.score(o) for o in options]),
            row("First in 100", [words.first_in_100(o) for o in options]),
            row(
                "Part 7",
                [words.CONNECTION[o["local_connection"]["part7"]["outcome"]] for o in options],
            ),
            row(
                "Register",
                [words.CONNECTION[o["local_connection"]["part6"]["outcome"]] for o in options],
            ),
            row("Postcodes possible", [words.POSTCODES[o["homes_left"]] for o in options]),
            row(
                "Route (9)", [words.ROUTES.get(o["route"]["rule"], "Ask the LHA") for o in options]
            ),
        ],
    )


def _compared(row: Data, name: str) -> list[str]:
    def cell(finding: Data) -> str:
        head = (
            words.OUTCOME[finding["outcome"]]
            if name == "gate"
            else f"{words.points(finding)} points"
        )
        return joined([tag(head, "plain"), finding["sentence"]])

    return [row["clause"], _same(row["differs"]), *(cell(f) for f in row["findings"])]


def _same(differs: bool) -> str:
    return tag("differs", "differs") if differs else "same"
