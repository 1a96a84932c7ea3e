"""The columns of a register: named in its first row, each once, and the cells under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from placement.cases.problems import Problems
    from placement.cases.sheets import Row


def column_names(
    header: Row, needed: Sequence[str], allowed: Sequence[str], problems: Problems
) -> tuple[str, ...]:
    """
    Return the columns' names in the order of the file; every fault goes to ``problems``.

    Parameters
    ----------
    needed
        The columns that must be there, blank cells or not.
    allowed
        All that may be there.
    """
    names = list(header.cells)
    while names and names[-1] is None:
        names.pop()
    where = f"row {header.number}"
    for name in dict.fromkeys(names):
        if name not in allowed:
            nearest = problems.nearest(str(name), allowed)
            advice = f"Did you mean {nearest}?" if nearest else f"Allowed: {', '.join(allowed)}."
            problems.add(where, f"{str(name)[:40]!r} is not a column. {advice}")
        elif names.count(name) > 1:
            problems.add(where, f"the column {name} is there twice. Keep one.")
    for name in needed:
        if name not in names:
            problems.add(where, f"the column {name} is missing. Add it, with blank cells at least.")
    return tuple(str(name) for name in names)


def cells_of(row: Row, names: Sequence[str], problems: Problems) -> Iterator[tuple[str, object]]:
    """Give the cells of a row that hold something, each with its column's name."""
    if any(cell is not None for cell in row.cells[len(names) :]):
        text = f"has more cells than there are columns ({len(names)}). Remove them."
        problems.add(f"row {row.number}", text)
    for name, cell in zip(names, row.cells, strict=False):
        if cell is not None:
            yield name, cell
