"""The report on a terminal: words first, then the tables that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from placement.days import in_words
from placement.monitoring.layout import laid_across, words_of

if TYPE_CHECKING:
    from rich.console import RenderableType

    from placement.monitoring.tables import Report, Table

ON_SCREEN = frozenset({"now", "against", "change", "concentration", "clustering", "areas", "years"})
"""The tables of the spread that a screen is given; the files have all of them."""
NONE_FIRST = "Nothing stands out: all is within what chance gives, or too few to tell."


def report_text(report: Report) -> RenderableType:
    """Return the report for a terminal of a hundred columns."""
    parts: list[RenderableType] = [
        Text(report.title, style="bold"),
        Text(f"As of {in_words(report.as_of)}. Audience: {report.audience}."),
    ]
    parts += [Text(f"! {warning}") for warning in report.warnings]
    for section in report.sections:
        tables = [t for t in report.of(section.name) if _on_screen(t)]
        parts += [Text(), Text(section.title, style="bold underline")]
        parts += [Text(paragraph) for paragraph in section.intro]
        for table in tables:
            parts += _table(table)
    parts += [Text(), Text("What this rests on", style="bold underline")]
    parts += [Text(f"{what}: {value}") for what, value in report.rests_on]
    return Group(*parts)


def _on_screen(table: Table) -> bool:
    return table.section != "spread" or table.name in ON_SCREEN


def _table(table: Table) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(), Text(table.title, style="bold")]
    if words_of(table):
        said = words_of(table, short=True) or (NONE_FIRST,)
        return parts + [Padding(Text(each), (0, 0, 0, 2)) for each in said]
    laid = laid_across(table)
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading, numeric in zip(laid.headings, laid.numeric, strict=True):
        grid.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in laid.rows:
        grid.add_row(*row)
    return [*parts, grid]
