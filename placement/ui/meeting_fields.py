"""
Asking for one declared field of a record: the widget that suits its kind, and its value as data.

A widget begins with what is held and then keeps what is typed under its key; nothing is passed as
its value, so that what is typed survives every run. A blank widget is None: not known.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from placement.records.kinds import values
from placement.records.kinds.address import items_for
from placement.ui import markup, state
from placement.ui.meeting_words import AGENCIES, label, said
from placement.ui.spoken import st

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.cases.kinds import Kind
    from placement.records.kinds.reading import Declared

YES_NO: Final = {True: "yes", False: "no"}
NOT_KNOWN: Final = "not known"
NO_WORD: Final = "- no word -"  # whatever takes this takes any text, and offers no choice
RADIO_UP_TO: Final = 4
FEW: Final = 4
EARLIEST, LATEST = date(1920, 1, 1), date(2100, 12, 31)
LINES: Final = "One on each line."


def ask(
    field: Declared,
    held: Any,  # noqa: ANN401 - whatever JSON may hold
    key: str,
    links: Mapping[str, Mapping[str, str]],
) -> Any:  # noqa: ANN401
    """Ask for a field, beginning with what is held; return its value as data has it."""
    called = label(field.key) + ("" if field.needed else " (optional)")
    if field.link is not None:
        return choose(called, links.get(field.link, {}), held, key)
    if field.key == "attendance":
        return attendance(held or [], key)
    if field.key == "looked":
        return held
    assert field.kind is not None
    if field.several:
        return _several(field, held, key)
    choices = choices_of(field.kind)
    if choices is not None:
        few = field.needed and len(choices) <= RADIO_UP_TO
        return choose(called, choices, held, key, radio=few)
    return _typed(field.kind, called, held, key)


def choices_of(kind: Kind[Any]) -> dict[Any, str] | None:
    """Return what may be chosen, in words; None where a value is typed."""
    if kind is values.FLAG:
        return dict(YES_NO)
    if kind is values.LHA:
        return dict(state.lhas())
    if kind is values.AGENCY:
        return {**AGENCIES, **{code: f"{name} (LHA)" for code, name in state.lhas().items()}}
    if isinstance(kind.stand_in, int):
        least, most = _limits(kind)
        return {n: str(n) for n in range(least, most + 1)} if most - least < FEW else None
    listed = kind.allowed.split(", ")
    if kind.read(NO_WORD) is None and all(kind.read(word) == word for word in listed):
        return {word: said(word) for word in listed}
    return None


def choose(
    called: str,
    choices: Mapping[Any, str],
    held: Any,  # noqa: ANN401
    key: str,
    *,
    radio: bool = False,
    blank: str = NOT_KNOWN,
) -> Any:  # noqa: ANN401
    """Ask for one of some choices; None: none was chosen."""
    options = list(choices)
    if held is not None and held not in options:
        options.append(held)
    seed(key, held)
    if radio:
        return st.radio(
            called,
            options,
            index=None,
            format_func=lambda each: choices.get(each, str(each)),
            key=key,
            horizontal=True,
        )
    return st.selectbox(
        called,
        options,
        index=None,
        format_func=lambda each: choices.get(each, str(each)),
        placeholder=blank if options else "none to choose from",
        key=key,
    )


def day(called: str, held: str | None, key: str) -> str | None:
    """Ask for a day; return it as ISO text."""
    seed(key, date.fromisoformat(held) if held else None)
    found = st.date_input(
        called, value=None, min_value=EARLIEST, max_value=LATEST, format="DD/MM/YYYY", key=key
    )
    return found.isoformat() if isinstance(found, date) else None


def text(called: str, held: str | None, key: str, *, long: bool = False) -> str | None:
    """Ask for words."""
    seed(key, held or "")
    typed = st.text_area(called, key=key, height=96) if long else st.text_input(called, key=key)
    return typed.strip() or None


def several(called: str, choices: Mapping[Any, str], held: Any, key: str) -> list[Any] | None:  # noqa: ANN401
    """Ask for any of some choices; None: nobody said."""
    seed(key, [each for each in held or () if each in choices])
    picked = st.pills(
        called,
        list(choices),
        selection_mode="multi",
        format_func=lambda each: choices[each],
        key=key,
    )
    return list(picked) or (held if held == [] else None)


def seed(key: str, value: Any) -> None:  # noqa: ANN401
    """Begin a widget with what is held, where it is not on the page yet."""
    if key not in st.session_state:
        st.session_state[key] = value


def _typed(kind: Kind[Any], called: str, held: Any, key: str) -> Any:  # noqa: ANN401
    if kind is values.DAY:
        return day(called, held, key)
    if isinstance(kind.stand_in, (int, float)):
        seed(key, held)
        least, most = _limits(kind)
        return st.number_input(called, least, most, value=None, step=1, key=key)
    found = text(called, held, key, long=kind is values.LONG_TEXT)
    if kind is values.POSTCODE and found:
        problem = state.postcode_problem(found)
        if problem:
            st.html(markup.paragraph(problem))
    return found


def _limits(kind: Kind[Any]) -> tuple[int, int]:
    least, most = (int(word) for word in kind.allowed.split() if word.lstrip("-").isdigit())
    return least, most


def _several(field: Declared, held: Any, key: str) -> Any:  # noqa: ANN401
    assert field.kind is not None
    choices = choices_of(field.kind)
    if choices is not None:
        return several(label(field.key), choices, held, key)
    seed(key, "\n".join(held or ()))
    typed = st.text_area(label(field.key), key=key, height=96, help=LINES)
    return [line.strip() for line in typed.splitlines() if line.strip()] or None


def attendance(held: list[dict[str, Any]], key: str) -> list[dict[str, Any]] | None:
    """Ask which agencies were there; people named before stay named."""
    here = {each["agency"] for each in held if each.get("attended")}
    offered = {**AGENCIES, **{code: f"{name} (LHA)" for code, name in state.lhas().items()}}
    offered |= {each: each for each in here if each not in offered}
    picked = several(label("attendance"), offered, sorted(here), key) or []
    kept = [each for each in held if each["agency"] in picked or not each.get("attended")]
    named = {each["agency"] for each in kept if each.get("attended")}
    return [
        *kept,
        *({"agency": agency, "attended": True} for agency in picked if agency not in named),
    ] or None


def looked(profile: list[str] | None, held: Any, key: str) -> list[dict[str, Any]] | None:  # noqa: ANN401
    """Ask what was found of each item that the victim profile asks for (6(b))."""
    before = {each["item"]: each for each in held or ()}
    found = []
    answers = {"no_concern": "no concern", "concern": "a concern", "not_looked_at": "not yet"}
    for item in items_for(profile or ()):
        was = before.get(item.id, {})
        answer = choose(item.text, answers, was.get("found"), f"{key}-{item.id}", radio=True)
        note = None
        if answer == "concern":
            note = text(f"What the concern is: {item.text}", was.get("note"), f"{key}-{item.id}-n")
        if answer is not None:
            entry = {"item": item.id, "found": answer, "note": note}
            found.append({name: value for name, value in entry.items() if value is not None})
    return found or None
