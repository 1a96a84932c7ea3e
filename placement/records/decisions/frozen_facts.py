"""
What a frozen decision gives the rules in place of the places: the same questions, kept answers.

``FrozenFacts`` is ``CaseFacts`` with its measuring taken out. It holds no postcode, no shape and
no distance, so whatever it is asked, it can tell only what was kept.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from placement.cases.model import Place
from placement.facts import CaseFacts
from placement.zoning import Left, Zoning

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from geodata.places import Places
    from placement.cases.model import Case
    from placement.parameters import Numbers
    from placement.profile_model import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached(Place):
    """A place that is not kept: the median minutes to it from each LHA, in the kept order."""

    minutes: tuple[float | None, ...] = ()


class FrozenPlaces:
    """The edition of the places that were measured, and the LHAs in their order. No place."""

    def __init__(self, kept: Mapping[str, Any], lhas: Mapping[str, Mapping[str, Any]]) -> None:
        self.edition: str = kept["edition"]
        self.digest: str = kept["digest"]
        self.ended_included: bool = kept["ended_included"]
        self.lhas = tuple(lhas)
        # The rule on those to be kept apart from asks whether somebody lives in *each* of these:
        # none stands here for an LHA where somebody did, one where nobody lives for any other.
        self.areas = tuple(("", code) for code, one in lhas.items() if not one["areas_all_closed"])

    def index(self, lha: str) -> int:
        """Return the position of an LHA in the kept order."""
        return self.lhas.index(lha)


class FrozenFacts(CaseFacts):
    """The facts of one case as they were measured on the day of a decision."""

    def __init__(
        self,
        case: Case,
        measured: Mapping[str, Any],
        *,
        places: FrozenPlaces,
        profile: Profile,
        numbers: Numbers,
        as_of: date,
        housing: bool,
    ) -> None:
        Zoning.__init__(self, case, places=cast("Places", places), numbers=numbers, as_of=as_of)
        self.profile = profile
        self.housing = housing
        self.connections = {}
        self.located = {}
        self.how = cast("Any", SimpleNamespace(label=measured["journeys"]))
        self._kept: Mapping[str, Mapping[str, Any]] = measured["lhas"]
        self.held_as_released = frozenset(code for code, one in self._kept.items() if one["held"])
        self.read_as = tuple(measured.get("read_as", ()))
        self.read_as_protected = tuple(measured.get("read_as_protected", ()))
        self.register = cast("Any", _register(measured))
        self.victims_known = measured["victims_known"]
        self.sectors_elsewhere = ()
        if measured["kinds"]:  # none are kept where only the housing view is
            self.left = self._left("")
        self.left_shared = self._left("shared_")
        self.left_by = {kind: self._left(f"{kind}_") for kind in measured["kinds"]}
        self.areas_of = Counter({code: one["areas"] for code, one in self._kept.items()})

    def _left(self, kind: str) -> Left:
        import numpy as np

        return Left(
            clear=np.array([one["homes"][f"{kind}clear"] for one in self._kept.values()]),
            possible=np.array([one["homes"][f"{kind}possible"] for one in self._kept.values()]),
        )

    def minutes_from(self, index: int, place: Place | None) -> float | None:
        """Return the kept minutes to a place of the risk management plan."""
        return place.minutes[index] if isinstance(place, Reached) else None

    def protective(self, lha: str) -> tuple[frozenset[str], frozenset[str], float | None, bool]:
        """Return what was known of protective networks for an LHA."""
        kept = self._kept[lha]["networks"]
        return (
            frozenset(kept["inside"]),
            frozenset(kept["doubtful"]),
            kept["minutes"],
            kept["unplaced"],
        )

    def harmful(self, lha: str) -> bool | None:
        """Whether a harmful network was in an LHA; None where it was not known."""
        harmful: bool | None = self._kept[lha]["networks"]["harmful"]
        return harmful

    def areas_closed_by_others(self, lha: str) -> int:
        """Return the most areas of an LHA that those to be kept apart from could have closed."""
        return int(self._kept[lha]["areas_closed"])

    def room(self, index: int) -> tuple[float, float]:
        """Return the least and the greatest share of an LHA's postcodes in roomy areas."""
        least, most = list(self._kept.values())[index]["room"]
        return least, most


def _register(measured: Mapping[str, Any]) -> SimpleNamespace | None:
    """Return the numbers counted in each LHA; nobody's place is among them."""
    counted = measured["counted"]
    if counted is None:
        return None
    return SimpleNamespace(
        by_lha=dict(counted),
        total=sum(counted.values()) + measured.get("either", 0),
        where={},
        doubtful=measured.get("doubtful", {}),
    )
