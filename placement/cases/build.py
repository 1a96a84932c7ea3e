"""Build a case from the tables of its file, noting every problem on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.cases import people, words
from placement.cases.conditions import condition
from placement.cases.kinds import (
    DAY,
    FLAG,
    LHA,
    ORIGIN,
    REFERENCE,
    TEXT,
    WORD,
    Kind,
    one_of,
    whole,
)
from placement.cases.model import LevelSpell, ManagementView, RiskPlanItem

if TYPE_CHECKING:
    from collections.abc import Collection

    from placement.cases.table import Table

CATEGORY = whole(1, 4)
LEVEL = whole(1, 3)
_BEDROOMS = whole(0, 10)
_EQUALITY_VALUE: Kind[str] = Kind(
    "text, or a whole number for the age",
    lambda value: str(value) if type(value) is int and 0 <= value <= 120 else TEXT.read(value),
    "",
)


def case_fields(table: Table, place_names: Collection[str]) -> dict[str, Any]:
    """Read every field of a case from the top table of its main file."""
    return {
        "reference": table.need("reference", REFERENCE),
        "assessed_on": table.need("assessed_on", DAY),
        "accommodation_need": _word(table, "accommodation_need", words.ACCOMMODATION_NEED),
        "homelessness_duty": _word(table, "homelessness_duty", words.HOMELESSNESS_DUTY),
        **_mappa(table.part("mappa")),
        **_cohort(table.part("cohort")),
        **_status(table.part("status")),
        **_first_options(table.part("first_options")),
        **_origin(table.part("origin")),
        **_victim_check(table.part("victim_check")),
        **_property(table.part("property_interest")),
        **_needs(table.part("needs")),
        **_preference(table.part("preference")),
        "history": table.parts("history", people.address),
        "employment": table.parts("employment", people.employment),
        "family": table.parts("family", people.relative),
        "networks": table.parts("networks", people.network),
        "services": table.parts("services", people.service),
        "management_views": table.parts("management_view", _management_view),
        "risk_plan": table.parts("risk_plan", _risk_plan_item),
        "household": table.parts("household", people.household_member, hidden=True),
        "special_circumstances": table.parts("special_circumstances", people.special_circumstance),
        "risk_to_applicant": table.parts("risk_to_applicant", people.risk_to_applicant),
        "non_association": table.items("non_association", REFERENCE),
        "protected_elsewhere": table.get("protected_elsewhere", FLAG) or False,
        "equality": _equality(table.part("equality", hidden=True)),
        **protected_fields(table, place_names),
    }


def protected_fields(table: Table, place_names: Collection[str]) -> dict[str, Any]:
    """Read the two lists that may stand in the second file."""
    return {
        "conditions": table.parts("conditions", condition),
        "victims": table.parts("victims", people.victim_reader(place_names), hidden=True),
    }


def _word(table: Table, key: str, allowed: tuple[str, ...], left_out: str = "unknown") -> str:
    return table.get(key, one_of(allowed)) or left_out


def _mappa(table: Table) -> dict[str, Any]:
    category, level = table.get("category", CATEGORY), table.get("level", LEVEL)
    no_level_1_in_category_3(table)
    fields = {
        "category": category,
        "level": level,
        "levels": table.parts("history", _spell),
        "risk_of_serious_harm": _word(table, "risk_of_serious_harm", words.RISK_OF_SERIOUS_HARM),
    }
    table.close()
    return fields


def _cohort(table: Table) -> dict[str, Any]:
    """Read what a cohort other than MAPPA's asks for."""
    fields = {
        "in_cohort": _word(table, "chosen", words.YES_NO_UNKNOWN),
        "risk_of_reoffending": _word(table, "risk_of_reoffending", words.RISK_OF_REOFFENDING),
    }
    table.close()
    return fields


def _spell(table: Table) -> LevelSpell:
    spell = LevelSpell(
        start=table.need("from", DAY),
        category=table.need("category", CATEGORY),
        level=table.need("level", LEVEL),
    )
    no_level_1_in_category_3(table)
    return spell


def no_level_1_in_category_3(table: Table) -> None:
    """Refuse level 1 in category 3, which is of cases that need more than one agency."""
    if table.written("category") == 3 and table.written("level") == 1:
        table.problem("level", "1 is not allowed in category 3. Allowed: 2, 3. Correct one.")


def _status(table: Table) -> dict[str, Any]:
    release = table.part("release")
    fields = {
        "status": table.get("kind", one_of(words.STATUS)),
        "release": release.get("date", DAY),
        "release_kind": release.get("kind", WORD),
    }
    release.close()
    table.close()
    return fields


def _first_options(table: Table) -> dict[str, Any]:
    fields = {
        key: _word(table, key, words.FIRST_OPTION, "not_explored")
        for key in ("previous_home", "family_or_network")
    }
    table.close()
    return fields


def _origin(table: Table) -> dict[str, Any]:
    fields = {
        "origin": table.get("lha", ORIGIN),
        "can_return": _word(table, "can_return", words.YES_NO),
        "origin_reasons": table.items("reasons", WORD),
        "origin_reasons_for_housing": table.items("reasons_for_housing", WORD),
    }
    if fields["origin"] == "none" and fields["can_return"] == "yes":
        table.problem(
            "can_return",
            "'yes' contradicts lha = 'none': there is nowhere to return to. Correct one.",
        )
    table.close()
    return fields


def _victim_check(table: Table) -> dict[str, Any]:
    fields = {
        "victim_check": _word(table, "outcome", words.VICTIM_CHECK, "not_checked"),
        "victim_check_by": table.get("by", TEXT),
        "victim_check_on": table.get("on", DAY),
    }
    table.close()
    return fields


def _property(table: Table) -> dict[str, Any]:
    fields = {"property_held": _word(table, "held", words.YES_NO)}
    table.close()
    return fields


def _needs(table: Table) -> dict[str, Any]:
    fields = {
        "bedrooms": table.get("bedrooms", _BEDROOMS),
        "supported": table.get("supported", FLAG),
    }
    table.close()
    return fields


def _preference(table: Table) -> dict[str, Any]:
    fields = {"preference": table.items("lhas", LHA)}
    table.close()
    return fields


def _equality(table: Table) -> tuple[tuple[str, str], ...]:
    read = ((key, table.get(key, _EQUALITY_VALUE)) for key in words.EQUALITY)
    pairs = tuple((key, value) for key, value in read if value is not None)
    table.close()
    return pairs


def _management_view(table: Table) -> ManagementView:
    return ManagementView(
        lha=table.need("lha", LHA),
        view=table.need("view", one_of(words.VIEW)),
        reason=table.get("reason", TEXT),
    )


def _risk_plan_item(table: Table) -> RiskPlanItem:
    return RiskPlanItem(item=table.need("item", TEXT), needed=table.get("needed", FLAG))
