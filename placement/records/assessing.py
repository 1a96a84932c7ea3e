"""
Rankings of recorded cases, for whoever sits at the desk: the one way from the record to the engine.

The engine is given the whole case, as the record holds it, and every placement; what leaves is a
ranking in the reader's view. For a housing role nothing protected enters its points, and the LHAs
about which something is held are those last released, never worked out anew by looking.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from placement.assess import assess
from placement.cases.registers import NO_LEVEL
from placement.cases.registers import Placement as Placed
from placement.cases.registers import Vacancy as Home
from placement.errors import InputError
from placement.explain import why_not
from placement.records import schema, versions
from placement.records.addresses import still_confirming
from placement.records.casework import built
from placement.records.kinds import KINDS
from placement.records.kinds.meetings import Contribution, heard_from
from placement.records.oracle.kept import last_released, release_by_the_record
from placement.view import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from placement.assess import Setting
    from placement.cases.model import Case
    from placement.explain import WhyNot
    from placement.planning.cases import CasePlan
    from placement.records.desk import Desk
    from placement.records.store import Record
    from placement.records.transaction import Transaction
    from placement.records.versions import Stored
    from placement.results import Ranking


@dataclass(frozen=True, slots=True, repr=False)
class Ground:
    """What a ranking of a recorded case rests on; it stays on the server and is never shown."""

    case: Case
    setting: Setting
    reader: Reader


def reader_of(desk: Desk, case: str) -> Reader:
    """Return how this person reads a case: a panel member as the coordinator marked them."""
    marked = desk.actor.id in desk.standing(case).marked
    return Reader(desk.actor.role, desk.actor.lha, marked).check()


def own_profile(desk: Desk, setting: Setting) -> None:
    """Refuse a SPOC a profile that their own authority is not in: answers in two would add up."""
    if desk.actor.lha is not None and desk.actor.lha not in setting.profile:
        name = setting.profile.title
        raise InputError("The profile", [f"your authority is not in {name}. Leave it out."])


def ground(desk: Desk, case: str, setting: Setting) -> Ground:
    """
    Gather what a ranking of a case rests on, for whoever sits at the desk.

    Parameters
    ----------
    setting
        Profile, places, numbers, roads and the day; placements and what SPOCs said are the
        record's.

    Raises
    ------
    NotAllowed
        If this person may not see the case.
    NoKey
        If it was erased, or the vault key is not here.
    """
    with desk.transaction() as transaction:
        desk.read(case, reason="to rank the LHAs")
        reader = reader_of(desk, case)
        own_profile(desk, setting)
        whole = _case(transaction, case)
        setting = replace(
            setting,
            placements=placed(transaction),
            heard=_heard(transaction, case, setting.as_of),
            housing=reader.housing,
        )
        if setting.housing:
            full = replace(setting, housing=False)
            held = last_released(desk, case)
            if held is None:
                held = release_by_the_record(desk, case, full)
            setting = replace(setting, held=held)
    return Ground(whole, setting, reader)


def ranking(desk: Desk, case: str, setting: Setting) -> Ranking:
    """Return the ranking of a case as this person may have it; see ``ground``."""
    found = ground(desk, case, setting)
    return assess(found.case, found.setting)


def reasons_against(desk: Desk, case: str, setting: Setting, lha: str) -> WhyNot:
    """Return what stands against one LHA, as this person may have it; see ``ground``."""
    found = ground(desk, case, setting)
    return why_not(found.case, found.setting, lha)


def planned(
    desk: Desk,
    cases: Sequence[str],
    setting: Setting,
    *,
    with_vacancies: bool = True,
    **asked: Any,  # noqa: ANN401 - as ``plan_cases`` has it
) -> CasePlan:
    """
    Plan several recorded cases together; ``asked`` is passed on to ``plan_cases``.

    Raises ``NotAllowed`` where this person plans no cases.
    """
    from placement.planning.cases import plan_cases

    whole, setting, homes = to_plan(desk, cases, setting, with_vacancies=with_vacancies)
    return plan_cases(whole, setting, vacancies=homes, **asked)


def to_plan(
    desk: Desk, cases: Sequence[str], setting: Setting, *, with_vacancies: bool = True
) -> tuple[list[Case], Setting, tuple[Home, ...] | None]:
    """
    Gather what a plan of several recorded cases rests on; the log has it that they were planned.

    Raises ``NotAllowed`` where this person plans no cases.
    """
    with desk.transaction() as transaction:
        for case in cases:
            desk.may_act(transaction, "plan", case)
            desk.read(case, reason="to plan several cases together")
        whole = [_case(transaction, case) for case in cases]
        setting = replace(setting, placements=placed(transaction))
        homes = vacant(transaction) if with_vacancies else None
        what = {"kind": "plan", "ids": list(cases)}
        for case in cases:
            transaction.log(desk.actor, "combination", what, case=case, reason="planned together")
    return whole, setting, homes


# --- what the record reads for whoever asks ---------------------------------------------------


def placed(transaction: Transaction) -> tuple[Placed, ...]:
    """Return everybody who lives somewhere, as the spread rules count them."""
    names = ("reference", "lha", "area", "setting", "start", "end")
    return tuple(
        Placed(
            **{name: getattr(each, name) for name in names},
            level=each.level or NO_LEVEL,
            category=each.category or NO_LEVEL,
        )
        for each in _models(transaction, "placement")
    )


def vacant(transaction: Transaction) -> tuple[Home, ...]:
    """Return the vacancies that somebody has confirmed."""
    given = _newest(transaction, "vacancy_confirmation", None)
    confirmed = {each.data["vacancy"] for each in still_confirming(transaction, given)}
    names = ("reference", "lha", "postcode", "kind", "start", "end")
    more = ("bedrooms", "supported", "accepts")
    return tuple(
        Home(**{name: getattr(each, name) for name in (*names, *more)})
        for stored in _newest(transaction, "vacancy", None)
        if stored.id in confirmed
        for each in [KINDS["vacancy"].model.from_data(stored.data)]
    )


def parts(
    transaction: Transaction, case: str
) -> tuple[Mapping[str, Any], Mapping[str, Any] | None]:
    """Return the data of a case's file and of its protected part, whoever asks."""
    (file,) = _newest(transaction, "case", case)
    protected = _newest(transaction, "protected", case)
    return file.data, protected[0].data if protected else None


