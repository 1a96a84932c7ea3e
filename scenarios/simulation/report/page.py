"""
The comparison as one page that the Board can read in five minutes, and that needs nothing else.

What it can and cannot say comes first; then a few sentences; then each figure as a drawing with its
table; and at the end everything that it rests on, with what nobody has agreed marked as such.
"""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

from placement.area_words import in_words as in_area_words
from placement.days import in_words
from placement.monitoring.output.markup import (
    document,
    element,
    folded,
    listed,
    table_markup,
    text,
)
from scenarios.simulation.report import changed, charts, tables
from scenarios.simulation.report.short import in_short
from scenarios.simulation.report.words import capital, inside, lead, with_interval

if TYPE_CHECKING:
    from collections.abc import Mapping

DRAWN = ("below_points", "crowded_share", "away_share", "waited_days")
MERIT = ("placed_share", "worth_per_person", "below_points", "over_regret_share")
MORE_MERIT = ("fit_below_points", "away_share", "travel_min")
WHERE = ("crowded_share", "dissimilarity", "dissimilarity_by_chance", "herfindahl")
WHEN = ("notice_days", "waited_days")


def page(found: Mapping[str, Any]) -> str:
    """Return the page."""
    areas = found["areas"]
    where = (
        " and ".join(area["title"] for area in areas) if len(areas) < 3 else f"{len(areas)} areas"
    )
    title = f"Simulated years: ways of choosing compared, {where}"
    years = "one year" if found["years"] == 1 else f"{found['years']} years"
    begins = in_words(date.fromisoformat(found["start"]))
    changes = found["changes"]
    sections = "".join(
        [
            *(_area(found, area, first=place == 0) for place, area in enumerate(areas)),
            _rests(found),
        ]
    )
    main = "".join(
        [
            text("h1", title),
            text(
                "p",
                f"{years.capitalize()} from {begins}, {found['people_a_year']} made-up people a "
                f"year, seed {found['seed']}. Homes: {found['supply']}.",
            ),
            *(text("p", said, class_="warning") for said in lead(found)),
            text("p", f"Compared with a change and without: {'; '.join(changes)}.")
            if changes
            else "",
            _contents(sections),
            sections,
        ]
    )
    return document(title, main)


def _area(found: Mapping[str, Any], area: Mapping[str, Any], *, first: bool) -> str:
    titles = {policy["name"]: policy["title"] for policy in found["policies"]}
    summed, name = area["found"], area["key"]
    several = len(found["areas"]) > 1
    head = f": {area['title']}" if several else ""
    people = f"{summed['people']['mean']:.0f}"
    parts = [
        text("h2", f"In short{head}", id=f"short-{name}"),
        listed(in_short(found, area)),
        text(
            "p",
            f"{_many(summed['repetitions'])}, {people} made-up people each. After a figure stands "
            f"its {summed['coverage']:.0%} interval in brackets: were all repeated with other "
            f"made-up people, {summed['coverage'] * 100:.0f} of 100 such intervals would hold what "
            "very many repetitions give. Where every repetition gave the same, the figure stands "
            "alone. Ways are compared on the same people, and a difference is named only where its "
            "interval does not hold 0.",
            class_="notes",
        ),
        table_markup(tables.at_a_glance(summed, titles), "At a glance: means"),
        listed(tables.meanings(tables.GLANCE), class_="notes"),
        _ways(found) if first else "",
        *_changed(found, area, titles, head, name),
        text("h2", f"Each person's merits{head}", id=f"merits-{name}"),
        _figure(charts.intervals(summed, titles, "below_points"), name, several=several),
        _measures(summed, titles, MERIT, "Merit"),
        _figure(charts.intervals(summed, titles, "away_share"), name, several=several),
        _measures(summed, titles, MORE_MERIT, "Merit without spread, return and travel"),
        text("h2", f"How placements are spread{head}", id=f"spread-{name}"),
        text(
            "p",
            "There is no quota and none is wanted. With few people every index is above zero "
            "whatever anybody does, so it stands beside what chance alone gives.",
        ),
        _figure(charts.intervals(summed, titles, "crowded_share"), name, several=several),
        _measures(summed, titles, WHERE, "Concentration"),
        *_by_lha(area, titles),
        text("h2", f"Notice and waiting{head}", id=f"when-{name}"),
        _figure(charts.intervals(summed, titles, "waited_days"), name, several=several),
        _measures(summed, titles, WHEN, "Days of notice, and days without the home"),
        text("h2", f"Who was placed nowhere, and why{head}", id=f"nowhere-{name}"),
        table_markup(
            tables.unplaced(summed, titles), "Needs of a home met nowhere in a repetition, mean"
        ),
        listed(tables.unplaced_meanings(), class_="notes"),
        text("h2", f"What the recommendation said{head}", id=f"outcomes-{name}"),
        text(
            "p",
            f"Of each case at first, under {inside(titles[summed['compared_with']])}. A close "
            "answer is for people to settle; a case short of information waits until it is asked.",
        ),
        _figure(
            charts.outcomes(summed["policies"][summed["compared_with"]]["outcomes"]),
            name,
            several=several,
        ),
        *_hindsight(found, area, titles, head, several=several),
        text("h2", f"By group of people{head}", id=f"groups-{name}"),
        text(
            "p",
            "No rule and no way of choosing reads any of this. A difference between groups here "
            "comes from how the made-up people were made, and says nothing of real people; a real "
            "one would be looked for in the monitoring report.",
        ),
        table_markup(
            tables.by_group(summed, summed["compared_with"]),
            f"By group, under {inside(titles[summed['compared_with']])}",
        ),
    ]
    return "".join(parts)


