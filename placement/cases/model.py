"""
One case as an offender manager writes it down, checked and frozen.

``None`` always means *not known*: a key or a list that the file leaves out. An empty tuple means
that the list was written and holds nothing. Days are half-open intervals: ``to`` is the first day
on which a thing no longer holds, and no ``to`` means that it does not end. Places are a postcode
or an LHA's ONS code; the place of an address is where the home stands, whoever pays for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is: exactly one of a normalised postcode and an LHA's ONS code."""

    postcode: str | None = None
    lha: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One stay. ``provided_by`` is the LHA that provides a home standing in another."""

    start: date
    end: date | None
    place: Place | None
    kind: str
    provided_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Employment:
    """Work, or the offer of it: it counts from ``start``."""

    start: date | None
    end: date | None
    place: Place | None
    hours_per_week: float | None
    kind: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A family member and since when they have lived there."""

    relation: str
    place: Place | None
    since: date | None
    wants_to_be_near: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A support network, or one that does harm (protocol 6, first consideration)."""

    kind: str
    influence: str
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A place that the risk management plan needs the person to reach."""

    kind: str
    place: Place | None
    visits_per_week: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagementView:
    """The offender manager's view of one LHA (protocol 6, second consideration)."""

    lha: str
    view: str
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """
    The shape of a zone: exactly one of a circle, named areas, named LHAs and a geometry file.

    ``metres`` is the circle's radius round ``postcode``; ``areas`` are postcode sectors, each the
    whole sector in every LHA that it lies in.
    """

    postcode: str | None = None
    metres: float | None = None
    areas: tuple[str, ...] | None = None
    lhas: tuple[str, ...] | None = None
    geometry: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A licence condition or a court order. ``zone`` is set for the two zone kinds only."""

    kind: str
    source: str
    start: date | None
    end: date | None
    share_with_housing: bool
    zone: Zone | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Victim:
    """A victim, as the offender manager and the victim liaison unit hold them. Protected."""

    reference: str
    home: Place | None
    avoid_metres: float | None  # 0: no distance is asked for
    asks_to_avoid: tuple[str, ...] | None
    contact_scheme: str
    views: str
    statement_for_housing: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialCircumstance:
    """A special circumstance: care leaver (``authority`` owes the duties), forces, medical."""

    kind: str
    authority: str | None
    age: int | None
    lha: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdMember:
    """Somebody who would live with the person, with their own connections."""

    reference: str
    relation: str | None
    history: tuple[Address, ...] | None
    employment: tuple[Employment, ...] | None
    family: tuple[Relative, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskToApplicant:
    """A risk *to* the person or their household in an LHA (s.198 only)."""

    lha: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSpell:
    """Category and level from a day on: they change over time."""

    start: date
    category: int
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPlanItem:
    """An item of the risk management plan that a home may depend on."""

    item: str
    needed: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    One case. Unknown is ``None``; see the module's docstring for lists, days and places.

    ``release`` and ``release_kind`` come from ``[status] release``. ``equality`` is kept apart:
    no rule reads it. ``directory`` is where geometry files named in the case are looked for; where
    ``carried`` is given, by name, they are there and are looked for nowhere else.
    """

    reference: str
    assessed_on: date
    accommodation_need: str = "unknown"
    homelessness_duty: str = "unknown"
    category: int | None = None
    level: int | None = None
    levels: tuple[LevelSpell, ...] | None = None
    risk_of_serious_harm: str = "unknown"
    in_cohort: str = "unknown"  # a cohort other than MAPPA's has chosen them
    risk_of_reoffending: str = "unknown"
    status: str | None = None
    release: date | None = None
    release_kind: str | None = None
    previous_home: str = "not_explored"
    family_or_network: str = "not_explored"
    origin: str | None = None  # an ONS code, "none", or None: not known
    can_return: str = "unknown"
    origin_reasons: tuple[str, ...] | None = None
    origin_reasons_for_housing: tuple[str, ...] | None = None
    victim_check: str = "not_checked"
    victim_check_by: str | None = None
    victim_check_on: date | None = None
    property_held: str = "unknown"
    history: tuple[Address, ...] | None = None
    employment: tuple[Employment, ...] | None = None
    family: tuple[Relative, ...] | None = None
    networks: tuple[Network, ...] | None = None
    services: tuple[Service, ...] | None = None
    management_views: tuple[ManagementView, ...] | None = None
    conditions: tuple[Condition, ...] | None = None
    victims: tuple[Victim, ...] | None = None
    risk_plan: tuple[RiskPlanItem, ...] | None = None
    preference: tuple[str, ...] | None = None
    non_association: tuple[str, ...] | None = None
    household: tuple[HouseholdMember, ...] | None = None
    special_circumstances: tuple[SpecialCircumstance, ...] | None = None
    risk_to_applicant: tuple[RiskToApplicant, ...] | None = None
    bedrooms: int | None = None
    supported: bool | None = None
    equality: tuple[tuple[str, str], ...] = ()
    directory: Path = Path()
    carried: Mapping[str, str] | None = field(default=None, repr=False, compare=False)
    holds_protected: bool = False  # the main file itself holds victims or unshared conditions
    protected_elsewhere: bool = False  # they stand in a second file, which was not given
