"""The report as plain data, for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.monitoring.tables import MARKS

if TYPE_CHECKING:
    from placement.monitoring.tables import Report, Table


def report_as_data(report: Report) -> dict[str, Any]:
    """Return the whole report as one document; a cell that holds nothing is null, with its mark."""
    return {
        "title": report.title,
        "as_of": report.as_of.isoformat(),
        "profile": report.profile,
        "audience": report.audience,
        "warnings": list(report.warnings),
        "rests_on": [{"what": what, "value": value} for what, value in report.rests_on],
        "marks": {mark: meaning for mark, (_, meaning) in MARKS.items()},
        "sections": [
            {
                "name": section.name,
                "title": section.title,
                "intro": list(section.intro),
                "tables": [table_as_data(table) for table in report.of(section.name)],
            }
            for section in report.sections
        ],
    }


def table_as_data(table: Table) -> dict[str, Any]:
    """Return one table: its columns, its rows, and why a cell holds nothing."""
    rows = table.rows()
    marks = [
        {"row": i, "column": name, "mark": mark}
        for i, row in enumerate(rows)
        for name in row
        if (mark := table.mark(i, name)) is not None
    ]
    return {
        "name": table.name,
        "title": table.title,
        "keys": list(table.keys),
        "columns": [
            {
                "name": column.name,
                "title": column.title,
                "kind": column.kind,
                "unit": column.unit,
                "meaning": column.meaning,
                "people": column.people is not None,
            }
            for column in table.columns
        ],
        "rows": rows,
        "marks": marks,
        "notes": list(table.notes),
    }
