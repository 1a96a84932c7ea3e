"""
The tables of a case file while somebody fills a form: reading and writing one key at a time.

All functions return new tables; what was given stays as it was.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    Tables = Mapping[str, Any]


def value_at(tables: Tables, key: str) -> Any:  # noqa: ANN401 - whatever a TOML file may hold
    """
    Return what stands at a dotted key; None where it is left out.

    >>> value_at({"mappa": {"level": 2}}, "mappa.level"), value_at({}, "mappa.level")
    (2, None)
    """
    at: Any = tables
    for name in key.split("."):
        if not isinstance(at, dict) or name not in at:
            return None
        at = at[name]
    return at


def with_value(tables: Tables, key: str, value: object) -> dict[str, Any]:
    """
    Return the tables with another value at a dotted key; None leaves the key out.

    Tables that become empty are left out too, so that a cleared form is an empty one.

    >>> with_value({"mappa": {"level": 2}}, "mappa.level", None)
    {}
    >>> with_value({}, "mappa.level", 3)
    {'mappa': {'level': 3}}
    """
    new = deepcopy(dict(tables))
    _put(new, key.split("."), value)
    return new


def _put(at: dict[str, Any], path: list[str], value: object) -> None:
    name, *rest = path
    if rest:
        inner = at.get(name)
        inner = inner if isinstance(inner, dict) else {}
        _put(inner, rest, value)
        value = inner or None
    if value is None:
        at.pop(name, None)
    else:
        at[name] = value


def with_entry(tables: Tables, key: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tables with one more entry in a list."""
    new = deepcopy(dict(tables))
    new[key] = [*(new.get(key) or []), dict(entry)]
    return new


def without_entry(tables: Tables, key: str, number: int) -> dict[str, Any]:
    """Return the tables without one entry of a list, counted from 0; the list stays, if empty."""
    new = deepcopy(dict(tables))
    new[key] = [each for place, each in enumerate(new.get(key) or []) if place != number]
    return new


def with_list(tables: Tables, key: str, entries: list[Any] | None) -> dict[str, Any]:
    """Return the tables with a list known to be what it is, or, with None, not known."""
    new = deepcopy(dict(tables))
    if entries is None:
        new.pop(key, None)
    else:
        new[key] = entries
    return new
