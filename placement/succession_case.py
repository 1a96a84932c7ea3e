"""
A case under the authorities of the day on which it is read.

A case may name a local housing authority (LHA) that is no more: it is read as its successor, and
that is said. Where an LHA was split, a postcode says which successor is meant; without one, what
depends on it is not known, and that is said too. The extent of a zone never changes with a name.
A case that names no such LHA comes back as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from placement.cases.model import Place
from placement.succession import and_, authority_on, gone, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from geodata.places import Places
    from placement.cases.model import Case, ManagementView
    from placement.profile_model import Profile
    from placement.succession import Now


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCase:
    """A case as it reads on a day, and the sentences that say what was read as what."""

    case: Case
    sentences: tuple[str, ...] = ()
    protected_sentences: tuple[str, ...] = ()


def read_on(
    case: Case, profile: Profile, day: date, places: Places, *, chosen: Iterable[str]
) -> ReadCase:
    """Read a case under the LHAs of a day; ``chosen`` are the kinds of stay of one's own choice."""
    now = gone(profile, day)
    if not now:
        return ReadCase(case=case)
    return _Reader(case, profile, day, places, now, frozenset(chosen)).read()


@dataclass(slots=True)
class _Reader:
    """One case being read: what it came to name, and where."""

    case: Case
    profile: Profile
    day: date
    places: Places
    now: Now
    chosen: frozenset[str]
    open_: dict[str, list[str]] = field(default_factory=dict)
    hidden: dict[str, list[str]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def read(self) -> ReadCase:
        case = self.case
        changes: dict[str, Any] = {"origin": self._origin()}
        for name, words, hidden in (
            ("history", "the address history", False),
            ("employment", "work", False),
            ("services", "a service", False),
            ("family", "family", True),
            ("networks", "a network", True),
        ):
            changes[name] = self._placed(getattr(case, name), words, hidden=hidden)
        changes["household"] = case.household and tuple(
            replace(
                member,
                history=self._placed(member.history, "the household", hidden=True),
                employment=self._placed(member.employment, "the household", hidden=True),
                family=self._placed(member.family, "the household", hidden=True),
            )
            for member in case.household
        )
        changes["management_views"] = case.management_views and self._views(case.management_views)
        changes["preference"] = case.preference and self._each(case.preference, "the preference")
        changes["victims"] = case.victims and tuple(
            replace(
                one,
                asks_to_avoid=one.asks_to_avoid
                and self._each(one.asks_to_avoid, "a victim's request", hidden=True),
            )
            for one in case.victims
        )
        changes["risk_to_applicant"] = case.risk_to_applicant and tuple(
            replace(one, lha=code)
            for one in case.risk_to_applicant
            for code in self._each((one.lha,), "a risk to the person")
        )
        changes["special_circumstances"] = case.special_circumstances and tuple(
            replace(
                one, lha=self._one(one.lha, "a special circumstance"), authority=self._owes(one)
            )
            for one in case.special_circumstances
        )
        return ReadCase(
            case=replace(case, **changes),
            sentences=(*self._sentences(self.open_), *self.said),
            protected_sentences=tuple(self._sentences(self.hidden)),
        )

    # --- parts of a case ---------------------------------------------------------------------

    def _note(self, code: str, where: str, *, hidden: bool = False) -> None:
        noted = (self.hidden if hidden else self.open_).setdefault(code, [])
        if where not in noted:
            noted.append(where)

    def _one(self, code: str | None, where: str, *, hidden: bool = False) -> str | None:
        """Return the one successor of an LHA; None where there are several."""
        if code is None or code not in self.now:
            return code
        self._note(code, where, hidden=hidden)
        after = self.now[code]
        return after[0] if len(after) == 1 else None

    def _each(self, codes: Iterable[str], where: str, *, hidden: bool = False) -> tuple[str, ...]:
        """Return every successor of some LHAs, in their order, each once."""
        found: dict[str, None] = {}
        for code in codes:
            if code in self.now:
                self._note(code, where, hidden=hidden)
            found |= dict.fromkeys(self.now.get(code, (code,)))
        return tuple(found)

    def _placed(self, entries: Any, where: str, *, hidden: bool) -> Any:  # noqa: ANN401
        """Read the places of some entries; a divided LHA stays, to be read by ``stands_in``."""
        if not entries:
            return entries
        read = []
        for entry in entries:
            changes: dict[str, Any] = {}
            code = entry.place.lha if entry.place else None
            if code in self.now:
                one = self._one(code, where, hidden=hidden)
                changes["place"] = Place(lha=one or code)
            provider = getattr(entry, "provided_by", None)
            if provider in self.now:
                changes["provided_by"] = self._one(provider, where, hidden=hidden)
            read.append(replace(entry, **changes) if changes else entry)
        return tuple(read)

    def _origin(self) -> str | None:
        """Read the origin; of a divided one by the homes of choice in it, if all in one part."""
        code = self.case.origin
        if code is None or code not in self.now:
            return code
        after = self.now[code]
        if len(after) == 1:
            return self._one(code, "the origin")
        former = self.places.former.get(code)
        was = set() if former is None else set(former.tolist())
        lived = set()
        for stay in self.case.history or ():
            if stay.kind not in self.chosen or stay.place is None or stay.place.postcode is None:
                continue
            position = self.places.position(stay.place.postcode)
            if position is not None and position in was:
                lived.add(self.places.lha_at(position))
        if len(lived) == 1:
            (found,) = lived
            self.said.append(
                f"The origin, {self._name(code)}, was divided; by the postcodes of the address "
                f"history it is read as {self._name(found)}."
            )
            return found
        self._note(code, "the origin")
        return None

    def _views(self, views: tuple[ManagementView, ...]) -> tuple[ManagementView, ...]:
        """Read the views: of a merged LHA where all that went into it were viewed alike."""
        kept = [view for view in views if view.lha not in self.now]
        stated = {view.lha for view in kept}
        viewed = {view.lha: view for view in views if view.lha in self.now}
        for successor, parts in parts_of(self.profile, self.now, viewed).items():
            there = [viewed[code] for code in parts if code in viewed]
            if not there or successor in stated:
                continue
            whole = all(len(self.now[code]) == 1 for code in parts)
            words = {view.view for view in there}
            if whole and len(there) == len(parts) and len(words) == 1:
                reasons = {view.reason for view in there}
                for code in parts:
                    self._note(code, "the offender manager's view")
                kept.append(
                    replace(
                        there[0],
                        lha=successor,
                        reason=there[0].reason if len(reasons) == 1 else None,
                    )
                )
            else:
                named = ", ".join(self._name(view.lha) for view in there)
                self.said.append(
                    f"The offender manager's view of {named} is not a view of "
                    f"{self._name(successor)}: ask for one."
                )
        return tuple(sorted(kept, key=lambda view: view.lha))

    def _owes(self, one: Any) -> str | None:  # noqa: ANN401
        owes: str | None = authority_on(self.profile, one.authority, self.day)
        if owes != one.authority:
            named = self.profile.counties.get(one.authority) or self._name(one.authority)
            self.said.append(
                f"{named} is no more: leaving-care duties are read as owed by {self._name(owes)}."
                if owes
                else f"{named} is no more: which successor owes leaving-care duties is not known."
            )
        return owes

    # --- words ---------------------------------------------------------------------------------

    def _name(self, code: str) -> str:
        return self.profile[code].name if code in self.profile else code

    def _sentences(self, noted: Mapping[str, list[str]]) -> list[str]:
        said = []
        for code in sorted(noted):
            after, where = self.now[code], and_(noted[code])
            if len(after) == 1:
                text = f"{self._name(code)} is read as its successor, {self._name(after[0])}"
                said.append(f"{text}: {where}.")
            elif after:
                names = and_([self._name(each) for each in after])
                said.append(
                    f"{self._name(code)} was divided between {names}: which of them is meant is "
                    f"not known without a postcode ({where})."
                )
            else:
                said.append(f"{self._name(code)} is no more; its successor is not named ({where}).")
        return said
