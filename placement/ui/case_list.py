"""Parts of the Cases page: what is due, the list with its search, and how a case begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.cases.source import read_toml
from placement.cases.writing import as_toml
from placement.days import in_words
from placement.errors import PlacementError
from placement.records import policy
from placement.records.overview import overview
from placement.ui import frame, kept, markup, session, state
from placement.ui.markup import Group, table, tag
from placement.ui.spoken import st

if TYPE_CHECKING:
    from placement.records.attention import Row
    from placement.records.overview import Line, Overview

SEARCH, OPEN_CASE, NEW, FILE, SAID = (
    "search",
    "open-case",
    "new-reference",
    "case-file",
    "case-said",
)
ONLY_REFERRED = (
    "You see the cases that an offender manager has referred to your authority. To ask about "
    "another, speak to the MAPPA coordinator."
)
STATES = {"overdue": "overdue", "due": "due", "soon": "soon"}
DECIDED = {
    "none": "not yet",
    "draft": "draft",
    "final": "decided",
    "to_review": "to review",
    "superseded": "superseded",
}


def found() -> Overview:
    """Return what this person finds when they come in."""
    desk = session.desk()
    setting = state.setting_today()
    routes = {lha.code: lha.route for lha in setting.profile.lhas}
    issued = state.register().protocol.issued

    def ask() -> Overview:
        return overview(desk, state.today(), setting.numbers, routes=routes, issued=issued)

    view: Overview = kept.once(("overview", state.today()), ask)
    return view


def due(view: Overview) -> None:
    """Show what is due or wrong, most urgent first; say so where nothing is."""
    st.header("What is due", anchor=False)
    if not view.due:
        st.html(markup.paragraph("Nothing is due today."))
        return
    rows = [_due(row) for row in view.due]
    st.html(
        table(
            caption="What is due or wrong, most urgent first",
            head=("Case", "State", "What", "By", "Clause"),
            groups=[Group(rows=rows)],
            kind="p-due",
            wide=True,
        )
    )


def _due(row: Row) -> list[str]:
    by = in_words(row.due) if row.due else "no day set"
    return [
        row.reference or "-",
        tag(STATES[row.state], "refer" if row.state == "overdue" else "plain"),
        row.sentence,
        by,
        row.clause,
    ]


def cases(view: Overview) -> None:
    """Show the cases, those whose reference holds what is searched for; open one of them."""
    st.header("Cases you may see", anchor=False)
    if not view.lines:
        st.info("No case is open to you. New cases appear here as soon as you are named for one.")
        return
    wanted = st.text_input("Search by reference", key=SEARCH).strip().upper()
    lines = [line for line in view.lines if wanted in line.row.reference]
    if not lines:
        st.html(markup.paragraph(f"No case that you may see has {wanted} in its reference."))
        return
    st.html(
        table(
            caption=f"{len(lines)} of {len(view.lines)} cases",
            head=("Reference", "Level", "Release", "Decision", "Tasks open", "Last changed"),
            groups=[Group(rows=[_line(line) for line in lines])],
            wide=True,
        )
    )
    named = {line.row.id: line.row.reference for line in lines}
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        chosen = st.selectbox("Case", list(named), format_func=named.__getitem__, key=OPEN_CASE)
    with right:
        if st.button("Open this case", type="primary"):
            state.open_case(chosen)
            pages_to("options")


def offer_an_enquiry() -> None:
    """Lead to the page on which a SPOC asks about somebody who is not referred yet."""
    from placement.ui.pages import to

    page = to("enquiry")
    if page is not None:
        st.page_link(page, label="Begin an enquiry about somebody not referred yet")


def pages_to(name: str) -> None:
    """Turn to a page, where this person has it."""
    from placement.ui.pages import to

    page = to(name)
    if page is not None:
        st.switch_page(page)


def _line(line: Line) -> list[str]:
    waiting = [task for task in line.tasks if task.state == "open"]
    return [
        line.row.reference + (" (limited)" if line.row.limited else ""),
        "not known" if line.level is None else f"{line.level}",
        in_words(line.release_on) if line.release_on else "-",
        DECIDED[line.decided],
        f"{len(waiting)}",
        in_words(line.row.changed_at.date()),
    ]


# --- a new case -------------------------------------------------------------------------------


def may_open() -> bool:
    """Whether this person may begin a case."""
    return policy.may_act(session.desk().actor, "open_case").allowed


def begin() -> None:
    """Ask for a reference and begin a case with nothing known of it yet."""
    st.header("New case", anchor=False)
    with st.form("new-case", enter_to_submit=False, border=False):
        reference = st.text_input(
            "Reference",
            key=NEW,
            help="A pseudonym in capitals, digits and hyphens, with a digit at least: MP-0123. "
            "Never a name or a date of birth.",
        )
        pressed = st.form_submit_button("Begin a new case")
    if pressed:
        text = as_toml({"reference": reference.strip(), "assessed_on": state.today()})
        _open(reference.strip(), text, "a new case")


def give_a_file() -> None:
    """Take a case file (TOML) into the record."""
    st.header("Give a case file", anchor=False)
    given = st.file_uploader("Case file (TOML)", type=["toml"], key=FILE)
    st.html(
        markup.paragraph(
            "Victims and conditions not shared with housing are cut out of it and kept apart."
        )
    )
    if given is not None and st.button("Take this file into the record"):
        try:
            text = given.getvalue().decode("utf-8")
            reference = str(read_toml(text, "the case file").get("reference", ""))
        except (UnicodeDecodeError, PlacementError) as error:
            frame.say(str(error) if isinstance(error, PlacementError) else "It is not text.")
            return
        _open(reference, text, "taken from a file")


def _open(reference: str, text: str, why: str) -> None:
    try:
        row = session.desk().open_case(reference, text, reason=why)
    except PlacementError as error:
        frame.say(str(error))
        return
    state.open_case(row.id)
    pages_to("case")
