"""Before and after for a terminal: the sentence, each LHA, and what moved by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.console import RenderableType

    Data = Mapping[str, Any]

STATUS = {"open": "open", "refer": "ask first", "excluded": "closed"}
NOTHING_MOVES = "Nothing moves: every finding and the order stay as they are."
PARTS = {
    "case": "the case",
    "weights": "the weights",
    "gates": "gate",
    "connection": "connection",
    "management": "management",
    "spread": "spread",
    "option": "housing option",
    "home": "homes",
}


def difference_text(found: Data) -> RenderableType:
    """Return what moved; a sentence where nothing does."""
    sides = found["recommendation"]
    parts: list[RenderableType] = []
    if sides["before"] == sides["after"]:
        parts.append(Text(f"The recommendation stays: {sides['after']['sentence']}"))
    else:
        parts.append(Text(f"Before: {sides['before']['sentence']}"))
        parts.append(Text(f"After:  {sides['after']['sentence']}", style="bold"))
    parts += [Text(line) for line in what_became(found)]
    moved = [*rows_moved(found)]
    shifted = any(each["before"] != each["after"] for each in found["lhas"])
    if not moved and not shifted:
        return Group(*parts, Text(NOTHING_MOVES))
    parts.append(_standing(found["lhas"]))
    if moved:
        parts.append(_moved(moved))
    return Group(*parts)


def what_became(found: Data) -> list[str]:
    """Return what became of each LHA that is no more, and what is read otherwise because of it."""
    if not found["became"]:
        return []
    lines = [
        f"{each['lha']} is now {' and '.join(each['now']) or 'nothing that is named'}."
        for each in found["became"]
    ]
    lines += found["borders"]
    before = set(found["notes"]["before"])
    return lines + [note for note in found["notes"]["after"] if note not in before]


def name_of(shift: Data) -> str:
    """Return the name of an LHA, with what it was before a merger or a split."""
    return f"{shift['was']} > {shift['name']}" if shift["was"] else str(shift["name"])


def rows_moved(found: Data) -> Iterable[tuple[str, str, str, str, str]]:
    """Give each finding that differs: where, clause, part, before, after."""
    weights = found["weights"]
    if weights["before"] != weights["after"]:
        yield ("", "6", PARTS["weights"], _weighed(weights["before"]), _weighed(weights["after"]))
    for each in found["about_the_case"]:
        yield ("", each["clause"], PARTS["case"], *_sides(each))
    for shift in found["lhas"]:
        for each in shift["moved"]:
            yield (name_of(shift), each["clause"], PARTS[each["consideration"]], *_sides(each))


def _weighed(units: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {weight}" for name, weight in units.items())


def _sides(each: Data) -> tuple[str, str]:
    return _said(each["before"], each), _said(each["after"], each)


def _said(side: Data | None, each: Data) -> str:
    if side is None:
        return "not found"
    scored = each["consideration"] in ("connection", "management", "spread")
    return f"{side['points']} points: {side['sentence']}" if scored else str(side["sentence"])


def standing(option: Data | None) -> str:
    """
    Write how an LHA stands: its rank, status and score.

    >>> standing(None), standing({"rank": None, "status": "excluded", "score": 40})
    ('not there', 'closed')
    """
    if option is None:
        return "not there"
    status = STATUS[option["status"]]
    if option["rank"] is None:
        return status
    return f"{option['rank']}. {status}, {option['score']}"


def _standing(lhas: Iterable[Data]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("LHA", "before: rank, status, score", "after", ""):
        table.add_column(name)
    for each in lhas:
        before, after = standing(each["before"]), standing(each["after"])
        table.add_row(name_of(each), before, after, "" if before == after else "moved")
    return table


def _moved(rows: Iterable[tuple[str, str, str, str, str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="What made the difference, by clause")
    table.add_column("LHA", max_width=18)
    table.add_column("clause", no_wrap=True)
    for name in ("part", "before", "after"):
        table.add_column(name)
    for row in rows:
        table.add_row(*row)
    return table
