"""The What if page: changes in a copy of the case, before and after, and what moved by clause."""

from __future__ import annotations

from placement.ui import files, markup, state, tried, trying
from placement.ui.spoken import st

COPY_SAID = (
    "Changes are made in a copy. Nothing touches the case until somebody applies it with a reason."
)


def page() -> None:
    """Ask for changes, show what they would move, and offer to keep or apply them."""
    st.title("What if?", anchor=False)
    if not state.has_case():
        files.nothing_open()
        return
    st.html(markup.paragraph(COPY_SAID))
    trying.ask_for_a_change()
    changes = tried.changes()
    trying.show_changes(changes)
    if changes:
        trying.show_difference(changes)
        trying.keep_or_apply(changes)
