"""Put the protected file of a case together with its main file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from placement.cases.model import Condition
    from placement.cases.problems import Problems


def merge_protected(
    main: dict[str, Any],
    second: dict[str, Any],
    *,
    directory: Path | None,
    source: str,
    problems: Problems,
) -> dict[str, Any]:
    """
    Return the fields of a case with the victims and conditions of its protected file.

    Parameters
    ----------
    main, second
        The fields of the main file, and ``reference``, ``victims``, ``conditions`` of the second.
    directory
        Where the second file's geometry files are, if that is not the main file's directory.
    source
        What messages call the second file.
    problems
        Where whatever does not fit is noted.
    """
    conditions = second["conditions"]
    for place, condition in enumerate(conditions or (), 1):
        if condition.share_with_housing:
            problems.add(
                f"{source}: conditions[{place}].share_with_housing",
                "a condition shared with housing does not belong in a protected file. Move it to "
                "the case file.",
            )
    if second["reference"] not in (None, main["reference"]):
        problems.add(
            f"{source}: reference", "is not the case file's. Give the protected file of this case."
        )
    if main["victims"] is not None and second["victims"] is not None:
        problems.add(
            "victims", f"is written here and in {source}. Keep the list in the protected file only."
        )
    if main["conditions"] is None and conditions is not None:
        problems.add(
            "conditions",
            f"is left out here and written in {source}, so it is not known whether there are "
            "others. Write conditions = [] in the case file if there are no shared ones.",
        )
    if conditions is None and second["victims"] is None:
        problems.add(source, "holds neither victims nor conditions. Give the protected file.")
    both = (main["conditions"] or ()) + tuple(
        _found_in(item, directory) for item in conditions or ()
    )
    return {
        **main,
        "conditions": None if main["conditions"] is None else both,
        "victims": main["victims"] if second["victims"] is None else second["victims"],
        "protected_elsewhere": False,
    }


def _found_in(condition: Condition, directory: Path | None) -> Condition:
    zone = condition.zone
    if directory is None or zone is None or zone.geometry is None:
        return condition
    return replace(condition, zone=replace(zone, geometry=directory / zone.geometry))
