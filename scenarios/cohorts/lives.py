"""A made-up life: homes, work, family, networks, household, and what the law calls special."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from placement.cases import words

if TYPE_CHECKING:
    from scenarios.cohorts.chances import Life, Tables

HOURS = (8, 15.5, 16, 24, 37.5, 40)
NETWORKS = ("family", "peers", "faith_group", "mentor", "support_group")
MEDICAL = "treatment that is given there"
FORCES = "served in the regular forces"
CARE_AGE = 25


def life_of(life: Life) -> Tables:
    """Return every list of a case that tells how and where the person lives."""
    employment = _employment(life)
    return {
        **life.if_known("history", "history", history(life)),
        **life.if_known("employment", "employment", employment),
        **life.if_known("family", "family", [relative(life) for _ in range(life.up_to("family"))]),
        **life.if_known("networks", "networks", _networks(life)),
        **life.if_known("household", "household", _household(life)),
        **life.if_known("special", "special_circumstances", _special(life)),
        **life.if_known("applicant_risk", "risk_to_applicant", _risk(life)),
    }


def history(life: Life) -> list[Tables]:
    """Return stays one after another, up to where the person now is."""
    stays: list[Tables] = []
    until: date | None = None
    if life.detained:
        since = life.before(60, 1500)
        stays.append({"from": since, "kind": _inside(life), **_prison(life)})
        until = since
    elif life.status == "licence":
        out = life.before(10, 400)
        since = life.before(90, 1200, out)
        stays.append(_first_home_after(life, out))
        stays.append({"from": since, "to": out, "kind": "prison", **_prison(life)})
        until = since
    for _ in range(life.up_to("homes", least=1)):
        since = life.before(120, 2500, until)
        stays.append(home(life, since, until))
        until = since
    return stays[::-1]


def home(life: Life, since: date, until: date | None) -> Tables:
    """Return one stay in a home of one's own, with family, or in none."""
    outside = life.origin != "none" and life.origin not in life.ground.lhas
    kind = "asylum_support" if life.happens("asylum_support") else life.pick("home_setting")
    place = {"lha": life.origin} if outside else life.place(life.near_home())
    stay = {"from": since, **({} if until is None else {"to": until}), **place, "kind": kind}
    if kind == "temporary_accommodation" and life.happens("provided"):
        stay["provided_by"] = life.ground.lha_of(life.home)
    return stay


def _inside(life: Life) -> str:
    return "hospital" if life.status == "hospital" else "prison"


def _prison(life: Life) -> Tables:
    """Return the LHA in which a prison of the area stands, where any is known; never a postcode."""
    if life.status == "hospital" or "prisons" not in life.figures:
        return {}
    codes = [code for code in life.figures.lhas("prisons") if code in life.ground.lhas]
    return {"lha": life.draws.one_of(codes)} if codes else {}


def _first_home_after(life: Life, out: date) -> Tables:
    """Return where somebody on licence lives; approved premises and the like by LHA alone."""
    for kind in ("approved_premises", "cas3"):
        if life.happens(kind):
            return {"from": out, "lha": life.ground.lha_of(life.near_home()), "kind": kind}
    return home(life, out, None)


def _employment(life: Life) -> list[Tables]:
    found = []
    if not life.detained and life.happens("employment"):
        found.append(_job(life, life.before(30, 900)))
    if life.happens("offer"):
        found.append(_job(life, life.moves_in + timedelta(days=life.draws.whole(1, 30))))
    return found


def _job(life: Life, since: date) -> Tables:
    return {
        "from": since,
        **life.place(life.near_home()),
        **life.if_known("hours", "hours_per_week", life.draws.one_of(HOURS)),
        "kind": life.draws.one_of(words.EMPLOYMENT),
    }


def relative(life: Life) -> Tables:
    """Return one member of the family."""
    return {
        "relation": life.draws.one_of(words.RELATION),
        **life.place(life.near_home()),
        **life.if_known("since", "since", life.before(100, 9000)),
        **life.if_known("wants_near", "wants_to_be_near", life.happens("wants_near")),
    }


def _networks(life: Life) -> list[Tables]:
    return [
        {
            "kind": life.draws.one_of(NETWORKS),
            "influence": life.pick("networks"),
            **life.place(life.near_home()),
        }
        for _ in range(life.up_to("networks"))
    ]


def _household(life: Life) -> list[Tables]:
    if not life.happens("household"):
        return []
    return [
        {
            "reference": "H1",
            "relation": "partner",
            "employment": [],
            "history": [home(life, life.before(200, 3000), None)],
            "family": [relative(life)],
        }
    ]


def _special(life: Life) -> list[Tables]:
    found: list[Tables] = []
    here = life.ground.lha_of(life.home)
    if life.age <= CARE_AGE and life.happens("care_leaver"):
        owing = life.ground.profile[here].county or here
        known = {} if owing.startswith("E07") else {"authority": owing}
        found.append({"kind": "care_leaver", **known, "age": life.age})
    if life.happens("armed_forces"):
        found.append({"kind": "armed_forces", "lha": here, "note": FORCES})
    if life.happens("medical"):
        found.append({"kind": "medical", "lha": here, "note": MEDICAL})
    return found


def _risk(life: Life) -> list[Tables]:
    if not life.happens("risk_to_applicant"):
        return []
    where = life.ground.lha_of(life.near_home())
    return [{"lha": where, "kind": life.draws.one_of(words.RISK_TO_APPLICANT)}]
