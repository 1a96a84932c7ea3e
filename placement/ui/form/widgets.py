"""
Asking for one field: the widget that suits its kind, and its value as a case file has it.

A value is read back as TOML would hold it; a blank widget is None, which leaves the key out: not
known. Streamlit keeps what is typed under the widget's key until the page is left.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from placement.ui import state, words
from placement.ui.form import fields as form
from placement.ui.spoken import st

if TYPE_CHECKING:
    from collections.abc import Callable

    from placement.ui.form.fields import Field

NOT_KNOWN = "not known"
FILES = "case-zone-files"
OUTLINES = ["geojson", "json", "wkt", "gpkg", "kml"]
YES_NO = {True: "yes", False: "no"}
EARLIEST, LATEST = date(1920, 1, 1), date(2100, 12, 31)


def ask(
    field: Field,
    held: Any,  # noqa: ANN401 - whatever a TOML file may hold
    key: str,
    *,
    on_change: Callable[[], None] | None = None,
) -> Any:  # noqa: ANN401
    """Ask for a field, showing what is held; return the value typed, None where it is blank."""
    common: dict[str, Any] = {
        "key": key,
        "help": state.told(field.help) or None,
        "on_change": on_change,
    }
    if field.kind == form.WORD:
        return _select(field, {word: words.plainly(word) for word in field.allowed}, held, common)
    if field.kind == form.YES:
        return _select(field, YES_NO, held, common)
    if field.kind == form.LHA:
        return _select(field, {**state.lhas(), **_beside(field)}, held, common)
    if field.kind == form.LHAS:
        return _several(field, state.lhas(), held, common)
    if field.kind == form.DAY:
        return st.date_input(
            field.label,
            value=held if isinstance(held, date) else None,
            min_value=EARLIEST,
            max_value=LATEST,
            format="DD/MM/YYYY",
            **common,
        )
    if field.kind == form.FILE:
        return _file(field, held, key)
    if field.kind in (form.WHOLE, form.NUMBER):
        return _number(field, held, common)
    return _text(field, held, common)


def _beside(field: Field) -> dict[str, str]:
    return {"none": "no original authority"} if field.key == "origin.lha" else {}


def _select(field: Field, allowed: dict[Any, str], held: object, common: dict[str, Any]) -> Any:  # noqa: ANN401
    choices = list(allowed)
    if held is not None and held not in allowed:
        choices.append(held)  # an LHA of another area stays what it is
    return st.selectbox(
        field.label,
        choices,
        index=choices.index(held) if held in choices else None,
        format_func=lambda value: allowed.get(value, str(value)),
        placeholder=NOT_KNOWN,
        **common,
    )


def _several(field: Field, allowed: dict[str, str], held: object, common: dict[str, Any]) -> Any:  # noqa: ANN401
    given = [str(each) for each in held] if isinstance(held, list) else []
    picked = st.pills(
        field.label,
        [*allowed, *(each for each in given if each not in allowed)],
        selection_mode="multi",
        default=given,
        format_func=lambda value: allowed.get(value, value),
        **common,
    )
    return list(picked) or (held if held == [] else None)


def _number(field: Field, held: object, common: dict[str, Any]) -> Any:  # noqa: ANN401
    whole = field.kind == form.WHOLE
    least, most = (field.least, field.most) if whole else (float(field.least), float(field.most))
    given = held if isinstance(held, int | float) and not isinstance(held, bool) else None
    value = None if given is None else int(given) if whole else float(given)
    found = st.number_input(
        field.label,
        min_value=least,
        max_value=most,
        value=value,
        step=1 if whole else 0.5,
        placeholder=NOT_KNOWN,
        **common,
    )
    return found


def _text(field: Field, held: object, common: dict[str, Any]) -> Any:  # noqa: ANN401
    many = field.kind in (form.WORDS, form.REFERENCES, form.SECTORS)
    shown = ", ".join(str(each) for each in held) if isinstance(held, list) else str(held or "")
    typed = _typed(field, shown, common)
    if field.kind == form.POSTCODE and typed:
        problem = state.postcode_problem(typed)
        if problem:
            st.warning(problem)
    if many:
        return [each.strip() for each in typed.split(",") if each.strip()] or None
    return typed or None


def _file(field: Field, held: Any, key: str) -> Any:  # noqa: ANN401
    """Take a file; it is kept in this window until the case that names it is saved."""
    given = st.file_uploader(field.label, type=OUTLINES, key=key)
    if given is None:
        return held
    st.session_state.setdefault(FILES, {})[given.name] = given.getvalue()
    return given.name


def _typed(field: Field, shown: str, common: dict[str, Any]) -> str:
    """Ask for a text; a value that the map wrote under the key stands instead of what is held."""
    if common["key"] not in st.session_state:
        st.session_state[common["key"]] = shown
    return str(st.text_input(field.label, **common)).strip()
