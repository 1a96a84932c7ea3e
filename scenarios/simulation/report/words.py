"""The same words and figures on the terminal and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios.simulation.summary import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_FIGURE = "-"
OUTCOME_WORDS = {
    "origin": "start with the original LHA (1)",
    "clear": "clear: one LHA leads",
    "close": "close: a person chooses",
    "none": "none: every LHA is closed",
    "not_enough_information": "short of information",
}
DECIMALS = {"points": 1, "minutes": 0, "days": 1}


def figure(value: float | None, unit: str) -> str:
    """
    Return a figure in its unit.

    >>> figure(0.1234, "share"), figure(1.26, "points"), figure(None, "days")
    ('12.3%', '1.3', '-')
    """
    if value is None:
        return NO_FIGURE
    if unit == "share":
        return "0%" if value == 0 else "100%" if value == 1 else f"{value:.1%}"
    return f"{value:.{DECIMALS[unit]}f}"


def with_interval(mean: Mapping[str, float | None], unit: str) -> str:
    """
    Return a mean with its interval, if it has one; alone, where every repetition gave the same.

    >>> with_interval({"mean": 0.5, "low": 0.4, "high": 0.6}, "share")
    '50.0% (40.0% to 60.0%)'
    >>> with_interval({"mean": 0.0, "low": 0.0, "high": 0.0}, "points")
    '0'
    """
    if mean["mean"] is None or mean["low"] is None:
        return figure(mean["mean"], unit)
    if mean["mean"] == mean["low"] == mean["high"]:
        return "0" if mean["mean"] == 0 and unit != "share" else figure(mean["mean"], unit)
    low, high = figure(mean["low"], unit), figure(mean["high"], unit)
    return f"{figure(mean['mean'], unit)} ({low} to {high})"


def difference(mean: Mapping[str, float | None], unit: str) -> str:
    """
    Return a difference with its sign and interval, or that none can be told.

    >>> difference({"mean": 1.0, "low": 0.5, "high": 1.5}, "points")
    '+1.0 (+0.5 to +1.5)'
    >>> difference({"mean": 0.01, "low": -0.005, "high": 0.025}, "share")
    'none to be told (-0.5 to +2.5 in 100)'
    """
    value, low, high = mean["mean"], mean["low"], mean["high"]
    if value is None:
        return NO_FIGURE
    if low is None or high is None:
        return f"{signed(value, unit)} (one repetition)"
    if low == high == 0:
        return "none"
    ends = f"({_sign(low, unit)} to {signed(high, unit)})"
    return f"none to be told {ends}" if low <= 0 <= high else f"{_sign(value, unit)} {ends}"


def signed(value: float, unit: str) -> str:
    """
    Return a difference with its sign; of shares, in 100.

    >>> signed(0.072, "share"), signed(-0.01, "days")
    ('+7.2 in 100', '0.0')
    """
    return f"{_sign(value, unit)} in 100" if unit == "share" else _sign(value, unit)


def _sign(value: float, unit: str) -> str:
    text = f"{100 * value:+.1f}" if unit == "share" else f"{value:+.{DECIMALS[unit]}f}"
    return text if float(text) else text.lstrip("+-")


def unit_of(measure: str) -> str:
    """Return the unit of a measure."""
    return MEASURES[measure][1]


def title_of(measure: str) -> str:
    """Return what a measure measures, with its unit."""
    words, unit = MEASURES[measure]
    return words if unit == "share" or unit in words else f"{words} ({unit})"


def capital(text: str) -> str:
    """
    Return a text with its first letter capital and the rest as it is.

    >>> capital("an open LHA drawn by lot")
    'An open LHA drawn by lot'
    """
    return text[:1].upper() + text[1:]


def inside(title: str) -> str:
    """
    Return a title as it stands inside a sentence.

    >>> inside("The protocol as agreed"), inside("Weights 2:1:1")
    ('the protocol as agreed', 'weights 2:1:1')
    """
    return title[:1].lower() + title[1:]


def lead(found: Mapping[str, Any]) -> list[str]:
    """Return what must be said before any figure."""
    return [found["synthetic"], found["can_say"], found["cannot_say"]]
