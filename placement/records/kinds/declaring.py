"""
What the declarations of kinds are made of: keepers, scopes by role, and one short call.

Controllers and regimes follow who works with the record most (see ``base.SPLIT``).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from placement.records.kinds.base import PART_3, UK_GDPR, Kind, Model

if TYPE_CHECKING:
    from collections.abc import Mapping


class Keeper(NamedTuple):
    """Who is answerable for a kind of record, under which regime, and how long it is kept."""

    controller: str
    regime: str
    retention: str


PROBATION = "the probation service"
AUTHORITY = "the responsible authority (police, probation, prison)"
LHA = "the local housing authority"
BOARD = "the strategic management board, for the responsible authority"
CASE_YEARS = "records.keep_case_years"
DIRECTORY_YEARS = "records.keep_directory_years"

AUTHORITY_KEEPS = Keeper(AUTHORITY, PART_3, CASE_YEARS)
PROBATION_KEEPS = Keeper(PROBATION, PART_3, CASE_YEARS)
VAULT_KEEPS = Keeper(PROBATION, PART_3, "records.keep_protected_years")
FROZEN_KEEPS = Keeper(AUTHORITY, PART_3, "records.keep_protected_years")  # with the vault it is in
HOUSING_KEEPS = Keeper(LHA, UK_GDPR, CASE_YEARS)
HOMES_KEEP = Keeper(LHA, UK_GDPR, "records.keep_vacancy_years")
DIRECTORY_KEEPS = Keeper(LHA, UK_GDPR, DIRECTORY_YEARS)
BOARD_KEEPS = Keeper(BOARD, UK_GDPR, DIRECTORY_YEARS)
REQUESTS_KEEP = Keeper(AUTHORITY, UK_GDPR, "records.keep_request_years")

MANAGER = {"offender_manager": "own", "coordinator": "all"}
STAFF = {**MANAGER, "victim_liaison": "own"}
MEETING = {**STAFF, "panel": "meeting"}
HOUSED = {**MEETING, "spoc": "lha"}
HOUSING = {**MANAGER, "spoc": "lha"}
COORDINATOR = {"coordinator": "all"}
EVERYBODY = dict.fromkeys(("offender_manager", "victim_liaison", "panel", "spoc"), "all")

HOMES = {**EVERYBODY, "coordinator": "all", "spoc": "lha"}


def kind(
    name: str,
    label: str,
    clause: str,
    model: type[Model],
    *,
    reads: Mapping[str, str],
    writes: Mapping[str, str],
    keeper: Keeper = AUTHORITY_KEEPS,
    plain: str = "",
    of_case: bool = True,
    case_needed: bool = True,
    vault: bool = False,
) -> Kind:
    """Declare a kind; most are the responsible authority's, about a case."""
    return Kind(
        name=name,
        label=label,
        clause=clause,
        model=model,
        of_case=of_case,
        case_needed=of_case and case_needed,
        vault=vault,
        controller=keeper.controller,
        regime=keeper.regime,
        retention=keeper.retention,
        reads=MappingProxyType(dict(reads)),
        writes=MappingProxyType(dict(writes)),
        plain=frozenset(plain.split()),
    )
