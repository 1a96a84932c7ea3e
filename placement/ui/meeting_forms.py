"""
A form over one record: what is typed is kept as it is typed, and saved in one go.

What is typed is a draft of its author's in the record, so closing the browser loses nothing. If
somebody saved first, what differs is shown, with a way to go on from either.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from placement.errors import InputError, NotAllowed, PlacementError, Stale
from placement.records import policy
from placement.records.kinds import KINDS
from placement.ui import frame, markup, session
from placement.ui import meeting_fields as fields
from placement.ui.markup import Group, table
from placement.ui.meeting_words import label, said
from placement.ui.spoken import quoted, st

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from placement.records import Stored

FORMS, DONE, TIMES = "meeting-forms", "meeting-said", "meeting-form-times"
VERBS: Final = ("is ", "comes ", "belongs ", "does ", "rests ", "says ")
KEPT_SAID: Final = "What you type is kept as your draft until it is saved."


@dataclass(slots=True, kw_only=True)
class Form:
    """One open form: the record it would save, and what has been typed in it so far."""

    kind: str
    case: str | None
    of: str | None
    based_on: int | None
    typed: dict[str, Any]
    name: str
    generation: int = 0
    stale: tuple[str, dict[str, tuple[Any, Any]], int | None] | None = None

    def key(self, field: str) -> str:
        """Return the key of a widget of this form; another one once it was saved or undone."""
        return f"{self.name}-{self.generation}-{field}"


def opened(
    kind: str, case: str | None, base: Mapping[str, Any], of: Stored | None = None, slot: str = ""
) -> Form:
    """Return the form of a new record, or of the next version of one, as typed so far."""
    who = session.desk().actor
    name = f"form-{who.id}-{who.role}-{kind}-{case}-{of.id if of else 'new'}{slot}"
    forms = st.session_state.setdefault(FORMS, {})
    if name not in forms:
        draft = _draft(kind, case, of.id if of else None)
        typed = json.loads(draft.data["typed"]) if draft else dict(of.data if of else base)
        forms[name] = Form(
            kind=kind,
            case=case,
            of=of.id if of else None,
            based_on=of.version if of else None,
            typed=typed,
            name=name,
            generation=st.session_state.setdefault(TIMES, {}).get(name, 0),
        )
        if draft and draft.data.get("based_on"):
            forms[name].based_on = draft.data["based_on"]
    found: Form = forms[name]
    return found


def ask_fields(
    form: Form,
    links: Mapping[str, Mapping[str, str]],
    *,
    omit: Collection[str] = (),
    only: Iterable[str] | None = None,
) -> dict[str, Any]:
    """Ask for the declared fields of a form, two beside one another; return what is typed."""
    model: Any = KINDS[form.kind].model
    declared = {each.key: each for each in model.declared() if each.key not in omit}
    wanted = [declared[key] for key in (only or declared)]
    new = dict(form.typed)
    left = True
    for each in wanted:
        wide = each.several or each.part is not None
        if wide or left:
            where = st.container() if wide else (columns := st.columns(2))[0]
        else:
            where = columns[1]
        left = wide or not left
        with where:
            new[each.key] = fields.ask(each, form.typed.get(each.key), form.key(each.key), links)
    return known(new)


def known(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of what is typed."""
    return {key: value for key, value in data.items() if value is not None}


def keep(form: Form, typed: Mapping[str, Any]) -> None:
    """Keep what is typed as its author's draft, where it changed."""
    if dict(typed) == form.typed:
        return
    form.typed = dict(typed)
    entry = known(
        {
            "for_kind": form.kind,
            "of": form.of,
            "based_on": form.based_on,
            "typed": json.dumps(form.typed),
            "why": "as it is typed",
        }
    )
    before = _draft(form.kind, form.case, form.of)
    session.desk().save(
        "draft",
        entry,
        case=form.case,
        id=before.id if before else None,
        based_on=before.version if before else None,
        state="draft",
        reason="kept as it is typed",
    )


def problems(kind: str, typed: Mapping[str, Any]) -> list[str]:
    """Return what keeps a record from being saved, in words."""
    try:
        KINDS[kind].model.from_data(typed)
    except InputError as error:
        return [_worded(each) for each in error.problems]
    return []


