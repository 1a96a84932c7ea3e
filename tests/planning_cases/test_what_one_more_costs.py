"""The cost of each further person: the ranking's own table, at the number then reached."""

from __future__ import annotations

from engine.making import ALL, FENLAND, PETERBOROUGH, case, placed, rank, set_up

from placement.assess import measure
from placement.facts import Facts
from placement.planning.concentration import _with, costs_of, register_without
from placement.rules import apply, rules_for


def costs(people, placements=(), **setting):
    where = set_up(placements=placements, **setting)
    return costs_of(case(), where, register_without(where, ()), people)


def test_the_first_person_alone_costs_what_the_ranking_takes_off():
    living = [placed(PETERBOROUGH, "PE1 2") for _ in range(7)] + [placed(FENLAND)]
    ranking = rank(case(), placements=living, weights={"spread": 3})
    table = costs(1, living, weights={"spread": 3})
    assert {lha: table[lha] for lha in ALL} == {
        lha: (3 * (100 - ranking[lha].factors["spread"].points),) for lha in ALL
    }
    assert table[PETERBOROUGH] > (0,)


def test_no_further_person_costs_less_than_the_one_before():
    for table in costs(8).values():
        assert list(table) == sorted(table)
        assert table[-1] > table[0]


def test_it_stays_so_whatever_numbers_a_board_may_agree():
    odd = {"spread.number_unusual_points": 5, "spread.number_improbable_points": 60}
    for table in costs(8, changes=odd).values():
        assert list(table) == sorted(table)


def test_no_person_costs_more_than_the_whole_consideration_so_that_spread_closes_nothing():
    living = [placed(FENLAND, "PE15 8") for _ in range(30)]
    assert max(cost for table in costs(8, living).values() for cost in table) <= 80


def test_without_placements_every_further_person_costs_the_same():
    assert {len(set(table)) for table in costs(5, None).values()} == {1}


def test_those_who_are_to_be_placed_are_not_counted_where_they_live_now():
    living = [placed(FENLAND, name="T-1"), placed(FENLAND, name="P-2")]
    where = set_up(placements=living)
    assert register_without(where, {"T-1"}).by_lha[FENLAND] == 1
    assert register_without(set_up(placements=None), {"T-1"}) is None


def test_counted_in_all_are_those_of_the_plan_too_wherever_they_come_to_live():
    living = [placed(PETERBOROUGH, "PE1 2") for _ in range(4)]
    alone, many = costs(1, living), costs(12, living)
    assert many[PETERBOROUGH][0] < alone[PETERBOROUGH][0], "five of sixteen are less than of five"


def test_a_table_ends_where_one_more_changes_nothing():
    """Each number is asked of the rules: the last of the table stands for all after it."""
    living = [placed(PETERBOROUGH, "PE1 2") for _ in range(7)] + [placed(FENLAND)]
    for changes in ({}, {"spread.number_unusual_points": 5, "spread.number_improbable_points": 60}):
        where = set_up(placements=living, changes=changes)
        register = register_without(where, ())
        rules = rules_for("spread", where.as_of)
        for lha, table in costs(60, living, changes=changes).items():
            assert len(table) < 60
            most = 0
            for nth in range(60):
                held = _with(register, lha, nth, 60)
                whole = measure(case(), where, register=held)
                facts = Facts(whole, where.profile[lha])
                points = sum(apply(rule, facts, where.numbers).points for rule in rules)
                most = max(most, 100 - points)
                assert table[min(nth, len(table) - 1)] == most
