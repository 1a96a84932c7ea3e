"""
From the claims of an identity provider (OpenID Connect) to a person with a role, or to a refusal.

The provider's signature is checked before the claims get here; what is checked here is that they
are meant for us, now, and name somebody to whom a role was given. There is no default role. A
settings file says which value of which claim is which role::

    issuer = "https://login.example.gov.uk/tenant/v2.0"
    audience = "placement"
    staff_claim = "preferred_username"
    roles_claim = "groups"
    session_minutes = 480
    idle_minutes = 30
    leeway_seconds = 60

    [[roles]]
    value = "placement-spoc-fenland"
    role = "spoc"
    agency = "E07000010"
    lha = "E07000010"

    [service]
    address = "https://placement.example.gov.uk"

``[service]`` says how the app is reached and where its secrets come from: see
``placement.records.service``. A session is a record of ours: signing out and expiry are read
there, so that a cookie that is kept opens nothing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from placement.cases.kinds import LHA, TEXT, one_of, whole
from placement.cases.problems import Problems
from placement.cases.source import read_text, read_toml
from placement.cases.table import Table
from placement.errors import NotAllowed
from placement.records.kinds.base import ROLES
from placement.records.kinds.directory import Session
from placement.records.kinds.values import AGENCY, STAFF
from placement.records.people import Actor
from placement.records.service import Service, is_safe, service_from

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_MINUTES = whole(1, 1_440)
_SECONDS = whole(0, 300)
_CLAIM_TEXT: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFor:
    """Which role, at which agency, a value of the roles claim gives."""

    value: str
    role: str
    agency: str
    lha: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How claims are read; see the module for the file. ``roles`` may give one person several."""

    issuer: str
    audience: str
    staff_claim: str
    roles_claim: str
    session_minutes: int
    idle_minutes: int
    leeway_seconds: int
    roles: tuple[RoleFor, ...]
    service: Service | None = None


def read_settings(path: Path) -> Settings:
    """
    Read the settings of signing in.

    Raises
    ------
    InputError
        With every problem of the file.
    """
    return settings_from(read_text(path), source=str(path))


def settings_from(text: str, *, source: str = "the sign-in settings") -> Settings:
    """Read the settings from their text; ``InputError`` with every problem."""
    problems = Problems()
    table = Table(read_toml(text, source), problems, form="the sign-in settings")
    issuer = table.need("issuer", TEXT)
    service = _service(table, issuer)
    tests = service is not None and service.localhost_for_tests
    if issuer and not is_safe(issuer, tests=tests):
        table.problem("issuer", "begins with https://. Correct it.")
    settings = Settings(
        issuer=issuer,
        audience=table.need("audience", TEXT),
        staff_claim=table.need("staff_claim", TEXT),
        roles_claim=table.need("roles_claim", TEXT),
        session_minutes=table.need("session_minutes", _MINUTES),
        idle_minutes=table.need("idle_minutes", _MINUTES),
        leeway_seconds=table.need("leeway_seconds", _SECONDS),
        roles=table.parts("roles", _role_for) or (),
        service=service,
    )
    if not settings.roles:
        table.problem("roles", "is missing: nobody could sign in. Write [[roles]].")
    values = [each.value for each in settings.roles]
    for value in sorted({value for value in values if values.count(value) > 1}):
        table.problem("roles", f"{value!r} is there twice. Keep one.")
    table.close()
    problems.refuse_any(source)
    return settings


def _service(table: Table, issuer: str) -> Service | None:
    inside = table.part("service")
    if not table.holds("service"):
        return None
    service = service_from(inside, issuer)
    inside.close()
    return service


def _role_for(table: Table) -> RoleFor:
    given = RoleFor(
        value=table.need("value", TEXT),
        role=table.need("role", one_of(ROLES)),
        agency=table.need("agency", AGENCY),
        lha=table.get("lha", LHA),
    )
    if given.role == "spoc" and not table.holds("lha"):
        table.problem("lha", "is missing: a SPOC speaks for one authority. Write its ONS code.")
    if given.role and given.role != "spoc" and table.holds("lha"):
        table.problem("lha", "belongs to a SPOC. Leave it out.")
    return given


