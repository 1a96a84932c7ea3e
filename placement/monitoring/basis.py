"""What a report rests on, gathered once and read by every part of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from placement.cohorts import MAPPA
from placement.monitoring import specification as specifications
from placement.monitoring.denominators import Denominator, chief
from placement.monitoring.stays import (
    a_year_before,
    counted,
    frame_of,
    known_by,
    months_to,
    on,
    years_to,
)

if TYPE_CHECKING:
    import pandas as pd

    from geodata.places import Places
    from placement.cases.registers import Placement
    from placement.monitoring.specification import Specification
    from placement.monitoring.stays import Period
    from placement.parameters import Numbers
    from placement.profile_model import LHA, Profile


@dataclass(frozen=True, kw_only=True)
class Basis:
    """The register, the places, the numbers and the specification, as of one day."""

    profile: Profile
    places: Places
    numbers: Numbers
    as_of: date
    placements: tuple[Placement, ...]
    denominators: tuple[Denominator, ...]
    editions: tuple[Specification, ...]
    complete_from: date | None = None
    read_as: tuple[str, ...] = ()  # LHAs that are no more, and under what their people are counted

    @property
    def of_mappa(self) -> bool:
        """Whether it is about MAPPA, and not of another cohort, whose people have no level."""
        return self.profile.cohort == MAPPA

    @cached_property
    def specification(self) -> Specification:
        """The edition in force on the day."""
        return specifications.in_force(self.editions, self.as_of)

    @cached_property
    def lhas(self) -> tuple[LHA, ...]:
        """The LHAs that exist on the day, in the order of their ONS codes."""
        return tuple(sorted(self.profile.on(self.as_of), key=lambda lha: lha.code))

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each LHA by its code, in the order of the codes."""
        return {lha.code: lha.name for lha in self.lhas}

    @cached_property
    def everybody(self) -> pd.DataFrame:
        """All stays that the register could know of on the day, anywhere."""
        return known_by(frame_of(self.placements), self.as_of)

    @cached_property
    def kept_since(self) -> date:
        """
        The first day from which the register is known to keep those who have left.

        What was said, else the first day on which anybody in it left: a register from which
        people are struck when they leave shows nobody leaving.
        """
        if self.complete_from is not None:
            return self.complete_from
        at = self.as_of.toordinal()
        return date.fromordinal(int(min([at, *self.everybody["end"]])))

    @cached_property
    def inside(self) -> pd.DataFrame:
        """Those of the profile's LHAs."""
        return self.everybody[self.everybody["lha"].isin(self.names)]

    @cached_property
    def counted(self) -> pd.DataFrame:
        """Those of them that the specification in force counts."""
        return counted(self.inside, self.specification)

    @cached_property
    def held(self) -> pd.DataFrame:
        """Those counted on the day."""
        return on(self.counted, self.as_of)

    @cached_property
    def now_by_lha(self) -> dict[str, int]:
        """How many are counted in each LHA on the day."""
        held = self.held["lha"].value_counts()
        return {code: int(held.get(code, 0)) for code in self.names}

    @cached_property
    def chief(self) -> Denominator:
        """The denominator that labels and maps are read from."""
        return chief(self.denominators)

    @cached_property
    def months(self) -> tuple[Period, ...]:
        """The months shown."""
        return months_to(self.as_of, self.numbers["monitoring.months_shown"])

    @cached_property
    def years(self) -> tuple[Period, ...]:
        """The years shown, from 1 April."""
        return years_to(self.as_of, self.numbers["monitoring.years_shown"])

    @cached_property
    def last_year(self) -> date:
        """The same day a year before."""
        return a_year_before(self.as_of)

    @cached_property
    def series(self) -> tuple[Specification, ...]:
        """The editions whose series are shown: those in force at any time that the report shows."""
        first = min(self.months[0].start, self.years[0].start)
        return specifications.shown_together(self.editions, first, self.as_of)


def people(count: int) -> str:
    """
    Write a number of people.

    >>> people(0), people(1), people(12)
    ('nobody', '1 person', '12 people')
    """
    if count == 0:
        return "nobody"
    return "1 person" if count == 1 else f"{count:,} people"


def are(count: int) -> str:
    """Return the verb that goes with a number of people."""
    return "is" if count in (0, 1) else "are"
