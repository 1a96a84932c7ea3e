"""The kinds of record, by name, in the order in which the Settings page lists them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from placement.records.kinds.base import SPLIT, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    KINDS: Mapping[str, Kind]

__all__ = ["KINDS", "SPLIT", "Kind"]


def __getattr__(name: str) -> object:
    """Gather ``KINDS`` when first asked for: a kind's model may itself rest on this package."""
    if name != "KINDS":
        raise AttributeError(name)
    from placement.records.kinds.declared_cases import ABOUT_CASES
    from placement.records.kinds.declared_housing import ABOUT_HOUSING

    gathered = MappingProxyType({kind.name: kind for kind in (*ABOUT_CASES, *ABOUT_HOUSING)})
    globals()["KINDS"] = gathered
    return gathered
