"""
Why not this LHA, what would have to differ, and LHAs side by side.

*Why not* names an irreducible set of facts or conditions of the case that would have to differ for
an LHA to be open and first: all of them changed, it leads; any one of them left as it is, it does
not. The set is found by changing the case and asking the rules again, never from a solver's core.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from placement.area_words import KEYS, reworded
from placement.assess import assess, is_held, standing
from placement.cases.model import Employment, ManagementView, Network, Place
from placement.errors import InputError
from placement.results import Finding, Option, Outcome, Ranking, Status
from placement.triangle import area, nearest_whole_weights, regions
from placement.weights import FACTORS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from placement.assess import Setting
    from placement.cases.model import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One fact or condition that could differ: what it is, for two readers, and the change."""

    says: str
    housing: str
    change: Callable[[Case], Case]
    empties_register: bool = False
    releases: str | None = None  # an LHA about which nothing would then be held, for housing


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """
    What stands against one LHA, and what would have to differ for it to lead.

    ``would_have_to_differ`` is empty where it leads already; None where nothing recorded could
    make it lead. ``weights`` are whole weights under which it would lead as things stand, the
    nearest to the agreed ones; ``share_of_weights`` is the share of all weightings in which nobody
    is ahead of it.
    """

    lha: str
    name: str
    leads: bool
    against: tuple[Finding, ...]
    would_have_to_differ: tuple[Lever, ...] | None
    weights: tuple[int, int, int] | None
    share_of_weights: float
    ranking: Ranking


def why_not(case: Case, setting: Setting, lha: str) -> WhyNot:
    """
    Say what stands against one LHA and what would have to differ for it to be open and first.

    Raises ``InputError`` where the LHA is not one of the profile's.
    """
    ranking = assess(case, setting)
    option = option_of(ranking, lha)
    points = {o.lha: [o.factors[f].points for f in FACTORS] for o in ranking.options if o.rank}
    leads = option.rank == 1 and option.status is Status.OPEN
    own = points.get(option.lha)
    region = regions(points)[option.lha] if own else ()
    agreed = [option.factors[f].weight_units for f in FACTORS]
    answer = WhyNot(
        lha=option.lha,
        name=option.name,
        leads=leads,
        against=_against(option, ranking),
        would_have_to_differ=() if leads else _irreducible(case, setting, option, ranking),
        weights=nearest_whole_weights(points, option.lha, agreed) if own else None,
        share_of_weights=float(area(region)) if region else 0.0,
        ranking=ranking,
    )
    return reworded(answer, ranking.terms, keys=(*KEYS, "ranking"))


def option_of(ranking: Ranking, lha: str) -> Option:
    """Return an LHA's option by its ONS code or its name; InputError names those there are."""
    wanted = lha.strip().casefold()
    for option in ranking.options:
        if wanted in (option.lha.casefold(), option.name.casefold()):
            return option
    known = ", ".join(f"{o.lha} {o.name}" for o in sorted(ranking.options, key=lambda o: o.lha))
    raise InputError(f"{lha!r}", [f"it is not an LHA of {ranking.profile}; there are {known}."])


def _against(option: Option, ranking: Ranking) -> tuple[Finding, ...]:
    """Return the gates that are not met, and the findings that gave less than to the leader."""
    found = [gate for gate in option.gates if gate.outcome is not Outcome.MET]
    leader = next((o for o in ranking.options if o.rank == 1), None)
    if leader is not None and leader.lha != option.lha:
        for name in FACTORS:
            theirs = {f.rule: f.points for f in leader.factors[name].findings}
            found += [
                f for f in option.factors[name].findings if f.points < theirs.get(f.rule, f.points)
            ]
    return tuple(found)


def _irreducible(
    case: Case, setting: Setting, option: Option, ranking: Ranking
) -> tuple[Lever, ...] | None:
    """Drop levers one at a time from all of them, for as long as the LHA still leads."""
    levers = _levers(case, setting, option, ranking)
    if setting.housing:
        held = frozenset(each.lha for each in ranking.options if is_held(each))
        setting = replace(setting, held=held)
    if not _leads(case, setting, option.lha, levers):
        return None
    kept, before = list(levers), list[Lever]()
    while kept != before:  # a lever may help rivals too: one that was needed may come to be free
        before = kept
        for lever in reversed(before):
            fewer = [each for each in kept if each is not lever]
            if _leads(case, setting, option.lha, fewer):
                kept = fewer
    return tuple(kept)


