"""
The map of a ranking: features first, then their drawing, as a Vega-Lite specification.

Outlines are EPSG:27700 in metres and are drawn as they are (``identity``, north up by
``reflectY``). Nothing is fetched: no tiles, no WebGL. The ranking's table says the same in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.ui.words import LEADING, STATUS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.boundaries import Outline

FILLS = {
    **dict.fromkeys(LEADING.values(), "#5b9bd5"),
    STATUS["open"]: "#dce9f5",
    STATUS["refer"]: "#fbe38e",
    STATUS["excluded"]: "#a9adb3",
}
NAMED = 8
"""Up to so many LHAs carry their names; more carry their rank alone."""

_HEIGHT = 460


def standing_rows(ranking: Mapping[str, Any]) -> tuple[tuple[str, str, str, str], ...]:
    """Return (ONS code, name, rank in words, standing in words) of each LHA of a ranking."""
    advice = ranking["recommendation"]
    word = LEADING.get(advice["outcome"], "")
    return tuple(
        (
            option["lha"],
            option["name"],
            str(option["rank"] or "not ranked"),
            word if option["lha"] in advice["lhas"] else STATUS[option["status"]],
        )
        for option in ranking["options"]
    )


def features(
    outlines: Sequence[Outline], rows: Sequence[tuple[str, str, str, str]]
) -> list[dict[str, Any]]:
    """
    Return GeoJSON features with what is known of each LHA, flat, and where its label goes.

    An LHA without an outline is left out: the table still has it.
    """
    from geodata.labels import label_points

    by_code = {outline["code"]: outline["geometry"] for outline in outlines}
    there = [row for row in rows if row[0] in by_code]
    labels = {row[0]: _label(row, named=len(there) <= NAMED) for row in there}
    points = label_points({code: by_code[code] for code in labels}, labels, height_px=_HEIGHT)
    return [
        {
            "type": "Feature",
            "code": code,
            "LHA": name,
            "Rank": rank,
            "Standing": standing,
            "label": labels[code],
            "x": points[code][0],
            "y": points[code][1],
            "geometry": by_code[code],
        }
        for code, name, rank, standing in there
    ]


def _label(row: tuple[str, str, str, str], *, named: bool) -> str:
    """Return rank and name, the last word on a line of its own; the rank alone in a crowd."""
    _, name, rank, _ = row
    place = rank if rank.isdigit() else ""
    if not named:
        return place or "-"
    first, _, last = name.rpartition(" ")
    return f"{place} {first}".strip() + f"\n{last}" if first else f"{place} {last}".strip()


def standing_map(drawn: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """
    Draw each LHA by how it stands; a click picks ``code`` under ``pick``.

    ``drawn`` are ``features``. Nobody is ringed yet: ``ringed`` does that, without drawing again.
    """
    import altair as alt

    data = alt.InlineData(values=list(drawn))
    ring_round = alt.param(name="chosen", value="")
    pick = alt.selection_point(name="pick", fields=["code"], on="click", clear=False)
    base = alt.Chart(data).project(type="identity", reflectY=True)
    present = [word for word in FILLS if any(each["Standing"] == word for each in drawn)]
    areas = (
        base.mark_geoshape(stroke="#0b0c0c", strokeWidth=1)
        .encode(
            color=alt.Color(
                "Standing:N",
                scale=alt.Scale(domain=present, range=[FILLS[word] for word in present]),
                legend=alt.Legend(
                    orient="bottom",
                    title=None,
                    symbolType="square",
                    symbolSize=250,
                    symbolStrokeColor="#0b0c0c",
                    symbolStrokeWidth=1,
                ),
            ),
            tooltip=["LHA:N", "Rank:N", "Standing:N"],
        )
        .add_params(pick)
    )
    ring = base.transform_filter("datum.code == chosen").mark_geoshape(
        filled=False, stroke="#0b0c0c", strokeWidth=5, aria=False
    )
    at = base.encode(longitude="x:Q", latitude="y:Q", text="label:N")
    halo = at.mark_text(
        stroke="white", strokeWidth=4, aria=False, fontSize=14, lineBreak="\n", baseline="middle"
    )
    names = at.mark_text(
        color="#0b0c0c", aria=False, fontSize=14, lineBreak="\n", baseline="middle"
    )
    drawing = alt.layer(areas, ring, halo, names).add_params(ring_round)
    spec: dict[str, Any] = drawing.properties(height=_HEIGHT).to_dict()
    return spec


def ringed(spec: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Return a drawing of ``standing_map`` with a ring round one LHA."""
    parameters = [
        {**each, "value": code} if each["name"] == "chosen" else each for each in spec["params"]
    ]
    return {**spec, "params": parameters}


