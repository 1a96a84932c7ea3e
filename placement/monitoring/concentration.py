"""
Whether the whole is concentrated: dissimilarity and Herfindahl, their intervals, and chance alone.

The index of dissimilarity is the share of people who would have to live in another LHA for the
numbers to follow the residents. From few people it is above zero whatever happens, so each index
stands beside what chance alone would give with as many people. The intervals are basic bootstrap
intervals (Davison and Hinkley 1997): they turn the bootstrap's own upward bias the right way round,
where a percentile interval of a dissimilarity that is zero never holds it. Where chance alone gives
as much, the interval of the dissimilarity starts at 0. All draws have one seed, the same every day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from placement.monitoring.basis import are, people
from placement.monitoring.chance import TOO_FEW, USUAL
from placement.monitoring.spread import SECTION, counted_now
from placement.monitoring.tables import Column, Count, Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    import numpy as np
    from numpy.typing import NDArray

    from placement.monitoring.basis import Basis

    Index = Callable[[NDArray[np.int64], NDArray[np.float64]], NDArray[np.float64]]

CONCENTRATED = "more concentrated than chance gives"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """An index, its bootstrap interval, and its mean, upper end and chance under chance alone."""

    value: float
    low: float
    high: float
    by_chance: float
    chance_high: float
    chance: float


def dissimilarity(counts: NDArray[np.int64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return half the sum of the differences of shares, over the last axis: 0 none, 1 complete."""
    import numpy as np

    total = counts.sum(axis=-1, keepdims=True)
    return np.asarray(np.abs(counts / total - shares).sum(axis=-1) / 2)


