"""
Releasing tables to an audience: what is hidden, and the proof that nothing hidden can be found.

``release`` hides what is small, then as little more as will do, then has the auditor read the
tables as they came out, with all that was ever released, and try to work out each hidden cell as
anybody, and as each LHA that knows its own numbers. Tables that fail are not released.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from placement.monitoring.control.audit import audit
from placement.monitoring.control.calendar import on_calendar
from placement.monitoring.control.cells import Target
from placement.monitoring.control.ground import Rule, ground_of, readers_of
from placement.monitoring.control.history import History, Release
from placement.monitoring.control.offers import (
    Audience,
    Decided,
    dressed,
    kept,
    offers_of,
    said,
    shown_count,
)
from placement.monitoring.control.reading import Links, key_of, read_tables
from placement.monitoring.control.refused import NotReleased
from placement.monitoring.control.suppress import Cut, suppress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from placement.monitoring.control.audit import Proof
    from placement.monitoring.control.cells import Key, Statement
    from placement.monitoring.control.ground import Ground
    from placement.monitoring.control.offers import Offered, Spot
    from placement.monitoring.control.suppress import Suppression
    from placement.monitoring.tables import Table
    from placement.parameters import Numbers

AUDIENCES = ("internal", "lha", "smb", "public")
PLACES = ("whole", "lha", "area")
_TRIES = 5
LEFT_OUT = "What is hidden has no row here; a total counts it in, where the total is shown."


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """
    What one audience is given.

    ``hidden`` are the spots marked confidential. ``proof`` is the auditor's, None for ``internal``,
    which is not controlled. ``cost``, ``bound`` and ``optimal`` say how little more than necessary
    was hidden. ``left_out`` are the titles of tables of places too fine for this audience.
    ``history`` is the one to keep: with this release in it, unless it is a ``draft``.
    """

    tables: tuple[Table, ...]
    audience: str
    lha: str | None
    hidden: tuple[Spot, ...]
    proof: Proof | None
    cost: int
    bound: int
    optimal: bool
    draft: bool
    history: History
    left_out: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What was done, for people, in sentences that give nothing away."""
        if self.proof is None:
            return ("Not controlled: for those who hold the register.",)
        said = [
            f"{len(self.hidden)} cells are hidden, marked [c].",
            "Proven with whole-number tables: none of the "
            f"{self.proof.targets} protected counts can be worked out by "
            f"{len(self.proof.readers)} kinds of reader from this and every earlier release.",
            "No less could be hidden."
            if self.optimal
            else f"At most {self.cost - self.bound} of the weight hidden ({self.cost}) could have "
            "been shown.",
        ]
        if self.proof.beyond:
            said.append(
                f"{self.proof.beyond} times a reader knew more than the rule allows before this "
                "release, from their own numbers or earlier releases; it adds nothing to that."
            )
        if self.left_out:
            said.append(
                f"Left out are the tables of areas finer than an authority ({len(self.left_out)}: "
                f"{'; '.join(self.left_out)}). In so small an area even a hidden number is known "
                "to the neighbours. The Board may let them be released with control "
                "(disclosure.finest_place)."
            )
        return (*(["Draft: not released."] if self.draft else []), *said)


