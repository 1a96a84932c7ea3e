"""A warning before housing sees a zone: where its shape would give a victim away."""

from __future__ import annotations

from typing import Any

from placement.assess import measure
from placement.cases.reader import read_case_tables
from placement.cases.source import read_toml
from placement.errors import PlacementError
from placement.records.oracle.marking import before_sharing
from placement.ui import markup, state
from placement.ui.spoken import st


def warn_of_shapes(saved: str, main: dict[str, Any], protected: dict[str, Any] | None) -> None:
    """Warn where a zone about to be shared with housing would give a victim away by its shape."""
    before = list(read_toml(saved, "the case").get("conditions") or [])
    new = [each for each in main.get("conditions") or [] if each not in before]
    if not new:
        return
    try:
        apart = protected if protected and len(protected) > 1 else None
        case = read_case_tables(main, protected=apart, find=state.find_postcode)
        measured = measure(case, state.kept_setting())
        shown = list(case.conditions or ())[len(before) : len(before) + len(new)]
        for condition in shown:
            if condition.zone is None or not condition.share_with_housing:
                continue
            warned = before_sharing(measured, condition)
            for said in warned.because:
                st.warning(markup.literally(f"Before housing sees this zone: {said}"))
            if warned.because and warned.instead:
                st.html(markup.paragraph(_instead(warned.instead, warned.holds, warned.adds)))
    except PlacementError:
        return  # what is wrong with the case is said when it is saved


def _instead(sectors: tuple[str, ...], holds: int, adds: int) -> str:
    return (
        f"Whole sectors could be named instead, whose middle is elsewhere: {', '.join(sectors)}. "
        f"They hold {holds:,} postcodes, {adds:,} of them outside the zone."
    )
