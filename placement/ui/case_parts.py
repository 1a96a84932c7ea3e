"""Parts of the Case page that change nothing: what is missing as it was saved, and its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.days import in_words
from placement.errors import PlacementError
from placement.ui import frame, markup, session, state
from placement.ui.markup import Group, table
from placement.ui.spoken import of_role, st

if TYPE_CHECKING:
    from placement.ui.kept import KeptCase


def what_is_missing(now: KeptCase) -> None:
    """Show the missing facts by how much each would settle the answer, as it was last saved."""
    try:
        ranking = state.ranking()
    except PlacementError as error:
        frame.say(str(error))
        return
    asked = ranking["ask_first"]
    rows = [[each["sentence"], f"{each['value']:.2f}"] for each in asked]
    if not rows:
        st.html(markup.paragraph("As saved, no missing fact would change much who comes first."))
        return
    st.html(
        table(
            caption="As saved: what is missing, and how much knowing it would settle (in bits)",
            head=("Ask", "Settles"),
            groups=[Group(rows=rows[:5])],
        )
    )


def versions(now: KeptCase) -> None:
    """Show when the case was changed, by whom and in what role."""
    with st.expander("Versions of this case"):
        rows = [
            [f"{each.version}", in_words(each.at.date()), each.by, of_role(each.role)]
            for each in session.desk().history(now.id, reason="its versions were shown")
        ]
        st.html(
            table(
                caption="Versions, the newest last",
                head=("Version", "Day", "By", "Role"),
                groups=[Group(rows=rows)],
            )
        )
