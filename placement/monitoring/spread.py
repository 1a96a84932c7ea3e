"""
How placements are spread over the LHAs now, and against what chance would give (protocol 6, 10).

Counted are people at the levels of the specification, in the community, not in approved premises;
those in approved premises, prison and hospital, and at other levels, stand apart. Being below what
would be expected has no label: it is nobody's turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.days import in_words
from placement.monitoring.basis import are, people
from placement.monitoring.chance import UNKNOWN, Against, against, rate_interval
from placement.monitoring.stays import counted, on
from placement.monitoring.tables import TOTAL, Column, Count, Table
from placement.spread import smoothed_rates

if TYPE_CHECKING:
    from typing import Any

    from placement.monitoring.basis import Basis
    from placement.monitoring.denominators import Denominator

SECTION = "spread"
COUNTED = "counted"
OTHER_LEVEL = "other_level"

LHA = Column(name="lha", title="LHA (code)", kind="text", meaning="ONS code of the LHA, or total")
NAME = Column(name="name", title="LHA", kind="text", meaning="name of the LHA")


def counted_now(basis: Basis, **by: str) -> Count:
    """Return what a column counts that holds people counted on the day, by LHA and more."""
    at = {"on": basis.as_of.isoformat(), "edition": basis.specification.name, "group": COUNTED}
    return Count(measure="people", by={"lha": "lha", **by}, at=at)


def _people(count: Count) -> Column:
    return Column(
        name="people", title="People", kind="count", unit="people", meaning="people", people=count
    )


def whereabouts(basis: Basis) -> Table:
    """Return how many are where on the day: counted, and apart from the count."""
    import pandas as pd

    spec = basis.specification
    here = on(basis.inside, basis.as_of)
    groups = {
        COUNTED: counted(here, spec),
        **{setting: here[here["setting"] == setting] for setting in spec.apart},
    }
    seen = pd.concat(list(groups.values()))
    groups[OTHER_LEVEL] = here[~here["reference"].isin(seen["reference"])]
    rows = []
    for code, name in {**basis.names, TOTAL: "Whole area"}.items():
        at = {g: len(f if code == TOTAL else f[f["lha"] == code]) for g, f in groups.items()}
        rows += [(code, name, group, n) for group, n in at.items()]
        rows.append((code, name, TOTAL, sum(at.values())))
    held = "those of the cohort"
    if basis.of_mappa:
        held = f"Levels {' and '.join(map(str, spec.counted_levels))}"
    who = f"people at {held}" if basis.of_mappa else "people of the cohort"
    count = Count(
        measure="people",
        by={"lha": "lha", "group": "group"},
        at={"on": basis.as_of.isoformat(), "edition": spec.name},
    )
    group = Column(
        name="group",
        title="Where",
        kind="text",
        meaning=f"counted: {held}, in the community; the settings that stand apart, at "
        "any level; other_level: in the community at another level; total: all of these",
    )
    return Table(
        name="now",
        title=f"Where people live on {in_words(basis.as_of)}",
        section=SECTION,
        columns=(LHA, NAME, group, _people(count)),
        frame=pd.DataFrame(rows, columns=["lha", "name", "group", "people"]),
        keys=("lha", "group"),
        place="lha",
        totals={"lha": TOTAL, "group": TOTAL},
        across=(("name",), "group", "people"),
        notes=(
            f"Counted are {who} who live in the community. People in approved "
            "premises, prison or hospital have not been placed in the LHA and stand apart.",
            "The LHAs stand in the order of their ONS codes.",
        ),
    )


def by_level_and_category(basis: Basis) -> Table:
    """Return those counted on the day by LHA, level and category."""
    import pandas as pd

    held = basis.held.groupby(["lha", "level", "category"]).size().to_dict()
    levels = [*basis.specification.counted_levels, TOTAL]
    categories = [*range(1, max([3, *basis.held["category"]]) + 1), TOTAL]
    rows: list[tuple[str, str, str, str, int]] = []
    marks: dict[tuple[int, str], str] = {}
    for code, name in {**basis.names, TOTAL: "Whole area"}.items():
        for level in levels:
            for category in categories:
                n = sum(
                    many
                    for (c, lv, ct), many in held.items()
                    if code in (c, TOTAL) and level in (lv, TOTAL) and category in (ct, TOTAL)
                )
                if (level, category) == (1, 3):  # category 3 is managed at Level 2 or 3 only
                    marks[len(rows), "people"] = "z"
                rows.append((code, name, str(level), str(category), n))
    frame = pd.DataFrame(rows, columns=["lha", "name", "level", "category", "people"])
    table = Table(
        name="levels_categories",
        title="Those counted, by level and category",
        section=SECTION,
        columns=(
            LHA,
            NAME,
            Column(name="level", title="Level", kind="text", meaning="MAPPA level, or total"),
            Column(name="category", title="Category", kind="text", meaning="category, or total"),
            _people(counted_now(basis, level="level", category="category")),
        ),
        frame=frame,
        keys=("lha", "level", "category"),
        place="lha",
        totals={"lha": TOTAL, "level": TOTAL, "category": TOTAL},
        across=(("name", "level"), "category", "people"),
    )
    return table.marked(marks) if marks else table


def against_denominators(basis: Basis) -> Table:
    """Return each LHA's number against each denominator that is loaded, with what chance gives."""
    import pandas as pd

    found = {
        each.name: against(basis.now_by_lha, each.by_lha, basis.numbers)
        for each in basis.denominators
    }
    rows: list[dict[str, Any]] = []
    marks: dict[tuple[int, str], str] = {}
    for code, name in basis.names.items():
        for each in basis.denominators:
            row = _row(basis, code, name, each, found[each.name][code])
            marks |= {(len(rows), key): "x" for key, value in row.items() if value is None}
            rows.append(row)
    counts = ("counted",)
    from_count: dict[str, Any] = {"derived_from": counts}
    coverage = f"{basis.numbers['spread.interval_coverage']:.0%}"
    per = f"{basis.numbers['spread.rate_per']:,}"
    columns = (
        LHA,
        NAME,
        Column(name="against", title="Against", kind="text", meaning="the denominator"),
        Column(
            name="counted",
            title="Counted",
            kind="count",
            unit="people",
            meaning="people counted in the LHA on the day",
            people=counted_now(basis),
        ),
        Column(name="size", title="Size", kind="count", meaning="the denominator's number"),
        Column(name="share", title="Share", kind="share", meaning="its share of the whole area"),
        Column(
            name="expected",
            title="By its share",
            kind="number",
            unit="people",
            meaning="the number counted in the whole area times the share",
        ),
        Column(
            name="low",
            title="Chance gives from",
            kind="count",
            unit="people",
            meaning=f"lower end of the exact binomial range that holds at least {coverage}",
        ),
        Column(name="high", title="to", kind="count", unit="people", meaning="its upper end"),
        Column(
            name="chance",
            title="Chance of so many or more",
            kind="chance",
            meaning="exact binomial probability of so many or more",
            **from_count,
        ),
        Column(
            name="adjusted",
            title="The same, all LHAs together",
            kind="chance",
            meaning="the chance adjusted by Holm's method over the LHAs of the table",
            **from_count,
        ),
        Column(
            name="rate",
            title=f"Per {per}",
            kind="number",
            unit=f"people per {per}",
            meaning="the number counted per so many of the denominator",
            **from_count,
        ),
        Column(
            name="rate_low",
            title="from",
            kind="number",
            unit=f"people per {per}",
            meaning=f"lower end of the exact Poisson interval ({coverage})",
            **from_count,
        ),
        Column(
            name="rate_high",
            title="to ",
            kind="number",
            unit=f"people per {per}",
            meaning="its upper end",
            **from_count,
        ),
        Column(
            name="smoothed",
            title="Smoothed",
            kind="number",
            unit=f"people per {per}",
            meaning="empirical-Bayes rate: drawn towards the rate of the whole, the more so the "
            "fewer there are (Marshall 1991)",
            **from_count,
        ),
        Column(
            name="label",
            title="What that says",
            kind="label",
            meaning="improbably many, within what chance gives, too few to tell; below has none",
            **from_count,
        ),
        Column(name="words", title="In words", kind="words", meaning="the row", **from_count),
    )
    return Table(
        name="against",
        title="Each LHA against what chance would give",
        section=SECTION,
        columns=columns,
        frame=pd.DataFrame(rows, columns=[column.name for column in columns]).astype(
            {"size": "object", "low": "object", "high": "object"}
        ),
        keys=("lha", "against"),
        place="lha",
        notes=_notes(basis),
        first=("against", basis.chief.name),
        narrow=("name", "against", "counted", "expected", "low", "high", "label"),
        marks=marks,
    )


