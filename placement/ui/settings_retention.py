"""Settings: which cases have ended, and which have been kept as long as they are to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.days import in_words
from placement.records.kinds import KINDS
from placement.records.retention import due
from placement.records.retention_records import records_due
from placement.ui import markup, session, state
from placement.ui.markup import Group, table, tag
from placement.ui.settings_parts import cases_by_id, day_field, done, key
from placement.ui.spoken import st

if TYPE_CHECKING:
    from datetime import date

    from placement.records import Desk

DUE = {0: "no", 1: "what is protected", 2: "all of it"}


def retention() -> None:
    """Show how long each case is kept, and record that one has ended."""
    desk = session.desk()
    named = cases_by_id(desk)
    rows = [
        [
            named.get(each.case, f"a limited case (id {each.case[:8]})"),
            _on(each.ended_on, "not ended"),
            _on(each.protected_until, "-"),
            _on(each.until, "-"),
            tag(DUE[len(each.compartments)], "refer" if each.compartments else "plain"),
        ]
        for each in due(desk, state.today())
    ]
    _others(desk)
    if not rows:
        st.info("There is no case yet.")
        return
    st.html(
        table(
            caption="How long each case is kept; the first due first. Nothing is erased by itself.",
            head=("Case", "Ended", "What is protected until", "All until", "Due to be erased"),
            groups=[Group(rows=rows)],
            wide=True,
        )
    )
    _ended(desk, named)


def _others(desk: Desk) -> None:
    """Show the records of no case that have ended, each kind kept as long as is set for it."""
    rows = [
        [
            KINDS[each.kind].label,
            each.id[:8],
            _on(each.ended_on, "not ended"),
            _on(each.until, "-"),
            tag("yes" if each.due else "no", "refer" if each.due else "plain"),
        ]
        for each in records_due(desk, state.today())
        if each.ended_on is not None
    ]
    if rows:
        st.html(
            table(
                caption="Records of no case that have ended; `placement record erase` ends them.",
                head=("What", "Id", "Ended", "Kept until", "Due to be erased"),
                groups=[Group(rows=rows)],
                wide=True,
            )
        )


def _ended(desk: Desk, named: dict[str, str]) -> None:
    st.subheader("Record that a case has ended", anchor=False)
    st.html(markup.paragraph("From this day the years are counted. It can be taken back."))
    with st.form(key("end-case"), enter_to_submit=False):
        case = st.selectbox(
            "Case", list(named), format_func=named.__getitem__, key=key("ended-case")
        )
        on = day_field("Ended on (leave empty to take it back)", "ended-on", state.today())
        why = st.text_input("Why", key=key("ended-why"))
        pressed = st.form_submit_button("Record this")
    if pressed:
        said = f"ended on {in_words(on)}" if on else "has not ended"
        done(lambda: desk.end_case(case, on=on, reason=why), f"{named[case]} {said}.")


def _on(day: date | None, otherwise: str) -> str:
    return otherwise if day is None else in_words(day)
