"""
Who the cases are, by the characteristics an area has promised to break its data down by.

Each group's share of the cases, with its exact interval, and beside it the group's share of the
residents where somebody gives one: no figure is shipped, and without one nothing is compared.
Residents are not those who are sentenced, so that a difference is a question and not an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.errors import InputError
from placement.monitoring.chance import holm, share_interval
from placement.monitoring.disproportion import against_share
from placement.monitoring.equality import NOT_STATED, Characteristic, characteristics, group_of
from placement.monitoring.equality_tables import ALIKE, DIFFERS, UNTESTED
from placement.monitoring.equality_time import NAME, TOO_SMALL
from placement.monitoring.layout import begun
from placement.monitoring.reading import Field, read_fields
from placement.monitoring.tables import TOTAL, Column, Count, Table
from placement.monitoring.working import REFERRED, referred_in
from placement.profile_practice import CHARACTERISTICS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from placement.monitoring.working import Window
    from placement.parameters import Numbers
    from placement.profile_practice import Practice

    Row = Mapping[str, Any]

FIELDS = (
    Field(name="characteristic", meaning="which", allowed=CHARACTERISTICS, needed=True),
    Field(name="group", meaning="the group, as the report names it", needed=True),
    Field(name="residents", meaning="how many residents are in it", kind=int, needed=True),
    Field(name="source", meaning="where the number was read", needed=True),
    Field(name="date", meaning="of which day it is", needed=True),
)
GIVE = "give them with --equality-residents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Residents:
    """Residents by characteristic and group, and where each characteristic's were read."""

    by_group: Mapping[str, Mapping[str, int]]
    sources: Mapping[str, str]


def read_residents(path: str | Path, numbers: Numbers) -> Residents:
    """Read residents by group; ``InputError`` with every problem, an unknown group among them."""
    known = {each.name: each for each in characteristics(numbers, ())}
    found: dict[str, dict[str, int]] = {}
    sources: dict[str, str] = {}
    problems = []
    for number, row in enumerate(read_fields(path, FIELDS), 2):
        name, group = row["characteristic"], row["group"]
        order = known[name].order
        if order and group not in order:
            problems.append(f"row {number}, group: it is not one of {', '.join(order)}.")
        if group in found.setdefault(name, {}):
            problems.append(f"row {number}, group: it stands in an earlier row too.")
        found[name][group] = row["residents"]
        sources.setdefault(name, f"{row['source']}, {str(row['date'])[:10]}")
    if problems:
        raise InputError(str(path), problems)
    return Residents(by_group=found, sources=sources)


def composition_tables(
    practice: Practice,
    held: Sequence[Row],
    cases: Sequence[dict[str, Any]],
    numbers: Numbers,
    window: Window,
    residents: Residents | None = None,
) -> list[Table]:
    """Return a table for each characteristic that the area names, in its order and its words."""
    of = {row["reference"]: row for row in held}
    referred = referred_in(cases, window)
    known = {each.name: each for each in characteristics(numbers, held)}
    return [
        _who(own, known[name], referred, of, numbers, window, residents)
        for own, name in practice.words.items()
    ]


