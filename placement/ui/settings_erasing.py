"""Settings: erasing a case for good, with its reference typed, a reason, and what stays."""

from __future__ import annotations

from typing import Final

from placement.records.erasure import BOTH, erase_case
from placement.ui import kept, markup, session
from placement.ui.settings_parts import done, key
from placement.ui.spoken import st

REASONS: Final = {
    "retention": "It has been kept as long as it is to be",
    "asked_by_the_person": "The person asked for it",
    "opened_in_error": "It was opened in error",
    "order_of_a_court": "A court ordered it",
}
WHAT: Final = {
    "vault": "Only what is protected: victims and unshared conditions",
    "both": "The whole case",
}
GOES: Final = (
    "The keys that open the case are destroyed. Nobody can read it again, here or in any backup "
    "that is restored with these keys.",
    "What was typed about it in the log goes too: reasons, and to whom something was given.",
)
STAYS: Final = (
    "Numbers, codes and days that name nobody: levels, LHAs, outcomes, days of decisions. They "
    "count in monitoring.",
    "The entries of the log, without what was typed, so that the log can still be verified.",
    "Documents already given out, and copies others hold: they are not reached from here.",
)


def erasing() -> None:
    """Erase a case, or what is protected of it; asked for twice, once by typing."""
    desk = session.desk()
    rows = {row.id: row for row in desk.cases()}
    if not rows:
        st.info("There is no case that you may see.")
        return
    st.warning("Erasing cannot be undone. Nobody can bring the case back, not even with a backup.")
    case = st.selectbox(
        "Case to erase", list(rows), format_func=lambda id_: rows[id_].reference, key=key("erase")
    )
    left, right = st.columns(2)
    left.html(markup.heading("What goes") + markup.items(GOES))
    right.html(markup.heading("What stays") + markup.items(STAYS))
    reference = rows[case].reference
    with st.form(key("erase-form"), enter_to_submit=False):
        what = st.radio("What to erase", list(WHAT), format_func=WHAT.__getitem__)
        reason = st.selectbox("Why", list(REASONS), format_func=REASONS.__getitem__)
        typed = st.text_input(f"Type the reference {reference} to confirm", key=key("erase-typed"))
        pressed = st.form_submit_button("Erase for good")
    if not pressed:
        return
    if typed.strip() != reference:
        st.error(
            f"Nothing was erased: what you typed is not {markup.literally(reference)}. Type it "
            "exactly."
        )
        return

    def erase() -> None:
        erase_case(desk, case, reason=reason, compartments=BOTH if what == "both" else (what,))
        kept.put_away()

    called = f"The case {reference}" if what == "both" else f"What is protected of {reference}"
    done(erase, f"{called} was erased: the keys that opened it are destroyed.")
