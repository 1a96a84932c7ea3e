"""Weighing on the Compare page: sliders from the agreed weights, and what they would move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.ui import markup, state, words
from placement.ui.markup import Group, table
from placement.ui.spoken import st
from placement.ui.triangle_chart import leading, of_100, triangle_chart
from placement.weights import FACTORS

if TYPE_CHECKING:
    Data = dict[str, Any]

MOST_UNITS = 10
EXPLORE = (
    "The sliders explore and change nothing: a decision is recorded at the agreed weights, and "
    "says how far the sliders had been moved. The agreed weights are starting values that the "
    "Board has not agreed."
)


def weighing(ranking: Data) -> None:
    """Ask for weights to try; show who leads where, and the order at the agreed and tried."""
    st.header("How the order holds over all weightings", anchor=False)
    st.html(markup.paragraph(EXPLORE))
    agreed = state.agreed_weights(ranking)
    tried = _sliders(agreed)
    if not any(tried):
        st.warning("At least one weight must be more than 0. The agreed weights are shown.")
        tried = agreed
    st.session_state[state.TRIED] = {
        name: now - was for name, now, was in zip(FACTORS, tried, agreed, strict=True) if now != was
    }
    rows = leading(ranking["options"])
    left, right = st.columns(2)
    with left:
        if rows:
            st.vega_lite_chart(
                _drawn(rows, agreed, tried),
                width="stretch",
                alt="Triangle of all weightings by who comes first. The table beside it says the "
                "same.",
            )
    with right:
        st.html(_shares_table(rows))
        st.html(_order_table(ranking, state.ranking(tried), moved=tried != agreed))


def _sliders(agreed: tuple[int, int, int]) -> tuple[int, int, int]:
    columns = st.columns([3, 3, 3, 2], vertical_alignment="bottom")
    found = []
    for column, name, units in zip(columns, FACTORS, agreed, strict=False):
        label = f"Weight of {words.CONSIDERATIONS[name].lower()}"
        with column:
            found.append(
                int(st.slider(label, 0, MOST_UNITS, value=units, key=f"{state.WEIGHT}{name}"))
            )
    with columns[-1]:
        st.button("As agreed", on_click=state.forget_weights)
    return found[0], found[1], found[2]


@st.cache_data(show_spinner=False, max_entries=64)
def _drawn(rows: list[Data], agreed: tuple[int, ...], tried: tuple[int, ...]) -> Data:
    return triangle_chart(rows, agreed, tried)


def _shares_table(rows: list[Data]) -> str:
    return table(
        caption="First in how many of 100 weightings, as the facts stand",
        head=("LHA", "First in"),
        groups=[Group(rows=[[row["LHA"], of_100(row["Share"])] for row in rows])],
    )


def _order_table(agreed: Data, tried: Data, *, moved: bool) -> str:
    before = {each["lha"]: each for each in agreed["options"]}
    rows = []
    for option in tried["options"]:
        old = before[option["lha"]]
        said = "" if not moved or old["rank"] == option["rank"] else "moved"
        rows.append([option["name"], _standing(old), _standing(option), said])
    return table(
        caption="The order at the agreed weights and at those tried",
        head=("LHA", "Agreed: rank, score", "Tried: rank, score", "Moved?"),
        groups=[Group(rows=rows)],
    )


def _standing(option: Data) -> str:
    if option["rank"] is None:
        return words.STATUS[option["status"]]
    return f"{option['rank']}. {words.score(option)}"
