"""A plan for a terminal: who goes where, who is left out and why, and what is still to be asked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from placement.area_words import in_words as in_area_words
from placement.area_words import role_in_words
from placement.days import in_words
from placement.planning.plan_words import ADVICE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

MOST_OPENED = 4
CAUSES = {
    "own_best": "own best",
    "origin": "starts there",
    "panel": "fixed",
    "spread": "spread",
    "level": "level",
    "supply": "homes",
    "apart": "kept apart",
    "other": "other",
}


def plan_text(data: dict[str, Any]) -> RenderableType:
    """Return a plan's data, as one reader may have it, as tables and sentences."""
    if data["role"] == "smb":
        return Group(_title(data), *_frontier(data), *_end(data))
    names = {row["lha"]: row["name"] for row in data["spread"]}
    parts: list[RenderableType] = [_title(data), Text(_summary(data), style="bold")]
    if data["assignments"]:
        parts += [_cases(data, names), Text("")]
        parts += [_lines((row["case"], row["sentence"]) for row in data["assignments"])]
    parts += _left_out(data, names)
    parts += [Text(""), _lhas(data)]
    parts += _section("To accept", ((row["case"], row["sentence"]) for row in data["to_accept"]))
    changes = data.get("changes", [])
    parts += _section("Changed", (("", row["sentence"]) for row in changes))
    parts += _section("Why not swap", _swaps(data))
    parts += _frontier(data)
    return Group(*parts, *_end(data))


def _title(data: dict[str, Any]) -> Text:
    head = Text("Plan", style="bold")
    day = in_words(date.fromisoformat(data["as_of"]))
    role = role_in_words(data["role"], data.get("terms", {}))
    head.append(f"   as of {day} · {data['profile']} · for {role}", style="")
    return head


def _summary(data: dict[str, Any]) -> str:
    proven = "proven best" if data["status"] == "optimal" else "not proven best"
    if data["role"] == "spoc":
        count = len(data["assignments"])
        return f"{count} of the cases {'is' if count == 1 else 'are'} planned for this LHA."
    count = len(data["cases"])
    many = "1 case" if count == 1 else f"{count} cases"
    return (
        f"{data['placed']} of {many} placed, {proven}. Nobody is placed more than "
        f"{data['regret']:g} points below their own best, unless fixed there."
    )


def _cases(data: dict[str, Any], names: dict[str, str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    with_homes = any(row["vacancy"] for row in data["assignments"])
    columns = ["Case", "LHA", *(["Home", "Area"] if with_homes else []), "Own best", "Below", "Why"]
    for column in columns:
        table.add_column(column, justify="right" if column == "Below" else "left")
    for row in data["assignments"]:
        home = [row["vacancy"] or "-", row["area"] or "-"] if with_homes else []
        table.add_row(
            row["case"],
            row["name"],
            *home,
            names.get(row["own_best"], row["own_best"] or "-"),
            f"{row['points_below_own_best']:g}",
            CAUSES[row["cause"]],
        )
    return table


def _left_out(data: dict[str, Any], names: dict[str, str]) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for row in data["unplaced"]:
        parts += [Text(""), Text(f"{row['case']} has no place.", style="bold")]
        parts.append(
            Text(
                "These reasons by themselves close every place; without one of them they would not:"
            )
        )
        parts.append(_lines((f["clause"], _blocked(f, names)) for f in row["blocked_by"]))
        if row["nearest"]:
            parts.append(Text(row["nearest"]["sentence"]))
    left = data.get("left_out", {}).get("sentence")
    if left:
        parts += [Text(""), Text(left)]
    return parts


def _blocked(finding: dict[str, Any], names: dict[str, str]) -> str:
    """Say what stands in the way, and what opens without it."""
    spots = [
        f"{spot['vacancy']} in {names.get(spot['lha'], spot['lha'])}"
        if spot["vacancy"]
        else names.get(spot["lha"], spot["lha"])
        for spot in finding["opens_alone"]
    ]
    if not spots:
        return f"{finding['sentence']} Other reasons stand against the same places as well."
    more = f" and {len(spots) - MOST_OPENED} more" if len(spots) > MOST_OPENED else ""
    return f"{finding['sentence']} But for this alone: {', '.join(spots[:MOST_OPENED])}{more}."


def _lhas(data: dict[str, Any]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    for column in ("LHA", "Counted", "With plan", "Chance gives", "", "Who"):
        right = column in ("Counted", "With plan")
        table.add_column(column, justify="right" if right else "left")
    for row in data["spread"]:
        low, high = row["expected_low"], row["expected_high"]
        who = [each["case"] for each in data["assignments"] if each["lha"] == row["lha"]]
        table.add_row(
            row["name"],
            "-" if row["before"] is None else str(row["before"]),
            "-" if row["after"] is None else str(row["after"]),
            "-" if low is None else f"{low} to {high}",
            row["label"],
            ", ".join(who) or "-",
        )
    return table


def _swaps(data: dict[str, Any]) -> list[tuple[str, str]]:
    """Put together whoever a case does not swap with for the same reason."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for row in data.get("swaps", []):
        one, other = row["cases"]
        grouped.setdefault((one, row["sentence"]), []).append(other)
    return [
        (one, f"with {', '.join(others)}: {sentence}")
        for (one, sentence), others in grouped.items()
    ]


def _frontier(data: dict[str, Any]) -> list[RenderableType]:
    if not data.get("frontier"):
        return []
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    placed = "placed" in data["frontier"][0]
    columns = ["Limit on regret", "Given up", "Concentration", "Removed"]
    for column in [*columns, *(["Placed"] if placed else [])]:
        table.add_column(column, justify="right")
    table.add_column("")
    for row in data["frontier"]:
        table.add_row(
            f"{row['regret']:g}",
            f"{row['points_given_up']:g}",
            f"{row['concentration']:g}",
            f"{row['concentration_removed']:g}",
            *([str(row["placed"])] if placed else []),
            ", ".join(
                [
                    *(["this plan"] if row["chosen"] else []),
                    *([] if row["proven"] else ["not proven best"]),
                ]
            ),
        )
    title = "Points given up against concentration removed, in points of the score"
    return [Text(""), Text(title, style="bold"), table]


def _section(title: str, rows: Iterable[tuple[str, str]]) -> list[RenderableType]:
    listed = list(rows)
    return [Text(""), Text(title, style="bold"), _lines(listed)] if listed else []


def _lines(rows: Iterable[tuple[str, str]]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    for label, words in rows:
        table.add_row(Text(label), Text(words))
    return table


def _end(data: dict[str, Any]) -> list[RenderableType]:
    return [
        Text(""),
        Text(" ".join(data["notes"])),
        Text(in_area_words(ADVICE, data.get("terms", {}))),
    ]
