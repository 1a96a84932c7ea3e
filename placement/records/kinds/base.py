"""
One declaration per kind of record: what it holds, who is answerable for it, who may touch it.

``Kind`` is the declaration; ``placement.records.kinds.KINDS`` holds them all by name. A kind's
``model`` is a frozen dataclass with ``from_data(mapping)`` (``InputError`` with every problem) and
``to_data()`` (what JSON can hold; a field that is None is left out).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

ROLES: Final = (
    "offender_manager",
    "victim_liaison",
    "panel",
    "spoc",
    "coordinator",
    "smb",
    "auditor",
)
HOUSING_ROLES: Final = ("spoc",)

UK_GDPR: Final = "UK GDPR"
PART_3: Final = "DPA 2018 part 3"
REGIMES: Final = (UK_GDPR, PART_3)
# Said here and nowhere else: every declaration's controller and regime rest on it.
SPLIT: Final = (
    "Which controller and which regime (UK GDPR or Data Protection Act 2018 part 3) covers which "
    "record is proposed, for the data protection officer to settle."
)

# How far a role's right to a kind reaches. `own`: cases they are offender manager or victim liaison
# of. `meeting`: cases of a meeting they attended; `marked`: such a case, and the coordinator lets
# them see what is protected. `referred`: cases referred to their LHA; `lha`: referred, and the
# record is about their own LHA (or, where it is of no case, just that). `mine`: what they wrote.
SCOPES: Final = ("all", "own", "meeting", "marked", "referred", "lha", "mine")


class Model(Protocol):
    """What the dataclass of a kind can do."""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Model:
        """Read a record; ``InputError`` with every problem."""
        ...

    def to_data(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """
    One kind of record.

    Attributes
    ----------
    clause
        Of the protocol, or a section of law.
    of_case
        Kept under a case's own key. Where ``case_needed`` is false too, one may belong to no case
        (people in the register of placements whose case is not kept here).
    vault
        Protected: kept apart, under the vault's keys.
    plain
        Top-level fields kept unsealed: codes, numbers, days and ids, never a person or a place
        finer than an LHA.
    controller, regime
        Proposed; see ``SPLIT``.
    retention
        The name of the parameter that says how many years it is kept after the case ends.
    reads, writes
        Role to scope (``SCOPES``); a role that is absent never may.
    """

    name: str
    label: str
    clause: str
    model: type[Model]
    of_case: bool
    controller: str
    regime: str
    retention: str
    reads: Mapping[str, str]
    writes: Mapping[str, str]
    vault: bool = False
    case_needed: bool = True
    plain: frozenset[str] = field(default_factory=frozenset)
