"""
Writing a cohort to a folder: the files that the commands read, and what each figure rests on.

The folder is written beside its place and renamed, so that it is there whole or not at all. Case
files say at their head that the person does not exist. A register has no room for a comment that
every program would skip, so that its references begin with SYN and its last column, ``synthetic``,
says yes in every row.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.cases.registers import PLACEMENT_COLUMNS
from placement.cases.sheets import MARK
from placement.cases.writing import as_toml
from placement.errors import InputError
from scenarios.cohorts.model import PREFIX, SYNTHETIC, Cohort, SyntheticPerson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

CASES, PROTECTED, APART = "cases", "protected", "apart"
PLACEMENTS, CHARACTERISTICS, NOTES = "placements.csv", "characteristics.csv", "README.md"
CHARACTERISTIC_COLUMNS = ("reference", "sex", "age", "ethnicity", "religion", "disability")
TEMPLATE = Path(__file__).with_name("notes.md")
_OWNER_ONLY = 0o600
_FOLDER = 0o755


def write_cohort(
    cohort: Cohort,
    out: Path,
    *,
    each: Callable[[Iterable[SyntheticPerson]], Iterable[SyntheticPerson]] | None = None,
) -> None:
    """
    Write a cohort to a folder that is empty or not there yet.

    Raises
    ------
    InputError
        If the folder holds anything, or it cannot be written.
    """
    check_empty(out)
    aside: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}."))
        _write_all(cohort, aside, each(cohort.people) if each else cohort.people)
        aside.chmod(_FOLDER)
        os.replace(aside, out)
        aside = None
    except OSError as error:
        raise InputError(
            str(out), [f"it cannot be written ({error.strerror}). Check the folder and its disk."]
        ) from None
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)


def check_empty(out: Path) -> None:
    """Refuse a folder that holds anything, and what is not a folder."""
    problem = None
    if out.exists() and not out.is_dir():
        problem = "it is a file. Give the path of a folder that is not there yet."
    elif out.is_dir() and any(out.iterdir()):
        problem = "it is not empty, and nothing is written over. Give an empty folder or a new one."
    if problem is not None:
        raise InputError(str(out), [problem])


def cohort_as_data(cohort: Cohort) -> dict[str, Any]:
    """Return what a cohort is as JSON has it: sizes and figures, and nobody's case."""
    return {
        "synthetic": True,
        "note": SYNTHETIC,
        "profile": cohort.profile,
        "seed": cohort.seed,
        "start": cohort.start.isoformat(),
        "days": cohort.days,
        "people": len(cohort.people),
        "with_protected_file": sum(each.protected is not None for each in cohort.people),
        "placements": len(cohort.placements),
        "figures": [mark.as_data() for mark in cohort.marks],
    }


def case_text(person: SyntheticPerson) -> str:
    """Return the text of a made-up person's case file."""
    return f"# {SYNTHETIC}\n{as_toml(person.tables)}"


def protected_text(person: SyntheticPerson) -> str | None:
    """Return the text of their protected file, or None where nothing is protected."""
    if person.protected is None:
        return None
    return f"# {SYNTHETIC} Protected all the same.\n{as_toml(person.protected)}"


def notes_text(cohort: Cohort) -> str:
    """Return the notes of a cohort's folder: what it is, what is in it, and every figure."""
    rows = "\n".join(
        f"| {mark.status} | {mark.label} | {mark.value} | {mark.source} |" for mark in cohort.marks
    )
    assumed = sum(mark.status != "published" for mark in cohort.marks)
    return TEMPLATE.read_text(encoding="utf-8").format(
        synthetic=SYNTHETIC,
        prefix=PREFIX,
        profile=cohort.profile,
        people=len(cohort.people),
        start=cohort.start,
        days=cohort.days,
        seed=cohort.seed,
        standing=len(cohort.placements),
        assumed=assumed,
        all=len(cohort.marks),
        rows=rows,
    )


def _write_all(cohort: Cohort, folder: Path, people: Iterable[SyntheticPerson]) -> None:
    for name in (CASES, PROTECTED, APART):
        (folder / name).mkdir()
    for person in people:
        _text(folder / CASES / f"{person.reference}.toml", case_text(person))
        hidden = protected_text(person)
        if hidden is not None:
            _text(folder / PROTECTED / f"{person.reference}.toml", hidden, _OWNER_ONLY)
    placed = [
        {
            **{name: getattr(each, name) or None for name in PLACEMENT_COLUMNS[:6]},
            "from": each.start,
            "to": each.end,
        }
        for each in cohort.placements
    ]
    _text(folder / PLACEMENTS, _csv(PLACEMENT_COLUMNS, placed))
    held = [asdict(each.characteristics) for each in cohort.people]
    _text(folder / APART / CHARACTERISTICS, _csv(CHARACTERISTIC_COLUMNS, held), _OWNER_ONLY)
    _text(folder / NOTES, notes_text(cohort))


def _csv(columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    table = csv.DictWriter(text, (*columns, MARK), lineterminator="\n")
    table.writeheader()
    table.writerows({**row, MARK: "yes"} for row in rows)
    return text.getvalue()


def _text(path: Path, text: str, mode: int | None = None) -> None:
    path.write_text(text, encoding="utf-8", newline="")
    if mode is not None:
        path.chmod(mode)
