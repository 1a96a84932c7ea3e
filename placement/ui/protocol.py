"""The Protocol page: every statement and how it is treated, every number, every reading."""

from __future__ import annotations

from placement.ui import markup, parts, protocol_tables, state
from placement.ui.readings import readings
from placement.ui.spoken import quoted, st

STATEMENTS, NUMBERS, UNCLEAR = "Statements", "Numbers", "Where the text is unclear"
LAW, FAULTS = "Law", "Faults of the source"


def page() -> None:
    """Show the protocol as the engine treats it, for anybody to correct."""
    st.title("The protocol as it is treated here", anchor=False)
    document = state.register().protocol
    st.html(markup.paragraph(parts.about_the_document(document)))
    parts.whose_protocol()
    parts.unagreed_warning(state.numbers())
    st.html(markup.contents((STATEMENTS, NUMBERS, UNCLEAR, LAW, FAULTS)))
    st.html(markup.heading(STATEMENTS))
    st.html(protocol_tables.statements_table(parts.pick_a_kind(state.statements())))
    st.html(markup.heading(NUMBERS) + protocol_tables.numbers_table(state.numbers()))
    st.html(markup.heading(UNCLEAR) + protocol_tables.readings_table(readings()))
    st.html(markup.heading(LAW) + protocol_tables.law_table(state.register().law.values()))
    st.html(markup.heading(FAULTS) + markup.items(quoted(each) for each in document.defects))
