"""
A MAPPA area as data: its local housing authorities (LHAs), its bodies, its housing registers.

An LHA is its ONS code from one day to another: districts merge and split, so an LHA that ends
names its successors, and ``Profile.on`` gives those that exist on a day. ``start`` of None means
that the file does not say (it stood before any day that matters here); ``end`` of None that no end
is known. A population, a household count or a register's test that has no source is None or
empty: unknown, never zero. ``county`` is the county council that owes the duties to care leavers;
where it is None the LHA owes them itself.

``placement.profile`` reads them from TOML and is where to import them from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.errors import ProfileError
from placement.profile_practice import AgendaItem, Practice  # noqa: TC001 - frozen by its hints

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """Where a figure or a sentence was read, and the day on which somebody last looked."""

    source: str
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedNumber:
    """A number of a register's test from ``start`` on (None: as far back as is known)."""

    name: str
    value: int
    unit: str
    start: date | None
    origin: Sourced


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidenceWindow:
    """Residence in ``days`` of the last ``of_days`` days gives a connection."""

    days: int
    of_days: int
    start: date | None
    origin: Sourced


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """Somebody to whom a register's connection test does not apply, from ``start`` on."""

    kind: str  # care_leaver, armed_forces or domestic_abuse
    under_age: int | None
    start: date | None
    sentence: str
    origin: Sourced


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterScheme:
    """
    A housing register and, where it is ``sourced``, its own connection test (part 6).

    Where ``sourced`` is false nobody has read the scheme's test: every answer is unknown, "see
    the scheme". ``relatives`` are the relations that count on the face of the scheme; any other is
    for the LHA to decide. ``partners_outside`` are LHAs of other MAPPA areas that share it.
    """

    id: str
    title: str
    partners: tuple[str, ...]
    partners_outside: Mapping[str, str]
    sourced: bool
    source: str | None
    checked: date | None
    numbers: tuple[DatedNumber, ...]
    windows: tuple[ResidenceWindow, ...]
    relatives: tuple[str, ...]
    exemptions: tuple[Exemption, ...]
    bands: Mapping[str, str]
    notes: tuple[str, ...]

    def number(self, name: str, day: date) -> DatedNumber | None:
        """Return the number called ``name`` as it stood on ``day``; None where it is unknown."""
        return _latest([each for each in self.numbers if each.name == name], day)

    def windows_on(self, day: date) -> tuple[ResidenceWindow, ...]:
        """Return the residence windows in force on ``day``."""
        return tuple(each for each in self.windows if _began(each.start, day))

    def exemptions_on(self, day: date) -> tuple[Exemption, ...]:
        """Return the exemptions in force on ``day``."""
        return tuple(each for each in self.exemptions if _began(each.start, day))


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOption:
    """What is known of one kind of home in an LHA (protocol 8); status as in the contract."""

    kind: str
    status: str
    sentence: str
    origin: Sourced


