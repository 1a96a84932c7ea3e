"""The product as the curious SPOC meets it: rankings released and addresses checked, and a log."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache

from placement import parameters
from placement.cases.model import Case, Place, Victim
from placement.facts import CaseFacts
from placement.profile import load_profile
from placement.records.oracle.check import Asked, check_address
from placement.records.oracle.log import Told, possible_of, release_log
from placement.records.oracle.possible import Ground
from placement.records.oracle.release import release
from placement.records.oracle.things import protected_in, shown_to_housing
from placement.records.policy import Answer

SECRET = b"a key of the tests, thirty-two b"
DAYS = (date(2026, 11, 22), date(2027, 1, 11))


@cache
def places():
    from geodata.places import load

    return load("cambridgeshire")


@cache
def profile():
    return load_profile("cambridgeshire")


class Memory:
    """A log that forgets when the test ends."""

    def __init__(self):
        self.kept = []

    def told(self):
        return tuple(self.kept)

    def add(self, told):
        self.kept.append(told)


def victim(postcode, metres, **other):
    given = {"asks_to_avoid": (), "contact_scheme": "yes", "views": "sought"}
    return Victim(
        reference="V1",
        home=Place(postcode=postcode),
        avoid_metres=metres,
        statement_for_housing=None,
        **{**given, **other},
    )


def case_of(*victims, **other):
    given = {"conditions": (), "non_association": (), "status": "community"}
    return Case(
        reference="DEMO-1",
        assessed_on=DAYS[0],
        victim_check="listed" if victims else "none_known",
        victims=victims,
        **{**given, **other},
    )


def measured(case, day=DAYS[0], **changes):
    return CaseFacts(
        case,
        profile=profile(),
        places=places(),
        numbers=parameters.load().on(day, changes),
        as_of=day,
    )


class Office:
    """The record, as far as housing can get answers out of it."""

    def __init__(self):
        self.log = Memory()

    def ranking(self, facts, case_id, day):
        """Release a ranking; return the LHAs shown as held."""
        protected = protected_in(facts, SECRET, case_id)
        ground = Ground.of(facts)
        possible = possible_of(protected.things, ground, self.log.told())
        found = release(facts, protected, possible)
        shared = shown_to_housing(facts).together.clear
        kept = release_log(found, facts, protected, shared, None)
        self.log.add(Told(at(day), case_id, "om", kept))
        return found.held

    def check(self, facts, case_id, day, postcode, by="spoc"):
        """Ask about one address; return the word."""
        asked = Asked(
            case=case_id,
            by=by,
            role="spoc",
            at=at(day),
            vacancy_id="0" * 32,
            vacancy="V-1",
            postcode=postcode,
            may=Answer(True),
        )
        return check_address(asked, facts, self.log, SECRET).answer


def at(day):
    return datetime.combine(day, time(10), UTC)


def moved(case, postcode):
    """Return the case with its first victim's home elsewhere."""
    first, *rest = case.victims
    return replace(case, victims=(replace(first, home=Place(postcode=postcode)), *rest))
