"""
The decision form: what was decided and why, what is still missing while it is typed.

It is filled in before the room, so what it says is held against what the room sees. What would be
missing in the full view alone is said only where whoever decides asks for it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from placement.days import in_words
from placement.errors import InputError
from placement.records.decisions.decision import TYPED, Decision
from placement.records.decisions.judge import completeness
from placement.records.decisions.recording import decide as record_decision
from placement.records.decisions.recording import look, looked_at
from placement.ui import (
    markup,
    meeting_deciding,
    meeting_forms,
    meeting_room,
    session,
    tables,
    words,
)
from placement.ui.meeting_words import STANDING
from placement.ui.spoken import st
from placement.view import Reader

if TYPE_CHECKING:
    from placement.records import Stored
    from placement.records.decisions.decision import Missing
    from placement.records.decisions.recording import Decided
    from placement.ui.kept import KeptCase
    from placement.ui.meeting_forms import Form

Data = dict[str, Any]
WHICH, PRIVATE, FINDINGS = "decision-which", "decision-private", "decision-findings"
NEW: Final = "new"
STANDS: Final = "A decision is recorded. Choose it to change it, or record another one."
NOT_FOR_ALL: Final = "Show what is not for a shared screen"
MORE: Final = (
    "Something that is not for a shared screen is missing too: see it with the switch below."
)
NEXT: Final = "Next: Annex and referral, then Tasks."
AGREED: Final = "It is recorded at the agreed weights."


def decide(now: KeptCase) -> None:
    """Ask for a decision; say what is missing; record it, final or as a draft."""
    if not meeting_forms.may_write("decision", now.id):
        st.html(markup.paragraph("The offender manager or the coordinator records the decision."))
        return
    chosen = _which(now)
    if chosen is None:
        return
    form = _form(now, None if chosen == NEW else _stored(now, chosen))
    meeting_forms.show_stale(form)
    plan = _plan(now)
    room = meeting_room.ranking(now.id)
    private = bool(st.session_state.get(PRIVATE))
    held_against = meeting_room.full_ranking(now.id) if private else room
    in_short = st.container(key="lacks")
    typed = meeting_deciding.ask(form, now, held_against, plan)
    meeting_forms.keep(form, typed)
    missing = _missing(now, typed, plan)
    with in_short:
        st.html(markup.paragraph(_in_short(missing), "p-lacks"))
    shown = _findings(now, typed, room)
    _say(missing, private=private)
    label = "Record the decision" if not missing.room else "Keep it as a draft"
    if st.button(label, type="primary", key=form.key("record"), disabled=bool(missing.wrong)):
        meeting_forms.saved(form, lambda: _recorded(now, form, missing))
    st.html(markup.paragraph(f"{meeting_forms.KEPT_SAID} {_moved()}"))
    st.toggle(NOT_FOR_ALL, key=PRIVATE)
    if shown is not None:
        st.html(tables.reasons_table(shown))


# --- which decision -----------------------------------------------------------------------------


def _which(now: KeptCase) -> str | None:
    """Ask which decision: a draft goes on by itself; one that stands is changed only if chosen."""
    found = meeting_room.decisions(now.id)
    if not found:
        return NEW
    drafts = [each for each in found if each.data["standing"] == "draft"]
    if not drafts:
        st.html(markup.paragraph(STANDS))
    labels = {each.id: _called(each) for each in found} | {NEW: "another decision"}
    first = drafts[0].id if drafts else None
    return st.radio(
        "Which decision",
        list(labels),
        index=None if first is None else list(labels).index(str(first)),
        format_func=labels.__getitem__,
        horizontal=True,
        key=f"{WHICH}-{found[0].id}-{found[0].version}",
    )


def _called(one: Stored) -> str:
    day = in_words(date.fromisoformat(one.data["on"]))
    return f"that of {day} ({STANDING[one.data['standing']]})"


def _stored(now: KeptCase, id_: str) -> Stored:
    return next(each for each in meeting_room.decisions(now.id) if each.id == id_)


def _form(now: KeptCase, of: Stored | None) -> Form:
    met = meeting_room.meetings(now.id)
    base: Data = {"on": session.record().clock().date().isoformat(), "outcome": "lha"}
    if met:
        base |= {"meeting": met[0].id, "attendance": met[0].data.get("attendance")}
    if of is not None:
        of = replace(of, data={key: of.data[key] for key in TYPED if key in of.data})
    form = meeting_forms.opened("decision", now.id, meeting_forms.known(base), of)
    form.typed = {key: value for key, value in form.typed.items() if key in TYPED}
    return form


def _plan(now: KeptCase) -> tuple[str, ...]:
    """Return the items of the risk plan that a home is said to need."""
    items = meeting_room.ground(now.id).case.risk_plan or ()
    return tuple(each.item for each in items if each.needed)


# --- what is missing ----------------------------------------------------------------------------


class _Lacks:
    """What a decision lacks: what the room may know of, what it may not, what contradicts."""

    def __init__(self) -> None:
        self.room: tuple[Missing, ...] = ()
        self.beyond: tuple[Missing, ...] = ()
        self.wrong: tuple[str, ...] = ()


def _missing(now: KeptCase, typed: Data, plan: tuple[str, ...]) -> _Lacks:
    found = _Lacks()
    try:
        decision = Decision.from_data(typed)
    except InputError as error:
        found.wrong = error.problems
        return found
    looked = looked_at(session.desk(), now.id)
    found.room = completeness(decision, meeting_room.ranking(now.id), looked, plan=plan)
    full = completeness(decision, meeting_room.full_ranking(now.id), looked, plan=plan)
    said = {one.text for one in found.room}
    found.beyond = tuple(one for one in full if one.text not in said)
    return found


def _in_short(missing: _Lacks) -> str:
    """Say at the top of the form how much is missing; the list stands above the button."""
    count = len(missing.room) + len(missing.wrong)
    if not count:
        return "Nothing is missing: it can be recorded."
    return f"Still needed: {count} {'thing' if count == 1 else 'things'}, listed at the end."


def _say(missing: _Lacks, *, private: bool) -> None:
    if missing.wrong:
        meeting_forms.still_needed(missing.wrong)
        return
    lines = [one.text for one in missing.room]
    if private:
        lines += [f"Not for a shared screen: {one.text}" for one in missing.beyond]
    if lines:
        meeting_forms.still_needed(lines)
    else:
        st.html(markup.paragraph("Nothing is missing as far as this screen shows it."))


def _findings(now: KeptCase, typed: Data, room: Data) -> Data | None:
    """Offer the findings of the LHA chosen, below the form: whoever decides has looked at them."""
    lha = typed.get("lha")
    option = next((each for each in room["options"] if each["lha"] == lha), None)
    if option is None:
        return None
    if not st.toggle(f"Show the findings of {option['name']} below", key=f"{FINDINGS}-{lha}"):
        return None
    if lha not in looked_at(session.desk(), now.id):
        look(session.desk(), now.id, [option["lha"]], reason="shown with the decision form")
        st.rerun()
    found: Data = option
    return found


# --- recording ----------------------------------------------------------------------------------


def _recorded(now: KeptCase, form: Form, missing: _Lacks) -> str:
    desk = session.desk()
    under = meeting_room.ground(now.id).setting
    under = replace(under, held=meeting_room.released(now.id, under))
    referred = sorted(desk.standing(now.id).referred & {lha.code for lha in _lhas(under)})
    found = record_decision(
        desk,
        now.id,
        form.typed,
        setting=under,
        readers=[Reader("spoc", lha) for lha in referred],
        moved=meeting_room.moved(),
        id=form.of,
        based_on=form.based_on,
        reason=f"decided at the meeting. {_moved()}",
    )
    return _sentence(found, missing)


def _lhas(setting: Any) -> Any:  # noqa: ANN401
    return setting.profile.on(setting.as_of)


def _sentence(found: Decided, missing: _Lacks) -> str:
    """Return what came of it; what the room may not know of is only said to be there."""
    if found.standing == "final":
        return f"{found.sentence} {NEXT}"
    room = {one.text for one in missing.room}
    shown = tuple(one for one in found.missing if one.text in room)
    said = replace(found, missing=shown).sentence
    return said if len(shown) == len(found.missing) else f"{said} {MORE}"


def _moved() -> str:
    """Say how far the sliders of the Compare page had been moved."""
    moved = meeting_room.moved()
    if not moved:
        return f"{AGREED} No slider had been moved."
    each = ", ".join(f"{words.CONSIDERATIONS[name]} {by:+d}" for name, by in moved.items())
    return f"{AGREED} The sliders had been moved: {each}."
