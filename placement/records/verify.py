"""
Holding the log against what it said, and against everything that is kept.

Found are: an entry that was changed, left out, put elsewhere or added; the end of the log cut off,
or the whole put back to an older copy; a version that was changed, removed or slipped in; a case,
a key or a mark of the record itself that is not as the log left it. Each problem says where, and
what to do.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from placement.errors import NoKey, RecordError
from placement.records import audit, datakeys, schema, versions
from placement.records.anchor import Anchor, Mark
from placement.records.transaction import about, holds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, RowMapping

    from placement.records.keys import Keyring

WHAT_TO_DO: Final = (
    "Let nobody write to this database. Keep it and the directory of keys as they are, find out "
    "who could reach them, and restore the latest backup whose log is sound into a new place: "
    "`placement record restore`. Where the end is known to be lost and all else agrees, "
    "`placement audit accept` goes on from it."
)
_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not agree; ``entry`` is the number of the entry of the log it begins at."""

    entry: int | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was looked at, and what was found."""

    entries: int
    versions: int
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Whether everything agrees."""
        return not self.problems

    def __str__(self) -> str:
        counted = f"{self.entries:,} entries and {self.versions:,} versions were looked at."
        if self.sound:
            return f"The log is sound: {counted}"
        lines = [f"  - {problem.sentence}" for problem in self.problems]
        return "\n".join([f"The log is not sound. {counted}", *lines, WHAT_TO_DO])


@dataclass(slots=True)
class _Told:
    """What the log says of everything else."""

    versions: dict[tuple[str, int], tuple[int, bytes]] = field(default_factory=dict)
    opened: dict[str, int] = field(default_factory=dict)
    limited: dict[str, bool] = field(default_factory=dict)
    ended: dict[str, str | None] = field(default_factory=dict)
    erased: dict[tuple[str, str], int] = field(default_factory=dict)
    erased_cases: set[str] = field(default_factory=set)
    copy: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    end: Mark = field(default_factory=lambda: Mark(0, b""))
    entries: int = 0


def verify(connection: Connection, keyring: Keyring, *, anchored: bool = True) -> Report:
    """
    Hold the log against itself, its anchor and everything that is kept.

    Parameters
    ----------
    connection
        In a transaction that sees one state of the whole.
    anchored
        Ask for the anchor too; a copy that is being restored has none yet.
    """
    facts = about(connection)
    told = _Told()
    problems = list(_chain(connection, keyring, facts.get("record", ""), told))
    if anchored:
        problems += _anchor(connection, keyring, facts.get("copy", ""), told)
    problems += _facts(facts, told)
    counted = 0
    for table in (schema.versions, schema.vault_versions):
        for row in connection.execute(select(table)).mappings().partitions(_AT_ONCE):
            counted += len(row)
            for each in row:
                problems += _version(each, told)
    problems += [
        Problem(entry, f"Entry {entry} says that a version was saved, and it is not there.")
        for entry, _ in told.versions.values()
    ]
    problems += _cases(connection, told)
    problems += _data_keys(connection, keyring, told)
    in_order = sorted(problems, key=lambda problem: (problem.entry is None, problem.entry or 0))
    return Report(entries=told.entries, versions=counted, problems=tuple(in_order))


def _chain(
    connection: Connection, keyring: Keyring, record_id: str, told: _Told
) -> Iterator[Problem]:
    """Walk the entries in order, and gather what they say."""
    before = audit.origin(record_id)
    latest = ""
    table = schema.audit
    rows = connection.execute(select(table).order_by(table.c.seq)).mappings()
    for batch in rows.partitions(_AT_ONCE):
        for row in batch:
            told.entries += 1
            seq = row["seq"]
            if seq != before.seq + 1:
                yield _gap(before.seq, seq)
            elif audit.row_hash(before.hash, dict(row)) != row["hash"]:
                yield Problem(
                    seq,
                    f"Entry {seq} is not as it was written, or does not follow the one before it.",
                )
            yield from _voucher(row, keyring)
            if row["at"] < latest and audit.ACCEPTED not in row["what"]:
                yield Problem(seq, f"Entry {seq} is older than the one before it.")
            latest = row["at"]
            before = Mark(seq, row["hash"])
            yield from _gather(row, told)
    told.end = before
    if not told.entries:
        yield Problem(None, "The log is empty: even the entry that made the record is gone.")


def _gap(before: int, seq: int) -> Problem:
    if seq <= before:
        return Problem(seq, f"Entry {seq} stands twice.")
    one = seq == before + 2
    missing = f"Entry {before + 1} is" if one else f"Entries {before + 1} to {seq - 1} are"
    return Problem(before + 1, f"{missing} not in the log.")


def _voucher(row: RowMapping, keyring: Keyring) -> Iterator[Problem]:
    seq = row["seq"]
    key = None
    try:
        key = keyring.get(row["key_id"])
    except NoKey:
        yield Problem(
            seq, f"Entry {seq} is vouched for with an audit key that is not here ({row['key_id']})."
        )
    if key is not None and (
        key.purpose != "audit"
        or not hmac.compare_digest(audit.vouched(key, row["hash"]), row["mac"])
    ):
        yield Problem(seq, f"Entry {seq} was not written by this program with its audit key.")


