"""A plan of thousands is the plan of a few, without the reasons: same points, same worth."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from geodata.reach import median_minutes
from placement.assess import assess
from placement.cases.model import Condition, Place, Service, SpecialCircumstance, Zone
from placement.cases.registers import Placement
from placement.errors import InputError
from placement.load import load_setting
from placement.planning import assessing, light
from placement.planning.alike import kinds_of
from placement.planning.at_scale import plan_at_scale
from placement.planning.cases import plan_cases
from placement.planning.light import Assessor
from placement.rules.contributions import SpocWord
from scenarios.cohorts import make_cohort

START, AS_OF = date(2026, 11, 21), date(2027, 5, 21)


@pytest.fixture(scope="module", params=["cambridgeshire", "bedfordshire"])
def asked(request):
    cohort = make_cohort(request.param, 24, seed=5, start=START)
    setting = load_setting(profile=request.param, as_of=AS_OF)
    cases = [person.case for person in cohort.people]
    return cases, replace(setting, placements=cohort.placements)


def test_points_and_status_are_those_of_a_ranking(asked):
    cases, setting = asked
    assessor = Assessor(setting)
    for case in cases:
        light, ranking = assessor(case), assess(case, setting)
        options = {option.lha: option for option in ranking.options}
        for place, lha in enumerate(assessor.lhas):
            option = options[lha.code]
            spread = option.factors["spread"]
            assert light.units[place] == option.units
            assert light.merit[place] == option.units - spread.weight_units * spread.points
            assert light.open[place] == (option.status.value == "open")
            assert light.excluded[place] == (option.status.value == "excluded")
        starts = assessor.lhas[light.origin].code if light.origin >= 0 else None
        recommended = ranking.recommendation
        assert starts == (recommended.lhas[0] if recommended.outcome == "origin" else None)


def of_many_kinds(cases, there, profile):
    """Some people changed so that each thing that tells LHAs apart is there once."""
    strangers = tuple(f"SYN-NOBODY-{number}" for number in range(30))
    county = profile.lhas[0].county or profile.codes[0]
    owed = {"authority": county, "age": 20, "lha": None, "note": None}
    special = {"authority": None, "age": None, "lha": profile.codes[1], "note": None}
    around = partial(Zone, postcode=there)
    changes = [
        {"non_association": strangers, "victim_check": "none_known", "victims": ()},
        {"services": None, "networks": None, "history": None},
        {"victims": None, "victim_check": None, "conditions": None},
        {"special_circumstances": (SpecialCircumstance(kind="care_leaver", **owed),)},
        {"special_circumstances": (SpecialCircumstance(kind="armed_forces", **special),)},
        *(
            {"conditions": (zone(kind, around(metres=metres), end=end),), "victims": ()}
            for kind in ("exclusion_zone", "restriction_zone")
            for metres, end in ((3_000, None), (15_000, AS_OF + timedelta(days=90)))
        ),
    ]
    return [replace(case, **change) for case, change in zip(cases, changes, strict=False)]


def zone(kind, shape, *, end):
    return Condition(
        kind=kind, source="licence", start=START, end=end, share_with_housing=True, zone=shape
    )


@pytest.mark.parametrize("name", ["cambridgeshire", "london"])
def test_lhas_taken_to_be_alike_read_as_if_each_were_read_alone(monkeypatch, name):
    cohort = make_cohort(name, 14, seed=5, start=START)
    setting = replace(load_setting(profile=name, as_of=AS_OF), placements=cohort.placements)
    people = [person.case for person in cohort.people]
    there = setting.places.postcode(len(setting.places) // 2)
    cases = [*people, *of_many_kinds(people, there, setting.profile)]
    heard = SpocWord(
        lha=setting.profile.codes[2], availability="nothing_suitable", exclusion="none"
    )
    setting = replace(setting, heard=(heard,))
    told_apart = []

    def counted(*asked):
        kinds = kinds_of(*asked)
        told_apart.append(len(kinds))
        return kinds

    monkeypatch.setattr(light, "kinds_of", counted)
    shared = list(map(Assessor(setting), cases))
    monkeypatch.setattr(light, "kinds_of", lambda _, lhas, __: [(i, [i]) for i in range(len(lhas))])
    monkeypatch.setattr(light, "rated_minutes", lambda *asked: median_minutes(*asked[:4]))
    for one, each in zip(shared, map(Assessor(setting), cases), strict=True):
        for name in ("units", "merit", "open", "excluded"):
            assert getattr(one, name).tolist() == getattr(each, name).tolist(), one.case.reference
        assert (one.waits, one.origin) == (each.waits, each.origin)
    assert min(told_apart) < len(setting.profile.codes)


def test_the_worth_is_that_of_the_plan_with_reasons(asked):
    cases, setting = asked
    large, full = plan_at_scale(cases, setting), plan_cases(cases, setting)
    assert (large.status, full.answer.status) == ("optimal", "optimal")
    assert large.placed == full.answer.worth.placed
    assert large.objective == full.answer.worth.objective == large.bound
    own = {person.reference: person.own_best for person in full.quarter.question.people}
    for row, reference in enumerate(large.references):
        best = large.own_best[row]
        assert own[reference] == (large.lhas[best] if best >= 0 else None)
    assert {large.references[i] for i in large.waits.nonzero()[0]} == set(full.quarter.waiting)


def test_somebody_already_counted_is_not_counted_beside_themselves(asked):
    cases, setting = asked
    code = setting.profile.codes[0]
    here = Placement(
        reference=cases[0].reference,
        lha=code,
        area=None,
        level=2,
        category=1,
        setting="private_rent",
        start=START,
        end=None,
    )
    counted = replace(setting, placements=(*setting.placements, here))
    assessor = Assessor(counted)
    for case in (cases[1], cases[0], cases[1]):
        options = {option.lha: option.units for option in assess(case, counted).options}
        light = assessor(case)
        assert [options[lha.code] for lha in assessor.lhas] == light.units.tolist()


def test_two_who_cannot_live_apart_in_an_lha_do_not_share_it(asked, monkeypatch):
    cases, setting = asked
    plan = plan_at_scale(cases, setting)
    shared = [
        [plan.references[i] for i in (plan.assignment == lha).nonzero()[0]]
        for lha in range(len(plan.lhas))
    ]
    one, other = next(group for group in shared if len(group) > 1)[:2]
    apart = [
        replace(case, non_association=(other,)) if case.reference == one else case for case in cases
    ]
    kept = plan_at_scale(apart, setting)
    full = plan_cases(apart, setting)
    assert kept.objective == full.answer.worth.objective
    # where no area of an LHA is left to either, they may not share one
    monkeypatch.setattr("placement.planning.at_scale._areas", lambda *_: frozenset())
    parted = plan_at_scale(apart, setting)
    row = {reference: i for i, reference in enumerate(parted.references)}
    both = parted.assignment[[row[one], row[other]]]
    assert both[0] != both[1] or both[0] == -1
    assert parted.status == "feasible"
    assert parted.objective <= kept.objective


def test_a_case_given_twice_and_no_case_are_refused(asked):
    cases, setting = asked
    with pytest.raises(InputError, match="is given twice"):
        plan_at_scale([cases[0], cases[0]], setting)
    with pytest.raises(InputError, match="no case is given"):
        plan_at_scale([], setting)


@pytest.mark.parametrize("asked", ["cambridgeshire"], indirect=True)
def test_a_worker_with_other_postcodes_refuses(asked, monkeypatch):
    cases, setting = asked
    sealed = assessing._sealed(replace(setting, places=replace(setting.places, digest="another")))
    with pytest.raises(InputError, match="a worker has another version") as refused:
        assessing._elsewhere(0, cases[:1], sealed)
    back = pickle.loads(pickle.dumps(refused.value))  # as it comes back from the worker
    assert (str(back), back.problems) == (str(refused.value), refused.value.problems)


@pytest.mark.parametrize("asked", ["cambridgeshire"], indirect=True)
def test_every_place_that_cannot_be_found_is_in_one_message(asked):
    cases, setting = asked
    lost = [replace(case, services=(nowhere(n),)) for n, case in enumerate(cases[:3], 1)]
    with pytest.raises(InputError, match="3 problems") as refused:
        plan_at_scale([*lost, *cases[3:]], setting)
    assert all(case.reference in str(refused.value) for case in lost)


def nowhere(number):
    return Service(
        kind="police", place=Place(postcode=f"CB1 {number}ZZ", lha=None), visits_per_week=1.0
    )
