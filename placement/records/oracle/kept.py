"""
The questions of housing, put to the record: a ranking's release, an address, a question passed on.

A SPOC's desk may read neither a victim nor the log of what housing was told. The record reads both
for them here, within one writing transaction, and only the answer leaves.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from placement.assess import measure
from placement.errors import InputError
from placement.records import addresses, datakeys, policy, saving, schema, vacancies, versions
from placement.records.casework import built
from placement.records.kinds import KINDS
from placement.records.kinds.oracle import AddressCheck, ZoneRelease
from placement.records.kinds.register import VacancyConfirmation, VacancyLink
from placement.records.oracle.check import Answer, Asked, check_address
from placement.records.oracle.log import Told, possible_of, reckoned, release_log
from placement.records.oracle.possible import Ground
from placement.records.oracle.ration import seconds_left
from placement.records.oracle.release import release
from placement.records.oracle.remembered import KIND, LOGGED, remembered
from placement.records.oracle.things import protected_in, shown_to_housing

if TYPE_CHECKING:
    from collections.abc import Callable

    from placement.assess import Setting
    from placement.facts import CaseFacts
    from placement.records.desk import Desk
    from placement.records.transaction import Transaction
    from placement.records.versions import Stored

SUBJECT: Final = "protected-homes"  # whose key the digests of homes are made with; never changed


class VaultLog:
    """What housing was told, as the vault keeps it; every version counts, so nothing is undone."""

    def __init__(self, transaction: Transaction, desk: Desk) -> None:
        self.transaction = transaction
        self.desk = desk
        self.saved: str | None = None

    def told(self) -> list[Told]:
        """Give all that housing was ever told, in every case, oldest first."""
        table = schema.vault_versions
        query = select(table).where(table.c.kind.in_((*LOGGED, KIND)))
        rows = self.transaction.connection.execute(query.order_by(table.c.at, table.c.id))
        found: dict[tuple[str, str], Told] = {}
        before: list[Told] = []
        opened = versions.opened(
            self.transaction.connection, self.transaction.keyring, table, rows.mappings()
        )
        for each in opened:
            if each.kind == KIND:
                before += remembered(each.data)
                continue
            core = {name: value for name, value in each.data.items() if name != "passed_on"}
            what = LOGGED[each.kind].from_data(core)
            found.setdefault(
                (each.id, repr(sorted(core.items()))), Told(each.at, each.case or "", each.by, what)
            )
        return sorted([*before, *found.values()], key=lambda told: told.at)

    def add(self, told: Told) -> None:
        """Keep one more thing that housing is about to be told."""
        kind = "address_check" if isinstance(told.what, AddressCheck) else "release_log"
        self.saved = saving.save_new(
            self.transaction,
            self.desk.actor,
            KINDS[kind],
            told.what.to_data(),
            case=told.case,
            state=versions.CURRENT,
            reason="what housing is told",
        ).id

    @property
    def secret(self) -> bytes:
        """The key of the digests of homes: wrapped by the vault's key, the same after a change."""
        return self.transaction.key(SUBJECT, datakeys.VAULT, make=True)


def check_vacancy(
    desk: Desk,
    case: str,
    vacancy: str,
    setting: Setting,
    *,
    wait: Callable[[float], None] = time.sleep,
    stopwatch: Callable[[], float] = time.monotonic,
) -> Answer:
    """
    Say whether a vacancy's address may be used, to whoever sits at the desk.

    Parameters
    ----------
    case, vacancy
        The ids of the case and of the vacancy.
    setting
        What rankings rest on, in the full view, with ``as_of`` the day of the record's clock.
    wait, stopwatch
        Housing waits, outside the transaction, until the same time has passed for every answer.

    Raises
    ------
    NotAllowed
        This person may not ask, or a ration is used up.
    InputError
        The vacancy is not there, or may not be checked yet.
    """
    started = stopwatch()
    with desk.transaction() as transaction:
        desk.may_act(transaction, "check_address", case)
        if desk.actor.lha is not None and desk.actor.lha not in setting.profile:
            raise InputError("The profile", ["your authority is not in it. Leave it out."])
        log = VaultLog(transaction, desk)
        asked = _asked(transaction, desk, case, vacancy, setting)
        answer = check_address(asked, _measured(transaction, case, setting), log, log.secret)
        what = {"kind": "address_check", "ids": [log.saved or vacancy]}
        transaction.log(desk.actor, "disclosure", what, case=case, to_whom=desk.actor.id)
    if answer.waits:
        wait(seconds_left(started, stopwatch(), setting.numbers))
    return answer


def release_for_housing(desk: Desk, case: str, setting: Setting) -> frozenset[str]:
    """
    Release anew what a ranking may tell housing; return the LHAs to be shown as held.

    Give it to ``Setting.held`` for every output to a housing role until the next release.

    Raises ``NotAllowed`` where this person may not release.
    """
    policy.require(policy.may(desk.actor, "write", KINDS["zone_release"], desk.standing(case)))
    return release_by_the_record(desk, case, setting)


