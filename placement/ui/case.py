"""The Case page: the case in the protocol's order, saved as one goes, with what is missing."""

from __future__ import annotations

from placement.ui import case_form, case_parts, files, kept, markup
from placement.ui.spoken import st


def page() -> None:
    """Ask for the case section by section; show what is missing and what each gap costs."""
    st.title("The case", anchor=False)
    now = kept.in_hand()
    if now is None:
        files.nothing_open()
        return
    st.html(markup.paragraph(f"{now.reference}, version {now.version}. {case_form.BLANK_SAID}"))
    copy = case_form.working_copy(now)
    case_parts.what_is_missing(now)
    section = case_form.choose_section(copy)
    copy = case_form.ask_section(section, copy)
    case_form.keep(now, copy)
    case_form.save_or_undo(now, copy)
    case_parts.versions(now)