# --- choosing areas -----------------------------------------------------------------------------

_TINTS = ("#dce9f5", "#f3e5d3", "#e0efdb", "#ecdff0", "#f7f3d6", "#d9eeee")
PICKED = "zone"
_TALL = 620


def sector_map(profile: str) -> dict[str, Any]:
    """
    Draw the postcode sectors of an area; each click takes one in or leaves it out.

    The selection ``zone`` has the whole list under ``sector``; ``with_sectors`` gives it a list to
    begin with. A sector that two LHAs share is two shapes, and is taken as one.
    """
    import altair as alt

    from geodata.boundaries import drawn_small, lha_names, load
    from geodata.labels import label_points

    names = lha_names()
    areas = drawn_small(load(profile, "area"))
    lhas = {each["code"]: each for each in load(profile, "lha")}
    tints = {code: _TINTS[place % len(_TINTS)] for place, code in enumerate(sorted(lhas))}
    said = {code: names.get(code, code).replace(" ", "\n", 1) for code in lhas}
    points = label_points(
        {code: each["geometry"] for code, each in lhas.items()}, said, height_px=_TALL
    )
    shapes = [
        {
            "type": "Feature",
            "sector": area["sector"],
            "LHA": names.get(area["lha"], area["lha"]),
            "tint": tints.get(area["lha"], _TINTS[0]),
            "geometry": area["geometry"],
        }
        for area in areas
    ]
    labels = [{"x": x, "y": y, "label": said[code]} for code, (x, y) in points.items()]
    pick = alt.selection_point(
        name=PICKED, fields=["sector"], on="click", clear=False, toggle="true", empty=False
    )
    sectors = (
        alt.Chart(alt.InlineData(values=[]))
        .mark_geoshape()
        .encode(
            color=alt.condition(pick, alt.value("#1d4f91"), alt.Color("tint:N", scale=None)),
            stroke=alt.condition(pick, alt.value("#0b0c0c"), alt.value("#9aa1ab")),
            strokeWidth=alt.condition(pick, alt.value(3), alt.value(0.5)),
            tooltip=[alt.Tooltip("sector:N", title="Sector"), "LHA:N"],
        )
        .add_params(pick)
    )
    at = alt.Chart(alt.InlineData(values=labels)).encode(
        longitude="x:Q", latitude="y:Q", text="label:N"
    )
    style: dict[str, Any] = {"aria": False, "fontSize": 13, "lineBreak": "\n"}
    halo = at.mark_text(stroke="white", strokeWidth=4, **style)
    text = at.mark_text(color="#0b0c0c", **style)
    drawing = alt.layer(sectors, halo, text) if len(lhas) <= NAMED else alt.layer(sectors)
    spec: dict[str, Any] = (
        drawing.project(type="identity", reflectY=True).properties(height=_TALL).to_dict()
    )
    # afterwards and in place: checking them all takes seconds, and a named set loses its shapes
    holder = spec if "data" in spec else spec["layer"][0]
    spec["datasets"].pop(holder["data"]["name"])
    holder["data"] = {"values": shapes}
    return spec


def with_sectors(spec: Mapping[str, Any], sectors: Sequence[str]) -> dict[str, Any]:
    """Return a drawing of ``sector_map`` with some sectors taken in from the start."""
    value = [{"sector": sector} for sector in sectors]
    parameters = [
        {**each, "value": value} if each["name"] == PICKED and value else each
        for each in spec["params"]
    ]
    return {**spec, "params": parameters}
