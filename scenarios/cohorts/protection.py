"""What protects others: conditions with their zones, and victims; most of it is protected."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from placement.cases import words

if TYPE_CHECKING:
    from scenarios.cohorts.chances import Life, Tables

CHECKED_BY = "victim liaison unit"
STATEMENT = "The victim has asked that their views be heard before a home is offered."
PLAIN = tuple(kind for kind in words.CONDITION if kind not in (*words.ZONE, "other"))
FROM_STATUS = {
    "community_order": "community_order",
    "suspended_sentence": "suspended_sentence",
}


def protection_of(life: Life) -> tuple[Tables, Tables | None]:
    """Return the keys for the case file, and the protected file or None where nothing is."""
    victims, homes, check = _victims(life)
    conditions = _conditions(life, homes) if life.known("conditions") else None
    shared = [each for each in conditions or () if each["share_with_housing"]]
    hidden = [each for each in conditions or () if not each["share_with_housing"]]
    main: Tables = {"victim_check": check}
    if conditions is not None:
        main["conditions"] = shared
    if not victims and not hidden:
        return main, None
    main["protected_elsewhere"] = True
    protected: Tables = {"reference": life.reference}
    if hidden:
        protected["conditions"] = hidden
    if victims:
        protected["victims"] = victims
    return main, protected


def _victims(life: Life) -> tuple[list[Tables], list[int], Tables]:
    """Return the victims, where they live as positions, and the check that found them."""
    if not life.known("victim_check"):
        return [], [], {"outcome": "not_checked"}
    check = {"by": CHECKED_BY, "on": life.before(1, 60)}
    if not life.happens("victim"):
        return [], [], {"outcome": "none_known", **check}
    homes = [life.near_home() for _ in range(life.up_to("victims", least=1))]
    victims = [_victim(life, number, home) for number, home in enumerate(homes, start=1)]
    return victims, homes, {"outcome": "listed", **check}


def _victim(life: Life, number: int, home: int) -> Tables:
    metres = int(life.pick("zone_metres")) if life.happens("victim_area") else 0
    avoided = [life.ground.lha_of(home)] if life.happens("victim_asks") else []
    return {
        "reference": f"V{number}",
        **life.if_known("victim_home", "home", {"postcode": life.ground.postcode(home)}),
        **life.if_known("victim_area", "avoid_metres", metres),
        **life.if_known("victim_asks", "asks_to_avoid", avoided),
        "contact_scheme": "yes" if life.happens("contact_scheme") else "no",
        "views": life.draws.one_of(words.VICTIM_VIEWS),
        **({"statement_for_housing": STATEMENT} if avoided else {}),
    }


def _conditions(life: Life, homes: list[int]) -> list[Tables]:
    found = [_around(life, home) for home in homes if life.happens("victim_zone")]
    if life.happens("area_zone"):
        areas = [life.ground.sector(life.near_home())]
        found.append(_zone(life, {"areas": areas}, shared=life.happens("share_other")))
    if life.happens("lha_zone"):
        lhas = [life.ground.lha_of(life.near_home())]
        found.append(_zone(life, {"lhas": lhas}, shared=life.happens("share_other")))
    if life.happens("restriction_zone"):
        lhas = life.ground.around(life.ground.lha_of(life.home))[:4]
        found.append(_zone(life, {"lhas": lhas}, kind="restriction_zone", shared=True))
    kinds = life.draws.some_of(PLAIN, life.up_to("conditions"))
    return found + [_plain(life, kind) for kind in kinds]


def _around(life: Life, home: int) -> Tables:
    """
    Return a zone for a victim: off their own postcode, and whole sectors where it is shared.

    A circle that housing sees would have the victim near its middle.
    """
    if life.happens("share_zone"):
        return _zone(life, {"areas": [life.ground.sector(home)]}, shared=True)
    centre = life.ground.postcode(life.ground.near(life.draws, home, "area"))
    shape = {"around": {"postcode": centre, "metres": int(life.pick("zone_metres"))}}
    return _zone(life, shape, shared=False)


def _zone(life: Life, shape: Tables, *, shared: bool, kind: str = "exclusion_zone") -> Tables:
    return {
        "kind": kind,
        "source": life.pick("zone_source"),
        **_days(life),
        "share_with_housing": shared,
        **shape,
    }


def _plain(life: Life, kind: str) -> Tables:
    order = "shpo" if life.category == 1 else "licence"
    return {
        "kind": kind,
        "source": FROM_STATUS.get(life.status, order),
        **_days(life),
        "share_with_housing": life.happens("share_other"),
    }


def _days(life: Life) -> Tables:
    """Return the days of a condition: from moving in, for one to five years or without an end."""
    since = life.moves_in
    years = life.draws.whole(1, 6)
    return {"from": since, **({} if years > 5 else {"to": since + timedelta(days=365 * years)})}
