"""Write the tables of a case as the text of a case file: single keys first, then the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def as_toml(tables: Mapping[str, Any]) -> str:
    """
    Return the text of a case file that reads back as the same tables.

    >>> from datetime import date
    >>> print(as_toml({"mappa": {"level": 2}, "reference": "A-1", "assessed_on": date(2026, 1, 2)}))
    reference = "A-1"
    assessed_on = 2026-01-02
    <BLANKLINE>
    [mappa]
    level = 2
    <BLANKLINE>
    """
    import tomli_w

    single = {key: value for key, value in tables.items() if not _is_tables(value)}
    return tomli_w.dumps({**single, **{k: v for k, v in tables.items() if k not in single}})


def _is_tables(value: object) -> bool:
    if isinstance(value, dict):
        return True
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)
