"""Parts of the Monitoring page: the figures shown, as files to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from placement.ui import markup, session, state
from placement.ui.handing import handed_over
from placement.ui.spoken import st

if TYPE_CHECKING:
    from collections.abc import Callable

    from placement.monitoring.tables import Report

WHAT_THEY_ARE: Final = (
    "The same figures as below, no more and no fewer. The page has the drawings and prints well; "
    "the workbook has every table. Each download is logged."
)
NOT_PROVEN: Final = (
    "Nothing is hidden in these: they are for you alone, and not to be passed on. What others may "
    "have is released to them."
)
_TYPES: Final = {
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LABELS: Final = {"docx": "Word", "xlsx": "Workbook", "html": "Page"}


def offer(report: Report) -> None:
    """Offer the report that is shown as a Word document, a workbook and a page."""
    st.header("Take it with you", anchor=False)
    st.html(markup.paragraph(WHAT_THEY_ARE))
    if report.audience == "internal":
        st.html(markup.paragraph(NOT_PROVEN))
    for kind, column in zip(_LABELS, st.columns(len(_LABELS)), strict=True):
        with column:
            st.download_button(
                f"Download: {_LABELS[kind]}",
                data=_maker(report, kind),
                file_name=f"placements-{report.as_of.isoformat()}.{kind}",
                mime=_TYPES[kind],
                on_click="ignore",
                key=f"monitoring-file-{kind}",
            )


def _maker(report: Report, kind: str) -> Callable[[], bytes]:
    # asked here: a click is answered by a thread without the session
    desk, area = session.desk(), state.area()

    def make() -> bytes:
        return handed_over(
            desk,
            file_of(report, kind, area),
            {"kind": f"monitoring_report_{kind}"},
            desk.actor.id,
            reason="downloaded from the monitoring page",
        )

    return make


def file_of(report: Report, kind: str, area: str) -> bytes:
    """Return a report as one kind of file: ``docx``, ``xlsx`` or ``html``."""
    if kind == "docx":
        from placement.documents.monitoring import monitoring_document

        return monitoring_document(report)
    if kind == "xlsx":
        from placement.monitoring.output.workbook import workbook

        return workbook(report)
    from placement.monitoring.outlines import shapes_of
    from placement.monitoring.output.page import page

    return page(report, shapes_of(area)).encode("utf-8")
