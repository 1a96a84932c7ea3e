"""One made-up person as the tables of the two files of a case, with what is held apart."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from placement.cohorts import MAPPA
from scenarios.cohorts.chances import Life, Tables
from scenarios.cohorts.lives import life_of
from scenarios.cohorts.model import Characteristics
from scenarios.cohorts.protection import protection_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.cohorts.draws import Draws
    from scenarios.cohorts.figures import Figures
    from scenarios.cohorts.ground import Ground

REASONS = {
    "suitable": ("supervision team has capacity", "near to treatment"),
    "with_conditions": ("supervision team is stretched", "only with electronic monitoring"),
    "unsuitable": ("known associates", "far from treatment"),
}
PLAN = ("electronic monitoring", "weekly supervision", "programme")


def make_life(
    draws: Draws,
    ground: Ground,
    figures: Figures,
    *,
    reference: str,
    day: date,
    elsewhere: Sequence[str],
) -> Life:
    """
    Draw who somebody is: level, status, sex, age, where they are from.

    Parameters
    ----------
    elsewhere
        ONS codes of LHAs outside the profile, for those whose original authority is one.
    """
    level, category = _level(draws, figures)
    held, sex = draws.weighed(figures.weights("caseload")).split("/")
    status = _status(draws, figures, held)
    least, most = map(int, draws.weighed(figures.weights("age")).split("-"))
    where = draws.weighed(figures.weights("origin"))
    home = ground.somewhere(draws, ground.lha(draws))
    outside = draws.one_of(elsewhere) if elsewhere else ground.lha_of(home)
    origins = {"inside": ground.lha_of(home), "outside": outside, "none": "none"}
    release = _release(draws, figures, day) if status in ("custody", "hospital") else None
    known = not draws.happens(figures.value("left_out", "release"))
    return Life(
        draws=draws,
        ground=ground,
        figures=figures,
        reference=reference,
        day=day,
        home=home,
        origin=origins[where],
        status=status,
        release=release if known else None,
        level=level,
        category=category,
        sex=sex,
        age=draws.whole(least, most),
    )


def tables_of(life: Life, others: Sequence[str]) -> tuple[Tables, Tables | None]:
    """
    Return the tables of a life's case file and of its protected file.

    Parameters
    ----------
    others
        References of people that this one may have to be kept apart from.
    """
    protection, protected = protection_of(life)
    apart = [life.draws.one_of(others)] if others and life.happens("non_association") else []
    main: Tables = {
        "reference": life.reference,
        "assessed_on": life.day,
        "accommodation_need": life.pick("need"),
        "homelessness_duty": life.pick("duty"),
        **life.if_known("non_association", "non_association", apart),
        **({"mappa": _mappa(life)} if life.figures.cohort == MAPPA else {"cohort": _cohort(life)}),
        "status": _status_table(life),
        "first_options": {
            "previous_home": life.pick("first_option"),
            "family_or_network": life.pick("first_option"),
        },
        "origin": _origin(life),
        **protection,
        **life.if_known(
            "property", "property_interest", {"held": "yes" if life.happens("property") else "no"}
        ),
        **life_of(life),
        **life.if_known("services", "services", _services(life)),
        **life.if_known("views", "management_view", _views(life)),
        **life.if_known("risk_plan", "risk_plan", _plan(life)),
        **_preference(life),
        **life.if_known("needs", "needs", _needs(life)),
    }
    return main, protected


def characteristics_of(life: Life) -> Characteristics:
    """Return what is held apart from the case."""
    group = life.pick("ethnic_minority")
    return Characteristics(
        reference=life.reference,
        sex=life.sex,
        age=life.age,
        ethnicity=life.pick(f"ethnicity_{group}"),
        religion=life.pick("religion"),
        disability=life.pick("disability"),
    )


def _level(draws: Draws, figures: Figures) -> tuple[int, int]:
    figure = "level_one" if draws.happens(figures.value("rare", "level_one")) else "year_total"
    level, category = map(int, draws.weighed(figures.weights(figure)).split("/"))
    if figure == "year_total" and draws.happens(figures.value("rare", "category_four")):
        category = 4
    return level, category


def _status(draws: Draws, figures: Figures, held: str) -> str:
    if held == "community":
        return draws.weighed(figures.weights("orders"))
    if held == "custody" and draws.happens(figures.value("rare", "hospital")):
        return "hospital"
    return held


def _release(draws: Draws, figures: Figures, day: date) -> date:
    least, half, most = (
        int(figures.value("lead_days", part)) for part in ("least", "six_months", "most")
    )
    soon = draws.happens(figures.value("short_custody"))
    return day + timedelta(days=draws.whole(*((least, half - 1) if soon else (half, most))))


def _mappa(life: Life) -> Tables:
    table: Tables = {"category": life.category, "level": life.level}
    table.update(life.if_known("risk", "risk_of_serious_harm", life.pick("risk")))
    if life.happens("second_level"):
        earlier = life.draws.whole(2 if life.category == 3 else 1, 3)
        table["history"] = [
            {"from": life.before(400, 900), "category": life.category, "level": earlier},
            {"from": life.before(30, 399), "category": life.category, "level": life.level},
        ]
    return table


def _cohort(life: Life) -> Tables:
    """Return what another cohort than MAPPA's asks for."""
    facts = {"chosen": life.pick("cohort_chosen"), "risk_of_reoffending": life.pick("cohort_risk")}
    missed = life.figures.value("cohort_unknown")
    return {key: fact for key, fact in facts.items() if not life.draws.happens(missed)}


