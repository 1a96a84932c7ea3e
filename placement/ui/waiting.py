"""Waiting for long work beside the page: how far it is, and a way to stop it."""

from __future__ import annotations

from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from placement.ui import markup
from placement.ui.spoken import st

if TYPE_CHECKING:
    from placement.ui.beside import Work

SHORT_S: Final = 0.4  # work that is done by then shows no waiting at all
LOOK_S: Final = 1.0


def is_done(work: Work, what: str, beside: str) -> bool:
    """Say whether work is done; show how far it is until then, and draw the page once it is."""
    _a_moment(work)
    if work.done:
        return True

    @st.fragment(run_every=LOOK_S)
    def look() -> None:
        if work.done:
            st.rerun()
        st.info(markup.literally(f"{what}: {work.doing}."))

    look()
    st.html(markup.paragraph(beside))
    st.button("Stop it", on_click=work.stop, key=f"stop-{what}")
    return False


def _a_moment(work: Work) -> None:
    until = monotonic() + SHORT_S
    while not work.done and monotonic() < until:
        sleep(0.02)
