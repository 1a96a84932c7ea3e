"""
Declare a record field by field, and read and write it.

A kind of record is a frozen dataclass whose fields say what they hold::

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Absence(Record):
        office: str = needed(ID)
        start: date = needed(DAY)
        end: date | None = optional(DAY)

Fields named ``start`` and ``end`` are ``from`` and ``to`` in data: half-open days. ``check`` is
where a record says what its fields must be to one another.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast

from placement.cases.problems import Problems
from placement.cases.table import Table
from placement.records.kinds.values import PRIVATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from placement.cases.kinds import Kind

T = TypeVar("T")
R = TypeVar("R", bound="Record")

_SPELT = {"start": "from", "end": "to", "as_": "as"}


@dataclass(frozen=True, slots=True)
class _Field:
    """How one field is read from a table, and what it was declared as."""

    read: Callable[[Table, str], Any]
    private: bool
    link: str | None
    kind: Kind[Any] | None = None
    part: type[Record] | None = None
    several: bool = False
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One declared field, for whoever asks people for it: a value's ``kind``, or a table's."""

    key: str
    kind: Kind[Any] | None
    part: type[Record] | None
    several: bool
    needed: bool
    link: str | None


@dataclass(frozen=True, slots=True)
class Clash:
    """A problem between fields; not said where one of them was refused already."""

    keys: tuple[str, ...]
    what: str


def clash(what: str, *keys: str) -> Clash:
    """Say what is wrong between fields; the first key is where it is reported."""
    return Clash(keys, what)


def needed(kind: Kind[T], *, link: str | None = None) -> T:
    """Declare a field that must be given; ``link`` names the kind whose id it is."""
    how = _Field(lambda t, key: t.need(key, kind), kind in PRIVATE, link, kind, needed=True)
    return cast("T", dataclasses.field(metadata={"read": how}))


def optional(kind: Kind[T], *, link: str | None = None) -> T | None:
    """Declare a field that may be left out: it is then not known."""
    how = _Field(lambda t, key: t.get(key, kind), kind in PRIVATE, link, kind)
    return cast("T | None", dataclasses.field(metadata={"read": how}, default=None))


def many(kind: Kind[T], *, link: str | None = None) -> tuple[T, ...] | None:
    """Declare a list of values, each once; left out is not known, empty is none."""
    how = _Field(lambda t, key: t.items(key, kind), kind in PRIVATE, link, kind, several=True)
    return cast("tuple[T, ...] | None", dataclasses.field(metadata={"read": how}, default=None))


def parts(model: type[R]) -> tuple[R, ...] | None:
    """Declare a list of tables; left out is not known, empty is none."""
    how = _Field(lambda t, key: t.parts(key, model.from_table), False, None, part=model)
    return cast("tuple[R, ...] | None", dataclasses.field(metadata={"read": how}, default=None))


class Counted(Problems):
    """Problems that know how many they are."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def add(self, where: str, what: str) -> None:
        """Note one problem."""
        self.count += 1
        super().add(where, what)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every kind of record can do."""

    called: ClassVar[str] = "The record"

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """
        Read a record from plain data: as JSON, TOML or a form gives it.

        Raises
        ------
        InputError
            With every problem; what is private is not in its text.
        """
        problems = Counted()
        given = {key: value for key, value in data.items() if value is not None}
        form = cls.called[0].lower() + cls.called[1:]
        table = Table(given, problems, form=form, cells=True)
        read = cls.from_table(table)
        table.close()
        problems.refuse_any(cls.called)
        return read

    @classmethod
    def from_table(cls, table: Table) -> Self:
        """Read the fields of a table and note what is wrong with them."""
        problems = table.problems
        values: dict[str, Any] = {}
        refused: set[str] = set()
        for each in dataclasses.fields(cls):
            how: _Field = each.metadata["read"]
            key = _SPELT.get(each.name, each.name)
            before = getattr(problems, "count", 0)
            table.hidden = how.private
            values[each.name] = how.read(table, key)
            if getattr(problems, "count", 0) > before:
                refused.add(each.name)
        table.hidden = False
        read = cls(**values)
        for found in (*read._days_in_order(), *read.check()):
            if not refused & set(found.keys):
                table.problem(_SPELT.get(found.keys[0], found.keys[0]), found.what)
        return read

    def check(self) -> Iterator[Clash]:
        """Say what the fields must be to one another; nothing unless a kind says so."""
        return iter(())

    def to_data(self) -> dict[str, Any]:
        """Return the record as JSON can hold it; what is not known is left out."""
        return {
            _SPELT.get(each.name, each.name): _plain(value)
            for each in dataclasses.fields(self)
            if (value := getattr(self, each.name)) is not None
        }

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """Return the keys that its data may have."""
        return tuple(_SPELT.get(each.name, each.name) for each in dataclasses.fields(cls))

    @classmethod
    def declared(cls) -> tuple[Declared, ...]:
        """Return its fields as they were declared, in order."""
        return tuple(
            Declared(
                key=_SPELT.get(each.name, each.name),
                kind=how.kind,
                part=how.part,
                several=how.several,
                needed=how.needed,
                link=how.link,
            )
            for each in dataclasses.fields(cls)
            for how in (each.metadata["read"],)
        )

    def links(self) -> Iterator[tuple[str, str, str]]:
        """Yield key, kind and id of every other record that this one names."""
        for each in dataclasses.fields(self):
            kind = each.metadata["read"].link
            value = getattr(self, each.name)
            if kind is None or value is None:
                continue
            for one in value if isinstance(value, tuple) else (value,):
                yield _SPELT.get(each.name, each.name), kind, one

    def _days_in_order(self) -> Iterator[Clash]:
        start, end = getattr(self, "start", None), getattr(self, "end", None)
        if start and end and start >= end:
            yield clash(
                "comes after `from`: it is the first day that this no longer holds. Correct one "
                "of them, or leave `to` out if it does not end.",
                "end",
                "start",
            )


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.to_data() if isinstance(value, Record) else value
