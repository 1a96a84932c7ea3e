"""From referral to a home by group, those still waiting counted in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.monitoring.equality import NOT_STATED, Characteristic, group_of
from placement.monitoring.layout import begun
from placement.monitoring.stay_length import mean_stay
from placement.monitoring.tables import TOTAL, Column, Count, Table
from placement.monitoring.working import HOUSED, REFERRED, days_to_home

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from placement.monitoring.working import Window
    from placement.parameters import Numbers

    Row = Mapping[str, Any]

NAME = "equality"
TOO_SMALL = "numbers too small to say"


def time_to_home(
    each: Characteristic,
    cases: Sequence[Row],
    of: Mapping[str, Row],
    numbers: Numbers,
    window: Window,
) -> Table:
    """Return the mean time from referral to a home by group; most groups are too small."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    marks: dict[tuple[int, str], str] = {}
    for group in (*each.order, NOT_STATED, TOTAL):
        mine = [c for c in cases if group in (group_of(each, c["reference"], of), TOTAL)]
        days, found = days_to_home([dict(c) for c in mine], window.as_of)
        if not mine:
            continue
        mean = None
        if len(mine) >= numbers["monitoring.equality_least"]:
            mean = mean_stay(
                days,
                found,
                horizon=numbers["monitoring.stay_horizon_days"],
                least=numbers["monitoring.stay_least_ended"],
                coverage=numbers["spread.interval_coverage"],
            )
        row: dict[str, Any] = {"group": group, "people": len(mine), "housed": sum(found)}
        if mean is None:
            row |= dict.fromkeys(("mean_days", "low_days", "high_days"))
            marks |= {(len(rows), key): "n" for key, value in row.items() if value is None}
            row["words"] = f"{begun(group)}: {TOO_SMALL}."
        else:
            row |= {"mean_days": mean.days, "low_days": mean.low, "high_days": mean.high}
            row["words"] = (
                f"{begun(group)}: {mean.days:.0f} days to a home on average (interval "
                f"{mean.low:.0f} to {mean.high:.0f}), of at most {mean.horizon} counted."
            )
        rows.append(row)
    at = {"window": window.name}
    days_of: dict[str, Any] = {
        "kind": "number",
        "unit": "days",
        "decimals": 0,
        "derived_from": ("people", "housed"),
        "rests_on": "row",
    }
    columns = (
        Column(name="group", title="Group", kind="text", meaning="the group, or total"),
        Column(
            name="people",
            title="Referred",
            kind="count",
            meaning="cases referred",
            people=Count(measure=REFERRED, by={each.name: "group"}, at=at),
        ),
        Column(
            name="housed",
            title="Housed",
            kind="count",
            meaning="of whom in a home",
            people=Count(measure=REFERRED, by={each.name: "group"}, at={**at, **HOUSED}),
        ),
        Column(name="mean_days", title="Mean wait (days)", meaning="those waiting in", **days_of),
        Column(name="low_days", title="from", meaning="interval, from", **days_of),
        Column(name="high_days", title="to", meaning="interval, to", **days_of),
        Column(
            name="words",
            title="In words",
            kind="words",
            meaning="the row",
            derived_from=("people", "housed"),
            rests_on="row",
        ),
    )
    return Table(
        name=f"equality_time_{each.name}",
        title=f"From referral to a home, by {each.title.lower()}",
        section=NAME,
        columns=columns,
        frame=pd.DataFrame(rows, columns=[column.name for column in columns]),
        keys=("group",),
        totals={"group": TOTAL},
        as_found=True,
        marks=marks,
        notes=("Those still waiting are counted in (Kaplan and Meier).",),
    )
