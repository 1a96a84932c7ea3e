"""What every change of a what-if is, and how a value is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_CODE: Final = re.compile(r"\b[EW]\d{8}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change; ``for_housing`` says whether a housing role's copy may hold it."""

    verb: ClassVar[str] = ""
    form: ClassVar[str] = ""
    for_housing: ClassVar[bool] = False

    def says(self) -> str:
        """Return what it changes, in words."""
        raise NotImplementedError

    def to_data(self) -> dict[str, Any]:
        """Return it as one ``[[change]]`` table, what is left out left out."""
        held = {each.name: getattr(self, each.name) for each in fields(self)}
        return {"do": self.verb} | {k: v for k, v in held.items() if v is not None}


def named(text: str, names: Mapping[str, str]) -> str:
    """
    Return a text with the names of authorities in place of their codes.

    >>> named("E07000009 and E07000010 merge", {"E07000010": "Fenland"})
    'E07000009 and Fenland merge'
    """
    return _CODE.sub(lambda code: names.get(code[0], code[0]), text)


def said(value: Any) -> str:  # noqa: ANN401 - whatever a TOML file may hold
    """
    Write a value as a person would.

    >>> said(["E07000008"]), said(True), said("not_explored"), said([])
    ('E07000008', 'yes', 'not explored', 'none')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(said(each) for each in value) or "none"
    return value.isoformat() if isinstance(value, date) else str(value).replace("_", " ")