def release_by_the_record(desk: Desk, case: str, setting: Setting) -> frozenset[str]:
    """Release what a ranking may tell housing, because somebody who may see it asks for one."""
    with desk.transaction() as transaction:
        log = VaultLog(transaction, desk)
        measured = _measured(transaction, case, setting)
        told = log.told()
        protected = protected_in(measured, log.secret, case)
        protected = reckoned(protected, told, measured.profile.name)
        possible = possible_of(protected.things, Ground.of(measured), told)
        found = release(measured, protected, possible)
        said = ZoneRelease(as_of=setting.as_of, held=tuple(sorted(found.held)))
        saved = saving.save_new(
            transaction,
            desk.actor,
            KINDS["zone_release"],
            said.to_data(),
            case=case,
            state=versions.CURRENT,
            reason="released to housing with a ranking",
        )
        shared = shown_to_housing(measured).together.clear
        kept = release_log(found, measured, protected, shared, saved.id)
        log.add(Told(transaction.moment, case, desk.actor.id, kept))
        return found.held


def last_released(desk: Desk, case: str) -> frozenset[str] | None:
    """Return the LHAs last shown as held in a case; None: nothing was released yet."""
    found = desk.list("zone_release", case=case)
    return frozenset(found[-1].data.get("held", ())) if found else None


def pass_on(desk: Desk, case: str, check: str) -> None:
    """
    Hand a question that got no clear answer to the offender manager, whose list it then is on.

    ``check`` is the id of the address check. Only whoever asked may pass it on.
    """
    with desk.transaction() as transaction:
        desk.may_act(transaction, "check_address", case)
        _, row = saving.existing(transaction, check)
        own = row["kind"] == "address_check" and row["case_id"] == case
        if not own or row["by"] != desk.actor.id:
            raise InputError("The question", ["it is not one of yours in this case."])
        table = versions.table_of(vault=True)
        (stored,) = versions.opened(transaction.connection, transaction.keyring, table, [row])
        saving.save_next(
            transaction,
            desk.actor,
            KINDS["address_check"],
            {**stored.data, "passed_on": True},
            id=check,
            based_on=stored.version,
            state=versions.CURRENT,
            reason="passed on to the offender manager",
        )


def passed_on(desk: Desk, case: str) -> list[Stored]:
    """Return the questions of housing that wait for the offender manager of a case."""
    return [each for each in desk.list("address_check", case=case) if each.data.get("passed_on")]


# --- what the record reads for whoever asks ------------------------------------------------------


def _of(transaction: Transaction, kind: str, case: str | None) -> list[Stored]:
    """Open the newest version of each record of a kind, withdrawn ones left out."""
    vault = KINDS[kind].vault
    rows = [
        row
        for row in versions.newest_of_kind(transaction.connection, kind, vault=vault, case=case)
        if row["state"] == versions.CURRENT
    ]
    table = versions.table_of(vault=vault)
    return versions.opened(transaction.connection, transaction.keyring, table, rows)


def _measured(transaction: Transaction, case: str, setting: Setting) -> CaseFacts:
    """Measure the whole case, whoever asks: nothing of it leaves but an answer."""
    (file,) = _of(transaction, "case", case)
    protected = [stored.data for stored in _of(transaction, "protected", case)]
    return measure(built(file.data, protected), setting)


def _asked(
    transaction: Transaction, desk: Desk, case: str, vacancy: str, setting: Setting
) -> Asked:
    named = {stored.id: stored for stored in _of(transaction, "vacancy", None)}
    if vacancy not in named:
        raise InputError("The vacancy", ["there is none with this id. Look for it in the list."])
    stored, since = named[vacancy], addresses.entered(transaction, vacancy)
    home = KINDS["vacancy"].model.from_data(stored.data)
    confirmed = addresses.still_confirming(
        transaction,
        [
            each
            for each in _of(transaction, "vacancy_confirmation", None)
            if each.data["vacancy"] == vacancy
        ],
    )
    linked = [
        each for each in _of(transaction, "vacancy_link", case) if each.data["vacancy"] == vacancy
    ]
    may = vacancies.may_check(
        home,  # type: ignore[arg-type]
        [VacancyConfirmation.from_data(each.data) for each in confirmed],
        [VacancyLink.from_data(each.data) for each in linked],
        entered_on=(since or stored).at.date(),
        day=transaction.moment.date(),
        numbers=setting.numbers,
    )
    return Asked(
        case=case,
        by=desk.actor.id,
        role=desk.actor.role,
        at=transaction.moment,
        vacancy_id=vacancy,
        vacancy=str(stored.data["reference"]),
        postcode=stored.data.get("postcode"),
        may=may,
    )
