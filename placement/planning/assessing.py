"""
Every case of a large plan assessed, on all cores or on a cluster, some at a time.

A worker is told everything but the postcodes and the roads, which it reads where it is and which
must be the same. What it gives back are whole points in the order of the cases, so that nothing
depends on who worked out what. Nothing is kept on the way: ten thousand cases over England and
Wales are assessed again in a minute or two, and what a file of their points would tell is not to
lie about.
"""

from __future__ import annotations

import copyreg
import io
import pickle
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from placement.errors import InputError
from placement.machines import HERE, OTHER_WORKER, program, worked_out
from placement.planning.light import Assessor, Light

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from placement.assess import Setting
    from placement.cases.model import Case
    from placement.machines import How

    Some = tuple[int, list[Light], list[str]]

AT_ONCE = 50  # cases that a worker takes: seconds of work, and a line of progress


def assess_all(
    cases: Sequence[Case],
    setting: Setting,
    how: How = HERE,
    *,
    progress: Callable[[int, int], None] = lambda done, asked: None,
) -> list[Light]:
    """
    Assess every case, and return them in their order.

    Raises ``InputError`` with everything of every case that cannot be placed.
    """
    parts = [cases[begin : begin + AT_ONCE] for begin in range(0, len(cases), AT_ONCE)]
    found: dict[int, list[Light]] = {}
    problems: dict[int, list[str]] = {}
    done = 0
    progress(0, len(cases))
    for number, lights, wrong in _assessed(parts, setting, how):
        found[number], problems[number] = lights, wrong
        done += len(parts[number])
        progress(done, len(cases))
    said = [each for number in sorted(problems) for each in problems[number]]
    if said:
        raise InputError("The plan", said)
    return [light for number in range(len(parts)) for light in found[number]]


def _assessed(parts: Sequence[Sequence[Case]], setting: Setting, how: How) -> Any:  # noqa: ANN401
    if how.cluster is None and (how.jobs == 1 or len(parts) < 2):
        assessor = Assessor(setting)
        return (_some(number, part, assessor) for number, part in enumerate(parts))
    sealed = _sealed(setting)
    return worked_out(_elsewhere, [(n, tuple(part), sealed) for n, part in enumerate(parts)], how)


def _some(number: int, cases: Sequence[Case], assessor: Assessor) -> Some:
    lights, problems = [], []
    for case in cases:
        try:
            lights.append(assessor(case))
        except InputError as error:
            problems += [f"{error.source}: {problem}" for problem in error.problems]
    return number, lights, problems


# --- in another process ---------------------------------------------------------------------------


def _elsewhere(number: int, cases: Sequence[Case], sealed: bytes) -> Some:
    return _some(number, cases, _assessor(sealed))


@lru_cache(maxsize=1)
def _assessor(sealed: bytes) -> Assessor:
    """Open a setting, which this program sealed a moment ago, and read what it leaves out."""
    from geodata.roads import load as load_roads
    from placement.load import places_on

    setting, rests_on = pickle.loads(sealed)
    places = places_on(setting.profile, setting.as_of)
    whole = replace(setting, places=places, roads=load_roads() if rests_on[2] else None)
    if _rests_on(whole) != rests_on:
        raise InputError("--cluster", [OTHER_WORKER])
    return Assessor(whole)


def _rests_on(setting: Setting) -> tuple[str, str, str]:
    """Return what must be the same where a case is assessed: program, postcodes and roads."""
    roads = setting.roads
    said = "" if roads is None else f"{roads.source} {roads.speeds} {float(roads.minutes.sum())!r}"
    return program(), setting.places.digest, said


def _sealed(setting: Setting) -> bytes:
    """Return a setting without its postcodes and roads, and what they must be."""
    into = io.BytesIO()
    pickler = pickle.Pickler(into)
    pickler.dispatch_table = copyreg.dispatch_table | {MappingProxyType: _mapping}
    pickler.dump((replace(setting, places=None, roads=None), _rests_on(setting)))  # type: ignore[arg-type]
    return into.getvalue()


def _mapping(frozen: MappingProxyType[Any, Any]) -> tuple[Any, ...]:
    return _frozen, (dict(frozen),)


def _frozen(held: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(held)
