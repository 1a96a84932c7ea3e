"""
Reading the product's own TOML files, with everything that is wrong noted at once.

A ``Table`` is one TOML table being read. Each key is asked for by the kind of value it must hold;
whatever does not fit is added to one shared list of problems, with where it stands, the value
given and what is allowed, and reading goes on. ``close`` notes the keys that nobody asked for.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


class Table:
    """One table: its values, where it stands in its file, and the list that problems go to."""

    def __init__(self, values: dict[str, Any], where: str, problems: list[str]) -> None:
        self.where = where
        self.problems = problems
        self._values = values
        self._asked: set[str] = set()

    @property
    def values(self) -> dict[str, Any]:
        """The values as the file has them."""
        return self._values

    def text(self, key: str, *, allowed: Collection[str] | None = None) -> str:
        """Return a text that must be there; an empty one if it is not."""
        value = self.maybe_text(key, allowed=allowed)
        if value is None and key not in self._values:
            self._note(key, "is missing; give a text")
        return value or ""

    def maybe_text(self, key: str, *, allowed: Collection[str] | None = None) -> str | None:
        """Return a text, or None where it is left out."""
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self._note(key, f"is {value!r}; it must be a text in quotes, not empty")
            return None
        if allowed is not None and value not in allowed:
            self._note(key, f"is {value!r}; allowed: {', '.join(sorted(allowed))}")
            return None
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty where it is left out."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._note(key, f"is {value!r}; it must be a list of texts in quotes")
            return ()
        return tuple(value)

    def whole(self, key: str, *, least: int = 0) -> int | None:
        """Return a whole number of at least ``least``, or None where it is left out."""
        value = self._get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self._note(key, f"is {value!r}; it must be a whole number, {least} or more")
            return None
        return value

    def day(self, key: str, *, required: bool = False) -> date | None:
        """Return a day, or None where it is left out (a problem if it is ``required``)."""
        value = self._get(key)
        if value is None:
            if required:
                self._note(key, "is missing; give a day, such as 2026-11-22")
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self._note(key, f"is {value!r}; it must be a day without quotes, such as 2026-11-22")
            return None
        return value

    def flag(self, key: str) -> bool:
        """Return true or false; a problem where it is left out."""
        value = self._get(key)
        if not isinstance(value, bool):
            self._note(
                key,
                "is missing; give true or false"
                if value is None
                else f"is {value!r}; it must be true or false",
            )
            return False
        return value

    def table(self, key: str) -> Table:
        """Return the table under ``key``; an empty one where it is left out."""
        value = self._get(key)
        if value is not None and not isinstance(value, dict):
            self._note(key, f"is {value!r}; it must be a table, [{key}]")
            value = None
        return Table(value or {}, self._at(key), self.problems)

    def tables(self, key: str, *, name: str | None = None) -> tuple[Table, ...]:
        """Return the list of tables under ``key``, each called by its key ``name`` if it has it."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._note(key, f"is {value!r}; it must be a list of tables, [[{key}]]")
            return ()
        return tuple(
            Table(item, f"{self._at(key)} {item.get(name, number)}", self.problems)
            for number, item in enumerate(value, start=1)
        )

    def keys(self) -> tuple[str, ...]:
        """Return the keys as the file writes them, in its order."""
        return tuple(self._values)

    def close(self) -> None:
        """Note every key that nobody has asked for."""
        for key in self._values:
            if key not in self._asked:
                self._note(key, f"is not known; known here: {', '.join(sorted(self._asked))}")

    def problem(self, text: str) -> None:
        """Note a problem with this table as a whole."""
        self.problems.append(f"{self.where}: {text}" if self.where else text)

    def _get(self, key: str) -> Any:  # noqa: ANN401 (TOML holds anything)
        self._asked.add(key)
        return self._values.get(key)

    def _at(self, key: str) -> str:
        return f"{self.where}, {key}" if self.where else key

    def _note(self, key: str, text: str) -> None:
        self.problems.append(f"{self._at(key)} {text}")


def read_toml(path: Path, problems: list[str]) -> Table:
    """
    Read a TOML file as its outermost table.

    A file that cannot be read, or is not TOML, gives an empty table and one problem.
    """
    values: dict[str, Any] = {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        problems.append(f"the file cannot be read ({error.strerror}); check its name")
    except UnicodeDecodeError:
        problems.append("the file is not text in UTF-8; save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        problems.append(f"the file is not well-formed TOML: {error}")
    return Table(values, "", problems)


def all_problems(source: str, problems: Collection[str]) -> str:
    """Return one message with every problem of a file, each on its own line."""
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return "\n".join([f"{source} cannot be used: {count}.", *(f"  - {each}" for each in problems)])
