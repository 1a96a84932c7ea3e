"""Reading an earlier plan, from the JSON that ``placement plan --json`` wrote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from placement.errors import InputError
from placement.planning.question import Spot

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES = 20_000_000


def read_previous(path: Path, profile: str) -> dict[str, Spot | None]:
    """
    Return where an earlier plan had each case, by reference; None for those it left out.

    Raises ``InputError`` where the file is not such a plan, or is of another profile.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(str(path), [f"it is over {LARGEST_BYTES:,} bytes; give a plan."])
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(str(path), [f"it cannot be read ({error.strerror})."]) from None
    except (ValueError, RecursionError):
        problem = "it is not JSON. Give what `placement plan --json` wrote."
        raise InputError(str(path), [problem]) from None
    problems: list[str] = []
    found = _plan(document, problems)
    if not problems and document.get("profile", profile) != profile:
        problems.append(f"it is a plan of {document['profile']}, and this one is of {profile}.")
    if problems:
        raise InputError(str(path), problems)
    return found


def _plan(document: Any, problems: list[str]) -> dict[str, Spot | None]:  # noqa: ANN401
    if not isinstance(document, dict) or not isinstance(document.get("assignments"), list):
        problems.append("it holds no list of assignments. Give what `placement plan --json` wrote.")
        return {}
    cases = document.get("cases")
    found: dict[str, Spot | None] = {}
    if isinstance(cases, list):
        found = {case: None for case in cases if isinstance(case, str)}
    seen: set[str] = set()
    for number, row in enumerate(document["assignments"], start=1):
        case, lha = (row.get("case"), row.get("lha")) if isinstance(row, dict) else (None, None)
        if not isinstance(case, str) or not isinstance(lha, str):
            problems.append(f"assignments[{number}]: case and lha are to be texts.")
        elif case in seen:
            problems.append(f"assignments[{number}]: {case} is there twice.")
        else:
            seen.add(case)
            home, area = row.get("vacancy"), row.get("area")
            found[case] = Spot(
                lha,
                home if isinstance(home, str) else "",
                area if isinstance(area, str) else "",
            )
    return found
