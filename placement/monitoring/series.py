"""
How the numbers went: by month and by year, for LHAs and areas.

Every series is worked out from the register as it is now, once for each edition of what is
monitored that was in force in the time shown, so that a change of definition breaks no series.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.monitoring.change import kept_note
from placement.monitoring.spread import COUNTED, LHA, NAME, SECTION
from placement.monitoring.stays import counted, on
from placement.monitoring.tables import TOTAL, Column, Count, Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    import pandas as pd

    from placement.monitoring.basis import Basis
    from placement.monitoring.stays import Period


EDITION = Column(
    name="edition", title="Definition", kind="text", meaning="edition of what is monitored"
)
AREA = Column(
    name="area", title="Area", kind="text", meaning="postcode sector, the part within the LHA"
)
LAST_DAY = Column(name="last_day", title="Counted on", kind="day", meaning="last day of the period")


def _flow_columns(what: str, **by: str) -> tuple[Column, ...]:
    """Return the three columns of a series, with what they count."""
    over = {"edition": "edition", "lha": "lha", **by}
    at = {"group": COUNTED}
    stock = Count(measure="people", by={**over, "on": "last_day"}, at=at)
    said = (
        ("counted", "Counted", "people counted on the last day of the period", stock),
        ("arrivals", "Arrivals", "people counted whose stay began in the period", None),
        ("departures", "Departures", "people counted whose stay ended in the period", None),
    )
    return tuple(
        Column(
            name=name,
            title=title,
            kind="count",
            unit="people",
            meaning=meaning,
            people=count or Count(measure=name, by={**over, what: what}, at=at),
        )
        for name, title, meaning, count in said
    )


def months(basis: Basis) -> Table:
    """Return each LHA by month: counted on its last day, arrivals, departures."""
    return _lha_series(basis, "months", "Month by month", basis.months, "month")


def years(basis: Basis) -> Table:
    """Return each LHA by year from 1 April."""
    return _lha_series(basis, "years", "Year by year (1 April to 31 March)", basis.years, "year")


def area_months(basis: Basis) -> Table:
    """Return each area by month, where anything happened."""
    return _area_series(basis, "area_months", "Areas month by month", basis.months, "month")


def area_years(basis: Basis) -> Table:
    """Return each area by year, where anything happened."""
    return _area_series(basis, "area_years", "Areas year by year", basis.years, "year")


def _lha_series(
    basis: Basis, name: str, title: str, periods: tuple[Period, ...], what: str
) -> Table:
    import pandas as pd

    rows = []
    for edition in basis.series:
        stays = counted(basis.inside, edition)
        for period in periods:
            of = _flows(stays, period, lambda frame: frame["lha"].value_counts())
            at = {code: tuple(int(n.get(code, 0)) for n in of) for code in basis.names}
            at[TOTAL] = tuple(map(sum, zip(*at.values(), strict=True)))
            rows += [
                (
                    edition.name,
                    period.name,
                    f"{period.last}",
                    code,
                    basis.names.get(code, "Whole area"),
                    *numbers,
                )
                for code, numbers in at.items()
            ]
    columns = (EDITION, _period_column(what), LAST_DAY, LHA, NAME, *_flow_columns(what))
    return Table(
        name=name,
        title=title,
        section=SECTION,
        columns=columns,
        frame=pd.DataFrame(rows, columns=[column.name for column in columns]),
        keys=("edition", what, "lha"),
        place="lha",
        totals={"lha": TOTAL},
        across=(("edition", what), "name", "counted"),
        balances=(),
        notes=_series_notes(basis, periods),
    )


def _area_series(
    basis: Basis, name: str, title: str, periods: tuple[Period, ...], what: str
) -> Table:
    import pandas as pd

    rows = []
    for edition in basis.series:
        stays = counted(basis.inside, edition).fillna({"area": "not recorded"})
        for period in periods:
            of = _flows(stays, period, lambda frame: frame.groupby(["lha", "area"]).size())
            keys = sorted(set().union(*(flow.index for flow in of)))
            rows += [
                (
                    *(edition.name, period.name, f"{period.last}", lha, basis.names[lha], area),
                    *(int(flow.get((lha, area), 0)) for flow in of),
                )
                for lha, area in keys
            ]
    columns = (
        EDITION,
        _period_column(what),
        LAST_DAY,
        LHA,
        NAME,
        AREA,
        *_flow_columns(what, area="area"),
    )
    return Table(
        name=name,
        title=title,
        section=SECTION,
        columns=columns,
        frame=pd.DataFrame(rows, columns=[column.name for column in columns]),
        keys=("edition", what, "lha", "area"),
        place="area",
        narrow=(
            *(["edition"] if len(basis.series) > 1 else []),
            *(what, "name", "area", "counted", "arrivals", "departures"),
        ),
        balances=(),
        notes=(
            "An area with nobody counted, arriving or leaving in a period has no row.",
            *_series_notes(basis, periods),
        ),
    )


def _flows(
    stays: pd.DataFrame, period: Period, per: Callable[[pd.DataFrame], Any]
) -> tuple[Any, Any, Any]:
    """Return those counted on the last day, arriving and leaving, each by place."""
    first, after = period.start.toordinal(), period.end.toordinal()
    began = stays[(stays["start"] >= first) & (stays["start"] < after)]
    ended = stays[(stays["end"] >= first) & (stays["end"] < after)]
    return per(on(stays, period.last)), per(began), per(ended)


def _period_column(what: str) -> Column:
    form = "year and month" if what == "month" else "year from 1 April"
    return Column(name=what, title=what.capitalize(), kind="text", meaning=form)


def _series_notes(basis: Basis, periods: tuple[Period, ...]) -> tuple[str, ...]:
    said = [
        "Worked out from the register as it is now: a person's level is the one recorded now, and "
        "somebody taken out of the register is missing from earlier periods too.",
        "Those counted are a picture of one day; arrivals and departures are of the whole period. "
        "Never compare or subtract the one from the other.",
    ]
    said += kept_note(basis, periods[0].last)
    if not periods[-1].whole:
        said.append(f"{periods[-1].name} is not over: it runs to the day of the report.")
    if len(basis.series) > 1:
        said.append(
            "The definition changed in the time shown, so the whole series is given under each: "
            + "; ".join(
                f"{e.name}, from {e.start} ({e.approval}): {e.changed}" for e in basis.series
            )
        )
    return tuple(said)
