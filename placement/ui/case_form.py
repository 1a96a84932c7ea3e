"""
Parts of the Case page: a working copy that is kept as it is typed, and saved with a reason.

The working copy is a draft in the record: closing the browser loses nothing. Saving checks the
whole case as its file would be checked; if somebody saved first, both are shown and nothing of
either is lost. The protected part is a record of its own, for those who may hold it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from placement.cases.source import read_toml
from placement.cases.writing import as_toml
from placement.errors import InputError, NotAllowed, PlacementError, Stale
from placement.ui import case_stale, frame, markup, session, sharing, state
from placement.ui.form import asked
from placement.ui.form.entries import LISTED, ask_list
from placement.ui.form.tables import value_at, with_value
from placement.ui.form.widgets import FILES, ask
from placement.ui.spoken import st

if TYPE_CHECKING:
    from placement.records import Stored
    from placement.ui.form.fields import Section
    from placement.ui.kept import KeptCase

COPY, SECTION, WHY, STALE = "working-copy", "case-section", "why-saved", "stale"
BOTH = "changed-by-both"
DRAWN = "case-drawn"  # counts up whenever the fields must be drawn afresh
BLANK_SAID = "A field left blank is not known; it is never taken as no."
KEPT_SAID = (
    "What is typed is kept as your draft until it is saved; the protected part only in this window."
)
BOTH_SAID = "You had both changed: {facts}. Theirs stands; type yours again where it is right."
UNCHANGED, SAVED = "Nothing is changed since it was saved.", "Saved."


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The case as somebody is changing it: both parts, and the versions that they began from."""

    case: str
    main: dict[str, Any]
    protected: dict[str, Any] | None
    main_version: int
    protected_id: str | None = None
    protected_version: int | None = None
    began: tuple[str, str] = field(default=("", ""))

    @property
    def changed(self) -> bool:
        """Whether it differs from what was saved."""
        return self.began != (as_toml(self.main), as_toml(self.protected or {}))


# --- the working copy -------------------------------------------------------------------------


def working_copy(now: KeptCase) -> Copy:
    """Return the working copy of the case in hand: as typed so far, else as it was saved."""
    held: Copy | None = st.session_state.get(COPY)
    if held is not None and held.case == now.id:
        return held
    fresh = _from_record(now)
    draft = _draft(now)
    if draft is not None:
        fresh = _with(fresh, read_toml(draft.data["typed"], "the draft"), fresh.protected)
    st.session_state[COPY] = fresh
    return fresh


def _from_record(now: KeptCase) -> Copy:
    main = read_toml(now.text, "the case")
    protected = _protected(now.id)
    tables = read_toml(protected.data["text"], "its protected part") if protected else None
    return Copy(
        case=now.id,
        main=main,
        protected=tables if _may_protect(now.id) else None,
        main_version=now.version,
        protected_id=protected.id if protected else None,
        protected_version=protected.version if protected else None,
        began=(as_toml(main), as_toml(tables or {})),
    )


def _protected(case: str) -> Stored | None:
    from placement.records.kinds import KINDS

    desk = session.desk()
    if desk.actor.role not in KINDS["protected"].reads:
        return None
    try:
        found = desk.list("protected", case=case)
    except NotAllowed:
        return None
    return found[-1] if found else None


def _may_protect(case: str) -> bool:
    from placement.records import policy
    from placement.records.kinds import KINDS

    desk = session.desk()
    return policy.may(desk.actor, "write", KINDS["protected"], desk.standing(case)).allowed


def _draft(now: KeptCase) -> Stored | None:
    """Return this person's own draft of the case, if they typed since it was last saved."""
    mine = [
        each
        for each in session.desk().list("draft", case=now.id, for_kind="case")
        if each.by == session.desk().actor.id and each.data.get("based_on") == now.version
    ]
    return mine[-1] if mine else None


def keep(now: KeptCase, copy: Copy) -> None:
    """
    Keep what was typed as a draft, so that closing the browser loses nothing.

    The protected part is kept in this window alone until it is saved: a draft is not in the vault.
    """
    if copy == st.session_state.get(COPY):
        return
    st.session_state[COPY] = copy
    if as_toml(copy.main) != copy.began[0]:
        _keep_draft(now, copy)
    if st.session_state.pop(LISTED, None):
        st.rerun()  # an entry more or fewer: what stands above was drawn before it was known


