"""
The one door to the screen: Streamlit, with what a page says put in the area's own words.

Pages are written in the words of the Cambridgeshire protocol, and so are the sentences of records
that they show. Every page takes ``st`` from here, and every piece of markup passes ``said``; where
the area's profile calls a body otherwise, its word stands. What people wrote is ``quoted`` and
stays as they wrote it; what is typed into a field is never looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import streamlit
from streamlit.runtime.scriptrunner import get_script_run_ctx

from placement.area_words import in_words, role_in_words
from placement.record_words import screen_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import streamlit as st

__all__ = ["literally", "of_role", "quoted", "said", "st", "terms"]

TERMS: Final = "area-terms"
OPEN, CLOSE = "\ue000", "\ue001"  # private to this module: no file or keyboard gives them
_QUOTED = re.compile(f"{OPEN}(.*?){CLOSE}", re.DOTALL)
MARKDOWN: Final = "\\`*_[]<>#|$~"
BY_NAME: Final = ("label", "body", "text", "help")
PLAINLY: Final = ("placeholder", "alt")  # Streamlit takes these for words, not for Markdown
IN_MARKDOWN: Final = ("radio", "pills")  # whose choices are Markdown too
CHOICES: Final = frozenset(("selectbox", "radio", "pills", "multiselect"))
FIRST: Final = CHOICES | {
    *("title", "header", "subheader", "caption", "markdown", "expander", "spinner"),
    *("info", "success", "warning", "error", "button", "download_button", "form_submit_button"),
    *("toggle", "checkbox", "slider", "number_input", "text_input", "text_area", "date_input"),
    "file_uploader",
}
WRITES: Final = FIRST | {"page_link", "vega_lite_chart"}


def terms() -> Mapping[str, str]:
    """Return what the area of this session says for the protocol's words; empty: the same."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return {}
    from placement.ui import state

    area = state.area()
    held, found = streamlit.session_state.get(TERMS, (None, {}))
    if held != area:
        from placement.profile import load_profile
        from placement.record_words import record_terms

        profile = load_profile(area)
        found = {**record_terms(profile), **screen_terms(profile)}
        streamlit.session_state[TERMS] = (area, found)
    words: Mapping[str, str] = found
    return words


def said(text: str, known: Mapping[str, str] | None = None, *, markdown: bool = False) -> str:
    r"""
    Return a text of ours in the area's words; what is quoted in it stays as it is.

    ``known`` are the words; left out: those of this session's area. In ``markdown`` what is quoted
    is marked up by nobody: it is shown letter for letter.

    >>> said(f"Kept as {quoted('what the SPOC said')}.")
    'Kept as what the SPOC said.'
    >>> print(said(f"**Kept** as {quoted('*this*')}.", {}, markdown=True))
    **Kept** as \*this\*.
    """
    known = terms() if known is None else known
    if OPEN not in text:
        return in_words(text, known) if known else text
    parts = _QUOTED.split(text)  # ours and theirs by turns
    shown = _escaped if markdown else str
    return "".join(
        shown(part) if place % 2 else in_words(part, known) for place, part in enumerate(parts)
    )


def literally(text: str) -> str:
    r"""
    Return a text for Streamlit's Markdown that shows it letter for letter.

    What is quoted in it is left to ``said``, which every text passes.

    >>> print(literally("[[victims]] *1*"))
    \[\[victims\]\] \*1\*
    """
    parts = _QUOTED.split(text)
    return "".join(
        quoted(part) if place % 2 else _escaped(part) for place, part in enumerate(parts)
    )


def _escaped(text: str) -> str:
    return "".join(f"\\{each}" if each in MARKDOWN else each for each in text)


def quoted(text: str) -> str:
    """Return words that a person wrote, for a page to show as they are."""
    return f"{OPEN}{text}{CLOSE}" if text else text


def of_role(role: str) -> str:
    """Return a role as tables name it, in the area's words."""
    return role_in_words(role, terms()) if terms() else role.replace("_", " ")


class _Spoken:
    """Streamlit's own functions; those that write something write it in the area's words."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever Streamlit has
        found = getattr(streamlit, name)
        return _spoken(name, found) if name in WRITES else found


@lru_cache(maxsize=64)
def _spoken(name: str, write: Callable[..., Any]) -> Callable[..., Any]:
    def spoken(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        if args and name in FIRST:
            args = (said(str(args[0]), markdown=True), *args[1:])
        for each in (*BY_NAME, *PLAINLY):
            if isinstance(kwargs.get(each), str):
                kwargs[each] = said(kwargs[each], markdown=each in BY_NAME)
        if name in CHOICES:
            given = list(args[1] if len(args) > 1 else kwargs["options"])
            show = kwargs.get("format_func", str)
            kwargs["format_func"] = _told_apart(given, show, terms(), markdown=name in IN_MARKDOWN)
        return write(*args, **kwargs)

    return spoken


def _told_apart(
    choices: Sequence[Any],
    show: Callable[[Any], object],
    known: Mapping[str, str],
    *,
    markdown: bool = False,
) -> Callable[[Any], str]:
    """
    Return what each choice is called, no two alike: Streamlit would take the last for the first.

    >>> called = _told_apart(["a", "b", "c"], {"a": "SPOC", "b": "contact", "c": "SPOC"}.get, {})
    >>> [called(each) for each in "abc"]
    ['SPOC (1 of 2)', 'contact', 'SPOC (2 of 2)']
    """

    def plainly(choice: Any) -> str:  # noqa: ANN401
        return said(str(show(choice)), known, markdown=markdown)

    called = [plainly(each) for each in choices]
    if len(set(called)) == len(called):
        return plainly
    many = Counter(called)
    seen: Counter[str] = Counter()
    for place, each in enumerate(called):
        seen[each] += 1
        if many[each] > 1:
            called[place] = f"{each} ({seen[each]} of {many[each]})"
    return lambda each: called[choices.index(each)] if each in choices else plainly(each)


if not TYPE_CHECKING:
    st = _Spoken()
