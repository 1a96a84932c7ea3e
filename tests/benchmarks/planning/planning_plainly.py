"""The same questions written plainly for CP-SAT and for HiGHS, to time the planner against."""

from __future__ import annotations

import time

import numpy as np


def with_cp_sat(asked: dict, seconds: float, workers: int = 1) -> tuple[str, int | None, float]:
    """Status, objective and seconds of the model with one yes-or-no per case and open place."""
    from ortools.sat.python import cp_model

    start = time.perf_counter()
    model, objective = cp_model.CpModel(), []
    merit, allowed = asked["merit"], asked["allowed"]
    cases, places = merit.shape
    at = {
        (case, place): model.new_bool_var("")
        for case in range(cases)
        for place in range(places)
        if allowed[case, place]
    }
    for case in range(cases):
        model.add_exactly_one(at[case, place] for place in range(places) if allowed[case, place])
    objective += [int(merit[key]) * here for key, here in at.items()]
    for one, other in asked.get("apart", ()):
        for place in np.flatnonzero(allowed[one] & allowed[other]):
            model.add_at_most_one(at[int(one), int(place)], at[int(other), int(place)])
    for place in range(places):
        here = [case for case in range(cases) if allowed[case, place]]
        if "capacity" in asked:
            taken = sum(int(asked["size"][case]) * at[case, place] for case in here)
            model.add(taken <= int(asked["capacity"][place]))
        if "spread_cost" in asked:
            steps = [model.new_bool_var("") for _ in asked["spread_cost"][place][: len(here)]]
            model.add(sum(at[case, place] for case in here) == sum(steps))
            costs = asked["spread_cost"][place]
            objective += [-int(cost) * step for cost, step in zip(costs, steps, strict=False)]
    model.maximize(sum(objective))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    name = solver.status_name(status).lower()
    return name, round(solver.objective_value) if found else None, time.perf_counter() - start


def with_highs(asked: dict, seconds: float) -> tuple[str, int | None, float]:
    """Status, objective and seconds of ``scipy.optimize.milp`` on the same rows, made at once."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    start = time.perf_counter()
    merit, allowed = asked["merit"], asked["allowed"]
    cases, places = merit.shape
    case, place = np.nonzero(allowed)
    arcs = np.arange(len(case))
    number = np.full(allowed.shape, -1)
    number[case, place] = arcs
    table = asked.get("spread_cost", np.zeros((places, 0), int))
    step = len(arcs) + np.arange(table.size)
    columns = len(arcs) + table.size

    def matrix(row, column, value, rows):
        return coo_array((np.asarray(value, float), (row, column)), shape=(rows, columns)).tocsr()

    rows = [LinearConstraint(matrix(case, arcs, np.ones(len(arcs)), cases), 1, 1)]
    if table.size:
        row = np.concatenate([place, np.repeat(np.arange(places), table.shape[1])])
        value = np.concatenate([np.ones(len(arcs)), -np.ones(table.size)])
        counted = matrix(row, np.concatenate([arcs, step]), value, places)
        rows.append(LinearConstraint(counted, 0, 0))
    if "capacity" in asked:
        taken = matrix(place, arcs, asked["size"][case], places)
        rows.append(LinearConstraint(taken, -np.inf, asked["capacity"]))
    if len(asked.get("apart", ())):
        one, other = asked["apart"].T
        pair, where = np.nonzero(allowed[one] & allowed[other])
        row = np.tile(np.arange(len(pair)), 2)
        column = np.concatenate([number[one[pair], where], number[other[pair], where]])
        both = matrix(row, column, np.ones(len(row)), len(pair))
        rows.append(LinearConstraint(both, -np.inf, 1))
    answer = milp(
        np.concatenate([-merit[case, place], table.ravel()]),
        integrality=np.concatenate([np.ones(len(arcs)), np.zeros(table.size)]),
        bounds=Bounds(0, 1),
        constraints=rows,
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    names = {0: "optimal", 1: "feasible", 2: "infeasible"}
    objective = None if answer.x is None else round(-answer.fun)
    return names.get(answer.status, "unknown"), objective, time.perf_counter() - start
