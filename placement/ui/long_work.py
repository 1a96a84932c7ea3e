"""
What is worked out in a process beside the server; see ``beside``. Nothing here loads Streamlit.

A task is given plain matter and what the record gave to the page, and reads no record itself: the
desk was asked, and the log written, before it began. Each is told how to say what it is doing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from placement.errors import InputError
from placement.load import load_setting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from placement.cases.model import Case
    from placement.cases.registers import Placement
    from placement.monitoring.tables import Report
    from placement.planning.cases import CasePlan
    from placement.records.monitored import Held

    Telling = Callable[[str], None]

PLAN = f"{__name__}:plan"
FIGURES = f"{__name__}:figures"


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


def figures(
    *,
    held: Held | None,
    profile: str,
    as_of: date,
    audience: str,
    lha: str | None,
    earlier: Sequence[dict[str, Any]],
    on: date | None,
    tell: Telling,
) -> tuple[Report, dict[str, Any] | None]:
    """
    Work out the year's figures as an audience may have them, and the release that this would be.

    Figures for the Board, an authority or the public leave only after disclosure control has
    proven, with everything released before (``earlier``), that nothing hidden can be found. ``on``
    is the day of release; None makes a draft, and no release.
    """
    from placement.monitoring.parts import parts_of
    from placement.monitoring.recorded import rows_of
    from placement.monitoring.report import basis_of, build

    setting = load_setting(profile=profile, as_of=as_of)
    placements = () if held is None else held.placements
    basis = basis_of(
        placements, profile=setting.profile, places=setting.places, as_of=setting.as_of
    )
    more = [] if held is None else parts_of(basis, rows_of(held, as_of))
    whole = build(basis, more, tell=tell)
    if audience == "internal":
        return whole, None
    from placement.monitoring.control.history import history_of
    from placement.monitoring.control.release import release
    from placement.monitoring.control.shipped import shipped_links

    tell("what may be shown, and the proof that nothing hidden can be found")
    try:
        history = history_of(earlier)
    except ValueError as error:
        raise InputError(
            "The release history",
            [
                f"{error} was changed since it was made, so nothing can be proven. Compare it with "
                "a backup, and run `placement audit verify`."
            ],
        ) from None
    released = release(
        whole.tables,
        audience,
        lha if audience == "lha" else None,
        history,
        basis.numbers,
        as_of=basis.as_of,
        on=on,
        links=shipped_links(basis.numbers, len(basis.held)),
        draft=on is None,
        progress=tell,
    )
    called = {"smb": "the Board", "public": "public"}.get(audience, "")
    report = replace(
        whole,
        tables=released.tables,
        audience=called or f"{basis.names[str(lha)]}, its own in full",
        warnings=(*whole.warnings, *released.words),
    )
    if released.draft:
        return report, None
    made = released.history.releases[-1]
    return report, {**made.to_data(), "digest": made.digest}