def actors_of(claims: Mapping[str, Any], settings: Settings, *, now: datetime) -> tuple[Actor, ...]:
    """
    Return who somebody may be: one ``Actor`` for each role that their claims give them.

    Values of the roles claim that the settings do not name are other groups' and give nothing.

    Raises
    ------
    NotAllowed
        If the claims are not meant for us, not for now, name nobody, or give no role. No value of
        a claim stands in the sentence.
    """
    _meant_for_us(claims, settings)
    _for_now(claims, settings, now)
    staff = STAFF.read(claims.get(settings.staff_claim))
    if staff is None:
        raise NotAllowed(
            f"Your sign-in does not say who you are: the claim {settings.staff_claim} is missing "
            "or not a staff id. Ask whoever looks after signing in at your agency."
        )
    values = _values(claims.get(settings.roles_claim))
    if not values:
        raise NotAllowed(
            f"Your sign-in brings no roles: the claim {settings.roles_claim} is missing or empty. "
            "Ask whoever looks after signing in at your agency to add you to a group."
        )
    given = [each for each in settings.roles if each.value in values]
    if not given:
        raise NotAllowed(
            f"None of your groups gives a role here (claim {settings.roles_claim}), and there is "
            "no default role. Ask the MAPPA coordinator, who says which group is which role."
        )
    return tuple(
        Actor(id=staff, role=each.role, agency=each.agency, lha=each.lha) for each in given
    )


def actor_of(
    claims: Mapping[str, Any],
    settings: Settings,
    *,
    now: datetime,
    role: str | None = None,
    lha: str | None = None,
) -> Actor:
    """
    Return the one person who signs in; where claims give several roles, ``role`` chooses.

    Raises
    ------
    NotAllowed
        As ``actors_of``, or if the choice is open or not among those given.
    """
    found = [
        actor
        for actor in actors_of(claims, settings, now=now)
        if role in (None, actor.role) and lha in (None, actor.lha)
    ]
    if not found:
        raise NotAllowed("Your sign-in does not give you that role. Choose one that it gives.")
    if len(found) > 1:
        names = ", ".join(f"{a.role}{f' ({a.lha})' if a.lha else ''}" for a in found)
        raise NotAllowed(f"Your sign-in gives several roles: {names}. Choose one.")
    return found[0]


def _meant_for_us(claims: Mapping[str, Any], settings: Settings) -> None:
    if claims.get("iss") != settings.issuer:
        raise NotAllowed(
            "This sign-in comes from another identity provider than the one agreed. Sign in again "
            "through your agency."
        )
    audience = claims.get("aud")
    meant = audience if isinstance(audience, list) else [audience]
    if settings.audience not in meant:
        raise NotAllowed("This sign-in was made for another service. Sign in again here.")
    if len(meant) > 1 and claims.get("azp") != settings.audience:
        raise NotAllowed("This sign-in was made for several services. Sign in again here.")


def _for_now(claims: Mapping[str, Any], settings: Settings, now: datetime) -> None:
    """Refuse what has expired, has not begun, or does not say."""
    leeway = timedelta(seconds=settings.leeway_seconds)
    ends, made = _moment(claims.get("exp")), _moment(claims.get("iat"))
    begins = _moment(claims.get("nbf")) if "nbf" in claims else made
    if ends is None or made is None or begins is None:
        raise NotAllowed("This sign-in does not say from when to when it holds. Sign in again.")
    if now >= ends + leeway:
        raise NotAllowed("Your sign-in has expired. Sign in again.")
    if now < max(made, begins) - leeway:
        raise NotAllowed(
            "This sign-in is not valid yet: the clock here and that of your agency differ. Tell "
            "whoever looks after this service."
        )


