"""Parts of the Options page: each shows one part of the answer, and decides nothing."""

from __future__ import annotations

from typing import Any

from placement import charts, maps
from placement.ui import markup, state, tables, words
from placement.ui.spoken import st

Data = dict[str, Any]
MAP_KEY = "map"
RADIO_UP_TO = 8
ASKED_AT_ONCE = 6
CLICK_SAID = "Click an LHA, or choose it below, for its reasons."


def table_and_map(ranking: Data) -> None:
    """Show every LHA in one table, and the map beside it, or below it on a narrow screen."""
    with st.container(horizontal=True, key="beside"):
        with st.container(key="beside-table"):
            st.html(tables.ranking_table(ranking))
        with st.container(key="beside-map"):
            _map(ranking)


def _map(ranking: Data) -> None:
    if not state.outlines():
        st.html(markup.paragraph(state.map_credit()))
        return
    rows = maps.standing_rows(ranking)
    st.vega_lite_chart(
        maps.ringed(_map_spec(state.area(), rows), state.chosen(ranking["options"])),
        key=f"{MAP_KEY}{state.generation()}",
        on_select=_clicked,
        width="stretch",
        alt="Map of the LHAs by rank and status. The table before it says the same.",
    )
    st.html(markup.paragraph(f"{CLICK_SAID} {state.map_credit()}"))


def needs_and_picture(ranking: Data) -> None:
    """Show what about the case is not met or not known, and the considerations as bars."""
    found = [
        *ranking["eligibility"]["findings"],
        *ranking["findings"],
        *ranking["timing"]["findings"],
    ]
    open_ = [finding for finding in found if finding["outcome"] != "met"]
    left, right = st.columns(2)
    with left:
        st.header("What needs attention", anchor=False)
        if open_:
            st.html(tables.attention_table(open_, "About this case: not met, or not known"))
        else:
            st.html(markup.paragraph("Everything asked about the case itself is known and met."))
    with right:
        st.header("The three considerations", anchor=False)
        st.vega_lite_chart(
            _chart_spec(charts.consideration_rows(ranking["options"])),
            width="stretch",
            alt="Bars of the three considerations for each LHA. The table above says the same.",
        )
        st.html(
            markup.paragraph(
                "Black lines run from the least to the most that missing facts could make."
            )
        )


@st.cache_data(show_spinner=False, max_entries=64)
def _map_spec(area: str, rows: tuple[tuple[str, str, str, str], ...]) -> Data:
    return maps.standing_map(maps.features(state.outlines(), rows))


@st.cache_data(show_spinner=False, max_entries=64)
def _chart_spec(rows: list[Data]) -> Data:
    return charts.consideration_chart(rows)


def _clicked() -> None:
    event = st.session_state[f"{MAP_KEY}{state.generation()}"]
    clicked = event["selection"].get("pick") or []
    if clicked:
        st.session_state[state.CHOSEN] = clicked[0]["code"]


def reasons(ranking: Data) -> None:
    """Ask for an LHA, then show every reason for it and what stands against it."""
    options = ranking["options"]
    names = {option["lha"]: option["name"] for option in options}
    st.header("Reasons, by clause", anchor=False)
    st.session_state[state.PICK] = state.chosen(options)
    with st.container(key="choose"):
        _ask_for(names)
    code = state.chosen(options)
    _why_not(state.reasons_against(code))
    st.html(tables.reasons_table(next(option for option in options if option["lha"] == code)))


def _ask_for(names: dict[str, str]) -> None:
    """Ask for an LHA, with all of them in view where there are few."""
    label, show = "Show the reasons for", names.__getitem__
    if len(names) <= RADIO_UP_TO:
        st.radio(label, names, format_func=show, key=state.PICK, on_change=_picked, horizontal=True)
    else:
        st.selectbox(label, names, format_func=show, key=state.PICK, on_change=_picked)


def _picked() -> None:
    state.choose(st.session_state[state.PICK])


def _why_not(answer: Data) -> None:
    name = answer["name"]
    if answer["leads"]:
        st.html(markup.paragraph(f"{name} is open and first: nothing stands against it."))
        return
    st.subheader(f"Why not {name}?", anchor=False)
    if answer["against"]:
        st.html(tables.attention_table(answer["against"], "What stands against it"))
    levers = answer["would_have_to_differ"]
    if levers is None:
        st.html(markup.paragraph("Nothing recorded would make it open and first if it differed."))
    else:
        st.html(
            markup.paragraph("It would be open and first, all of these together and none to spare:")
            + markup.items(levers)
        )
    st.html(markup.paragraph(_weights_said(answer)))


def _weights_said(answer: Data) -> str:
    if answer["weights"] is None:
        return f"As things stand {answer['name']} leads alone under no weighting."
    connection, management, spread = answer["weights"]
    share = f"{100 * answer['share_of_weightings']:.0f} of 100 weightings"
    return (
        f"As things stand nobody is ahead of it in {share}; the nearest under which it leads is "
        f"connection {connection}, management {management}, spread {spread}."
    )


def ask_first(ranking: Data) -> None:
    """Show the missing facts by how much knowing them would settle who is first."""
    st.header("Ask first", anchor=False)
    names = {option["lha"]: option["name"] for option in ranking["options"]}
    said = [_asked(question, names) for question in ranking["ask_first"]]
    st.html(
        markup.items(said[:ASKED_AT_ONCE])
        if said
        else markup.paragraph("No missing fact would by itself change much who comes first.")
    )
    if len(said) > ASKED_AT_ONCE:
        with st.expander(f"{len(said) - ASKED_AT_ONCE} more, each of which would settle less"):
            st.html(markup.items(said[ASKED_AT_ONCE:]))


def _asked(question: Data, names: dict[str, str]) -> str:
    """Write a question with who would then most often be first, answer by answer."""
    leaders = [
        f"{words.plainly(str(each['answer']))}: {names.get(each['leader'], each['leader'])} first"
        for each in question["answers"]
    ]
    return f"{question['sentence']} {'; '.join(leaders)}".strip()


def everything_about_the_case(ranking: Data) -> None:
    """Show all that was found about the case itself, and the notes."""
    found = [
        *ranking["eligibility"]["findings"],
        *ranking["findings"],
        *ranking["timing"]["findings"],
    ]
    with st.expander("Everything found about the case itself"):
        st.html(tables.attention_table(found, "Eligibility, origin, first options, timing"))
    st.html(markup.items(ranking["notes"]))


def what_is_not_decided() -> None:
    """Say who decides what: never this tool."""
    st.header("What this tool does not decide", anchor=False)
    st.html(
        markup.items(
            markup.joined([markup.Safe(f"<strong>{markup.safe(what)}.</strong>"), who])
            for what, who in words.NOT_DECIDED
        )
    )
