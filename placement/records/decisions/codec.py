"""
Frozen records as plain data and back: a dataclass as a table of its fields, a day as its ISO text.

What holds its default is left out, and a field that a record no longer has is refused, never
dropped.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Hashable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

_NAMES = {"date": date, "Mapping": Mapping, "Path": Path}


def to_plain(value: Any) -> Any:  # noqa: ANN401 - any frozen record
    """Return a record as plain data; a field that holds what its default is, is left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            each.name: to_plain(held)
            for each in dataclasses.fields(value)
            if (held := getattr(value, each.name)) != each.default
        }
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(each) for each in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"{type(value).__name__} is not frozen")


def from_plain(kind: type[T], data: Mapping[str, Any]) -> T:
    """
    Return the record that some plain data was made from.

    Raises ``ValueError`` where the data holds a field that the record does not have: it was made
    by another version.
    """
    hints = _hints(cast("Hashable", kind))
    strange = sorted(set(data) - set(hints))
    if strange:
        raise ValueError(f"{kind.__name__} has no {', '.join(strange)}")
    return kind(**{name: _read(hints[name], value) for name, value in data.items()})


@lru_cache(maxsize=64)
def _hints(kind: Hashable) -> dict[str, Any]:
    return get_type_hints(cast("type", kind), localns=_NAMES)


def _read(hint: Any, value: Any) -> Any:  # noqa: ANN401 - whatever the hint says
    if value is None:
        return None
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _read(next(each for each in inside if each is not type(None)), value)
    if origin is tuple:
        many = len(inside) == 2 and inside[1] is Ellipsis
        kinds = [inside[0]] * len(value) if many else inside
        return tuple(_read(one, each) for one, each in zip(kinds, value, strict=True))
    if hint is date:
        return date.fromisoformat(value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return from_plain(hint, value)
    return dict(value) if isinstance(value, Mapping) else value
