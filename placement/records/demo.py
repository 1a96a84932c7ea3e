"""A record of synthetic people to try things with, marked as such."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from placement.records.clock import system
from placement.records.people import Actor
from placement.records.store import create_record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from placement.records.clock import Clock
    from placement.records.store import Record

_LHA: Final = "E07000009"
PEOPLE: Final[Mapping[str, Actor]] = {
    role: Actor(id=f"demo.{role}", role=role, agency=agency, lha=lha, synthetic=True)
    for role, agency, lha in (
        ("offender_manager", "probation", None),
        ("victim_liaison", "probation", None),
        ("panel", "police", None),
        ("spoc", _LHA, _LHA),
        ("coordinator", "police", None),
        ("smb", "police", None),
        ("auditor", "police", None),
    )
}


def create_demo(
    url: str, key_directory: str | Path, texts: Mapping[str, str], *, clock: Clock = system
) -> Record:
    """
    Make a record marked as synthetic, with some cases opened by its offender manager.

    Parameters
    ----------
    texts
        The reference of each case, and the text of its file: fictional people only.
    """
    record = create_record(url, key_directory, synthetic=True, clock=clock)
    try:
        desk = record.desk(PEOPLE["offender_manager"])
        with desk.transaction():
            for reference, text in texts.items():
                desk.open_case(reference, text, reason="demonstration")
    except BaseException:
        record.close()
        raise
    return record
