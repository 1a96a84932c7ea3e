"""
Made-up cases for the tests: ``case``, ``rank``, ``found`` and a word for each list of a case.

The base case is fully known and bare: nothing tells the six authorities apart, so each has 30 of
connection, 100 of management (viewed as suitable, no service to reach) and 100 of spread. A test
changes one thing and reads what follows from it. Nobody here is real.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count

from geodata.places import load
from placement.assess import assess, measure, setting_of
from placement.cases.model import (
    Address,
    Case,
    Condition,
    Employment,
    ManagementView,
    Network,
    Place,
    Relative,
    Service,
    SpecialCircumstance,
    Victim,
    Zone,
)
from placement.cases.registers import Placement
from placement.facts import Facts
from placement.profile import load_profile
from placement.rules import RULES, apply, part6, part7
from placement.rules.person import applicant

PETERBOROUGH, CAMBRIDGE, EAST_CAMBS = "E06000031", "E07000008", "E07000009"
FENLAND, HUNTS, SOUTH_CAMBS = "E07000010", "E07000011", "E07000012"
ALL = (PETERBOROUGH, CAMBRIDGE, EAST_CAMBS, FENLAND, HUNTS, SOUTH_CAMBS)
DAY = date(2026, 11, 21)
RELEASE = date(2027, 5, 14)
BEGUN = date(2026, 1, 1)  # the day from which a zone holds, where a test does not say

CAMBRIDGESHIRE = load_profile("cambridgeshire")
PLACES = load("cambridgeshire", CAMBRIDGESHIRE.codes)
_NUMBERS = count(1)


def view(lha, word="suitable"):
    return ManagementView(lha=lha, view=word, reason=None)


BASE = Case(
    reference="T-1",
    assessed_on=DAY,
    accommodation_need="assessed",
    homelessness_duty="likely",
    category=2,
    level=2,
    risk_of_serious_harm="high",
    status="custody",
    release=RELEASE,
    release_kind="conditional",
    previous_home="unsuitable",
    family_or_network="unrealistic",
    origin=FENLAND,
    can_return="no",
    origin_reasons=("licence_condition",),
    origin_reasons_for_housing=("licence_condition",),
    victim_check="none_known",
    victim_check_by="victim liaison unit",
    property_held="no",
    history=(),
    employment=(),
    family=(),
    networks=(),
    services=(),
    management_views=tuple(view(lha) for lha in ALL),
    conditions=(),
    victims=(),
    risk_plan=(),
    preference=(),
    non_association=(),
    household=(),
    special_circumstances=(),
    risk_to_applicant=(),
)


def case(**changes):
    """Return the base case with some fields changed."""
    return replace(BASE, **changes)


def set_up(*, as_of=DAY, placements=(), weights=None, changes=None, role="coordinator"):
    """Return what a ranking rests on; ``placements=None`` stands for no file at all."""
    return setting_of(
        profile=CAMBRIDGESHIRE,
        places=PLACES,
        as_of=as_of,
        placements=placements,
        weights=weights,
        changes=changes,
        role=role,
    )


def rank(one, **setting):
    """Return the ranking of a case."""
    return assess(one, set_up(**setting))


def facts(one, lha=None, **setting):
    """Return the facts of a case for one LHA, or for the case as a whole."""
    where = set_up(**setting)
    measured = measure(one, where)
    if lha is None:
        return Facts(measured)
    authority, numbers = CAMBRIDGESHIRE[lha], where.numbers

    def tests(day):
        who = applicant(measured, authority, day)
        return {"part7": part7(who, numbers), "part6": part6(who, numbers)}

    now = tests(where.as_of)
    return Facts(measured, authority, now, tests(measured.move_in) if measured.move_in else now)


def found(rule, one, lha=None, **setting):
    """Apply one rule, by its name, to a case and an LHA."""
    told = facts(one, lha, **setting)
    return apply(RULES[rule], told, told.measured.numbers)


def connection_test(name, one, lha, **setting):
    """Return a local-connection test (``part7`` or ``part6``) of a case for one LHA."""
    return facts(one, lha, **setting).tests[name]


def ground(rule, one, lha, *, day=DAY):
    """Return how one ground of part 7, a rule by its name, stands for the person on a day."""
    where = set_up(as_of=day)
    who = applicant(measure(one, where), CAMBRIDGESHIRE[lha], day)
    return RULES[rule].function(who, where.numbers)


def at(where):
    """Return a place: an ONS code, a postcode, or None for one not recorded."""
    if where is None:
        return None
    return Place(lha=where) if where.startswith("E0") else Place(postcode=where)


def stay(start, end, where, kind="private_rent", provided_by=None):
    return Address(start=start, end=end, place=at(where), kind=kind, provided_by=provided_by)


def job(where, *, start=date(2026, 1, 1), end=None, hours=40, kind="permanent"):
    return Employment(start=start, end=end, place=at(where), hours_per_week=hours, kind=kind)


def relative(relation, where, since=date(2000, 1, 1), wants=True):
    return Relative(relation=relation, place=at(where), since=since, wants_to_be_near=wants)


def network(where, kind="family", influence="protective"):
    return Network(kind=kind, influence=influence, place=at(where))


def service(where, kind="probation_office", visits=1.0):
    return Service(kind=kind, place=at(where), visits_per_week=visits)


def special(kind, *, lha=None, authority=None, age=None):
    return SpecialCircumstance(kind=kind, authority=authority, age=age, lha=lha, note=None)


def zone(kind="exclusion_zone", *, start=BEGUN, end=None, shared=False, **shape):
    return Condition(
        kind=kind,
        source="licence",
        start=start,
        end=end,
        share_with_housing=shared,
        zone=Zone(**shape),
    )


def victim(home="PE13 2AA", metres=1000.0, avoid=(), views="received"):
    return Victim(
        reference="V1",
        home=at(home),
        avoid_metres=metres,
        asks_to_avoid=avoid,
        contact_scheme="yes",
        views=views,
        statement_for_housing=None,
    )


def placed(lha, area=None, *, level=2, setting="private_rent", start=None, end=None, name=None):
    """Return somebody who lives in an LHA; who they are is made up unless ``name`` says it."""
    return Placement(
        reference=name or f"P-{next(_NUMBERS)}",
        lha=lha,
        area=area,
        level=level,
        category=2,
        setting=setting,
        start=start or date(2026, 1, 1),
        end=end,
    )
