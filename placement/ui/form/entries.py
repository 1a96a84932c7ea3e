"""A list of the case: its entries with a way to remove each, one more, or none, or not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.days import in_words
from placement.ui import markup, state, words
from placement.ui.form import zone_map
from placement.ui.form.tables import with_entry, with_list, with_value, without_entry
from placement.ui.form.widgets import ask
from placement.ui.markup import Group, table
from placement.ui.spoken import quoted, st

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.ui.form.fields import Entries, Field

LISTED = "case-listed"  # set when a list got longer or shorter, so that the page is drawn again


def ask_list(entries: Entries, tables: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Show a list and ask what to change in it; return the tables with what was changed."""
    new = dict(tables)
    held = new.get(entries.key)
    st.subheader(entries.label, anchor=False)
    here = f"{key}-{entries.key}-{'apart' if entries.protected else 'open'}"
    if held is None:
        st.html(markup.paragraph("Not known yet."))
    elif not held:
        st.html(markup.paragraph("Known: there is none."))
    else:
        st.html(_shown(entries, held))
        new = _removal(entries, new, held, here)
    say_none = held is None and entries.none_said
    if say_none and st.button(f"{entries.none_said}: say so", key=f"{here}-none"):
        new = with_list(new, entries.key, [])
    new = _addition(entries, new, here)
    if new.get(entries.key) != held:
        st.session_state[LISTED] = True
    return new


def _shown(entries: Entries, held: list[dict[str, Any]]) -> str:
    fields = [
        each for each in entries.fields if any(_at(entry, each.key) is not None for entry in held)
    ]
    rows = [
        [f"{place}", *(_said(each, _at(entry, each.key)) for each in fields)]
        for place, entry in enumerate(held, 1)
    ]
    return table(
        caption=entries.label,
        head=("No.", *(each.label for each in fields)),
        groups=[Group(rows=rows)],
        wide=True,
    )


def _at(entry: Mapping[str, Any], key: str) -> Any:  # noqa: ANN401
    at: Any = entry
    for name in key.split("."):
        at = at.get(name) if isinstance(at, dict) else None
    return at


def _said(field: Field, value: Any) -> str:  # noqa: ANN401
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field.kind == "day":
        return in_words(value)
    if field.kind == "word":
        return words.plainly(str(value))
    if field.kind in ("lha", "lhas"):
        names = state.lhas()
        several = value if isinstance(value, list) else [value]
        return ", ".join(names.get(each, str(each)) for each in several) or "none"
    return quoted(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def _removal(
    entries: Entries, tables: dict[str, Any], held: list[dict[str, Any]], here: str
) -> dict[str, Any]:
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        number = st.selectbox(
            f"Remove {entries.one} number",
            range(len(held)),
            format_func=lambda place: f"{place + 1}",
            key=f"{here}-which-{len(held)}",
        )
    with right:
        pressed = st.button(f"Remove this {entries.one}", key=f"{here}-remove")
    return without_entry(tables, entries.key, number) if pressed else tables


def _addition(entries: Entries, tables: dict[str, Any], here: str) -> dict[str, Any]:
    count = len(tables.get(entries.key) or [])
    with st.expander(f"Add {_a(entries.one)}"):
        entry: dict[str, Any] = {}
        columns = st.columns(2)
        for place, each in enumerate(entries.fields):
            with columns[place % 2]:
                typed = ask(each, None, f"{here}-new-{count}-{each.key}")
                if typed is not None:
                    entry = with_value(entry, each.key, typed)
        zone_map.below(entries.fields, f"{here}-new-{count}")
        if st.button(f"Add this {entries.one}", key=f"{here}-add"):
            missing = [f.label for f in entries.fields if f.needed and _at(entry, f.key) is None]
            if missing:
                st.warning(f"Still needed: {', '.join(missing)}.")
                return tables
            if entries.key == "conditions":
                entry["share_with_housing"] = not entries.protected
            return with_entry(tables, entries.key, entry)
    return tables


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
