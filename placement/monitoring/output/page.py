"""
The report as one page that needs nothing else: no script, no font, no picture from elsewhere.

Words come first, then a drawing where there is one, then the numbers, folded where they are many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.days import in_words
from placement.monitoring.layout import laid_across, laid_out, words_of
from placement.monitoring.output import charts
from placement.monitoring.output.maps import map_of
from placement.monitoring.output.markup import (
    document,
    element,
    folded,
    listed,
    table_markup,
    text,
)
from placement.monitoring.tables import MARKS
from placement.monitoring.text import NONE_FIRST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from placement.monitoring.output.maps import Shape
    from placement.monitoring.tables import Report, Section, Table

_COUNTED = "People counted at the end of each"
_MANY = 12
"""A table of more rows is folded."""


def page(report: Report, shapes: Sequence[Shape] = ()) -> str:
    """Return the page; ``shapes`` are outlines of the LHAs for the map."""
    contents = "".join(
        element("li", text("a", section.title, href=f"#{section.name}"))
        for section in report.sections
    )
    rests = "".join(text("dt", what) + text("dd", value) for what, value in report.rests_on)
    marks = "".join(text("dt", shown) + text("dd", said) for shown, said in MARKS.values())
    main = "".join(
        [
            text("h1", report.title),
            text("p", f"As of {in_words(report.as_of)}. Audience: {report.audience}."),
            *(text("p", warning, class_="warning") for warning in report.warnings),
            element("nav", element("ul", contents), aria_label="Contents"),
            *(_section(report, section, shapes) for section in report.sections),
            text("h2", "What this rests on"),
            element("dl", rests),
            text("h2", "Marks"),
            element("dl", marks),
        ]
    )
    return document(report.title, main)


def _section(report: Report, section: Section, shapes: Sequence[Shape]) -> str:
    parts = [text("h2", section.title, id=section.name)]
    parts += [text("p", paragraph) for paragraph in section.intro]
    parts += [_table(table, shapes) for table in report.of(section.name)]
    return element("section", "".join(parts), aria_labelledby=section.name)


def _table(table: Table, shapes: Sequence[Shape]) -> str:
    parts = [text("h3", table.title)]
    every, first = words_of(table), words_of(table, short=True)
    if every:
        parts.append(listed(first or (NONE_FIRST,)))
    parts += [element("figure", drawn) for drawn in _drawn(table, shapes) if drawn]
    if table.across is None:
        numbers = table_markup(laid_out(table, words=False), table.title, under_heading=True)
        parts.append(folded("The numbers", numbers) if _folds(table) else numbers)
    else:
        laid = table_markup(laid_across(table), table.title, under_heading=True)
        parts.append(folded("The numbers", laid) if len(laid_across(table).rows) > _MANY else laid)
        if len([c for c in table.columns if c.people]) > 1:
            whole = table_markup(laid_out(table, words=False), f"{table.title}: all columns")
            parts.append(folded("All columns", whole))
    if len(every) > len(first):
        parts.append(folded("All of it in words", listed(every)))
    parts.append(listed(table.notes, class_="notes"))
    return "".join(parts)


def _folds(table: Table) -> bool:
    return len(table.frame) > _MANY or bool(words_of(table))


def _drawn(table: Table, shapes: Sequence[Shape]) -> list[str]:
    """Return the drawings of a table, if it has any."""
    if table.name == "against" and table.first is not None:
        against = table.first[1]
        by = against.replace("_", " ")
        return [map_of(table, against, shapes), charts.ranges(table, against, by)]
    if table.name == "years":
        return [charts.columns(table, "year", f"{_COUNTED} year, whole area")]
    if table.name == "months":
        return [charts.columns(table, "month", f"{_COUNTED} month, whole area")]
    return []
