"""The Audit page: the log of the record, read, verified and taken away."""

from __future__ import annotations

from placement.ui import audit_parts, audit_verify, markup, session
from placement.ui.spoken import st


def page() -> None:
    """Show the log, newest first; have it verified; give it out as a file, which is logged."""
    st.title("Audit", anchor=False)
    who = session.desk().actor
    st.html(
        markup.paragraph(
            "Everything that was recorded, changed, looked at, given out, put together or erased, "
            "with who did it and when. Reading the log is itself an entry."
        )
    )
    if who.role == "auditor":
        st.html(markup.paragraph(audit_parts.WITHOUT_CASES))
    audit_verify.verify()
    st.header("The log, newest first", anchor=False)
    asked = audit_parts.ask(who.role)
    found = audit_parts.found(asked)
    audit_parts.show(found)
    audit_verify.give_out(found)
