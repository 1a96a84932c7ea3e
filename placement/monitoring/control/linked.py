"""
What ties the cells of different parts of the report together, beyond what their names say.

A group of five is made of groups of eighteen; those for whom an outcome holds are among those for
whom it is known; who was overruled stands among the preferences as well as in the equality tables;
the snapshot is part of the year. Somebody who reads all tables side by side can use every one of
these, so the attacker can too. Only lines that are true of the numbers are used.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from placement.monitoring.annual_tables import ORDER_TITLES, YEAR_LEVELS
from placement.monitoring.control.cells import Key, Statement, adds_up, at_most
from placement.monitoring.equality import NOT_STATED, characteristics, ethnicity
from placement.monitoring.equality_tables import outcomes
from placement.monitoring.stays import YEAR_STARTS
from placement.monitoring.tally import NOT_KNOWN
from placement.monitoring.working import LACKING, RECOMMENDED, REFERRED, notice_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from placement.parameters import Numbers

ASKED, HOLDS, HELD = "asked", "holds", "held"
_FIVE, _EIGHTEEN = "ethnicity_5", "ethnicity_18"


def between(counts: Mapping[Key, int], *, numbers: Numbers) -> list[Statement]:
    """Return the lines between parts of the report, for the cells that there are."""
    lines = [
        *_groups(counts),
        *_known(counts, numbers),
        *_outcomes(counts, numbers),
        *_lacking(counts),
        *_of_the_year(counts),
    ]
    return [line for line in lines if all(key in counts for key, _ in line.terms)]


def _groups(counts: Mapping[Key, int]) -> Iterator[Statement]:
    """Yield that a group of five is the sum of its groups of eighteen."""
    inside: dict[str, list[str]] = {}
    known = ethnicity()
    for code, group in known.groups.items():
        inside.setdefault(group, []).append(known.titles[code])
    for key in counts:
        five = key.get(_FIVE)
        if five is None:
            continue
        rest = key.without(_FIVE)
        same = [rest.also(**{_EIGHTEEN: title}) for title in inside.get(five, [five])]
        parts = [part for part in same if part in counts]
        if parts:
            yield adds_up(key, parts, "groups of ethnicity")


def _known(counts: Mapping[Key, int], numbers: Numbers) -> Iterator[Statement]:
    """Yield how many are known of a characteristic, and that who is asked of was referred."""
    found = characteristics(numbers, ())
    for key in counts:
        if key.measure == HELD:
            name = next((each.name for each in found if each.title == key.get("what")), None)
            if name is not None:
                whole = Key(REFERRED, key.at).without("what")
                none = whole.also(**{name: NOT_STATED})
                yield adds_up(whole, [key, none] if none in counts else [key], "what is held")
        elif key.measure == ASKED and key.get("outcome") is not None:
            yield at_most(Key(REFERRED, key.without("outcome").at), [key])
        elif key.measure == HOLDS:
            yield at_most(Key(ASKED, key.at), [key])


def _outcomes(counts: Mapping[Key, int], numbers: Numbers) -> Iterator[Statement]:
    """Yield that outcomes over everybody are sums of what stands in the other tables."""
    titles = {name: title for name, (title, _) in outcomes(numbers).items()}
    enough = notice_words(numbers)[:2]
    overruled: Callable[[str], bool] = lambda said: said.startswith("overruled by")  # noqa: E731
    of = {
        titles["recommended"]: (
            "answers",
            lambda said: said != NOT_KNOWN,
            lambda said: said in RECOMMENDED,
        ),
        titles["notice"]: ("notice", lambda said: said != NOT_KNOWN, lambda said: said in enough),
        titles["overruled"]: (
            "preference",
            lambda said: said == "followed" or overruled(said),
            overruled,
        ),
    }
    for key in counts:
        outcome = key.get("outcome")
        if key.measure not in (ASKED, HOLDS) or outcome not in of or len(key.at) != 2:
            continue
        dimension, asked, holds = of[outcome]
        wanted = asked if key.measure == ASKED else holds
        whole = Key(REFERRED, key.without("outcome").at)
        parts = [
            each
            for each in counts
            if each.measure == REFERRED
            and (said := each.get(dimension)) is not None
            and each.without(dimension) == whole
            and wanted(said)
        ]
        yield adds_up(key, parts, "an outcome over everybody")


def _lacking(counts: Mapping[Key, int]) -> Iterator[Statement]:
    """Yield that nothing is lacking in more drafts than there are."""
    for key in counts:
        if key.measure == LACKING and (what := key.get("drafts")) is not None:
            draft = Key(REFERRED, key.without("drafts").at).also(followed="draft")
            if what != NOT_KNOWN:
                yield at_most(draft, [key])


def _of_the_year(counts: Mapping[Key, int]) -> Iterator[Statement]:
    """Yield what snapshot, year and register have to do with each other, and orders of orders."""
    shpo, travel, _ = ORDER_TITLES.values()
    for key in counts:
        if key.measure == "orders" and key.get("order") == travel:
            yield at_most(key.also(order=shpo), [key])
        if key.measure != "managed" or (on := key.get("on")) is None:
            continue
        year, rest = _year(date.fromisoformat(on)), key.without("on")
        if year is None:
            continue
        second, third = YEAR_LEVELS
        whole = Key("managed_in_year", rest.at).also(year=year)
        if key.get("level") == third:
            yield at_most(whole, [key])
        if key.get("level") == second and key.get("category") is None:
            # whoever is at the lower level that day is counted at the highest of the year
            yield at_most(whole.without("level"), [key, key.also(level=third)])
            for each in _register(counts, on):
                yield at_most_sum([key, key.also(level=third)], each)


def _register(counts: Mapping[Key, int], on: str) -> Iterable[Key]:
    """Return everybody counted in the register of placements on a day, under each definition."""
    return [
        key
        for key in counts
        if key.measure == "people"
        and key.get("on") == on
        and {name for name, _ in key.at} == {"on", "edition", "group"}
        and key.get("group") == "counted"
    ]


def at_most_sum(totals: Iterable[Key], part: Key) -> Statement:
    """Return the statement that a cell is part of a sum of others."""
    terms = (*((total, 1) for total in totals), (part, -1))
    return Statement(terms=terms, lower=0, upper=None, why="part of a sum")


def _year(day: date) -> str | None:
    """Return the year that ends on a day; None where none does."""
    after = day + timedelta(days=1)
    if (after.month, after.day) != YEAR_STARTS:
        return None
    return f"{after.year - 1}/{after.year % 100:02d}"