def release(
    tables: Iterable[Table],
    audience: str,
    lha: str | None,
    history: History,
    numbers: Numbers,
    *,
    as_of: date,
    on: date | None = None,
    links: Links | None = None,
    draft: bool = False,
    rounds: int = 200,
    progress: Callable[[str], None] | None = None,
) -> Released:
    """
    Return the tables as an audience may have them, with the proof; ``on`` is the day of release.

    A ``draft`` may be made on any day and is no part of the history. Tables must be given whole,
    as for ``internal``: what is not shown of them is still protected. Tables of places finer than
    ``disclosure.finest_place`` are left out altogether.

    Raises
    ------
    NotReleased
        If the day is not on the release calendar, or the proof fails.
    """
    whole = tuple(tables)
    found = _audience(audience, lha, numbers)
    if audience == "internal":
        return Released(
            tables=whole,
            audience=audience,
            lha=None,
            hidden=(),
            proof=None,
            cost=0,
            bound=0,
            optimal=True,
            draft=draft,
            history=history,
        )
    day = on or numbers.day
    if not draft:
        on_calendar(audience, day, as_of, numbers, made=_made(history, audience, lha))
    links = links or Links()
    finest = PLACES.index(numbers["disclosure.finest_place"])
    left_out = tuple(table.title for table in whole if PLACES.index(table.place) > finest)
    whole = tuple(table for table in whole if PLACES.index(table.place) <= finest)
    rule = Rule.of(numbers)
    limits = (rule.threshold, rule.zeros)
    read = read_tables(whole, links)
    ground = ground_of(read, history, rule)
    readers = readers_of(ground, found.lha)
    views = tuple(view for table in whole if (view := kept(table, found)) is not None)
    offered = offers_of(views, read, ground, found, links, limits, as_of)
    targets = [*ground.targets, *_only_if_hidden(offered, ground, rule)]
    cuts: list[Cut] = []
    for _ in range(_TRIES):
        chosen = suppress(
            ground.world,
            offered.offers,
            targets,
            readers,
            cuts=cuts,
            rounds=rounds,
            progress=_rounds(progress),
        )
        decided = _decide(whole, views, offered, chosen.hidden, found)
        shown = tuple(dressed(view, decided, found, links) for view in views)
        published = published_of(shown, views, found, links, limits, ground)
        asked = [t for t in targets if t.only_if is None or t.only_if in chosen.hidden]
        proof = audit(ground.world, published, asked, readers, progress=progress)
        if proof.passed:
            shown = tuple(_without_empty(table) for table in shown)
            hidden = tuple(
                (table.name, i, name)
                for table in shown
                for (i, name), mark in table.marks.items()
                if mark == "c"
            )
            done = Release(
                on=day,
                as_of=as_of,
                audience=audience,
                lha=found.lha,
                said=tuple(dict.fromkeys(published)),
                structure=ground.world.known,
                hidden=tuple(sorted({t.key for t in asked if t.key in read.counts})),
                signed=tuple(sorted(ground.world.signed)),
                numbers=numbers.register.digest,
            )
            return Released(
                tables=shown,
                audience=audience,
                lha=found.lha,
                hidden=hidden,
                proof=proof,
                cost=chosen.cost,
                bound=chosen.bound,
                optimal=chosen.proven,
                draft=draft,
                history=history if draft else history.with_(done),
                left_out=left_out,
            )
        cuts = [*chosen.cuts, *_less(offered, chosen)]
    raise NotReleased(
        f"Not released: {len(proof.failures)} of {proof.targets} protected counts could be worked "
        "out, or were not proven to be safe, and hiding more did not mend it. Release fewer "
        "tables, or ask for more rounds; those who hold the register can see which counts."
    )


def _made(history: History, audience: str, lha: str | None) -> frozenset[date]:
    return frozenset(
        each.as_of for each in history.releases if (each.audience, each.lha) == (audience, lha)
    )


def _rounds(
    progress: Callable[[str], None] | None,
) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    return lambda number, cuts: progress(
        f"what to hide: round {number}, {cuts} ways of working something out shut"
    )


def published_of(
    tables: Iterable[Table],
    views: Sequence[Table],
    audience: Audience,
    links: Links,
    limits: tuple[int, bool],
    ground: Ground,
) -> list[Statement]:
    """
    Read released tables as a reader would: every line that they say.

    ``views`` are the same tables before control; of them only what a row is about is read.
    """
    lines = []
    for table, view in zip(tables, views, strict=True):
        for column in table.columns:
            for i in range(len(table.frame)):
                value = table.value(i, column.name)
                if column.people and (value is not None or table.mark(i, column.name) == "z"):
                    key = _named(view, i, column.name, ground)
                    if _is_own(table, i, audience):
                        continue  # the reader's own, which they are taken to know
                    lines.append(
                        shown_count(
                            key, int(value or 0), audience, limits, never=key in ground.never
                        )
                    )
                elif (
                    value is not None
                    and (table.name, column.name) in links.meanings
                    and not _is_own(table, i, audience)
                ):
                    lines += said(view, i, column.name, links, shown=value)
    return lines


