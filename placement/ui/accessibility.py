"""The Accessibility page: what works, what does not, and what is Streamlit's own."""

from __future__ import annotations

from placement.ui import markup
from placement.ui.spoken import st

WORKS = (
    "Every page can be used with a keyboard alone. What a map or chart shows stands in a table on "
    "the same page, and whatever can be chosen on a map can be chosen in a list beside it.",
    "Colour is never the only sign. Text is at least 4.5:1 against what is behind it, borders of "
    "fields and the outline of what has the focus at least 3:1.",
    "Pages can be enlarged to 200% and used at 683 by 768 points without scrolling sideways, "
    "except for wide tables, which scroll inside a region of their own.",
    "Pages print without their controls. Documents for the minutes are Word files with headings "
    "and marked table headers.",
    "Nothing is fetched from anywhere but the server: no fonts, no map tiles.",
)
DOES_NOT = (
    "On a small or much enlarged screen the menu lies over the page until it is closed with the "
    "arrows at its top; it stays closed after that.",
    "The pointer's selection on a map is not announced; the list beside it is.",
    "The file uploader's button is called Upload and not after its field (Streamlit's own, rule "
    "presentation-role-conflict); the heading above it says what it is for.",
    "While a list of choices, a calendar or a help text is open it lies outside the page's "
    "landmarks (Streamlit's own, rules region and label-content-name-mismatch).",
    "The window that says the server cannot be reached has words of Streamlit's that cannot be "
    "changed.",
)
CHECKED = (
    "Each page, with what can be unfolded on it open, is tested in Chromium with axe for WCAG 2.2 "
    "AA, in every role; no serious or critical fault was found. A journey is made with the "
    "keyboard alone; pages are looked at enlarged to 200%, in forced colours and on paper. Screen "
    "readers, Firefox and Edge have not been tried; that is to be done before a council takes it "
    "into use."
)


def page() -> None:
    """Show the accessibility statement."""
    st.title("Accessibility statement", anchor=False)
    st.html(markup.paragraph("This app is meant to meet WCAG 2.2 at level AA."))
    st.header("What works", anchor=False)
    st.html(markup.items(WORKS))
    st.header("What does not yet", anchor=False)
    st.html(markup.items(DOES_NOT))
    st.header("How it was checked", anchor=False)
    st.html(markup.paragraph(CHECKED))
    st.header("To report a problem", anchor=False)
    st.html(
        markup.paragraph(
            "Tell the MAPPA coordinator of your area, who passes it on to whoever looks after this "
            "service. Say which page it was and what you were using."
        )
    )
