"""
The triangle of weightings: every way of weighing the three considerations, and who leads where.

The polygons are exact (``placement.triangle``). Each corner is one consideration alone; the middle
weighs them alike. The table beside it says the same in numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.triangle import area, regions
from placement.ui.words import CONSIDERATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from placement.triangle import Weighting

    Data = dict[str, Any]

INK, EDGE = "#0b0c0c", "#ffffff"
SHADES = ("#0b5394", "#b45f06", "#38761d", "#741b47", "#45818e", "#7f6000")
HEIGHT = 3**0.5 / 2
STEP = 0.08  # of the height: labels nearer than this would run into each other
LEAST_LABELLED = 0.03  # of the triangle: a smaller region is in the table alone


def leading(options: Sequence[Data]) -> list[Data]:
    """
    Return, for each LHA that leads somewhere, its share of all weightings and its polygon.

    Points stand as they are, what is missing counted at its middle: the shares over missing facts
    too are those of the ranking. Largest first.
    """
    points = {
        option["lha"]: [option["factors"][name]["points"] for name in CONSIDERATIONS]
        for option in options
        if option["rank"] is not None
    }
    names = {option["lha"]: option["name"] for option in options}
    found = [
        {"LHA": names[lha], "Share": float(area(polygon)), "corners": [_xy(c) for c in polygon]}
        for lha, polygon in regions(points).items()
        if len(polygon) > 2 and area(polygon) > 0
    ]
    return sorted(found, key=lambda row: (-row["Share"], row["LHA"]))


def _xy(weighting: Weighting) -> tuple[float, float]:
    """Return a weighting's place: connection left, management right, spread on top."""
    _, management, spread = (float(w) for w in weighting)
    return round(management + spread / 2, 4), round(spread * HEIGHT, 4)


def place_of(weights: Sequence[int]) -> tuple[float, float]:
    """
    Return where whole weights stand in the triangle.

    >>> place_of((1, 0, 0)), place_of((0, 1, 0))
    ((0.0, 0.0), (1.0, 0.0))
    """
    total = sum(weights)
    _, management, spread = (weight / total for weight in weights)
    return round(management + spread / 2, 4), round(spread * HEIGHT, 4)


def triangle_chart(rows: Sequence[Data], agreed: Sequence[int], tried: Sequence[int]) -> Data:
    """Draw who leads where, with a cross on the agreed weights and a ring on those tried."""
    import altair as alt

    across, up = _axes()
    names = [row["LHA"] for row in rows]
    corners = [
        {"LHA": row["LHA"], "x": x, "y": y, "order": place, "Share": of_100(row["Share"])}
        for row in rows
        for place, (x, y) in enumerate([*row["corners"], row["corners"][0]])
    ]
    regions_drawn = (
        alt.Chart(alt.InlineData(values=corners))
        .mark_line(filled=True, stroke=EDGE, strokeWidth=2)
        .encode(
            x=across,
            y=up,
            order="order:Q",
            detail="LHA:N",
            fill=alt.Fill(
                "LHA:N", scale=alt.Scale(domain=names, range=_shades(len(names))), legend=None
            ),
            tooltip=["LHA:N", alt.Tooltip("Share:N", title="first in, of 100 weightings")],
        )
    )
    labels = _labels(rows)
    marks = [
        {"what": "agreed weights", **_at(place_of(agreed)), "shape": "cross"},
        {"what": "weights tried", **_at(place_of(tried)), "shape": "circle"},
    ]
    ends = [
        {"says": "connection alone", "x": 0.0, "y": -0.07},
        {"says": "management alone", "x": 1.0, "y": -0.07},
        {"says": "spread alone", "x": 0.5, "y": HEIGHT + 0.06},
    ]
    shape = alt.Shape(
        "what:N",
        scale=alt.Scale(domain=["agreed weights", "weights tried"], range=["cross", "circle"]),
        legend=alt.Legend(orient="bottom", title=None, symbolFillColor=INK, symbolStrokeColor=INK),
    )
    spec: Data = (
        alt.layer(
            regions_drawn,
            _text(labels, "LHA", halo=True),
            _text(labels, "LHA"),
            _text(ends, "says"),
            alt.Chart(alt.InlineData(values=marks))
            .mark_point(size=260, filled=False, stroke=EDGE, strokeWidth=6, aria=False)
            .encode(x=across, y=up, shape=shape),
            alt.Chart(alt.InlineData(values=marks))
            .mark_point(size=260, filled=False, stroke=INK, strokeWidth=2.5)
            .encode(
                x=across,
                y=up,
                shape=shape,
                tooltip=[alt.Tooltip("what:N", title="here")],
            ),
        )
        .properties(height=380)
        .to_dict()
    )
    return spec


def _axes() -> tuple[Any, Any]:
    """Return the two plain axes, with room for the words at the corners."""
    import altair as alt

    return (
        alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.12, 1.12], nice=False)),
        alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.14, 1.0], nice=False)),
    )


def _shades(count: int) -> list[str]:
    return [SHADES[place % len(SHADES)] for place in range(count)]


def _text(rows: Sequence[Data], name: str, *, halo: bool = False) -> Any:  # noqa: ANN401
    import altair as alt

    across, up = _axes()
    ink: dict[str, Any] = {"stroke": EDGE, "strokeWidth": 4} if halo else {}
    return (
        alt.Chart(alt.InlineData(values=list(rows)))
        .mark_text(
            fontSize=14,
            fontWeight=600,
            color=INK,
            aria=False,
            dy=-22 if name == "LHA" else 0,
            **ink,
        )
        .encode(
            x=across,
            y=up,
            text=f"{name}:N",
        )
    )


def _labels(rows: Sequence[Data]) -> list[Data]:
    """Return what stands in each region: LHAs that are level share a label, near ones a step."""
    by_region: dict[tuple[tuple[float, float], ...], list[str]] = {}
    for row in rows:
        if row["Share"] >= LEAST_LABELLED:
            by_region.setdefault(tuple(row["corners"]), []).append(row["LHA"])
    labels: list[Data] = []
    for corners, names in by_region.items():
        label: Data = {"LHA": " and ".join(names), **_middle(corners)}
        while any(abs(label["y"] - each["y"]) < STEP for each in labels):
            label["y"] -= STEP
        labels.append(label)
    return labels


def _middle(corners: Sequence[tuple[float, float]]) -> dict[str, float]:
    xs, ys = zip(*corners, strict=True)
    return {"x": sum(xs) / len(xs), "y": sum(ys) / len(ys)}


def _at(place: tuple[float, float]) -> dict[str, float]:
    return {"x": place[0], "y": place[1]}


def of_100(share: float) -> str:
    """
    Write a share of all weightings; never 0 or 100 unless exactly so.

    >>> [of_100(x) for x in (0.001, 0.5, 0.999, 1.0)]
    ['under 1', '50', 'over 99', '100']
    """
    if share >= 0.995:
        return "100" if share == 1 else "over 99"
    return "under 1" if share < 0.005 else f"{100 * share:.0f}"
