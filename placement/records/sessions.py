"""
Sessions kept in the record: each signing-in begins one, and only it says whether it still holds.

A browser's cookie may outlive signing out by weeks; what it says is never enough. A signing-in has
one session for each role that somebody takes with it, and where one of them has ended, all have: a
copied cookie opens nothing in another role either.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from placement.errors import NotAllowed
from placement.records import schema, versions
from placement.records.kinds.directory import Session
from placement.records.sign_in import begin, end, ended_by, login_of, resume

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from placement.records.desk import Desk
    from placement.records.keys import Keyring
    from placement.records.people import Actor
    from placement.records.sign_in import Settings
    from placement.records.store import Record
    from placement.records.versions import Stored

    Kept = Sequence[tuple[Stored, Session]]

WHY: Final = "signing in"
_LEAST: Final = timedelta(minutes=1)
_SHARE: Final = 10  # of the idle time: so often is it written that somebody is still there


def seen(
    record: Record,
    actor: Actor,
    claims: Mapping[str, Any],
    settings: Settings,
    *,
    now: datetime,
) -> None:
    """
    Begin the session of a signing-in, or see that it still holds.

    Two tabs may ask at the same moment: what is written rests on what stands in the record while
    nobody else writes, so neither begins a second session and neither undoes an end.

    Raises
    ------
    NotAllowed
        If it has ended: signed out, expired, idle, or ended by the coordinator.
    """
    login = login_of(claims)
    with record.database.reading() as connection:
        kept = _kept(connection, record.keyring, login)
    if _why_ended(kept, settings, now) is None and _is_fresh(kept, actor, settings, now):
        return
    refused: NotAllowed | None = None
    with record.writing() as transaction:
        kept = _kept(transaction.connection, record.keyring, login)
        desk = record.desk(actor)
        why = _why_ended(kept, settings, now)
        if why is not None:
            _end_all(desk, kept, now=now, because=why, reason=f"the session has ended: {why}")
            refused = _refusal(kept, actor, settings, why, now)
        elif not _is_fresh(kept, actor, settings, now):  # else another tab has just written it
            _see(desk, kept, claims, settings, now)
    if refused is not None:
        raise refused


def holds(
    record: Record,
    claims: Mapping[str, Any],
    settings: Settings,
    *,
    now: datetime,
    begun: bool = True,
) -> bool:
    """
    Say whether a signing-in has a session here that still holds; nothing is written.

    With ``begun`` false one that has not begun yet will do: whoever comes back from the provider.
    """
    with record.database.reading() as connection:
        kept = _kept(connection, record.keyring, login_of(claims))
    if not kept:
        return not begun
    return _why_ended(kept, settings, now) is None


def ended(record: Record, actor: Actor, claims: Mapping[str, Any], *, now: datetime) -> None:
    """End every session of a signing-in; those that have ended stay as they were."""
    with record.writing() as transaction:
        kept = _kept(transaction.connection, record.keyring, login_of(claims))
        _end_all(record.desk(actor), kept, now=now, because="signed_out", reason="signing out")


def last_taken(record: Record, claims: Mapping[str, Any]) -> str | None:
    """Return the role last taken in a signing-in; None where none was."""
    with record.database.reading() as connection:
        kept = _kept(connection, record.keyring, login_of(claims))
    return max(kept, key=lambda each: _at(each[1].seen))[1].role if kept else None


# --- for the coordinator ----------------------------------------------------------------------


def open_sessions(desk: Desk, *, now: datetime) -> list[tuple[str, Session]]:
    """Return the sessions that have not ended by what is recorded, the last seen first."""
    found = [(each.id, Session.from_data(each.data)) for each in desk.list("session")]
    still = [each for each in found if each[1].ended is None and now < _at(each[1].ends)]
    return sorted(still, key=lambda each: _at(each[1].seen), reverse=True)


def end_one(desk: Desk, session: str, *, now: datetime) -> None:
    """
    End somebody's session, and with it their signing-in.

    Raises
    ------
    NotAllowed
        If this person may not.
    """
    with desk.transaction():
        stored = desk.read(session, reason="to end the session")
        found = Session.from_data(stored.data)
        _end_all(desk, [(stored, found)], now=now, because="ended_by_us", reason="ended by us")


# --- what is kept -----------------------------------------------------------------------------


def _kept(connection: Connection, keyring: Keyring, login: str) -> Kept:
    """Open the newest version of every session of a signing-in; reading them is no use of them."""
    table = schema.versions
    ids = select(table.c.id).where(
        table.c.kind == "session", table.c.version == 1, table.c.plain.contains(login)
    )
    rows = connection.execute(
        select(table).where(table.c.id.in_(ids)).order_by(table.c.id, table.c.version)
    ).mappings()
    newest = {row["id"]: row for row in rows}
    opened = versions.opened(connection, keyring, table, newest.values())
    found = [(stored, Session.from_data(stored.data)) for stored in opened]
    return [each for each in found if each[1].login == login]


def _why_ended(kept: Kept, settings: Settings, now: datetime) -> str | None:
    """Return why a signing-in no longer holds; being at work in one role keeps all its sessions."""
    if not kept:
        return None
    ended_already = [session for _, session in kept if session.ended is not None]
    if ended_already:
        return ended_already[0].ended_because
    latest = max((session.seen for _, session in kept), key=_at)
    whys = [ended_by(replace(session, seen=latest), settings, now=now) for _, session in kept]
    return next((why for why in whys if why is not None), None)


def _is_fresh(kept: Kept, actor: Actor, settings: Settings, now: datetime) -> bool:
    every = max(_LEAST, timedelta(minutes=settings.idle_minutes) / _SHARE)
    return any(_is_of(session, actor) and now - _at(session.seen) < every for _, session in kept)


def _see(
    desk: Desk, kept: Kept, claims: Mapping[str, Any], settings: Settings, now: datetime
) -> None:
    """Write that somebody is there: in the session of their role, or in a new one."""
    mine = next((each for each in kept if _is_of(each[1], desk.actor)), None)
    if mine is None:
        new = begin(desk.actor, claims, settings, now=now)
        if kept:  # another role of the same signing-in lasts no longer than the signing-in does
            new = replace(new, ends=min((each.ends for _, each in kept), key=_at))
        desk.save("session", new.to_data(), reason=WHY)
        return
    stored, session = mine
    latest = max((each.seen for _, each in kept), key=_at)
    again = resume(replace(session, seen=latest), desk.actor, settings, now=now)
    desk.save("session", again.to_data(), id=stored.id, based_on=stored.version, reason=WHY)


def _end_all(desk: Desk, kept: Kept, *, now: datetime, because: str, reason: str) -> None:
    for stored, session in kept:
        if session.ended is None:
            data = end(session, now=now, because=because).to_data()
            desk.save("session", data, id=stored.id, based_on=stored.version, reason=reason)


def _refusal(kept: Kept, actor: Actor, settings: Settings, why: str, now: datetime) -> NotAllowed:
    """Return the sentence that says why, as ``resume`` words it."""
    session = replace(
        kept[0][1], staff=actor.id, role=actor.role, ended=now.isoformat(), ended_because=why
    )
    try:
        resume(session, actor, settings, now=now)
    except NotAllowed as refused:
        return refused
    return NotAllowed("Your session has ended. Sign in again.")  # unreachable: it has ended


def _is_of(session: Session, actor: Actor) -> bool:
    return (session.staff, session.role) == (actor.id, actor.role)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