def _gather(row: RowMapping, told: _Told) -> Iterator[Problem]:
    """Note what an entry says of versions, cases, keys and the record."""
    seq = row["seq"]
    what: dict[str, Any] = {}
    try:
        what = json.loads(row["what"])
    except ValueError:
        yield Problem(seq, f"Entry {seq} cannot be read.")
    kind, subject = str(what.get("kind")), str(what.get("id"))
    if row["digest"] is not None:
        told.versions[subject, int(what.get("version", 0))] = seq, row["digest"]
        if kind == "case" and what.get("version") == 1:
            told.opened[subject] = seq
    if row["action"] == "alteration" and kind == "case_access":
        told.limited[subject] = bool(what["limited"])
    if row["action"] == "alteration" and kind == "case_end":
        told.ended[subject] = what.get("on")
    if row["action"] == "erasure":
        for compartment in what.get("compartments", ()):
            told.erased[subject, compartment] = seq
        if kind == "case" and datakeys.RECORD in what.get("compartments", ()):
            told.erased_cases.add(subject)
    if kind == "record" and what.get("event") in ("created", "restored", audit.ACCEPTED):
        told.copy = what["copy"]
    if kind == "record" and what.get("event") == "created":
        told.facts = {name: what[name] for name in ("record", "synthetic")}
    if isinstance(what.get("keys"), list):
        told.keys = set(what["keys"])


def _anchor(connection: Connection, keyring: Keyring, copy: str, told: _Told) -> Iterator[Problem]:
    anchor = Anchor(keyring, copy)
    seen, said = None, ""
    try:
        seen = anchor.read()
    except RecordError as error:
        said = str(error)
    if seen is None:
        yield Problem(
            None,
            said
            or f"The anchor {anchor.path} is missing: nobody can tell whether the end of the log, "
            "or the whole of a later copy, is gone. Put back the copy kept with the keys.",
        )
    elif not holds(connection, seen):
        end = told.end.seq
        how = (
            f"The log ends at entry {end}, but entry {seen.seq} was seen here before: its end was "
            "cut off, or an older copy of the database was put in its place."
            if end < seen.seq
            else f"Entry {seen.seq} is not the one that was seen here before."
        )
        yield Problem(min(end + 1, seen.seq), how)


def _facts(facts: Mapping[str, str], told: _Told) -> Iterator[Problem]:
    if facts.get("copy") != told.copy:
        yield Problem(None, "The database says that it is another copy than the log says.")
    if any(facts.get(name) != value for name, value in told.facts.items()):
        yield Problem(None, "What the database says of itself is not what the log says.")
    try:
        in_use = set(json.loads(facts.get("keys", "{}")).values())
    except (ValueError, AttributeError):
        in_use = set()
    if in_use != told.keys:
        yield Problem(None, "The keys that the database names are not those the log says.")


def _version(row: RowMapping, told: _Told) -> Iterator[Problem]:
    """Hold one version against its digest and the entry that says it was saved."""
    seq, digest = told.versions.pop((row["id"], row["version"]), (None, None))
    named = f"version {row['version']} of the record {row['id']}"
    if seq is None:
        yield Problem(None, f"The log knows nothing of {named}: it was not written by the program.")
    elif not row["digest"] == versions.row_digest(dict(row)) == digest:
        yield Problem(
            seq,
            f"What entry {seq} says was saved is not what is there: {named} was changed since.",
        )


def _cases(connection: Connection, told: _Told) -> Iterator[Problem]:
    opened = dict(told.opened)
    for row in connection.execute(select(schema.cases)).mappings():
        case = row["id"]
        seq = opened.pop(case, None)
        if seq is None:
            yield Problem(None, f"The log knows nothing of the case {case}.")
        if bool(row["limited_access"]) != told.limited.get(case, False):
            yield Problem(seq, f"The limited access of the case {case} is not as the log says.")
        if row["ended_on"] != told.ended.get(case):
            yield Problem(seq, f"The day on which the case {case} ended is not as the log says.")
        gone = case in told.erased_cases
        if gone != (row["erased_at"] is not None) or gone != (row["reference_index"] is None):
            yield Problem(seq, f"Whether the case {case} was erased is not as the log says.")
    for case, seq in opened.items():
        yield Problem(seq, f"The case {case}, which entry {seq} opened, is not there.")


def _data_keys(connection: Connection, keyring: Keyring, told: _Told) -> Iterator[Problem]:
    """See that nothing lost its key but by an erasure in the log, and nothing got it back."""
    table = schema.data_keys
    kept: dict[tuple[str, str], bool] = {}
    for row in connection.execute(select(table)).mappings():
        subject, compartment = row["subject"], row["compartment"]
        kept[subject, compartment] = row["wrapped"] is not None
        if row["wrapped"] is None or not keyring.has(row["key_id"]):
            continue
        try:
            datakeys.opened(row, keyring)
        except RecordError:
            yield Problem(None, f"The key of {subject} ({compartment}) was changed.")
    for (subject, compartment), seq in told.erased.items():
        if kept.get((subject, compartment)):
            yield Problem(seq, f"Entry {seq} erased {subject}, and its key is there again.")
    used = select(schema.audit.c.subject, schema.audit.c.compartment).distinct()
    for each in connection.execute(used):
        whose = (each.subject, each.compartment)
        if not kept.get(whose) and whose not in told.erased:
            yield Problem(
                None, f"The key of {whose[0]} ({whose[1]}) is gone, and no entry says so."
            )
