"""
What people have decided before a plan: who is fixed where, what they open, whom they unlock.

Written as ``CASE=LHA`` (or a vacancy), ``CASE=LHA:REASON`` and ``CASE:REASON``. A wish against a
gate, or against another wish, is refused; every problem is in the one message.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.results import Option, Outcome, Ranking, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from placement.cases.registers import Vacancy


@dataclass(frozen=True, slots=True)
class Lock:
    """A case that people have fixed to an LHA, or to one home in it."""

    case: str
    lha: str
    home: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """An LHA that the panel opens to a case though somebody was to be asked first, and why."""

    case: str
    lha: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A case that need not start with its original housing authority, and why."""

    case: str
    reason: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """Everything that people have decided before a plan."""

    locks: tuple[Lock, ...] = ()
    opened: tuple[Opened, ...] = ()
    unlocked: tuple[Unlocked, ...] = ()

    def lock(self, case: str) -> Lock | None:
        """Return where a case is fixed, if it is."""
        return next((lock for lock in self.locks if lock.case == case), None)

    def opens(self, case: str, lha: str) -> bool:
        """Whether the panel opens an LHA to a case."""
        return any((each.case, each.lha) == (case, lha) for each in self.opened)

    def unlocks(self, case: str) -> bool:
        """Whether a case is unlocked from its original housing authority."""
        return any(each.case == case for each in self.unlocked)


