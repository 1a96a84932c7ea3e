"""Settings: the Board's yearly review of the protocol (14), and what it decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from placement.days import add_months, in_words
from placement.ui import markup, session, state
from placement.ui.markup import Group, table
from placement.ui.settings_parts import day_field, done, key, without_nothing, writes
from placement.ui.spoken import quoted, st

OUTCOMES = {
    "no_change": "No change",
    "amended": "Amended",
    "consulting": "Consulting on a change",
}


def review() -> None:
    """Show the reviews, when the next is due, and record one, for who may."""
    desk, document = session.desk(), state.register().protocol
    found = sorted(desk.list("protocol_review"), key=lambda each: each.data["on"], reverse=True)
    if found:
        last = date.fromisoformat(found[0].data["on"])
        following = add_months(last, document.review_months)
        said = "was due" if following <= state.today() else "is due"
        st.info(
            f"The last review was on {in_words(last)}; the next {said} by {in_words(following)}."
        )
        _table([each.data for each in found])
    else:
        st.info(
            f"No review is recorded. The protocol asks for one every {document.review_months} "
            "months (14)."
        )
    if writes("protocol_review"):
        _record()


def _table(reviews: list[Any]) -> None:
    rows = [
        [
            in_words(date.fromisoformat(each["on"])),
            OUTCOMES[each["outcome"]],
            ", ".join(each.get("clauses", ())) or "-",
            ", ".join(each.get("signatories", ())).replace("_", " ") or "-",
            quoted(each["approval"]),
            quoted(each.get("note", "-")),
        ]
        for each in reviews
    ]
    st.html(
        table(
            caption="Reviews of the protocol, the newest first",
            head=("On", "Outcome", "Clauses", "Signatories", "Approval", "Note"),
            groups=[Group(rows=rows)],
            wide=True,
        )
    )


def _record() -> None:
    st.subheader("Record a review", anchor=False)
    st.html(
        markup.paragraph(
            "An amendment needs the consent of all signatories (14): list them and the clauses."
        )
    )
    with st.form(key("review"), enter_to_submit=False):
        entry: dict[str, Any] = {
            "on": day_field("Day of the review", "review-on", state.today()),
            "outcome": st.selectbox(
                "Outcome", list(OUTCOMES), format_func=OUTCOMES.__getitem__, key=key("review-what")
            ),
            "approval": st.text_input(
                "Approved by (minute or reference)", key=key("review-approval")
            ),
            "note": st.text_area("Note", key=key("review-note")),
        }
        clauses = st.text_input(
            "Clauses amended, with commas", placeholder="6(b), 9.3", key=key("review-clauses")
        )
        signed = st.text_input(
            "Signatories who consented, with commas",
            placeholder=f"police, probation, {state.told('E07000009')}",
            key=key("review-signed"),
        )
        pressed = st.form_submit_button("Record this review")
    if pressed:
        entry |= {"clauses": _listed(clauses), "signatories": _listed(signed)}
        desk = session.desk()
        done(
            lambda: desk.save("protocol_review", without_nothing(entry), reason="review (14)"),
            "The review was recorded.",
        )


def _listed(typed: str) -> list[str]:
    return [each.strip() for each in typed.split(",") if each.strip()]
