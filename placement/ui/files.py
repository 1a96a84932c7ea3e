"""Opening a case: what to do first, the one uploader, the last good case kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.ui import frame, markup, session, state
from placement.ui.spoken import st

if TYPE_CHECKING:
    from placement.ui.intake import Held

UPLOAD_LABEL = (
    "Case file (TOML); with it, perhaps its protected file (TOML) and placements (CSV, XLSX)"
)
PLACEMENTS_ALONE = "Placements given alone are added to the case that is open."


def nothing_open() -> None:
    """Say what to do first: open a case of the record, or the worked case, or give files."""
    if session.has_record():
        st.info("No case is open. Open one on the Cases page.")
        from placement.ui.pages import to

        page = to("cases")
        if page is not None:
            st.page_link(page, label="Go to Cases")
        return
    st.info(
        "No case is open yet. Open the worked case to look round, or give a case file of your own."
    )
    st.button("Open the worked case", type="primary", on_click=state.open_worked_case)
    st.header("Give a case file", anchor=False)
    _uploader()
    st.html(
        markup.items(
            [
                "A case is one TOML file, written by the offender manager. To begin one, download "
                "the worked case and change it.",
                "Keep victims and zones not shared with housing in a second, protected file.",
                "Files are read on this machine and kept only until this window is closed.",
            ]
        )
    )
    _download()


def other_files() -> None:
    """Offer to give other files, where the app keeps no record; what prints leaves this out."""
    now = state.held() if not session.has_record() else None
    if now is not None:
        with st.container(key="other_files"):
            _other_files(now)


def _other_files(now: Held) -> None:
    st.header("Give another case, or placements", anchor=False)
    if now.case.holds_protected and not now.worked:
        st.warning(
            "The case file itself holds victims or zones not shared with housing. Keep them in a "
            "second file (placement case split) before the case is passed on."
        )
    _uploader()
    _download()


def _uploader() -> None:
    st.file_uploader(
        UPLOAD_LABEL,
        type=["toml", "csv", "xlsx"],
        accept_multiple_files=True,
        key=state.FILES,
        on_change=state.take_uploads,
        help=PLACEMENTS_ALONE,
    )
    wrong = state.problems()
    if wrong:
        frame.say(wrong)
        if state.held():
            st.warning("The case shown is still the last one that could be read.")


def _download() -> None:
    st.download_button(
        "Download the worked case",
        data=state.worked_file,
        file_name="case-example.toml",
        mime="application/toml",
        on_click="ignore",
    )
