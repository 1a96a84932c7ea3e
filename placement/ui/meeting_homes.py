"""Vacancies for a case: those linked to it, linking one, entering one, confirming somebody's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from placement.errors import PlacementError
from placement.records.kinds import KINDS
from placement.records.policy import may_confirm, office_of
from placement.ui import frame, markup, meeting_forms, session, state, words
from placement.ui.meeting_live import records
from placement.ui.spoken import st

if TYPE_CHECKING:
    from placement.records import Stored
    from placement.ui.kept import KeptCase

LINK, CONFIRM, END = "home-link", "home-confirm", "home-end"
TWO_PEOPLE: Final = (
    "A vacancy is somebody's word until somebody else confirms it: another office, or with the "
    "landlord's reference for the home. It is a day old before its address is asked about."
)
ENDED: Final = {
    "let_to_them": "it was let to them",
    "not_suitable": "it is not suitable",
    "gone": "it is gone",
    "other": "another reason",
}


def vacancies() -> dict[str, Stored]:
    """Return the vacancies that this person may see, by id."""
    return {each.id: each for each in records("vacancy", None)}


def called(vacancy: Stored) -> str:
    """Return what a vacancy is called: its reference, kind and LHA, never where it stands."""
    data = vacancy.data
    name = state.lhas().get(data["lha"], data["lha"])
    return f"{data['reference']} ({words.plainly(data['kind'])}, {name})"


def linked(case: str) -> dict[str, Stored]:
    """Return the vacancies linked to a case today."""
    homes = vacancies()
    links = _links(case)
    return {each: homes[each] for each in links if each in homes}


def _links(case: str) -> dict[str, Stored]:
    today = _today()
    return {
        each.data["vacancy"]: each
        for each in records("vacancy_link", case)
        if each.data["from"] <= today < each.data.get("to", "9999")
    }


def manage(now: KeptCase) -> None:
    """Link a vacancy to the case, end a link, enter a vacancy, confirm one."""
    confirmed = {each.data["vacancy"] for each in records("vacancy_confirmation", None)}
    with st.expander("Link a vacancy to this case, or end a link"):
        _link(now, confirmed)
        _end(now)
    with st.expander("Enter a vacancy"):
        _enter()
    with st.expander("Confirm a vacancy that somebody else entered"):
        _confirm(confirmed)


def _today() -> str:
    return session.record().clock().date().isoformat()


def _link(now: KeptCase, confirmed: set[str]) -> None:
    there = _links(now.id)
    free = {
        id_: called(one)
        for id_, one in vacancies().items()
        if id_ in confirmed
        and id_ not in there
        and meeting_forms.may_write("vacancy_link", now.id, one.data["lha"])
    }
    if not free:
        st.html(markup.paragraph("There is no confirmed vacancy that you could link."))
        return
    chosen = st.selectbox(
        "Confirmed vacancy",
        list(free),
        index=None,
        format_func=free.__getitem__,
        placeholder="choose a vacancy",
        key=LINK,
    )
    if st.button("Link it to this case", disabled=chosen is None) and chosen is not None:
        data = {"vacancy": chosen, "lha": vacancies()[chosen].data["lha"], "from": _today()}
        _save("vacancy_link", data, now.id, f"{free[chosen]} is linked to this case.")


def _end(now: KeptCase) -> None:
    there = _links(now.id)
    homes = vacancies()
    names = {id_: called(homes[id_]) for id_ in there if id_ in homes}
    if not names:
        return
    left, right = st.columns(2)
    with left:
        chosen = st.selectbox(
            "Linked vacancy",
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder="choose a vacancy",
            key=END,
        )
    with right:
        why = st.selectbox(
            "Why the link ends",
            list(ENDED),
            index=None,
            format_func=ENDED.__getitem__,
            placeholder="choose a reason",
            key=f"{END}-why",
        )
    ready = chosen is not None and why is not None
    if st.button("End this link", disabled=not ready) and chosen is not None and why is not None:
        link = there[chosen]
        _end_link(link, why, names[chosen])


def _end_link(link: Stored, why: str, name: str) -> None:
    desk = session.desk()
    try:
        if link.data["from"] == _today():
            desk.withdraw(link.id, based_on=link.version, reason=ENDED[why])
        else:
            data = {**link.data, "to": _today(), "ended_because": why}
            desk.save(
                "vacancy_link", data, id=link.id, based_on=link.version, reason="the link ended"
            )
    except PlacementError as error:
        frame.say(str(error))
        return
    st.session_state[meeting_forms.DONE] = f"{name} is no longer linked to this case."
    st.rerun()


def _enter() -> None:
    st.html(markup.paragraph(TWO_PEOPLE))
    actor = session.desk().actor
    base = {"lha": actor.lha} if actor.lha else {}
    form = meeting_forms.opened("vacancy", None, base)
    omit = ("lha",) if actor.lha else ()
    typed: dict[str, Any] = {**base, **meeting_forms.ask_fields(form, {}, omit=omit)}
    meeting_forms.keep(form, typed)
    missing = meeting_forms.problems("vacancy", typed)
    meeting_forms.still_needed(missing)
    if st.button("Enter this vacancy", disabled=bool(missing)):
        said = f"{typed['reference']} is entered. Somebody else must confirm it."
        meeting_forms.save(form, said, reason="a vacancy was entered")


def _confirm(confirmed: set[str]) -> None:
    waiting = {id_: one for id_, one in vacancies().items() if id_ not in confirmed}
    names = {id_: called(one) for id_, one in waiting.items()}
    if not names:
        st.html(markup.paragraph("Every vacancy that you may see is confirmed."))
        return
    chosen = st.selectbox(
        "Vacancy",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="choose a vacancy",
        key=CONFIRM,
    )
    if chosen is None:
        return
    one = waiting[chosen]
    reference = st.text_input(
        "The landlord's reference for the home (needed within one office)",
        key=f"{CONFIRM}-{chosen}",
    ).strip()
    answer = may_confirm(
        session.desk().actor,
        entered_by=one.by,
        entered_at=office_of(one.role, one.data["lha"]),
        landlord_reference=reference or None,
    )
    if not answer.allowed:
        st.html(markup.paragraph(answer.why))
    if st.button("Confirm that it is real", disabled=not answer.allowed):
        data = meeting_forms.known(
            {
                "vacancy": chosen,
                "lha": one.data["lha"],
                "on": _today(),
                "landlord_reference": reference or None,
            }
        )
        _save("vacancy_confirmation", data, None, f"{names[chosen]} is confirmed.")


def _save(kind: str, data: dict[str, Any], case: str | None, done: str) -> None:
    try:
        session.desk().save(kind, data, case=case, reason=KINDS[kind].label.lower())
    except PlacementError as error:
        frame.say(str(error))
        return
    st.session_state[meeting_forms.DONE] = done
    st.rerun()
