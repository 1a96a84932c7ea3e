"""One whole comparison as plain data: what was asked, what it rests on, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import placement
from placement.area_words import KEYS, reworded
from placement.machines import program
from placement.profile import load_profile
from placement.record_words import record_terms
from scenarios.simulation.changing import of_a_case, said
from scenarios.simulation.naming import keys_of, names_of
from scenarios.simulation.policies import policies_of
from scenarios.simulation.replication import base_of, cohort_of, settings
from scenarios.simulation.summary import change_of, made_of, summary_of
from scenarios.what_if.boundaries import told_of_parts
from scenarios.what_if.change import named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from placement.assess import Setting
    from scenarios.simulation.assumptions import Assumption
    from scenarios.simulation.replication import Order

SYNTHETIC = (
    "Everybody in this simulation is made up: nobody in it exists, and no real case, decision or "
    "placement was used."
)
CAN_SAY = (
    "It can say how ways of choosing compare on the same made-up people, under the assumptions "
    "listed, and how much of a difference repetition alone makes."
)
CANNOT_SAY = (
    "It cannot say how many real people will come, where any of them should live, whether a "
    "placement is safe, or that points measure what is good for anybody: points and weights are "
    "starting values, default, agreed by no SMB."
)
PUBLISHED = {
    "says": "Placing refugees as they arrive, a method that prices what is still to come reached "
    "over 98% of the employment of the best plan made in hindsight, against under 90% for greedy "
    "ways like those then in use.",
    "source": "Ahani, Goelz, Procaccia, Teytelboym and Trapp, Dynamic Placement in Refugee "
    "Resettlement, Operations Research, 2024, 1087-1104, doi:10.1287/opre.2021.0534, and its "
    "summary in Communications of the ACM, doi:10.1145/3611073 (abstracts read; the papers were "
    "not). Bansak and Paulson, Outcome-Driven Dynamic Refugee Assignment with Allocation "
    "Balancing, arXiv:2007.03069 (abstract read), report employment near the hindsight optimum as "
    "well.",
    "why_not_the_same": (
        "There, places are few and used up: a place given today is gone for the year, so that "
        "greedy choices lose much. Here nobody has a quota; unless real homes are given, no LHA "
        "ever closes because it has had enough, and the most that a further person costs is part "
        "of one consideration of three.",
        "There, the measure is people in work, predicted from past outcomes. Here it is points of "
        "a protocol that nobody has shown to predict anything; most of them are earned by almost "
        "any sensible choice, so that every percentage is high.",
        "There, the agency decides. Here the protocol first sends people back to their original "
        "LHA where they can go (1), a panel may depart, and people decide.",
        "Here stays begin and end, so that the best plan in hindsight is known only to lie between "
        "two figures: the percentages are given of both.",
    ),
}


def comparison(
    orders: Sequence[Order],
    results: Sequence[Sequence[Mapping[str, Any]]],
    assumptions: Mapping[str, Assumption],
) -> dict[str, Any]:
    """Return the whole comparison: the same for the same order, wherever it was worked out."""
    first = orders[0]
    profiles = [order.profile for order in orders]
    areas = [
        _area(order, repetitions, assumptions) | {"key": key}
        for order, repetitions, key in zip(orders, results, keys_of(profiles), strict=True)
    ]
    names = {code: name for area in areas for code, name in area["lhas"].items()}
    titles = [area["title"] for area in areas]
    for area, name in zip(areas, names_of(profiles), strict=True):
        if titles.count(area["title"]) > 1:
            area["title"] = f"{area['title']} ({name})"
    terms = record_terms(load_profile(first.profile)) if len(orders) == 1 else {}
    found = {
        "synthetic": SYNTHETIC,
        "can_say": CAN_SAY,
        "cannot_say": CANNOT_SAY,
        "start": first.start.isoformat(),
        "years": first.years,
        "people_a_year": first.people,
        "seed": first.seed,
        "note": first.note,
        "changes": [named(said(change), names) for change in first.changes],
        "supply": "not known: it limits nothing"
        if first.vacancies is None
        else f"{len(first.vacancies)} real homes, each let once",
        "assumptions": [each.as_data() for each in assumptions.values()],
        "versions": {"engine": placement.__version__, "program": program()},
        "published": PUBLISHED,
        "policies": [
            {"name": policy.name, "title": policy.title, "says": policy.says}
            for policy in policies_of(first.policies)
        ],
        "areas": areas,
    }
    said_so = reworded(found, terms, keys=(*KEYS, "note", "changes", "key", "name", "published"))
    return {**said_so, "terms": terms} if terms else found


def _setting(order: Order, *, changed: bool) -> Setting:
    return settings(order, base_of(order, None, changed=changed))(order.start)


def _area(
    order: Order, results: Sequence[Mapping[str, Any]], assumptions: Mapping[str, Assumption]
) -> dict[str, Any]:
    setting = _setting(order, changed=False)
    told: dict[str, Any] = {
        "coverage": setting.numbers["spread.interval_coverage"],
        "too_few": int(assumptions["too_few_people"].value),
    }
    before = [result["before"] | {"people": result["people"]} for result in results]
    marks = cohort_of(order, 0).marks
    whole: dict[str, Any] = {
        "profile": order.profile,
        "title": setting.profile.title,
        "lhas": {lha.code: lha.name for lha in setting.profile.on(order.start)},
        "regret": setting.numbers["ranking.regret"],
        "weights": before[0]["weights"],
        "parameters": setting.numbers.register.digest,
        "geodata": f"{setting.places.edition} ({setting.places.digest})",
        "cohort": [mark.as_data() for mark in marks],
        "found": summary_of(before, order.policies, **told),
    }
    if order.changes:
        after = [result["after"] | {"people": result["people"]} for result in results]
        whole["after"] = summary_of(after, order.policies, **told)
        later = _setting(order, changed=True).profile
        whole["lhas_after"] = {lha.code: lha.name for lha in later.on(order.start)}
        whole["borders"] = list(told_of_parts(later))
        whole["change"] = change_of(before, after, order.policies, coverage=told["coverage"])
        cases = of_a_case(order.changes)
        whole["made"] = made_of(results, len(cases), told["coverage"])
        whole["made"]["reached_by"] = [named(said(change), whole["lhas"]) for change in cases]
        whole["weights_after"] = after[0]["weights"]
    return whole
