"""Short ways to freeze a made-up case, and to thaw it from its JSON."""

from __future__ import annotations

import json

from engine.making import case, set_up

from placement.records.decisions.freeze import Frozen, freeze, run
from placement.view import Reader, ranking_as_data

SPOC = Reader("spoc", "E07000010")


def frozen_of(one=None, *, readers=(), **setting):
    """Freeze a case, and read it back from the JSON that it is kept as."""
    return thawed(freeze(one or case(), set_up(**setting), readers))


def thawed(frozen):
    return Frozen.from_data(json.loads(json.dumps(frozen.to_data())))


def again(frozen, reader):
    """Run what was frozen, as one reader may have it."""
    return ranking_as_data(run(frozen.body, housing=reader.housing), reader)


def text_of(frozen):
    """Everything that is kept, as one text."""
    return json.dumps(frozen.to_data(), ensure_ascii=False)
