"""
What is worked out in a process beside the server; see ``beside``. Nothing here loads Streamlit.

A task is given plain matter and what the record gave to the page, and reads no record itself: the
desk was asked, and the log written, before it began. Each is told how to say what it is doing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from placement.load import load_setting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from placement.cases.model import Case
    from placement.cases.registers import Placement
    from placement.planning.cases import CasePlan

    Telling = Callable[[str], None]

PLAN = f"{__name__}:plan"
FIGURES = "placement.figures:figures"


def plan(
    *,
    cases: Sequence[Case],
    placements: tuple[Placement, ...],
    profile: str,
    as_of: date,
    role: str,
    names: dict[str, str],
    tell: Telling,
    **asked: Any,  # noqa: ANN401 - as ``plan_cases`` has it
) -> tuple[dict[str, Any], Any]:
    """Plan several cases together; return what the role may read of it, and the bare plan."""
    from placement.planning.cases import plan_cases
    from placement.planning.plan_view import plan_as_data, plan_reader

    setting = replace(load_setting(profile=profile, as_of=as_of), placements=placements)
    tell("testing each case against each LHA")

    def told(doing: str, worth: int | None, most: int | None) -> None:
        near = "" if worth is None or most is None else f" ({worth} points of at most {most})"
        tell(f"{doing}{near}")

    made: CasePlan = plan_cases(cases, setting, progress=told, with_frontier=True, **asked)
    return plan_as_data(made, plan_reader(role, None, names)), made.answer.plan
