"""Figures from the record: worked out, released on their day, read by those they are for."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from placement.errors import InputError, NotAllowed, Stale
from placement.figures import figures
from placement.records import monitored, released
from placement.ui.monitoring_figures import ASKED, FOR
from placement.ui.monitoring_released import NOTHING_YET, RELEASE

DAY, ABOUT = date(2026, 10, 31), date(2026, 9, 30)
EAST, FENLAND = "E07000009", "E07000010"


def worked_out(desk, audience="smb", lha=None, on=DAY, as_of=ABOUT):
    said = []
    found = figures(
        held=monitored.gathered(desk),
        profile="cambridgeshire",
        as_of=as_of,
        audience=audience,
        lha=lha,
        earlier=released.earlier(desk),
        on=on,
        tell=said.append,
    )
    assert said
    return found


def keep(desk, report, release, after=0):
    from placement.monitoring.output.kept import report_text

    return released.keep(
        desk, release, report_text(report), title=report.title, after=after, reason="test"
    )


@pytest.fixture
def small(monkeypatch):
    """Numbers of the protocol that make a run short: fewer draws, months and years."""
    from placement import parameters

    whole = parameters.load()
    given = {
        "monitoring.chance_draws": 200,
        "monitoring.months_shown": 2,
        "monitoring.years_shown": 1,
    }
    old = type(whole).on
    monkeypatch.setattr(type(whole), "on", lambda self, day, own=None: old(self, day, own or given))


def words_of(made):
    """All that stands in a file, be it a page or packed."""
    if not made.startswith(b"PK"):
        return made.decode()
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        return "".join(packed.read(n).decode() for n in packed.namelist() if n.endswith(".xml"))


def as_files_and_logged(desk, report):
    """Each file is another one each time, with a reference that the log has."""
    from placement.records.logbook import entries
    from placement.ui.handing import handed_over
    from placement.ui.monitoring_files import file_of

    for kind, starts in (("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!doctype html>")):
        made = file_of(report, kind, "cambridgeshire")
        assert "Synthetic: everybody in the record" in words_of(made)
        one, two = (
            handed_over(desk, made, {"kind": kind}, "smb", reason="a test") for _ in range(2)
        )
        assert one.startswith(starts)
        assert one != two
        logged = [each.what for each in entries(desk) if each.what.get("kind") == kind]
        assert {len(each["export"]) for each in logged} == {16}
        assert all(
            sum(each["export"].encode() in file for each in logged) == 1 for file in (one, two)
        )


def test_a_release_lies_in_the_record_and_each_reads_their_own(recorded, desk, small):
    coordinator = desk("coordinator")
    report, release = worked_out(coordinator)
    assert release["audience"] == "smb"
    keep(coordinator, report, release)
    with pytest.raises(Stale, match="judged"):
        keep(coordinator, report, release)
    as_files_and_logged(coordinator, report)
    own, second = worked_out(coordinator, "lha", FENLAND)
    keep(coordinator, own, second, after=1)
    assert [each["lha"] for each in released.earlier(coordinator)] == [None, FENLAND]

    assert [each.kind for each in released.reports(desk("smb"))] == ["released_report"]
    assert [each.kind for each in released.reports(desk("spoc", FENLAND))] == ["released_to_lha"]
    assert released.reports(desk("spoc", EAST)) == []
    for who in (desk("smb"), desk("spoc", FENLAND), desk("auditor"), desk("offender_manager")):
        assert who.list("monitoring_release") == []
    page = recorded.at("monitoring", "smb")
    assert NOTHING_YET not in [each.value for each in page.info]
    assert "Report" in [each.label for each in page.selectbox]
    assert [each.label for each in page.get("download_button")] == [
        f"Download: {each}" for each in ("Word", "Workbook", "Page")
    ]
    assert "How placements are spread" in [each.value for each in page.header]
    assert NOTHING_YET in [each.value for each in recorded.at("monitoring", "spoc", EAST).info]


def test_the_kept_report_has_the_same_numbers_in_every_output(desk, small):
    from placement.monitoring.output.data import report_as_data
    from placement.monitoring.output.files import csv_files
    from placement.monitoring.output.kept import report_from, report_text

    report, _ = worked_out(desk("coordinator"))
    again = report_from(report_text(report))
    for before, after in zip(report.tables, again.tables, strict=True):
        for i in range(len(before.frame)):
            for column in before.columns:
                assert after.shown(i, column.name) == before.shown(i, column.name)
    assert csv_files(again).keys() == csv_files(report).keys()
    assert [s["title"] for s in report_as_data(again)["sections"]] == [
        s.title for s in report.sections
    ]


def test_off_the_calendar_and_without_the_whole_history_nothing_is_released(desk, small):
    from placement.monitoring.control import NotReleased

    coordinator = desk("coordinator")
    with pytest.raises(NotReleased, match="31 October"):
        worked_out(coordinator, on=date(2026, 10, 30))
    report, release = worked_out(coordinator)
    keep(coordinator, report, release)
    kept = coordinator.list("monitoring_release")[0]
    changed = {**kept.data, "digest": "0" * 64}
    coordinator.save(
        "monitoring_release", changed, id=kept.id, based_on=kept.version, reason="to deceive"
    )
    with pytest.raises(InputError, match="was changed"):
        worked_out(coordinator, "public")


def test_only_the_coordinator_gathers_what_figures_are_made_of(desk):
    for role in ("smb", "auditor", "offender_manager", "panel"):
        with pytest.raises(NotAllowed):
            monitored.gathered(desk(role))


@pytest.mark.parametrize(
    ("day", "said", "buttons"),
    [
        (date(2026, 11, 22), "The next release is on 31 January 2027", ["Work the figures out"]),
        (
            date(2026, 10, 31),
            "The next release is on 31 October",
            ["Work the figures out", RELEASE],
        ),
        (date(2026, 11, 2), "The release of 31 October", ["Work the figures out", RELEASE]),
    ],
)
def test_the_coordinator_is_told_of_the_release_that_is_due(
    recorded, monkeypatch, day, said, buttons
):
    monkeypatch.setattr("placement.ui.state.today", lambda: day)
    page = recorded.at("monitoring")
    page.selectbox(key=FOR).select("smb").run()
    assert not page.exception
    assert any(each.value.startswith(said) for each in page.info)
    offered = [each.label for each in page.button]
    assert [label for label in offered if label in ("Work the figures out", RELEASE)] == buttons


@pytest.mark.parametrize(("whom", "begun"), [("smb", False), ("internal", True)])
def test_what_was_asked_for_another_reader_is_not_begun(recorded, monkeypatch, whom, begun):
    # a choice of reader is forgotten on another page: a release must not follow the new one
    drafts = []
    monkeypatch.setattr(
        "placement.ui.monitoring_figures.begin", lambda *, draft: drafts.append(draft)
    )
    app = recorded.at("monitoring", **{ASKED: (False, (whom, None))})
    assert not app.exception
    assert drafts == ([False] if begun else [])
    assert ASKED not in app.session_state
