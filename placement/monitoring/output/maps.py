"""
The map of the LHAs as SVG: each with its number and what that says, in words and in hatching.

Outlines are EPSG:27700 in metres, drawn north up without any tiles. The table beside it says the
same; the map is for those whom it helps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.monitoring.chance import IMPROBABLE, TOO_FEW, USUAL
from placement.monitoring.output.charts import INK, svg, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from placement.monitoring.tables import Table

Ring = tuple[tuple[float, float], ...]

FILLS = {
    IMPROBABLE: ("#1d4f91", "filled dark"),
    USUAL: ("#cfe0f2", "filled light"),
    TOO_FEW: ("url(#dots)", "dotted"),
    None: ("#ffffff", "white"),
}
_WIDE = 620.0
_NAMED = 12
"""Up to so many LHAs carry their names; more carry their number alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An LHA to draw: its code, its rings (easting, northing in metres), where its label goes."""

    code: str
    rings: tuple[Ring, ...]
    label: tuple[float, float]
    indicative: bool


def map_of(table: Table, against: str, shapes: Sequence[Shape]) -> str:
    """Draw the LHAs by the label that a table gives them against a denominator."""
    rows = {
        str(table.frame.at[i, "lha"]): i
        for i in range(len(table.frame))
        if table.frame.at[i, "against"] == against
    }
    there = [shape for shape in shapes if shape.code in rows]
    if not there:
        return ""
    xs = [x for shape in there for ring in shape.rings for x, _ in ring]
    ys = [y for shape in there for ring in shape.rings for _, y in ring]
    scale = _WIDE / max(max(xs) - min(xs), (max(ys) - min(ys)) * 0.8)
    left, top = min(xs), max(ys)

    def place(x: float, y: float) -> tuple[float, float]:
        return (x - left) * scale + 10, (top - y) * scale + 10

    drawn, labels, said = [_DOTS], [], []
    for shape in there:
        row = rows[shape.code]
        label, number = table.value(row, "label"), table.shown(row, "counted")
        name = str(table.value(row, "name"))
        fill = FILLS.get(label, FILLS[None])[0]
        path = "".join(
            "M" + "L".join("{:.1f},{:.1f}".format(*place(x, y)) for x, y in ring) + "Z"
            for ring in shape.rings
        )
        drawn.append(
            f'<path d="{path}" fill="{fill}" fill-rule="evenodd" stroke="{INK}" '
            'stroke-width="1.2"/>'
        )
        labels += _label(*place(*shape.label), name if len(there) <= _NAMED else "", number)
        said.append(f"{name}: {number}, {label or 'no label'}")
    height = (top - min(ys)) * scale + 20
    key = [label for label in (IMPROBABLE, USUAL, TOO_FEW) if f", {label}" in "; ".join(said)]
    for at, label in enumerate(key):
        y = height + 14 + 26 * at
        drawn.append(
            f'<rect x="10" y="{y:.0f}" width="26" height="18" fill="{FILLS[label][0]}" '
            f'stroke="{INK}"/>'
        )
        labels.append(words(46, y + 14, f"{label} ({FILLS[label][1]})"))
    width = (max(xs) - left) * scale + 20
    title = "Map of the LHAs: people counted, and what that says"
    description = "; ".join(said) + "."
    if any(shape.indicative for shape in there):
        y = height + 14 + 26 * len(key)
        labels.append(words(10, y + 12, "Boundaries are indicative, for drawing.", size=13))
        height += 26
    inner = "".join(drawn + labels)
    return svg(max(width, 420), height + 20 + 26 * len(key), title, description, inner)


def _label(x: float, y: float, name: str, number: str) -> list[str]:
    """Return a name and a number on a white ground, so that they read on any filling."""
    first, _, last = name.rpartition(" ")
    lines = [part for part in (first, last) if part] + [number]
    wide = max(len(line) for line in lines) * 7.6 + 8
    top = y - len(lines) * 9
    ground = (
        f'<rect x="{x - wide / 2:.1f}" y="{top:.1f}" width="{wide:.1f}" '
        f'height="{len(lines) * 17 + 5}" rx="3" fill="#ffffff" fill-opacity="0.9"/>'
    )
    text = [
        words(x, top + 15 + 17 * place, line, size=14, anchor="middle")
        for place, line in enumerate(lines)
    ]
    return [ground, *text]


_DOTS = (
    '<defs><pattern id="dots" width="9" height="9" patternUnits="userSpaceOnUse">'
    '<rect width="9" height="9" fill="#ffffff"/><circle cx="3" cy="3" r="1.3" fill="#6f777b"/>'
    "</pattern></defs>"
)
