"""After a decision: the annex to download, and the referral to the SPOC, or the deputy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from placement.days import in_words
from placement.records.directory import route
from placement.records.kinds import KINDS
from placement.ui import (
    markup,
    meeting_fields,
    meeting_forms,
    meeting_papers,
    meeting_room,
    session,
    state,
)
from placement.ui.markup import Group, table
from placement.ui.meeting_live import records
from placement.ui.meeting_words import said
from placement.ui.spoken import quoted, st

if TYPE_CHECKING:
    from placement.records import Stored
    from placement.records.directory import Route
    from placement.ui.kept import KeptCase

TO_WHOM, REFER_TO = "annex-to", "refer-to"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NO_DECISION: Final = (
    "No decision is recorded yet. The annex can be downloaded with spaces to fill in; none is made "
    "of a draft."
)
FOR_SPOC: Final = (
    "The annex you may have is the housing version, with spaces where the decision stands: the "
    "decision itself reaches your authority with the referral."
)
LOGGED: Final = "Each download is logged as a disclosure, with to whom it goes."
NOT_YOURS: Final = "The offender manager of the case makes the referral (6)."


def after(now: KeptCase) -> None:
    """Offer the annex, show the referrals, and ask for one where this person makes them."""
    decision = meeting_room.stands(now.id)
    _annex(now, decision)
    st.header("Referral", anchor=False)
    _referrals(now)
    if meeting_forms.may_write("referral", now.id):
        _refer(now, decision)
    else:
        st.html(markup.paragraph(NOT_YOURS))


def _annex(now: KeptCase, decision: Stored | None) -> None:
    st.header("Annex to the minutes", anchor=False)
    if decision is None:
        spoc = session.desk().actor.role == "spoc"
        st.html(markup.paragraph(FOR_SPOC if spoc else NO_DECISION))
    to_whom = st.text_input("To whom it goes (for the log)", value="the minutes", key=TO_WHOM)
    st.html(markup.paragraph(LOGGED))
    left, right, _ = st.columns([2, 2, 2])
    desk = session.desk()
    with left:
        st.download_button(
            "Download the housing version",
            data=meeting_papers.annex_for_housing(desk, now.id, decision, to_whom),
            file_name="annex-housing-version.docx",
            mime=DOCX,
            on_click="ignore",
            disabled=not to_whom.strip(),
        )
    if meeting_papers.may_have_full(desk, now.id):
        with right:
            st.download_button(
                "Download the full version",
                data=meeting_papers.annex_in_full(desk, now.id, decision, to_whom),
                file_name="annex-full-version.docx",
                mime=DOCX,
                on_click="ignore",
                disabled=not to_whom.strip(),
            )


def _referrals(now: KeptCase) -> None:
    found = records("referral", now.id)
    if not found:
        st.html(markup.paragraph("Nothing has been referred that you may see."))
        return
    offices = meeting_room.offices()
    rows = [
        [
            state.lhas().get(each.data["lha"], each.data["lha"]),
            _office(offices.get(each.data["office"])),
            in_words(date.fromisoformat(each.data["on"])),
            said(each.data["channel"]),
            "yes" if each.data.get("decision") else "no",
        ]
        for each in found
    ]
    st.html(
        table(
            caption="Referrals so far",
            head=("LHA", "To", "Day", "How", "After a decision"),
            groups=[Group(rows=rows)],
            wide=True,
        )
    )


def _office(office: Stored | None) -> str:
    return "-" if office is None else quoted(office.data["name"])


def _refer(now: KeptCase, decision: Stored | None) -> None:
    names = state.lhas()
    chosen = decision.data.get("lha") if decision else None
    meeting_fields.seed(f"{REFER_TO}-{chosen}", chosen)
    lha = st.selectbox(
        "Refer to",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="choose an LHA",
        key=f"{REFER_TO}-{chosen}",
    )
    if lha is None:
        return
    way = _way(lha, names[lha])
    st.info(markup.literally(way.sentence))
    if way.office is None:
        return
    fixed = {
        "lha": lha,
        "office": way.office,
        "instead_of": way.instead_of,
        "on": way.day.isoformat(),
        "decision": decision.id if decision and chosen == lha else None,
    }
    form = meeting_forms.opened("referral", now.id, {}, slot=lha)
    meeting_forms.show_stale(form)
    asked: dict[str, Any] = meeting_forms.ask_fields(form, {}, omit=tuple(fixed))
    typed = meeting_forms.known({**asked, **fixed})
    meeting_forms.keep(form, typed)
    missing = meeting_forms.problems("referral", typed)
    meeting_forms.still_needed(missing)
    left, right, _ = st.columns([2, 2, 2])
    with left:
        if st.button("Record the referral", type="primary", disabled=bool(missing)):
            meeting_forms.save(form, f"The referral to {names[lha]} is recorded.")
    with right:
        st.download_button(
            "Download the referral pack's checklist",
            data=meeting_papers.pack(session.desk(), now.id, lha, meeting_room.ranking(now.id)),
            file_name="referral-pack.docx",
            mime=DOCX,
            on_click="ignore",
        )


def _way(lha: str, name: str) -> Route:
    def models(kind: str) -> dict[str, Any]:
        return {each.id: KINDS[kind].model.from_data(each.data) for each in records(kind, None)}

    return route(
        lha,
        session.record().clock().date(),
        offices={id_: replace(one, name=quoted(one.name)) for id_, one in models("office").items()},
        absences=models("absence").values(),
        name=name,
    )
