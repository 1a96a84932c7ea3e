"""Parts of the Meeting page for the shared screen: the answer, what SPOCs brought, decisions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from placement.days import in_words
from placement.records.kinds.words import HEADS
from placement.ui import kept, markup, meeting_live, meeting_room, session, state, tables, words
from placement.ui.markup import Group, joined, table, tag
from placement.ui.meeting_words import (
    AVAILABILITY,
    EXCLUSION,
    HEAD_LABELS,
    LET,
    OUTCOMES,
    STANDING,
)
from placement.ui.spoken import quoted, st

if TYPE_CHECKING:
    from placement.records import Stored
    from placement.ui.kept import KeptCase

Data = dict[str, Any]
HIDE, HIDE_KEPT = "meeting-hide", "meeting-hide-kept"
WIDE, WIDE_KEPT = "meeting-wide", "meeting-wide-kept"
REASONS: Final = "meeting-reasons"
HIDDEN: Final = '[data-testid="stSidebar"] .p-list { display: none; }'
NO_MENU: Final = '[data-testid="stSidebar"] { display: none; }'
SHOWN_TO_ALL: Final = (
    "This page shows the housing view, whoever presents it: nothing on it is kept from housing."
)
NO_CLOSING: Final = (
    "What a SPOC says closes nothing: where nothing suitable is there, or an exclusion stands, the "
    "LHA is one to ask first."
)
INFORMAL: Final = "Informal knowledge, never scored. From"


def controls() -> None:
    """Offer to hide the case's reference and the menu, and to pause what updates by itself."""
    left, middle, right = st.columns(3)
    with left:
        st.session_state.setdefault(HIDE, st.session_state.get(HIDE_KEPT, False))
        hidden = st.toggle("Hide the case reference", key=HIDE)
    with middle:
        st.session_state.setdefault(WIDE, st.session_state.get(WIDE_KEPT, False))
        wide = st.toggle("Hide the menu", key=WIDE)
    with right:
        paused_was = st.session_state.get(meeting_live.PAUSED_KEPT, False)
        st.session_state.setdefault(meeting_live.PAUSED, paused_was)
        paused = st.toggle("Pause live updates", key=meeting_live.PAUSED)
    st.session_state[HIDE_KEPT] = hidden
    st.session_state[WIDE_KEPT] = wide
    st.session_state[meeting_live.PAUSED_KEPT] = paused
    if hidden or wide:
        st.html(f"<style>{HIDDEN if hidden else ''}{NO_MENU if wide else ''}</style>")


def screen(now: KeptCase) -> None:
    """Show the answer and all that was brought, keeping itself up to date."""
    with st.container(key="present"):
        meeting_live.live(lambda: _answer(now))
    with st.container(key="present-reasons"):
        _reasons(now)


def _answer(now: KeptCase) -> None:
    ranking = meeting_room.ranking(now.id)
    st.info(markup.literally(ranking["recommendation"]["sentence"]))
    st.html(_side_by_side(now, ranking))
    st.html(decided(now))
    st.html(brought(now))
    st.html(markup.paragraph(f"{_of_day(ranking)} {SHOWN_TO_ALL} {words.TABLE_KEY}"))


def heading(now: KeptCase) -> str:
    """Return which case this is, unless it is hidden."""
    hidden = st.session_state.get(HIDE, st.session_state.get(HIDE_KEPT, False))
    return "The meeting" if hidden else f"The meeting: {now.reference}"


def _of_day(ranking: Data) -> str:
    return f"As of {in_words(date.fromisoformat(ranking['as_of']))}."


def _side_by_side(now: KeptCase, ranking: Data) -> str:
    lead = ranking["recommendation"]["lhas"]
    word = words.LEADING.get(ranking["recommendation"]["outcome"], "")
    brought = meeting_room.contributions(now.id)
    options = ranking["options"]
    rows = [_row(each, word if each["lha"] in lead else "", brought) for each in options]
    return table(
        caption="The considerations side by side, 0 to 100; least and most in brackets",
        head=("LHA", *words.CONSIDERATIONS.values(), "Status", "First in 100", "The SPOC says"),
        groups=[
            Group(
                rows=rows,
                marked=frozenset(i for i, each in enumerate(options) if each["lha"] in lead),
            )
        ],
        kind="p-present",
        wide=True,
    )


