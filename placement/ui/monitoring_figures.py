"""
The figures of the Monitoring page: worked out and released by the coordinator, read by the others.

Figures for the Board, an authority or the public leave only after disclosure control has proven,
with every release that the record holds, that nothing hidden can be found. They leave on the days
of the calendar; a draft may be looked at by the coordinator on any day. What was released lies in
the record, and the Board and the authorities read it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from placement.days import in_words
from placement.records import assessing, monitored, released
from placement.ui import beside, long_work, session, state
from placement.ui.spoken import st

if TYPE_CHECKING:
    from datetime import date

    from placement.monitoring.tables import Report
    from placement.records import Stored
    from placement.ui.beside import Work

KEPT, UNDER_WAY, ASKED = "monitoring-figures", "monitoring-under-way", "monitoring-asked"
FOR, WHICH = "monitoring-for", "monitoring-lha"
AUDIENCES: Final = {
    "internal": "the coordinator alone, nothing hidden",
    "smb": "the Board",
    "lha": "one authority",
    "public": "the public",
}


def audience() -> tuple[str, str | None]:
    """Return for whom the coordinator asks: an audience, and the LHA where it is one."""
    chosen = st.session_state.get(FOR, "internal")
    return chosen, st.session_state.get(WHICH) if chosen == "lha" else None


def due(chosen: str) -> tuple[date, date] | None:
    """Return the release that can be made today: the day it was due, and the day it is about."""
    from placement.monitoring.control.calendar import due_release

    if chosen == "internal":
        return None
    found = due_release(chosen, state.today(), state.setting_today().numbers)
    if found is None or found[0] == state.today():
        return found
    _, lha = audience()
    made = {
        (each.data["audience"], each.data.get("lha"), each.data["as_of"])
        for each in session.desk().list("monitoring_release", withdrawn=True)
    }
    return None if (chosen, lha, found[1].isoformat()) in made else found


def next_words(chosen: str) -> str:
    """Say when the next release is, and of what day."""
    from placement.monitoring.control.calendar import next_release

    on, about = next_release(chosen, state.today(), state.setting_today().numbers)
    return f"The next release is on {in_words(on)} and shows {in_words(about)}."


def begin(*, draft: bool) -> None:
    """Begin to work the figures out, beside the page; on a day of release, to release them."""
    desk = session.desk()
    chosen, lha = audience()
    earlier = released.earlier(desk)
    work = beside.begin(
        long_work.FIGURES,
        held=monitored.gathered(desk),
        profile=state.area(),
        as_of=state.today() if draft else _about(chosen),
        audience=chosen,
        lha=lha,
        earlier=earlier,
        on=None if draft else state.today(),
    )
    st.session_state[UNDER_WAY] = (_key(), work, len(earlier))
    st.session_state.pop(KEPT, None)


def _about(chosen: str) -> date:
    found = due(chosen)
    return found[1] if found is not None else state.today()  # refused there, with the next day


def under_way() -> Work | None:
    """Return the work on the figures, if it was begun for this person as the record stands now."""
    key, work, _ = st.session_state.get(UNDER_WAY, (None, None, 0))
    found: Work | None = work if key == _key() else None
    return found


def take(work: Work) -> Report:
    """Keep the figures that were worked out, in the record if they are released."""
    _, _, after = st.session_state.pop(UNDER_WAY)
    report: Report
    report, release = work.result()
    if release is not None:
        from placement.figures import keep_release

        keep_release(
            session.desk(),
            report,
            release,
            after=after,
            reason="released on the day of the calendar (10)",
        )
    st.session_state[KEPT] = (_key(), report)
    return report


def kept() -> Report | None:
    """Return the figures worked out before, as long as nothing was saved since."""
    found, report = st.session_state.get(KEPT, (None, None))
    result: Report | None = report if found == _key() else None
    return result


def reports() -> list[Stored]:
    """Return the released reports that this person may read, the latest first."""
    return released.reports(session.desk())


def report_of(stored: Stored) -> Report:
    """Return a released report as it went out."""
    from placement.monitoring.output.kept import report_from

    return report_from(released.text_of(stored))


def _key() -> tuple[Any, ...]:
    who = (session.desk().actor, *audience())
    return (*who, state.today(), assessing.stamp(session.record()))
