"""
Read one table of a case file, key by key, and note all that is wrong with it.

Each key is asked for by name; whatever was never asked for is unknown and refused, with the
nearest key that is allowed. Entries of a list of tables are counted from 1 in messages.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from placement.cases.kinds import DAY, LHA, POSTCODE, Kind, listed
from placement.cases.model import Place
from placement.cases.problems import Problems, kind_of, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date

T = TypeVar("T")

_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
_HARMLESS_KEY = re.compile(r"[A-Za-z_]{1,40}")
_HIDDEN = "the value given (protected, so not shown here)"


class Table:
    """
    One table of a file.

    ``hidden`` tables hold protected matter: their values never appear in a message. ``elsewhere``
    are keys that belong at the top of the file, to say so when one is found here; ``form`` is what
    the file must keep to as messages call it; a row of a register has ``cells`` and no quotes.
    """

    def __init__(
        self,
        values: Mapping[str, Any],
        problems: Problems,
        *,
        path: str = "",
        hidden: bool = False,
        elsewhere: Collection[str] = (),
        form: str = "the case format",
        cells: bool = False,
    ) -> None:
        self._values = values
        self.problems = problems
        self._path = path
        self.hidden = hidden
        self._elsewhere = elsewhere
        self._form = form
        self._cells = cells
        self._asked: set[str] = set()

    def where(self, key: str) -> str:
        """Return the path of a key as messages write it."""
        return f"{self._path}{key}"

    def holds(self, key: str) -> bool:
        """Say whether the key was written."""
        return key in self._values

    def written(self, key: str) -> object:
        """Return what stands at a key as it was written, unchecked; None where it is left out."""
        return self._values.get(key)

    def get(self, key: str, kind: Kind[T], *, hidden: bool = False) -> T | None:
        """Return the value of a key, or None where it is left out or was refused."""
        self._asked.add(key)
        if key not in self._values:
            return None
        value = self._values[key]
        read = kind.read(value)
        if read is None:
            blank = "leave the cell blank" if self._cells else "leave the key out"
            advice = f"Correct it, or {blank} if it is not known."
            self._refuse(key, kind, hidden=hidden, advice=advice)
        return read

    def need(self, key: str, kind: Kind[T]) -> T:
        """Return the value of a key that must be written."""
        self._asked.add(key)
        if key not in self._values:
            self.problem(key, f"is missing. Write {kind.allowed}.")
            return kind.stand_in
        read = kind.read(self._values[key])
        if read is None:
            self._refuse(key, kind, hidden=False, advice="Correct it.")
            return kind.stand_in
        return read

    def items(self, key: str, kind: Kind[T]) -> tuple[T, ...] | None:
        """Return a list of values without repeats; None where the list is left out."""
        self._asked.add(key)
        if key not in self._values:
            return None
        value = self._values[key]
        if not isinstance(value, list):
            self.problem(key, f"is {kind_of(value)}; write a list in square brackets.")
            return ()
        entries = Table(
            {f"{key}[{place}]": item for place, item in enumerate(value, 1)},
            self.problems,
            path=self._path,
            hidden=self.hidden,
        )
        read = [entries.need(entry, kind) for entry in entries._values]
        found = tuple(item for item in read if item != kind.stand_in)
        if len(set(found)) < len(found):
            self.problem(key, "the same entry is given twice; write each once.")
        return found

    def part(self, key: str, *, hidden: bool | None = None) -> Table:
        """Return a table inside this one; an empty one where it is left out."""
        self._asked.add(key)
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            hint = f"write [{key}] with single brackets" if isinstance(value, list) else ""
            self.problem(key, f"is {kind_of(value)}; {hint or 'write a table of keys and values'}.")
            value = {}
        return self._inside(value, key, self.hidden if hidden is None else hidden)

    def parts(
        self, key: str, build: Callable[[Table], T], *, hidden: bool = False
    ) -> tuple[T, ...] | None:
        """Return what ``build`` makes of each table in a list; None where it is left out."""
        self._asked.add(key)
        if key not in self._values:
            return None
        value = self._values[key]
        if not isinstance(value, list):
            self.problem(key, f"is {kind_of(value)}; write [[{key}]] with double brackets.")
            return ()
        built = []
        for place, item in enumerate(value, 1):
            if not isinstance(item, dict):
                self.problem(
                    f"{key}[{place}]", f"is {kind_of(item)}; write [[{key}]] and its keys below it."
                )
                continue
            inside = self._inside(item, f"{key}[{place}]", self.hidden or hidden)
            built.append(build(inside))
            inside.close()
        return tuple(built)

    def place(self, *, hidden: bool = False, needed: bool = False) -> Place | None:
        """
        Return the place that the keys ``postcode`` and ``lha`` give; None where it is unknown.

        Parameters
        ----------
        hidden
            The place is another person's and never shown.
        needed
            The table stands for the place alone, so it must hold one.
        """
        both = self.holds("postcode") and self.holds("lha")
        postcode = self.get("postcode", POSTCODE, hidden=hidden)
        lha = self.get("lha", LHA, hidden=hidden)
        if both:
            self.problem("postcode", "is given together with an lha. Keep one of the two.")
        elif needed and not (self.holds("postcode") or self.holds("lha")):
            self.problem("postcode", "is missing. Write a postcode or an lha, exactly one of them.")
        return Place(postcode=postcode, lha=lha) if postcode or lha else None

    def span(self) -> tuple[date | None, date | None]:
        """Return the days ``from`` and ``to``, half-open, either of which may be left out."""
        start, end = self.get("from", DAY), self.get("to", DAY)
        self._in_order(start, end)
        return start, end

    def stay(self) -> tuple[date, date | None]:
        """Return the days ``from``, which must be written, and ``to``, half-open."""
        start, end = self.need("from", DAY), self.get("to", DAY)
        self._in_order(start, end)
        return start, end

    def problem(self, key: str, what: str) -> None:
        """Note a problem with a key of this table."""
        self.problems.add(self.where(key), what)

    def close(self) -> None:
        """Refuse every key that was never asked for."""
        for key in self._values:
            if key not in self._asked:
                self._unknown(key)

    def _refuse(self, key: str, kind: Kind[T], *, hidden: bool, advice: str) -> None:
        value = self._values[key]
        given = _HIDDEN if self.hidden or hidden else shown(value)
        is_text, wants_text = isinstance(value, str), isinstance(kind.stand_in, (str, Path))
        quotes = " (in quotes)" if wants_text else " (no quotes)"
        if self._cells or is_text == wants_text:
            quotes = ""
        self.problem(key, f"{given} is not allowed. Allowed: {kind.allowed}{quotes}. {advice}")

    def _unknown(self, key: str) -> None:
        harmless = _HARMLESS_KEY if self.hidden else _PLAIN_KEY
        name = key if harmless.fullmatch(key) else "(a key not shown here)"
        if key in self._elsewhere:
            advice = "It belongs at the top of the file, before the first [table]."
        elif nearest := self.problems.nearest(key, self._asked):
            advice = f"Did you mean {nearest}?"
        else:
            advice = f"Allowed here: {listed(sorted(self._asked))}."
        self.problem(name, f"is not a key of {self._form}. {advice} Correct or remove it.")

    def _in_order(self, start: date | None, end: date | None) -> None:
        if start and end and start >= end:
            given = _HIDDEN if self.hidden else f"{end} with from = {start}"
            self.problem(
                "to",
                f"{given} is not allowed. `to` is the first day that it no longer holds, so it "
                "comes after `from`. Correct one of them, or leave `to` out if it does not end.",
            )

    def _inside(self, values: Mapping[str, Any], name: str, hidden: bool) -> Table:
        return Table(
            values,
            self.problems,
            path=f"{self._path}{name}.",
            hidden=hidden,
            elsewhere=self._elsewhere,
            form=self._form,
            cells=self._cells,
        )