def herfindahl(counts: NDArray[np.int64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sum of the squared shares of the counts, over the last axis: 1 if all in one."""
    import numpy as np

    del shares
    total = counts.sum(axis=-1, keepdims=True)
    return np.asarray(((counts / total) ** 2).sum(axis=-1))


def concentration(
    counts: NDArray[np.int64],
    shares: NDArray[np.float64],
    index: Index,
    *,
    coverage: float,
    bootstrap: int,
    draws: int,
    seed: int,
) -> Concentration | None:
    """Return an index of some counts against shares that sum to 1; None where nobody is counted."""
    import numpy as np

    total = int(counts.sum())
    if not total:
        return None
    random = np.random.default_rng(seed)
    value = float(index(counts, shares))
    again = index(random.multinomial(total, counts / total, size=bootstrap), shares)
    by_chance = index(random.multinomial(total, shares / shares.sum(), size=draws), shares)
    spare = (1 - coverage) / 2
    lower, upper = np.quantile(again, [spare, 1 - spare])
    chance = float((1 + (by_chance >= value - 1e-12).sum()) / (draws + 1))
    least = 0.0 if index is dissimilarity else 1 / len(counts)
    low = max(least, 2 * value - float(upper))
    if index is dissimilarity and chance >= 1 - coverage:
        low = 0.0
    return Concentration(
        value=value,
        low=min(low, value),
        high=min(1.0, max(value, 2 * value - float(lower))),
        by_chance=float(by_chance.mean()),
        chance_high=float(np.quantile(by_chance, coverage)),
        chance=chance,
    )


_INDICES: tuple[tuple[str, str, Index, str], ...] = (
    (
        "dissimilarity",
        "Index of dissimilarity",
        dissimilarity,
        "share of people who would have to live in another LHA for the numbers to follow the "
        "denominator",
    ),
    (
        "herfindahl",
        "Herfindahl index",
        herfindahl,
        "chance that two people drawn at random (with replacement) live in the same LHA",
    ),
)


def concentration_of_the_whole(basis: Basis) -> Table:
    """Return both indices against every denominator that is known for every LHA."""
    import numpy as np
    import pandas as pd

    numbers = basis.numbers
    counts = np.array(list(basis.now_by_lha.values()), dtype=np.int64)
    rows: list[dict[str, Any]] = []
    marks: dict[tuple[int, str], str] = {}
    for denominator in basis.denominators:
        if denominator.missing:
            continue
        sizes = np.array([denominator.by_lha[code] for code in basis.names], dtype=float)
        for name, title, index, _ in _INDICES:
            found = concentration(
                counts,
                sizes / sizes.sum(),
                index,
                coverage=numbers["spread.interval_coverage"],
                bootstrap=numbers["monitoring.bootstrap_draws"],
                draws=numbers["monitoring.chance_draws"],
                seed=numbers["monitoring.seed"],
            )
            row = _row(basis, name, title, denominator.name, denominator.title, found)
            marks |= {(len(rows), key): "n" for key, value in row.items() if value is None}
            rows.append(row)
    columns = _columns(replace(counted_now(basis), by={}))
    return Table(
        name="concentration",
        title="How concentrated the whole is",
        section=SECTION,
        columns=columns,
        frame=pd.DataFrame(rows, columns=[column.name for column in columns]),
        keys=("index", "against"),
        marks=marks,
        first=("against", basis.chief.name),
        narrow=("index", "against", "value", "low", "high", "by_chance", "label"),
        notes=(
            *(f"{title}: {meaning}." for _, title, _, meaning in _INDICES),
            "With few people both indices are far above what they would be with many, whatever "
            "happens. Read them only beside what chance alone gives with as many people.",
            f"Intervals and chance rest on {numbers['monitoring.bootstrap_draws']:,} and "
            f"{numbers['monitoring.chance_draws']:,} draws with one fixed seed.",
        ),
    )


def _row(
    basis: Basis, name: str, title: str, against: str, words: str, found: Concentration | None
) -> dict[str, Any]:
    counted = len(basis.held)
    row: dict[str, Any] = {
        "index": name,
        "against": against,
        "counted": counted,
        **dict.fromkeys(("value", "low", "high", "by_chance", "chance_high", "chance")),
    }
    if found is None:
        return row | {"label": TOO_FEW, "words": f"{title}: nobody is counted."}
    label = _label(basis, found)
    sharing = "have to live in another LHA for the numbers to follow the"
    meaning = (
        f"{found.value:.0%} of the people would {sharing} {words}"
        if name == "dissimilarity"
        else f"two people drawn at random live in the same LHA in {found.value:.0%} of cases"
    )
    return row | {
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "by_chance": found.by_chance,
        "chance_high": found.chance_high,
        "chance": found.chance,
        "label": label,
        "words": f"{people(counted).capitalize()} {are(counted)} counted: {meaning}. If only "
        f"chance and the {words} decided it would be {found.by_chance:.0%} on average: {label}.",
    }


def _label(basis: Basis, found: Concentration) -> str:
    if len(basis.held) <= basis.numbers["spread.too_few"] * len(basis.names):
        return TOO_FEW
    return CONCENTRATED if found.chance < basis.numbers["monitoring.family_level"] else USUAL


def _columns(counted: Count) -> tuple[Column, ...]:
    derived: dict[str, Any] = {"decimals": 3, "derived_from": ("counted",)}
    return (
        Column(name="index", title="Index", kind="text", meaning="which index"),
        Column(name="against", title="Against", kind="text", meaning="the denominator"),
        Column(
            name="counted",
            title="Counted",
            kind="count",
            unit="people",
            meaning="people counted in the whole area",
            people=counted,
        ),
        Column(name="value", title="Value", kind="number", meaning="the index", **derived),
        Column(
            name="low",
            title="from",
            kind="number",
            meaning="lower end of its basic bootstrap interval",
            **derived,
        ),
        Column(name="high", title="to", kind="number", meaning="its upper end", **derived),
        Column(
            name="by_chance",
            title="By chance alone",
            kind="number",
            meaning="mean of the index if only chance and the denominator decided",
            **derived,
        ),
        Column(
            name="chance_high",
            title="By chance at most",
            kind="number",
            meaning="upper end of what chance alone gives, one-sided",
            **derived,
        ),
        Column(
            name="chance",
            title="Chance of so much or more",
            kind="chance",
            meaning="share of draws by chance alone with so much or more",
            derived_from=("counted",),
        ),
        Column(
            name="label",
            title="What that says",
            kind="label",
            meaning=f"{CONCENTRATED}, {USUAL} or {TOO_FEW}",
            derived_from=("counted",),
        ),
        Column(
            name="words",
            title="In words",
            kind="words",
            meaning="the row",
            derived_from=("counted",),
        ),
    )
