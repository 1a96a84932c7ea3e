"""Tables made up for these tests, and every table that agrees with what is published of them."""

from __future__ import annotations

from itertools import product

import pandas as pd

from placement.monitoring.control.cells import Key, Offer, Target, World, adds_up, says
from placement.monitoring.tables import Column, Count, Table


def grid(numbers, *, total=True):
    """A world of one table with rows, columns, their margins and, if asked, the grand total."""
    rows, columns = range(len(numbers)), range(len(numbers[0]))
    cell = {(r, c): Key.of("n", r=r, c=c) for r in rows for c in columns}
    counts = {cell[r, c]: numbers[r][c] for r in rows for c in columns}
    known = []
    for r in rows:
        counts[Key.of("n", r=r)] = sum(numbers[r])
        known.append(adds_up(Key.of("n", r=r), [cell[r, c] for c in columns]))
    for c in columns:
        counts[Key.of("n", c=c)] = sum(numbers[r][c] for r in rows)
        known.append(adds_up(Key.of("n", c=c), [cell[r, c] for r in rows]))
    if total:
        counts[Key.of("n")] = sum(map(sum, numbers))
        known.append(adds_up(Key.of("n"), [Key.of("n", r=r) for r in rows]))
        known.append(adds_up(Key.of("n"), [Key.of("n", c=c) for c in columns]))
    return World(counts=counts, known=tuple(known))


def everything(world, *, threshold=5, weight=lambda key: 1):
    """An offer for each cell, small ones barred."""
    return [
        Offer(
            statements=(says(key, count, count),),
            key=key,
            weight=weight(key),
            barred=count < threshold,
        )
        for key, count in world.counts.items()
    ]


def to_protect(world, offers, interval=3):
    """Small cells, and every other cell once it is hidden."""
    return [
        Target(
            key=offer.key,
            low=max(0, world.counts[offer.key] - interval),
            high=world.counts[offer.key] + interval,
            only_if=None if offer.barred else i,
        )
        for i, offer in enumerate(offers)
    ]


def in_force(targets, hidden):
    return [each for each in targets if each.only_if is None or each.only_if in hidden]


def shown(offers, hidden):
    return [
        line
        for i, offer in enumerate(offers)
        if i not in hidden and not offer.barred
        for line in offer.statements
    ]


def possible(world, published, most, knows=()):
    """Every whole-number table of the cells (each up to ``most``) that agrees with all lines."""
    keys = list(world.counts)
    lines = [*world.known, *published]
    lines += [says(key, world.counts[key], world.counts[key]) for key in knows]
    defined = {line.terms[0][0] for line in world.known if line.lower == line.upper == 0}
    free = [key for key in keys if key not in defined]
    alone = {k: line.lower for line in lines for k, _ in line.terms if _only(line)}
    choices = [[alone[key]] if key in alone else range(most + 1) for key in free]
    for values in product(*choices):
        table = dict(zip(free, values, strict=True))
        todo = [line for line in world.known if line.terms[0][0] in defined]
        while todo:
            line = next(each for each in todo if all(key in table for key, _ in each.terms[1:]))
            todo.remove(line)
            total = line.terms[0][0]
            value = -sum(c * table[key] for key, c in line.terms[1:])
            if table.setdefault(total, value) != value:
                break
        else:
            if all(line.holds(table) for line in lines):
                yield table


def _only(line):
    return len(line.terms) == 1 and line.lower == line.upper


def ranges(world, published, most, knows=()):
    """The least and greatest of each cell over every possible table."""
    found = {}
    for table in possible(world, published, most, knows):
        for key, value in table.items():
            low, high = found.get(key, (value, value))
            found[key] = (min(low, value), max(high, value))
    return found


LHA_ROWS = ("E07000008", "E07000009", "E07000010", "E07000011")
ON = "2026-09-30"


def people_table(name, numbers, *, split=None, on=ON, at=None, columns=(), frame=None, **more):
    """
    People by LHA, by another key too where ``split`` names it, with totals.

    ``numbers`` are rows of LHAs, each a number or a dict by the value of the split.
    """
    rows = []
    if split is None:
        rows = [(lha, n) for lha, n in zip(LHA_ROWS, numbers, strict=False)]
        rows.append(("total", sum(numbers)))
    else:
        values = list(numbers[0])
        whole = {value: sum(each[value] for each in numbers) for value in values}
        for lha, each in [*zip(LHA_ROWS, numbers, strict=False), ("total", whole)]:
            rows += [(lha, value, each[value]) for value in values]
            rows.append((lha, "total", sum(each.values())))
    keys = ("lha",) if split is None else ("lha", split)
    count = Count(measure="people", by={key: key for key in keys}, at={"on": on, **(at or {})})
    made = [Column(name=key, title=key, kind="text", meaning=key) for key in keys]
    made.append(Column(name="people", title="People", kind="count", meaning="p", people=count))
    data = pd.DataFrame(rows, columns=[*keys, "people"])
    for column, values in columns:
        made.append(column)
        data[column.name] = values
    return Table(
        name=name,
        title=name,
        section="s",
        columns=tuple(made),
        frame=data,
        keys=keys,
        place="lha",
        totals=dict.fromkeys(keys, "total"),
        **more,
    )
