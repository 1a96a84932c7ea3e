"""
The case in hand where it comes from a record: what it is called, and what the record answers.

Only the case's id is held between runs; each answer is asked of the desk, for whoever is at the
screen, and kept for as long as nothing was saved in the record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from placement.assess import weights_as_changes
from placement.cases.reader import read_case_text
from placement.errors import NotAllowed, PlacementError
from placement.records import assessing
from placement.records.decisions.recording import look
from placement.ui import session
from placement.ui.spoken import st
from placement.weights import FACTORS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from placement.assess import Setting
    from placement.explain import WhyNot
    from placement.results import Ranking

CASE, STAMP, ANSWERS = "case-in-hand", "stamp", "kept-answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCase:
    """A recorded case as a page speaks of it; ``version`` is that of its file."""

    id: str
    reference: str
    version: int
    day: date
    text: str


def in_hand() -> KeptCase | None:
    """Return the case in hand; None where there is none, or this person may not see it."""
    case = st.session_state.get(CASE)
    return None if case is None else once(("case", case), lambda: _read(case))


def take(case: str | None) -> None:
    """Take a case in hand, or put it away."""
    st.session_state[CASE] = case
    st.session_state.pop(ANSWERS, None)


def put_away() -> None:
    """Put the case away."""
    take(None)


def needed() -> KeptCase:
    """Return the case in hand; PlacementError where there is none."""
    found = in_hand()
    if found is None:
        raise PlacementError("No case is open. Open one on the Cases page.")
    return found


def ranking(
    case: KeptCase, setting: Setting, weights: tuple[int, int, int] | None = None
) -> Ranking:
    """Return the ranking of the case in hand as this person may have it, at weights to try."""
    if weights is not None:
        changes = weights_as_changes(dict(zip(FACTORS, weights, strict=True)))
        setting = replace(setting, numbers=setting.numbers.changed(changes))
    key = ("ranking", case.id, setting.as_of, tuple(sorted(setting.numbers.changes.items())))
    found: Ranking = once(key, lambda: assessing.ranking(session.desk(), case.id, setting))
    return found


def reasons_against(case: KeptCase, setting: Setting, lha: str) -> WhyNot:
    """Return what stands against one LHA; the log has it that they looked."""

    def ask() -> WhyNot:
        look(session.desk(), case.id, [lha], reason="its reasons were shown")
        return assessing.reasons_against(session.desk(), case.id, setting, lha)

    found: WhyNot = once(("why", case.id, setting.as_of, lha), ask)
    return found


def may_change(case: str) -> bool:
    """Whether this person may change the case's file."""
    from placement.records import policy
    from placement.records.kinds import KINDS

    desk = session.desk()
    return policy.may(desk.actor, "write", KINDS["case"], desk.standing(case)).allowed


def looked_at(lhas: Iterable[str]) -> None:
    """Put in the log that the findings of several LHAs were shown; a decision asks for it."""
    case = in_hand() if session.has_record() else None
    if case is None:
        return
    shown = sorted(lhas)

    def ask() -> bool:
        look(session.desk(), case.id, shown, reason="shown side by side")
        return True

    once(("looked", case.id, case.version, *shown), ask)


def _read(case: str) -> KeptCase | None:
    try:
        stored = session.desk().read(case, reason="the case in hand")
    except NotAllowed:
        return None
    text = stored.data["text"]
    read = read_case_text(text)
    return KeptCase(
        id=case,
        reference=read.reference,
        version=stored.version,
        day=read.assessed_on,
        text=text,
    )


def once(key: tuple[Any, ...], ask: Any) -> Any:  # noqa: ANN401 - any answer
    """Ask the record once for each person, until something is saved in it."""
    who = session.actor()
    now = assessing.stamp(session.record())
    if st.session_state.get(STAMP) != now:
        st.session_state[STAMP] = now
        st.session_state[ANSWERS] = {}
    answers = st.session_state.setdefault(ANSWERS, {})
    full = (who.id, who.role, who.lha, key) if who else key
    if full not in answers:
        answers[full] = ask()
    return answers[full]
