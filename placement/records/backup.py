"""
A backup: everything in the database, as it was at one moment, in one file.

The file is compressed lines of JSON: a head, one line for each row of each table, and an end that
says how many there were and vouches for them with the audit key. It is the same for both engines,
so a record on one can be restored into the other. It holds no key of the key directory: without
those, what is sealed in it stays sealed.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import MetaData, Table, select

from placement.errors import Unavailable
from placement.records import audit, policy, schema
from placement.records.canonical import text_of
from placement.records.saving import need_reason
from placement.records.transaction import about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from placement.records.desk import Desk
    from placement.records.keys import Key, Keyring

FORM: Final = "placement backup 1"
TABLES: Final = ("about", "cases", "data_keys", "versions", "vault_versions", "audit")
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup holds: where it is, how far its log goes, how many rows it has."""

    path: Path
    record: str
    entries: int
    rows: int


def back_up(desk: Desk, path: str | Path, *, reason: str = "backup") -> Backup:
    """
    Write a backup while others go on working.

    Raises
    ------
    NotAllowed
        If this person's role does not look after the record.
    Unavailable
        If the file is there already, would lie among the keys, or cannot be written.
    """
    policy.require(policy.may_act(desk.actor, "back_up"))
    need_reason(reason)
    target = Path(path)
    keyring = desk.record.keyring
    _check_target(target, keyring)
    with desk.record.writing() as transaction:
        what = {"kind": "record", "event": "backup"}
        transaction.log(desk.actor, "consultation", what, reason=reason)
    ready = target.with_name(f".{target.name}.{os.getpid()}")
    said = ""
    done = None
    try:
        handle = os.open(ready, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            with (
                gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0) as packed,
                desk.record.database.reading() as connection,
            ):
                done = _write(connection, packed, keyring, target)
            file.flush()
            os.fsync(file.fileno())
        os.replace(ready, target)
    except OSError as error:
        said = error.strerror or "it cannot be written"
    finally:
        with contextlib.suppress(OSError):
            ready.unlink(missing_ok=True)
    if said or done is None:
        raise Unavailable(f"The backup {target} was not made ({said}). Check the folder.")
    return done


def _check_target(target: Path, keyring: Keyring) -> None:
    if target.exists():
        raise Unavailable(f"{target} is there already. Name another file: backups are kept.")
    if not target.parent.is_dir():
        raise Unavailable(f"There is no folder {target.parent}. Make it, or name another.")
    if target.parent.resolve() == keyring.directory.resolve():
        raise Unavailable(
            f"{target.parent} is where the keys are: a backup beside its keys is sealed from "
            "nobody. Name a folder elsewhere."
        )


def _write(connection: Connection, packed: gzip.GzipFile, keyring: Keyring, target: Path) -> Backup:
    facts = about(connection)
    newest = audit.last(connection)
    key = keyring.get(json.loads(facts["keys"])["audit"])
    head: dict[str, Any] = {
        "form": FORM,
        "record": facts["record"],
        "copy": facts["copy"],
        "schema": schema.HEAD,
        "key": key.id,
        "entries": 0 if newest is None else newest["seq"],
    }
    running = Voucher(key)
    packed.write(running.over(head))
    count = 0
    for name in TABLES:
        table = schema.metadata.tables[name]
        columns = [column.name for column in table.columns]
        packed.write(running.over({"table": name, "columns": columns}))
        ordered = select(table).order_by(*table.primary_key.columns)
        for batch in connection.execute(ordered).partitions(_AT_ONCE):
            for row in batch:
                packed.write(running.over([_written(value) for value in row]))
                count += 1
    packed.write((text_of({"end": count, "mac": running.end()}) + "\n").encode("utf-8"))
    return Backup(path=target, record=facts["record"], entries=head["entries"], rows=count)


class Voucher:
    """Vouches, with the audit key, for the lines of a backup."""

    def __init__(self, key: Key) -> None:
        self._mac = hmac.new(key.secret, FORM.encode(), "sha256")

    def over(self, value: Any) -> bytes:  # noqa: ANN401 - what JSON can hold
        """Return a line, and take it into what is vouched for."""
        line = (text_of(value) + "\n").encode("utf-8")
        self.take(line)
        return line

    def take(self, line: bytes) -> None:
        """Take a line that was read into what is vouched for."""
        self._mac.update(line)

    def end(self) -> str:
        """Return what vouches for all the lines."""
        return self._mac.hexdigest()


def head_of(path: Path) -> dict[str, Any]:
    """
    Return the head of a backup: its record, the edition of its tables, how far its log goes.

    Raises
    ------
    Unavailable
        If the file cannot be read or is no backup.
    """
    for line in _lines(path):
        head = _json(path, line)
        if isinstance(head, dict) and head.get("form") == FORM:
            return head
        break
    raise _no_backup(path)


def check_whole(path: Path, keyring: Keyring) -> None:
    """Refuse a backup that was changed, cut short, or made under other keys."""
    head = head_of(path)
    running = Voucher(keyring.get(str(head["key"])))
    held: bytes | None = None
    for line in _lines(path):
        if held is not None:
            running.take(held)
        held = line
    end = _json(path, held or b"")
    if not isinstance(end, dict) or not hmac.compare_digest(str(end.get("mac", "")), running.end()):
        raise Unavailable(
            f"The backup {path} is not whole: it was cut short or changed since it was made. "
            "Nothing was restored. Take an earlier backup."
        )


def load(connection: Connection, path: Path) -> int:
    """Put every row of a backup into empty tables of its own edition; return how many."""
    table: Table | None = None
    columns: list[str] = []
    batch: list[dict[str, Any]] = []
    count = 0

    def put() -> int:
        put_in = len(batch)
        if table is not None and batch:
            connection.execute(table.insert(), batch)
        batch.clear()
        return put_in

    for line in _lines(path):
        value = _json(path, line)
        if isinstance(value, list):
            batch.append(dict(zip(columns, map(_read, value), strict=True)))
            if len(batch) >= _AT_ONCE:
                count += put()
        elif "table" in value:
            count += put()
            table = Table(value["table"], MetaData(), autoload_with=connection)
            columns = value["columns"]
    return count + put()


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as packed:
            yield from packed
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or "it is no backup, or is cut short"
        said = f"The backup {path} cannot be read ({reason}). Check the path, or take another."
    else:
        return
    raise Unavailable(said)


def _json(path: Path, line: bytes) -> Any:  # noqa: ANN401 - what JSON can hold
    with contextlib.suppress(ValueError):
        return json.loads(line)
    raise _no_backup(path)


def _no_backup(path: Path) -> Unavailable:
    return Unavailable(f"{path} is no backup of a record. Give the file that was made as one.")


def _written(value: object) -> object:
    return {"b": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _read(value: object) -> object:
    return base64.b64decode(value["b"]) if isinstance(value, dict) else value
