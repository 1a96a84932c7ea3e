"""Settings: who needs to know a case, who sees what is protected, limited access (11.2)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from placement.days import in_words
from placement.ui import markup, session, state
from placement.ui.markup import Group, table
from placement.ui.settings_parts import cases_by_id, day_field, done, key, without_nothing
from placement.ui.spoken import quoted, st

if TYPE_CHECKING:
    from placement.records import Desk, Stored

AS = {
    "offender_manager": "Offender manager of the case",
    "victim_liaison": "Victim liaison officer of the case",
    "named": "Somebody else who needs to know it",
}
CASE = "settings-case"
PANEL = (
    "A panel member sees the cases of meetings they attended. To show one of them what is "
    "protected too, name them for the case and mark it; it holds only where they attended."
)
NAMES_YOU = (
    "You are not named for this case. Limiting it names you too, so that somebody can open it "
    "again; end your own need to know afterwards if you must not see it."
)


def need_to_know() -> None:
    """Choose a case; show who needs to know it, and change that."""
    desk = session.desk()
    named = cases_by_id(desk)
    granted = desk.list("access")
    # A case limited to others is not on the list, but the coordinator still says who knows it.
    others = {each.case for each in granted if each.case and each.case not in named}
    named |= {case: f"a limited case (id {case[:8]})" for case in sorted(others)}
    if not named:
        st.info("There is no case yet.")
        return
    case = st.selectbox("Case", list(named), format_func=named.__getitem__, key=CASE)
    mine = [each for each in granted if each.case == case]
    _people(mine, named[case])
    left, right = st.columns(2)
    with left:
        _add(desk, case)
    with right:
        _end(desk, mine)
        if case not in others:
            _limit(desk, case)


def _people(granted: list[Stored], reference: str) -> None:
    rows = [
        [
            quoted(each.data["person"]),
            AS[each.data["as"]],
            "yes, where they attended" if each.data.get("sees_protected") else "no mark",
            _days(each.data),
            quoted(each.data["why"]),
        ]
        for each in granted
    ]
    if not rows:
        st.html(markup.paragraph("Nobody is named for this case."))
        return
    st.html(
        table(
            caption=f"Who needs to know {reference}",
            head=("Staff id", "As", "Marked to see what is protected", "Days", "Why"),
            groups=[Group(rows=rows)],
            wide=True,
        )
    )
    st.html(markup.paragraph(PANEL))


def _add(desk: Desk, case: str) -> None:
    st.subheader("Name somebody", anchor=False)
    with st.form(key("add-access"), enter_to_submit=False):
        entry: dict[str, Any] = {
            "person": st.text_input("Staff id", key=key("access-person")),
            "as": st.selectbox("As", list(AS), format_func=AS.__getitem__, key=key("access-as")),
            "from": day_field("From", "access-from", state.today()),
            "to": day_field("Until (leave empty if not known)", "access-to", None),
            "why": st.text_input("Why they need to know", key=key("access-why")),
        }
        protected = st.checkbox(
            "Show them what is protected (a panel member who attended)", key=key("access-sees")
        )
        pressed = st.form_submit_button("Name this person")
    if pressed:
        if protected:
            entry["sees_protected"] = True
        reason = entry["why"].strip() or "need to know"
        done(
            lambda: desk.save("access", without_nothing(entry), case=case, reason=reason),
            f"{quoted(entry['person'])} was named for the case.",
        )


def _end(desk: Desk, granted: list[Stored]) -> None:
    today = state.today().isoformat()
    open_ = {each.id: each for each in granted if today < each.data.get("to", "9999")}
    if not open_:
        return
    st.subheader("End a need to know", anchor=False)
    with st.form(key("end-access"), enter_to_submit=False):
        chosen = st.selectbox(
            "Whose",
            list(open_),
            format_func=lambda id_: (
                f"{quoted(open_[id_].data['person'])}, {AS[open_[id_].data['as']]}"
            ),
            key=key("access-end"),
        )
        on = day_field("First day it no longer holds", "access-on", state.today())
        pressed = st.form_submit_button("End it")
    if pressed and on is not None:
        stored = open_[chosen]
        person = stored.data["person"]
        if on.isoformat() <= stored.data["from"]:
            what = lambda: desk.withdraw(  # noqa: E731 - it never held
                stored.id, based_on=stored.version, reason="ended before it began"
            )
        else:
            data = {**stored.data, "to": on.isoformat()}
            what = lambda: desk.save(  # noqa: E731
                "access", data, id=stored.id, based_on=stored.version, reason="need to know ended"
            )
        done(what, f"The need to know of {quoted(person)} ends on {in_words(on)}.")


def _limit(desk: Desk, case: str) -> None:
    st.subheader("Limited access", anchor=False)
    standing = desk.standing(case)
    if standing.limited:
        said, button = "This case is limited to those named for it.", "Open it to others again"
    else:
        said, button = "This case is not limited.", "Limit it to those named"
    st.html(markup.paragraph(said))
    if not standing.limited and desk.actor.id not in standing.named:
        st.html(markup.paragraph(NAMES_YOU))
    with st.form(key("limit"), enter_to_submit=False):
        why = st.text_input("Why", key=key("limit-why"))
        pressed = st.form_submit_button(button)
    if pressed:
        limited = not standing.limited
        done(
            lambda: desk.limit(case, limited=limited, reason=why),
            "The case is limited to those named for it." if limited else "The case is open again.",
        )


def _days(data: Any) -> str:  # noqa: ANN401 - the data of a record
    start = f"from {in_words(date.fromisoformat(data['from']))}"
    until = data.get("to")
    return f"{start} until {in_words(date.fromisoformat(until))}" if until else start
