"""
Still drawings of a comparison: a row each way of choosing, a dot at the mean, a bar its interval.

Each says in its title and description what it shows; the table with the same numbers stands beside
it, and no meaning is in a colour alone.
"""

from __future__ import annotations

from math import ceil, floor, log10
from typing import TYPE_CHECKING, Any

from placement.monitoring.output.charts import BLUE, GREY, INK, PALE, box, line, svg, words
from scenarios.simulation.report.words import (
    OUTCOME_WORDS,
    figure,
    title_of,
    unit_of,
    with_interval,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ROW, _LEFT, _WIDE, _RIGHT, _TOP = 30, 235, 400, 170, 34
_TICKS = 6


def intervals(found: Mapping[str, Any], titles: Mapping[str, str], measure: str) -> str:
    """Draw one measure of every way of choosing, with its interval over repetitions."""
    unit = unit_of(measure)
    means = {name: found["policies"][name]["measures"][measure] for name in titles}
    rows = [
        (titles[name], mean["mean"], mean["low"], mean["high"], with_interval(mean, unit))
        for name, mean in means.items()
        if mean["mean"] is not None
    ]
    if not rows:
        return ""
    key = f"dot: mean; bar: its {found['coverage']:.0%} interval over repetitions"
    said = title_of(measure)
    return _drawn(f"{said[0].upper()}{said[1:]}: mean", key, rows, unit, from_zero=True)


def near_hindsight(found: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """Draw between which two shares of hindsight each way of choosing comes."""
    rows = []
    for name, title in titles.items():
        near = found["policies"][name]["of_hindsight"]
        least, most = near["if_followed_at_least"]["mean"], near["if_followed_at_most"]["mean"]
        if least is None or most is None:
            continue
        said = f"{figure(least, 'share')} to {figure(most, 'share')}"
        rows.append((title, None, least, most, said))
    if not rows:
        return ""
    title = "How near each way of choosing comes to having known the whole year, if always followed"
    key = "bar: from at least to at most; 100% is hindsight; the scale does not begin at 0"
    return _drawn(title, key, rows, "share", from_zero=False)


def outcomes(shares: Mapping[str, Mapping[str, float | None]]) -> str:
    """Draw what the recommendation said at first, as bars with their words."""
    rows = [
        (OUTCOME_WORDS[name], mean["mean"] or 0.0, with_interval(mean, "share"))
        for name, mean in shares.items()
    ]
    inner = []
    for place, (title, share, said) in enumerate(rows):
        y = 10 + _ROW * place
        inner.append(words(_LEFT - 12, y + 17, title, anchor="end", size=13))
        inner.append(box(_LEFT, y + 4, max(1.5, share * _WIDE), 18, BLUE if share else GREY))
        inner.append(words(_LEFT + share * _WIDE + 8, y + 18, said, size=13))
    text = "; ".join(f"{title}: {said}" for title, _, said in rows)
    height = 20 + _ROW * len(rows)
    title = "What the recommendation said of a case at first"
    return svg(_LEFT + _WIDE + _RIGHT, height, title, f"{text}.", "".join(inner))


def _drawn(
    title: str,
    key: str,
    rows: Sequence[tuple[str, float | None, float | None, float | None, str]],
    unit: str,
    *,
    from_zero: bool,
) -> str:
    ends = [end for _, mean, low, high, _ in rows for end in (mean, low, high) if end is not None]
    least = min(0.0, *ends) if from_zero else min(ends)
    step = _step(max(max(ends) - least, 1e-9))
    first, last = floor(least / step) * step, ceil(max(ends) / step - 1e-9) * step
    scale = _WIDE / max(last - first, step)
    height = _TOP + _ROW * len(rows) + 28
    inner = [words(_LEFT, 16, key, size=13)]
    for tick in range(round((last - first) / step) + 1):
        x = _LEFT + tick * step * scale
        inner.append(line(x, 26, x, height - 26, "#d5d9dd"))
        said = _tick(first + tick * step, step, unit)
        inner.append(words(x, height - 8, said, size=13, anchor="middle"))
    for place, (name, mean, low, high, said) in enumerate(rows):
        y = _TOP + _ROW * place
        inner.append(words(_LEFT - 12, y + 17, name, anchor="end", size=13))
        if low is not None and high is not None:
            fill = PALE if mean is not None else BLUE
            inner.append(
                box(_LEFT + (low - first) * scale, y + 6, max(2, (high - low) * scale), 14, fill)
            )
        if mean is not None:
            x = _LEFT + (mean - first) * scale
            inner.append(f'<circle cx="{x:.1f}" cy="{y + 13}" r="5" fill="{BLUE}"/>')
        inner.append(words(_LEFT + _WIDE + 12, y + 18, said, size=13))
    inner.append(line(_LEFT, 26, _LEFT, height - 26, INK))
    text = "; ".join(f"{name}: {said}" for name, _, _, _, said in rows)
    return svg(_LEFT + _WIDE + _RIGHT, height, title, f"{text}.", "".join(inner))


def _step(span: float) -> float:
    """
    Return a round step that gives about six of them.

    >>> _step(0.3), _step(11), _step(70)
    (0.05, 2.0, 20.0)
    """
    rough = span / _TICKS
    power = 10.0 ** floor(log10(rough))
    return next(
        float(round(many * power, 10)) for many in (1, 2, 5, 10) if many * power >= rough - 1e-12
    )


def _tick(value: float, step: float, unit: str) -> str:
    if unit == "share":
        decimals = 0 if step >= 0.01 else 1
        return f"{100 * value:.{decimals}f}%"
    return f"{value:.{0 if step >= 1 else 1}f}"
