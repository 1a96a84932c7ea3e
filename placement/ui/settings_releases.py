"""Settings: what housing was last told of each case, and telling it anew (7.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from placement.days import in_words
from placement.records import assessing
from placement.records.oracle.kept import release_for_housing
from placement.ui import markup, session, state
from placement.ui.markup import Group, table
from placement.ui.settings_parts import cases_by_id, done, key
from placement.ui.spoken import st

if TYPE_CHECKING:
    from placement.records import Desk, Stored

WHAT_IT_IS = (
    "A SPOC's ranking says of some authorities only that the offender manager holds information "
    "about the area. Which authorities those are is worked out once and then stays as it was told, "
    "so that nobody learns by looking again what has changed. When protected facts change, tell "
    "housing anew: never more often than there is news, because two answers side by side say more "
    "than one."
)


def releases() -> None:
    """Show what was last told and when, and release anew for one case."""
    desk, names = session.desk(), state.lhas()
    named = cases_by_id(desk)
    st.html(markup.paragraph(WHAT_IT_IS))
    if not named:
        st.info("There is no case that you may see.")
        return
    last: dict[str, Stored] = {}
    for each in desk.list("zone_release"):
        if each.case is not None:
            last[each.case] = each
    rows = [_row(reference, last.get(case), names) for case, reference in named.items()]
    st.html(
        table(
            caption="What housing was last told",
            head=("Case", "Told on", "As of", "By", "Authorities said to be asked about"),
            groups=[Group(rows=rows)],
            wide=True,
        )
    )
    with st.form(key("release"), enter_to_submit=False):
        case = st.selectbox("Case", list(named), format_func=named.__getitem__, key=key("told"))
        sure = st.checkbox(
            "Something protected has changed since housing was last told", key=key("told-sure")
        )
        pressed = st.form_submit_button("Tell housing anew")
    if pressed and not sure:
        st.error("Nothing was told: say first that something has changed.")
    elif pressed:
        done(lambda: _release(desk, case), f"{named[case]}: housing was told anew.")


def _release(desk: Desk, case: str) -> None:
    """Release with the placements of the record, as a ranking would."""
    with desk.transaction() as transaction:
        placements = assessing.placed(transaction)
        release_for_housing(desk, case, replace(state.setting_today(), placements=placements))


def _row(reference: str, stored: Stored | None, names: dict[str, str]) -> list[str]:
    if stored is None:
        return [reference, "nothing yet", "-", "-", "-"]
    held = [names.get(code, code) for code in stored.data.get("held", ())]
    return [
        reference,
        f"{in_words(stored.at.date())}, {stored.at:%H:%M} UTC",
        in_words(date.fromisoformat(stored.data["as_of"])),
        stored.by,
        ", ".join(held) or "none",
    ]
