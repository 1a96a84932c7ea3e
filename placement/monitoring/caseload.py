"""
Caseload by office, status and sex, as probation reports lay it out.

The published example prints cells of three women in one office, and blanks for zero. Here a zero
is a zero, and anything but the internal report goes through disclosure control first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.monitoring.reading import Field, read_fields
from placement.monitoring.tables import TOTAL, Column, Count, Section, Table

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path
    from typing import Any

STATUSES = ("community", "licence", "custody")
SEXES = ("male", "female")
FIELDS = (
    Field(name="person", meaning="a pseudonymous reference", needed=True),
    Field(name="office", meaning="the team that manages them", needed=True),
    Field(name="sex", meaning="as recorded", allowed=(*SEXES, "not_stated"), needed=True),
    Field(name="status", meaning="where they are", allowed=STATUSES, needed=True),
)
SECTION = Section(name="caseload", title="Caseload by office, status and sex")


def read_caseload(path: str | Path) -> list[dict[str, Any]]:
    """Read a caseload: person, office, sex, status; ``InputError`` with every problem."""
    return read_fields(path, FIELDS)


def caseload(people: list[dict[str, Any]], day: date) -> Table:
    """Return the caseload on a day; offices in alphabetical order."""
    import pandas as pd

    frame = pd.DataFrame(people, columns=[field.name for field in FIELDS])
    sexes = [*SEXES, *(["not_stated"] if (frame["sex"] == "not_stated").any() else [])]
    rows = []
    for office in (*sorted(frame["office"].unique()), TOTAL):
        for status in (*STATUSES, TOTAL):
            for sex in (*sexes, TOTAL):
                here = pd.Series(data=True, index=frame.index)
                for column, value in (("office", office), ("status", status), ("sex", sex)):
                    if value != TOTAL:
                        here &= frame[column] == value
                rows.append((office, status, sex, _heading(status, sex), int(here.sum())))
    names = ["office", "status", "sex", "heading", "people"]
    return Table(
        name="caseload",
        title="Caseload",
        section=SECTION.name,
        columns=(
            Column(name="office", title="Office", kind="text", meaning="the team, or total"),
            Column(name="status", title="Status", kind="text", meaning="where they are, or total"),
            Column(name="sex", title="Sex", kind="text", meaning="as recorded, or total"),
            Column(name="heading", title="Heading", kind="text", meaning="status and sex"),
            Column(
                name="people",
                title="People",
                kind="count",
                unit="people",
                meaning="people on the caseload",
                people=Count(
                    measure="caseload",
                    by={"office": "office", "status": "status", "sex": "sex"},
                    at={"on": day.isoformat()},
                ),
            ),
        ),
        frame=pd.DataFrame(rows, columns=names),
        keys=("office", "status", "sex"),
        totals={"office": TOTAL, "status": TOTAL, "sex": TOTAL},
        across=(("office",), "heading", "people"),
        notes=("A zero is written 0: a blank would not say whether nobody is there.",),
    )


def _heading(status: str, sex: str) -> str:
    if status == TOTAL:
        return TOTAL if sex == TOTAL else f"All, {sex}"
    return f"{status.capitalize()} {'total' if sex == TOTAL else sex[0].upper()}"
