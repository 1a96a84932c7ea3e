"""A fact made known keeps every consideration and every score inside its earlier interval."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.assess import assess
from placement.cases import words
from placement.cases.model import ManagementView

from . import people
from .people import AS_OF, LHAS, POSTCODES, cases, registers
from .reading import bare, points

LISTS = {
    "history": people.some(people.stays(), 3),
    "employment": people.some(people.jobs),
    "family": people.some(people.relatives),
    "networks": people.some(people.networks),
    "services": people.some(people.services),
    "management_views": people.views,
    "conditions": people.some(people.zone_conditions()),
    "special_circumstances": people.some(people.specials, 2),
    "non_association": st.just(()) | st.just(("R-1",)),
    "household": people.numbered(people.some(people.members, 1), "H"),
    "risk_to_applicant": people.some(people.risks, 1),
    "risk_plan": people.some(people.plan_items),
}
ENTRIES = {
    "place": people.places,
    "hours_per_week": st.sampled_from((4.0, 16.0, 40.0)),
    "since": people.days(last=AS_OF),
    "wants_to_be_near": st.booleans(),
    "visits_per_week": st.sampled_from((0.2, 1.0, 5.0)),
    "authority": st.sampled_from(("E10000003", people.PETERBOROUGH)),
    "age": st.integers(16, 26),
    "lha": st.sampled_from(LHAS),
    "home": people.places,
    "avoid_metres": st.sampled_from((500.0, 3_000.0, 8_000.0)),
    "asks_to_avoid": people.some(st.sampled_from(LHAS), 2),
}
ONLY_FOR = {"authority": ("care_leaver",), "age": ("care_leaver",)}


def kinds_of(name):
    """The values that an entry's kind may have, where it may be unknown."""
    if name == "history":
        return st.sampled_from([kind for kind in words.SETTING if kind != "unknown"])
    return st.sampled_from(words.EMPLOYMENT)


def entry_gaps(name, entry):
    """What one entry of a list leaves out: (field, the values that it may have)."""
    for field in fields(entry):
        value = getattr(entry, field.name)
        kind = getattr(entry, "kind", None)
        if field.name == "kind" and value in (None, "unknown"):
            yield "kind", kinds_of(name)
        if field.name == "start" and value is None:
            last = getattr(entry, "end", None)
            yield "start", people.days(last=last or AS_OF.replace(year=2028))
        if value is None and field.name in ENTRIES:
            if field.name == "lha" and kind == "care_leaver":
                continue
            if kind in ONLY_FOR.get(field.name, (kind,)):
                yield field.name, ENTRIES[field.name]
        if field.name in ("place", "home") and value is not None and value.lha in POSTCODES:
            inside = st.sampled_from(POSTCODES[value.lha])
            yield field.name, inside.map(lambda code: people.Place(postcode=code))


def gaps(case):
    """Everything that a case leaves out: (what, the cases that a draw may make of it)."""
    for name, entries in LISTS.items():
        if getattr(case, name) is None:
            yield name, entries.map(lambda found, name=name: replace(case, **{name: found}))
    for name in (
        "history",
        "employment",
        "family",
        "networks",
        "services",
        "conditions",
        "special_circumstances",
        "victims",
    ):
        for n, entry in enumerate(getattr(case, name) or ()):
            for field, values in entry_gaps(name, entry):
                yield (
                    f"{name}[{n}].{field}",
                    values.map(
                        lambda value, name=name, n=n, field=field: with_entry(
                            case, name, n, **{field: value}
                        )
                    ),
                )
    yield from whole_gaps(case)


def whole_gaps(case):
    """What the case as a whole leaves out."""
    if case.victims is None:
        yield "victims", st.just(replace(case, victims=(), victim_check="none_known"))
        if case.victim_check == "listed":
            listed = people.numbered(st.tuples(people.victims), "V")
            yield "listed", listed.map(lambda found: replace(case, victims=found))
    if case.status is None:
        yield "status", st.sampled_from(words.STATUS).map(lambda s: replace(case, status=s))
    elif case.release is None and case.status in ("custody", "hospital"):
        yield "release", people.days(AS_OF).map(lambda day: replace(case, release=day))
    if case.management_views is not None:
        missing = sorted(set(LHAS) - {view.lha for view in case.management_views})
        for lha in missing:
            yield (
                f"view of {lha}",
                st.sampled_from(words.VIEW).map(
                    lambda view, lha=lha: replace(
                        case,
                        management_views=(
                            *case.management_views,
                            ManagementView(lha=lha, view=view, reason=None),
                        ),
                    )
                ),
            )


