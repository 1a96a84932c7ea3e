"""
Equality monitoring: how complete it is, what came of cases by group, and what each rule does.

Sex, age, ethnicity, religion and disability are held apart from everything that the engine reads.
No rule sees them: ``tests/monitoring/test_equality_proof.py`` shows that by the code and by
changing every one of them in worked cases, which changes no byte of a ranking. A duty to monitor
is not met by that alone: a postcode or an offence may stand for one of them, so outcomes and the
effect of each rule are compared between groups here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from placement.monitoring.reading import Field, read_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from placement.parameters import Numbers

NOT_STATED = "not stated"
SEXES = ("male", "female", "other", "not_stated")
_GROUPS = Path(__file__).with_name("ethnicity.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ethnicity:
    """The 18+1 codes with their titles, and the title of the 5+1 group of each."""

    titles: Mapping[str, str]
    groups: Mapping[str, str]


@lru_cache(maxsize=1)
def ethnicity() -> Ethnicity:
    """Return the ethnic groups, 18+1 and 5+1."""
    data = tomllib.loads(_GROUPS.read_text(encoding="utf-8"))
    return Ethnicity(
        titles={each["code"]: each["title"] for each in data["codes"]},
        groups={each["code"]: data["groups"][each["group"]] for each in data["codes"]},
    )


FIELDS = (
    Field(name="reference", meaning="the case, as in the file on referrals", needed=True),
    Field(name="sex", meaning="as recorded", allowed=SEXES),
    Field(name="age", meaning="years, at the referral", kind=int),
    Field(
        name="ethnicity",
        meaning="self-defined, 18+1 code; NS: not stated",
        allowed=tuple(ethnicity().titles),
    ),
    Field(name="religion", meaning="as stated; not_stated"),
    Field(name="disability", meaning="as stated", allowed=("yes", "no", "not_stated")),
)
FINDINGS = (
    Field(name="reference", meaning="the case, as in the file on referrals", needed=True),
    Field(name="rule", meaning="the rule's name", needed=True),
    Field(name="clause", meaning="its clause", needed=True),
    Field(
        name="outcome",
        meaning="what it found",
        allowed=("met", "not_met", "unknown"),
        needed=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristic:
    """One characteristic: how it is called, the group of a person, and the groups in order."""

    name: str
    title: str
    group: Callable[[Mapping[str, Any]], str | None]
    order: tuple[str, ...]


def characteristics(numbers: Numbers, held: Iterable[Mapping[str, Any]]) -> list[Characteristic]:
    """Return the characteristics monitored; ``held`` gives the religions that were stated."""
    groups = ethnicity()
    bands = _bands(numbers["monitoring.age_bands"])
    religions = sorted({str(row["religion"]) for row in held if _stated(row["religion"])})
    return [
        Characteristic(name="sex", title="Sex", group=lambda r: _stated(r["sex"]), order=SEXES[:3]),
        Characteristic(
            name="age",
            title="Age",
            group=lambda r: None if r["age"] is None else _band(r["age"], bands),
            order=tuple(name for _, name in bands),
        ),
        Characteristic(
            name="ethnicity_5",
            title="Ethnicity (5+1)",
            group=lambda r: groups.groups[r["ethnicity"]] if _ethnicity(r) else None,
            order=tuple(dict.fromkeys(g for c, g in groups.groups.items() if c != "NS")),
        ),
        Characteristic(
            name="ethnicity_18",
            title="Ethnicity (18+1)",
            group=lambda r: groups.titles[r["ethnicity"]] if _ethnicity(r) else None,
            order=tuple(t for c, t in groups.titles.items() if c != "NS"),
        ),
        Characteristic(
            name="religion",
            title="Religion",
            group=lambda r: _stated(r["religion"]),
            order=tuple(religions),
        ),
        Characteristic(
            name="disability",
            title="Disability",
            group=lambda r: _stated(r["disability"]),
            order=("yes", "no"),
        ),
    ]


def group_of(each: Characteristic, reference: str, of: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the group of a case, or that it is not stated."""
    row = of.get(reference)
    return (each.group(row) if row is not None else None) or NOT_STATED


def read_equality(path: str | Path) -> list[dict[str, Any]]:
    """Read characteristics by case; ``InputError`` with every problem."""
    return read_fields(path, FIELDS)


def read_findings(path: str | Path) -> list[dict[str, Any]]:
    """Read what each rule found in each case; ``InputError`` with every problem."""
    return read_fields(path, FINDINGS)


def _bands(starts: list[int]) -> list[tuple[int, str]]:
    """Return the age bands: the first age of each, and its name."""
    named = [(0, f"under {starts[0]}")]
    named += [(a, f"{a} to {b - 1}") for a, b in pairwise(starts)]
    return [*named, (starts[-1], f"{starts[-1]} and over")]


def _band(age: int, bands: list[tuple[int, str]]) -> str:
    return next(name for start, name in reversed(bands) if age >= start)


def _stated(value: object) -> str | None:
    return None if value in (None, "not_stated") else str(value)


def _ethnicity(row: Mapping[str, Any]) -> bool:
    return row["ethnicity"] not in (None, "NS")
