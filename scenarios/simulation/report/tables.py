"""The tables of a comparison, laid out for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.monitoring.layout import Laid
from scenarios.simulation.report.words import difference, figure, title_of, unit_of, with_interval
from scenarios.simulation.summary import GROUP_MEASURES, UNPLACED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SHORT = {
    "placed_share": "Placed",
    "worth_per_person": "Score where placed",
    "below_points": "Points below own best",
    "over_regret_share": "Further below than the bound",
    "fit_below_points": "Below own best, without spread",
    "away_share": "Away from original LHA",
    "crowded_share": "Placed where many",
    "dissimilarity": "Would have to move",
    "dissimilarity_by_chance": "The same by chance",
    "herfindahl": "Two in one LHA",
    "travel_min": "Minutes to farthest service",
    "notice_days": "Days of notice",
    "waited_days": "Days without the home",
}


NOT_PLACED = {
    "no_lha": "No LHA open",
    "no_origin": "Original LHA not open",
    "no_home": "No home free",
    "too_late": "Too late",
}


FEW_LHAS = 8  # of more there is no room for intervals: they are in the data


def _alone(mean: Mapping[str, float | None], unit: str) -> str:
    return figure(mean["mean"], unit)


def laid(headings: Sequence[str], rows: Sequence[Sequence[str]], named_by: int = 1) -> Laid:
    """Return a table: the first columns name a row, the rest are figures."""
    numeric = (False,) * named_by + (True,) * (len(headings) - named_by)
    return Laid(
        headings=tuple(headings),
        numeric=numeric,
        named_by=named_by,
        rows=tuple(tuple(row) for row in rows),
    )


def measures(
    found: Mapping[str, Any], titles: Mapping[str, str], names: Sequence[str], *, gaps: bool = False
) -> Laid:
    """Return some measures of every way of choosing, or what it differs from the first by."""
    rows = []
    for name, title in titles.items():
        held = found["policies"][name]
        if gaps and name == found["compared_with"]:
            continue
        cells = [
            difference(held["difference"][m], unit_of(m))
            if gaps
            else with_interval(held["measures"][m], unit_of(m))
            for m in names
        ]
        rows.append([title, *cells])
    return laid(["Way of choosing", *(SHORT[m] for m in names)], rows)


GLANCE = (
    "placed_share",
    "below_points",
    "crowded_share",
    "away_share",
    "travel_min",
    "notice_days",
    "waited_days",
)


def at_a_glance(found: Mapping[str, Any], titles: Mapping[str, str]) -> Laid:
    """Return the main measures of every way of choosing, means alone."""
    rows = []
    for name, title in titles.items():
        held = found["policies"][name]
        near = held["of_hindsight"]
        ends = [near[f"if_followed_at_{end}"]["mean"] for end in ("least", "most")]
        rows.append(
            [
                title,
                *(figure(held["measures"][m]["mean"], unit_of(m)) for m in GLANCE),
                " to ".join(figure(end, "share") for end in ends),
            ]
        )
    return laid(["Way of choosing", *(SHORT[m] for m in GLANCE), "Of hindsight"], rows)


def meanings(names: Sequence[str]) -> list[str]:
    """Return what each measure of a table measures."""
    return [f"{SHORT[name]}: {title_of(name)}." for name in names]


def hindsight(found: Mapping[str, Any], titles: Mapping[str, str]) -> Laid:
    """Return how near each way comes to hindsight, followed always and as often as supposed."""
    rows = []
    for name, title in titles.items():
        near = found["policies"][name]["of_hindsight"]
        rows.append(
            [
                title,
                *(
                    with_interval(near[key], "share")
                    for key in ("if_followed_at_least", "if_followed_at_most")
                ),
                f"{figure(near['as_followed_at_least']['mean'], 'share')} to "
                f"{figure(near['as_followed_at_most']['mean'], 'share')}",
            ]
        )
    headings = ["Way of choosing", "At least", "At most", "With the panel's departures"]
    return laid(headings, rows)


def unplaced(found: Mapping[str, Any], titles: Mapping[str, str]) -> Laid:
    """Return how many needs a repetition were met nowhere under every way of choosing, and why."""
    rows = []
    for name, title in titles.items():
        why = found["policies"][name]["unplaced"]
        rows.append([title, *(with_interval(why[reason], "points") for reason in NOT_PLACED)])
    return laid(["Way of choosing", *NOT_PLACED.values()], rows)


def unplaced_meanings() -> list[str]:
    """Return what each reason for being placed nowhere means."""
    return [f"{short}: {UNPLACED[why]}." for why, short in NOT_PLACED.items()]


def by_lha(
    found: Mapping[str, Any], titles: Mapping[str, str], lhas: Mapping[str, str], what: str
) -> Laid:
    """Return one figure by LHA for every way of choosing, LHAs in the order of their codes."""
    unit = "share" if what.endswith("share") else "points"
    said = with_interval if len(lhas) <= FEW_LHAS else _alone
    rows = []
    for name, title in titles.items():
        held = found["policies"][name]["by_lha"]
        rows.append([title, *(said(held[code][what], unit) for code in lhas)])
    return laid(["Way of choosing", *lhas.values()], rows)


def by_group(found: Mapping[str, Any], policy: str) -> Laid:
    """Return what came of each group of people under one way of choosing."""
    rows = []
    names = ("placed_share", *GROUP_MEASURES)
    for group, held in found["policies"][policy]["by_group"].items():
        kind, _, value = group.partition(": ")
        if held["too_few"]:
            cells = ["too few to say", *[""] * (len(names) - 1)]
        else:
            cells = [with_interval(held[m], unit_of(m)) for m in names]
        rows.append([kind, value, f"{held['needs']:,}", *cells])
    return laid(["Characteristic", "Group", "Needs", *(SHORT[m] for m in names)], rows, named_by=2)


def changed(area: Mapping[str, Any], titles: Mapping[str, str], names: Sequence[str]) -> Laid:
    """Return what the changes made of some measures, on the same people."""
    rows = [
        [title, *(difference(area["change"][name][m], unit_of(m)) for m in names)]
        for name, title in titles.items()
    ]
    return laid(["Way of choosing", *(SHORT[m] for m in names)], rows)


def assumptions(found: Mapping[str, Any]) -> Laid:
    """Return every assumption with its value and where it is from."""
    rows = [
        [each["label"], f"{each['value']:g} {each['unit']}", each["source"]]
        for each in found["assumptions"]
    ]
    return Laid(
        headings=("What is supposed", "Value", "Where it is from"),
        numeric=(False, False, False),
        named_by=1,
        rows=tuple(tuple(row) for row in rows),
    )


def cohort(area: Mapping[str, Any]) -> Laid:
    """Return what the made-up people rest on, with each figure's standing and source."""
    rows = [
        [mark["label"], mark["value"], mark["status"], mark["source"]] for mark in area["cohort"]
    ]
    return Laid(
        headings=("What", "Value", "Standing", "Source"),
        numeric=(False, False, False, False),
        named_by=1,
        rows=tuple(tuple(row) for row in rows),
    )
