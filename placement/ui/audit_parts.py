"""Parts of the Audit page: what is asked of the log, and its entries as a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from placement.days import in_words
from placement.errors import PlacementError
from placement.records import logbook
from placement.records.audit import ACTIONS
from placement.records.kinds import KINDS
from placement.ui import frame, session, words
from placement.ui.markup import Group, table
from placement.ui.spoken import quoted, st

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.records.audit import Entry

FOUND, EVERY = "audit-found", "every"
ASKED: Final = "audit-asked"
HOW_MANY: Final = (100, 500, 2000)
WITHOUT_CASES: Final = (
    "As an auditor you see who did what, and when, to which record. What was typed about a case "
    "is not shown: a case stands here by its id alone. The coordinator, who may see the case, can "
    "show why something was done."
)
DONE: Final = {
    "collection": "Recorded",
    "alteration": "Changed",
    "consultation": "Looked at",
    "disclosure": "Given out",
    "combination": "Put together",
    "erasure": "Erased",
}
_LABELS: Final = {
    "audit": "The log",
    "record": "The record as a whole",
    "case_access": "Limited access of a case",
    "case_end": "End of a case",
    "record_of_no_case": "A record of no case",
    "keys": "Keys",
}
_EVENTS: Final = ("created", "restored", "verified", "retention", "exported")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of the log is asked for; ``case`` is a reference, for who may know one."""

    action: str | None = None
    person: str | None = None
    case: str | None = None
    since: date | None = None
    until: date | None = None
    newest: int = HOW_MANY[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Entries as read at a moment; ``named`` are the cases that the reader may see, by id."""

    asked: Asked
    entries: tuple[Entry, ...]
    named: Mapping[str, str]
    sees_reasons: bool


def ask(role: str) -> Asked:
    """Ask what of the log is wanted; what was asked for stands until it is asked again."""
    with st.form("audit-ask", enter_to_submit=False):
        one, two, three = st.columns(3)
        with one:
            done = st.selectbox(
                "What was done", (EVERY, *ACTIONS), format_func=lambda each: DONE.get(each, "All")
            )
            since = st.date_input("From", value=None, format="DD/MM/YYYY")
        with two:
            person = st.text_input("By whom (staff id)").strip()
            until = st.date_input("To, that day included", value=None, format="DD/MM/YYYY")
        with three:
            case = "" if role == "auditor" else st.text_input("Case reference").strip().upper()
            newest = st.selectbox("At most", HOW_MANY, format_func="{:,} entries".format)
        pressed = st.form_submit_button("Show the log", type="primary")
    if pressed or ASKED not in st.session_state:
        st.session_state.pop(FOUND, None)
        st.session_state[ASKED] = Asked(
            action=None if done == EVERY else done,
            person=person or None,
            case=case or None,
            since=since,
            until=until,
            newest=newest,
        )
    asked: Asked = st.session_state[ASKED]
    return asked


def found(asked: Asked) -> Found | None:
    """Return what was asked for, read once until it is asked again: each reading is logged."""
    who = session.desk().actor
    key, kept = st.session_state.get(FOUND, (None, None))
    if key != (who, asked):
        try:
            kept = _read(asked)
        except PlacementError as error:
            frame.say(str(error))
            return None
        st.session_state[FOUND] = ((who, asked), kept)
    result: Found | None = kept
    return result


def _read(asked: Asked) -> Found:
    desk = session.desk()
    auditor = desk.actor.role == "auditor"
    named = {} if auditor else {row.id: row.reference for row in desk.cases()}
    by_reference = {reference: case for case, reference in named.items()}
    if asked.case and asked.case not in by_reference:
        raise PlacementError(f"No case that you may see has the reference {asked.case}.")
    entries = logbook.entries(
        desk,
        case=by_reference.get(asked.case or ""),
        actor=asked.person,
        action=asked.action,
        since=_start(asked.since),
        until=_start(asked.until and asked.until + timedelta(days=1)),
        newest=asked.newest,
    )
    return Found(asked=asked, entries=tuple(entries), named=named, sees_reasons=not auditor)


def _start(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), tzinfo=UTC)


def show(result: Found | None) -> None:
    """Show entries as a table."""
    if result is None:
        return
    if not result.entries:
        st.info("Nothing in the log is as you asked.")
        return
    count = len(result.entries)
    more = " There are older ones: ask for more, or for fewer days." * (
        count == result.asked.newest
    )
    st.html(
        table(
            caption=f"{count:,} entries, the newest first. Times are UTC.{more}",
            head=("Entry", "When", "Who", "What was done", "Case", "To whom and why"),
            groups=[Group(rows=[row(each, result) for each in result.entries])],
            wide=True,
        )
    )


def row(entry: Entry, result: Found) -> list[str]:
    """Return an entry's cells, as its reader may have them."""
    return [
        f"{entry.seq}",
        f"{in_words(entry.at.date())}, {entry.at:%H:%M}",
        f"{entry.actor}, {words.EVERY_ROLE.get(entry.role, 'the program')}",
        f"{DONE[entry.action]}: {_what(entry.what)}",
        _case(entry, result),
        quoted(why(entry, result)),
    ]


def why(entry: Entry, result: Found) -> str:
    """Return to whom and why; of a case only for somebody who may see the case."""
    about_a_case = entry.case is not None
    if about_a_case and not (result.sees_reasons and entry.case in result.named):
        return "not shown" if entry.reason else "-"
    if entry.reason is None:
        return "erased"
    parts = (f"to {entry.to_whom}" if entry.to_whom else "", entry.reason)
    return "; ".join(part for part in parts if part) or "-"


def _case(entry: Entry, result: Found) -> str:
    if entry.case is None:
        return "-"
    return result.named.get(entry.case) or f"id {entry.case[:8]}"


def _what(what: Mapping[str, Any]) -> str:
    """Write what an entry is about: the kind and codes alone, never what was typed."""
    kind = str(what.get("kind", ""))
    label = KINDS[kind].label if kind in KINDS else _LABELS.get(kind, words.plainly(kind))
    parts = [label or "-"]
    if isinstance(what.get("version"), int):
        parts.append(f"version {what['version']}")
    if isinstance(what.get("list"), int):
        parts.append(f"a list of {what['list']}")
    if what.get("event") in _EVENTS:
        parts.append(str(what["event"]))
    return ", ".join(parts)
