"""
What several people in one meeting see change: asked again as soon as anything was saved.

A part that changes is a fragment that runs every two seconds, and can be paused. What it asks of
the record is kept until something is saved there, so that looking costs one count of versions and
puts nothing in the log. A fragment runs without the page round it, so it has its own catch.
"""

from __future__ import annotations

import logging
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from placement.errors import PlacementError
from placement.records import assessing
from placement.records.kinds import KINDS
from placement.ui import frame, session
from placement.ui.spoken import st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from placement.records import Stored

SECONDS: Final = 2
PAUSED, ANSWERS, STAMP = "meeting-paused", "meeting-answers", "meeting-stamp"
PAUSED_KEPT: Final = "meeting-paused-kept"
LOG = logging.getLogger(__name__)


def live(show: Callable[[], None]) -> None:
    """Show a part that keeps itself up to date, unless updates are paused."""
    every = None if st.session_state.get(PAUSED_KEPT) else SECONDS

    def part() -> None:
        with guarded():
            show()

    part.__qualname__ = f"part.{show.__qualname__}"
    st.fragment(part, run_every=every)()


@contextmanager
def guarded() -> Iterator[None]:
    """Show what a person can put right; log anything else by a reference, without its words."""
    try:
        yield
    except PlacementError as error:
        frame.say(str(error))
    except Exception as error:
        reference = secrets.token_hex(4)
        LOG.error("fault %s: %s in a live part", reference, type(error).__name__)
        st.error(f"This part could not be shown. Report the reference {reference}.")


def once(key: tuple[Any, ...], ask: Callable[[], Any]) -> Any:  # noqa: ANN401 - any answer
    """Ask the record once for each person, until something is saved in it."""
    now = assessing.stamp(session.record())
    if st.session_state.get(STAMP) != now:
        st.session_state[STAMP] = now
        st.session_state[ANSWERS] = {}
    answers = st.session_state[ANSWERS]
    who = session.actor()
    full = (who.id, who.role, who.lha, *key) if who else key
    if full not in answers:
        answers[full] = ask()
    return answers[full]


def records(kind: str, case: str | None) -> list[Stored]:
    """Return the records of a kind that this person may read; none where their role never may."""
    desk = session.desk()
    if desk.actor.role not in KINDS[kind].reads:
        return []
    found: list[Stored] = once((kind, case), lambda: desk.list(kind, case=case))
    return found
