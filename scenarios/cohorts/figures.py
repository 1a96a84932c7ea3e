"""
The figures that a cohort is calibrated to, each with its source.

``calibration/published.toml`` holds what was read somewhere, ``calibration/assumptions.toml`` what
nobody publishes. A figure published of one area is used for another only where that one has none
of its own, and is then marked as carried over.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.cohorts import MAPPA
from scenarios.cohorts.model import Mark

if TYPE_CHECKING:
    from collections.abc import Mapping

DIRECTORY = Path(__file__).with_name("calibration")
FILES = ("published.toml", "assumptions.toml")
ASSUMPTION = "assumption, agreed by nobody"
STANDS_IN = "bedfordshire"
"""The area whose figures are carried over to one that has none of its own."""

_KEYS = {"name", "label", "of", "cohort", "source", "why"}
_VALUES = {"weights", "values", "value", "lhas"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """
    One figure; ``given`` is weights, named values, one value, or ONS codes of LHAs.

    ``cohort`` is whom it is about, where that is another cohort than MAPPA's alone.
    """

    name: str
    label: str
    of: str | None
    source: str
    why: str
    given: Any
    cohort: str | None = None

    def mark(self, profile: str) -> Mark:
        """Return the figure as a cohort of ``profile`` names it in every output."""
        status = "published" if self.of == profile else "carried over"
        source = self.source if self.of in (None, profile) else f"{self.source} (of {self.of})"
        return Mark(
            name=self.name,
            label=self.label,
            status="assumption" if self.of is None else status,
            value=_written(self.given),
            source=f"{source}. {self.why}" if self.why else source,
        )


class Figures:
    """The figures that hold for one profile, by name."""

    def __init__(self, profile: str, *, cohort: str = MAPPA, land: str | None = None) -> None:
        """Take what holds for a profile, its cohort and its land: another's, where it says so."""
        self._profile = profile
        self.cohort = cohort
        self._by_name: dict[str, Figure] = {}
        for figure in all_figures():
            if figure.cohort not in (None, cohort):
                continue
            held = self._by_name.get(figure.name)
            own = figure.of == (land or profile if isinstance(figure.given, list) else profile)
            carried = figure.of == STANDS_IN and not isinstance(figure.given, list)
            if (figure.of is None or own or carried) and (held is None or own):
                self._by_name[figure.name] = figure

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def of(self, name: str) -> str | None:
        """Return whom a figure was published of; None for an assumption."""
        return self._by_name[name].of

    def weights(self, name: str) -> Mapping[str, float]:
        """Return the weights of a figure, by what each is the weight of."""
        found: Mapping[str, float] = self._by_name[name].given
        return found

    def value(self, name: str, part: str | None = None) -> float:
        """Return a figure's value, or one of its named values."""
        given = self._by_name[name].given
        return float(given if part is None else given[part])

    def lhas(self, name: str) -> tuple[str, ...]:
        """Return the ONS codes that a figure lists."""
        return tuple(self._by_name[name].given)

    def marks(self) -> tuple[Mark, ...]:
        """Return every figure's mark, published ones first."""
        order = ("published", "carried over", "assumption")
        marks = [figure.mark(self._profile) for figure in self._by_name.values()]
        return tuple(sorted(marks, key=lambda mark: order.index(mark.status)))


@lru_cache(maxsize=1)
def all_figures() -> tuple[Figure, ...]:
    """Return every figure of both files; ``ValueError`` where one is not well formed."""
    return tuple(
        _figure(table, file)
        for file in FILES
        for table in tomllib.loads((DIRECTORY / file).read_text(encoding="utf-8"))["figure"]
    )


def _figure(table: dict[str, Any], file: str) -> Figure:
    given = _VALUES & set(table)
    published = file == "published.toml"
    where = f"{file}: {table.get('name')!r}"
    if len(given) != 1 or set(table) - _KEYS - given:
        raise ValueError(f"{where} needs exactly one of {sorted(_VALUES)} and no other key")
    if published != ("of" in table) or published == (table.get("source") == ASSUMPTION):
        raise ValueError(f"{where} needs a source and whom it is of, or to be an assumption")
    return Figure(
        name=table["name"],
        label=table["label"],
        of=table.get("of"),
        cohort=table.get("cohort"),
        source=table["source"],
        why=table.get("why", ""),
        given=table[given.pop()],
    )


def _written(given: object) -> str:
    if isinstance(given, dict):
        return ", ".join(f"{key} {value}" for key, value in given.items())
    return ", ".join(given) if isinstance(given, list) else str(given)
