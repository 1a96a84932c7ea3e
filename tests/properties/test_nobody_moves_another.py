"""What one LHA, one person or one wish may do to a ranking, and what it may not."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from placement.assess import assess
from placement.cases.model import Case, ManagementView, Network, Place, Victim
from placement.results import Status
from placement.weights import FACTORS

from .people import EAST, LHAS, cases, placements, registers, zone_conditions
from .reading import bare, counted, points, standings


@settings(max_examples=25)
@given(
    case=cases(),
    register=registers,
    only=st.lists(st.sampled_from(LHAS), min_size=1, max_size=5, unique=True),
)
def test_restricting_the_candidates_changes_nobodys_points(case, register, only):
    setting = replace(bare(), placements=register)
    whole, part = points(assess(case, setting)), points(assess(case, setting, only=only))
    assert part == {lha: whole[lha] for lha in only}


@settings(max_examples=18)
@given(case=cases(), register=registers, new=placements())
def test_one_more_person_in_an_lha_never_raises_its_points_and_never_closes_it(case, register, new):
    before = assess(case, replace(bare(), placements=register))[new.lha]
    after = assess(case, replace(bare(), placements=(*register, new)))[new.lha]
    for name in FACTORS:
        one, other = before.factors[name], after.factors[name]
        assert (other.points, other.low) <= (one.points, one.low)
        assert other.high <= one.high
    assert after.status is before.status


@settings(max_examples=18)
@given(
    case=cases(),
    preference=st.none() | st.lists(st.sampled_from(LHAS), unique=True).map(tuple),
    weights=st.tuples(*[st.integers(0, 9)] * 3).filter(any),
)
def test_preference_changes_no_point_no_share_and_no_set(case, preference, weights):
    numbers = counted().numbers.register.on(
        counted().as_of,
        {f"ranking.weight_{name}": w for name, w in zip(FACTORS, weights, strict=True)},
    )
    setting = replace(counted(), numbers=numbers)
    one = assess(case, setting)
    other = assess(replace(case, preference=preference), setting)
    assert points(one) == points(other)
    for option in one.options:
        changed = other[option.lha]
        assert option.rank_shares == changed.rank_shares
        assert set(option.tied_with) == set(changed.tied_with)
        if not option.tied_with:
            assert option.rank == changed.rank
    assert one.ask_first == other.ask_first
    leader = next((option for option in one.options if option.rank == 1), None)
    if leader is None or not leader.tied_with:
        assert one.recommendation.outcome == other.recommendation.outcome
        assert set(one.recommendation.lhas) == set(other.recommendation.lhas)


def test_preference_decides_no_place_in_a_close_set():
    """The leader must be asked about first, and all the others are level behind it."""
    asked = Victim(
        reference="V1",
        home=None,
        avoid_metres=None,
        asks_to_avoid=(EAST,),
        contact_scheme="yes",
        views="received",
        statement_for_housing=None,
    )
    case = Case(
        reference="PROP-3",
        assessed_on=counted().as_of,
        risk_of_serious_harm="high",
        status="licence",
        origin="none",
        can_return="no",
        victim_check="listed",
        victims=(replace(asked, home=Place(postcode="SW1A 2AA"), avoid_metres=500.0),),
        history=(),
        employment=(),
        family=(),
        networks=(Network(kind="family", influence="protective", place=Place(lha=EAST)),),
        services=(),
        management_views=tuple(
            ManagementView(lha=lha, view="suitable", reason=None) for lha in LHAS
        ),
        conditions=(),
        non_association=(),
        special_circumstances=(),
    )
    sets = set()
    for preferred in (None, *LHAS):
        wish = None if preferred is None else (preferred,)
        found = assess(replace(case, preference=wish), counted()).recommendation
        assert found.outcome == "close"
        sets.add(frozenset(found.lhas))
    assert len(sets) == 1


@settings(max_examples=25)
@given(case=cases().filter(lambda case: case.conditions is not None), zone=zone_conditions())
def test_an_added_zone_never_opens_an_lha(case, zone):
    before = standings(assess(case, bare()))
    after = standings(assess(replace(case, conditions=(*case.conditions, zone)), bare()))
    assert all(after[lha] >= before[lha] for lha in LHAS)


@settings(max_examples=12)
@given(case=cases().filter(lambda case: case.conditions is not None), zone=zone_conditions())
def test_an_added_zone_never_opens_an_lha_for_housing(case, zone):
    before = standings(assess(case, counted("spoc")))
    after = standings(assess(replace(case, conditions=(*case.conditions, zone)), counted("spoc")))
    assert all(after[lha] >= before[lha] for lha in LHAS)


@settings(max_examples=25)
@given(case=cases(), register=registers, reached=st.booleans())
def test_a_factor_is_the_sum_of_its_findings_and_a_score_stays_within_its_scale(
    case, register, reached
):
    ranking = assess(case, replace(bare(), placements=register if reached else None))
    for option in ranking.options:
        for factor in option.factors.values():
            for part in ("points", "low", "high"):
                assert getattr(factor, part) == sum(getattr(f, part) for f in factor.findings)
            assert 0 <= factor.low <= factor.points <= factor.high <= 100
            assert all(f.low <= f.points <= f.high for f in factor.findings)
        assert 0 <= option.score_low <= option.score <= option.score_high <= 100
        assert option.units == sum(f.weight_units * f.points for f in option.factors.values())
        if option.rank is None:
            assert (option.status, option.rank_shares) == (Status.EXCLUDED, ())
        else:
            assert abs(sum(option.rank_shares) - 1) < 1e-6


@settings(max_examples=8)
@given(
    case=cases(),
    weights=st.tuples(*[st.integers(0, 9)] * 3).filter(any),
    factor=st.integers(2, 100),
)
def test_weights_scaled_by_a_constant_change_no_rank_and_no_score(case, weights, factor):
    def under(scale):
        changes = {f"ranking.weight_{n}": scale * w for n, w in zip(FACTORS, weights, strict=True)}
        numbers = counted().numbers.register.on(counted().as_of, changes)
        ranking = assess(case, replace(counted(), numbers=numbers))
        return [(o.lha, o.rank, o.score, o.rank_shares) for o in ranking.options], (
            ranking.recommendation.outcome,
            ranking.recommendation.lhas,
        )

    assert under(1) == under(factor)
