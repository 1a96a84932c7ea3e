"""How long people stay, and how numbers changed since last year, beyond chance or not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from placement.days import in_words
from placement.monitoring.basis import people
from placement.monitoring.chance import TOO_FEW, UNKNOWN, USUAL, came_or_left, holm
from placement.monitoring.spread import LHA, NAME, SECTION, counted_now
from placement.monitoring.stay_length import mean_stay
from placement.monitoring.stays import on
from placement.monitoring.tables import TOTAL, Column, Count, Table

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from placement.monitoring.basis import Basis

BEYOND = "changed beyond what chance gives"


def kept_note(basis: Basis, first: date) -> tuple[str, ...]:
    """Say from when the register is known to keep those who have left, where that matters."""
    if basis.kept_since <= first:
        return ()
    return (
        "It is not known whether the register keeps everybody who left in the time shown; if it "
        "does not, earlier numbers are too low. --complete-from says since when it does.",
    )


def stay_lengths(basis: Basis) -> Table:
    """Return the mean stay in each LHA and in the whole area, or that there are too few."""
    import pandas as pd

    numbers = basis.numbers
    rows: list[dict[str, Any]] = []
    marks: dict[tuple[int, str], str] = {}
    at = basis.as_of.toordinal()
    for code, name in {**basis.names, TOTAL: "Whole area"}.items():
        stays = basis.counted if code == TOTAL else basis.counted[basis.counted["lha"] == code]
        over = (stays["end"] <= at).tolist()
        ends = stays["end"].clip(upper=at + 1)
        found = mean_stay(
            (ends - stays["start"]).tolist(),
            over,
            horizon=numbers["monitoring.stay_horizon_days"],
            least=numbers["monitoring.stay_least_ended"],
            coverage=numbers["spread.interval_coverage"],
        )
        row: dict[str, Any] = {
            "lha": code,
            "name": name,
            "stays": len(stays),
            "ended": sum(over),
            "mean_days": found.days if found else None,
            "low_days": found.low if found else None,
            "high_days": found.high if found else None,
            "horizon_days": found.horizon if found else None,
        }
        if found is None:
            row["words"] = (
                f"{name}: {len(stays)} stays are known and {sum(over)} of them have ended: too few "
                "to give a mean."
            )
            marks |= {(len(rows), key): "n" for key, value in row.items() if value is None}
        else:
            row["words"] = (
                f"{name}: of the first {found.horizon} days of a stay, people are there "
                f"{found.days:.0f} days on average (interval {found.low:.0f} to {found.high:.0f}, "
                f"{found.ended} of {found.stays} stays ended)."
            )
        rows.append(row)

    def stays_of(measure: str) -> Count:
        return replace(counted_now(basis), measure=measure)

    days: dict[str, Any] = {"unit": "days", "decimals": 0, "derived_from": ("stays", "ended")}
    columns = (
        LHA,
        NAME,
        Column(
            name="stays",
            title="Stays",
            kind="count",
            meaning="stays known",
            people=stays_of("stays"),
        ),
        Column(
            name="ended",
            title="Ended",
            kind="count",
            meaning="that have ended",
            people=stays_of("ended"),
        ),
        Column(
            name="mean_days",
            title="Mean stay (days)",
            kind="number",
            meaning="mean of a stay's first days up to the horizon, those still there counted in",
            **days,
        ),
        Column(name="low_days", title="from", kind="number", meaning="interval, from", **days),
        Column(name="high_days", title="to", kind="number", meaning="interval, to", **days),
        Column(
            name="horizon_days",
            title="Horizon (days)",
            kind="number",
            meaning="how many days of a stay are counted at most",
            **days,
        ),
        Column(
            name="words",
            title="In words",
            kind="words",
            meaning="the row",
            derived_from=("stays", "ended"),
        ),
    )
    return Table(
        name="stays",
        title="How long people stay",
        section=SECTION,
        columns=columns,
        frame=pd.DataFrame(rows, columns=[column.name for column in columns]),
        keys=("lha",),
        place="lha",
        totals={"lha": TOTAL},
        marks=marks,
        notes=(
            "The stays still going on are counted in (Kaplan and Meier): a mean over those that "
            "have ended would be too short.",
            f"Fewer than {numbers['monitoring.stay_least_ended']} ended stays are too few.",
        ),
    )


def change(basis: Basis) -> Table:
    """Return each LHA's change since the same day last year, and whether chance gives it."""
    import pandas as pd

    then = on(basis.counted, basis.last_year)
    now = basis.held
    rows: list[dict[str, Any]] = []
    for code, name in {**basis.names, TOTAL: "Whole area"}.items():
        before, after = (f if code == TOTAL else f[f["lha"] == code] for f in (then, now))
        came = len(set(after["reference"]) - set(before["reference"]))
        left = len(set(before["reference"]) - set(after["reference"]))
        rows.append(
            {
                "lha": code,
                "name": name,
                "then": len(before),
                "now": len(after),
                "came": came,
                "left": left,
                "chance": came_or_left(came, left),
            }
        )
    adjusted = [*holm([row["chance"] for row in rows[:-1]]), rows[-1]["chance"]]
    for row, chance in zip(rows, adjusted, strict=True):
        row["adjusted"] = chance
        row["label"] = _change_label(basis, row)
        if basis.kept_since > basis.last_year:
            row |= {"chance": None, "adjusted": None, "label": UNKNOWN}
        said = row["label"]
        if said == UNKNOWN:
            said = "whether chance gives that is not known"
        row["words"] = (
            f"{row['name']}: {people(row['then'])} a year before, {people(row['now'])} now; "
            f"{people(row['came'])} came and {people(row['left'])} left: "
            f"{said}."
        )
    moved = {"on": basis.as_of.isoformat(), "edition": basis.specification.name}
    now_count = counted_now(basis)
    then_count = replace(now_count, at={**now_count.at, "on": f"{basis.last_year}"})
    count: dict[str, Any] = {"kind": "count", "unit": "people"}
    derived: dict[str, Any] = {"derived_from": ("came", "left")}
    columns = (
        LHA,
        NAME,
        Column(
            name="then",
            title="A year before",
            meaning="counted that day",
            people=then_count,
            **count,
        ),
        Column(
            name="now",
            title="Now",
            meaning="counted on the day of the report",
            people=now_count,
            **count,
        ),
        Column(
            name="came",
            title="Came",
            meaning="counted now and not then",
            people=Count(measure="came", by={"lha": "lha"}, at=moved),
            **count,
        ),
        Column(
            name="left",
            title="Left",
            meaning="counted then and not now",
            people=Count(measure="left", by={"lha": "lha"}, at=moved),
            **count,
        ),
        Column(
            name="chance",
            title="Chance of such a change",
            kind="chance",
            meaning="were coming and leaving as likely; exact, two-sided (McNemar)",
            **derived,
        ),
        Column(
            name="adjusted",
            title="The same, all LHAs together",
            kind="chance",
            meaning="adjusted by Holm's method over the LHAs",
            **derived,
        ),
        Column(name="label", title="What that says", kind="label", meaning="a label", **derived),
        Column(
            name="words",
            title="In words",
            kind="words",
            meaning="the row",
            derived_from=("then", "now", "came", "left"),
        ),
    )
    return Table(
        name="change",
        title=f"Change since {in_words(basis.last_year)}",
        section=SECTION,
        columns=columns,
        frame=pd.DataFrame(rows, columns=[column.name for column in columns]),
        keys=("lha",),
        place="lha",
        totals={"lha": TOTAL},
        narrow=("name", "then", "now", "came", "left", "label"),
        balances=((("now", 1), ("then", -1), ("came", -1), ("left", 1)),),
        notes=(
            "People counted on both days say nothing about a change and are left out of the test.",
            *kept_note(basis, basis.last_year),
        ),
    )


def _change_label(basis: Basis, row: dict[str, Any]) -> str:
    """Return whether a change is beyond chance; too few where no change of so few could be."""
    level = basis.numbers["monitoring.family_level"]
    tests = 1 if row["lha"] == TOTAL else len(basis.names)
    if came_or_left(row["came"] + row["left"], 0) * tests >= level:
        return TOO_FEW
    return BEYOND if row["adjusted"] < level else USUAL
