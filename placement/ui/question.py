"""
May this vacancy be used? Asked by housing with a wait that is always the same, and by staff.

A section that any page may call with the case in hand. What housing is told is one word and one
sentence; what a SPOC is not told can be handed to the offender manager in one click.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from placement.days import in_words
from placement.errors import PlacementError
from placement.records import assessing, versions
from placement.records.kinds.oracle import AddressCheck
from placement.records.oracle.check import FULL_VIEW, RATIONED
from placement.records.oracle.kept import VaultLog, check_vacancy, pass_on, passed_on
from placement.ui import frame, markup, meeting_homes, meeting_room, session
from placement.ui.markup import Group, table, tag
from placement.ui.meeting_live import once
from placement.ui.spoken import st

if TYPE_CHECKING:
    from placement.records import Stored
    from placement.ui.kept import KeptCase

ANSWERED, CHOSEN, SAID = "question-answers", "question-vacancy", "question-said"
SAME_WAIT: Final = (
    "Asking. The wait is always the same {seconds} seconds, whatever the answer: it tells nothing."
)
MAY: Final = "May this vacancy be used?"
WORDS: Final = {
    "clear": "Clear",
    "conflict": "Conflict",
    "refer": "Ask the offender manager",
}
FOR_STAFF: Final = (
    "You are told more than housing is. Do not show this part on a shared screen with housing in "
    "the room."
)
NO_LINK: Final = "No vacancy is linked to this case yet. Link one below; then you may ask about it."
RATION: Final = (
    "{case} of {per_case} questions are left for this case, and {own} of {per_person} for you, in "
    "{days} days. Each question to the record uses one, whatever the answer."
)
PASSED: Final = "The question is with the offender manager, who will tell you."


@dataclass(frozen=True, slots=True)
class Told:
    """What was told about one vacancy, on this screen."""

    answer: str
    sentence: str
    can_pass_on: bool


def ask(now: KeptCase) -> None:
    """Ask about a vacancy linked to the case; link, enter and confirm vacancies."""
    desk = session.desk()
    st.header(MAY, anchor=False)
    if desk.actor.role in FULL_VIEW:
        st.warning(FOR_STAFF)
        _list_passed_on(now)
    said = st.session_state.pop(SAID, None)
    if said:
        st.success(said)
    linked = meeting_homes.linked(now.id)
    if linked:
        _ask(now, linked)
    else:
        st.html(markup.paragraph(NO_LINK))
    meeting_homes.manage(now)


def _ask(now: KeptCase, linked: dict[str, Stored]) -> None:
    names = {id_: meeting_homes.called(one) for id_, one in linked.items()}
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        vacancy = st.selectbox(
            "Vacancy linked to this case", list(names), format_func=names.__getitem__, key=CHOSEN
        )
    rationed = session.desk().actor.role in RATIONED
    if rationed:
        st.html(markup.paragraph(_ration_left(now.id)))
    with right:
        pressed = st.button("Ask", type="primary", disabled=vacancy is None)
    answers: dict[tuple[str, ...], Told] = st.session_state.setdefault(ANSWERED, {})
    key = (now.id, str(vacancy), session.desk().actor.id)
    if pressed and vacancy is not None:
        _put(now, vacancy, answers, key, rationed=rationed)
    if key in answers:
        _show(now, str(vacancy), names[str(vacancy)], answers[key])


def _put(
    now: KeptCase,
    vacancy: str,
    answers: dict[tuple[str, ...], Told],
    key: tuple[str, ...],
    *,
    rationed: bool,
) -> None:
    """Ask the record; the answer is kept at once, so that no click during the wait loses it."""
    setting = meeting_room.setting()
    desk = session.desk()
    answers.pop(key, None)
    seconds = setting.numbers["oracle.delay_seconds"]
    waiting = SAME_WAIT.format(seconds=seconds) if rationed else "Asking."
    with st.spinner(waiting):
        try:
            with desk.transaction() as transaction:
                setting = replace(setting, placements=assessing.placed(transaction))
            found = check_vacancy(desk, now.id, vacancy, setting, wait=time.sleep)
        except PlacementError as error:
            problem: str | None = str(error)
        else:
            problem = None
            answers[key] = Told(found.answer, found.sentence, found.can_pass_on)
    if problem:
        frame.say(problem)


def _show(now: KeptCase, vacancy: str, name: str, told: Told) -> None:
    said = f"{WORDS[told.answer]}. {told.sentence}"
    line = markup.literally(f"{name}: {said}")
    if told.answer == "clear":
        st.success(line)
    elif told.answer == "conflict":
        st.error(line)
    else:
        st.info(line)
    check = _question_to_pass_on(now.id, vacancy) if told.can_pass_on else None
    if check:
        st.button(
            "Pass this question to the offender manager",
            on_click=_pass_on,
            args=(now.id, check),
            key=f"pass-on-{check}",
        )


def _pass_on(case: str, check: str) -> None:
    pass_on(session.desk(), case, check)
    st.session_state[SAID] = PASSED


def _question_to_pass_on(case: str, vacancy: str) -> str | None:
    """Return the id of this person's last question about a home that can be passed on."""
    desk = session.desk()
    with desk.transaction() as transaction:
        rows = versions.newest_of_kind(
            transaction.connection, "address_check", vault=True, case=case
        )
        mine = [row for row in rows if row["by"] == desk.actor.id]
        found = [
            each.id
            for each in versions.opened(
                transaction.connection,
                transaction.keyring,
                versions.table_of(vault=True),
                mine,
            )
            if each.data["vacancy"] == vacancy
            and each.data["answer"] == "refer"
            and not each.data.get("passed_on")
        ]
    return found[-1] if found else None


def _ration_left(case: str) -> str:
    numbers = meeting_room.setting().numbers
    days = numbers["oracle.window_days"]
    desk = session.desk()

    def count() -> tuple[int, int]:
        with desk.transaction() as transaction:
            since = transaction.moment - timedelta(days=days)
            told = [
                each
                for each in VaultLog(transaction, desk).told()
                if isinstance(each.what, AddressCheck) and each.at > since
            ]
        return sum(t.case == case for t in told), sum(t.by == desk.actor.id for t in told)

    of_case, own = once(("ration", case), count)
    per_case, per_person = numbers["oracle.checks_per_case"], numbers["oracle.checks_per_person"]
    return RATION.format(
        case=max(0, per_case - of_case),
        per_case=per_case,
        own=max(0, per_person - own),
        per_person=per_person,
        days=days,
    )


def _list_passed_on(now: KeptCase) -> None:
    """Show the offender manager what housing asked and was not told."""
    desk = session.desk()
    waiting: list[Any] = once(("passed-on", now.id), lambda: passed_on(desk, now.id))
    if not waiting:
        st.html(markup.paragraph("No question of housing waits for the offender manager."))
        return
    homes = meeting_homes.vacancies()
    rows = [
        [
            meeting_homes.called(homes[each.data["vacancy"]])
            if each.data["vacancy"] in homes
            else "a vacancy no longer there",
            in_words(each.at.date()),
            tag("waits for you", "refer"),
        ]
        for each in waiting
    ]
    st.html(
        table(
            caption="Questions that housing passed on: ask below, and tell the SPOC yourself",
            head=("Vacancy", "Passed on", "State"),
            groups=[Group(rows=rows)],
        )
    )
