"""Parts of the What if page: asking for a change, the changes so far, before and after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from placement.errors import PlacementError
from placement.ui import asking, change_forms, frame, kept, markup, session, state, tried
from placement.ui.markup import Group, table, tag
from placement.ui.spoken import quoted, st
from placement.what_if_text import (
    NOTHING_MOVES,
    name_of,
    rows_moved,
    standing,
    what_became,
)
from scenarios.what_if.change import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.what_if.changes import Change

    Data = dict[str, Any]

NAME, WHY, TAKE = "what-if-name", "what-if-why", "what-if-kept"
LOCKED = (
    "Your copy may change {these}. The rest rests on matter that the offender manager holds, and "
    "is locked here; what rests on it is as last released."
)
OF_A_SPOC = "weights and, for your own LHA, vacancies, what you say and how its kinds of home stand"
OF_THE_PANEL = "vacancies, weights and housing options"


def ask_for_a_change() -> None:
    """Ask what is to be different; a housing role is shown what it may change."""
    st.header("Change something", anchor=False)
    reader = state.reader()
    if reader.housing:
        these = OF_A_SPOC if reader.lha else OF_THE_PANEL
        st.html(markup.paragraph(LOCKED.format(these=these)))
    made = change_forms.ask(housing=reader.housing)
    if made is not None:
        tried.put([*(each.to_data() for each in tried.changes()), made])


def show_changes(made: Sequence[Change]) -> None:
    """Show the changes so far, with a way to take the last or all of them back."""
    if not made:
        st.info("Nothing is changed yet. Before and after appear here once something is.")
        return
    st.header("Changed in the copy", anchor=False)
    st.html(markup.items(named(each.says(), state.lhas()) for each in made))
    left, right, _ = st.columns([2, 2, 3])
    data = [each.to_data() for each in made]
    with left:
        st.button("Take the last one back", on_click=tried.put, args=(data[:-1],))
    with right:
        st.button("Take all back", on_click=tried.put, args=([],))


def show_difference(made: Sequence[Change]) -> None:
    """Show before and after: the sentence, each LHA, and what moved by clause."""
    st.header("Before and after", anchor=False)
    try:
        found = asking.what_if(made)
    except PlacementError as error:
        frame.say(str(error))
        return
    sides = found["recommendation"]
    same = sides["before"] == sides["after"]
    said = "The recommendation stays: " if same else "Then: "
    st.info(markup.literally(said + sides["after"]["sentence"]))
    if not same:
        st.html(markup.paragraph(f"As it stands: {sides['before']['sentence']}"))
    if became := what_became(found):
        st.html(markup.items(became))
    moved = list(rows_moved(found))
    if not moved and all(each["before"] == each["after"] for each in found["lhas"]):
        st.html(markup.paragraph(NOTHING_MOVES))
        return
    st.html(_standing_table(found["lhas"]))
    if moved:
        st.html(_moved_table(moved))


def _standing_table(lhas: Sequence[Data]) -> str:
    rows = []
    for each in lhas:
        before, after = standing(each["before"]), standing(each["after"])
        mark = "same" if before == after else tag("moved", "differs")
        rows.append([name_of(each), before, after, mark])
    return table(
        caption="Each LHA: rank, status, score",
        head=("LHA", "As it stands", "In the copy", "Moved?"),
        groups=[Group(rows=rows)],
    )


def _moved_table(rows: Sequence[tuple[str, str, str, str, str]]) -> str:
    return table(
        caption="What made the difference, by clause",
        head=("Where", "Clause", "Part", "As it stands", "In the copy"),
        groups=[
            Group(rows=[[where or part, on, part, *sides] for where, on, part, *sides in rows])
        ],
        wide=True,
    )


# --- keeping and applying ---------------------------------------------------------------------


def keep_or_apply(made: Sequence[Change]) -> None:
    """Offer to keep the copy under a name, for those who may see the case, and to apply it."""
    now = state.in_hand()
    if now is None:
        return
    st.header("Keep or apply", anchor=False)
    _kept(now.id)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        name = st.text_input("Name of this what-if", key=NAME)
    with right:
        pressed = st.button("Keep it", key="keep-what-if")
    if pressed:
        _keep(now.id, name, made)
    if kept.may_change(now.id):
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        with left:
            why = st.text_input("Why the case is changed (for the log)", key=WHY)
        with right:
            pressed = st.button("Apply to the case", key="apply-what-if")
        if pressed:
            _apply(now.id, made, why)


def _keep(case: str, name: str, made: Sequence[Change]) -> None:
    entry = {"name": name.strip(), "changes": json.dumps(_plain(made))}
    try:
        session.desk().save(_kind(), entry, case=case, reason="a what-if is kept")
    except PlacementError as error:
        frame.say(str(error))
        return
    st.success(
        f"Kept as {quoted(name.strip())}. Whoever may see the case and the changes can open it."
    )


def _kind() -> str:
    """Return where a what-if is kept: with what is protected, unless it is housing's own."""
    return "housing_what_if" if state.reader().housing else "what_if"


def _kinds() -> tuple[str, ...]:
    return ("housing_what_if",) if state.reader().housing else ("what_if", "housing_what_if")


def _plain(made: Sequence[Change]) -> list[Data]:
    plain: list[Data] = json.loads(json.dumps([each.to_data() for each in made], default=str))
    return plain


def _kept(case: str) -> None:
    """Show the what-ifs kept for the case, to open one."""
    found = {each.id: each for kind in _kinds() for each in session.desk().list(kind, case=case)}
    if not found:
        return
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        chosen = st.selectbox(
            "Kept for this case",
            list(found),
            format_func=lambda each: f"{quoted(found[each].data['name'])} ({found[each].by})",
            key=TAKE,
        )
    with right:
        opened = st.button("Open it", key="open-what-if")
    if opened:
        entries = change_forms.with_days(json.loads(found[chosen].data["changes"]))
        tried.put(entries)
        st.rerun()


def _apply(case: str, made: Sequence[Change], why: str) -> None:
    from scenarios.what_if.recorded import apply_to_case

    try:
        version = apply_to_case(
            session.desk(), case, made, state.kept_setting(), reason=why.strip()
        )
    except PlacementError as error:
        frame.say(str(error))
        return
    tried.put([])
    st.success(f"Applied: the case now stands at version {version}.")
