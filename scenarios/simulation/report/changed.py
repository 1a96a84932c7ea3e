"""With the changes and without, on the same people: side by side, and what made the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.area_words import in_words
from scenarios.simulation.attribution import BECAUSE
from scenarios.simulation.report.tables import NOT_PLACED, SHORT, laid
from scenarios.simulation.report.words import difference, figure, inside, unit_of, with_interval
from scenarios.simulation.summary import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.monitoring.layout import Laid

PARTS = {
    "case": "the case",
    "gates": "gate",
    "connection": "points of connection",
    "management": "points of management",
}
LEFT_OUT = ("dissimilarity_by_chance",)  # it follows from the borders alone


def in_short(area: Mapping[str, Any], titles: Mapping[str, str]) -> list[str]:
    """Return in a few sentences what the changes did, under the first way of choosing."""
    made, first = area["made"], area["found"]["compared_with"]
    moved = made["moved"]
    said = [
        f"Under {inside(titles[first])}, {with_interval(moved['elsewhere'], 'share')} of needs "
        f"were met in another LHA with the changes than without; "
        f"{figure(moved['only_before']['mean'], 'share')} only without them, and "
        f"{figure(moved['only_after']['mean'], 'share')} only with them."
    ]
    said += [
        f"Made to {figure(many['mean'], 'points')} people a repetition, {what}."
        + (
            " The others stood so already, or have nothing that could be changed."
            if (many["mean"] or 0) < (area["found"]["people"]["mean"] or 0)
            else ""
        )
        for what, many in zip(made["reached_by"], made["reached"], strict=True)
    ]
    said += area["borders"]
    told = [
        f"{inside(SHORT[name])} {difference(gap, unit_of(name))}"
        for name, gap in area["change"][first].items()
        if name not in (*LEFT_OUT, "worth_per_person")
        and gap["low"] is not None
        and not gap["low"] <= 0 <= gap["high"]
    ]
    if area["found"]["repetitions"] < 2:
        said.append("One repetition: no difference can be told from chance.")
    elif told:
        said.append(f"More than repetition alone gives: {'; '.join(told)}.")
    else:
        said.append("No measure differs by more than repetition alone gives.")
    if area["weights_after"] != area["found"]["weights"]:
        said.append(
            "The weights differ, so that scores with the changes and without are not in one "
            "measure: read the points below a person's own best, and where people live."
        )
    return said


def side_by_side(area: Mapping[str, Any], name: str, *, brief: bool = False) -> Laid:
    """
    Return each measure of one way of choosing without the changes, with them, and between.

    ``brief`` leaves out the intervals of the two sides; that of the difference stays.
    """
    said = _mean if brief else with_interval
    rows = []
    one, other = area["found"]["policies"][name], area["after"]["policies"][name]
    for measure in MEASURES:
        unit = unit_of(measure)
        rows.append(
            [
                SHORT[measure],
                said(one["measures"][measure], unit),
                said(other["measures"][measure], unit),
                difference(area["change"][name][measure], unit),
            ]
        )
    rows += [
        [
            f"Placed nowhere: {short[:1].lower()}{short[1:]}",
            said(one["unplaced"][why], "points"),
            said(other["unplaced"][why], "points"),
            "",
        ]
        for why, short in NOT_PLACED.items()
        if one["unplaced"][why]["mean"] or other["unplaced"][why]["mean"]
    ]
    return laid(["Measure", "Without", "With", "Difference, on the same people"], rows)


def _mean(mean: Mapping[str, float | None], unit: str) -> str:
    return figure(mean["mean"], unit)


def because(area: Mapping[str, Any]) -> Laid:
    """Return why needs were met elsewhere, only without or only with the changes."""
    rows = [
        [f"{BECAUSE[name][:1].upper()}{BECAUSE[name][1:]}", figure(share, "share")]
        for name, share in area["made"]["because"].items()
    ]
    return laid(["What differed first", "Of all needs"], rows)


def asked(rule: str) -> str:
    """
    Return what a rule asks for, as words.

    >>> asked("suited_in_the_offender_managers_view"), asked("part7_connection")
    ("suited in the offender manager's view", 'part 7 connection')
    """
    plain = rule.replace("_", " ").replace("managers view", "manager's view")
    return plain.replace("part7", "part 7").replace("part6", "part 6")


def by_clause(area: Mapping[str, Any], terms: Mapping[str, str]) -> Laid:
    """Return the findings that differ, by clause: for how many people, and how; in area words."""
    rows = [
        [
            PARTS[each["part"]],
            each["clause"],
            in_words(asked(each["rule"]), terms),
            figure(each["people_share"], "share"),
            _how(each),
        ]
        for each in area["made"]["findings"]
    ]
    spread = area["made"]["spread_share"]
    if spread["mean"]:
        rows.append(
            [
                "points of spread",
                "6(c)",
                "number and location of others, on the day of the choice",
                f"{figure(spread['mean'], 'share')} of choices",
                "as people live elsewhere, or are counted otherwise",
            ]
        )
    headings = ["Part", "Clause", "What is asked", "People", "How it differs"]
    return laid(headings, rows, named_by=len(headings))


def _how(each: Mapping[str, Any]) -> str:
    shut, opened = each["shut"], each["opened"]
    if each["part"] == "case":
        return f"met in {opened:,} cases more and in {shut:,} fewer"
    if each["part"] == "gates":
        sides = [f"less open {shut:,} times"] * (shut > 0)
        sides += [f"more open {opened:,} times"] * (opened > 0)
        return f"{' and '.join(sides)}, each a person and an LHA"
    return f"{each['points']:+.1f} points, mean of {each['pairs']:,}, each a person and an LHA"