def _case(transaction: Transaction, case: str) -> Case:
    file, protected = parts(transaction, case)
    return built(file, [protected] if protected else [])


def _heard(transaction: Transaction, case: str, day: date) -> tuple[Any, ...]:
    offices: Mapping[str, str] = {
        stored.id: str(stored.data["name"]) for stored in _newest(transaction, "office", None)
    }
    said = [
        Contribution.from_data(stored.data) for stored in _newest(transaction, "contribution", case)
    ]
    return heard_from(said, day=day, offices=offices)


def _models(transaction: Transaction, kind: str) -> Iterable[Any]:
    model = KINDS[kind].model
    return [model.from_data(stored.data) for stored in _newest(transaction, kind, None)]


def _newest(transaction: Transaction, kind: str, case: str | None) -> list[Stored]:
    """Open the newest version of each record of a kind, withdrawn ones and drafts left out."""
    vault = KINDS[kind].vault
    rows = [
        row
        for row in versions.newest_of_kind(transaction.connection, kind, vault=vault, case=case)
        if row["state"] == versions.CURRENT
    ]
    table = versions.table_of(vault=vault)
    return versions.opened(transaction.connection, transaction.keyring, table, rows)


def stamp(record: Record) -> tuple[int, ...]:
    """Return a mark that changes whenever something was saved or erased; nothing is in it."""
    with record.database.reading() as connection:
        counts = [
            connection.execute(select(func.count()).select_from(table)).scalar()
            for table in (schema.versions, schema.vault_versions)
        ]
        keys = schema.data_keys
        gone = select(func.count()).where(keys.c.destroyed_at.is_not(None))
        return tuple(int(each or 0) for each in (*counts, connection.execute(gone).scalar()))