def _row(
    basis: Basis, code: str, name: str, denominator: Denominator, found: Against
) -> dict[str, Any]:
    """Return one LHA's row against one denominator."""
    per = basis.numbers["spread.rate_per"]
    coverage = basis.numbers["spread.interval_coverage"]
    size = denominator.by_lha.get(code)
    low, high = rate_interval(found.count, coverage)
    known = {c: n for c, n in denominator.by_lha.items() if n}
    smoothed = smoothed_rates(basis.now_by_lha, known).get(code)  # type: ignore[arg-type]
    return {
        "lha": code,
        "name": name,
        "against": denominator.name,
        "counted": found.count,
        "size": size,
        "share": found.share,
        "expected": found.expected,
        "low": found.low,
        "high": found.high,
        "chance": found.chance,
        "adjusted": found.adjusted,
        "rate": found.count / size * per if size else None,
        "rate_low": low / size * per if size else None,
        "rate_high": high / size * per if size else None,
        "smoothed": smoothed * per if smoothed is not None else None,
        "label": found.label,
        "words": _words(name, denominator, found, coverage),
    }


def _words(name: str, denominator: Denominator, found: Against, coverage: float) -> str:
    """Say one row for somebody who reads no statistics."""
    said = f"{name}: {people(found.count)} {are(found.count)} counted."
    if found.share is None:
        why = "is not known for every LHA" if found.label == UNKNOWN else "is not known"
        return f"{said} Its share of {denominator.title} {why}."
    ends = f"{found.low}" if found.low == found.high else f"from {found.low} to {found.high}"
    return (
        f"{said} It has {found.share:.1%} of the area's {denominator.title}; by that share alone "
        f"it would be about {found.expected:.1f}, and chance would give {ends} in "
        f"{coverage * 100:.0f} of 100 cases: {found.label}."
    )


def _notes(basis: Basis) -> tuple[str, ...]:
    """Say what the table rests on and how to read it."""
    numbers = basis.numbers
    loaded = "; ".join(f"{d.title} ({d.source}, {d.date})" for d in basis.denominators)
    return (
        f"Loaded: {loaded}. The label in the summary is read from {basis.chief.title}.",
        f"{numbers['spread.too_few']} or fewer say nothing about chance: too few to tell. So does "
        "a whole so small that even everybody in one LHA would not be improbable.",
        "“Improbably many” needs a chance of so many or more under "
        f"{numbers['spread.improbable_tail']} by itself and, so that a name is not picked out by "
        f"accident among several, under {numbers['monitoring.family_level']} with all LHAs of the "
        "table taken together (Holm's method).",
        "Being below has no label. No LHA is owed anybody: each case is on its merits (protocol "
        "6), and spread is never the only reason for a decision.",
        "Residents are all ages and include students; postcodes include offices. No denominator "
        "is the right one, so every one that is loaded is shown.",
    )