def _who(
    own: str,
    each: Characteristic,
    cases: Sequence[Row],
    of: Mapping[str, Row],
    numbers: Numbers,
    window: Window,
    residents: Residents | None,
) -> Table:
    import pandas as pd

    groups = [group_of(each, case["reference"], of) for case in cases]
    stated = [group for group in groups if group != NOT_STATED]
    there = {} if residents is None else dict(residents.by_group.get(each.name, {}))
    everybody = sum(there.values())
    compared = {group: there[group] / everybody for group in each.order if there.get(group)}
    level, least = numbers["monitoring.family_level"], numbers["monitoring.equality_least"]
    found = {
        group: against_share(
            stated.count(group),
            len(stated),
            share,
            difference=numbers["monitoring.equality_difference"],
            level=level / len(compared),
        )
        for group, share in compared.items()
    }
    adjusted = dict(zip(found, holm([one.chance for one in found.values()]), strict=True))
    rows: list[dict[str, Any]] = []
    marks: dict[tuple[int, str], str] = {}
    for group in (*each.order, NOT_STATED, TOTAL):
        count = len(groups) if group == TOTAL else groups.count(group)
        row: dict[str, Any] = {"group": group, "people": count, "label": UNTESTED}
        row |= dict.fromkeys(("share", "low", "high", "residents", "chance", "power"))
        if group in each.order and len(stated) >= least:
            low, high = share_interval(count, len(stated), numbers["spread.interval_coverage"])
            row |= {"share": count / len(stated), "low": low, "high": high}
        row["residents"] = compared.get(group)
        if group in found and row["share"] is not None:
            able = found[group].power >= numbers["monitoring.equality_power"]
            row |= {"chance": adjusted[group], "power": found[group].power}
            row["label"] = DIFFERS if adjusted[group] < level else ALIKE if able else TOO_SMALL
        elif group in found:
            row["label"] = TOO_SMALL
        why = "n" if group in each.order else "z"
        marks |= {(len(rows), k): why for k in ("share", "low", "high") if row[k] is None}
        none = "n" if group in found else "x" if group in each.order else "z"
        marks |= {(len(rows), k): none for k in ("residents", "chance", "power") if row[k] is None}
        row["words"] = _words(row, len(stated))
        rows.append(row)
    columns = _columns(each, window)
    source = None if residents is None else residents.sources.get(each.name)
    return Table(
        name=f"equality_who_{each.name}",
        title=f"Who the cases are, by {own}",
        section=NAME,
        columns=columns,
        frame=pd.DataFrame(rows, columns=[column.name for column in columns]),
        keys=("group",),
        totals={"group": TOTAL},
        balances=(),
        marks=marks,
        first=("label", DIFFERS) if compared else None,  # nothing compared is no good news
        narrow=("group", "people", "share", "low", "high", "residents", "label"),
        notes=(
            "Shares are of the cases for whom it is stated. Where that is fewer than "
            f"{least} there are none: {TOO_SMALL}.",
            f"Residents: {source}. A difference from residents is a question, not an answer: they "
            "are not those who are sentenced."
            if source
            else f"Residents by {own} were not given, so nothing is compared: {GIVE}.",
        ),
    )


def _words(row: Row, stated: int) -> str:
    who = begun(row["group"])
    if row["share"] is None:
        return f"{who}: {row['people']} of the cases."
    said = (
        f"{who}: {row['people']} of {stated}, {row['share']:.0%} "
        f"(chance leaves {row['low']:.0%} to {row['high']:.0%} possible)"
    )
    if row["residents"] is None:
        return f"{said}; nothing to compare it with."
    return f"{said}; {row['residents']:.0%} of the residents: {row['label']}."


def _columns(each: Characteristic, window: Window) -> tuple[Column, ...]:
    rests: dict[str, Any] = {"derived_from": ("people",)}
    share: dict[str, Any] = {"kind": "share", "decimals": 0, **rests}
    return (
        Column(name="group", title="Group", kind="text", meaning="the group, or total"),
        Column(
            name="people",
            title="Cases",
            kind="count",
            meaning="cases referred",
            people=Count(measure=REFERRED, by={each.name: "group"}, at={"window": window.name}),
        ),
        Column(name="share", title="Share", meaning="of those for whom it is stated", **share),
        Column(name="low", title="from", meaning="exact interval, from", **share),
        Column(name="high", title="to", meaning="exact interval, to", **share),
        Column(
            name="residents",
            title="Of residents",
            kind="share",
            decimals=0,
            meaning="the group's share of the residents, where given",
        ),
        Column(
            name="chance",
            title="Chance, all together",
            kind="chance",
            meaning="exact binomial test against the residents, adjusted by Holm's method",
            **rests,
        ),
        Column(name="power", title="Power", meaning="exact power of that test", **share),
        Column(name="label", title="What that says", kind="label", meaning="a label", **rests),
        Column(name="words", title="In words", kind="words", meaning="the row", **rests),
    )
