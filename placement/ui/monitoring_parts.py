"""Parts of the Monitoring page: a report's tables, each with its sentences first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.days import in_words
from placement.ui import markup, monitoring_files
from placement.ui.spoken import st

if TYPE_CHECKING:
    from placement.monitoring.layout import Laid
    from placement.monitoring.tables import Report, Table

FOR_WHOM = {
    "coordinator": (
        "From the placements, referrals, decisions and outcomes in this record. With nothing "
        "hidden the figures are for you alone: small numbers can point at one person. What goes to "
        "the Board, an authority or the public goes through disclosure control, on fixed days."
    ),
    "smb": "How placements are spread, as the Board may have it: small numbers are hidden.",
    "spoc": (
        "How placements are spread, as your authority may have it: its own numbers in full, small "
        "numbers of others hidden."
    ),
}
TAKES_A_WHILE = (
    "The figures come from what is recorded now. They are worked out when you ask, and take about "
    "half a minute: chance is tried out thousands of times, and for anybody else what may be shown "
    "is proven first."
)
GO_ON = "It goes on while you look at something else; the figures are here when you come back."
MANY = 12
WHOM = {"internal": "the MAPPA coordinator alone"}
NO_SENTENCE = "Nothing stands out here."


def show(report: Report) -> None:
    """Show a report, section by section."""
    from placement.monitoring.tables import MARKS

    audience = WHOM.get(report.audience, report.audience)
    first = f"As of {in_words(report.as_of)}. For: {audience}."
    st.html(markup.items([first, *report.warnings]))
    monitoring_files.offer(report)
    for section in report.sections:
        tables = report.of(section.name)
        if not tables:
            continue
        st.header(section.title, anchor=False)
        st.html("".join(markup.paragraph(each) for each in section.intro))
        for table in tables:
            _table(table)
    st.header("Marks", anchor=False)
    st.html(markup.items(f"{shown}: {said}" for shown, said in MARKS.values()))


def _table(table: Table) -> None:
    from placement.monitoring.layout import laid_across, laid_out, words_of

    st.subheader(table.title, anchor=False)
    every, first = words_of(table), words_of(table, short=True)
    if every:
        st.html(markup.items(first or (NO_SENTENCE,)))
    laid = laid_out(table, words=False) if table.across is None else laid_across(table)
    if every or len(laid.rows) > MANY:
        with st.expander(f"The numbers: {_within(table.title)}"):
            st.html(_markup(laid, table.title))
    else:
        st.html(_markup(laid, table.title))
    if table.notes:
        st.html(markup.items(table.notes))


def _within(title: str) -> str:
    """
    Return a title as it stands within a sentence.

    >>> _within("Where people live on 29 November 2026"), _within("LHAs beside one another")
    ('where people live on 29 November 2026', 'LHAs beside one another')
    """
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _markup(laid: Laid, title: str) -> str:
    return markup.table(
        caption=title,
        head=laid.headings,
        groups=[markup.Group(rows=laid.rows)],
        kind="p-figures",
        wide=True,
    )
