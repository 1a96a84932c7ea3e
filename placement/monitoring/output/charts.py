"""
Small still charts as SVG, drawn from the report's tables: nothing is fetched and nothing moves.

Each says in its title and description what it shows, the table with the same numbers stands beside
it, and no meaning is in a colour alone. Bars stand in the order of the table, never of their size.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from placement.monitoring.tables import MARKS, TOTAL

if TYPE_CHECKING:
    from placement.monitoring.tables import Table

BLUE, PALE, INK, GREY = "#1d4f91", "#b9cfe8", "#0b0c0c", "#6f777b"
_ROW, _LEFT, _WIDE, _RIGHT = 30, 190, 420, 130
_LABEL = 62
_FONT = 'font-family="Segoe UI, Arial, sans-serif"'


def svg(width: float, height: float, title: str, description: str, inner: str) -> str:
    """Return a drawing with its title and description for those who do not see it."""
    name = "".join(ch for ch in title.lower() if ch.isalnum())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" aria-labelledby="t{name} d{name}">'
        f'<title id="t{name}">{escape(title, quote=False)}</title>'
        f'<desc id="d{name}">{escape(description, quote=False)}</desc>{inner}</svg>'
    )


def words(x: float, y: float, said: str, *, size: int = 14, anchor: str = "start") -> str:
    """Return text at a place."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" {_FONT} font-size="{size}" fill="{INK}" '
        f'text-anchor="{anchor}">{escape(said, quote=False)}</text>'
    )


def box(x: float, y: float, width: float, height: float, fill: str) -> str:
    """Return a filled box."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0.0, width):.1f}" height="{height:.1f}" '
        f'fill="{fill}"/>'
    )


def ranges(table: Table, against: str, words_of: str) -> str:
    """Draw each LHA's number on the range that chance gives; a hidden number has no mark."""
    rows = [i for i in range(len(table.frame)) if table.value(i, "against") == against]
    drawn = [i for i in rows if table.value(i, "high") is not None]
    if not drawn:
        return ""
    values = [table.value(i, name) or 0 for i in drawn for name in ("high", "counted")]
    most = max(1, *values)
    step = _step(most)
    scale = _WIDE / (-(-most // step) * step)
    height = 34 + _ROW * len(drawn) + 28
    inner = []
    for tick in range(0, int(_WIDE / scale) + 1, step):
        x = _LEFT + tick * scale
        inner.append(line(x, 26, x, height - 26, "#d5d9dd"))
        inner.append(words(x, height - 8, str(tick), size=13, anchor="middle"))
    for place, i in enumerate(drawn):
        y = 34 + _ROW * place
        low, high = table.value(i, "low"), table.value(i, "high")
        expected, counted = table.value(i, "expected"), table.value(i, "counted")
        inner.append(words(_LEFT - 12, y + 17, str(table.value(i, "name")), anchor="end"))
        inner.append(box(_LEFT + low * scale - 3, y + 4, (high - low) * scale + 6, 18, PALE))
        x = _LEFT + expected * scale
        inner.append(line(x, y + 2, x, y + 24, INK))
        if counted is not None:
            x = _LEFT + counted * scale
            inner.append(f'<circle cx="{x:.1f}" cy="{y + 13}" r="6" fill="{BLUE}"/>')
            if table.value(i, "label") == "improbably many":
                inner.append(words(x + 12, y + 18, "improbably many", size=13))
        else:
            inner.append(words(_LEFT + _WIDE + 10, y + 18, table.shown(i, "counted"), size=13))
    key = "dot: counted; bar: what chance gives; line: by its share"
    inner.append(words(_LEFT, 16, key, size=13))
    said = "; ".join(
        f"{table.value(i, 'name')} {table.shown(i, 'counted')}, chance gives "
        f"{table.shown(i, 'low')} to {table.shown(i, 'high')}"
        for i in drawn
    )
    title = f"People counted in each LHA, and what chance gives by {words_of}"
    return svg(_LEFT + _WIDE + _RIGHT, height, title, f"{said}.", "".join(inner))


def columns(table: Table, period: str, title: str) -> str:
    """Draw the whole area's number at the end of each period; editions stand side by side."""
    rows = [i for i in range(len(table.frame)) if table.frame.at[i, "lha"] == TOTAL]
    shown = [(i, table.value(i, "counted")) for i in rows]
    if not any(value is not None for _, value in shown):
        return ""
    most = max(1, *(value or 0 for _, value in shown))
    editions = list(dict.fromkeys(str(table.frame.at[i, "edition"]) for i in rows))
    width, tall = max(26.0, min(80.0, 760 / max(1, len(rows)))), 150
    inner = []
    every = next(n for n in (1, 3, 6, 12) if n * width >= _LABEL or n == 12)
    for place, (i, value) in enumerate(shown):
        x = 20 + place * width
        edition = editions.index(str(table.frame.at[i, "edition"]))
        height = (value or 0) / most * tall
        fill = BLUE if edition % 2 == 0 else GREY
        inner.append(box(x, 30 + tall - height, width - 6, height, fill))
        said = str(value) if value is not None else MARKS[table.mark(i, "counted") or "x"][0]
        at = 24 + tall - height
        inner.append(words(x + (width - 6) / 2, at, said, size=13, anchor="middle"))
        if (len(shown) - 1 - place) % every == 0:
            label = str(table.frame.at[i, period])
            inner.append(words(x + (width - 6) / 2, 50 + tall, label, size=12, anchor="middle"))
    inner.append(line(14, 30 + tall, 20 + len(rows) * width, 30 + tall, INK))
    if len(editions) > 1:
        said = "; ".join(f"{'blue' if n % 2 == 0 else 'grey'}: {e}" for n, e in enumerate(editions))
        inner.append(words(20, 70 + tall, said, size=13))
    text = "; ".join(f"{table.frame.at[i, period]}: {table.shown(i, 'counted')}" for i, _ in shown)
    return svg(40 + len(rows) * width, 80 + tall, title, f"{text}.", "".join(inner))


def _step(most: float) -> int:
    """Return a round step that gives at most ten of them."""
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500):
        if most <= 10 * step:
            return step
    return 1000


def line(x: float, y: float, to_x: float, to_y: float, stroke: str) -> str:
    """Return a straight line."""
    return (
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{stroke}" '
        'stroke-width="1.5"/>'
    )