def _status_table(life: Life) -> Tables:
    kind = {"kind": life.status}
    if life.release is None:
        return kind
    how = "conditional_discharge" if life.status == "hospital" else life.pick("release")
    return {**kind, "release": {"date": life.release, "kind": how}}


def _origin(life: Life) -> Tables:
    if not life.known("can_return"):
        return {"lha": life.origin, "can_return": "unknown"}
    can = "no" if life.origin == "none" else life.pick("return")
    if can == "yes" or life.origin == "none":
        return {"lha": life.origin, "can_return": can}
    reasons = sorted({life.pick("return_reasons"), life.pick("return_reasons")})
    shown = [reason for reason in reasons if reason == "licence_condition"]
    told = {"reasons_for_housing": shown} if shown else {}
    return {"lha": life.origin, "can_return": can, "reasons": reasons, **told}


def _services(life: Life) -> list[Tables]:
    office = life.ground.office(life.ground.lha_of(life.home))
    found = [{"kind": "probation_office", "postcode": office}]
    if life.category == 1:
        found.append({"kind": "police", **life.place(life.near_home("lha"))})
    if life.happens("treatment"):
        found.append({"kind": "treatment", **life.place(life.near_home())})
    return [
        {**each, **life.if_known("visits", "visits_per_week", float(life.pick("visits")))}
        for each in found
    ]


def _views(life: Life) -> list[Tables]:
    about = life.draws.some_of(
        life.ground.around(life.ground.lha_of(life.home)), life.up_to("views")
    )
    views = [(lha, life.pick("views")) for lha in about]
    return [
        {"lha": lha, "view": view, "reason": life.draws.one_of(REASONS[view])}
        for lha, view in views
    ]


def _plan(life: Life) -> list[Tables]:
    items = life.draws.some_of(PLAN, life.draws.whole(0, len(PLAN)))
    return [{"item": item, "needed": life.draws.happens(0.5)} for item in items]


def _preference(life: Life) -> Tables:
    if not life.happens("preference"):
        return {}
    here = life.ground.lha_of(life.home)
    if life.happens("prefers_origin"):
        return {"preference": {"lhas": [here]}}
    return {"preference": {"lhas": [life.ground.lha_of(life.near_home("neighbour"))]}}


def _needs(life: Life) -> Tables:
    return {"bedrooms": life.draws.whole(1, 2), "supported": life.happens("supported")}
