"""Settings: who speaks for each local housing authority, and when they are away (6.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from placement.days import in_words
from placement.records.directory import route
from placement.records.kinds.directory import Absence, Office
from placement.ui import markup, session, settings_parts, state
from placement.ui.markup import Group, table
from placement.ui.settings_parts import day_field, done, key, without_nothing
from placement.ui.spoken import quoted, st

if TYPE_CHECKING:
    from placement.records import Stored

POSTS = {"spoc": "SPOC", "deputy": "Deputy"}
WHY = "the directory is kept up to date"


def directory() -> None:
    """Show whom to ask today, every entry and every absence; change them, for who may."""
    desk, names = session.desk(), state.lhas()
    offices, absences = desk.list("office"), desk.list("absence")
    _whom_to_ask(offices, absences, names)
    _entries(offices, names)
    _away(absences, offices)
    if not settings_parts.writes("office"):
        return
    own = desk.actor.lha
    mine = [each for each in offices if own in (None, each.data["lha"])]
    left, right = st.columns(2)
    with left:
        _add_office({code: name for code, name in names.items() if own in (None, code)})
        _end("office", "End an entry", mine, _office_called)
    with right:
        _add_absence(mine)
        away = [each for each in absences if own in (None, each.data["lha"])]
        _end("absence", "End an absence", away, lambda each: _absence_called(each, offices))


def _whom_to_ask(offices: list[Stored], absences: list[Stored], names: dict[str, str]) -> None:
    held = {each.id: _as_written(Office.from_data(each.data)) for each in offices}
    away = [Absence.from_data(each.data) for each in absences]
    today = state.today()
    said = [
        route(code, today, offices=held, absences=away, name=name).sentence.replace(
            today.isoformat(), in_words(today)
        )
        for code, name in names.items()
    ]
    st.subheader("Whom to ask today", anchor=False)
    st.html(markup.items(said))


def _as_written(office: Office) -> Office:
    return replace(office, name=quoted(office.name))


def _entries(offices: list[Stored], names: dict[str, str]) -> None:
    posts = list(POSTS)
    ordered = sorted(
        offices,
        key=lambda each: (names.get(each.data["lha"], ""), posts.index(each.data["post"])),
    )
    rows = [
        [
            names.get(each.data["lha"], each.data["lha"]),
            POSTS[each.data["post"]],
            quoted(each.data["name"]),
            quoted(each.data["staff"]),
            quoted(", ".join(filter(None, map(each.data.get, ("telephone", "email"))))),
            _days(each.data),
        ]
        for each in ordered
    ]
    st.html(
        table(
            caption="Who speaks for each authority (6.1)",
            head=("Authority", "Post", "Name", "Staff id", "Reached by", "Days"),
            groups=[Group(rows=rows)],
            wide=True,
        )
    )


def _away(absences: list[Stored], offices: list[Stored]) -> None:
    if not absences:
        st.html(markup.paragraph("No absence is entered."))
        return
    called = {each.id: _office_called(each) for each in offices}
    rows = [
        [
            called.get(each.data["office"], "-"),
            _days(each.data),
            "yes" if each.data.get("conflict_of_interest") == "yes" else "no",
        ]
        for each in absences
    ]
    st.html(
        table(
            caption="When they are away",
            head=("Who", "Days", "Because of a conflict of interest"),
            groups=[Group(rows=rows)],
        )
    )


def _add_office(names: dict[str, str]) -> None:
    st.subheader("Add a SPOC or deputy", anchor=False)
    with st.form(key("add-office"), enter_to_submit=False):
        entry: dict[str, Any] = {
            "lha": st.selectbox(
                "Authority", list(names), format_func=names.__getitem__, key=key("office-lha")
            ),
            "post": st.selectbox(
                "Post", list(POSTS), format_func=POSTS.__getitem__, key=key("office-post")
            ),
            "name": st.text_input("Name", key=key("office-name")),
            "staff": st.text_input("Staff id", key=key("office-staff")),
            "telephone": st.text_input("Telephone", key=key("office-telephone")),
            "email": st.text_input("E-mail", key=key("office-email")),
            "from": day_field("From", "office-from", state.today()),
        }
        pressed = st.form_submit_button("Add this entry")
    if pressed:
        desk = session.desk()
        done(
            lambda: desk.save("office", without_nothing(entry), reason=WHY),
            f"The {POSTS[entry['post']]} of {names[entry['lha']]} was added.",
        )


def _add_absence(offices: list[Stored]) -> None:
    st.subheader("Add an absence", anchor=False)
    if not offices:
        st.html(markup.paragraph("Nobody is entered yet who could be away."))
        return
    called = {each.id: _office_called(each) for each in offices}
    lhas = {each.id: each.data["lha"] for each in offices}
    with st.form(key("add-absence"), enter_to_submit=False):
        office = st.selectbox(
            "Who", list(called), format_func=called.__getitem__, key=key("absence-office")
        )
        start = day_field("First day away", "absence-from", state.today())
        end = day_field("First day back (leave empty if not known)", "absence-to", None)
        conflict = st.checkbox("Because of a conflict of interest", key=key("absence-conflict"))
        pressed = st.form_submit_button("Add this absence")
    if pressed:
        entry = {"office": office, "lha": lhas[office], "from": start, "to": end}
        entry["conflict_of_interest"] = "yes" if conflict else None
        desk = session.desk()
        done(
            lambda: desk.save("absence", without_nothing(entry), reason=WHY),
            f"The absence of {called[office]} was added.",
        )


def _end(kind: str, title: str, entries: list[Stored], called: Any) -> None:  # noqa: ANN401
    """Ask for the first day on which an entry holds no longer."""
    open_ = {each.id: each for each in entries if "to" not in each.data}
    if not open_:
        return
    st.subheader(title, anchor=False)
    with st.form(key(f"end-{kind}"), enter_to_submit=False):
        chosen = st.selectbox(
            "Which", list(open_), format_func=lambda id_: called(open_[id_]), key=key(f"{kind}-end")
        )
        on = day_field("First day it no longer holds", f"{kind}-on", state.today())
        pressed = st.form_submit_button(title)
    if pressed and on is not None:
        stored, desk = open_[chosen], session.desk()
        data = {**stored.data, "to": on.isoformat()}
        done(
            lambda: desk.save(kind, data, id=stored.id, based_on=stored.version, reason=WHY),
            f"{called(stored)}: ends on {in_words(on)}.",
        )


def _office_called(each: Stored) -> str:
    name = state.lhas().get(each.data["lha"], each.data["lha"])
    return f"{quoted(each.data['name'])} ({POSTS[each.data['post']]}, {name})"


def _absence_called(each: Stored, offices: list[Stored]) -> str:
    called = {office.id: _office_called(office) for office in offices}
    return f"{called.get(each.data['office'], 'Absence')}, {_days(each.data)}"


def _days(data: Any) -> str:  # noqa: ANN401 - the data of a record
    start = in_words(date.fromisoformat(data["from"]))
    if "to" not in data:
        return f"from {start}"
    return f"from {start} until {in_words(date.fromisoformat(data['to']))}"