def _many(repetitions: int) -> str:
    return "One repetition" if repetitions == 1 else f"{repetitions} repetitions"


def _measures(
    summed: Mapping[str, Any], titles: Mapping[str, str], names: tuple[str, ...], title: str
) -> str:
    whole = table_markup(tables.measures(summed, titles, names), title)
    gaps = table_markup(
        tables.measures(summed, titles, names, gaps=True),
        f"{title}: difference from {inside(titles[summed['compared_with']])}",
    )
    notes = listed(tables.meanings(names), class_="notes")
    return (
        whole + (folded("Differences, on the same people", gaps) if len(titles) > 1 else "") + notes
    )


def _by_lha(area: Mapping[str, Any], titles: Mapping[str, str]) -> list[str]:
    summed, lhas = area["found"], area["lhas"]
    placed = tables.by_lha(summed, titles, lhas, "placed")
    held = tables.by_lha(summed, titles, lhas, "counted")
    over = tables.by_lha(summed, titles, lhas, "crowded_months_share")
    below = tables.by_lha(summed, titles, lhas, "below_points")
    more = table_markup(below, "Points below own best of those placed in each LHA, mean")
    return [
        table_markup(held, "People counted in each LHA at the end of a month, mean"),
        table_markup(over, "Share of months with more in an LHA than chance gives, mean"),
        folded(
            "Placed in each LHA, and points below own best",
            table_markup(placed, "People placed in each LHA, mean") + more,
        ),
    ]


def _changed(
    found: Mapping[str, Any],
    area: Mapping[str, Any],
    titles: Mapping[str, str],
    head: str,
    name: str,
) -> list[str]:
    if "change" not in area:
        return []
    first = area["found"]["compared_with"]
    return [
        text("h2", f"With the changes and without{head}", id=f"changes-{name}"),
        listed(changed.in_short(area, titles)),
        table_markup(
            changed.side_by_side(area, first),
            f"{titles[first]}, without the changes and with them",
        ),
        text("p", "A dash stands where it is not known.", class_="notes"),
        text("h3", "What made the difference"),
        text(
            "p",
            f"Under {inside(titles[first])}. Of the needs met in another LHA, or on one side only: "
            "what differed first, in the order in which a choice is made.",
        ),
        table_markup(changed.because(area), "Why needs were met elsewhere"),
        text(
            "p",
            "And the findings of the rules that differ between the two sides, by clause, whether "
            "or not anybody came to live elsewhere for them.",
        ),
        table_markup(
            changed.by_clause(area, found.get("terms", {})), "Findings that differ, by clause"
        ),
        table_markup(
            tables.by_lha(area["after"], titles, area["lhas_after"], "counted"),
            "People counted in each LHA at the end of a month, mean, with the changes",
        ),
        folded(
            "Every way of choosing: with the changes less without",
            "".join(
                table_markup(tables.changed(area, titles, names), f"{title}: with less without")
                for names, title in (
                    (MERIT, "Merit"),
                    (MORE_MERIT, "Merit without spread, return and travel"),
                    (WHERE, "Concentration"),
                    (WHEN, "Notice and waiting"),
                )
            ),
        ),
        text("p", "All that follows below is without the changes.", class_="notes"),
    ]


