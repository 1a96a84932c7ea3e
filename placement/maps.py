"""
The map of a ranking: features first, then their drawing, as a Vega-Lite specification.

Outlines are EPSG:27700 in metres and are drawn as they are (``identity``, north up by
``reflectY``). Nothing is fetched: no tiles, no WebGL. The ranking's table says the same in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.ui.words import STATUS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.boundaries import Outline

FILLS = {
    "recommended": "#5b9bd5",
    STATUS["open"]: "#dce9f5",
    STATUS["refer"]: "#fbe38e",
    STATUS["excluded"]: "#a9adb3",
}
NAMED = 8
"""Up to so many LHAs carry their names; more carry their rank alone."""

_HEIGHT = 460
_LETTER_PX, _LINE_PX = 7.5, 17


def standing_rows(
    options: Sequence[Mapping[str, Any]], recommended: Sequence[str]
) -> tuple[tuple[str, str, str, str], ...]:
    """Return (ONS code, name, rank in words, standing) of each LHA of a ranking."""
    return tuple(
        (
            option["lha"],
            option["name"],
            str(option["rank"] or "not ranked"),
            "recommended" if option["lha"] in recommended else STATUS[option["status"]],
        )
        for option in options
    )


def features(
    outlines: Sequence[Outline], rows: Sequence[tuple[str, str, str, str]]
) -> list[dict[str, Any]]:
    """
    Return GeoJSON features with what is known of each LHA, flat, and where its label goes.

    An LHA without an outline is left out: the table still has it.
    """
    by_code = {outline["code"]: outline["geometry"] for outline in outlines}
    there = [row for row in rows if row[0] in by_code]
    labels = {row[0]: _label(row, named=len(there) <= NAMED) for row in there}
    points = label_points({code: by_code[code] for code in labels}, labels)
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
    """Return rank and name, one word a line; the rank alone where there are too many LHAs."""
    _, name, rank, _ = row
    place = rank if rank.isdigit() else "-"
    return (
        "\n".join(f"{place} {name}".rsplit(" ", 1))
        if named and " " in name
        else (f"{place} {name}" if named else place)
    )


def label_points(
    geometries: Mapping[str, Mapping[str, Any]], labels: Mapping[str, str]
) -> dict[str, tuple[float, float]]:
    """
    Return where each label goes: well inside its LHA, and clear of the labels placed before it.

    Small LHAs are placed first. Points are metres in EPSG:27700.
    """
    import shapely
    from shapely.geometry import shape

    shapes = {code: shape(geometry) for code, geometry in geometries.items()}
    _, south, _, north = shapely.total_bounds(list(shapes.values()))
    metres = (north - south) / _HEIGHT
    found: dict[str, tuple[float, float]] = {}
    taken: list[tuple[float, float, float, float]] = []
    for code in sorted(shapes, key=lambda each: shapes[each].area):
        lines = labels[code].split("\n")
        wide = max(map(len, lines)) * _LETTER_PX * metres / 2
        high = len(lines) * _LINE_PX * metres / 2
        free = shapes[code]
        for x, y, w, h in taken:
            free = free.difference(
                shapely.box(x - w - wide, y - h - high, x + w + wide, y + h + high)
            )
        largest = max(
            shapely.get_parts(free if not free.is_empty else shapes[code]), key=shapely.area
        )
        x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, 100))[0]
        found[code] = (float(x), float(y))
        taken.append((float(x), float(y), wide, high))
    return found


def standing_map(drawn: Sequence[dict[str, Any]], chosen: str) -> dict[str, Any]:
    """
    Draw each LHA by how it stands, the chosen one ringed; a click picks ``code`` under ``pick``.

    ``drawn`` are ``features``.
    """
    import altair as alt

    data = alt.InlineData(values=list(drawn))
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
    ring = base.transform_filter(f"datum.code == '{chosen}'").mark_geoshape(
        filled=False, stroke="#0b0c0c", strokeWidth=5, aria=False
    )
    at = base.encode(longitude="x:Q", latitude="y:Q", text="label:N")
    halo = at.mark_text(
        stroke="white", strokeWidth=4, aria=False, fontSize=14, lineBreak="\n", baseline="middle"
    )
    names = at.mark_text(
        color="#0b0c0c", aria=False, fontSize=14, lineBreak="\n", baseline="middle"
    )
    spec: dict[str, Any] = alt.layer(areas, ring, halo, names).properties(height=_HEIGHT).to_dict()
    return spec
