"""
Run recorded decisions again: the same under what was frozen, and what would differ today.

Pure functions of what was frozen. Nothing here reads a place: what was measured is not measured
again, and where a number that it was measured with has changed since, that is said.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import placement
from placement.errors import ParameterError
from placement.profile_model import Profile
from placement.records.canonical import text_of
from placement.records.decisions.codec import from_plain
from placement.records.decisions.differences import Difference, rows_between
from placement.records.decisions.freeze import Frozen, run
from placement.view import ranking_as_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from placement.parameters import Parameters

TOGETHER = "several changes together"
PROFILE = "the profile's data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """
    One decision run again under what was frozen with it.

    ``identical``: every ranking kept is the same byte for byte, leaving the name of the engine's
    version aside; where it is not, ``differences`` say in what.
    """

    case: str
    as_of: date
    digest: str
    identical: bool
    engine_then: str
    engine_now: str
    differences: tuple[Difference, ...] = ()

    @property
    def sentence(self) -> str:
        """What came of it, in one sentence."""
        engine = ""
        if self.engine_then != self.engine_now:
            engine = f" It was recorded with engine {self.engine_then}; this is {self.engine_now}."
        if self.identical:
            return f"The same under what was frozen, byte for byte.{engine}"
        count = len(self.differences)
        said = "1 thing differs" if count == 1 else f"{count} things differ"
        return f"Not the same under what was frozen: {said}.{engine}"

    def to_data(self) -> dict[str, Any]:
        """Return what JSON can hold; nothing in it is a person but the case's reference."""
        return {
            "case": self.case,
            "as_of": self.as_of.isoformat(),
            "digest": self.digest,
            "identical": self.identical,
            "engine_then": self.engine_then,
            "engine_now": self.engine_now,
            "sentence": self.sentence,
            "differences": [row.to_data() for row in self.differences],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One number of the protocol that is another today."""

    name: str
    clause: str
    before: Any
    after: Any
    source: str
    measured_with: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """
    What would differ for one decision under other numbers: today's.

    ``notes`` say what could not be worked out from what was kept.
    """

    case: str
    as_of: date
    digest: str
    changed: tuple[Changed, ...]
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]

    def to_data(self) -> dict[str, Any]:
        """Return what JSON can hold; nothing in it is a person but the case's reference."""
        return {
            "case": self.case,
            "as_of": self.as_of.isoformat(),
            "digest": self.digest,
            "changed": [asdict(one) for one in self.changed],
            "differences": [row.to_data() for row in self.differences],
            "notes": list(self.notes),
        }


def replay(frozen: Frozen) -> Replayed:
    """Run a decision again under what was frozen with it, for every reader it is kept for."""
    found: list[Difference] = []
    same = True
    for reader in frozen.readers:
        kept = frozen.shown_to(reader) or {}
        again = ranking_as_data(run(frozen.body, housing=reader.housing), reader)
        again["versions"] = {**again["versions"], "engine": kept["versions"]["engine"]}
        if text_of(again) != text_of(kept):
            same = False
            found += [row for row in rows_between(kept, again) if row not in found]
    return Replayed(
        case=frozen.case,
        as_of=frozen.as_of,
        digest=frozen.digest,
        identical=same,
        engine_then=frozen.engine,
        engine_now=placement.__version__,
        differences=tuple(found),
    )


def replay_many(many: Iterable[Frozen]) -> tuple[Replayed, ...]:
    """Run many decisions again, in the order given."""
    return tuple(map(replay, many))


def under(
    frozen: Frozen, register: Parameters, day: date, *, profile: Profile | None = None
) -> Today:
    """
    Say what would differ under the numbers of a register as they stand on a day.

    The facts stay those of the decision's own day, and so do the weights that the meeting moved.
    ``profile`` is the area's data as it stands now, where that is to be looked at too.
    """
    changed = _changed(frozen, register, day)
    notes = _measuring_notes(changed)
    if profile is not None:
        profile, more = _usable(profile, frozen)
        notes += more
    try:
        rows = _rows(frozen, changed, profile)
    except ParameterError as error:
        return _today(frozen, changed, (), [*notes, f"It cannot be run under today's: {error}"])
    return _today(frozen, changed, _with_causes(rows, frozen, changed, profile), notes)


def _today(
    frozen: Frozen,
    changed: tuple[Changed, ...],
    rows: tuple[Difference, ...],
    notes: list[str],
) -> Today:
    return Today(
        case=frozen.case,
        as_of=frozen.as_of,
        digest=frozen.digest,
        changed=changed,
        differences=rows,
        notes=tuple(notes),
    )


def under_many(
    many: Iterable[Frozen],
    register: Parameters,
    day: date,
    *,
    profiles: Mapping[str, Profile] | None = None,
) -> tuple[Today, ...]:
    """Say it of many decisions; ``profiles`` are those of today, by name."""
    known = profiles or {}
    return tuple(
        under(one, register, day, profile=known.get(one.body["profile"]["name"])) for one in many
    )


def _changed(frozen: Frozen, register: Parameters, day: date) -> tuple[Changed, ...]:
    """Return the numbers that are others on a day, leaving aside what the meeting itself moved."""
    today = register.on(day)
    found = []
    for number in register:
        kept = frozen.body["numbers"].get(number.name)
        if number.name not in today or (kept is not None and "agreed" in kept):
            continue
        before, after = (kept or {}).get("value"), today[number.name]
        if before != after:
            dated = number.on(day)
            found.append(
                Changed(
                    name=number.name,
                    clause=number.clause,
                    before=before,
                    after=after,
                    source=dated.source if dated else "",
                    measured_with=number.name in frozen.body["measured_with"],
                )
            )
    gone = sorted(set(frozen.body["numbers"]) - {n.name for n in register if n.name in today})
    for name in gone:
        kept = frozen.body["numbers"][name]
        found.append(
            Changed(
                name=name,
                clause=kept["clause"],
                before=kept["value"],
                after=None,
                source="no longer a number of the protocol",
                measured_with=name in frozen.body["measured_with"],
            )
        )
    return tuple(found)


def _measuring_notes(changed: tuple[Changed, ...]) -> list[str]:
    return [
        f"{one.name} is {one.after} and was {one.before}. Something was measured with it, and no "
        "place is kept to measure again: what rests on that measurement is shown as it was."
        for one in changed
        if one.measured_with
    ]


def _usable(profile: Profile, frozen: Frozen) -> tuple[Profile | None, list[str]]:
    """Return today's profile where it has the LHAs that were measured, else why it is not used."""
    if profile == from_plain(Profile, frozen.body["profile"]):
        return None, []
    now = {lha.code for lha in profile.on(frozen.as_of)}
    if now == set(frozen.body["measured"]["lhas"]):
        return profile, ["The profile's data are others today; they are looked at too."]
    return None, [
        "The profile has other LHAs today than were measured then: its data are used as they were."
    ]


def _body_with(frozen: Frozen, changed: Iterable[Changed]) -> dict[str, Any]:
    """Return what was frozen with some numbers as they are today."""
    numbers = dict(frozen.body["numbers"])
    for one in changed:
        if one.after is None:
            numbers.pop(one.name, None)
        else:
            new = {"clause": one.clause, "label": one.name, "unit": "", "source": one.source}
            numbers[one.name] = {**new, **numbers.get(one.name, {}), "value": one.after}
    return {**frozen.body, "numbers": numbers}


def _rows(
    frozen: Frozen, changed: Iterable[Changed], profile: Profile | None
) -> tuple[Difference, ...]:
    reader = frozen.readers[0]
    after = run(_body_with(frozen, changed), housing=reader.housing, profile=profile)
    return rows_between(frozen.ranking, ranking_as_data(after, reader), evidence=False)


def _with_causes(
    rows: tuple[Difference, ...],
    frozen: Frozen,
    changed: tuple[Changed, ...],
    profile: Profile | None,
) -> tuple[Difference, ...]:
    """Name, for each row, the changes that make it on their own; else, several together."""
    if not rows:
        return ()
    alone: dict[str, tuple[Difference, ...]] = {}
    for one in changed:
        try:
            alone[one.name] = _rows(frozen, [one], None)
        except ParameterError:
            alone[one.name] = ()
    if profile is not None:
        alone[PROFILE] = _rows(frozen, (), profile)
    caused = []
    for row in rows:
        whole = [name for name, found in alone.items() if row in found]
        part = [name for name, found in alone.items() if any(row.is_about(one) for one in found)]
        caused.append(row.because_of(*(whole or part or [TOGETHER])))
    return tuple(caused)
