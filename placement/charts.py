"""
Charts: the rows first, then the drawing of those rows, as a Vega-Lite specification.

Each chart stands beside a table that says the same; words and order carry the meaning, and colour
only repeats it. Drawings are SVG, and need neither tiles nor WebGL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.ui.words import CONSIDERATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

INK = "#0b0c0c"
SHADES = ("#0b5394", "#b45f06", "#45818e")
MOST = 8
"""At most so many LHAs in one chart, the first ones; the table has them all."""


def use_theme() -> None:
    """Make chart text as dark as the page's, in this process."""
    import altair as alt

    if "placement" not in alt.theme.names():
        alt.theme.register("placement", enable=True)(_theme)
    alt.theme.enable("placement")


def _theme() -> Any:  # noqa: ANN401 - altair's own kind of mapping
    text = {"labelColor": INK, "titleColor": INK, "labelFontSize": 14, "titleFontSize": 14}
    return {
        "config": {
            "axis": {**text, "gridColor": "#d5d8dc", "labelLimit": 220},
            "legend": text,
            "header": text,
            "title": {"color": INK, "fontSize": 16, "anchor": "start"},
            "view": {"stroke": None},
        }
    }


def consideration_rows(options: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """
    Return one row for each LHA and consideration of a ranking's options, the first ``MOST`` LHAs.

    ``points``, ``low`` and ``high`` are whole points from 0 to 100.
    """
    return [
        {
            "LHA": option["name"],
            "Consideration": label,
            "Points": option["factors"][name]["points"],
            "Least": option["factors"][name]["low"],
            "Most": option["factors"][name]["high"],
        }
        for option in options[:MOST]
        for name, label in CONSIDERATIONS.items()
    ]


def consideration_chart(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Draw the three considerations of each LHA as bars, with a line from the least to the most."""
    import altair as alt

    order = list(dict.fromkeys(row["LHA"] for row in rows))
    base = alt.Chart(alt.InlineData(values=list(rows))).encode(
        y=alt.Y("LHA:N", sort=order, title=None, scale=alt.Scale(paddingInner=0.3)),
        yOffset=alt.YOffset("Consideration:N", sort=list(CONSIDERATIONS.values())),
        tooltip=["LHA:N", "Consideration:N", "Points:Q", "Least:Q", "Most:Q"],
    )
    bars = base.mark_bar().encode(
        x=alt.X("Points:Q", title="points, 0 to 100", scale=alt.Scale(domain=[0, 100])),
        color=alt.Color(
            "Consideration:N",
            sort=list(CONSIDERATIONS.values()),
            scale=alt.Scale(domain=list(CONSIDERATIONS.values()), range=list(SHADES)),
            legend=alt.Legend(orient="top", title=None, columns=2),
        ),
    )
    lines = (
        base.transform_filter("datum.Least < datum.Most")
        .mark_rule(color=INK, strokeWidth=2)
        .encode(x="Least:Q", x2="Most:Q")
    )
    # what stands round the bars takes its part of the height, and most of it where they are few
    height = max(62 * len(order), 130 + 40 * len(order))
    spec: dict[str, Any] = alt.layer(bars, lines).properties(height=height).to_dict()
    return spec
