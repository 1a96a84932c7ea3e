"""Nothing frozen holds a victim's home, a zone's shape, distance or place, or another's home."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from attack.test_nothing_protected_is_written import CASE, TRACES
from attack.worlds import worlds
from engine.making import (
    EAST_CAMBS,
    FENLAND,
    case,
    job,
    network,
    placed,
    relative,
    service,
    stay,
    victim,
    view,
    zone,
)
from hypothesis import given, settings
from properties.people import POSTCODES, SECTORS, cases

from placement.cases.model import Condition, HouseholdMember
from placement.records.decisions.coarse import WITHHELD

from .frozen import SPOC, frozen_of, text_of

POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\b")
SECTOR = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]? [0-9]\b")


def assert_no_place(kept):
    text = text_of(kept)
    assert POSTCODE.findall(text) == []
    assert SECTOR.findall(text) == []
    for at, value in keys_of(kept.body["case"]):
        place = at in ("postcode", "metres", "areas", "geometry", "home", "avoid_metres")
        assert not (place and value), at
        assert not (at == "zone" and value), "a zone keeps nothing but that it is one"


def keys_of(node):
    """Every key anywhere in plain data, with its value."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield key, value
            yield from keys_of(value)
    elif isinstance(node, list):
        for each in node:
            yield from keys_of(each)


@settings(max_examples=40)
@given(one=cases(), world=worlds)
def test_no_world_leaves_a_postcode_a_sector_or_a_distance(one, world):
    kept = frozen_of(world.of(one), readers=[SPOC], placements=(placed(FENLAND, "PE13 2"),))
    assert_no_place(kept)
    text = text_of(kept)
    for metres in ("4321", "4,321", "12000", "12,000", "20000"):
        assert metres not in text
    for one_of_them in ("P-005", "P-008", "P-011"):
        assert one_of_them not in text


def test_the_case_with_a_trace_of_everything_leaves_none_of_a_place():
    kept = frozen_of(CASE, readers=[SPOC], placements=(placed(FENLAND, "PE13 2"),))
    assert_no_place(kept)
    places = [t for t in TRACES if re.search("[0-9]", t) and "20" not in t and "victims" not in t]
    days = ("17 August", "29 February")  # the days of a zone are kept: no place is in them
    found = [t for t in places if t not in days and t.casefold() in text_of(kept).casefold()]
    assert found == []
    assert "xyzzy" not in text_of(kept)
    assert "VX77" not in text_of(kept)


def test_every_postcode_of_a_case_is_kept_as_its_lha_alone():
    kept = frozen_of(
        case(
            history=(stay(case().assessed_on.replace(year=2020), None, "PE13 2AA"),),
            employment=(job("CB7 4EA"),),
            family=(relative("sister", "PE15 8AA"),),
            networks=(network("PE13 1AB"), network("CB7 4AA", influence="harmful")),
            services=(service("PE15 8AA"),),
            household=(
                HouseholdMember(
                    reference="H1",
                    relation="partner",
                    history=(stay(case().assessed_on.replace(year=2020), None, "CB1 1AA"),),
                    employment=(),
                    family=(),
                ),
            ),
        )
    )
    assert_no_place(kept)
    assert kept.body["case"]["history"][0]["place"] == {"lha": FENLAND}
    assert kept.body["case"]["networks"] == []


def test_zones_of_every_shape_keep_their_days_and_nothing_else(tmp_path):
    shapes = (
        zone(postcode="PE13 2AA", metres=4321.0),
        zone(areas=("PE15 8", "SW1A 2")),
        zone(lhas=(EAST_CAMBS,)),
    )
    kept = frozen_of(case(conditions=shapes))
    assert [each["zone"] for each in kept.body["case"]["conditions"]] == [{}, {}, {}]
    assert "SW1A" not in text_of(kept)
    assert "4321" not in text_of(kept)


def test_words_that_name_a_place_or_a_distance_lose_it_and_the_record_says_so():
    said = replace(view(FENLAND), reason="too near PE13 2AA, within 900 metres")
    kept = frozen_of(case(management_views=(said,)))
    assert_no_place(kept)
    assert kept.body["case"]["management_views"][0]["reason"].count(WITHHELD) == 2
    assert kept.body["words_withheld"] is True
    assert frozen_of().body["words_withheld"] is False


def test_the_note_of_a_condition_that_housing_may_not_see_is_not_kept():
    note = "not to go near the school by the church"
    hidden = Condition(
        kind="other", source="licence", start=None, end=None, share_with_housing=False, note=note
    )
    assert note not in text_of(frozen_of(case(conditions=(hidden,))))
    shared = replace(hidden, share_with_housing=True)
    assert note in text_of(frozen_of(case(conditions=(shared,))))


def test_where_others_live_is_kept_as_numbers_for_each_lha():
    kept = frozen_of(placements=(placed(FENLAND, "PE13 2", name="P-1"),))
    assert kept.body["measured"]["counted"][FENLAND] == 1
    assert "P-1" not in text_of(kept)
    assert not any(sector in text_of(kept) for sector in SECTORS)


def test_two_homes_that_leave_the_same_whole_percents_freeze_alike():
    """The measurements tell no more than the sentences do."""
    near = frozen_of(case(victims=(victim("PE13 2AA", 2000.0),), victim_check="listed"))
    other = frozen_of(case(victims=(victim("PE13 2AB", 2000.0),), victim_check="listed"))
    assert shares_of(near) == shares_of(other)
    for _, value in shares_of(near):
        assert value in (0.249, 0.599) or round(100 * value) == round(100 * value, 6)


def shares_of(kept):
    return sorted(
        (f"{lha} {name}", share)
        for lha, one in kept.body["measured"]["lhas"].items()
        for name, share in one["homes"].items()
    )


def test_the_journey_to_a_network_is_whole_minutes():
    kept = frozen_of(case(networks=(network("PE13 1AB"),)))
    minutes = [one["networks"]["minutes"] for one in kept.body["measured"]["lhas"].values()]
    assert all(each is None or each == int(each) for each in minutes)


def test_postcodes_looked_for_here_are_real_ones():
    assert all(POSTCODE.search(code) for codes in POSTCODES.values() for code in codes)
    assert json.loads(text_of(frozen_of()))["body"]["format"] == 1
