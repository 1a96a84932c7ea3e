"""
May this vacancy be used? ``placement check-address CASE --vacancy V``, whoever asks.

Offender manager, victim liaison and coordinator get ``clear``, ``conflict`` or ``refer``, without
a ration. Housing gets ``clear`` or ``refer``, decided as in ``address``, after a delay that is the
same for every answer, and what it was told is kept before it is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.errors import InputError, NotAllowed, PlacesError
from placement.records.oracle import address
from placement.records.oracle.log import Told, possible_of, reckoned
from placement.records.oracle.possible import Ground
from placement.records.oracle.ration import Alert, alerts_for, over_the_ration
from placement.records.oracle.things import protected_in, shown_to_housing

if TYPE_CHECKING:
    from datetime import datetime

    from geodata.places import Located
    from placement.facts import CaseFacts
    from placement.records import policy
    from placement.records.oracle.log import Log

FULL_VIEW = ("offender_manager", "victim_liaison", "coordinator")
RATIONED = ("spoc",)
SENTENCES = {
    "clear": "Nothing is held against this address on the day asked. It is no offer: the offender "
    "manager confirms it before one is made.",
    "refer": "Ask the offender manager about this address. This says nothing about the address.",
    "conflict": "In a zone, a victim's area or the area of somebody to be kept apart from: not to "
    "be used as it stands.",
}
LOOK = "Near an edge, or something about this address is not known: somebody has to look."


@dataclass(frozen=True, slots=True)
class Asked:
    """
    Who asks about which home, in which case, when.

    ``vacancy_id`` is the record of the home; ``may``: whether it is real, confirmed, old enough and
    linked to this case (``vacancies.may_check``).
    """

    case: str
    by: str
    role: str
    at: datetime
    vacancy_id: str
    vacancy: str
    postcode: str | None
    may: policy.Answer


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What is told, in one word and one sentence; whom it alerts; whether it can be passed on.

    ``waits``: it is told only after the delay of ``ration.seconds_left``.
    """

    answer: str
    sentence: str
    alerts: tuple[Alert, ...] = ()
    can_pass_on: bool = False
    waits: bool = False


def check_address(asked: Asked, measured: CaseFacts, log: Log, secret: bytes) -> Answer:
    """
    Say whether a vacancy's address may be used.

    Parameters
    ----------
    asked
        The question.
    measured
        The case in full, on the day of the question.
    log
        What housing was told, over all cases. Within one writing transaction.
    secret
        The key that protected homes go by.

    Raises
    ------
    InputError
        The vacancy is not linked, not confirmed for long enough, or has no postcode.
    NotAllowed
        The role may not ask, or a ration is used up.
    """
    if asked.role not in (*FULL_VIEW, *RATIONED):
        raise NotAllowed(
            "Addresses are checked by the offender manager, victim liaison, the coordinator and "
            "housing SPOCs. Ask one of them."
        )
    if not asked.may.allowed:
        raise InputError(f"The check of {asked.vacancy}", [asked.may.why])
    at = _place(asked, measured)
    ground = Ground.of(measured)
    protected = protected_in(measured, secret, asked.case)
    if asked.role in FULL_VIEW:
        said = address.for_others(at, measured, ground, at.lha in protected.asked_for)
        return Answer(said, LOOK if said == "refer" else SENTENCES[said])
    told = list(log.told())
    profile = measured.profile.name
    protected = reckoned(protected, told, profile)
    over = over_the_ration(told, asked.case, asked.by, asked.at, measured.numbers)
    if over:
        raise NotAllowed(" ".join(over))
    verdict = address.for_housing(
        at,
        measured,
        protected,
        possible_of(protected.things, ground, told),
        ground=ground,
        shared_clear=_shared_clear(at, measured, ground),
        before=told,
    )
    what = address.check_of(
        verdict,
        vacancy=asked.vacancy_id,
        postcode=at.postcode,
        things=protected.things,
        profile=profile,
    )
    last = Told(asked.at, asked.case, asked.by, what)
    log.add(last)
    return Answer(
        verdict.answer,
        SENTENCES[verdict.answer],
        tuple(alerts_for(told, last, measured.numbers)),
        can_pass_on=verdict.answer == address.REFER,
        waits=True,
    )


def _place(asked: Asked, measured: CaseFacts) -> Located:
    if asked.postcode is None:
        problem = "it has no postcode: write down where it stands."
        raise InputError(f"The check of {asked.vacancy}", [problem])
    try:
        return measured.places.find(asked.postcode)
    except PlacesError as error:
        raise InputError(f"The check of {asked.vacancy}", [str(error)]) from None


def _shared_clear(at: Located, measured: CaseFacts, ground: Ground) -> bool:
    here = ground.at(at.easting, at.northing)
    return bool(here.size and shown_to_housing(measured).together.clear[here].all())