class Reader:
    """Reads wishes as people write them, and keeps what is wrong with them."""

    def __init__(
        self,
        rankings: Mapping[str, Ranking],
        vacancies: Sequence[Vacancy],
        waiting: Mapping[str, str],
        *,
        housing: bool = False,
    ) -> None:
        self.housing = housing
        self.rankings = rankings
        self.homes = {home.reference: home for home in vacancies}
        self.waiting = waiting
        self.problems: list[str] = []

    def read(self, locks: Iterable[str], opened: Iterable[str], unlocked: Iterable[str]) -> Wishes:
        """Read all wishes; whatever cannot be read is among the problems."""
        opens = tuple(o for text in opened if (o := self._open(text)) is not None)
        frees = tuple(u for text in unlocked if (u := self._unlock(text)) is not None)
        wishes = Wishes(opened=opens, unlocked=frees)
        fixed = [lock for text in locks if (lock := self._lock(text, wishes)) is not None]
        self._once([lock.case for lock in fixed], "--lock", "fix a case once")
        self._once([each.case for each in frees], "--unlock", "unlock a case once")
        self._once(
            [f"{each.case}={each.lha}" for each in opens], "--open", "open an LHA to a case once"
        )
        self._one_home_each(fixed)
        return Wishes(tuple(fixed), opens, frees)

    def _lock(self, text: str, wishes: Wishes) -> Lock | None:
        case, sign, where = (part.strip() for part in text.partition("="))
        source = f"--lock {text}"
        if not sign or not where:
            self.problems.append(f"{source}: write CASE=LHA, or CASE=VACANCY.")
            return None
        ranking = self._ranking(case, source)
        if ranking is None:
            return None
        home = self.homes.get(where)
        option = self._option(ranking, home.lha if home else where, source, homes=True)
        if option is None:
            return None
        if not self._possible(ranking, option, source, wishes):
            return None
        origin = origin_of(ranking)
        if origin and origin != option.lha and not wishes.unlocks(case):
            self.problems.append(
                f"{source}: the case starts with its original housing authority, "
                f"{ranking[origin].name} (1.5). Unlock it first: --unlock {case}:REASON."
            )
            return None
        return Lock(case, option.lha, home.reference if home else "")

    def _possible(self, ranking: Ranking, option: Option, source: str, wishes: Wishes) -> bool:
        if ranking.case in self.waiting:
            self.problems.append(f"{source}: {self.waiting[ranking.case]} Find that out first.")
        elif option.status is Status.EXCLUDED:
            self.problems.append(f"{source}: {self._gate(option)} Nobody can be fixed there.")
        elif option.status is Status.REFER and not wishes.opens(ranking.case, option.lha):
            self.problems.append(
                f"{source}: {self._gate(option)} Ask, and then open it: "
                f"--open {ranking.case}={option.lha}:REASON."
            )
        else:
            return True
        return False

    def _open(self, text: str) -> Opened | None:
        case, sign, rest = (part.strip() for part in text.partition("="))
        where, colon, reason = (part.strip() for part in rest.partition(":"))
        source = f"--open {text}"
        if not (sign and where and colon and reason):
            self.problems.append(f"{source}: write CASE=LHA:REASON; the reason is kept.")
            return None
        ranking = self._ranking(case, source)
        option = self._option(ranking, where, source) if ranking else None
        if option is None:
            return None
        if case in self.waiting:
            self.problems.append(f"{source}: {self.waiting[case]} Find that out first.")
        elif option.status is Status.EXCLUDED:
            self.problems.append(f"{source}: {self._gate(option)} It cannot be opened.")
        elif option.status is Status.OPEN:
            self.problems.append(f"{source}: {option.name} is open already; leave this out.")
        else:
            return Opened(case, option.lha, reason)
        return None

    def _unlock(self, text: str) -> Unlocked | None:
        case, colon, reason = (part.strip() for part in text.partition(":"))
        source = f"--unlock {text}"
        if not (colon and reason):
            self.problems.append(f"{source}: write CASE:REASON; the reason is kept.")
            return None
        ranking = self._ranking(case, source)
        if ranking is None:
            return None
        if not origin_of(ranking):
            self.problems.append(
                f"{source}: the case does not start with its original housing authority; there is "
                "nothing to unlock."
            )
            return None
        return Unlocked(case, reason)

    def _ranking(self, case: str, source: str) -> Ranking | None:
        if case in self.rankings:
            return self.rankings[case]
        known = ", ".join(self.rankings)
        self.problems.append(f"{source}: {case or 'no case'} is not in this plan; it has {known}.")
        return None

    def _option(
        self, ranking: Ranking, where: str, source: str, *, homes: bool = False
    ) -> Option | None:
        wanted = where.casefold()
        for option in ranking.options:
            if wanted in (option.lha.casefold(), option.name.casefold()):
                return option
        known = ", ".join(f"{o.lha} {o.name}" for o in sorted(ranking.options, key=_code))
        listed = f", nor one of the homes {', '.join(self.homes)}" if homes and self.homes else ""
        self.problems.append(
            f"{source}: {where} is not an LHA of {ranking.profile} ({known}){listed}."
        )
        return None

    def _gate(self, option: Option) -> str:
        """Say what keeps an LHA from being open."""
        gates = [gate for gate in option.gates if gate.outcome is not Outcome.MET]
        words = [g.housing if self.housing and g.housing else g.sentence for g in gates]
        how = "closed" if option.status is Status.EXCLUDED else "to be asked about first"
        return f"{option.name} is {how}: {' '.join(dict.fromkeys(words))}"

    def _once(self, given: list[str], source: str, advice: str) -> None:
        for each in sorted({each for each in given if given.count(each) > 1}):
            self.problems.append(f"{source}: {each} is given twice; {advice}.")

    def _one_home_each(self, locks: list[Lock]) -> None:
        for home in sorted({lock.home for lock in locks if lock.home}):
            cases = [lock.case for lock in locks if lock.home == home]
            if len(set(cases)) > 1:
                self.problems.append(
                    f"--lock: {home} is one home and is fixed for {' and '.join(cases)}; "
                    "keep one of them."
                )


def origin_of(ranking: Ranking) -> str:
    """Return the LHA with which a case starts, where the recommendation says so; else nothing."""
    return ranking.recommendation.lhas[0] if ranking.recommendation.outcome == "origin" else ""


def _code(option: Option) -> str:
    return option.lha
