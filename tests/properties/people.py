"""Made-up cases on real Cambridgeshire places, as hypothesis strategies."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from placement.cases import words
from placement.cases.model import (
    Address,
    Case,
    Condition,
    Employment,
    HouseholdMember,
    ManagementView,
    Network,
    Place,
    Relative,
    RiskPlanItem,
    RiskToApplicant,
    Service,
    SpecialCircumstance,
    Victim,
    Zone,
)
from placement.cases.registers import Placement

CAMBRIDGE, EAST, FENLAND = "E07000008", "E07000009", "E07000010"
HUNTINGDONSHIRE, SOUTH, PETERBOROUGH = "E07000011", "E07000012", "E06000031"
LHAS = (PETERBOROUGH, CAMBRIDGE, EAST, FENLAND, HUNTINGDONSHIRE, SOUTH)
POSTCODES = {
    CAMBRIDGE: ("CB1 1AA", "CB4 2AA"),
    EAST: ("CB7 4AA", "CB7 4EA"),
    FENLAND: ("PE13 1AB", "PE13 2AA", "PE15 8AA"),
    HUNTINGDONSHIRE: ("PE29 3AA",),
    PETERBOROUGH: ("PE1 1AB",),
}
ALL_POSTCODES = tuple(code for codes in POSTCODES.values() for code in codes)
SECTORS = ("PE13 1", "PE13 2", "PE15 8", "PE15 9", "CB7 4", "PE1 2", "CB1 3", "PE29 3", "CB24 4")
AS_OF = date(2026, 11, 21)


def some(entries, most=3):
    """A short list, written and therefore complete."""
    return st.lists(entries, max_size=most).map(tuple)


def or_unknown(entries):
    return st.none() | entries


def days(first=date(2015, 1, 1), last=date(2028, 12, 31)):
    return st.dates(first, last)


places = st.one_of(
    st.sampled_from(ALL_POSTCODES).map(lambda code: Place(postcode=code)),
    st.sampled_from((*LHAS, "E09000007")).map(lambda code: Place(lha=code)),
)


@st.composite
def spans(draw, ended=True):
    start = draw(days())
    end = draw(st.none() | days(start, date(2029, 12, 31))) if ended else None
    return start, end if end is None or end > start else None


@st.composite
def stays(draw):
    start, end = draw(spans())
    kind = draw(st.sampled_from(words.SETTING))
    return Address(start=start, end=end, place=draw(or_unknown(places)), kind=kind)


jobs = st.builds(
    lambda span, **rest: Employment(start=span[0], end=span[1], **rest),
    span=spans() | spans().map(lambda span: (None, span[1])),
    place=or_unknown(places),
    hours_per_week=or_unknown(st.sampled_from((4.0, 15.5, 16.0, 40.0))),
    kind=or_unknown(st.sampled_from(words.EMPLOYMENT)),
)
relatives = st.builds(
    Relative,
    relation=st.sampled_from(words.RELATION),
    place=or_unknown(places),
    since=or_unknown(days(date(2005, 1, 1), AS_OF)),
    wants_to_be_near=or_unknown(st.booleans()),
)
networks = st.builds(
    Network,
    kind=st.sampled_from(("family", "peers", "mentor")),
    influence=st.sampled_from(words.INFLUENCE),
    place=or_unknown(places),
)
services = st.builds(
    Service,
    kind=st.sampled_from(words.SERVICE),
    place=or_unknown(places),
    visits_per_week=or_unknown(st.sampled_from((0.1, 0.2, 0.5, 1.0, 2.0, 5.0))),
)
views = st.dictionaries(st.sampled_from(LHAS), st.sampled_from(words.VIEW)).map(
    lambda given: tuple(ManagementView(lha=lha, view=v, reason=None) for lha, v in given.items())
)
zones = st.one_of(
    st.builds(
        lambda postcode, metres: Zone(postcode=postcode, metres=float(metres)),
        st.sampled_from(ALL_POSTCODES),
        st.sampled_from((200, 1_000, 4_000, 9_000, 30_000)),
    ),
    st.lists(st.sampled_from(SECTORS), min_size=1, max_size=3, unique=True).map(
        lambda areas: Zone(areas=tuple(areas))
    ),
    st.lists(st.sampled_from(LHAS), min_size=1, max_size=2, unique=True).map(
        lambda lhas: Zone(lhas=tuple(lhas))
    ),
)


@st.composite
def zone_conditions(draw, kinds=("exclusion_zone", "exclusion_zone", "restriction_zone")):
    start, end = draw(spans())
    return Condition(
        kind=draw(st.sampled_from(kinds)),
        source=draw(st.sampled_from(words.CONDITION_SOURCE)),
        start=draw(st.sampled_from((start, start, None))),
        end=end,
        share_with_housing=draw(st.booleans()),
        zone=draw(zones),
    )


other_conditions = st.builds(
    lambda span, **rest: Condition(start=span[0], end=span[1], **rest),
    span=spans(),
    kind=st.sampled_from([kind for kind in words.CONDITION if kind not in words.ZONE]),
    source=st.sampled_from(words.CONDITION_SOURCE),
    share_with_housing=st.booleans(),
    note=st.just("as the order says"),
)
victims = st.builds(
    Victim,
    reference=st.just("V"),
    home=or_unknown(places),
    avoid_metres=or_unknown(st.sampled_from((500.0, 3_000.0, 8_000.0))),
    asks_to_avoid=or_unknown(some(st.sampled_from(LHAS), 2)),
    contact_scheme=st.just("yes"),
    views=st.sampled_from(words.VICTIM_VIEWS),
    statement_for_housing=st.none(),
)
specials = st.one_of(
    st.builds(
        SpecialCircumstance,
        kind=st.just("care_leaver"),
        authority=or_unknown(st.sampled_from(("E10000003", PETERBOROUGH))),
        age=or_unknown(st.integers(16, 26)),
        lha=st.none(),
        note=st.none(),
    ),
    st.builds(
        SpecialCircumstance,
        kind=st.sampled_from(("armed_forces", "medical")),
        authority=st.none(),
        age=st.none(),
        lha=or_unknown(st.sampled_from(LHAS)),
        note=st.none(),
    ),
)
members = st.builds(
    HouseholdMember,
    reference=st.just("H"),
    relation=st.just("partner"),
    history=or_unknown(some(stays(), 2)),
    employment=or_unknown(some(jobs, 1)),
    family=or_unknown(some(relatives, 1)),
)
risks = st.builds(
    RiskToApplicant,
    lha=st.sampled_from(LHAS),
    kind=st.sampled_from(words.RISK_TO_APPLICANT),
)
plan_items = st.builds(
    RiskPlanItem,
    item=st.sampled_from(("electronic monitoring", "weekly supervision", "programme")),
    needed=or_unknown(st.booleans()),
)


def numbered(entries, letter):
    from dataclasses import replace

    return entries.map(
        lambda found: (
            found
            and tuple(replace(each, reference=f"{letter}{n}") for n, each in enumerate(found, 1))
        )
    )


@st.composite
def cases(draw):
    """Any case that a file could hold; each list is written or left out."""
    found = draw(or_unknown(numbered(some(victims, 2), "V")))
    checked = "listed" if found else "none_known" if found == () else None
    status = draw(st.none() | st.sampled_from(words.STATUS))
    return Case(
        reference="PROP-1",
        assessed_on=AS_OF,
        accommodation_need=draw(st.sampled_from(words.ACCOMMODATION_NEED)),
        homelessness_duty=draw(st.sampled_from(words.HOMELESSNESS_DUTY)),
        category=2,
        level=draw(st.sampled_from((None, 1, 2, 3))),
        risk_of_serious_harm=draw(st.sampled_from(words.RISK_OF_SERIOUS_HARM)),
        status=status,
        release=draw(or_unknown(days(date(2026, 6, 1)))) if status else None,
        previous_home=draw(st.sampled_from(words.FIRST_OPTION)),
        family_or_network=draw(st.sampled_from(words.FIRST_OPTION)),
        origin=draw(st.sampled_from((None, "none", *LHAS, "E09000007"))),
        can_return=draw(st.sampled_from(words.YES_NO)),
        origin_reasons=draw(or_unknown(st.just(("victim", "licence_condition")))),
        origin_reasons_for_housing=draw(or_unknown(st.just(("risk", "licence_condition")))),
        victim_check=checked or draw(st.sampled_from(("listed", "not_checked"))),
        property_held=draw(st.sampled_from(words.YES_NO)),
        history=draw(or_unknown(some(stays(), 4))),
        employment=draw(or_unknown(some(jobs))),
        family=draw(or_unknown(some(relatives))),
        networks=draw(or_unknown(some(networks))),
        services=draw(or_unknown(some(services))),
        management_views=draw(or_unknown(views)),
        conditions=draw(
            or_unknown(
                st.tuples(some(zone_conditions()), some(other_conditions, 2)).map(
                    lambda two: two[0] + two[1]
                )
            )
        ),
        victims=found,
        risk_plan=draw(or_unknown(some(plan_items))),
        preference=draw(or_unknown(st.lists(st.sampled_from(LHAS), unique=True).map(tuple))),
        non_association=draw(
            or_unknown(st.lists(st.sampled_from(("P-001", "P-008", "X-9")), unique=True).map(tuple))
        ),
        household=draw(or_unknown(numbered(some(members, 2), "H"))),
        special_circumstances=draw(or_unknown(some(specials, 2))),
        risk_to_applicant=draw(or_unknown(some(risks, 2))),
    )


@st.composite
def placements(draw, reference="NEW-1"):
    """One person living somewhere in the area, at any level."""
    lha = draw(st.sampled_from(LHAS))
    sectors = {FENLAND: ("PE13 1", "PE15 8"), CAMBRIDGE: ("CB1 3", "CB4 2"), EAST: ("CB7 4",)}
    return Placement(
        reference=reference,
        lha=lha,
        area=draw(or_unknown(st.sampled_from(sectors.get(lha, ("PE29 3",))))),
        level=draw(st.sampled_from((1, 2, 3))),
        category=2,
        setting=draw(st.sampled_from(("social_rent", "supported", "approved_premises"))),
        start=draw(days(last=AS_OF)),
        end=None,
    )


registers = st.lists(placements(), max_size=25).map(
    lambda found: tuple(
        Placement(**{**_fields(each), "reference": f"R-{n}"}) for n, each in enumerate(found)
    )
)


def _fields(each):
    names = ("lha", "area", "level", "category", "setting", "start", "end")
    return {name: getattr(each, name) for name in names}