def _leads(case: Case, setting: Setting, lha: str, levers: Sequence[Lever]) -> bool:
    """Ask the rules whether the LHA would be open and first with some facts changed."""
    for lever in levers:
        case = lever.change(case)
    if any(lever.empties_register for lever in levers):
        setting = replace(setting, placements=())
    if setting.held is not None:
        released = {lever.releases for lever in levers}
        setting = replace(setting, held=setting.held - released)
    return standing(case, setting, lha)


def _levers(case: Case, setting: Setting, option: Option, ranking: Ranking) -> list[Lever]:
    """
    Return the facts that could differ: first what stands in the LHA's way, last what is invented.

    The order matters only where several irreducible sets exist: what comes late is dropped first.
    """
    code, name = option.lha, option.name
    levers = _zone_levers(case, shared_only=setting.housing)
    levers += (
        _held_levers(option) if setting.housing else _protected_levers(case, code=code, name=name)
    )
    levers.append(
        Lever(
            says=f"with the offender manager's view of {name} suitable",
            housing=f"with the offender manager's view of {name} suitable",
            change=_with_view(code, "suitable"),
        )
    )
    here = {n: _stands_in(n.place, code, setting) for n in case.networks or ()}
    harm = {n for n in here if n.influence == "harmful" and here[n] is not False}
    if harm:
        says = f"without a harmful network in {name}"
        levers.append(Lever(says=says, housing=says, change=_without_networks(harm)))
    says = f"with a protective network in {name}"
    levers.append(Lever(says=says, housing=says, change=_with_network(code)))
    says = f"with a part 7 connection to {name} (for example, work there)"
    levers.append(Lever(says=says, housing=says, change=_with_work(code, ranking)))
    for rival in ranking.options:
        if rival.lha != code and (rival.rank or 0) < (option.rank or 10_000):
            says = f"with {rival.name} viewed as unsuitable"
            levers.append(
                Lever(says=says, housing=says, change=_with_view(rival.lha, "unsuitable"))
            )
    elsewhere = {n for n in here if n.influence == "protective" and not here[n]}
    if elsewhere:
        says = f"without the protective networks outside {name}"
        levers.append(Lever(says=says, housing=says, change=_without_networks(elsewhere)))
    if setting.placements:
        says = "with nobody else counted anywhere"
        levers.append(
            Lever(says=says, housing=says, change=lambda same: same, empties_register=True)
        )
    return levers


def _zone_levers(case: Case, *, shared_only: bool) -> list[Lever]:
    """Return one lever for each zone; for housing, for each zone that it was shown."""
    return [
        Lever(
            says=f"without condition {i + 1} ({c.kind.replace('_', ' ')}, {c.source})",
            housing=f"without a shared {c.kind.replace('_', ' ')}",
            change=_without("conditions", c),
        )
        for i, c in enumerate(case.conditions or ())
        if c.zone is not None and (c.share_with_housing or not shared_only)
    ]


def _held_levers(option: Option) -> list[Lever]:
    """Return the one lever that stands for all that housing was not shown."""
    if not is_held(option):
        return []
    says = "without what the offender manager holds about this area"
    return [Lever(says=says, housing=says, change=lambda same: same, releases=option.lha)]


def _protected_levers(case: Case, *, code: str, name: str) -> list[Lever]:
    """Return a lever for each victim and for each protected list that is not known."""
    hidden = "without what the offender manager holds"
    levers = []
    for victim in case.victims or ():
        says = f"without the area round victim {victim.reference}"
        if code in (victim.asks_to_avoid or ()):
            says += f" and the request to avoid {name}"
        levers.append(Lever(says=says, housing=hidden, change=_without("victims", victim)))
    if case.conditions is None:
        says = "with the conditions recorded, none of them in the way"
        levers.append(Lever(says=says, housing=hidden, change=_with(conditions=())))
    if case.victims is None and case.victim_check != "none_known":
        change = _with(victims=(), victim_check="none_known")
        says = "with no victim to be kept away from"
        levers.append(Lever(says=says, housing=hidden, change=change))
    if case.non_association is None or case.non_association:
        says = "with nobody the person must not live near"
        levers.append(Lever(says=says, housing=hidden, change=_with(non_association=())))
    return levers