def _worded(problem: str) -> str:
    """
    Return a problem with the field's own label, without the codes that a file would be given.

    >>> _worded("channel: is missing. Write secure_email, post.")
    'How it is sent is missing.'
    """
    key, colon, rest = problem.partition(": ")
    if not colon or " " in key:
        return problem
    missing, wrote, _ = rest.partition(" Write ")
    if wrote and missing == "is missing.":
        rest = missing
    return f"{label(key)}{' ' if rest.startswith(VERBS) else ': '}{rest}"


def still_needed(found: Iterable[str]) -> None:
    """Say what is missing while it is typed."""
    lines = list(found)
    if lines:
        st.html(markup.paragraph("Still needed:") + markup.items(lines))


def save(form: Form, done: str, *, reason: str = "recorded at the meeting") -> None:
    """Save what is typed; say what came of it on the next run."""

    def now() -> str:
        session.desk().save(
            form.kind,
            form.typed,
            case=form.case,
            id=form.of,
            based_on=form.based_on,
            reason=reason,
        )
        return done

    saved(form, now)


def saved(form: Form, how: Callable[[], str]) -> None:
    """Save a form by a call that returns what to say; keep it open where that is refused."""
    try:
        done = how()
    except Stale as error:
        current = error.current.version if error.current else None
        form.stale = (str(error), dict(error.differences), current)
    except PlacementError as error:
        frame.say("\n".join(_worded(line) for line in str(error).split("\n")))
        return
    else:
        close(form)
        st.session_state[DONE] = done
    st.rerun()


def said_last() -> None:
    """Say what came of the last save, once."""
    done = st.session_state.pop(DONE, None)
    if done:
        st.success(markup.literally(done))


def close(form: Form) -> None:
    """Forget a form and its author's drafts of it: it was saved, or is taken back."""
    st.session_state.get(FORMS, {}).pop(form.name, None)
    st.session_state.setdefault(TIMES, {})[form.name] = form.generation + 1
    desk = session.desk()
    for each in _drafts(form.kind, form.case, form.of):
        desk.withdraw(each.id, based_on=each.version, reason="saved or taken back")


def show_stale(form: Form) -> None:
    """Where somebody saved first: say so, show what differs, and offer two ways to go on."""
    if form.stale is None:
        return
    message, differences, current = form.stale
    frame.say(message)
    rows = [
        [label(key), written(theirs), written(mine)] for key, (theirs, mine) in differences.items()
    ]
    if rows:
        st.html(
            table(
                caption="What differs",
                head=("Field", "As it stands now", "As you typed it"),
                groups=[Group(rows=rows)],
            )
        )
    st.button(
        "Keep what I typed and go on from the newest version",
        on_click=_go_on,
        args=(form, current),
        key=form.key("go-on"),
    )
    st.button("Take theirs", on_click=close, args=(form,), key=form.key("theirs"))


def _go_on(form: Form, current: int | None) -> None:
    form.stale = None
    form.based_on = current if current is not None else form.based_on


def written(value: Any) -> str:  # noqa: ANN401 - whatever JSON may hold
    """Return a value of a record in words, for a table."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(written(each) for each in value) or "none"
    if isinstance(value, dict):
        return ", ".join(written(each) for each in value.values())
    return quoted(said(value)) if isinstance(value, str) else str(value)


def may_write(kind: str, case: str | None, lha: str | None = None) -> bool:
    """Whether this person may write a kind of record for a case."""
    desk = session.desk()
    standing = desk.standing(case) if case else None
    return policy.may(desk.actor, "write", KINDS[kind], standing, lha=lha).allowed


def _drafts(kind: str, case: str | None, of: str | None) -> list[Stored]:
    desk = session.desk()
    try:
        found = desk.list("draft", case=case, for_kind=kind)
    except NotAllowed:
        return []
    return [each for each in found if each.by == desk.actor.id and each.data.get("of") == of]


def _draft(kind: str, case: str | None, of: str | None) -> Stored | None:
    found = _drafts(kind, case, of)
    return found[-1] if found else None
