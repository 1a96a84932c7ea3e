"""
The arrays of one planning question, read and checked once.

Everything after this module may rely on shapes, whole numbers and convex tables. Nothing is
guessed: each problem is collected and all are refused together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from placement.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

SOURCE = "The planning arrays"
LARGEST_TOTAL = 2**60
TOO_LARGE = "may not fit in 64 bits"
_SHOWN = 3
Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True)
class Instance:
    """
    One planning question; all numbers int64.

    Attributes
    ----------
    merit, allowed
        Cases x places.
    preference
        Cases x places, or None.
    apart
        Pairs of case rows, the lower first, each once, (pairs, 2).
    base
        People already at each place, (places,).
    spread_cost
        Places x counts, or None.
    group, group_cost
        Group of each place and groups x counts, or both None.
    size, capacity
        (cases,) and (places,), or both None when nothing is limited.
    """

    merit: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    preference: NDArray[np.int64] | None
    apart: NDArray[np.int64]
    base: NDArray[np.int64]
    spread_cost: NDArray[np.int64] | None
    group: NDArray[np.int64] | None
    group_cost: NDArray[np.int64] | None
    size: NDArray[np.int64] | None
    capacity: NDArray[np.int64] | None

    @property
    def cases(self) -> int:
        """Count the cases."""
        return int(self.merit.shape[0])

    @property
    def places(self) -> int:
        """Count the places."""
        return int(self.merit.shape[1])


def read(
    merit: ArrayLike,
    allowed: ArrayLike,
    *,
    preference: ArrayLike | None = None,
    apart: ArrayLike = (),
    base: ArrayLike | None = None,
    spread_cost: ArrayLike | None = None,
    group: ArrayLike | None = None,
    group_cost: ArrayLike | None = None,
    size: ArrayLike | None = None,
    capacity: ArrayLike | None = None,
) -> Instance:
    """
    Check the arrays of ``placement.planning.solve`` and hold them together.

    Raises
    ------
    InputError
        A shape, a number or a pair is not as it must be; all problems in one message.
    """
    said: list[str] = []
    worth = _whole("merit", merit, 2, said)
    if worth is None:
        raise InputError(SOURCE, said)
    cases, places = worth.shape
    at_places = ("places", places)
    at_cases = ("cases", cases)
    both = f"{cases} cases x {places} places, as merit is"
    may = _shaped("allowed", _yes_or_no(allowed, said), (cases, places), both, said)
    likes = _optional("preference", preference, 2, said)
    likes = _shaped("preference", likes, (cases, places), both, said)
    held = _per("base", base, at_places, said, least=0)
    if held is None:
        held = np.zeros(places, np.int64)
    pairs = _pairs(apart, cases, said)
    spread = _table("spread_cost", spread_cost, said)
    if spread is not None and spread.shape[0] != places:
        said.append(
            f"spread_cost: {spread.shape[0]} rows given; there must be one per place, {places}."
        )
        spread = None
    groups = _per("group", group, at_places, said, least=0)
    concentrated = _table("group_cost", group_cost, said)
    if concentrated is not None and group is None:
        said.append("group_cost: given without group; give the group of each place as well.")
    if concentrated is not None and groups is not None and places:
        rows, most = concentrated.shape[0], int(groups.max())
        if most >= rows:
            said.append(
                f"group: group {most} has no row in group_cost, whose rows are 0 to {rows - 1}; "
                "give one row per group."
            )
    sizes = _per("size", size, at_cases, said, least=0)
    room = _per("capacity", capacity, at_places, said, least=0)
    if not said:
        _not_too_large(worth, likes, (spread, concentrated), (sizes, room), said)
    if said or may is None:
        raise InputError(SOURCE, said)
    if room is not None and sizes is None:
        sizes = np.ones(cases, np.int64)
    return Instance(
        merit=worth,
        allowed=may,
        preference=likes,
        apart=pairs,
        base=held,
        spread_cost=spread,
        group=groups if concentrated is not None else None,
        group_cost=concentrated if groups is not None else None,
        size=sizes if room is not None else None,
        capacity=room,
    )


def _whole(name: str, given: ArrayLike, axes: int, said: list[str]) -> NDArray[np.int64] | None:
    try:
        array = np.asarray(given)
    except (ValueError, TypeError, OverflowError):
        said.append(f"{name}: rows of unequal length were given; give {axes} even dimension(s).")
        return None
    if array.size == 0 and array.ndim <= axes:
        shape = array.shape if array.ndim == axes else (0,) * axes
        return np.zeros(shape, np.int64)
    if array.dtype.kind not in "iubf":
        said.append(f"{name}: {array.dtype} given; every entry must be a whole number of 64 bits.")
        return None
    if array.ndim != axes:
        said.append(f"{name}: {array.ndim} dimension(s) given; there must be {axes}.")
        return None
    if array.dtype.kind == "f":
        wrong = ~np.isfinite(array) | (array != np.floor(array)) | (np.abs(array) >= 2.0**53)
    elif array.dtype.kind == "u":
        wrong = array > np.iinfo(np.int64).max
    else:
        return array.astype(np.int64)
    if wrong.any():
        said.append(f"{name}: {_listed(array, wrong)}; every entry must be a whole number.")
        return None
    return array.astype(np.int64)


def _optional(
    name: str, given: ArrayLike | None, axes: int, said: list[str]
) -> NDArray[np.int64] | None:
    return None if given is None else _whole(name, given, axes, said)


def _yes_or_no(given: ArrayLike, said: list[str]) -> NDArray[np.bool_] | None:
    array = _whole("allowed", given, 2, said)
    if array is None:
        return None
    wrong = (array != 0) & (array != 1)
    if wrong.any():
        said.append(f"allowed: {_listed(array, wrong)}; every entry must be true or false.")
        return None
    return array.astype(bool)


def _shaped(
    name: str,
    array: NDArray[Kind] | None,
    shape: tuple[int, ...],
    wanted: str,
    said: list[str],
) -> NDArray[Kind] | None:
    if array is None or array.shape == shape:
        return array
    said.append(f"{name}: shape {array.shape} given; it must be {wanted}.")
    return None


def _per(
    name: str,
    given: ArrayLike | None,
    wanted: tuple[str, int],
    said: list[str],
    *,
    least: int,
) -> NDArray[np.int64] | None:
    array = _optional(name, given, 1, said)
    if array is None:
        return None
    if len(array) != wanted[1]:
        said.append(
            f"{name}: {len(array)} entries given; there must be one for each of {wanted[1]} "
            f"{wanted[0]}."
        )
        return None
    wrong = array < least
    if wrong.any():
        said.append(f"{name}: {_listed(array, wrong)}; every entry must be {least} or more.")
        return None
    return array


def _pairs(given: ArrayLike, cases: int, said: list[str]) -> NDArray[np.int64]:
    none = np.zeros((0, 2), np.int64)
    listed = list(given) if isinstance(given, set | frozenset) else given
    array = _whole("apart", listed, 2, said)
    if array is None or array.size == 0:
        return none
    if array.shape[1] != 2:
        said.append(f"apart: rows of {array.shape[1]} given; each must be a pair of case rows.")
        return none
    outside = (array < 0) | (array >= cases)
    for row in np.flatnonzero(outside.any(axis=1))[:_SHOWN]:
        said.append(
            f"apart[{row}]: {tuple(array[row].tolist())} given; case rows are 0 to {cases - 1}."
        )
    same = (array[:, 0] == array[:, 1]) & ~outside.any(axis=1)
    for row in np.flatnonzero(same)[:_SHOWN]:
        said.append(
            f"apart[{row}]: case {array[row, 0]} is paired with itself; name two different cases."
        )
    return np.unique(np.sort(array, axis=1), axis=0)


def _table(name: str, given: ArrayLike | None, said: list[str]) -> NDArray[np.int64] | None:
    array = _optional(name, given, 2, said)
    if array is None:
        return None
    if array.shape[1] == 0 and array.shape[0]:
        said.append(f"{name}: no columns given; give the cost of the first person at least.")
        return None
    falls = np.diff(array, axis=1) < 0
    if falls.any():
        row, column = np.argwhere(falls)[0]
        said.append(
            f"{name}: not convex in {int(falls.any(axis=1).sum())} row(s), first at [{row}, "
            f"{column + 1}], where {array[row, column + 1]} follows {array[row, column]}; no cost "
            "may be below the one before it."
        )
        return None
    return array


def _not_too_large(
    merit: NDArray[np.int64],
    likes: NDArray[np.int64] | None,
    tables: tuple[NDArray[np.int64] | None, ...],
    supply: tuple[NDArray[np.int64] | None, ...],
    said: list[str],
) -> None:
    """Refuse what might not fit in 64 bits, reckoned in Python's own unlimited integers."""
    cases = max(merit.shape[0], 1)
    worth = max((_size(table) for table in (merit, *tables)), default=0) * (len(tables) + 1)
    ranks = 1 + 2 * cases * _size(likes)
    if cases * (worth + 1) * ranks >= LARGEST_TOTAL:
        said.append(
            f"merit, costs and preference: sums over {cases} cases {TOO_LARGE}; give them in "
            "larger units."
        )
    if cases * _size(supply[0]) >= LARGEST_TOTAL or _size(supply[1]) >= LARGEST_TOTAL:
        said.append(f"size and capacity: sums {TOO_LARGE}; give them in larger units.")


def _size(table: NDArray[np.int64] | None) -> int:
    return 0 if table is None or not table.size else max(int(table.max()), -int(table.min()))


def _listed(array: NDArray[np.generic], wrong: NDArray[np.bool_]) -> str:
    places = np.argwhere(wrong)
    shown = ", ".join(f"{array[tuple(at)]} at {at.tolist()}" for at in places[:_SHOWN])
    more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
    return shown + more