def _with(**changes: object) -> Callable[[Case], Case]:
    return lambda case: replace(case, **changes)  # type: ignore[arg-type]


def _without(field: str, entry: object) -> Callable[[Case], Case]:
    def change(case: Case) -> Case:
        kept = tuple(each for each in getattr(case, field) or () if each is not entry)
        if field == "victims" and not kept:
            return replace(case, victims=None, victim_check="none_known")
        return replace(case, **{field: kept})  # type: ignore[arg-type]

    return change


def _with_view(code: str, view: str) -> Callable[[Case], Case]:
    def change(case: Case) -> Case:
        others = tuple(v for v in case.management_views or () if v.lha != code)
        mine = ManagementView(lha=code, view=view, reason=None)
        return replace(case, management_views=(*others, mine))

    return change


def _stands_in(place: Place | None, code: str, setting: Setting) -> bool | None:
    """Whether a place stands in an LHA; None where it is not recorded."""
    if place is None:
        return None
    return (place.lha or setting.places.find(place.postcode or "").lha) == code


def _without_networks(gone: set[Network]) -> Callable[[Case], Case]:
    def change(case: Case) -> Case:
        return replace(case, networks=tuple(n for n in case.networks or () if n not in gone))

    return change


def _with_network(code: str) -> Callable[[Case], Case]:
    network = Network(kind="support", influence="protective", place=Place(lha=code))
    return lambda case: replace(case, networks=(*(case.networks or ()), network))


def _with_work(code: str, ranking: Ranking) -> Callable[[Case], Case]:
    job = Employment(
        start=ranking.as_of - timedelta(days=1),
        end=None,
        place=Place(lha=code),
        hours_per_week=40,
        kind="permanent",
    )
    return lambda case: replace(case, employment=(*(case.employment or ()), job))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rule across several LHAs: its clause and consideration, and each LHA's finding."""

    consideration: str
    clause: str
    rule: str
    cells: tuple[Finding, ...]

    @property
    def differs(self) -> bool:
        """Whether the LHAs differ in outcome or points."""
        return len({(cell.outcome, cell.points) for cell in self.cells}) > 1


def compare(ranking: Ranking, lhas: Sequence[str]) -> tuple[tuple[Option, ...], tuple[Row, ...]]:
    """
    Put LHAs of a ranking side by side, rule by rule, in the order given.

    Raises ``InputError`` for an LHA that is not there, or named twice, or fewer than two.
    """
    options = tuple(option_of(ranking, lha) for lha in lhas)
    if len({option.lha for option in options}) < max(2, len(options)):
        raise InputError("The comparison", ["name two or more different LHAs."])
    parts = [("gate", [option.gates for option in options])]
    parts += [(name, [option.factors[name].findings for option in options]) for name in FACTORS]
    rows = [
        Row(consideration=name, clause=cells[0].clause, rule=cells[0].rule, cells=cells)
        for name, columns in parts
        for cells in _aligned(options, columns)
    ]
    return options, tuple(rows)


def _aligned(
    options: Sequence[Option], columns: Sequence[Sequence[Finding]]
) -> list[tuple[Finding, ...]]:
    """
    Return the findings of several LHAs rule by rule.

    A rule may find something of one LHA alone: only of it has its SPOC said a word. Of the others
    the row then says that nothing is recorded.
    """
    found: dict[tuple[str, int], dict[int, Finding]] = {}
    for place, column in enumerate(columns):
        times: dict[str, int] = {}
        for finding in column:
            nth = times[finding.rule] = times.get(finding.rule, 0) + 1
            found.setdefault((finding.rule, nth), {})[place] = finding
    return [
        tuple(
            cells.get(place) or _nothing(next(iter(cells.values())), option.name)
            for place, option in enumerate(options)
        )
        for cells in found.values()
    ]


def _nothing(like: Finding, name: str) -> Finding:
    said = f"Nothing of this is recorded for {name}."
    return Finding(rule=like.rule, clause=like.clause, outcome=Outcome.UNKNOWN, sentence=said)