@dataclass(frozen=True, slots=True, kw_only=True)
class LHA:
    """One local housing authority of a profile; see the module for what None means."""

    code: str
    name: str
    start: date | None
    end: date | None
    successors: tuple[str, ...]
    population: int | None
    population_source: str | None
    population_date: date | None
    households: int | None
    households_source: str | None
    scheme: str
    route: str
    route_clause: str | None
    route_sentences: tuple[str, ...]
    county: str | None
    housing_options: tuple[KnownOption, ...]
    notes: tuple[str, ...]

    @property
    def country(self) -> str:
        """E for England, W for Wales: the first letter of the ONS code."""
        return self.code[0]

    def exists_on(self, day: date) -> bool:
        """Whether the LHA exists on ``day``; ``end`` is the first day on which it does not."""
        return _began(self.start, day) and (self.end is None or day < self.end)

    def option(self, kind: str) -> KnownOption | None:
        """Return what is known of a kind of home here; None where nothing is."""
        return next((each for each in self.housing_options if each.kind == kind), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commissioned:
    """What several LHAs commission together: ``status`` is in_place, under_review or ended."""

    what: str
    lhas: tuple[str, ...]
    status: str
    origin: Sourced

    def sentence(self, names: Mapping[str, str]) -> str:
        """Say it of all of them, with its source; ``names`` are those of LHAs by ONS code."""
        *most, last = (names.get(code, code) for code in self.lhas)
        who = f"{', '.join(most)} and {last}"
        said = {
            "in_place": f"{who} commission {self.what} together: ask what it has free.",
            "under_review": f"Whether {who} commission {self.what} together was under review; what "
            "came of it is not recorded: ask.",
            "ended": f"{who} no longer commission {self.what} together.",
        }[self.status]
        return f"{said} Source: {self.origin.source}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """
    A MAPPA area. ``lhas`` are in ONS-code order and include those ended and not yet begun.

    ``cohort`` says whom it serves: ``mappa``, or another that has a register in
    ``protocol/cohorts``. ``postcodes`` names the profile whose postcodes it uses, if another.
    ``agenda``, ``yearly`` and ``equality`` are what the area has written of its own practice.
    """

    name: str
    title: str
    police_area: str
    checked: date
    bodies: Mapping[str, str]
    counties: Mapping[str, str]
    lhas: tuple[LHA, ...]
    schemes: tuple[RegisterScheme, ...]
    notes: tuple[str, ...]
    cohort: str = "mappa"
    commissioned: tuple[Commissioned, ...] = ()
    postcodes: str = ""
    agenda: tuple[AgendaItem, ...] = ()
    yearly: Practice | None = None
    equality: Practice | None = None

    @property
    def places_name(self) -> str:
        """The name under which its postcodes are kept."""
        return self.postcodes or self.name

    @property
    def codes(self) -> tuple[str, ...]:
        """The ONS codes of all LHAs, in order."""
        return tuple(lha.code for lha in self.lhas)

    @property
    def together(self) -> tuple[str, ...]:
        """What several of its LHAs commission together, a sentence each."""
        names = {lha.code: lha.name for lha in self.lhas}
        return tuple(each.sentence(names) for each in self.commissioned)

    def on(self, day: date) -> tuple[LHA, ...]:
        """Return the LHAs that exist on ``day``, in ONS-code order."""
        return tuple(lha for lha in self.lhas if lha.exists_on(day))

    def successors_on(self, code: str, day: date) -> tuple[str, ...]:
        """
        Return the LHAs that stand on a day for one: itself while it stands, () where not named.

        A successor that has ended too is followed to its own; one outside the profile is named.
        """
        found: dict[str, None] = {}
        waiting, seen = [code], set[str]()
        while waiting:
            one = waiting.pop(0)
            lha = next((each for each in self.lhas if each.code == one), None)
            if lha is None or lha.end is None or day < lha.end:
                found[one] = None
            elif one not in seen:
                seen.add(one)
                waiting += lha.successors
        return tuple(sorted(found))

    def predecessors_on(self, code: str, day: date) -> tuple[str, ...]:
        """Return the LHAs that stood on a day where one stood later: those it succeeds."""
        before = [lha for lha in self.lhas if code in lha.successors]
        found = {
            each
            for lha in before
            for each in ((lha.code,) if lha.exists_on(day) else self.predecessors_on(lha.code, day))
        }
        return tuple(sorted(found))

    def __getitem__(self, code: str) -> LHA:
        """Return the LHA with this ONS code; ``ProfileError`` if it is not in the profile."""
        for lha in self.lhas:
            if lha.code == code:
                return lha
        known = ", ".join(f"{lha.code} {lha.name}" for lha in self.lhas)
        raise ProfileError(f"{code} is not an LHA of the profile {self.name}. Its LHAs: {known}.")

    def __contains__(self, code: object) -> bool:
        return any(lha.code == code for lha in self.lhas)

    def scheme_of(self, code: str) -> RegisterScheme:
        """Return the housing register of the LHA with this ONS code."""
        wanted = self[code].scheme
        return next(scheme for scheme in self.schemes if scheme.id == wanted)

    def in_county(self, county: str) -> tuple[LHA, ...]:
        """Return the LHAs whose care leavers are owed duties by this county council."""
        return tuple(lha for lha in self.lhas if lha.county == county)


def _began(start: date | None, day: date) -> bool:
    return start is None or start <= day


def _latest(numbers: list[DatedNumber], day: date) -> DatedNumber | None:
    begun = [each for each in numbers if _began(each.start, day)]
    dated = [each for each in begun if each.start is not None]
    if dated:
        return max(dated, key=lambda each: each.start.toordinal() if each.start else 0)
    return begun[0] if begun else None
