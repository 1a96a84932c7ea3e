"""
Monitoring releases in the record: all earlier ones, and keeping a new one with its report (10, 12).

What a release may say is proven elsewhere (``placement.monitoring.control``); here it is plain
data. None is ever left out: one that somebody withdrew is still read, because what was said cannot
be taken back, and numbers without a gap show that none is missing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from placement.errors import InputError, Stale
from placement.records.kinds.releases import packed, unpacked
from placement.records.versions import DRAFT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.records.desk import Desk
    from placement.records.versions import Stored

REPORTS = ("released_report", "released_to_lha")


def earlier(desk: Desk) -> tuple[dict[str, Any], ...]:
    """
    Return every release so far as plain data, the first one first.

    Raises
    ------
    InputError
        If one is missing: without the whole history nothing can be proven.
    """
    found = sorted(
        (each for each in desk.list("monitoring_release", withdrawn=True) if each.state != DRAFT),
        key=lambda each: each.data["number"],
    )
    if [each.data["number"] for each in found] != list(range(1, len(found) + 1)):
        raise InputError(
            "The release history",
            ["a release is missing from it, so nothing can be proven. Restore it from a backup."],
        )
    return tuple(
        {**json.loads(unpacked(each.data["body"])), "digest": each.data["digest"]} for each in found
    )


def keep(
    desk: Desk,
    release: Mapping[str, Any],
    report: str,
    *,
    title: str,
    after: int,
    reason: str,
) -> str:
    """
    Keep a release and the report that went out with it; return the report's id.

    Parameters
    ----------
    release
        As plain data, with its digest.
    report
        The report as text, as its audience may have it.
    after
        How many releases it was judged with.

    Raises
    ------
    Stale
        If another was released since: this one was not judged with it.
    NotAllowed
        If this person releases nothing.
    """
    entry = {key: value for key, value in release.items() if key != "digest"}
    named = {key: entry[key] for key in ("on", "as_of")}
    lha = {} if entry["lha"] is None else {"lha": entry["lha"]}
    with desk.transaction():
        if len(earlier(desk)) != after:
            raise Stale(
                "Something else was released since this was worked out, so it was not judged with "
                "that. Nothing was released; work the figures out again."
            )
        kept = desk.save(
            "monitoring_release",
            {
                **named,
                **lha,
                "number": after + 1,
                "audience": entry["audience"],
                "digest": release["digest"],
                "body": packed(json.dumps(entry, ensure_ascii=False, separators=(",", ":"))),
            },
            reason=reason,
        )
        given = {**named, "release": kept.id, "title": title, "body": packed(report)}
        kind = "released_to_lha" if lha else "released_report"
        whom = lha or {"audience": entry["audience"]}
        saved = desk.save(kind, {**given, **whom}, reason=reason)
        desk.log(
            "disclosure",
            what={"kind": kind, "id": saved.id},
            to_whom=entry["lha"] or entry["audience"],
            reason=reason,
        )
    return saved.id


def reports(desk: Desk) -> list[Stored]:
    """Return the reports that this person may read, the latest first."""
    from placement.records.kinds import KINDS

    found = [
        each for kind in REPORTS if desk.actor.role in KINDS[kind].reads for each in desk.list(kind)
    ]
    return sorted(found, key=lambda each: (each.data["on"], each.at), reverse=True)


def text_of(report: Stored) -> str:
    """Return a released report's text."""
    return unpacked(report.data["body"])