def _keep_draft(now: KeptCase, copy: Copy) -> None:
    entry = {
        "for_kind": "case",
        "of": now.id,
        "based_on": now.version,
        "typed": as_toml(copy.main),
        "why": "as it is typed",
    }
    before = _draft(now)
    session.desk().save(
        "draft",
        entry,
        case=now.id,
        id=before.id if before else None,
        based_on=before.version if before else None,
        state="draft",
        reason="kept as it is typed",
    )


# --- asking -----------------------------------------------------------------------------------


def choose_section(copy: Copy) -> Section:
    """Ask which part of the case to see; the protected one only for those who may hold it."""
    shown = [
        s for s in asked.sections() if not s.protected or copy.protected is not None or _can(copy)
    ]
    titles = {section.title: section for section in shown}
    # The counts stand beside the labels: a choice whose own label changes is forgotten.
    chosen = st.radio(
        "Part of the case",
        list(titles),
        format_func=lambda title: f"{title} ({titles[title].clause})",
        captions=[_gaps(section, copy) for section in shown],
        key=SECTION,
    )
    return titles[chosen or shown[0].title]


def _can(copy: Copy) -> bool:
    return _may_protect(copy.case)


def _gaps(section: Section, copy: Copy) -> str:
    """Say how many of a section's facts are not known."""
    keys = [each.key for each in section.fields] + [each.key for each in section.lists]
    gaps = sum(value_at(_holder(section, copy, key), key) is None for key in keys)
    return "" if not gaps else f"{gaps} not known"


def _holder(section: Section, copy: Copy, key: str) -> dict[str, Any]:
    """Return the part that holds a key: lists of the protected section are in the second file."""
    apart = section.protected and key in ("victims", "conditions")
    return (copy.protected or {}) if apart else copy.main


def ask_section(section: Section, copy: Copy) -> Copy:
    """Ask for the fields and lists of a section; return the copy with what was typed."""
    st.header(section.title, anchor=False)
    if section.says:
        st.html(markup.paragraph(section.says))
    main, protected = copy.main, copy.protected
    columns = st.columns(2)
    for place, each in enumerate(section.fields):
        with columns[place % 2]:
            held = value_at(main, each.key)
            typed = ask(each, held, f"case-{_drawn(copy)}-{each.key}")
            if typed != held:
                main = with_value(main, each.key, typed)
    for entries in section.lists:
        key = f"list-{_drawn(copy)}"
        if entries.protected:
            protected = ask_list(entries, protected or {}, key)
            if protected.get(entries.key) and "reference" not in protected:
                protected = {"reference": main["reference"], **protected}
        else:
            main = ask_list(entries, main, key)
    if section.protected:
        main = _mark_protected(main, protected)
    return _with(copy, main, protected)


def _drawn(copy: Copy) -> str:
    """Return what the fields' keys begin with: another once a copy is taken back."""
    return f"{copy.case}-{copy.main_version}-{st.session_state.get(DRAWN, 0)}"


def _mark_protected(main: dict[str, Any], protected: dict[str, Any] | None) -> dict[str, Any]:
    """Say in the case that its protected part stands elsewhere, where there is one."""
    there = bool(protected and (protected.get("victims") or protected.get("conditions")))
    if not there:
        return main
    held = {**main, "protected_elsewhere": True}
    held.setdefault("conditions", [])
    return held


def _with(copy: Copy, main: dict[str, Any], protected: dict[str, Any] | None) -> Copy:
    return Copy(
        case=copy.case,
        main=main,
        protected=protected,
        main_version=copy.main_version,
        protected_id=copy.protected_id,
        protected_version=copy.protected_version,
        began=copy.began,
    )


# --- saving -----------------------------------------------------------------------------------


