"""
Whether neighbouring areas fill up together, across any border: Moran's I and its local form.

An area is a postcode sector within an LHA; two are neighbours where they share a border. Moran's I
of empirical-Bayes rates (Assunção and Reis 1999) says whether full areas lie beside full ones in
the whole; its local form (Anselin 1995) says where. Both come from esda. Their chances are not
taken from permutations, which would treat a sector of one postcode like one of four hundred, but
from draws in which each person falls in an area by its share of the postcodes. For reading, each
area also has its own number with its neighbours' and that number's exact chance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from placement.monitoring.basis import are, people
from placement.monitoring.chance import IMPROBABLE, TOO_FEW, USUAL, holm
from placement.monitoring.spread import LHA, NAME, SECTION, counted_now
from placement.monitoring.tables import Column, Count, Table
from placement.spread import tail

if TYPE_CHECKING:
    from typing import Any

    import numpy as np
    from libpysal.weights import W
    from numpy.typing import NDArray

    from placement.monitoring.basis import Basis

CLUSTERED = "neighbouring areas fill up together"
_BATCH = 1000


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Clusters:
    """
    Moran's I of the whole and of each area (A,), with what chance gives.

    ``value`` and ``local`` are esda's; ``chance`` and ``local_chance`` the shares of draws with so
    much or more, the local ones 1 for an area that is not itself above the whole.
    """

    value: float
    by_chance: float
    chance: float
    local: NDArray[np.float64]
    local_chance: NDArray[np.float64]


def neighbours(edges: NDArray[np.int32], size: int) -> list[list[int]]:
    """Return each area's neighbours, by position."""
    found: list[list[int]] = [[] for _ in range(size)]
    for i, j in edges.tolist():
        found[i].append(j)
        found[j].append(i)
    return found


def clusters(
    counts: NDArray[np.int64],
    sizes: NDArray[np.float64],
    beside: list[list[int]],
    *,
    draws: int,
    seed: int,
) -> Clusters | None:
    """Return Moran's I of some areas; None where nobody, or nothing but one rate, is there."""
    import numpy as np

    rates = counts / sizes
    if np.ptp(rates) == 0:
        return None
    from esda.moran import Moran_Local_Rate, Moran_Rate

    weights = _weights(beside)
    whole = Moran_Rate(counts.astype(float), sizes, weights, permutations=0)
    local = Moran_Local_Rate(counts.astype(float), sizes, weights, permutations=0)
    value, here = float(whole.I), np.asarray(local.Is, dtype=float)
    matrix = weights.sparse
    random = np.random.default_rng(seed)
    total, shares = int(counts.sum()), sizes / sizes.sum()
    above, local_above, mean, done = 0, np.zeros(len(counts)), 0.0, 0
    while done < draws:
        many = min(_BATCH, draws - done)
        drawn = random.multinomial(total, shares, size=many)
        z = standardised(drawn, sizes)
        lag = (matrix @ z.T).T
        spread = (z**2).sum(axis=1)
        each = (z * lag).sum(axis=1) / spread * len(counts) / matrix.sum()
        at = (len(counts) - 1) * z * lag / spread[:, None]
        above += int((each >= value - 1e-12).sum())
        local_above += ((at >= here - 1e-12) & (z > 0)).sum(axis=0)
        mean += float(each.sum())
        done += many
    high = standardised(counts[None, :], sizes)[0] > 0
    return Clusters(
        value=value,
        by_chance=mean / draws,
        chance=(1 + above) / (draws + 1),
        local=here,
        local_chance=np.where(high, (1 + local_above) / (draws + 1), 1.0),
    )


