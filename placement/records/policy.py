"""
Who may do what with which kind of record: one function, asked by the store on every call.

A page, the command line and any later interface get the same answer, because none of them decides.
Everything is passed in: who asks (``Actor``), what (``verb``, ``Kind``), and how they stand to the
case (``Standing``). ``may`` answers with a sentence; ``require`` raises it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from placement.errors import NotAllowed
from placement.records.kinds.base import ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from placement.records.kinds.base import Kind
    from placement.records.people import Actor

VERBS: Final = ("read", "write", "withdraw")

# What is done to the record or a case as a whole. `own` and the others are scopes of a case.
ACTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "open_case": {"offender_manager": "all", "coordinator": "all"},
    "limit_case": {"coordinator": "all"},
    "erase_case": {"coordinator": "all"},
    "export": {"coordinator": "all", "offender_manager": "own"},
    "import": {"coordinator": "all"},
    "check_address": {
        "offender_manager": "own",
        "victim_liaison": "own",
        "coordinator": "all",
        "spoc": "referred",
    },
    "documents": {
        "offender_manager": "own",
        "victim_liaison": "own",
        "panel": "meeting",
        "coordinator": "all",
        "spoc": "referred",
    },
    "replay": {"coordinator": "all"},
    "plan": {"coordinator": "all"},
    "read_audit": {"auditor": "all", "coordinator": "all"},
    "verify_audit": {"auditor": "all", "coordinator": "all"},
    "back_up": {"coordinator": "all"},
    "settings": dict.fromkeys(ROLES, "all"),
}


# What the record writes when housing asks: a SPOC's right to it is only for that.
BY_THE_RECORD: Final = ("address_check", "zone_release", "release_log")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """
    How people stand to one case on one day; nothing in it is the person's.

    ``owners`` are its offender managers and victim liaison officers (staff id to role), ``named``
    everybody named for it, ``attended`` the staff who came to a meeting about it, ``marked`` those
    whom the coordinator lets see what is protected, ``referred`` the LHAs it was referred to.
    """

    case: str
    limited: bool = False
    owners: frozenset[tuple[str, str]] = frozenset()
    named: frozenset[str] = frozenset()
    attended: frozenset[str] = frozenset()
    marked: frozenset[str] = frozenset()
    referred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something may be done, and if not, why not."""

    allowed: bool
    why: str = ""


_YES: Final = Answer(True)


def standing_of(
    case: str,
    records: Iterable[tuple[str, Mapping[str, Any]]],
    *,
    day: date,
    limited: bool = False,
) -> Standing:
    """
    Return how people stand to a case, from its `access`, `meeting` and `referral` records.

    ``records`` are kind and data (the plain fields will do) of the newest version of each that was
    not withdrawn. A person's need to know holds from its first day to the day before its last.
    """
    owners, named, marked, attended, referred = set(), set(), set(), set(), set()
    today = day.isoformat()
    for kind, data in records:
        if kind == "access" and data["from"] <= today < data.get("to", "9999"):
            named.add(data["person"])
            if data["as"] != "named":
                owners.add((data["person"], data["as"]))
            if data.get("sees_protected"):
                marked.add(data["person"])
        elif kind == "meeting" and data["on"] <= today:
            attended |= {
                each["person"]
                for each in data.get("attendance", ())
                if each["attended"] and "person" in each
            }
        elif kind == "referral" and data["on"] <= today:
            referred.add(data["lha"])
    return Standing(
        case=case,
        limited=limited,
        owners=frozenset(owners),
        named=frozenset(named),
        attended=frozenset(attended),
        marked=frozenset(marked),
        referred=frozenset(referred),
    )


def may(
    actor: Actor,
    verb: str,
    kind: Kind,
    case: Standing | None = None,
    *,
    lha: str | None = None,
    author: str | None = None,
) -> Answer:
    """
    Say whether somebody may read, write or withdraw a record of a kind.

    Parameters
    ----------
    case
        How people stand to its case; None for a record of no case.
    lha
        The LHA that the record is about, where it has one.
    author
        The staff id of whoever wrote its first version; None for a new one.
    """
    if verb not in VERBS:
        raise ValueError(f"{verb} is not one of {', '.join(VERBS)}")
    if kind.of_case and kind.case_needed and case is None:
        return Answer(False, f"{kind.label}: this belongs to a case, and none was given.")
    if not kind.of_case and case is not None:
        return Answer(False, f"{kind.label}: this belongs to no case. Leave the case out.")
    rights = kind.reads if verb == "read" else kind.writes
    scope = rights.get(actor.role)
    if scope is None:
        return Answer(False, _never(actor.role, verb, kind.label))
    if _closed(actor, case) and not (kind.name == "access" and actor.role == "coordinator"):
        return Answer(False, LIMITED)
    return _reaches(scope, actor, kind.label, case, lha=lha, author=author)


def may_act(actor: Actor, action: str, case: Standing | None = None) -> Answer:
    """Say whether somebody may do one of ``ACTIONS``, to a case where one is given."""
    scope = ACTIONS[action].get(actor.role)
    label = action.replace("_", " ")
    if scope is None:
        return Answer(False, f"As {_called(actor.role)} you may not do this: {label}.")
    if _closed(actor, case):
        return Answer(False, LIMITED)
    if case is None:
        return _YES
    return _reaches(scope, actor, label, case, lha=None, author=None)