def _row(option: Data, leading: str, brought: dict[str, Stored]) -> list[str]:
    rank = f"{option['rank']}. " if option["rank"] else ""
    tags = [tag(leading, "lead")] if leading else []
    tags += [tag("origin", "plain")] if option["is_origin"] else []
    tags += [tag("preferred", "plain")] if option["is_preferred"] else []
    return [
        joined([f"{rank}{option['name']}", *tags]),
        *(words.points(option["factors"][name]) for name in words.CONSIDERATIONS),
        tag(words.STATUS[option["status"]], option["status"]),
        words.first_in_100(option),
        _in_short(brought.get(option["lha"])),
    ]


def _in_short(contribution: Stored | None) -> str:
    if contribution is None:
        return "not heard"
    data = contribution.data
    short = AVAILABILITY[data["availability"]]
    if data["exclusion"] == "excluded":
        return joined([short, tag(EXCLUSION["excluded"], "refer")])
    return short


def decided(now: KeptCase) -> str:
    """Return the decisions and who did not agree, in codes: no words typed by anybody."""
    if session.desk().actor.role == "spoc":
        return markup.paragraph(
            "The decision is not shown to you here: it reaches your authority with the referral."
        )
    found = meeting_room.decisions(now.id)
    if not found:
        return markup.paragraph("Nothing has been decided yet.")
    names = meeting_room.names(now.id)
    dissents = meeting_live.records("dissent", now.id)
    rows = [
        _decision(each, names, [d for d in dissents if d.data["decision"] == each.id])
        for each in found
    ]
    return table(
        caption="What was decided",
        head=("Day", "Decision", "Let (9)", "State", "Did not agree"),
        groups=[Group(rows=rows)],
        kind="p-present",
        wide=True,
    )


def _decision(one: Stored, names: dict[str, str], dissents: list[Stored]) -> list[str]:
    data = one.data
    chosen = data.get("lha")
    said = (
        f"Ask {names.get(chosen, chosen)}"
        if chosen
        else OUTCOMES.get(str(data.get("outcome")), "-")
    )
    agencies = [each["agency"] for each in data.get("dissent") or ()]
    agencies += [each.data["agency"] for each in dissents]
    return [
        in_words(date.fromisoformat(data["on"])),
        said,
        LET.get(str(data.get("let")), "-"),
        STANDING.get(data["standing"], data["standing"]),
        ", ".join(agency_name(each) for each in dict.fromkeys(agencies)) or "nobody recorded",
    ]


def agency_name(code: str) -> str:
    """Return what an agency is called."""
    return state.lhas().get(code) or words.plainly(code).capitalize()


def brought(now: KeptCase) -> str:
    """Return what each SPOC brought, under the heads of the protocol; informal words are marked."""
    found = meeting_room.contributions(now.id)
    if not found:
        return markup.paragraph("No SPOC has contributed yet.")
    names = meeting_room.names(now.id)
    groups = [
        Group(title=_group_title(names, lha, one), rows=_heads(one.data))
        for lha, one in sorted(found.items(), key=lambda item: names.get(item[0], ""))
    ]
    return table(
        caption="What the SPOCs brought (6)",
        head=("Head", "What was said"),
        groups=groups,
        kind="p-brought",
        wide=True,
    ) + markup.paragraph(NO_CLOSING)


def _group_title(names: dict[str, str], lha: str, one: Stored) -> str:
    data = one.data
    said = f"{AVAILABILITY[data['availability']]}; {EXCLUSION[data['exclusion']]}"
    return f"{names.get(lha, lha)}, {in_words(date.fromisoformat(data['on']))}: {said}"


def _heads(data: Any) -> list[list[str]]:  # noqa: ANN401 - a record's data
    rows = []
    for head, clause in HEADS.items():
        if not data.get(head):
            continue
        words_said: str = quoted(data[head])
        if head == "informal":
            mark = tag(
                f"{INFORMAL} {quoted(data.get('informal_from', 'nobody named'))}", "unagreed"
            )
            words_said = joined([mark, words_said])
        rows.append([f"{HEAD_LABELS[head]} ({clause})", words_said])
    return rows or [["No head", "Nothing was said under the heads."]]


def _reasons(now: KeptCase) -> None:
    """Show every reason for one LHA, in the housing view; the log has it that they were shown."""
    ranking = meeting_room.ranking(now.id)
    names = meeting_room.names(now.id)
    code = st.selectbox(
        "Show every reason for",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="choose an LHA",
        key=REASONS,
    )
    if code is not None:
        kept.looked_at([code])
        option = next(each for each in ranking["options"] if each["lha"] == code)
        st.html(tables.reasons_table(option))
