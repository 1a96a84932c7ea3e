"""
Choosing a zone's postcode sectors by clicking them on a map; what is typed and clicked is one list.

The text field is the list: a click writes into it, and typing draws the map afresh. So the keyboard
reaches everything that the mouse does, and the map only ever shows what the field says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from placement import maps
from placement.profile import load_profile
from placement.ui import markup, state
from placement.ui.form import fields
from placement.ui.spoken import st

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from placement.ui.form.fields import Field

    Data = dict[str, Any]

SHOW: Final = "Choose the sectors on a map"
SAID: Final = (
    "Click a sector to take it in, again to leave it out. The field above lists them and can be "
    "typed in instead. Boundaries are indicative; which postcodes a zone holds comes from ONS."
)


def below(asked: Iterable[Field], begin: str) -> None:
    """Offer a map for each field that takes sectors; ``begin`` is what their keys begin with."""
    for field in asked:
        if field.kind == fields.SECTORS:
            _offer(f"{begin}-{field.key}")


def _offer(key: str) -> None:
    """Offer the map for the field with this key; what is clicked is written into the field."""
    if not state.outlines() or not st.toggle(SHOW, key=f"{key}-shown"):
        return
    typed = sectors_in(str(st.session_state.get(key, "")))
    drawn, begun = st.session_state.get(f"{key}-drawn", (0, None))
    if begun is None or set(_on_map(typed)) != set(st.session_state.get(f"{key}-on", begun)):
        drawn, begun = drawn + 1, tuple(_on_map(typed))
        st.session_state[f"{key}-drawn"] = (drawn, begun)
        st.session_state[f"{key}-on"] = begun
    st.vega_lite_chart(
        maps.with_sectors(_spec(state.area()), begun),
        key=f"{key}-map-{drawn}",
        on_select=lambda: _clicked(key, f"{key}-map-{drawn}"),
        width="stretch",
        alt="Map of the postcode sectors. The field above lists those taken in.",
    )
    st.html(markup.paragraph(SAID))


def _clicked(key: str, chart: str) -> None:
    """Write into the field what the map now has; what is typed and not on the map stays."""
    event = st.session_state[chart]
    on_map = [each["sector"] for each in event["selection"].get(maps.PICKED) or []]
    known = set(_known(state.area()))
    off_map = [each for each in sectors_in(str(st.session_state.get(key, ""))) if each not in known]
    st.session_state[f"{key}-on"] = tuple(dict.fromkeys(on_map))
    st.session_state[key] = ", ".join([*dict.fromkeys(sorted(on_map)), *off_map])


def sectors_in(typed: str) -> list[str]:
    """
    Return the sectors in a field, each once, spelt as they are on the map.

    >>> sectors_in("pe15 8,PE159 , PE15 8")
    ['PE15 8', 'PE15 9']
    """
    found = ("".join(each.split()).upper() for each in typed.split(","))
    return list(dict.fromkeys(f"{each[:-1]} {each[-1]}" for each in found if each))


def _on_map(sectors: Sequence[str]) -> list[str]:
    known = set(_known(state.area()))
    return [each for each in sectors if each in known]


@st.cache_resource(show_spinner="Drawing the map")
def _spec(area: str) -> Data:
    return maps.sector_map(load_profile(area).places_name)


@st.cache_resource(show_spinner=False)
def _known(area: str) -> frozenset[str]:
    from geodata.boundaries import load

    places = load_profile(area).places_name
    return frozenset(str(each["sector"]) for each in load(places, "area"))
