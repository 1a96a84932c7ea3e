"""Real HTML tables, with every value escaped: header cells, captions, and a region that scrolls."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from placement.ui import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Safe(str):
    """Markup in which every value is escaped already."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some rows of a table under a heading of their own; the first cell of a row is its header."""

    rows: Sequence[Sequence[str]]
    title: str = ""
    marked: frozenset[int] = field(default=frozenset())


def safe(text: str) -> Safe:
    """
    Return a text as markup, in the area's words.

    >>> safe("<b>A & B</b>")
    '&lt;b&gt;A &amp; B&lt;/b&gt;'
    """
    return text if isinstance(text, Safe) else Safe(escape(spoken.said(text)))


def tag(text: str, kind: str) -> Safe:
    """Return a word in a box; ``kind`` is a class of the style sheet and only repeats the word."""
    return Safe(f'<span class="p-tag p-{escape(kind)}">{safe(text)}</span>')


def joined(parts: Iterable[str], by: str = " ") -> Safe:
    """Return several texts or pieces of markup one after the other."""
    return Safe(by.join(safe(part) for part in parts))


def table(
    *,
    caption: str,
    head: Sequence[str],
    groups: Iterable[Group],
    kind: str = "",
    wide: bool = False,
) -> str:
    """
    Return a table as HTML.

    ``wide`` puts it in a region that can be scrolled with the keyboard, for a narrow screen.
    """
    heads = "".join(f'<th scope="col">{safe(each)}</th>' for each in head)
    body = "".join(_group(group, len(head)) for group in groups)
    html = (
        f'<table class="p-table {escape(kind)}"><caption>{safe(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead>{body}</table>"
    )
    if not wide:
        return html
    region = f'class="p-wide" role="region" tabindex="0" aria-label="{safe(caption)}"'
    return f"<div {region}>{html}</div>"


def _group(group: Group, width: int) -> str:
    title = ""
    if group.title:
        across = f'class="p-group" scope="rowgroup" colspan="{width}"'
        title = f"<tr><th {across}>{safe(group.title)}</th></tr>"
    rows = []
    for index, (first, *rest) in enumerate(group.rows):
        marked = ' class="p-marked"' if index in group.marked else ""
        cells = "".join(f"<td>{safe(cell)}</td>" for cell in rest)
        rows.append(f'<tr{marked}><th scope="row">{safe(first)}</th>{cells}</tr>')
    return f"<tbody>{title}{''.join(rows)}</tbody>"


def items(lines: Iterable[str]) -> str:
    """Return a list as HTML."""
    return f'<ul class="p-list">{"".join(f"<li>{safe(line)}</li>" for line in lines)}</ul>'


def paragraph(text: str, kind: str = "p-note") -> str:
    """Return one paragraph as HTML."""
    return f'<p class="{escape(kind)}">{safe(text)}</p>'


def heading(text: str) -> str:
    """Return a second-level heading that ``contents`` can lead to."""
    return f'<h2 class="p-heading" id="{_anchor(text)}">{safe(text)}</h2>'


def contents(headings: Iterable[str]) -> str:
    """Return links to headings of the same page."""
    return items(
        Safe(f'<a href="#{_anchor(each)}" target="_self">{safe(each)}</a>') for each in headings
    )


def _anchor(text: str) -> str:
    return "-".join(text.lower().split())


def literally(text: str) -> str:
    """Return a text for Streamlit's Markdown that shows it letter for letter; see ``spoken``."""
    return spoken.literally(text)