def save_or_undo(now: KeptCase, copy: Copy) -> None:
    """Offer to save with a reason, or to go back to what was saved."""
    st.header("Save", anchor=False)
    if st.session_state.pop(SAVED, None):
        st.success(SAVED)
    both = st.session_state.pop(BOTH, None)
    if both:
        st.warning(BOTH_SAID.format(facts=", ".join(both)))
    _stale(now, copy)
    if not copy.changed:
        st.html(markup.paragraph(UNCHANGED))
        return
    st.html(markup.paragraph(KEPT_SAID))
    sharing.warn_of_shapes(now.text, copy.main, copy.protected)
    why = st.text_input("Why it is changed (a few words, for the log)", key=WHY)
    left, right, _ = st.columns([1, 2, 3])
    with left:
        pressed = st.button("Save", type="primary", key="save-case")
    with right:
        st.button("Go back to what was saved", on_click=_undo, args=(now,))
    if pressed:
        _save(copy, why)


def _save(copy: Copy, why: str) -> None:
    desk = session.desk()
    try:
        if not why.strip():
            raise InputError("The reason", ["it is empty. Say in a few words why it is changed."])
        _check_whole(copy)
        with desk.transaction():
            if as_toml(copy.main) != copy.began[0]:
                desk.save(
                    "case",
                    {"text": as_toml(copy.main)},
                    id=copy.case,
                    based_on=copy.main_version,
                    reason=why,
                    files=st.session_state.get(FILES),
                )
            if copy.protected is not None and as_toml(copy.protected) != copy.began[1]:
                desk.save(
                    "protected",
                    {"text": as_toml(copy.protected)},
                    case=copy.case,
                    id=copy.protected_id,
                    based_on=copy.protected_version,
                    reason=why,
                    files=st.session_state.get(FILES),
                )
    except Stale as error:
        st.session_state[STALE] = str(error)
    except PlacementError as error:
        frame.say(str(error))
        return
    else:
        st.session_state[SAVED] = True
        st.session_state.pop(COPY, None)
        st.session_state.pop(WHY, None)
        st.session_state.pop(FILES, None)
        _drop_draft(copy)
    st.rerun()


def _check_whole(copy: Copy) -> None:
    """Check both parts together, as files would be, so that every problem is said at once."""
    from placement.cases.reader import read_case_tables

    read_case_tables(
        copy.main,
        protected=copy.protected if copy.protected and len(copy.protected) > 1 else None,
        protected_source="the protected part",
        find=state.find_postcode,
    )


def _drop_draft(copy: Copy) -> None:
    desk = session.desk()
    for each in desk.list("draft", case=copy.case, for_kind="case"):
        if each.by == desk.actor.id:
            desk.withdraw(each.id, based_on=each.version, reason="saved")


def _undo(now: KeptCase) -> None:
    st.session_state[DRAWN] = st.session_state.get(DRAWN, 0) + 1
    st.session_state.pop(COPY, None)
    st.session_state.pop(STALE, None)
    draft = _draft(now)
    if draft is not None:
        session.desk().withdraw(draft.id, based_on=draft.version, reason="taken back")


def _stale(now: KeptCase, copy: Copy) -> None:
    """Where somebody saved first: say so, show what differs, and how to go on."""
    said = st.session_state.get(STALE)
    if said is None:
        return
    frame.say(said)
    st.html(case_stale.differences(read_toml(now.text, "the case"), copy.main))
    st.html(markup.paragraph("What you typed is kept above and as a draft; theirs stands now."))
    left, right, _ = st.columns([2, 2, 1])
    with left:
        st.button("Put what I changed on top of theirs", on_click=_on_top, args=(now, copy))
    with right:
        st.button("Go on from what they saved", on_click=_undo, args=(now,))


def _on_top(now: KeptCase, copy: Copy) -> None:
    """Begin again from what stands now, with what this person changed put on top of it."""
    fresh = _from_record(now)
    main, both = case_stale.on_top(read_toml(copy.began[0], "the case"), fresh.main, copy.main)
    protected = fresh.protected
    if as_toml(copy.protected or {}) != copy.began[1]:
        if fresh.began[1] == copy.began[1]:
            protected = copy.protected
        else:
            both.append("the protected part")
    st.session_state[DRAWN] = st.session_state.get(DRAWN, 0) + 1
    st.session_state[COPY] = _with(fresh, main, protected)
    st.session_state[STALE] = None
    st.session_state[BOTH] = both
