"""The frontier of a plan as a chart: points given up against concentration removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

INK, SHADE = "#0b0c0c", "#0b5394"


def frontier_rows(frontier: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one row for each point of a plan's ``frontier``, with the words of the chart."""
    return [
        {
            "Given up": row["points_given_up"],
            "Removed": row["concentration_removed"],
            "Limit on regret": row["regret"],
            "Plan": "this plan" if row["chosen"] else "another limit",
        }
        for row in frontier
    ]


def frontier_chart(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Draw the frontier, the chosen point larger, of another shape and with its name beside it."""
    import altair as alt

    base = alt.Chart(alt.InlineData(values=list(rows))).encode(
        x=alt.X("Given up:Q", title="points given up"),
        y=alt.Y("Removed:Q", title="concentration removed, points"),
        order="Limit on regret:Q",
        tooltip=["Limit on regret:Q", "Given up:Q", "Removed:Q", "Plan:N"],
    )
    plans = ["another limit", "this plan"]
    points = base.mark_point(filled=True, color=SHADE).encode(
        shape=alt.Shape(
            "Plan:N", scale=alt.Scale(domain=plans, range=["circle", "diamond"]), legend=None
        ),
        size=alt.Size("Plan:N", scale=alt.Scale(domain=plans, range=[60, 220]), legend=None),
    )
    chosen = base.transform_filter("datum.Plan == 'this plan'")
    label = chosen.mark_text(align="left", dx=12, color=INK, fontSize=14).encode(text="Plan:N")
    line = base.mark_line(color=SHADE)
    spec: dict[str, Any] = alt.layer(line, points, label).properties(height=260).to_dict()
    return spec
