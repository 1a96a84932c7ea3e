"""The comparison on a terminal: what must be said first, then three tables an area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios.simulation.report import changed
from scenarios.simulation.report.words import (
    NO_FIGURE,
    OUTCOME_WORDS,
    figure,
    lead,
    unit_of,
    with_interval,
)
from scenarios.simulation.summary import UNPLACED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import RenderableType

    from placement.monitoring.layout import Laid

COLUMNS = (
    ("placed_share", "placed"),
    ("below_points", "below best"),
    ("crowded_share", "where many"),
    ("notice_days", "notice"),
)


def as_text(found: Mapping[str, Any]) -> list[RenderableType]:
    """Return the comparison as lines and tables."""
    parts: list[RenderableType] = [*lead(found), ""]
    for area in found["areas"]:
        parts += _area(found, area)
    assumed = [a for a in found["assumptions"] if a["source"].startswith("assumption")]
    parts.append(
        f"It rests on {len(assumed)} assumptions that nobody has agreed, and on the cohort's own: "
        "the report and --json list each."
    )
    return parts


def _area(found: Mapping[str, Any], area: Mapping[str, Any]) -> list[RenderableType]:
    from rich.table import Table

    summed = area["found"]
    titles = {policy["name"]: policy["title"] for policy in found["policies"]}
    many = summed["repetitions"]
    over = "one repetition" if many == 1 else f"means over {many} repetitions"
    table = Table(title=f"{area['title']}: {over}")
    table.add_column("Way of choosing", min_width=max(len(title) for title in titles.values()))
    for _, heading in COLUMNS:
        table.add_column(heading, justify="right")
    table.add_column("of hindsight", justify="right")
    for name, title in titles.items():
        held = summed["policies"][name]
        near = held["of_hindsight"]
        least = figure(near["if_followed_at_least"]["mean"], "share")
        most = figure(near["if_followed_at_most"]["mean"], "share")
        table.add_row(
            title,
            *(figure(held["measures"][m]["mean"], unit_of(m)) for m, _ in COLUMNS),
            f"{least} to {most}",
        )
    first = summed["policies"][summed["compared_with"]]
    shares = ", ".join(
        f"{OUTCOME_WORDS[outcome]} {with_interval(mean, 'share')}"
        for outcome, mean in first["outcomes"].items()
    )
    legend = (
        "below best: points below their own best open LHA on the day; where many: placed where the "
        "number was already more than chance gives; notice: days; of hindsight: between which two "
        "shares, if always followed."
    )
    nowhere = [*_nowhere(summed, titles)]
    moved = _changed(found, area, titles) if "made" in area else []
    return [
        table,
        legend,
        *nowhere,
        *moved,
        f"What the recommendation said at first: {shares}.",
        "",
    ]


def _changed(
    found: Mapping[str, Any], area: Mapping[str, Any], titles: Mapping[str, str]
) -> list[RenderableType]:
    """Return with the changes and without, under the first way of choosing, and why they differ."""
    first = area["found"]["compared_with"]
    reasons = [row for row in changed.because(area).rows if row[1] not in ("0%", NO_FIGURE)]
    parts: list[RenderableType] = [
        "",
        f"Without and with: {'; '.join(found['changes'])}.",
        *([found["note"]] if found["note"] else []),
        _drawn(changed.side_by_side(area, first, brief=True), titles[first]),
        *changed.in_short(area, titles),
    ]
    if reasons:
        said = "; ".join(f"{why[:1].lower()}{why[1:]} {share}" for why, share in reasons)
        parts.append(f"What differed first, of all needs: {said}.")
    if area["made"]["findings"]:
        parts.append(
            _drawn(
                changed.by_clause(area, found.get("terms", {})), "Findings that differ, by clause"
            )
        )
    return [*parts, ""]


def _drawn(laid: Laid, title: str) -> RenderableType:
    from rich.table import Table

    table = Table(title=title)
    for heading, right in zip(laid.headings, laid.numeric, strict=True):
        table.add_column(heading, justify="right" if right else "left")
    for row in laid.rows:
        table.add_row(*row)
    return table


def _nowhere(summed: Mapping[str, Any], titles: Mapping[str, str]) -> Iterator[str]:
    """Give, for each way that leaves anybody out, how many and why."""
    for name, title in titles.items():
        why = summed["policies"][name]["unplaced"]
        said = [
            f"{figure(mean['mean'], 'points')}: {UNPLACED[reason]}"
            for reason, mean in why.items()
            if mean["mean"]
        ]
        if said:
            yield f"{title}, needs met nowhere in a repetition: {'; '.join(said)}."
