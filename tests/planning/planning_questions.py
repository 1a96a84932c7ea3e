"""Small planning questions, and the answer found by looking at every plan."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import strategies as st


@st.composite
def questions(draw, most_cases=4, most_places=4):
    """Arguments of ``solve``; every optional one is sometimes there."""
    cases = draw(st.integers(1, most_cases))
    places = draw(st.integers(1, most_places))
    worth = draw(st.sampled_from([st.integers(-3, 3), st.integers(0, 40)]))

    def table(values, rows, columns):
        flat = draw(st.lists(values, min_size=rows * columns, max_size=rows * columns))
        return np.array(flat, dtype=np.int64).reshape(rows, columns)

    def convex(rows):
        return table(st.integers(0, 6), rows, draw(st.integers(1, 5))).cumsum(axis=1) - 4

    asked = {
        "merit": table(worth, cases, places),
        "allowed": table(st.sampled_from([1, 1, 1, 0]), cases, places).astype(bool),
    }
    if draw(st.booleans()):
        asked["preference"] = table(st.integers(-2, 2), cases, places)
    if cases > 1 and draw(st.booleans()):
        row = st.integers(0, cases - 1)
        pairs = draw(st.lists(st.tuples(row, row).filter(lambda p: p[0] != p[1]), max_size=5))
        asked["apart"] = pairs
    if draw(st.booleans()):
        asked["base"] = table(st.integers(0, 3), 1, places)[0]
    if draw(st.booleans()):
        asked["spread_cost"] = convex(places)
    if draw(st.booleans()):
        groups = draw(st.integers(1, 3))
        asked["group"] = table(st.integers(0, groups - 1), 1, places)[0]
        asked["group_cost"] = convex(groups)
    if draw(st.booleans()):
        asked["capacity"] = table(st.integers(0, 6), 1, places)[0]
        if draw(st.booleans()):
            asked["size"] = table(st.integers(0, 4), 1, cases)[0]
    return asked


def cost_of_numbers(costs, held, newcomers):
    """The price of newcomers to one place or group, one at a time."""
    return sum(int(costs[min(held + k, len(costs) - 1)]) for k in range(newcomers))


def by_hand(asked, plan):
    """None where the plan breaks a rule, else its objective and preference, in plain loops."""
    cases, places = asked["merit"].shape
    size = asked.get("size", [1] * cases)
    held = asked.get("base", [0] * places)
    if any(not asked["allowed"][case][place] for case, place in enumerate(plan)):
        return None
    if any(plan[one] == plan[other] for one, other in asked.get("apart", ())):
        return None
    objective = sum(int(asked["merit"][case][place]) for case, place in enumerate(plan))
    for place in range(places):
        here = [case for case in range(cases) if plan[case] == place]
        if "capacity" in asked and sum(size[case] for case in here) > asked["capacity"][place]:
            return None
        if "spread_cost" in asked:
            objective -= cost_of_numbers(asked["spread_cost"][place], held[place], len(here))
    if "group_cost" in asked:
        for group, costs in enumerate(asked["group_cost"]):
            inside = [place for place in range(places) if asked["group"][place] == group]
            there = sum(held[place] for place in inside)
            objective -= cost_of_numbers(costs, there, sum(plan[c] in inside for c in range(cases)))
    likes = asked.get("preference", np.zeros((cases, places), int))
    return objective, sum(int(likes[case][place]) for case, place in enumerate(plan))


def best_by_hand(asked):
    """The best objective and preference over every plan, or None where no plan is valid."""
    cases, places = asked["merit"].shape
    every = (by_hand(asked, plan) for plan in product(range(places), repeat=cases))
    return max((worth for worth in every if worth is not None), default=None)


def crowded(seed, cases=60, places=8):
    """Many like-minded people, popular places and many pairs apart."""
    random = np.random.default_rng(seed)
    kind = random.integers(0, max(cases // 4, 1), cases)
    pairs = random.integers(0, cases, (2 * cases, 2))
    return {
        "merit": (random.integers(0, 30, (cases, places)) + random.integers(0, 30, places))[kind],
        "allowed": random.random((cases, places)) >= 0.2,
        "spread_cost": random.integers(0, 3, (places, 20)).cumsum(axis=1),
        "apart": pairs[pairs[:, 0] != pairs[:, 1]],
        "preference": random.integers(0, 3, (cases, places)),
    }


def families(seed, cases, places):
    """Families of 1 to 9 and places with hardly more room than they need."""
    random = np.random.default_rng(seed)
    size = random.integers(1, 10, cases)
    share = random.dirichlet(np.full(places, 4.0))
    allowed = random.random((cases, places)) < 0.6
    allowed[np.arange(cases), random.integers(0, places, cases)] = True
    return {
        "merit": (random.random((cases, places)) * size[:, None] * 1_000).astype(np.int64),
        "allowed": allowed,
        "size": size,
        "capacity": np.maximum(9, np.round(share * size.sum() * 1.1)).astype(np.int64),
    }


def dense(seed, cases=100, places=10, pairs=900):
    """So many pairs apart that a proof takes long."""
    random = np.random.default_rng(seed)
    drawn = random.integers(0, cases, (3 * pairs, 2))
    drawn = np.unique(np.sort(drawn[drawn[:, 0] != drawn[:, 1]], axis=1), axis=0)
    return {
        "merit": random.integers(0, 200, (cases, places)),
        "allowed": random.random((cases, places)) >= 0.1,
        "spread_cost": random.integers(0, 20, (places, 60)).cumsum(axis=1),
        "apart": random.permutation(drawn)[:pairs],
    }
