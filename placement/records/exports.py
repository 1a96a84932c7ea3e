"""
Everything that one person may see, as JSON lines and as CSV: nothing of the vault, ever.

What leaves is logged as a disclosure for each case, with to whom and why, before it is handed over.
File names say the kind and nothing else. A cell that a spreadsheet would run is made plain text.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from placement.errors import InputError, NotAllowed
from placement.records.kinds import KINDS
from placement.records.policy import may_act, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from placement.records.people import Actor

_ABOUT: Final = ("id", "version", "case", "at", "by", "role", "state")
_RUNS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Export:
    """Files by name, and how many records of each kind they hold."""

    files: Mapping[str, bytes]
    counts: Mapping[str, int]

    def write(self, folder: Path) -> list[Path]:
        """Write the files into an empty folder; ``InputError`` where something is there."""
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            problem = "there is something in it. Name an empty folder, or one not yet there."
            raise InputError("The folder for the export", [problem])
        written = []
        for name, content in self.files.items():
            path = folder / name
            path.touch(mode=0o600)
            path.write_bytes(content)
            written.append(path)
        return written


def export(desk: Any, actor: Actor, *, to_whom: str, reason: str) -> Export:  # noqa: ANN401
    """
    Return everything that somebody may see through their desk, and log that it leaves.

    Raises
    ------
    NotAllowed
        If their role may not export, or nobody and no reason are named.
    """
    require(may_act(actor, "export"))
    if not to_whom.strip() or not reason.strip():
        raise NotAllowed("Say to whom the export goes and why: it is logged as a disclosure.")
    found: dict[str, list[Any]] = {}
    cases: dict[str | None, None] = {}
    for kind, record in _seen(desk, actor):
        found.setdefault(kind, []).append(record)
        cases[record.case] = None
    seen = {row.id for row in desk.cases()}
    found = {  # of a limited case this person is not named for, nothing goes out
        kind: kept
        for kind, records in found.items()
        if (kept := [each for each in records if each.case is None or each.case in seen])
    }
    cases = {case: None for case in cases if case is None or case in seen}
    desk.log("disclosure", case=list(cases) or None, what="export", to_whom=to_whom, reason=reason)
    lines = [_line(record) for kind in found for record in found[kind]]
    files = {"records.jsonl": "".join(lines).encode()}
    files |= {f"{kind}.csv": _csv(found[kind]).encode("utf-8-sig") for kind in sorted(found)}
    return Export(files, {kind: len(records) for kind, records in sorted(found.items())})


def _seen(desk: Any, actor: Actor) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield every record that is not of the vault and that the desk shows."""
    for name, kind in KINDS.items():
        if not kind.vault and actor.role in kind.reads:
            yield from ((name, record) for record in desk.list(name))


def _line(record: Any) -> str:  # noqa: ANN401
    about = {name: _text(getattr(record, name)) for name in _ABOUT}
    whole = {"kind": record.kind, **about, "data": dict(record.data)}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True) + "\n"


def _csv(records: Iterable[Any]) -> str:
    rows = [
        {**{name: _text(getattr(each, name)) for name in _ABOUT}, **_flat(each.data)}
        for each in records
    ]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields as cells; one that has the name of a column about the record is set apart."""
    return {
        f"data.{name}" if name in _ABOUT else name: (
            json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value
        )
        for name, value in data.items()
    }


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.startswith(_RUNS):
        return f"'{value}"
    return "" if value is None else value


def _text(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
