"""
Somebody saved the case first: what differs from what was typed, and ways to go on from either.

Three states are held against one another: as it was when somebody began, as it stands now, and as
they typed it. A fact that only they changed goes on top of what stands; of one that both changed
what stands is kept, and said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.days import in_words
from placement.ui import words
from placement.ui.form import asked
from placement.ui.form.tables import value_at, with_value
from placement.ui.markup import Group, table
from placement.ui.spoken import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Tables = Mapping[str, Any]


def differences(theirs: Tables, mine: Tables) -> str:
    """Return a table of the facts in which what was typed differs from what stands now."""
    rows = [
        [label, _said(value_at(theirs, key)), _said(value_at(mine, key))]
        for key, label in _keys()
        if value_at(theirs, key) != value_at(mine, key)
    ]
    if not rows:
        return ""
    return table(
        caption="In what they differ",
        head=("Fact", "As it stands now", "As you typed it"),
        groups=[Group(rows=rows)],
    )


def on_top(began: Tables, theirs: Tables, mine: Tables) -> tuple[dict[str, Any], list[str]]:
    """
    Put what somebody changed on top of what stands now; say which facts both had changed.

    >>> def mappa(level, category):
    ...     return {"mappa": {"level": level, "category": category}}
    >>> on_top(mappa(2, 2), mappa(3, 2), mappa(2, 1))
    ({'mappa': {'level': 3, 'category': 1}}, [])
    >>> on_top(mappa(2, 2), mappa(3, 2), mappa(1, 2))
    ({'mappa': {'level': 3, 'category': 2}}, ['Level'])
    """
    new, both = dict(theirs), []
    for key, label in _keys():
        was, stands, typed = (value_at(each, key) for each in (began, theirs, mine))
        if typed in (was, stands):
            continue
        if stands != was:
            both.append(label)
        else:
            new = with_value(new, key, typed)
    return new, both


def _keys() -> Iterator[tuple[str, str]]:
    for key, field in asked.single_facts().items():
        yield key, field.label
    for key, entries in asked.lists().items():
        yield key, entries.label


def _said(value: Any) -> str:  # noqa: ANN401 - whatever a case file may hold
    if value is None:
        return "not known"
    if isinstance(value, list):
        return quoted(", ".join(map(str, value))) if _is_plain(value) else _entries(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return in_words(value) if hasattr(value, "isoformat") else quoted(words.plainly(str(value)))


def _is_plain(value: list[Any]) -> bool:
    return bool(value) and not any(isinstance(each, dict) for each in value)


def _entries(value: list[Any]) -> str:
    return f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"
