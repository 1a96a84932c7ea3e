"""
A folder in which every repetition is kept as soon as it is done: a run can go on after a kill.

One file each, written whole or not at all. The folder says what it belongs to: a fingerprint of the
order, the numbers, the places and the program; a folder of anything else is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.errors import InputError
from placement.machines import program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios.simulation.replication import Order

LABEL = "what-this-is.json"


def canonical(value: object) -> str:
    """Return JSON that is the same for the same content."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def described(order: Order) -> dict[str, Any]:
    """Return everything that the results of an order depend on, as plain data."""
    vacancies = order.vacancies
    return {
        "profile": order.profile,
        "people": order.people,
        "years": order.years,
        "seed": order.seed,
        "start": order.start.isoformat(),
        "policies": list(order.policies),
        "assumptions": dict(order.supposed),
        "vacancies": None if vacancies is None else [str(vacancy) for vacancy in vacancies],
        "changes": [json.loads(json.dumps(c.to_data(), default=str)) for c in order.changes],
        "area": _area(order.profile),
        "program": program(),
    }


def fingerprint(order: Order) -> str:
    """Return a digest of an order and of all that it rests on."""
    return hashlib.sha256(canonical(described(order)).encode()).hexdigest()


def _area(profile: str) -> str:
    """Return a digest of a profile, its postcodes and the roads that are loaded."""
    from geodata.places import load as load_places
    from geodata.roads import load as load_roads
    from placement.profile import load_profile

    area, roads = load_profile(profile), load_roads()
    loaded = None
    if roads is not None:
        loaded = (roads.source, roads.speeds, len(roads.x), float(roads.minutes.sum()))
    rests = (repr(area), load_places(area.places_name, area.codes).digest, loaded)
    return hashlib.sha256(repr(rests).encode()).hexdigest()[:16]


class Kept:
    """The folder of one order: what is done, and keeping more."""

    def __init__(self, folder: Path, order: Order, *, resume: bool) -> None:
        self.folder = folder
        label = {"fingerprint": fingerprint(order), "order": described(order)}
        problem = _unfit(folder, label, resume=resume)
        if problem:
            raise InputError(str(folder), [problem])
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not (folder / LABEL).exists():
                write_whole(folder / LABEL, json.dumps(label, indent=1, sort_keys=True) + "\n")
        except OSError as error:
            raise InputError(str(folder), [f"it cannot be written to: {error.strerror}."]) from None

    def done(self) -> dict[int, dict[str, Any]]:
        """Return the repetitions that are kept, by number; a file that is not whole is left out."""
        return dict(self._read())

    def keep(self, number: int, result: dict[str, Any]) -> None:
        """Keep one repetition."""
        write_whole(self.folder / f"repetition-{number:05d}.json", canonical(result) + "\n")

    def _read(self) -> Iterator[tuple[int, dict[str, Any]]]:
        for file in sorted(self.folder.glob("repetition-*.json")):
            try:
                result = json.loads(file.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue
            if isinstance(result, dict) and isinstance(result.get("number"), int):
                yield result["number"], result


def _unfit(folder: Path, label: dict[str, Any], *, resume: bool) -> str:
    """Say why a folder cannot be used, or nothing."""
    if not folder.exists():
        return ""
    if not folder.is_dir():
        return "it is a file; give a folder."
    file = folder / LABEL
    if not file.exists():
        if any(folder.iterdir()):
            return "it holds other files and no simulation; give an empty or a new folder."
        return ""
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        of_this = held["fingerprint"] == label["fingerprint"]
        order = held["order"]
    except (OSError, ValueError, KeyError, TypeError):
        return f"{LABEL} in it cannot be read; give another folder."
    if not of_this:
        ours = label["order"]
        other = [name for name in ours if order.get(name) != ours[name]]
        return (
            f"it holds repetitions of another simulation (not the same: {', '.join(other)}); "
            "give another folder."
        )
    if not resume and any(folder.glob("repetition-*.json")):
        return "it holds repetitions of this simulation; give --resume to go on from them."
    return ""


def write_whole(file: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
