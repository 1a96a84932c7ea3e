"""A report as text to be kept, and back: every output made of it later has the same numbers."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from placement.monitoring.tables import Column, Report, Section, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

_OF_COLUMN = ("name", "title", "kind", "meaning", "unit", "decimals")
_OF_TABLE = ("name", "title", "section", "place")


def report_text(report: Report) -> str:
    """Return the report as text; what a column counts stays behind, the numbers go."""
    data = {
        "title": report.title,
        "as_of": report.as_of.isoformat(),
        "profile": report.profile,
        "audience": report.audience,
        "sections": [
            {"name": s.name, "title": s.title, "intro": list(s.intro)} for s in report.sections
        ],
        "tables": [_table(table) for table in report.tables],
        "rests_on": [list(pair) for pair in report.rests_on],
        "warnings": list(report.warnings),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def report_from(text: str) -> Report:
    """Return the report that ``report_text`` wrote."""
    data = json.loads(text)
    return Report(
        title=data["title"],
        as_of=date.fromisoformat(data["as_of"]),
        profile=data["profile"],
        audience=data["audience"],
        sections=tuple(
            Section(name=s["name"], title=s["title"], intro=tuple(s["intro"]))
            for s in data["sections"]
        ),
        tables=tuple(_table_from(each) for each in data["tables"]),
        rests_on=tuple((what, value) for what, value in data["rests_on"]),
        warnings=tuple(data["warnings"]),
    )


def _table(table: Table) -> dict[str, Any]:
    names = [column.name for column in table.columns]
    return {
        **{name: getattr(table, name) for name in _OF_TABLE},
        "columns": [
            {name: getattr(column, name) for name in _OF_COLUMN} for column in table.columns
        ],
        "rows": [[row[name] for name in names] for row in table.rows()],
        "marks": [[i, name, mark] for (i, name), mark in table.marks.items()],
        "keys": list(table.keys),
        "totals": dict(table.totals),
        "notes": list(table.notes),
        "across": table.across,
        "first": table.first,
        "narrow": list(table.narrow),
    }


def _table_from(data: Mapping[str, Any]) -> Table:
    import pandas as pd

    columns = tuple(Column(**each) for each in data["columns"])
    frame = pd.DataFrame(data["rows"], columns=[c.name for c in columns]).astype("object")
    across = data["across"]
    return Table(
        **{name: data[name] for name in _OF_TABLE},
        columns=columns,
        frame=frame,
        keys=tuple(data["keys"]),
        totals=data["totals"],
        notes=tuple(data["notes"]),
        marks={(i, name): mark for i, name, mark in data["marks"]},
        across=None if across is None else (tuple(across[0]), across[1], across[2]),
        first=None if data["first"] is None else (data["first"][0], data["first"][1]),
        narrow=tuple(data["narrow"]),
    )
