"""Long work in a process beside the server: what comes back, what is refused, and stopping it."""

import pickle
from time import monotonic, sleep
from types import MappingProxyType

import pytest

from placement.errors import PlacementError
from placement.ui import beside, long_work, worker
from scenarios.demonstration import WORKED


def ended(work):
    until = monotonic() + 60
    while not work.done:
        assert monotonic() < until, work.doing
        sleep(0.02)
    return work


def plan(**changed):
    from datetime import date

    from placement.cases.reader import read_case

    given = {
        "cases": [read_case(WORKED)],
        "placements": (),
        "vacancies": None,
        "profile": "cambridgeshire",
        "as_of": date(2026, 11, 2),
        "role": "coordinator",
        "names": {},
        "time_limit_s": 20.0,
    }
    return beside.begin(long_work.PLAN, **{**given, **changed})


@pytest.fixture(scope="module", autouse=True)
def no_worker_is_left():
    yield
    beside.end_all()


def test_what_a_task_returns_comes_back_and_its_process_serves_the_next():
    data, _ = ended(plan()).result()
    assert data["placed"] == 1
    (first,) = beside._idle
    ended(plan()).result()
    assert beside._idle == [first]


def test_what_a_person_can_act_on_is_said_in_its_own_words():
    with pytest.raises(PlacementError, match="E99999999"):
        ended(plan(opened=("DEMO-014=E99999999: because",))).result()


def test_a_fault_of_ours_comes_back_without_its_words():
    with pytest.raises(beside.Fault) as caught:
        ended(plan(profile=object)).result()
    assert "object" not in str(caught.value)
    assert " at " in str(caught.value)


def test_only_functions_of_the_product_are_tasks():
    with pytest.raises(beside.Fault, match="not ours"):
        ended(beside.begin("os:getcwd")).result()


def test_work_that_is_stopped_says_so_and_leaves_room_for_the_next():
    work = plan()
    until = monotonic() + 30
    while work.doing == beside.WAITING and monotonic() < until:
        sleep(0.005)
    work.stop()
    with pytest.raises(PlacementError, match="stopped"):
        ended(work).result()
    assert ended(plan()).result()[0]["placed"] == 1


def test_frozen_mappings_travel():
    assert worker.OURS
    held = MappingProxyType({"a": 1})
    assert dict(pickle.loads(pickle.dumps(held))) == {"a": 1}