def standardised(counts: NDArray[np.int64], sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return empirical-Bayes standardised rates (draws, areas), centred: as esda has them."""
    import numpy as np

    rates = counts / sizes
    mean = counts.sum(axis=1, keepdims=True) / sizes.sum()
    variance = (sizes * (rates - mean) ** 2).sum(axis=1, keepdims=True) / sizes.sum()
    between = variance - mean / (sizes.sum() / sizes.size)
    spread = between + mean / sizes
    spread = np.where(spread < 0, mean / sizes, spread)
    z = (rates - mean) / np.sqrt(spread)
    return np.asarray(z - z.mean(axis=1, keepdims=True))


def _weights(beside: list[list[int]]) -> W:
    from libpysal.weights import W

    weights = W(dict(enumerate(beside)), silence_warnings=True)
    weights.transform = "r"
    return weights


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Areas:
    """The areas' numbers on the day, with their neighbours', aligned with ``Places.areas``."""

    counts: NDArray[np.int64]
    sizes: NDArray[np.float64]
    beside: list[list[int]]
    unplaced: int
    measure: str


def areas_of(basis: Basis) -> Areas:
    """Count the people of each area, and take the sizes from a denominator known for all areas."""
    import numpy as np

    places = basis.places
    index = {area: i for i, area in enumerate(places.areas)}
    counts = np.zeros(len(index), dtype=np.int64)
    unplaced = 0
    for area, lha in zip(basis.held["area"], basis.held["lha"], strict=True):
        at = index.get((area, lha))
        if at is None:
            unplaced += 1
        else:
            counts[at] += 1
    known = [basis.chief, *basis.denominators]
    sized = next(each for each in known if set(each.by_area) >= set(index))
    sizes = np.array([sized.by_area[area] for area in places.areas], dtype=float)
    beside = neighbours(places.area_edges, len(index))
    return Areas(counts=counts, sizes=sizes, beside=beside, unplaced=unplaced, measure=sized.title)


def found_clusters(basis: Basis, areas: Areas) -> Clusters | None:
    """Return Moran's I of the areas on the day; None where too few are counted to say anything."""
    if _too_few(basis, areas):
        return None
    return clusters(
        areas.counts,
        areas.sizes,
        areas.beside,
        draws=basis.numbers["monitoring.chance_draws"],
        seed=basis.numbers["monitoring.seed"],
    )


def _too_few(basis: Basis, areas: Areas) -> bool:
    return bool(areas.counts.sum() <= basis.numbers["spread.too_few"] * len(basis.names))


def clustering_of_the_whole(basis: Basis, areas: Areas, found: Clusters | None) -> Table:
    """Return Moran's I of the whole area as a table of one row."""
    import pandas as pd

    total = int(areas.counts.sum())
    row: dict[str, Any] = {
        "counted": total,
        "unplaced": areas.unplaced,
        "value": None,
        "by_chance": None,
        "chance": None,
    }
    if found is None:
        row |= {
            "label": TOO_FEW,
            "words": f"{people(total).capitalize()} {are(total)} counted whose area is known: "
            f"{TOO_FEW} whether people live in areas that lie beside each other.",
        }
    else:
        usual = found.chance >= basis.numbers["monitoring.family_level"]
        label = USUAL if usual else CLUSTERED
        row |= {
            "value": found.value,
            "by_chance": found.by_chance,
            "chance": found.chance,
            "label": label,
            "words": f"{people(total).capitalize()} {are(total)} counted whose area is known. "
            "Whether people live in areas that lie beside each other, more than chance would put "
            f"them there: {label}.",
        }
    derived: dict[str, Any] = {"derived_from": ("counted",)}
    columns = (
        Column(
            name="counted",
            title="Counted",
            kind="count",
            unit="people",
            meaning="people counted whose area is known",
            people=replace(counted_now(basis), by={}, measure="people_with_area"),
        ),
        Column(
            name="unplaced",
            title="Area not recorded",
            kind="count",
            unit="people",
            meaning="people counted whose area is not recorded: left out",
            people=replace(counted_now(basis), by={}, measure="people_without_area"),
        ),
        Column(
            name="value",
            title="Moran's I",
            kind="number",
            decimals=3,
            meaning="of empirical-Bayes rates; above 0: full areas lie beside full ones",
            **derived,
        ),
        Column(
            name="by_chance",
            title="By chance alone",
            kind="number",
            decimals=3,
            meaning="mean of Moran's I if only chance decided",
            **derived,
        ),
        Column(
            name="chance",
            title="Chance of so much or more",
            kind="chance",
            meaning="share of draws by chance alone with so much or more",
            **derived,
        ),
        Column(name="label", title="What that says", kind="label", meaning="a label", **derived),
        Column(name="words", title="In words", kind="words", meaning="the row", **derived),
    )
    return Table(
        name="clustering",
        title="Whether neighbouring areas fill up together",
        section=SECTION,
        columns=columns,
        frame=pd.DataFrame([row], columns=[column.name for column in columns]),
        keys=(),
        marks={(0, key): "n" for key, value in row.items() if value is None},
        notes=(
            f"Areas are postcode sectors within an LHA, neighbours over any border; an area's size "
            f"is its number of {areas.measure}.",
            "People whose area is not recorded are left out.",
        ),
    )


def area_table(basis: Basis, areas: Areas, found: Clusters | None) -> Table:
    """Return the areas where somebody is counted, each with its neighbours, in order of LHA."""
    import numpy as np
    import pandas as pd

    numbers = basis.numbers
    total, shares = int(areas.counts.sum()), areas.sizes / areas.sizes.sum()
    groups = [[i, *near] for i, near in enumerate(areas.beside)]
    around = np.array([areas.counts[group].sum() for group in groups])
    chances = [
        tail(int(n), total, float(shares[group].sum()))
        for n, group in zip(around, groups, strict=True)
    ]
    adjusted = holm(chances)
    local_adjusted = None if found is None else holm(found.local_chance.tolist())
    rows: list[dict[str, Any]] = []
    for i in np.flatnonzero(areas.counts).tolist():
        sector, lha = basis.places.areas[i]
        over = sorted({basis.places.areas[j][1] for j in groups[i]} - {lha})
        few = around[i] <= numbers["spread.too_few"]
        many = chances[i] < numbers["spread.improbable_tail"]
        many = many and adjusted[i] < numbers["monitoring.family_level"]
        label = TOO_FEW if few else IMPROBABLE if many else USUAL
        expected = total * float(shares[groups[i]].sum())
        rows.append(
            {
                "lha": lha,
                "name": basis.names.get(lha, lha),
                "area": sector,
                "counted": int(areas.counts[i]),
                "around": int(around[i]),
                "expected": expected,
                "chance": chances[i],
                "adjusted": adjusted[i],
                "local": None if found is None else float(found.local[i]),
                "local_chance": None if local_adjusted is None else local_adjusted[i],
                "over": ", ".join(basis.names.get(code, code) for code in over) or "none",
                "label": label,
                "words": f"{sector} in {basis.names.get(lha, lha)}: "
                f"{people(int(areas.counts[i]))} counted, {int(around[i])} with the areas around "
                f"it, where chance would put about {expected:.1f}: {label}.",
            }
        )
    columns = _area_columns(counted_now(basis, area="area"))
    return Table(
        name="areas",
        title="Areas where somebody is counted, with the areas around them",
        section=SECTION,
        columns=columns,
        frame=pd.DataFrame(rows, columns=[column.name for column in columns]),
        keys=("lha", "area"),
        place="area",
        marks={(at, key): "n" for at, row in enumerate(rows) for key in row if row[key] is None},
        first=("label", IMPROBABLE),
        narrow=("name", "area", "counted", "around", "expected", "over", "label"),
        notes=(
            "Areas that hold nobody have no row. The order is that of the LHAs' codes, then the "
            "sectors' names.",
            f"Chances are adjusted by Holm's method over all {len(groups)} areas.",
        ),
    )


def _area_columns(counted: Count) -> tuple[Column, ...]:
    derived: dict[str, Any] = {"derived_from": ("counted", "around")}
    return (
        LHA,
        NAME,
        Column(name="area", title="Area", kind="text", meaning="postcode sector within the LHA"),
        Column(
            name="counted",
            title="Counted",
            kind="count",
            unit="people",
            meaning="people counted in the area",
            people=counted,
        ),
        Column(
            name="around",
            title="With the areas around it",
            kind="count",
            unit="people",
            meaning="people counted in the area and those that share a border with it",
            people=replace(counted, measure="people_around"),
        ),
        Column(
            name="expected",
            title="By chance about",
            kind="number",
            unit="people",
            meaning="what the share of the areas would give",
        ),
        Column(
            name="chance",
            title="Chance of so many or more",
            kind="chance",
            meaning="exact binomial, area and neighbours",
            **derived,
        ),
        Column(
            name="adjusted",
            title="The same, all areas together",
            kind="chance",
            meaning="adjusted by Holm's method over all areas",
            **derived,
        ),
        Column(
            name="local",
            title="Local Moran's I",
            kind="number",
            decimals=2,
            meaning="of empirical-Bayes rates (LISA)",
            **derived,
        ),
        Column(
            name="local_chance",
            title="Its chance, all areas together",
            kind="chance",
            meaning="share of draws by chance alone, adjusted by Holm's method",
            **derived,
        ),
        Column(
            name="over",
            title="Borders on",
            kind="text",
            meaning="other LHAs in which a neighbouring area lies",
        ),
        Column(name="label", title="What that says", kind="label", meaning="a label", **derived),
        Column(name="words", title="In words", kind="words", meaning="the row", **derived),
    )
