"""
Erasing: the keys under which something was sealed are destroyed, and nothing else is touched.

What was sealed stays as noise, so the log still verifies; the fields kept in the open (numbers,
codes, days) stay too. A list of what was erased, ids only, is kept beside the keys, so that
restoring an older backup does not bring anybody back.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Final

from sqlalchemy import update

from placement.errors import InputError, NotAllowed, Unavailable
from placement.records import datakeys, policy, schema, versions
from placement.records.canonical import text_of
from placement.records.consulting import NO_SUCH
from placement.records.faults import InDoubt
from placement.records.saving import check_case

if TYPE_CHECKING:
    from collections.abc import Iterable

    from placement.records.desk import Desk
    from placement.records.keys import Keyring
    from placement.records.people import Actor
    from placement.records.transaction import Transaction

BOTH: Final = (datakeys.RECORD, datakeys.VAULT)
# A reason in a code: one typed by a person would outlast the person it names.
REASONS: Final = ("retention", "asked_by_the_person", "opened_in_error", "order_of_a_court")


class Erasures:
    """The list of what was erased from one record, kept beside its keys; ids only."""

    def __init__(self, keyring: Keyring, record_id: str) -> None:
        self.path = keyring.directory / f"erasures-{record_id}.jsonl"

    def note(self, state: str, subject: str, compartments: Iterable[str]) -> None:
        """Add a line, on the disk before this returns; ``state`` is begun, done or undone."""
        line = text_of([state, subject, sorted(compartments)]) + "\n"
        try:
            handle = os.open(self.path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise Unavailable(
                f"{self.path} cannot be written ({error.strerror}): erasures are listed there so "
                "that no backup undoes them. Nothing was erased."
            ) from None

    def all(self) -> dict[str, set[str]]:
        """
        Return what was erased: subject to compartments.

        An erasure that was begun and whose end was never noted counts: somebody asked for it, and
        bringing the person back would be the graver mistake.
        """
        try:
            lines = self.path.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise Unavailable(f"{self.path} cannot be read ({error.strerror}).") from None
        found: dict[str, set[str]] = {}
        open_: dict[str, set[str]] = {}
        for line in lines:
            try:
                state, subject, compartments = json.loads(line)
            except ValueError:
                continue  # the last line, cut short before anything was erased
            if state == "begun":
                open_.setdefault(subject, set()).update(compartments)
                continue
            open_.pop(subject, None)
            if state == "done":
                found.setdefault(subject, set()).update(compartments)
        for subject, begun in open_.items():
            found.setdefault(subject, set()).update(begun)
        return found


def erase_case(
    desk: Desk, case_id: str, *, reason: str, compartments: Iterable[str] = BOTH
) -> None:
    """
    Erase a case: what was sealed about it, in both compartments, cannot be opened again.

    Parameters
    ----------
    reason
        One of ``REASONS``.
    compartments
        ("vault",) erases what is protected of the case and leaves the rest.

    Raises
    ------
    NotAllowed
        If this person may not erase, or there is no such case.
    NoKey
        If it was erased before.
    """
    wanted = _checked(reason, compartments)
    with desk.record.writing() as transaction:
        check_case(transaction, case_id)
        desk.may_act(transaction, "erase_case", case_id)
    _erase(desk, case_id, wanted, reason, is_case=True)


def erase_record(desk: Desk, record_id: str, *, reason: str) -> None:
    """Erase a record of no case: an entry of the directory, say; see ``erase_case``."""
    wanted = _checked(reason, BOTH)
    with desk.record.writing() as transaction:
        policy.require(policy.may_act(desk.actor, "erase_case"))
        found = versions.newest(transaction.connection, record_id)
        if found is None:
            raise NotAllowed(NO_SUCH)
        if found[1]["case_id"] is not None:
            raise InputError("The record", ["it belongs to a case: erase the case."])
    _erase(desk, record_id, wanted, reason, is_case=False)


def _checked(reason: str, compartments: Iterable[str]) -> tuple[str, ...]:
    wanted = tuple(name for name in BOTH if name in set(compartments))
    problems = []
    if reason not in REASONS:
        problems.append(f"the reason is one of: {', '.join(REASONS)}.")
    if not wanted:
        problems.append("the compartments are 'record' and 'vault', or one of them.")
    if problems:
        raise InputError("The erasure", problems)
    return wanted


def _erase(
    desk: Desk, subject: str, wanted: tuple[str, ...], reason: str, *, is_case: bool
) -> None:
    record = desk.record
    if record.writer.current is not None:
        raise InputError("The erasure", ["it is done alone, outside any other transaction."])
    listed = Erasures(record.keyring, record.id)
    listed.note("begun", subject, wanted)
    try:
        with record.writing() as transaction:
            apply(transaction, desk.actor, subject, wanted, reason, is_case=is_case)
    except InDoubt:
        raise  # it may be done: begun and never ended counts as erased
    except BaseException:
        listed.note("undone", subject, wanted)
        raise
    listed.note("done", subject, wanted)
    record.database.tidy()


def apply(
    transaction: Transaction,
    actor: Actor,
    subject: str,
    compartments: Iterable[str],
    reason: str,
    *,
    is_case: bool,
) -> int:
    """Destroy a subject's keys in this transaction and log it; return how many there were."""
    from placement.records.oracle.remembered import remember

    wanted = sorted(compartments)
    if is_case and datakeys.VAULT in wanted:
        remember(transaction, actor, subject)
    count = datakeys.destroy(transaction.connection, subject, wanted, transaction.at)
    if is_case and datakeys.RECORD in wanted:
        table = schema.cases
        transaction.connection.execute(
            update(table)
            .where(table.c.id == subject)
            .values(reference_index=None, erased_at=transaction.at)
        )
    transaction.log(
        actor,
        "erasure",
        {
            "kind": "case" if is_case else "record_of_no_case",
            "id": subject,
            "compartments": wanted,
            "why": reason,
        },
        case=subject if is_case else None,
        subject=datakeys.LOG,
    )
    return count
