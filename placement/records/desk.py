"""
One person's access to the record: everything goes through a desk.

A desk asks the policy before every answer, and every answer is in the log: who, in what role, when,
what, and why. What a person may not see is not told apart from what there is not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from placement.errors import InputError, NotAllowed
from placement.records import case_texts, casework, consulting, policy, saving, versions
from placement.records.held import check_against_others
from placement.records.kinds import KINDS
from placement.records.kinds.base import HOUSING_ROLES
from placement.records.standing import Standings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractContextManager
    from datetime import date

    from placement.cases.model import Case
    from placement.records.casework import CaseRow
    from placement.records.people import Actor
    from placement.records.policy import Standing
    from placement.records.saving import Saved
    from placement.records.store import Record
    from placement.records.transaction import Transaction
    from placement.records.versions import Stored

    # a class with a method named list cannot name the type inside itself
    Found = list[Stored]
    CaseRows = list[CaseRow]

NO_OTHER_PEOPLES_HOMES = (*HOUSING_ROLES, "panel")


class Desk:
    """What one person, in one role, may do with the record."""

    def __init__(self, record: Record, actor: Actor) -> None:
        self.record = record
        self.actor = actor

    def __repr__(self) -> str:
        return f"Desk({self.actor.role})"

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Hold several saves in one commit: all of them are saved, or none."""
        return self.record.writing()

    # --- cases ---------------------------------------------------------------------------------

    def open_case(
        self,
        reference: str,
        text: str,
        *,
        protected: str | None = None,
        files: Mapping[str, bytes] | None = None,
        reason: str,
    ) -> CaseRow:
        """
        Open a new case from the text of its file (TOML), and of its protected part.

        A text that holds what is protected is cut in two, as ``placement case split`` does. An
        offender manager or victim liaison officer who opens a case is named for it. ``files`` are
        the geometry files that its zones name.

        Raises
        ------
        InputError
            With every problem of the texts, or where a case has the reference already.
        NotAllowed
            If the role opens no cases.
        """
        saving.need_reason(reason)
        policy.require(policy.may_act(self.actor, "open_case"))
        parts = casework.parts_of(reference, text, protected, files or {})
        with self.record.writing() as transaction:
            saved = casework.open_case(transaction, self.actor, reference, parts, reason)
            return casework.CaseRow(
                id=saved.id,
                reference=reference,
                version=saved.version,
                opened_at=transaction.moment,
                changed_at=transaction.moment,
                limited=False,
            )

    def cases(self) -> CaseRows:
        """Return the cases that this person may see, the earliest opened first."""
        with self.record.writing() as transaction:
            rows = casework.visible(transaction, self.actor)
            what = {"kind": "case", "list": len(rows), "ids": [row.id for row in rows]}
            transaction.log(self.actor, "consultation", what)
            return rows

    def find_case(self, reference: str) -> CaseRow | None:
        """Return the case with a reference, if there is one that this person may see."""
        with self.record.writing() as transaction:
            case = casework.case_with(transaction, reference)
            rows = casework.visible(transaction, self.actor, only=case) if case else []
            what = {"kind": "case", "ids": [row.id for row in rows]}
            transaction.log(self.actor, "consultation", what)
            return rows[0] if rows else None

    def case(self, case_id: str, *, reason: str, version: int | None = None) -> Case:
        """
        Return a case as this person may hold it.

        Without what is protected, and marked ``protected_elsewhere``, for whoever may not hold it.

        Raises
        ------
        NotAllowed
            If this person may not see the case, or there is none.
        NoKey
            If the case was erased, or the vault key that opens its protected part is not here.
        """
        with self.record.writing() as transaction:
            file = self.read(case_id, version=version, reason=reason).data
            standing = self._standing(transaction, case_id)
            rows = [
                row
                for row in versions.newest_of_kind(
                    transaction.connection, "protected", vault=True, case=case_id
                )
                if row["state"] == versions.CURRENT
            ]
            if not policy.may(self.actor, "read", KINDS["protected"], standing).allowed:
                housing = self.actor.role in HOUSING_ROLES
                return casework.without_protected(file, has_protected=bool(rows), housing=housing)
            protected = [self.read(row["id"], reason=reason).data for row in rows]
            return casework.built(file, protected)

    def limit(self, case_id: str, *, limited: bool = True, reason: str) -> None:
        """Close a case to everybody who is not named for it, or open it again."""
        saving.need_reason(reason)
        with self.record.writing() as transaction:
            saving.check_case(transaction, case_id)
            self.may_act(transaction, "limit_case", case_id)
            if limited and self.actor.id not in self._standing(transaction, case_id).named:
                mine = {
                    "person": self.actor.id,
                    "as": "named",
                    "from": transaction.moment.date().isoformat(),
                    "why": "limited the case",
                }
                self.save("access", mine, case=case_id, reason=reason)
            casework.limit(transaction, self.actor, case_id, limited=limited, reason=reason)

    def end_case(self, case_id: str, *, on: date | None, reason: str) -> None:
        """Record the day on which a case ended, from which retention counts; None takes it back."""
        saving.need_reason(reason)
        with self.record.writing() as transaction:
            saving.check_case(transaction, case_id)
            stands = self._standing(transaction, case_id)
            policy.require(policy.may(self.actor, "write", KINDS["case"], stands))
            casework.end(transaction, self.actor, case_id, on, reason)

    # --- records -------------------------------------------------------------------------------

    def save(
        self,
        kind: str,
        data: Mapping[str, Any],
        *,
        case: str | None = None,
        id: str | None = None,
        based_on: int | None = None,
        state: str = versions.CURRENT,
        reason: str,
        files: Mapping[str, bytes] | None = None,
    ) -> Saved:
        """
        Save a new record, or with ``id`` and ``based_on`` the next version of one.

        ``files``: see ``case_texts``.

        Raises
        ------
        InputError
            With every problem of the data.
        NotAllowed
            If this person may not write this kind, for this case.
        Stale
            If somebody saved since the version this is based on; what was typed is kept as a draft.
        """
        declared = saving.kind_named(kind)
        saving.need_reason(reason)
        if state not in (versions.CURRENT, versions.DRAFT):
            raise InputError("The state", ["it is 'current' or 'draft'."])
        policy.require(policy.may_write_directly(self.actor, declared))
        with self.record.writing() as transaction:
            data = case_texts.to_be_kept(transaction, self.actor, kind, data, case, id, files)
            model = declared.model.from_data(data)
            checked = model.to_data()
            if id is not None:
                # who may not write it is told no more: the other records could be felt out
                about = saving.need_may_write(transaction, self.actor, declared, checked, id)
                if state == versions.CURRENT:
                    check_against_others(transaction, self.actor, model, case=about, own=id)
                return saving.save_next(
                    transaction,
                    self.actor,
                    declared,
                    checked,
                    id=id,
                    based_on=based_on,
                    state=state,
                    reason=reason,
                )
            standing = self._standing(transaction, case) if case else None
            answer = policy.may(
                self.actor, "write", declared, standing, lha=checked.get("lha"), author=None
            )
            policy.require(answer)
            if state == versions.CURRENT:
                check_against_others(transaction, self.actor, model, case=case)
            return saving.save_new(
                transaction, self.actor, declared, checked, case=case, state=state, reason=reason
            )

    def withdraw(self, id: str, *, based_on: int, reason: str) -> Saved:
        """
        Withdraw a record: its last version stays, marked as withdrawn.

        Raises
        ------
        NotAllowed
            If this person may not.
        Stale
            If somebody saved since the version this is based on.
        """
        saving.need_reason(reason)
        with self.record.writing() as transaction:
            table, row = saving.existing(transaction, id)
            stored = consulting.opened(transaction, table, [row])
            return saving.save_next(
                transaction,
                self.actor,
                KINDS[row["kind"]],
                stored[0].data,
                id=id,
                based_on=based_on,
                state=versions.WITHDRAWN,
                reason=reason,
                verb="withdraw",
            )

    def read(self, id: str, *, version: int | None = None, reason: str = "") -> Stored:
        """
        Return one version of a record, the newest unless one is named.

        Raises
        ------
        NotAllowed
            If this person may not read it, or there is none.
        NoKey
            If it was erased, or the vault key is not here.
        """
        with self.record.writing() as transaction:
            table, rows = consulting.readable(transaction, self.actor, id)
            wanted = [row for row in rows if version in (None, row["version"])][-1:]
            if not wanted:
                raise InputError(f"The record {id}", [f"it has no version {version}."])
            stored = consulting.opened(transaction, table, wanted)[0]
            consulting.log(transaction, self.actor, table, [stored], reason)
            return self._as_may_be_read(transaction, [stored])[0]

    def history(self, id: str, *, reason: str = "") -> Found:
        """Return every version of a record, oldest first; see ``read``."""
        with self.record.writing() as transaction:
            table, rows = consulting.readable(transaction, self.actor, id)
            stored = consulting.opened(transaction, table, rows)
            consulting.log(transaction, self.actor, table, stored, reason)
            return self._as_may_be_read(transaction, stored)

    def list(
        self,
        kind: str,
        *,
        case: str | None = None,
        withdrawn: bool = False,
        **equal_plain: object,
    ) -> Found:
        """
        Return the newest version of each record of a kind that this person may read.

        Only those of a case, where one is given; only those whose plain fields are equal to what is
        given; withdrawn ones only where ``withdrawn`` asks for them. Erased ones are left out.
        """
        declared = saving.kind_named(kind)
        if strange := sorted(set(equal_plain) - declared.plain):
            allowed = ", ".join(sorted(declared.plain)) or "none"
            raise InputError(
                f"The list of {declared.label.lower()}",
                [f"{name} is not kept in the open. Those that are: {allowed}." for name in strange],
            )
        with self.record.writing() as transaction:
            found = versions.opened(
                transaction.connection,
                transaction.keyring,
                versions.table_of(vault=declared.vault),
                consulting.listed(
                    transaction,
                    self.actor,
                    declared,
                    case=case,
                    withdrawn=withdrawn,
                    equal=equal_plain,
                ),
            )
            what = {"kind": kind, "list": len(found), "ids": [each.id for each in found]}
            transaction.log(self.actor, "consultation", {**what, **equal_plain}, case=case)
            return self._as_may_be_read(transaction, found)

    # --- the log -------------------------------------------------------------------------------

    def log(
        self,
        action: str,
        *,
        case: str | Iterable[str] | None = None,
        what: str | Mapping[str, Any],
        to_whom: str | None = None,
        reason: str,
        vault: bool = False,
    ) -> None:
        """
        Put in the log what this person did outside the record: above all, what left it.

        Parameters
        ----------
        action
            One of ``audit.ACTIONS``.
        case
            The case it is about; several give an entry each, so that each can be erased.
        what
            A kind, ids and codes; anything else in it is sealed with the reason.
        to_whom
            A staff id, an office or an agency.
        vault
            Seal what was typed under the vault's key of the case.
        """
        saving.need_reason(reason)
        named = {"kind": what} if isinstance(what, str) else dict(what)
        cases: Iterable[str | None] = [case] if case is None or isinstance(case, str) else case
        with self.record.writing() as transaction:
            for each in cases:
                if each is not None:
                    self._check_seen(transaction, each)
                transaction.log(
                    self.actor,
                    action,
                    named,
                    case=each,
                    vault=vault,
                    reason=reason,
                    to_whom=to_whom,
                )

    # --- what the other parts of the record ask ------------------------------------------------

    def standing(self, case: str) -> Standing:
        """Return how people stand to a case today; nothing of the person is in it."""
        with self.record.writing() as transaction:
            return self._standing(transaction, case)

    def may_act(self, transaction: Transaction, action: str, case: str | None = None) -> None:
        """Refuse one of ``policy.ACTIONS`` to whoever may not; see ``policy.may_act``."""
        standing = self._standing(transaction, case) if case else None
        policy.require(policy.may_act(self.actor, action, standing))

    def _standing(self, transaction: Transaction, case: str) -> Standing:
        found = Standings(transaction.connection, transaction.moment.date()).of(case)
        assert found is not None
        return found

    def _as_may_be_read(self, transaction: Transaction, found: Found) -> Found:
        """Return records as this person may read them: of a case's file, housing gets its own."""
        if self.actor.role not in NO_OTHER_PEOPLES_HOMES:
            return found
        return [
            each
            if each.kind != "case"
            or self.actor.id in self._standing(transaction, str(each.case)).marked
            else replace(
                each, data={**each.data, "text": casework.text_for_housing(each.data["text"])}
            )
            for each in found
        ]

    def _check_seen(self, transaction: Transaction, case: str) -> None:
        if not policy.sees_case(self.actor, self._standing(transaction, case)):
            raise NotAllowed(policy.NOT_YOURS)
