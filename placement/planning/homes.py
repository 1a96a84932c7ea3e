"""
Whether a real home suits a person: free on the day, large enough, supported, and where it stands.

What is known not to suit closes the home. What is not recorded is a doubt, to be confirmed before
the home is offered - but for where it stands: a home that is not shown to be clear of every zone
is not given. True supply limits a plan; no number of anybody's does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from placement.assess import measure
from placement.days import in_words
from placement.errors import InputError, PlacesError
from placement.results import Finding, Outcome
from placement.succession import and_, gone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np

    from geodata.places import Located
    from placement.assess import Setting
    from placement.cases.model import Case
    from placement.cases.registers import Vacancy
    from placement.facts import CaseFacts

HELD = "The offender manager holds information about this address."
SEXUAL_CATEGORY = 1


def located(vacancies: Sequence[Vacancy], setting: Setting) -> dict[str, Located | None]:
    """
    Find where each home stands, by reference; None where no postcode is given.

    Raises ``InputError`` with every home that is in no LHA of the profile, or whose postcode is
    unknown or in another LHA than the file says.
    """
    there = {lha.code: lha.name for lha in setting.profile.on(setting.as_of)}
    known = ", ".join(f"{code} {name}" for code, name in there.items())
    now = gone(setting.profile, setting.as_of)
    found: dict[str, Located | None] = {}
    problems = []
    for home in vacancies:
        found[home.reference] = None
        parts = [there[each] for each in now.get(home.lha, ()) if each in there]
        if home.lha not in there and parts:
            problems.append(
                f"{home.reference}: {home.lha} is {and_(parts)} then, and without a postcode a "
                "home may be in any of them. Give its postcode, or leave the home out."
            )
            continue
        if home.lha not in there:
            problems.append(
                f"{home.reference}: {home.lha} is not an LHA of {setting.profile.name}; there are "
                f"{known}. Correct the lha or leave the home out."
            )
            continue
        if home.postcode is None:
            continue
        try:
            at = setting.places.find(home.postcode)
        except PlacesError as error:
            problems.append(f"{home.reference}: {error}")
            continue
        if at.lha != home.lha:
            problems.append(
                f"{home.reference}: {home.postcode} lies in {there.get(at.lha, at.lha)}, not in "
                f"{there[home.lha]}. Correct one of the two."
            )
        found[home.reference] = at
    if problems:
        raise InputError("The vacancies", problems)
    return found


def measured_for_homes(case: Case, setting: Setting) -> CaseFacts:
    """Measure a case where addresses are asked about: for housing, by what it was shown alone."""
    if setting.housing:
        shown = None
        if case.conditions is not None:
            shown = tuple(each for each in case.conditions if each.share_with_housing)
        case = replace(
            case,
            conditions=shown or (),
            victims=(),
            victim_check="none_known",
            protected_elsewhere=False,
            non_association=(),
        )
    return measure(case, setting)


def against(
    home: Vacancy, at: Located | None, measured: CaseFacts
) -> Iterator[tuple[str, Finding]]:
    """Give what closes a home to a person, each with its key."""
    case, ref = measured.case, home.reference
    if case.bedrooms is not None and home.bedrooms is not None and home.bedrooms < case.bedrooms:
        yield (
            f"bedrooms of {ref}",
            _no(
                f"{ref} has {home.bedrooms} bedrooms and {case.bedrooms} are needed.",
                rule="home_is_large_enough",
            ),
        )
    if case.supported and home.supported is False:
        yield (
            f"support in {ref}",
            _no(f"{ref} is not supported, and support is needed.", rule="home_is_supported"),
        )
    yield from _days(home, measured)
    if case.category == SEXUAL_CATEGORY and any("sex" in word for word in _refused(home)):
        yield (
            f"acceptance of {ref}",
            _no(f"{ref} does not accept people of category 1.", rule="home_accepts"),
        )
    yield from _place(home, at, measured)


def _days(home: Vacancy, measured: CaseFacts) -> Iterator[tuple[str, Finding]]:
    day, ref = measured.move_in, home.reference
    if day is None:
        yield (
            "day of moving in",
            _no(
                "The day of moving in is not known, so no home can be held for it.",
                rule="home_is_free_on_the_day",
                outcome=Outcome.UNKNOWN,
                fact="move_in",
            ),
        )
    elif home.start is not None and home.start > day:
        text = f"{ref} is free from {in_words(home.start)}, after moving in on {in_words(day)}."
        yield f"days of {ref}", _no(text, rule="home_is_free_on_the_day")
    elif home.end is not None and home.end <= day:
        text = f"{ref} is free until {in_words(home.end)} only; moving in is on {in_words(day)}."
        yield f"days of {ref}", _no(text, rule="home_is_free_on_the_day")


def _place(home: Vacancy, at: Located | None, measured: CaseFacts) -> Iterator[tuple[str, Finding]]:
    ref = home.reference
    clear = measured.together.clear[measured.places.slice(home.lha)]
    if at is None:
        if not bool(clear.all()):
            yield (
                f"place of {ref}",
                _no(
                    f"Where {ref} stands is not given, and not all of the LHA is possible.",
                    rule="home_is_clear_of_zones",
                    clause="6(b)",
                    outcome=Outcome.UNKNOWN,
                    fact=f"postcode of {ref}",
                    housing=HELD,
                ),
            )
    elif not bool(_at(at, clear, measured)):
        yield (
            f"place of {ref}",
            _no(
                f"{ref} lies in or near a zone or a victim's area: not to be offered as it stands.",
                rule="home_is_clear_of_zones",
                clause="6(b)",
                housing=HELD,
            ),
        )
    for other in measured.case.non_association or ():
        lives = measured.register.where.get(other) if measured.register else None
        near = lives is not None and lives[0] == home.lha
        if near and (at is None or lives is None or lives[1] in (None, at.sector)):
            yield (
                f"{other} near {ref}",
                _no(
                    f"{other}, whom they must not live near, lives in or may live in the area of "
                    f"{ref}.",
                    rule="home_is_apart_from_others",
                    clause="6(b)",
                    housing=HELD,
                ),
            )


def _at(at: Located, clear: np.ndarray, measured: CaseFacts) -> bool:
    """Whether a postcode is clear: every postcode at its point is."""
    part = measured.places.slice(at.lha)
    here = (measured.places.easting[part] == at.easting) & (
        measured.places.northing[part] == at.northing
    )
    return bool(here.any() and clear[here].all())


def _refused(home: Vacancy) -> list[str]:
    return [] if home.accepts in (None, "any") else (home.accepts or "").split()


def doubts(home: Vacancy, at: Located | None, case: Case) -> tuple[str, ...]:
    """Return what has to be confirmed before a home is offered to a person."""
    said = []
    if home.start is None:
        said.append("from when it is free")
    if home.bedrooms is None:
        said.append("how many bedrooms it has")
    elif case.bedrooms is None:
        said.append("how many bedrooms are needed")
    if case.supported and home.supported is None:
        said.append("whether it is supported")
    if home.accepts is None:
        said.append("whom it accepts")
    said += [
        f"that it may be offered ({word.replace('_', ' ')})"
        for word in _refused(home)
        if "sex" not in word
    ]
    if at is None:
        said.append("where it stands")
    return tuple(said)


def _no(
    sentence: str,
    *,
    rule: str,
    clause: str = "6.7.1",
    outcome: Outcome = Outcome.NOT_MET,
    fact: str | None = None,
    housing: str | None = None,
) -> Finding:
    return Finding(
        rule=rule, clause=clause, outcome=outcome, sentence=sentence, fact=fact, housing=housing
    )
