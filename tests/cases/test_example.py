"""The worked example is read to exactly the case that it states."""

from __future__ import annotations

from datetime import date

from placement.cases import Case, read_case, read_case_text
from placement.cases.model import (
    Address,
    Condition,
    Employment,
    ManagementView,
    Network,
    Place,
    Relative,
    RiskPlanItem,
    Service,
    Victim,
    Zone,
)

from .texts import DATA, EXAMPLE, SMALL, changed


def at(postcode):
    return Place(postcode=postcode)


DEMO = Case(
    reference="DEMO-014",
    assessed_on=date(2026, 11, 21),
    accommodation_need="assessed",
    homelessness_duty="likely",
    category=2,
    level=3,
    levels=None,
    risk_of_serious_harm="high",
    status="custody",
    release=date(2027, 5, 14),
    release_kind="conditional",
    previous_home="unsuitable",
    family_or_network="unrealistic",
    origin="E07000010",
    can_return="no",
    origin_reasons=("victim", "licence_condition"),
    origin_reasons_for_housing=("licence_condition",),
    victim_check="listed",
    victim_check_by="victim liaison unit",
    victim_check_on=date(2026, 11, 2),
    property_held="no",
    history=(
        Address(
            start=date(2014, 6, 1),
            end=date(2022, 1, 10),
            place=at("PE13 1AB"),
            kind="social_rent",
        ),
        Address(
            start=date(2022, 1, 10),
            end=date(2025, 9, 20),
            place=at("PE15 8AA"),
            kind="private_rent",
        ),
        Address(start=date(2025, 9, 20), end=None, place=Place(lha="E07000011"), kind="prison"),
    ),
    employment=(
        Employment(
            start=date(2027, 5, 17),
            end=None,
            place=at("CB7 4AA"),
            hours_per_week=20,
            kind="permanent",
        ),
    ),
    family=(
        Relative(
            relation="sister",
            place=at("CB7 4EA"),
            since=date(2018, 11, 1),
            wants_to_be_near=True,
        ),
    ),
    networks=(
        Network(kind="family", influence="protective", place=at("CB7 4EA")),
        Network(kind="peers", influence="harmful", place=at("PE13 1AB")),
    ),
    services=(
        Service(kind="probation_office", place=at("PE1 1AB"), visits_per_week=1),
        Service(kind="treatment", place=at("CB1 1AA"), visits_per_week=1),
    ),
    management_views=(
        ManagementView(lha="E07000009", view="suitable", reason="supervision team has capacity"),
        ManagementView(lha="E06000031", view="unsuitable", reason="known associates"),
    ),
    conditions=(
        Condition(
            kind="exclusion_zone",
            source="licence",
            start=date(2027, 5, 14),
            end=date(2029, 5, 14),
            share_with_housing=False,
            zone=Zone(postcode="PE13 2AA", metres=4000),
        ),
        Condition(
            kind="exclusion_zone",
            source="restraining_order",
            start=date(2025, 10, 1),
            end=None,
            share_with_housing=True,
            zone=Zone(areas=("PE15 8", "PE15 9")),
        ),
    ),
    victims=(
        Victim(
            reference="V1",
            home=at("PE13 2AA"),
            avoid_metres=4000,
            asks_to_avoid=("E07000010",),
            contact_scheme="yes",
            views="received",
            statement_for_housing="The victim has asked that their views be heard before a home "
            "is offered.",
        ),
    ),
    risk_plan=(RiskPlanItem(item="electronic monitoring", needed=True),),
    preference=("E07000008",),
    non_association=("DEMO-009",),
    household=(),
    special_circumstances=(),
    risk_to_applicant=(),
    bedrooms=1,
    supported=True,
    equality=(),
    directory=DATA,
    holds_protected=True,
)


def test_the_example_is_read_to_exactly_this_case():
    assert read_case(DATA / "example.toml") == DEMO


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path):
    copy = tmp_path / "example.toml"
    copy.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode())
    assert read_case(copy).victims == DEMO.victims
    assert read_case_text("\ufeff" + EXAMPLE, directory=DATA) == DEMO


def test_any_usual_spelling_of_a_postcode_is_read():
    text = changed('"PE13 1AB"\nkind = "social_rent"', '"pe13-1ab"\nkind = "social_rent"')
    assert read_case_text(text, directory=DATA) == DEMO


def test_what_is_left_out_is_unknown_and_what_is_written_empty_is_complete():
    case = read_case_text(SMALL)
    lists = ("history", "employment", "family", "networks", "services", "management_views")
    lists += ("conditions", "victims", "risk_plan", "preference", "non_association", "household")
    assert all(getattr(case, name) is None for name in lists)
    keys = ("history", "employment", "family", "networks", "services", "management_view")
    keys += ("conditions", "victims", "risk_plan", "non_association", "household")
    case = read_case_text(SMALL + "".join(f"{key} = []\n" for key in keys))
    assert all(getattr(case, name) == () for name in lists if name != "preference")


def test_a_stay_without_a_place_is_a_place_unknown_and_not_a_mistake():
    stay = '[[history]]\nfrom = 2020-01-01\nkind = "rough_sleeping"\n'
    assert read_case_text(SMALL + stay).history[0].place is None


def test_stays_may_overlap():
    stay = '[[history]]\nfrom = 2020-01-01\nto = 2021-01-01\nkind = "prison"\n'
    assert len(read_case_text(SMALL + stay + stay).history) == 2


def test_equality_is_kept_as_pairs_of_text():
    text = SMALL + '[equality]\nage = 34\nsex = "female"\n'
    assert read_case_text(text).equality == (("sex", "female"), ("age", "34"))


def test_category_4_and_levels_that_changed_over_time_are_read():
    text = SMALL + "[mappa]\ncategory = 4\nlevel = 1\n"
    text += "[[mappa.history]]\nfrom = 2020-01-01\ncategory = 3\nlevel = 2\n"
    case = read_case_text(text)
    assert (case.category, case.level, case.levels[0].level) == (4, 1, 2)


def test_a_household_member_has_connections_of_their_own():
    text = SMALL + (
        '[[household]]\nreference = "H1"\nrelation = "partner"\n'
        '[[household.history]]\nfrom = 2019-01-01\npostcode = "CB7 4AA"\nkind = "private_rent"\n'
        '[[household.family]]\nrelation = "mother"\nlha = "E07000009"\n'
    )
    (member,) = read_case_text(text).household
    assert member.history[0].place == at("CB7 4AA")
    assert member.family[0].place == Place(lha="E07000009")
    assert member.employment is None


def test_a_case_with_nothing_protected_says_so():
    assert not read_case_text(SMALL + "victims = []\nconditions = []\n").holds_protected
