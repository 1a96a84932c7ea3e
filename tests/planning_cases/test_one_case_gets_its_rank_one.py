"""The same findings feed both: one case alone is planned where the ranking puts it first."""

from __future__ import annotations

import pytest

from placement.assess import assess
from placement.planning.cases import plan_cases
from placement.planning.wishes import origin_of
from placement.recommend import missing_facts
from placement.results import Status
from scenarios.run import _setting, load_all

SCENARIOS = {scenario.name: scenario for scenario in load_all()}


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_case_alone_gets_its_rank_one(name):
    scenario = SCENARIOS[name]
    setting = _setting(scenario)
    ranking = assess(scenario.case, setting)
    reference = scenario.case.reference
    starts = origin_of(ranking)
    plan = plan_cases(
        [scenario.case],
        setting,
        unlocked=[f"{reference}:to see where the considerations alone would lead"] * bool(starts),
    )
    given = plan.answer.plan[reference]
    open_ones = [o for o in ranking.options if o.status is Status.OPEN]
    assert plan.answer.status == "optimal"
    if missing_facts(scenario.case, setting.profile.cohort):
        assert given is None
        assert [f.rule for f in plan.unplaced[0].blocked_by] == ["enough_information"]
    elif not open_ones:
        assert given is None
        assert plan.unplaced[0].blocked_by
    else:
        first = next(o for o in ranking.options if o.status is Status.OPEN)
        assert given is not None
        assert given.lha == first.lha
        assert plan.assignments[0].below_units == 0
        spread = first.factors["spread"]
        full = 100 * spread.weight_units
        assert plan.answer.worth.objective == first.units - full
    if starts:
        held = plan_cases([scenario.case], setting)
        assert held.answer.plan[reference].lha == starts
