"""
What records of one case must be to one another, asked before one is written.

A record by itself cannot see that the enquiry it names was answered, that the meeting decided a
direct let, or that the office it was sent to was away. ``refusals`` says all that is wrong;
``check_together`` raises it. Ids are looked up among the case's records and those of no case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from placement.errors import InputError
from placement.records.directory import route
from placement.records.kinds.housing import BidOrDirectLet, HomeLinkFlag, LandlordEnquiry, Referral
from placement.records.kinds.meetings import Contribution, Meeting
from placement.records.kinds.outcomes import Outcome
from placement.records.kinds.reading import Record
from placement.records.kinds.register import (
    Management,
    Vacancy,
    VacancyConfirmation,
    VacancyLink,
)
from placement.records.kinds.sharing import Letter
from placement.records.policy import may_confirm
from placement.records.vacancies import may_link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from placement.records.kinds.directory import Absence, Office
    from placement.records.people import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A record that is there, not withdrawn: its newest version, and who wrote its first."""

    id: str
    kind: str
    record: Any
    by: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """
    The records that a new one is held against.

    ``of`` returns those of a kind: of the same case, or of no case for kinds that have none.
    ``linked_elsewhere`` says whether a vacancy is linked to another case today; ``own`` is the id
    of the record itself, where this is its next version.
    """

    of: Callable[[str], Sequence[Held]]
    linked_elsewhere: Callable[[str], bool] = lambda vacancy: False
    own: str | None = None

    def find(self, kind: str, id_: str) -> Held | None:
        """Return one record by its id."""
        return next((each for each in self.of(kind) if each.id == id_), None)


def check_together(record: object, others: Others, *, actor: Actor, day: date) -> None:
    """
    Refuse a record that does not go with those that are there.

    Raises
    ------
    InputError
        With every problem; nothing of a person stands in it.
    """
    found = list(refusals(record, others, actor=actor, day=day))
    if found:
        raise InputError(str(getattr(record, "called", "The record")), found)


def refusals(record: object, others: Others, *, actor: Actor, day: date) -> Iterator[str]:
    """Yield what is wrong between a new record and those that are there, as ``key: sentence``."""
    if not isinstance(record, Record):
        return
    missing = False
    for key, kind, id_ in record.links():
        if others.find(kind, id_) is None:
            missing = True
            yield f"{key}: there is no such {kind.replace('_', ' ')} here. Choose one that is."
    rule = _RULES.get(type(record))
    if rule is not None and not missing:
        yield from rule(record, others, actor, day)


def _management(record: Management, others: Others, actor: Actor, day: date) -> Iterator[str]:
    for held in others.of("management"):
        each: Management = held.record
        apart = (each.end is not None and each.end <= record.start) or (
            record.end is not None and record.end <= each.start
        )
        if each.category == record.category and not apart and held.id != others.own:
            yield (
                "from: this category has a level on some of these days already. End that one "
                "first: what held before is kept."
            )
            return


def _outcome(record: Outcome, others: Others, actor: Actor, day: date) -> Iterator[str]:
    if record.enquiry is None:
        return
    enquiry: LandlordEnquiry = _the(others, "landlord_enquiry", record.enquiry)
    if record.step == "accepted" and not enquiry.answered:
        yield (
            "enquiry: police or probation have not answered it yet, and a landlord's acceptance "
            "is not recorded before both have (9)."
        )
    if enquiry.lha != record.lha:
        yield "enquiry: is about a home in another LHA. Choose the one about this home."


def _bid_or_let(record: BidOrDirectLet, others: Others, actor: Actor, day: date) -> Iterator[str]:
    meeting: Meeting = _the(others, "meeting", record.meeting)
    if meeting.let is None:
        yield "meeting: it has not decided between bidding and a direct let (9). Record that first."
    elif (meeting.let, meeting.let_lha) != (record.how, record.lha):
        yield (
            "how: is not what the meeting decided (9). Choose what it decided, or the meeting that "
            "decided this."
        )


def _letter(record: Letter, others: Others, actor: Actor, day: date) -> Iterator[str]:
    meeting: Meeting = _the(others, "meeting", record.meeting)
    if meeting.letters_to is None:
        yield "meeting: it has named nobody to be copied (11). Record whom it named first."
    elif meeting.letters_to.strip().casefold() != record.copied_to.strip().casefold():
        yield "copied_to: is not the person whom the meeting named (11)."


def _referral(record: Referral, others: Others, actor: Actor, day: date) -> Iterator[str]:
    offices: dict[str, Office] = {each.id: each.record for each in others.of("office")}
    if offices[record.office].lha != record.lha:
        yield "office: is of another LHA. Choose one of this LHA."
        return
    absences: list[Absence] = [each.record for each in others.of("absence")]
    found = route(record.lha, record.on, offices=offices, absences=absences)
    if found.office != record.office:
        yield f"office: is not the one to ask on that day. {found.sentence}"
    elif found.instead_of != record.instead_of:
        yield "instead_of: name the SPOC whom the deputy stands in for, and only then."


def _contribution(record: Contribution, others: Others, actor: Actor, day: date) -> Iterator[str]:
    if record.ask and _the(others, "office", record.ask).lha != record.lha:
        yield "ask: is an office of another LHA. Choose one of this LHA."


def _flag(record: HomeLinkFlag, others: Others, actor: Actor, day: date) -> Iterator[str]:
    was_set = any(
        each.record.lha == record.lha and each.record.state in ("set", "lifted")
        for each in others.of("home_link_flag")
    )
    if record.state == "lifted" and not was_set:
        yield "state: no flag of this LHA has been set, so none can be lifted."


def _confirmation(
    record: VacancyConfirmation, others: Others, actor: Actor, day: date
) -> Iterator[str]:
    held = others.find("vacancy", record.vacancy)
    if held is None:
        return
    vacancy: Vacancy = held.record
    if vacancy.lha != record.lha:
        yield "lha: is not the vacancy's own."
    answer = may_confirm(
        actor,
        entered_by=held.by,
        entered_at=held.office,
        landlord_reference=record.landlord_reference,
    )
    if not answer.allowed:
        yield f"vacancy: {answer.why}"


def _link(record: VacancyLink, others: Others, actor: Actor, day: date) -> Iterator[str]:
    vacancy: Vacancy = _the(others, "vacancy", record.vacancy)
    if vacancy.lha != record.lha:
        yield "lha: is not the vacancy's own."
    if record.end is not None and record.end <= day:
        return  # a link that is being ended asks for nothing
    answer = may_link(
        vacancy,
        [
            each.record
            for each in others.of("vacancy_confirmation")
            if each.record.vacancy == record.vacancy
        ],
        linked_elsewhere=others.linked_elsewhere(record.vacancy),
        day=day,
    )
    if not answer.allowed:
        yield f"vacancy: {answer.why}"


def _the(others: Others, kind: str, id_: str) -> Any:  # noqa: ANN401
    held = others.find(kind, id_)
    if held is None:
        raise LookupError(kind)
    return held.record


_RULES: Mapping[type, Callable[[Any, Others, Actor, date], Iterator[str]]] = {
    Management: _management,
    Outcome: _outcome,
    BidOrDirectLet: _bid_or_let,
    Letter: _letter,
    Referral: _referral,
    Contribution: _contribution,
    HomeLinkFlag: _flag,
    VacancyConfirmation: _confirmation,
    VacancyLink: _link,
}
