"""Making a cohort: the people who become known, and those who live in the area at the start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from placement.area_words import reworded
from placement.cases.reader import read_case_tables
from placement.cohorts import MAPPA, load_cohort
from placement.errors import InputError
from placement.profile import load_profile
from placement.record_words import record_terms
from scenarios.cohorts.draws import Draws
from scenarios.cohorts.figures import STANDS_IN, Figures
from scenarios.cohorts.ground import Ground
from scenarios.cohorts.model import PREFIX, Cohort, Mark, SyntheticPerson
from scenarios.cohorts.person import characteristics_of, make_life, tables_of
from scenarios.cohorts.standing import YEAR_DAYS, make_standing, stay_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST_PEOPLE, LONGEST_DAYS, LARGEST_SEED = 100_000, 36_525, 2**32 - 1
EARLIEST_START, LATEST_START = date(1960, 1, 1), date(2080, 1, 1)
_PERSON = 1


def make_cohort(
    profile: str,
    people: int,
    *,
    seed: int,
    start: date,
    days: int = YEAR_DAYS,
    standing: int | None = None,
    each: Callable[[Iterable[int]], Iterable[int]] | None = None,
) -> Cohort:
    """
    Make fictional people of an area, in the order in which their cases become known.

    Everybody is the same for the same seed, whatever the number asked for: the first five of a
    thousand and those of a cohort of five are the same five people.

    Parameters
    ----------
    profile
        The name of a profile, or the path of its TOML file.
    people
        How many cases become known in the time.
    seed
        The source of chance, a whole number of at most 32 bits.
    start, days
        They become known on one of so many days from the start, each day as likely.
    standing
        How many live in the area at the start; left out, as the published snapshot says by
        residents.
    each
        Wraps the numbers of the people while they are made, for a progress bar.

    Raises
    ------
    InputError
        Where a number is not one of those allowed.
    PlacesError, ProfileError
        Where the profile or its postcodes are not there.
    """
    from geodata.boundaries import lha_names

    _check(people, seed, start, days, standing)
    ground, figures = _grounds(profile, start)
    count = standing
    if count is None and figures.cohort == MAPPA:
        count = round(_per_residents(ground, figures, "snapshot"))
    elif count is None:
        count = round(people * YEAR_DAYS / max(days, YEAR_DAYS) * _full(figures))
    register = make_standing(count, seed=seed, start=start, ground=ground, figures=figures)
    placed = tuple(each.reference for each, _ in register)
    elsewhere = tuple(code for code in lha_names() if code not in ground.profile)
    maker = _Maker(seed, start, days, ground, figures, placed, elsewhere)
    numbers = range(1, people + 1)
    made = [maker.person(number) for number in (each(numbers) if each else numbers)]
    made.sort(key=lambda person: (person.known_on, person.reference))
    return Cohort(
        profile=ground.profile.name,
        seed=seed,
        start=start,
        days=days,
        people=tuple(made),
        placements=tuple(each for each, _ in register),
        standing_days=tuple(left for _, left in register),
        marks=reworded(
            (*figures.marks(), ground.mark(), _standing_mark(count, standing, figures.cohort)),
            record_terms(ground.profile),
            keys=("name", "status", "value"),
        ),
    )


def yearly_people(profile: str, day: date) -> int:
    """
    Return how many cases a year would bring to an area, by its residents.

    The published year's total at levels 2 and 3 of Bedfordshire for the residents of the profile,
    times the assumption ``arrivals``.
    """
    ground, figures = _grounds(profile, day)
    if figures.cohort != MAPPA:
        what = load_cohort(figures.cohort).title
        problem = f"nothing that was read says how many a year brings to {what}. Say how many: "
        raise InputError("the cohort", [f"{problem}--people NUMBER."])
    return round(_per_residents(ground, figures, "year_total") * figures.value("arrivals"))


def _grounds(profile: str, day: date) -> tuple[Ground, Figures]:
    from geodata.places import load as load_places

    area = load_profile(profile)
    figures = Figures(area.name, cohort=area.cohort, land=area.places_name)
    return Ground(area, load_places(area.places_name, area.codes), figures, day), figures


def _full(figures: Figures) -> float:
    """Return how many live somewhere at a time for each one who comes in a year, as published."""
    return sum(figures.weights("snapshot").values()) / sum(figures.weights("year_total").values())


def _per_residents(ground: Ground, figures: Figures, name: str) -> float:
    """Return the total of a published table for an area of so many residents."""
    total = sum(figures.weights(name).values())
    of = figures.of(name) or STANDS_IN
    if ground.profile.name == of:
        return total
    if "standing_total" in figures:
        snapshot = sum(figures.weights("snapshot").values())
        return figures.value("standing_total") * total / snapshot
    theirs = sum(lha.population or 0 for lha in load_profile(of).lhas)
    if ground.by_residents:
        return total * ground.residents / theirs
    raise InputError(
        "the cohort",
        [
            f"the residents of {ground.profile.name} are not known, so neither is how many live "
            "there at the start. Say how many: --standing NUMBER."
        ],
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    """What every person of one cohort is made from."""

    seed: int
    start: date
    days: int
    ground: Ground
    figures: Figures
    placed: tuple[str, ...]
    elsewhere: tuple[str, ...]

    def person(self, number: int) -> SyntheticPerson:
        """Make the person of one number, who is the same whoever else is made."""
        draws = Draws(self.seed, _PERSON, number)
        day = self.start + timedelta(days=draws.whole(0, self.days - 1))
        reference = self._reference(number)
        life = make_life(
            draws,
            self.ground,
            self.figures,
            reference=reference,
            day=day,
            elsewhere=self.elsewhere,
        )
        stay = stay_days(draws, self.figures)
        held = characteristics_of(life)
        tables, protected = tables_of(life, self._others(draws, number))
        return SyntheticPerson(
            reference=reference,
            known_on=day,
            case=read_case_tables(tables, protected=protected),
            tables=tables,
            protected=protected,
            characteristics=held,
            stay_days=stay,
        )

    def _reference(self, number: int) -> str:
        return f"{PREFIX}-{self.seed}-{number:05}"

    def _others(self, draws: Draws, number: int) -> tuple[str, ...]:
        """Return whom somebody may have to be kept apart from: one made earlier, or one housed."""
        earlier = draws.happens(0.5)
        if number > 1 and (earlier or not self.placed):
            return (self._reference(draws.whole(1, number - 1)),)
        return self.placed


def _standing_mark(count: int, given: int | None, cohort: str) -> Mark:
    how = "the published snapshot, by residents." if cohort == MAPPA else "as many as come and go."
    return Mark(
        name="standing_people",
        label="How many live in the area at the start",
        status="assumption",
        value=str(count),
        source="assumption, agreed by nobody: " + (how if given is None else "as asked for."),
    )


def _check(people: int, seed: int, start: date, days: int, standing: int | None) -> None:
    problems = []
    for name, value, least, most in (
        ("people", people, 0, MOST_PEOPLE),
        ("seed", seed, 0, LARGEST_SEED),
        ("days", days, 1, LONGEST_DAYS),
        ("standing", 0 if standing is None else standing, 0, MOST_PEOPLE),
    ):
        if not least <= value <= most:
            problems.append(f"{name}: {value} is not a whole number from {least:,} to {most:,}.")
    if not EARLIEST_START <= start <= LATEST_START:
        problems.append(f"start: {start} is not a day from {EARLIEST_START} to {LATEST_START}.")
    if problems:
        raise InputError("the cohort", problems)
