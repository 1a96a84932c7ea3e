"""The Plan page: several cases together, merits first; locks, vacancies, the trade shown."""

from __future__ import annotations

from placement.ui import markup, plan_parts
from placement.ui.spoken import st

INTRO = (
    "Several cases are planned together, merits first: nobody is placed far below their own best "
    "for the sake of spread, and spread closes no LHA. It advises; people fix, open and choose."
)


def page() -> None:
    """Ask which cases to plan and what people have fixed; plan, and show every reason."""
    st.title("Plan several cases", anchor=False)
    st.html(markup.paragraph(INTRO))
    asked = plan_parts.ask()
    if asked is None:
        return
    found = plan_parts.planned(asked)
    if found is not None:
        plan_parts.result(found)
        plan_parts.frontier(found)
        plan_parts.moves(found)
