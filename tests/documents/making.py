"""Rankings as plain data, and documents opened again as a reader finds them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from docx import Document

from placement.assess import assess
from placement.cases import read_case
from placement.cases.model import Case, Condition, Zone
from placement.load import load_setting
from placement.view import Reader, ranking_as_data

CASES = Path(__file__).parents[2] / "scenarios" / "cases"
LHAS = ("E06000031", "E07000008", "E07000009", "E07000010", "E07000011", "E07000012")
WORKED = read_case(CASES / "demo-014.toml")
BARE = Case(reference="DEMO-099", assessed_on=date(2026, 11, 21))
LEVEL_ONE = replace(WORKED, level=1)
CLOSED = replace(
    WORKED,
    conditions=(
        Condition(
            kind="exclusion_zone",
            source="licence",
            start=date(2026, 1, 1),
            end=None,
            share_with_housing=True,
            zone=Zone(lhas=LHAS),
        ),
    ),
)
DECISION = {
    "state": "recorded",
    "decided_on": "2026-11-28",
    "decided_by": "MAPPP meeting, Level 3",
    "lha": "E07000009",
    "let": "direct_let",
    "reasons": [
        {"clause": "6(a)", "text": "Sister near; HIDDEN-1.", "for_housing": "Family is near."},
        {"clause": "6(b)", "text": "HIDDEN-2."},
        "HIDDEN-3",
    ],
    "departure": None,
    "rejected": [
        {"lha": "E07000010", "text": "HIDDEN-4."},
        {"lha": "E06000031", "text": "HIDDEN-5.", "for_housing": "Viewed as unsuitable."},
    ],
    "dissent": [{"agency": "Police", "text": "HIDDEN-6."}],
    "diversity": {"text": "HIDDEN-7.", "for_housing": "An interpreter is needed."},
    "victims": {"text": "HIDDEN-8."},
    "attendance": [
        {"agency": "Police", "present": True},
        {"agency": "Fenland District Council", "present": False},
    ],
    "risk_plan": ["HIDDEN-9"],
    "copies_to": "Offender manager, Peterborough office",
    "next_review": "2027-02-28",
}


@cache
def ground(role="coordinator", profile="cambridgeshire", placed=True):
    return load_setting(
        profile=profile,
        as_of=date(2026, 11, 21),
        placements=CASES / "demo-014-placements.csv" if placed else None,
        role=role,
    )


def full(case=WORKED, **setting):
    return ranking_as_data(assess(case, ground(**setting)), Reader("coordinator"))


def housing(case=WORKED, lha="E07000010", **setting):
    return ranking_as_data(assess(case, ground("spoc", **setting)), Reader("spoc", lha))


def opened(file):
    return Document(io.BytesIO(file))


def parts(file):
    """Every part of the file by name, as text."""
    with zipfile.ZipFile(io.BytesIO(file)) as given:
        return {name: given.read(name).decode("utf-8") for name in given.namelist()}


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def titled(document, title):
    """The rows of the table with a title, without its header."""
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for table in document.tables:
        if table._tbl.tblPr.find(f"{word}tblCaption").get(f"{word}val") == title:
            return cells(table)[1:]
    raise KeyError(title)


def said(file):
    """All the words of the body, one paragraph or cell a line."""
    document = opened(file)
    lines = [each.text for each in document.paragraphs]
    for table in document.tables:
        lines += [text for row in cells(table) for text in row]
    return "\n".join(lines)