def with_entry(case, name, n, **changes):
    """Return the case with one entry of one list changed."""
    found = list(getattr(case, name))
    found[n] = replace(found[n], **changes)
    return replace(case, **{name: tuple(found)})


def assert_inside(before, after):
    for lha, (factors, (_, low, high), _, _) in points(before).items():
        now, (score, score_low, score_high), _, _ = points(after)[lha]
        assert low <= score_low <= score <= score_high <= high, lha
        for (_, least, most), (value, new_low, new_high) in zip(factors, now, strict=True):
            assert least <= new_low <= value <= new_high <= most, lha


@settings(max_examples=60)
@given(case=cases(), data=st.data())
def test_a_fact_made_known_keeps_points_and_score_inside_the_earlier_interval(case, data):
    found = dict(gaps(case))
    if not found:
        return
    what = data.draw(st.sampled_from(sorted(found)), label="made known")
    known = data.draw(found[what], label="the case then")
    assert_inside(assess(case, bare()), assess(known, bare()))


@settings(max_examples=10)
@given(case=cases(), register=registers)
def test_placements_made_known_keep_points_and_score_inside_the_earlier_interval(case, register):
    assert_inside(assess(case, bare()), assess(case, replace(bare(), placements=register)))


@settings(max_examples=15)
@given(case=cases(), register=registers.filter(bool), data=st.data())
def test_an_area_made_known_keeps_points_and_score_inside_the_earlier_interval(
    case, register, data
):
    n = data.draw(st.integers(0, len(register) - 1))
    vague = [*register]
    vague[n] = replace(vague[n], area=None)
    areas = sorted(sector for sector, lha in bare().places.areas if lha == vague[n].lha)
    exact = [*register]
    exact[n] = replace(vague[n], area=data.draw(st.sampled_from(areas)))
    assert_inside(
        assess(case, replace(bare(), placements=tuple(vague))),
        assess(case, replace(bare(), placements=tuple(exact))),
    )


HERE = people.Place(lha=people.EAST)
PLAIN = people.Case(
    reference="PROP-2",
    assessed_on=AS_OF,
    status="licence",
    victim_check="none_known",
    history=(),
    employment=(),
    family=(),
    networks=(),
    services=(),
    special_circumstances=(),
    non_association=(),
    conditions=(),
    victims=(),
)


def job(kind, place):
    return people.Employment(
        start=AS_OF.replace(year=2025), end=None, place=place, hours_per_week=20.0, kind=kind
    )


def relative(relation, place):
    return people.Relative(
        relation=relation, place=place, since=AS_OF.replace(year=2010), wants_to_be_near=True
    )


@pytest.mark.parametrize("weaker", ["casual", "voluntary"])
def test_work_of_unknown_place_is_not_hidden_behind_weaker_work_there(weaker):
    vague = replace(PLAIN, employment=(job(weaker, HERE), job("permanent", None)))
    known = replace(PLAIN, employment=(job(weaker, HERE), job("permanent", HERE)))
    before, after = assess(vague, bare()), assess(known, bare())
    assert_inside(before, after)
    assert before[people.EAST].factors["connection"].high == 65


@pytest.mark.parametrize("weaker", ["other", "partner"])
def test_family_of_unknown_place_is_not_hidden_behind_a_weaker_tie_there(weaker):
    vague = replace(PLAIN, family=(relative(weaker, HERE), relative("sister", None)))
    known = replace(PLAIN, family=(relative(weaker, HERE), relative("sister", HERE)))
    before, after = assess(vague, bare()), assess(known, bare())
    assert_inside(before, after)
    assert before[people.EAST].factors["connection"].high == 65


def test_a_zone_whose_first_day_is_not_known_closes_nothing_for_sure():
    zone = people.Condition(
        kind="exclusion_zone",
        source="licence",
        start=None,
        end=None,
        share_with_housing=True,
        zone=people.Zone(lhas=(people.EAST,)),
    )
    before = assess(replace(PLAIN, conditions=(zone,)), bare())
    assert before[people.EAST].status.value == "refer"
    for day in (AS_OF, AS_OF.replace(year=2029)):
        after = assess(replace(PLAIN, conditions=(replace(zone, start=day),)), bare())
        assert_inside(before, after)
