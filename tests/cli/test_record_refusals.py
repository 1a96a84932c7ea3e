"""Every way in which a command on a record can go wrong: one sentence that helps, exit code 1."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date
from types import SimpleNamespace

import pytest

from placement.errors import Stale
from placement.monitoring.tables import Report
from placement.records.keys import Keyring

from .conftest import AUDITOR, COORDINATOR, LIAISON, MANAGER, SPOC
from .running import DATA
from .test_record_story import DECISION

NOBODY = "demo.nobody"


@pytest.mark.parametrize(
    ("variable", "option"),
    [("RECORD", "--record"), ("KEYS", "--keys"), ("USER", "--user")],
)
def test_what_is_not_named_is_asked_for(demo, monkeypatch, variable, option):
    monkeypatch.delenv(f"PLACEMENT_{variable}")
    assert option in demo.refused("case", "list")


def test_a_spoc_says_for_which_authority(demo):
    assert "--lha" in demo.refused("case", "list", *SPOC[:4])


def test_an_authority_is_not_given_by_anybody_else(demo):
    assert "--role spoc" in demo.refused("case", "list", "--lha", "E07000009")


def test_a_panel_member_says_for_which_agency(demo):
    assert "--agency" in demo.refused("case", "list", "--user", "p.one", "--role", "panel")


def test_a_role_that_is_none_is_refused(demo):
    assert "no such role" in demo.refused("case", "list", "--role", "king")


def test_a_name_is_not_a_staff_id(demo):
    assert "staff id" in demo.refused("case", "list", "--user", "Ada Lovelace")


def test_a_spoc_who_forgets_the_role_is_not_given_the_coordinators_view(demo):
    assert "as spoc of E07000009" in demo.refused("case", "list", *SPOC[:2])


def test_a_manager_who_forgets_the_role_is_not_given_the_coordinators_view(demo):
    demo.ok("case", "list", *MANAGER)
    assert "as offender manager" in demo.refused("case", "list", *MANAGER[:2])


def test_somebody_the_directory_does_not_name_does_not_speak_for_an_authority(demo):
    said = demo.refused("case", "list", "--user", NOBODY, *SPOC[2:])
    assert "names others for E07000009" in said


def test_the_help_says_that_the_keys_are_the_lock(demo):
    code, out, _ = demo.run("case", "rank", "--help")
    assert code == 0
    assert "key files are the lock" in " ".join(out.split())


@pytest.mark.parametrize("words", [("record",), ("case",), ("vacancy",), ("audit",)])
def test_a_group_alone_is_wrong_usage(demo, words):
    assert demo.run(*words)[0] == 2


# --- the record and its keys --------------------------------------------------------------------


def test_there_is_no_record(demo, tmp_path):
    url = f"sqlite:///{tmp_path / 'none.db'}"
    assert "placement record create" in demo.refused("case", "list", "--record", url)


def test_what_is_named_is_no_url(demo):
    assert "sqlite:///" in demo.refused("case", "list", "--record", "record.db")


def test_the_keys_are_another_records(demo, tmp_path):
    keys = Keyring.create(tmp_path / "others").directory
    assert "another" in demo.refused("case", "list", "--keys", keys)


def test_the_keys_are_open_to_others(demo):
    (demo.folder / "keys").chmod(0o755)
    assert "chmod" in demo.refused("case", "list")


def test_there_is_no_directory_of_keys(demo, tmp_path):
    assert "cannot be used" in demo.refused("case", "list", "--keys", tmp_path / "none")


def test_a_second_record_is_not_made_over_the_first(demo, tmp_path):
    assert "something in" in demo.refused("record", "create", "--keys", tmp_path / "more")


def test_a_second_demonstration_is_not_made_over_the_first(demo):
    assert "something in" in demo.refused("record", "demo", demo.folder)


def test_without_the_vault_key_all_else_works(demo):
    for key in (demo.folder / "keys").glob("vault-*.key"):
        key.unlink()
    assert len(demo.json("case", "list")) == 7
    assert "vault key" in demo.refused("case", "rank", "DEMO-014")
    assert demo.json("record", "status")["keys"]["vault"] is False


def test_an_older_edition_is_upgraded_by_command(demo):
    assert "up to date" in demo.ok("record", "upgrade")


# --- cases --------------------------------------------------------------------------------------

ABOUT_A_CASE = [
    ("case", "show", "NONE-1"),
    ("case", "rank", "NONE-1"),
    ("case", "tasks", "NONE-1"),
    ("case", "limit", "NONE-1"),
    ("case", "end", "NONE-1", "2027-01-01"),
    ("case", "decide", "NONE-1", "--file", "{decision}"),
    ("case", "annex", "NONE-1", "--out", "{out}"),
    ("case", "pack", "NONE-1", "Fenland", "--out", "{out}"),
    ("case", "update", "NONE-1", "{case}", "--based-on", "1"),
    ("check-address", "NONE-1", "--vacancy", "QTV-5"),
    ("vacancy", "link", "QTV-5", "NONE-1"),
    ("replay", "NONE-1"),
    ("record", "erase", "NONE-1", "--reason", "retention"),
    ("record", "look", "meeting", "--case", "NONE-1"),
    ("audit", "show", "--case", "NONE-1"),
]


@pytest.mark.parametrize("words", ABOUT_A_CASE, ids=lambda words: " ".join(words[:2]))
def test_a_case_that_is_not_there_is_said(demo, words):
    files = {
        "decision": demo.write("decision.toml", DECISION),
        "out": demo.folder / "new.docx",
        "case": DATA / "example.toml",
    }
    assert "There is no case NONE-1" in demo.refused(*(word.format(**files) for word in words))


def test_a_case_is_opened_once(demo):
    assert "open under it" in demo.refused("case", "add", DATA / "example.toml")


def test_what_is_wrong_with_a_file_is_said_with_its_name(demo):
    bad = demo.write("bad.toml", 'reference = "X-1"\nassessed_on = 2026-11-21\ncolour = "red"\n')
    said = demo.refused("case", "add", bad)
    assert "bad.toml" in said
    assert "colour" in said


def test_a_stale_version_is_said_and_what_was_typed_is_kept(demo):
    text = demo.json("case", "show", "DEMO-014", "--file", *MANAGER)["file"]
    newer = demo.write("newer.toml", text.replace("bedrooms = 1", "bedrooms = 2"))
    demo.ok("case", "update", "DEMO-014", newer, "--based-on", 1, *MANAGER)
    said = demo.refused("case", "update", "DEMO-014", newer, "--based-on", 1)
    assert "somebody saved version 2" in said
    assert "kept as a draft" in said
    assert len(demo.json("record", "look", "draft", "--case", "DEMO-014")) == 1


def test_a_newer_file_is_of_the_same_case_and_holds_nothing_protected(demo):
    said = demo.refused("case", "update", "QTR-01", DATA / "example.toml", "--based-on", 1)
    assert "its reference is DEMO-014" in said
    assert "holds what is protected" in said
    assert "PE13" not in said


def test_a_limited_case_is_for_those_named_for_it(demo):
    another = ("--user", "co.two", "--role", "coordinator")
    demo.ok("case", "limit", "DEMO-014")
    assert "There is no case" in demo.refused("case", "rank", "DEMO-014", *another)
    assert demo.json("case", "rank", "DEMO-014", *MANAGER)["case"] == "DEMO-014"
    demo.ok("case", "limit", "DEMO-014", "--lift")  # whoever limits a case is named for it
    assert demo.json("case", "rank", "DEMO-014", *another)["case"] == "DEMO-014"


# --- referral, homes, decisions -------------------------------------------------------------------

GIVEN = (
    *("--channel", "secure_email", "--conditions", "withheld", "--risk-assessment", "given"),
    *("--housing-history", "given", "--property-interest", "not_held"),
)


def test_what_is_withheld_says_why(demo):
    said = demo.refused("case", "refer", "DEMO-014", "Cambridge", *GIVEN, *MANAGER)
    assert "withheld_because" in said


def test_the_offender_manager_refers_and_nobody_else(demo):
    why = ("--withheld-because", "not needed")
    assert "you may not" in demo.refused("case", "refer", "DEMO-014", "Cambridge", *GIVEN, *why)


def test_an_authority_elsewhere_is_none_of_the_profile(demo):
    assert "is none of" in demo.refused("case", "refer", "DEMO-014", "Leeds", *GIVEN, *MANAGER)


def test_nobody_is_there_to_refer_to(demo):
    for each in demo.json("record", "look", "office"):
        if each["data"]["lha"] == "E07000011":
            file = demo.write(
                "absence.toml",
                f'office = "{each["id"]}"\nlha = "E07000011"\nfrom = 2026-11-01\nto = 2026-12-01\n',
            )
            demo.ok("record", "enter", "absence", file)
    why = ("--withheld-because", "not needed")
    said = demo.refused("case", "refer", "DEMO-014", "Huntingdonshire", *GIVEN, *why, *MANAGER)
    assert "Nobody is there for Huntingdonshire" in said


def test_there_is_no_such_vacancy(demo):
    said = demo.refused("check-address", "DEMO-014", "--vacancy", "NONE-9")
    assert "none called NONE-9" in said


def test_a_vacancy_is_linked_before_it_is_asked_about(demo):
    assert "not linked" in demo.refused("check-address", "DEMO-014", "--vacancy", "QTV-5")


def test_a_vacancy_is_linked_to_one_case_at_a_time(demo):
    demo.ok("vacancy", "link", "QTV-5", "DEMO-014")
    assert "not free" in demo.refused("vacancy", "link", "QTV-5", "QTR-01")


def test_nobody_confirms_what_they_entered(demo):
    home = demo.write("home.toml", 'reference = "N-1"\nlha = "E07000009"\nkind = "supported"\n')
    demo.ok("record", "enter", "vacancy", home, *SPOC)
    assert "entered this one yourself" in demo.refused("vacancy", "confirm", "N-1", *SPOC)
    deputy = ("--user", "deputy-e07000009", *SPOC[2:])
    assert "Your office" in demo.refused("vacancy", "confirm", "N-1", *deputy)
    demo.ok("vacancy", "confirm", "N-1", "--landlord-reference", "T-1", *deputy)
    assert "no postcode" in demo.refused("check-address", "DEMO-014", "--vacancy", "N-1")


def test_a_decision_that_contradicts_itself_is_kept_as_a_draft(demo):
    wrong = demo.write("wrong.toml", DECISION.replace('"lha"', '"none"', 1))
    said = demo.refused("case", "decide", "DEMO-014", "--file", wrong)
    assert "outcome" in said
    assert "kept as the draft" in said


def test_a_draft_says_all_that_is_missing(demo):
    short = demo.write("short.toml", "on = 2026-11-22\n")
    out = demo.ok("case", "decide", "DEMO-014", "--file", short)
    assert out.startswith("Draft: ")
    assert "Give a reason." in out
    said = demo.refused("case", "annex", "DEMO-014", "--out", demo.folder / "a.docx", "--housing")
    assert "draft" in said


def test_spread_alone_stays_a_draft_and_nothing_typed_is_lost(demo):
    demo.ok("case", "rank", "DEMO-014", "--reasons", "E07000009")
    text = DECISION.replace("connection_or_network", "number_and_location_of_others")
    found = demo.json("case", "decide", "DEMO-014", "--file", demo.write("spread.toml", text))
    assert found["standing"] == "draft"
    assert [each["code"] for each in found["missing"]] == ["spread_alone"]
    held = demo.json("record", "look", "decision", "--case", "DEMO-014")
    assert held[0]["data"]["diversity"] == "A prayer room near by."


def test_there_is_nothing_to_run_again(demo):
    assert "no decision to run again" in demo.refused("replay", "DEMO-014")
    assert "--all" in demo.refused("replay")


def test_a_document_is_not_written_over_another(demo):
    there = demo.write("there.docx", "mine")
    assert "there already" in demo.refused("case", "annex", "QTR-01", "--out", there)
    assert there.read_text("utf-8") == "mine"


# --- the log and what leaves --------------------------------------------------------------------


def test_a_log_that_was_changed_says_what_and_where_and_what_to_do(demo):
    with sqlite3.connect(demo.folder / "record.db") as database:
        database.execute("DROP TRIGGER IF EXISTS audit_no_update")
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            database.execute(f"DROP TRIGGER IF EXISTS {name}")
        database.execute("UPDATE audit SET actor = 'somebody.else' WHERE seq = 9")
    code, out, err = demo.run("audit", "verify")
    assert (code, err) == (1, "")
    assert "Entry 9" in out
    assert "placement record restore" in out
    code, out, _ = demo.run("audit", "verify", "--json")
    assert code == 1
    assert '"sound": false' in out


def test_the_log_is_for_the_auditor_and_the_coordinator(demo):
    demo.ok("audit", "show", *AUDITOR)
    for who in (MANAGER, LIAISON, SPOC):
        assert "you may not" in demo.refused("audit", "show", *who)
        assert "you may not" in demo.refused("audit", "verify", *who)


def test_an_auditor_sees_no_case(demo):
    assert "no cases" in demo.ok("case", "list", *AUDITOR)
    assert "There is no case" in demo.refused("case", "show", "DEMO-014", *AUDITOR)


def test_a_backup_is_not_kept_beside_the_keys(demo):
    assert "sealed from" in demo.refused("record", "backup", demo.folder / "keys" / "b")


def test_what_is_no_backup_is_not_restored(demo, tmp_path):
    url = ("--record", f"sqlite:///{tmp_path / 'other.db'}")
    file = demo.write("no.backup", "no")
    assert "cannot be read" in demo.refused("record", "restore", file, *url)


def test_an_import_says_every_problem_by_row_and_records_nothing(demo):
    file = demo.write(
        "homes.csv",
        "reference,lha,postcode,kind,from,to,bedrooms,supported,accepts\n"
        "N-1,E07000009,CB7 4AA,castle,2026-12-01,,1,no,any\n"
        "QTV-5,E07000009,CB7 4AA,supported,2026-12-01,,1,no,any\n",
    )
    code, out, _ = demo.run("record", "import", file, "--dry-run")
    assert code == 1
    assert "row 2" in out
    assert "castle" in out
    assert "row 2" in demo.refused("record", "import", file)
    assert len(demo.json("vacancy", "list")) == 7


def test_a_file_that_is_no_register_is_said(demo):
    file = demo.write("what.csv", "colour,size\nred,1\n")
    assert "its first row" in demo.refused("record", "import", file)


def test_an_export_goes_into_an_empty_folder_and_to_somebody(demo):
    assert demo.run("record", "export", "--out", demo.folder / "e")[0] == 2
    to = ("--to", "the auditor of the council")
    assert "something there" in demo.refused("record", "export", "--out", demo.folder, *to)
    assert "records.jsonl" in " ".join(
        demo.json("record", "export", "--out", demo.folder / "e", *to)["files"]
    )


def test_a_kind_with_a_command_of_its_own_is_recorded_by_that(demo):
    file = demo.write("d.toml", DECISION)
    assert "case decide" in demo.refused("record", "enter", "decision", file)
    assert "none of" in demo.refused("record", "enter", "song", file)


def test_an_erased_case_is_gone_for_everybody(demo):
    case = demo.json("case", "show", "QTR-01")["id"]
    demo.ok("record", "erase", "QTR-01", "--reason", "asked_by_the_person")
    for who in (COORDINATOR, MANAGER):
        assert "erased" in demo.refused("case", "rank", "QTR-01", *who)
        assert "erased" in demo.refused("case", "rank", case, *who)
    assert demo.run("record", "erase", "QTR-02", "--reason", "he asked")[0] == 2


def test_a_record_put_back_to_an_older_copy_is_said(demo, tmp_path):
    shutil.copy(demo.folder / "record.db", tmp_path / "older.db")
    demo.ok("case", "end", "QTR-01", "2027-01-01")
    for end in ("-wal", "-shm"):
        (demo.folder / f"record.db{end}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "older.db", demo.folder / "record.db")
    assert "placement audit verify" in demo.refused("case", "list")
    assert demo.run("audit", "verify")[0] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--release",), "give --audience smb, lha or public"),
        (("--audience", "lha"), "--authority goes with --audience lha"),
        (("--audience", "lha", "--authority", "Rutland"), "Rutland is not one of"),
        (("--audience", "smb", "--release"), "The next release is on 31 January 2027"),
        ((*SPOC, "--audience", "smb"), "only a coordinator"),
        (("--user", "p.one", "--role", "panel", "--agency", "police"), "not to this role"),
    ],
)
def test_figures_that_cannot_be_had_are_refused_with_what_can(demo, monkeypatch, words, said):
    monkeypatch.setattr("placement.monitoring.report.build", _nothing_worked_out)
    assert said in demo.refused("record", "figures", *words)


def test_files_of_figures_are_the_owners_and_logged_and_gone_if_the_release_is_not_made(
    demo, monkeypatch, tmp_path
):
    monkeypatch.setattr("placement.monitoring.report.build", _nothing_worked_out)
    demo.ok("record", "figures", "--out", tmp_path / "made")
    made = [path for path in (tmp_path / "made").rglob("*") if path.is_file()]
    assert made
    assert {path.stat().st_mode & 0o077 for path in made} == {0}
    assert "monitoring_report_files" in demo.ok("audit", "show", "--json")

    def not_made(*_):
        raise Stale("Something else was released since. Nothing was released.")

    ready = _nothing_worked_out(SimpleNamespace(as_of=date(2026, 12, 31)), (), tell=None)
    monkeypatch.setattr(
        "placement.record_commands.figures._worked_out", lambda *_: (ready, not_made)
    )
    words = ("--audience", "smb", "--release", "--out", tmp_path / "late")
    assert "Nothing was released" in demo.refused("record", "figures", *words)
    assert not [path for path in (tmp_path / "late").rglob("*") if path.is_file()]


def _nothing_worked_out(basis, more, *, tell):
    return Report(
        title="t",
        profile="cambridgeshire",
        as_of=basis.as_of,
        audience="internal",
        tables=(),
        sections=(),
        rests_on=(),
    )
