"""The Cases page: what is due, the cases that somebody may see, and a new one."""

from __future__ import annotations

from placement.ui import case_list, markup, parts, session
from placement.ui.spoken import st, terms


def page() -> None:
    """Show what is due and the cases in reach; open one, begin one, or give a file."""
    st.title("Cases", anchor=False)
    found = case_list.found()
    if terms():
        parts.whose_protocol()
    elif found.banner:
        st.warning(markup.literally(found.banner))
    case_list.due(found)
    case_list.cases(found)
    if case_list.may_open():
        left, right = st.columns(2)
        with left:
            case_list.begin()
        with right:
            case_list.give_a_file()
    elif session.desk().actor.role == "spoc":
        st.html(markup.paragraph(case_list.ONLY_REFERRED))
        case_list.offer_an_enquiry()