def _moment(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _values(claim: object) -> frozenset[str]:
    values = claim if isinstance(claim, (list, tuple)) else [claim]
    return frozenset(
        value for value in values if isinstance(value, str) and 0 < len(value) <= _CLAIM_TEXT
    )


# --- sessions --------------------------------------------------------------------------------


def login_of(claims: Mapping[str, Any]) -> str:
    """Return the digest that tells one signing-in from every other, whatever cookie brings it."""
    told = [claims.get(name) for name in ("iss", "sub", "sid", "jti", "nonce", "iat")]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def begin(actor: Actor, claims: Mapping[str, Any], settings: Settings, *, now: datetime) -> Session:
    """
    Return the session of a signing-in; it ends with the claims or after the session's minutes.

    The store keeps it; where one with the same ``login`` is kept already, ``resume`` that one.
    """
    longest = now + timedelta(minutes=settings.session_minutes)
    expires = _moment(claims.get("exp")) or longest
    return Session(
        login=login_of(claims),
        staff=actor.id,
        role=actor.role,
        began=now.isoformat(),
        seen=now.isoformat(),
        ends=min(longest, expires).isoformat(),
    )


def resume(session: Session | None, actor: Actor, settings: Settings, *, now: datetime) -> Session:
    """
    Return the session seen again now.

    Raises
    ------
    NotAllowed
        If there is none, it is somebody else's, or it has ended: what the cookie says is not asked.
    """
    if session is None:
        raise NotAllowed("You are not signed in. Sign in.")
    if (session.staff, session.role) != (actor.id, actor.role):
        raise NotAllowed("This session is another person's or another role's. Sign in again.")
    why = ended_by(session, settings, now=now)
    if why is not None:
        raise NotAllowed(f"{_ENDED[why]} Sign in again.")
    return replace(session, seen=max(session.seen, now.isoformat(), key=_at))


def ended_by(session: Session, settings: Settings, *, now: datetime) -> str | None:
    """Return why a session no longer holds, or None where it does."""
    if session.ended is not None:
        return session.ended_because
    if now >= _at(session.ends):
        return "expired"
    if now >= _at(session.seen) + timedelta(minutes=settings.idle_minutes):
        return "idle"
    return None


def end(session: Session, *, now: datetime, because: str = "signed_out") -> Session:
    """Return the session ended; one that has ended already stays as it was."""
    if session.ended is not None:
        return session
    return replace(session, ended=now.isoformat(), ended_because=because)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


_ENDED: Final[Mapping[str, str]] = {
    "signed_out": "You have signed out.",
    "expired": "Your session has ended.",
    "idle": "Nothing was done for a while, so your session has ended.",
    "ended_by_us": "Your session was ended by the MAPPA coordinator.",
}


# --- the demonstration -----------------------------------------------------------------------

DEMO_BANNER: Final = (
    "Demonstration: everybody here is made up. Anyone may take any role; nothing is to be decided "
    "with it."
)


def demo_actor(
    role: str, *, synthetic_record: bool, lha: str | None = None, name: str = "demo"
) -> Actor:
    """
    Return somebody in the role that a person chose, in a record marked synthetic and no other.

    Raises
    ------
    NotAllowed
        If the record is not marked synthetic, or the role is none, or a SPOC without an LHA.
    """
    if not synthetic_record:
        raise NotAllowed(
            "Roles can be switched in the demonstration only, on a record of synthetic people. "
            "This record is not marked as one: sign in."
        )
    if role == "spoc" and (lha is None or LHA.read(lha) is None):
        raise NotAllowed("A SPOC speaks for one authority. Choose which.")
    own = lha if role == "spoc" else None
    agency = own or _AGENCIES.get(role, "probation")
    who = f"{name}.{role}" + (f".{own}" if own else "")
    return Actor(id=who, role=role, agency=agency, lha=own, synthetic=True)


_AGENCIES: Final[Mapping[str, str]] = {"panel": "police", "coordinator": "mappa", "smb": "mappa"}