def _hindsight(
    found: Mapping[str, Any],
    area: Mapping[str, Any],
    titles: Mapping[str, str],
    head: str,
    *,
    several: bool,
) -> list[str]:
    summed, published, name = area["found"], found["published"], area["key"]
    known = summed["hindsight"]
    proven = (
        "every part of it is proven."
        if known["proven"]
        else "where a part was not settled in time its own bound stands in, which is a bound still."
    )
    best = with_interval(known["best_found"], "share")
    return [
        text("h2", f"Beside knowing the whole year in advance{head}", id=f"hindsight-{name}"),
        text(
            "p",
            "The worth of a year is the ranking's own score where and when people were placed, "
            "summed. What it could have been at most is bounded by a relaxed plan of the whole "
            f"year; {proven} The best year actually found reaches {best} of that bound; hindsight "
            "lies between the two, so each way has two figures.",
        ),
        text(
            "p",
            "Sending everybody who can go back to their original LHA first (1) leaves "
            f"{with_interval(known['origin_first'], 'share')} of the bound.",
        ),
        _figure(charts.near_hindsight(summed, titles), area["key"], several=several),
        table_markup(tables.hindsight(summed, titles), "Share of hindsight"),
        text("h3", "Beside the published figures, and why they are another question"),
        text("p", published["says"]),
        listed(published["why_not_the_same"]),
        text("p", f"Source: {published['source']}", class_="notes"),
    ]


def _ways(found: Mapping[str, Any]) -> str:
    terms = "".join(
        text("dt", policy["title"]) + text("dd", f"{capital(policy['says'])}.")
        for policy in found["policies"]
    )
    return text("h2", "The ways of choosing", id="ways") + element("dl", terms)


def _rests(found: Mapping[str, Any]) -> str:
    parts = [
        text("h2", "What this rests on", id="rests"),
        text(
            "p",
            in_area_words(
                "Points, weights and the regret are the protocol's numbers as the product has "
                "them: default, agreed by no SMB. What follows is supposed beyond them.",
                found.get("terms", {}),
            ),
        ),
        table_markup(tables.assumptions(found), "Assumptions of the simulation"),
        text(
            "p",
            "A home in the LHA chosen is drawn among the postcodes still possible for the person, "
            "all equally likely. People who must be kept apart from others of the same year are "
            "not kept apart here. Where journeys are not on roads that are loaded, they are rough.",
            class_="notes",
        ),
    ]
    for area in found["areas"]:
        marks = table_markup(tables.cohort(area), f"The made-up people of {area['title']}")
        parts.append(folded(f"What the made-up people of {area['title']} rest on", marks))
        parts.append(
            text(
                "p",
                f"Parameters {area['parameters']}; places {area['geodata']}; engine "
                f"{found['versions']['engine']}, program {found['versions']['program']}.",
                class_="notes",
            )
        )
    return "".join(parts)


def _contents(main: str) -> str:
    """Return a list of the sections, to go to one at once."""
    found = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', main)
    links = "".join(
        element("li", element("a", title, href=f"#{section}")) for section, title in found
    )
    return element("nav", element("ul", links), aria_label="Sections")


def _figure(drawn: str, name: str, *, several: bool) -> str:
    """Return a drawing; where there are several areas, its ids are made this area's own."""
    if not drawn:
        return ""
    if several:
        drawn = drawn.replace('id="t', f'id="{name}-t').replace('id="d', f'id="{name}-d')
        before, _, after = drawn.partition('aria-labelledby="')
        named, _, rest = after.partition('"')
        own = " ".join(f"{name}-{each}" for each in named.split())
        drawn = f'{before}aria-labelledby="{own}"{rest}'
    said = unescape(drawn.partition("</title>")[0].rpartition(">")[2])
    scrolls = element(
        "div", drawn, class_="scroll drawing", role="region", aria_label=said, tabindex="0"
    )
    return element("figure", text("figcaption", said) + scrolls)
