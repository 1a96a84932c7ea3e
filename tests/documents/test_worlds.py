"""Cases that differ only in protected matter give housing the same documents, byte for byte."""

from __future__ import annotations

from attack.outputs import LHAS, READERS, ground
from attack.test_worlds_look_alike import alike
from attack.worlds import worlds
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from properties import people

from placement.assess import assess
from placement.documents.annex import annex
from placement.documents.referral_pack import facts_for_pack, referral_pack
from placement.errors import PlacementError
from placement.view import ranking_as_data

STEADY = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def documents(case, reader):
    try:
        ranking = ranking_as_data(assess(case, ground(reader.role)), reader)
    except PlacementError as error:
        return str(error)
    return (
        annex(ranking, version="housing"),
        referral_pack(ranking, facts_for_pack(case), lha=LHAS[2]),
    )


def test_worlds_with_the_same_yes_and_no_give_the_same_bytes():
    compared = 0

    @settings(STEADY, max_examples=6)
    @given(
        base=people.cases(),
        several=st.lists(worlds, min_size=5, max_size=5),
        reader=st.sampled_from(READERS),
    )
    def look(base, several, reader):
        nonlocal compared
        for group in alike([world.of(base) for world in several]):
            first = documents(group[0], reader)
            assert all(documents(other, reader) == first for other in group[1:])
            compared += len(group) - 1

    look()
    assert compared > 2
