"""Verifying the log, and giving it out as a file; both are logged."""

from __future__ import annotations

import csv
import io
import secrets
from functools import partial
from typing import TYPE_CHECKING, Final

from placement.errors import PlacementError
from placement.records import logbook
from placement.ui import audit_parts, frame, markup, session
from placement.ui.spoken import st

if TYPE_CHECKING:
    from placement.records import Desk
    from placement.ui.audit_parts import Found

REPORT: Final = "audit-report"
_HEAD: Final = ("entry", "when_utc", "who", "role", "done", "kind", "case", "to_whom_and_why")
_RUNS: Final = ("=", "+", "-", "@", "\t", "\r")


def verify() -> None:
    """Hold the log against itself and everything kept, when asked; say what was found."""
    st.header("Is the log whole?", anchor=False)
    st.html(
        markup.paragraph(
            "Each entry is chained to the one before it and vouched for with a key that is not in "
            "the database. Verifying finds an entry changed, left out or cut off, and anything "
            "kept that is not as the log left it."
        )
    )
    if st.button("Verify the log"):
        with st.spinner("Looking at every entry and every version that is kept...", show_time=True):
            try:
                report = logbook.verified(session.desk())
            except PlacementError as error:
                frame.say(str(error))
                return
        st.session_state[REPORT] = (session.desk().actor, report.sound, str(report))
    who, sound, said = st.session_state.get(REPORT, (None, True, ""))
    if who == session.desk().actor:
        if sound:
            st.success(markup.literally(said))
        else:
            frame.say(said)


def give_out(result: Found | None) -> None:
    """Give the entries shown as a file (CSV), to somebody and for a reason that are logged."""
    if result is None or not result.entries:
        return
    st.header("Give it out", anchor=False)
    st.html(
        markup.paragraph(
            "The entries shown above as a CSV file. Giving it out is a disclosure and is logged, "
            "with to whom and why."
        )
    )
    left, right = st.columns(2)
    to_whom = left.text_input("To whom (staff id, office or agency)", key="audit-to").strip()
    why = right.text_input("Why", key="audit-why").strip()
    if not (to_whom and why):
        st.html(markup.paragraph("Say to whom and why, then the file can be made."))
        return
    st.download_button(
        "Download the log (CSV)",
        data=partial(as_file, session.desk(), result, to_whom, why),
        file_name="log.csv",
        mime="text/csv",
        on_click="ignore",
    )


def as_file(desk: Desk, result: Found, to_whom: str, why: str) -> bytes:
    """Log that the entries leave, then return them; the number in each row is this file's own."""
    number = secrets.token_hex(8)
    desk.log(
        "disclosure",
        what={"kind": "audit", "event": "exported", "list": len(result.entries), "file": number},
        to_whom=to_whom,
        reason=why,
    )
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*_HEAD, "file"))
    for entry in result.entries:
        cells = (
            entry.seq,
            entry.at.isoformat(),
            entry.actor,
            entry.role,
            entry.action,
            entry.what.get("kind", ""),
            result.named.get(entry.case or "", entry.case or ""),
            audit_parts.why(entry, result),
            number,
        )
        writer.writerow([_cell(str(cell)) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_RUNS) and text != "-" else text
