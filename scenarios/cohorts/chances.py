"""What every part of a made-up life is written from: chance, places, the figures, the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios.cohorts.draws import Draws
    from scenarios.cohorts.figures import Figures
    from scenarios.cohorts.ground import Ground

Tables = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """
    One person while they are made up.

    ``home`` is the position of a postcode about which the life is lived, ``origin`` the original
    housing authority's ONS code or "none", ``moves_in`` the first day in a new home, ``sex`` and
    ``age`` what is held apart from the case.
    """

    draws: Draws
    ground: Ground
    figures: Figures
    reference: str
    day: date
    home: int
    origin: str
    status: str
    release: date | None
    level: int
    category: int
    sex: str
    age: int

    @property
    def detained(self) -> bool:
        """Whether they are in prison or in hospital."""
        return self.status in ("custody", "hospital")

    @property
    def moves_in(self) -> date:
        """The release, where it is known, or the day of the referral."""
        return self.release or self.day

    def happens(self, what: str) -> bool:
        """Say whether something of ``chances`` happens."""
        return self.draws.happens(self.figures.value("chances", what))

    def known(self, fact: str) -> bool:
        """Say whether a fact of ``left_out`` was known at the referral."""
        return not self.draws.happens(self.figures.value("left_out", fact))

    def pick(self, figure: str) -> str:
        """Return one of a figure's words, as likely as its weight."""
        return str(self.draws.weighed(self.figures.weights(figure)))

    def up_to(self, what: str, least: int = 0) -> int:
        """Return how many of something of ``counts``, from ``least`` to its value."""
        return self.draws.whole(least, int(self.figures.value("counts", what)))

    def before(self, least: int, most: int, day: date | None = None) -> date:
        """Return a day so many days before the referral, or before another day."""
        return (day or self.day) - timedelta(days=self.draws.whole(least, most))

    def place(self, position: int) -> Tables:
        """Return where something is: a postcode, seldom an LHA alone, sometimes not known."""
        if not self.known("place"):
            return {}
        if self.happens("lha_only"):
            return {"lha": self.ground.lha_of(position)}
        return {"postcode": self.ground.postcode(position)}

    def near_home(self, how: str | None = None) -> int:
        """Return the position of a postcode near the home."""
        return self.ground.near(self.draws, self.home, how)

    def if_known(self, fact: str, key: str, value: object) -> Tables:
        """Return a key and its value, or nothing where the fact was not known."""
        return {key: value} if self.known(fact) else {}
