"""How often each of several things happened, as one table: numbers, shares and exact intervals."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from placement.monitoring.chance import share_interval
from placement.monitoring.layout import begun
from placement.monitoring.tables import TOTAL, Column, Count, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from placement.parameters import Numbers

NOT_KNOWN = "not known"
SHARES: tuple[tuple[str, str, str], ...] = (
    ("share", "Share", "share of the total"),
    ("low", "from", "lower end of the exact interval (Clopper and Pearson)"),
    ("high", "to", "its upper end"),
)


def tally(
    name: str,
    title: str,
    section: str,
    found: Iterable[str],
    *,
    what: str,
    of: str,
    numbers: Numbers,
    count: Count,
    order: Sequence[str] = (),
    notes: tuple[str, ...] = (),
) -> Table:
    """
    Return a table of how often each thing was found, in a fixed order, with a total.

    Parameters
    ----------
    found
        One entry for each case (or refusal, and so on).
    what, of
        The heading of the things, and what is counted, in words: ``cases``.
    order
        The things in the order to show, those with none too; others follow by name, and what is
        not known comes last.
    count
        What is counted, of whom, at what time: its ``by`` names the dimension that the things are.
    """
    import pandas as pd

    many = Counter(found)
    total = many.total()
    rest = sorted(set(many) - set(order) - {NOT_KNOWN})
    things = [*order, *rest, *([NOT_KNOWN] if many[NOT_KNOWN] else [])]
    least, coverage = numbers["monitoring.equality_least"], numbers["spread.interval_coverage"]
    rows: list[dict[str, Any]] = []
    marks: dict[tuple[int, str], str] = {}
    for thing in (*things, TOTAL):
        n = total if thing == TOTAL else many[thing]
        row: dict[str, Any] = {
            "what": thing,
            "people": n,
            **dict.fromkeys(("share", "low", "high")),
        }
        if thing == TOTAL:
            marks |= {(len(rows), key): "z" for key in ("share", "low", "high")}
            row["words"] = f"{total} {of.removesuffix('s') if total == 1 else of} in all."
        elif total < least:
            marks |= {(len(rows), key): "n" for key in ("share", "low", "high")}
            row["words"] = f"{begun(thing)}: {n} of {total} {of}; too few for a share."
        else:
            low, high = share_interval(n, total, coverage)
            row |= {"share": n / total, "low": low, "high": high}
            row["words"] = (
                f"{begun(thing)}: {n} of {total} {of}, {n / total:.0%} (chance leaves "
                f"{low:.0%} to {high:.0%} possible)."
            )
        rows.append(row)
    columns = (
        Column(name="what", title=what, kind="text", meaning="what is counted, or total"),
        Column(
            name="people",
            title="Number",
            kind="count",
            unit=of,
            meaning=of,
            people=count,
        ),
        *(
            Column(
                name=n,
                title=t,
                kind="share",
                meaning=m,
                decimals=0,
                derived_from=("people",),
                rests_on="row and total",
            )
            for n, t, m in SHARES
        ),
        Column(
            name="words",
            title="In words",
            kind="words",
            meaning="the row",
            derived_from=("people",),
            rests_on="row and total",
        ),
    )
    return Table(
        name=name,
        title=title,
        section=section,
        columns=columns,
        frame=pd.DataFrame(rows, columns=[column.name for column in columns]),
        keys=("what",),
        totals={"what": TOTAL},
        as_found=True,
        marks=marks,
        notes=notes,
    )
