"""Cases that a housing reader could not be allowed to tell apart, as hypothesis strategies."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st
from properties import people

from placement.cases import words
from placement.cases.model import Condition, Place, Victim

SECRET = ("PE13 2AA", "PE15 8AA", "CB7 4EA", "PE29 3AA", "CB4 2AA", "PE1 1AB", "SW1A 2AA")


@dataclass(frozen=True)
class World:
    """One way in which all that is protected could be."""

    victims: tuple
    unshared: tuple
    non_association: tuple

    def of(self, case):
        """Return a case in this world; what is shared stays as it was."""
        shared = tuple(c for c in case.conditions or () if c.share_with_housing)
        return replace(
            case,
            conditions=(*shared, *self.unshared),
            victims=self.victims,
            victim_check="listed",
            non_association=self.non_association,
        )


victims = st.builds(
    Victim,
    reference=st.just("V"),
    home=st.sampled_from(SECRET).map(lambda code: Place(postcode=code)),
    avoid_metres=st.sampled_from((1.0, 900.0, 4_321.0, 12_000.0, 20_000.0)),
    asks_to_avoid=people.some(st.sampled_from(people.LHAS), 1),
    contact_scheme=st.sampled_from(words.YES_NO),
    views=st.sampled_from(words.VICTIM_VIEWS),
    statement_for_housing=st.none(),
)


@st.composite
def unshared(draw):
    """A condition that the offender manager keeps: a zone, or one about a home."""
    zone = draw(st.booleans())
    found = draw(people.zone_conditions() if zone else people.other_conditions)
    assert isinstance(found, Condition)
    return replace(found, share_with_housing=False)


worlds = st.builds(
    World,
    victims=people.numbered(st.lists(victims, min_size=1, max_size=3).map(tuple), "V"),
    unshared=st.lists(unshared(), min_size=1, max_size=3).map(tuple),
    non_association=st.lists(
        st.sampled_from(("P-005", "P-008", "P-011")), unique=True, max_size=2
    ).map(tuple),
)
