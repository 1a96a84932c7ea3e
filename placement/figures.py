"""
The year's figures from the record, as an audience may have them, and their release (10, 12).

Figures for the Board, an authority or the public leave only after disclosure control has proven,
with everything released before, that nothing hidden can be found. The Monitoring page works them
out in a process beside it, so ``figures`` takes plain matter and reads no record itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from placement.errors import InputError
from placement.load import load_setting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from placement.monitoring.tables import Report
    from placement.records import Desk
    from placement.records.monitored import Held

    Telling = Callable[[str], None]

MADE_UP: Final = "Synthetic: everybody in the record that these figures are from is made up."


def figures(
    *,
    held: Held | None,
    profile: str,
    as_of: date,
    audience: str,
    lha: str | None,
    earlier: Sequence[dict[str, Any]],
    on: date | None,
    tell: Telling,
) -> tuple[Report, dict[str, Any] | None]:
    """
    Work out the year's figures as an audience may have them, and the release that this would be.

    Parameters
    ----------
    held
        What the record holds for monitoring; None where it holds nothing.
    earlier
        Every release so far, the first one first.
    on
        The day of release; None makes a draft, and no release.
    tell
        Is told what is being done.

    Raises
    ------
    NotReleased
        If the day is not on the calendar, or the proof fails.
    InputError
        If the release history was changed.
    """
    from placement.monitoring.parts import parts_of
    from placement.monitoring.recorded import rows_of
    from placement.monitoring.report import basis_of, build, in_area

    setting = load_setting(profile=profile, as_of=as_of)
    placements = () if held is None else held.placements
    basis = basis_of(
        placements, profile=setting.profile, places=setting.places, as_of=setting.as_of
    )
    more = [] if held is None else parts_of(basis, rows_of(held, as_of))
    whole = build(basis, more, tell=tell)
    if held is not None and held.synthetic:
        whole = replace(whole, warnings=(MADE_UP, *whole.warnings))
    if audience == "internal":
        return whole, None
    from placement.monitoring.control.history import history_of
    from placement.monitoring.control.release import release
    from placement.monitoring.control.shipped import shipped_links

    tell("what may be shown, and the proof that nothing hidden can be found")
    try:
        history = history_of(earlier)
    except ValueError as error:
        raise InputError(
            "The release history",
            [
                f"{error} was changed since it was made, so nothing can be proven. Compare it with "
                "a backup, and run `placement audit verify`."
            ],
        ) from None
    released = release(
        whole.tables,
        audience,
        lha if audience == "lha" else None,
        history,
        basis.numbers,
        as_of=basis.as_of,
        on=on,
        links=shipped_links(basis.numbers, len(basis.held)),
        draft=on is None,
        progress=tell,
    )
    called = {"smb": "the Board", "public": "public"}.get(audience, "")
    report = replace(
        whole,
        tables=released.tables,
        audience=called or f"{basis.names[str(lha)]}, its own in full",
        warnings=(*whole.warnings, *released.words),
    )
    report = in_area(report, basis.profile)
    if released.draft:
        return report, None
    made = released.history.releases[-1]
    return report, {**made.to_data(), "digest": made.digest}


def keep_release(
    desk: Desk, report: Report, release: Mapping[str, Any], *, after: int, reason: str
) -> str:
    """Keep a release in the record with its report; ``after`` as ``records.released.keep``."""
    from placement.monitoring.output.kept import report_text
    from placement.records.released import keep

    return keep(
        desk,
        release,
        report_text(report),
        title=f"{report.title}: {report.audience}",
        after=after,
        reason=reason,
    )