def _audience(name: str, lha: str | None, numbers: Numbers) -> Audience:
    if name not in AUDIENCES:
        raise NotReleased(f"{name!r} is not an audience. Allowed: {', '.join(AUDIENCES)}.")
    if (name == "lha") != (lha is not None):
        raise NotReleased("Give the LHA's code with the audience `lha`, and with no other.")
    base = int(numbers[f"disclosure.rounding_base_{name}"]) if name in ("smb", "public") else 1
    return Audience(name=name, lha=lha, base=base)


def _named(table: Table, row: int, column: str, ground: Ground) -> Key:
    key = key_of(table, row, column)
    other = replace(key, measure=f"{key.measure} ({table.name})")
    return other if other in ground.world.counts else key


def _is_own(table: Table, row: int, audience: Audience) -> bool:
    return (
        audience.lha is not None
        and "lha" in table.keys
        and (table.frame.at[row, "lha"] == audience.lha)
    )


def _only_if_hidden(offered: Offered, ground: Ground, rule: Rule) -> list[Target]:
    """
    Return targets for counts hidden for others' sake: they must not be found out either.

    They are not small, so it does for them that they may be so many more *or* fewer: that a part
    is shown says already that the whole is no smaller, and nobody is pointed at by that.
    """
    return [
        Target(key=each.key, width=rule.interval, only_if=i)
        for i, each in enumerate(offered.offers)
        if each.key is not None and not each.barred and each.key not in ground.never
    ]


def _decide(
    whole: Sequence[Table],
    views: Sequence[Table],
    offered: Offered,
    hidden: frozenset[int],
    audience: Audience,
) -> Decided:
    spots: dict[Spot, bool] = dict.fromkeys(offered.own, False)
    exact = set()
    for i, (offer, where) in enumerate(zip(offered.offers, offered.spots, strict=True)):
        if i not in hidden:
            for spot in where:
                spots[spot] = i in offered.coarse and spots.get(spot) is not False
            if offer.key is not None and audience.base <= 1:
                exact.add(offer.key)
    sizes = {table.name: len(table.frame) for table in views}
    full = {
        (table.name, column.name)
        for table in whole
        for column in table.columns
        if column.people
        and audience.base <= 1
        and sizes.get(table.name) == len(table.frame)
        and all(
            (table.name, i, column.name) in spots or table.mark(i, column.name)
            for i in range(len(table.frame))
        )
    }
    return Decided(spots=spots, exact=frozenset(exact), whole=frozenset(full))


def _less(offered: Offered, chosen: Suppression) -> list[Cut]:
    """Ask for something more to be hidden: what was chosen failed on whole numbers."""
    shown = frozenset(
        i for i, each in enumerate(offered.offers) if not each.barred and i not in chosen.hidden
    )
    return [Cut(shown)] if shown else []


def _without_empty(table: Table) -> Table:
    """
    Leave out rows that show nothing, where the table has rows for some combinations only.

    So it is too where rows are there as they were found. There, having a row would itself say that
    there is somebody.
    """
    people = [column.name for column in table.columns if column.people]
    if table.as_found and people:
        rows = range(len(table.frame))
        kept_ = [i for i in rows if any(table.mark(i, n) != "c" for n in people)]
        left_out = (
            replace(table, notes=(*table.notes, LEFT_OUT)) if len(kept_) < len(rows) else table
        )
        return left_out.only(kept_)
    possible = 1
    for name in table.keys:
        possible *= table.frame[name].nunique()
    if not people or possible == len(table.frame):
        return table
    return table.only(
        i for i in range(len(table.frame)) if any(table.mark(i, name) != "c" for name in people)
    )
