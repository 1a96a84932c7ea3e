"""
What the engine answers with: frozen records and nothing else.

A ``Finding`` is one rule applied to one case (and, where the rule asks about a place, one local
housing authority, LHA). A ``Factor`` is one of the three considerations of protocol 6; its points
are the sum of its findings' points and of nothing else. An ``Option`` is one LHA; a ``Ranking``
is the whole answer. Points are whole numbers; ``low`` and ``high`` are the least and the greatest
that the facts still missing could make them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Outcome(StrEnum):
    """What one rule found. Unknown is never met and never zero."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Whether an LHA may be recommended, needs a word from somebody first, or is closed."""

    OPEN = "open"
    REFER = "refer"
    EXCLUDED = "excluded"


class Connection(StrEnum):
    """How a local-connection test stands; strongest first. A ground may also be ``not_met``."""

    MET = "met"
    BORDERLINE = "borderline"
    LHA_TO_DECIDE = "lha_to_decide"
    LHA_TO_CONSIDER = "lha_to_consider"
    UNKNOWN = "unknown"
    NOT_MET = "not_met"


class Evidence(NamedTuple):
    """One thing a rule read: a fact of the case or a dated number of the protocol."""

    kind: str  # "fact" or "number"
    name: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    One rule, applied once.

    ``sentence`` is for those who may see protected matter. ``housing`` is the same finding as a
    housing role may read it; where it is None the sentence holds nothing protected and serves
    both. ``fact`` and ``values`` are set where a missing fact leaves the points open: the fact's
    name, and the points that each of its possible answers would give, equally likely.
    """

    rule: str
    clause: str
    outcome: Outcome
    sentence: str
    points: int = 0
    low: int = 0
    high: int = 0
    evidence: tuple[Evidence, ...] = ()
    housing: str | None = None
    fact: str | None = None
    values: tuple[int, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One consideration of protocol 6 for one LHA: the sum of its findings."""

    findings: tuple[Finding, ...]
    weight_units: int
    weight: float

    @property
    def points(self) -> int:
        """The points: the sum of the findings' points and of nothing else."""
        return sum(finding.points for finding in self.findings)

    @property
    def low(self) -> int:
        """The least that the missing facts could make of it."""
        return sum(finding.low for finding in self.findings)

    @property
    def high(self) -> int:
        """The greatest that the missing facts could make of it."""
        return sum(finding.high for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """
    One ground of a local-connection test.

    ``unsettled`` says that something missing could still make the ground stronger than it is shown.
    """

    ground: str
    outcome: Connection
    sentence: str
    housing: str | None = None
    unsettled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionTest:
    """A local-connection test for one LHA on one day: its strongest ground, and each ground."""

    outcome: Connection
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HousingOption:
    """One kind of home in one LHA (protocol 8): available, possible, closed or unknown."""

    kind: str
    status: str
    sentence: str
    housing: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One LHA: its status, its place in the order and every reason."""

    lha: str
    name: str
    status: Status
    factors: dict[str, Factor]
    gates: tuple[Finding, ...]
    homes_left: str
    local_connection: dict[str, ConnectionTest]
    local_connection_at_move_in: dict[str, ConnectionTest]
    referral_198: tuple[Finding, ...]
    housing_options: tuple[HousingOption, ...]
    route: Finding
    findings: tuple[Finding, ...]
    is_origin: bool
    is_preferred: bool
    rank: int | None = None
    tied_with: tuple[str, ...] = ()
    rank_shares: tuple[float, ...] = ()

    @property
    def units(self) -> int:
        """The exact whole number by which LHAs are ordered."""
        return sum(factor.weight_units * factor.points for factor in self.factors.values())

    @property
    def units_low(self) -> int:
        """Units if every missing fact fell out worst."""
        return sum(factor.weight_units * factor.low for factor in self.factors.values())

    @property
    def units_high(self) -> int:
        """Units if every missing fact fell out best."""
        return sum(factor.weight_units * factor.high for factor in self.factors.values())

    @property
    def score(self) -> int:
        """Units over the sum of the weights, rounded half up: for reading only."""
        return self._per_weight(self.units)

    @property
    def score_low(self) -> int:
        """The score if every missing fact fell out worst."""
        return self._per_weight(self.units_low)

    @property
    def score_high(self) -> int:
        """The score if every missing fact fell out best."""
        return self._per_weight(self.units_high)

    def _per_weight(self, units: int) -> int:
        total = sum(factor.weight_units for factor in self.factors.values())
        return (2 * units + total) // (2 * total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer that a missing fact could have, and who would then most often be first."""

    answer: str
    leader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A missing fact, by how much knowing it would settle who is first, in bits."""

    fact: str
    sentence: str
    value: float
    answers: tuple[Answer, ...]
    housing: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """The recommendation: its outcome, the LHAs it names, and one plain sentence."""

    outcome: str  # origin, clear, close, none, not_enough_information
    lhas: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Whether the person comes under the protocol (2, 3, 7), as far as the facts show."""

    outcome: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """
    One case, assessed against every LHA of a profile on a day.

    ``terms`` has what the area says for words of the protocol that it does not use.
    ``for_housing``: it was assessed from what housing may know. One that was not is never shown to
    a housing role, whatever words are chosen for it.
    """

    case: str
    as_of: date
    move_in: date | None
    profile: str
    versions: dict[str, str]
    eligibility: Eligibility
    timing: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    recommendation: Recommendation
    ask_first: tuple[Question, ...]
    options: tuple[Option, ...]
    notes: tuple[str, ...] = field(default=())
    for_housing: bool = False
    terms: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, lha: str) -> Option:
        """Return the option of one LHA by its ONS code."""
        for option in self.options:
            if option.lha == lha:
                return option
        raise KeyError(lha)
