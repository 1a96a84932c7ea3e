"""The tables of equality monitoring: completeness, outcomes by group, the effect of each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.monitoring.chance import holm, share_interval
from placement.monitoring.disproportion import compare
from placement.monitoring.equality import NOT_STATED, Characteristic, characteristics, group_of
from placement.monitoring.equality_time import NAME, TOO_SMALL, time_to_home
from placement.monitoring.layout import begun, titled
from placement.monitoring.tables import TOTAL, Column, Count, Section, Table
from placement.monitoring.working import RECOMMENDED, REFERRED, notice, notice_words, referred_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from placement.monitoring.working import Window
    from placement.parameters import Numbers

    Row = Mapping[str, Any]

DIFFERS = "differs beyond what chance gives"
ALIKE = "no difference beyond chance found"
UNTESTED = "not compared"

SECTION = Section(
    name=NAME,
    title="Equality",
    intro=(
        "What came of cases by sex, age, ethnicity, religion and disability, where they are held. "
        "No rule of the engine reads any of these: the project's tests show it by the code, and by "
        "changing every one of them in worked cases, which changes nothing in any ranking. But a "
        "postcode or an offence may stand for one of them, so what came of it is compared here.",
        "Each group is compared with everybody else. With few people most differences cannot be "
        "told from chance: “numbers too small to say” means that a real difference could have "
        "gone unseen, and never that there is none.",
    ),
)


def outcomes(numbers: Numbers) -> dict[str, tuple[str, Callable[[Row], bool | None]]]:
    """Return each outcome: its title, and whether it holds for a case (None: not known)."""
    enough = notice_words(numbers)[:2]

    def noticed(row: Row) -> bool | None:
        return None if row["release_on"] is None else notice(dict(row), numbers) in enough

    return {
        "recommended": (
            "an LHA was recommended",
            lambda r: r["answer"] and r["answer"] in RECOMMENDED,
        ),
        "accepted": ("accepted", lambda r: r["accepted"] and r["accepted"] == "yes"),
        "overruled": (
            "preference overruled",
            lambda r: (
                r["preference"] == "overruled"
                if r["preference"] in ("overruled", "followed")
                else None
            ),
        ),
        "notice": ("reasonable notice given", noticed),
    }


def equality_tables(
    held: Sequence[Row],
    cases: Sequence[dict[str, Any]],
    numbers: Numbers,
    window: Window,
    findings: Sequence[Row] = (),
) -> list[Table]:
    """Return the tables of equality monitoring for the cases referred in the window."""
    of = {row["reference"]: row for row in held}
    referred = referred_in(cases, window)
    known = characteristics(numbers, held)
    tables = [_completeness(known, referred, of, window)]
    for each in known:
        if any(each.group(of[r["reference"]]) for r in referred if r["reference"] in of):
            tables.append(_outcomes(each, referred, of, numbers, window))
            tables.append(time_to_home(each, referred, of, numbers, window))
    if findings:
        tables += [_rules(each, referred, of, findings, numbers, window) for each in known[:3]]
    return tables


def _completeness(
    known: Sequence[Characteristic],
    cases: Sequence[Row],
    of: Mapping[str, Row],
    window: Window,
) -> Table:
    import pandas as pd

    rows = []
    for each in known:
        held = sum(group_of(each, case["reference"], of) != NOT_STATED for case in cases)
        share = held / len(cases) if cases else None
        said = f"{share:.0%}" if share is not None else "none"
        rows.append(
            (each.title, len(cases), held, share, f"{each.title}: held for {said} of the cases.")
        )
    at = {"window": window.name}
    columns = (
        Column(name="what", title="Characteristic", kind="text", meaning="the characteristic"),
        Column(
            name="cases",
            title="Cases",
            kind="count",
            meaning="cases referred",
            people=Count(measure=REFERRED, at=at),
        ),
        Column(
            name="held",
            title="Held",
            kind="count",
            meaning="of whom it is held",
            people=Count(measure="held", by={"what": "what"}, at=at),
        ),
        Column(
            name="share",
            title="Complete",
            kind="share",
            meaning="share of the cases",
            decimals=0,
            derived_from=("cases", "held"),
            rests_on="row",
        ),
        Column(
            name="words",
            title="In words",
            kind="words",
            meaning="the row",
            derived_from=("cases", "held"),
            rests_on="row",
        ),
    )
    return Table(
        name="equality_completeness",
        title="How complete it is",
        section=NAME,
        columns=columns,
        frame=pd.DataFrame(rows, columns=[column.name for column in columns]),
        keys=("what",),
    )


def _outcomes(
    each: Characteristic,
    cases: Sequence[Row],
    of: Mapping[str, Row],
    numbers: Numbers,
    window: Window,
) -> Table:
    """Compare each group with all others in every outcome."""
    asked: dict[tuple[str, ...], list[tuple[str, bool]]] = {
        (title,): [
            (group_of(each, case["reference"], of), bool(value))
            for case in cases
            if (value := holds(case)) is not None
        ]
        for title, holds in outcomes(numbers).values()
    }
    return _compared(
        f"equality_{each.name}",
        f"Outcomes by {each.title.lower()}",
        each,
        asked,
        (Column(name="outcome", title="Outcome", kind="text", meaning="what came of it"),),
        numbers,
        window,
    )


def _rules(
    each: Characteristic,
    cases: Sequence[Row],
    of: Mapping[str, Row],
    findings: Sequence[Row],
    numbers: Numbers,
    window: Window,
) -> Table:
    """Compare, for each rule, how often it is met by each group; unknown counts for neither."""
    there = {case["reference"] for case in cases}
    asked: dict[tuple[str, ...], list[tuple[str, bool]]] = {}
    for row in findings:
        if row["reference"] in there and row["outcome"] != "unknown":
            pair = (group_of(each, row["reference"], of), row["outcome"] == "met")
            asked.setdefault((row["rule"], row["clause"]), []).append(pair)
    return _compared(
        f"equality_rules_{each.name}",
        f"What each rule finds, by {each.title.lower()}",
        each,
        dict(sorted(asked.items())),
        (
            Column(name="rule", title="Rule", kind="text", meaning="the rule"),
            Column(name="clause", title="Clause", kind="text", meaning="its clause"),
        ),
        numbers,
        window,
        notes=("A finding is one rule for one LHA or case; one that is unknown is left out.",),
    )


def _compared(
    name: str,
    title: str,
    each: Characteristic,
    asked: Mapping[tuple[str, ...], Sequence[tuple[str, bool]]],
    what: tuple[Column, ...],
    numbers: Numbers,
    window: Window,
    notes: tuple[str, ...] = (),
) -> Table:
    """Return a table of groups by questions: how many, for how many it holds, and the test."""
    import pandas as pd

    level, least = numbers["monitoring.family_level"], numbers["monitoring.equality_least"]
    asked = {question: pairs for question, pairs in asked.items() if pairs}
    groups = [
        group
        for group in (*each.order, NOT_STATED)
        if any(group == mine for pairs in asked.values() for mine, _ in pairs)
    ]
    rows: list[dict[str, Any]] = []
    tests: list[int] = []
    for question, pairs in asked.items():
        total = len(pairs)
        yes_total = sum(holds for _, holds in pairs)
        for group in (*groups, TOTAL):
            mine = [holds for g, holds in pairs if group in (g, TOTAL)]
            row: dict[str, Any] = dict(zip((c.name for c in what), question, strict=True))
            row |= {"group": group, "people": len(mine), "yes": sum(mine)}
            row |= {"others": total - len(mine), "yes_others": yes_total - sum(mine)}
            if group not in (NOT_STATED, TOTAL):
                tests.append(len(rows))
            rows.append(row)
    marks: dict[tuple[int, str], str] = {}
    found = {
        i: compare(
            rows[i]["yes"],
            rows[i]["people"],
            rows[i]["yes_others"],
            rows[i]["others"],
            difference=numbers["monitoring.equality_difference"],
            level=level / max(1, len(tests)),
        )
        for i in tests
    }
    adjusted = dict(zip(tests, holm([found[i].chance for i in tests]), strict=True))
    for i, row in enumerate(rows):
        small = row["people"] < least
        row |= dict.fromkeys(("share", "low", "high", "chance", "power"))
        row["label"] = UNTESTED
        if not small:
            low, high = share_interval(
                row["yes"], row["people"], numbers["spread.interval_coverage"]
            )
            row |= {"share": row["yes"] / row["people"], "low": low, "high": high}
        if i in found:
            able = found[i].power >= numbers["monitoring.equality_power"]
            row |= {"power": found[i].power, "chance": adjusted[i]}
            row["label"] = DIFFERS if adjusted[i] < level else ALIKE if able else TOO_SMALL
            if small:
                row |= {"chance": None, "label": TOO_SMALL}
        marks |= {
            (i, key): "n" if key in ("share", "low", "high") or i in found else "z"
            for key in ("share", "low", "high", "chance", "power")
            if row[key] is None
        }
        row["words"] = _words(row, what[0].name)
    columns = (*what, *_columns(each, tuple(c.name for c in what), window))
    return Table(
        name=name,
        title=title,
        section=NAME,
        columns=columns,
        frame=pd.DataFrame(rows, columns=[column.name for column in columns]),
        keys=(*(c.name for c in what), "group"),
        totals={"group": TOTAL},
        balances=(),
        as_found=True,
        marks=marks,
        first=("label", DIFFERS),
        narrow=(*(c.name for c in what), "group", "people", "share", "low", "high", "label"),
        notes=(
            f"A group of fewer than {least} has no share: {TOO_SMALL}.",
            "Power: the chance that the test would find a difference of "
            f"{numbers['monitoring.equality_difference']:.0%} if there were one; under "
            f"{numbers['monitoring.equality_power']:.0%} a test that finds nothing says nothing.",
            *notes,
        ),
    )


def _words(row: Row, what: str) -> str:
    who = f"{begun(row['group'])}, {titled(row[what])}"
    if row["share"] is None:
        return f"{who}: {TOO_SMALL}."
    said = (
        f"{who}: {row['yes']} of {row['people']}, "
        f"{row['share']:.0%} (chance leaves {row['low']:.0%} to {row['high']:.0%} possible)"
    )
    return (
        f"{said}." if row["label"] == UNTESTED else f"{said}. Against all others: {row['label']}."
    )


def _columns(each: Characteristic, what: tuple[str, ...], window: Window) -> tuple[Column, ...]:
    by = {each.name: "group", **{name: name for name in what}}
    at = {"window": window.name}
    derived: dict[str, Any] = {"derived_from": ("people", "yes")}
    row: dict[str, Any] = {**derived, "rests_on": "row"}
    return (
        Column(name="group", title="Group", kind="text", meaning="the group, or total"),
        Column(
            name="people",
            title="Known",
            kind="count",
            meaning="for whom it is known",
            people=Count(measure="asked", by=by, at=at),
        ),
        Column(
            name="yes",
            title="Holds",
            kind="count",
            meaning="for whom it holds",
            people=Count(measure="holds", by=by, at=at),
        ),
        Column(name="share", title="Share", kind="share", meaning="of them", decimals=0, **row),
        Column(
            name="low",
            title="from",
            kind="share",
            meaning="exact interval, from",
            decimals=0,
            **row,
        ),
        Column(
            name="high",
            title="to",
            kind="share",
            meaning="exact interval, to",
            decimals=0,
            **row,
        ),
        Column(
            name="chance",
            title="Chance, all together",
            kind="chance",
            meaning="Fisher's exact test against all others, adjusted by Holm's method",
            **derived,
        ),
        Column(
            name="power",
            title="Power",
            kind="share",
            meaning="exact power of that test",
            decimals=0,
            **derived,
        ),
        Column(name="label", title="What that says", kind="label", meaning="a label", **derived),
        Column(name="words", title="In words", kind="words", meaning="the row", **derived),
    )
