"""Write a report's files into a folder: all or none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.errors import InputError
from placement.monitoring.output.files import csv_files
from placement.monitoring.output.page import page
from placement.monitoring.output.workbook import workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from placement.monitoring.output.maps import Shape
    from placement.monitoring.tables import Report


def write_all(
    report: Report,
    folder: Path,
    *,
    shapes: Sequence[Shape] = (),
    more: Callable[[Report], dict[str, bytes]] | None = None,
) -> list[Path]:
    """
    Write the page, the workbook and the CSV files; return their paths.

    Parameters
    ----------
    shapes
        Outlines of the LHAs, for the map; without them there is none.
    more
        Makes other files from the report, by name: the Word version.

    Raises
    ------
    InputError
        Where the folder cannot be written to, or holds another report's files already.
    """
    contents: dict[str, bytes] = {
        "report.html": page(report, shapes).encode("utf-8"),
        "report.xlsx": workbook(report),
        **{f"csv/{name}": text.encode("utf-8-sig") for name, text in csv_files(report).items()},
        **(more(report) if more else {}),
    }
    try:
        (folder / "csv").mkdir(parents=True, exist_ok=True)
        old = sorted(set((folder / "csv").glob("*.csv")) - {folder / name for name in contents})
        if old:
            names = ", ".join(path.name for path in old[:3])
            raise InputError(
                "--out", [f"the folder holds files of another report ({names}). Give another one."]
            )
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise InputError("--out", [f"the folder cannot be written to: {error.strerror}."]) from None
    return [folder / name for name in contents]