def may_write_directly(actor: Actor, kind: Kind) -> Answer:
    """Say whether somebody may write a kind themselves, not only through what the record does."""
    if kind.name in BY_THE_RECORD and actor.role == "spoc":
        return Answer(False, f"{kind.label}: the record writes this itself when you ask it.")
    return _YES


def sees_case(actor: Actor, case: Standing) -> bool:
    """Whether a case is on somebody's list at all."""
    from placement.records.kinds import KINDS

    return may(actor, "read", KINDS["case"], case).allowed


def require(answer: Answer) -> None:
    """
    Go on where an answer is yes.

    Raises
    ------
    NotAllowed
        With the sentence that says why not.
    """
    if not answer.allowed:
        raise NotAllowed(answer.why)


LIMITED: Final = (
    "This case is limited to people named for it, and you are not one of them. Ask the MAPPA "
    "coordinator."
)
NOT_YOURS: Final = "There is no such case among those you may see. Ask the MAPPA coordinator."
_CALLED: Final = {
    "offender_manager": "an offender manager",
    "victim_liaison": "a victim liaison officer",
    "panel": "a panel member",
    "spoc": "a SPOC or deputy",
    "coordinator": "the coordinator",
    "smb": "a member of the Board",
    "auditor": "an auditor",
}


def _called(role: str) -> str:
    return _CALLED.get(role, "somebody without a role")


def _never(role: str, verb: str, label: str) -> str:
    done = {"read": "see", "write": "record or change", "withdraw": "withdraw"}[verb]
    return f"As {_called(role)} you may not {done} this: {label}."


def _closed(actor: Actor, case: Standing | None) -> bool:
    return case is not None and case.limited and actor.id not in case.named


def _reaches(
    scope: str,
    actor: Actor,
    label: str,
    case: Standing | None,
    *,
    lha: str | None,
    author: str | None,
) -> Answer:
    """Say whether a scope reaches this record; what does not reach a case does not confirm it."""
    if scope == "all":
        return _YES
    if scope == "mine":
        mine = author is None or author == actor.id
        known = case is None or _knows(actor, case)
        return _YES if mine and known else Answer(False, f"{label}: only its author may see it.")
    if scope == "lha" and (actor.lha is None or lha != actor.lha):
        return Answer(False, f"{label}: you may do this for your own authority only.")
    if case is None:
        if scope == "lha":
            return _YES
        return Answer(False, f"{label}: without a case this is for the MAPPA coordinator.")
    return _YES if _SCOPES[scope](actor, case) else Answer(False, NOT_YOURS)


def _referred(actor: Actor, case: Standing) -> bool:
    return actor.lha is not None and actor.lha in case.referred


_SCOPES: Final[Mapping[str, Callable[[Actor, Standing], bool]]] = {
    "own": lambda actor, case: (actor.id, actor.role) in case.owners,
    "meeting": lambda actor, case: actor.id in case.attended,
    "marked": lambda actor, case: actor.id in case.attended & case.marked,
    "referred": _referred,
    "lha": _referred,
}


def _knows(actor: Actor, case: Standing) -> bool:
    """Whether somebody has anything to do with a case."""
    return actor.role == "coordinator" or any(
        _SCOPES[scope](actor, case) for scope in ("own", "meeting", "referred")
    )


# --- separation of duties --------------------------------------------------------------------


def office_of(role: str, lha: str | None) -> str:
    """Return the office that somebody sits in, as far as their role says: a SPOC's is their LHA."""
    return f"spoc of {lha}" if role == "spoc" else role


def may_confirm(
    actor: Actor, *, entered_by: str, entered_at: str, landlord_reference: str | None
) -> Answer:
    """
    Say whether somebody may confirm a vacancy that an office (``office_of``) entered.

    That is another person, of another office or with a landlord's reference for the home.

    >>> from placement.records.people import Actor
    >>> one = Actor(id="a.one", role="spoc", agency="E07000009", lha="E07000009")
    >>> may_confirm(one, entered_by="a.one", entered_at="", landlord_reference="T-1").allowed
    False
    """
    if actor.id == entered_by:
        return Answer(False, "Somebody else confirms a vacancy: you entered this one yourself.")
    if office_of(actor.role, actor.lha) == entered_at and not landlord_reference:
        return Answer(
            False,
            "Your office entered this vacancy: another office confirms it, or you give the "
            "landlord's reference for the home.",
        )
    return _YES


# --- the table for the Settings page ---------------------------------------------------------

SCOPE_WORDS: Final[Mapping[str, str]] = {
    "all": "all",
    "own": "their own cases",
    "meeting": "cases of meetings they attended",
    "marked": "as the coordinator marks, of meetings they attended",
    "referred": "cases referred to their authority",
    "lha": "their own authority's, in cases referred to it",
    "mine": "what they wrote",
}


def table(kinds: Iterable[Kind]) -> Iterator[dict[str, str]]:
    """Yield one row per kind and role that may do anything: what the Settings page shows."""
    for kind in kinds:
        for role in ROLES:
            reads, writes = kind.reads.get(role), kind.writes.get(role)
            if reads or writes:
                yield {
                    "kind": kind.label,
                    "clause": kind.clause,
                    "role": role.replace("_", " "),
                    "sees": SCOPE_WORDS[reads] if reads else "never",
                    "records": SCOPE_WORDS[writes] if writes else "never",
                    "controller": kind.controller,
                    "regime": kind.regime,
                }
