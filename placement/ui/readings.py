"""The interpretation notes, read from their Markdown files for the Protocol page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from placement.clauses import DIRECTORY

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One place where the protocol's text is unclear, and the reading taken until it is agreed."""

    title: str
    clause: str
    status: str
    agreed: str
    question: str
    reading: str


@lru_cache(maxsize=1)
def readings() -> tuple[Reading, ...]:
    """
    Return every interpretation note, in order.

    >>> readings()[0].clause
    '7.1, 7(i), 7(ii)'
    """
    return tuple(_read(path) for path in sorted((DIRECTORY / "interpretations").glob("*.md")))


def _read(path: Path) -> Reading:
    text = path.read_text(encoding="utf-8")
    head, *parts = re.split(r"^## +", text, flags=re.MULTILINE)
    sections = {
        title.strip(): " ".join(body.replace("`", "").split())
        for title, _, body in (part.partition("\n") for part in parts)
    }
    fields = dict(re.findall(r"^- ([A-Z][a-z ]+): (.+)$", head, flags=re.MULTILINE))
    title = next((line[2:] for line in head.splitlines() if line.startswith("# ")), path.stem)
    return Reading(
        title=title,
        clause=fields.get("Clause", ""),
        status=fields.get("Status", ""),
        agreed=fields.get("Agreed by", "nobody yet"),
        question=sections.get("Question", ""),
        reading=sections.get("Reading taken", ""),
    )
