"""One case from its first day in a record to after its end, by commands alone."""

from __future__ import annotations

import os

from docx import Document

from placement.documents.page import SYNTHETIC

from .conftest import LIAISON, MANAGER
from .running import DATA

OFFICES = (
    "lha,post,staff,name,telephone,email,from,to\n"
    "E07000009,spoc,sp.ely,SPOC at Ely,,spoc@example.org,2026-01-01,\n"
    "E07000009,deputy,de.ely,Deputy at Ely,,deputy@example.org,2026-01-01,\n"
)
VACANCIES = (
    "reference,lha,postcode,kind,from,to,bedrooms,supported,accepts\n"
    "ELY-1,E07000009,CB7 4AA,social_rent,2026-12-01,,1,no,any\n"
    "ELY-2,E07000009,CB6 1AA,social_rent,2026-12-01,,1,no,any\n"
)
OM = ("--user", "om.one", "--role", "offender_manager")
ELY = ("--user", "sp.ely", "--role", "spoc", "--lha", "E07000009")
CO = ("--user", "co.one")
AUDIT = ("--user", "au.one", "--role", "auditor")
GIVEN = (
    *("--channel", "secure_email", "--conditions", "given", "--risk-assessment", "given"),
    *("--housing-history", "given", "--property-interest", "not_held"),
)
DECISION = """\
on = 2026-11-23
outcome = "lha"
lha = "E07000009"
let = "later"
diversity_discussed = "yes"
diversity = "A prayer room near by."
rests_on = ["electronic monitoring"]
next_review = 2027-02-23
rejected = []
[[reasons]]
code = "connection_or_network"
text = "The sister lives there."
[[attendance]]
agency = "probation"
attended = true
"""


def test_a_case_from_its_first_day_to_after_its_end(empty, clock):
    say = empty
    say.ok("record", "create")
    say.ok("record", "import", say.write("offices.csv", OFFICES), *CO)
    assert "is open" in say.ok("case", "add", DATA / "example.toml", *OM)

    # refer, and the SPOC sees the case and ranks it
    assert "no case" in say.refused("case", "rank", "DEMO-014", *ELY)
    assert "SPOC at Ely" in say.ok("case", "refer", "DEMO-014", "East Cambridgeshire", *GIVEN, *OM)
    assert say.json("case", "rank", "DEMO-014", *ELY)["role"] == "spoc"

    # homes: entered by one, confirmed by another, a day old, linked
    say.ok("record", "import", say.write("homes.csv", VACANCIES), *CO)
    assert "confirmed" in say.refused("vacancy", "link", "ELY-1", "DEMO-014", *ELY)
    say.ok("vacancy", "confirm", "ELY-1", *ELY)
    say.ok("vacancy", "link", "ELY-1", "DEMO-014", *ELY)
    assert "1 day old" in say.refused("check-address", "DEMO-014", "--vacancy", "ELY-1", *OM)
    clock.go(days=1)
    found = say.json("check-address", "DEMO-014", "--vacancy", "ELY-1", *OM)
    assert found["answer"] in ("clear", "conflict", "refer")
    assert say.json("check-address", "DEMO-014", "--vacancy", "ELY-1", *ELY)["answer"] in (
        "clear",
        "refer",
    )

    # decide: a draft while nobody looked, and no annex of it; then final
    decision = say.write("decision.toml", DECISION)
    draft = say.json("case", "decide", "DEMO-014", "--file", decision, *CO)
    assert draft["standing"] == "draft"
    assert [each["code"] for each in draft["missing"]] == ["look"]
    out = say.folder / "annex.docx"
    assert "draft" in say.refused("case", "annex", "DEMO-014", "--out", out, *CO)
    assert not out.exists()
    say.ok("case", "rank", "DEMO-014", "--reasons", "E07000009", *CO)
    again = ("--id", draft["id"], "--based-on", draft["version"])
    said = say.ok("case", "decide", "DEMO-014", "--file", decision, *again, *CO)
    assert said.startswith("Final: ")

    # what follows: tasks, the annex, the pack, an outcome
    tasks = say.json("case", "tasks", "DEMO-014", *CO)["tasks"]
    assert next(task for task in tasks if task["name"] == "referral")["state"] == "done"
    say.ok("case", "annex", "DEMO-014", "--out", out, *CO)
    housing = say.folder / "housing.docx"
    say.ok("case", "annex", "DEMO-014", "--out", housing, "--housing", "--to", "sp.ely", *CO)
    assert "PE13 2AA" not in text_of(housing)
    header = Document(str(housing)).sections[0].header
    assert SYNTHETIC not in [each.text for each in header.paragraphs]
    say.ok("case", "pack", "DEMO-014", "E07000009", "--out", say.folder / "p.docx", *CO)
    outcome = say.write(
        "outcome.toml",
        f'decision = "{draft["id"]}"\nlha = "E07000009"\nstep = "asked"\non = 2026-11-23\n'
        'by = "E07000009"\n',
    )
    say.ok("record", "enter", "outcome", outcome, "--case", "DEMO-014", *CO)
    gone = say.json("audit", "show", "--action", "disclosure", "--case", "DEMO-014", *CO)
    assert {"annex", "referral", "referral_pack", "address_check"} <= {
        each["what"]["kind"] for each in gone
    }
    assert "sp.ely" in {each["to_whom"] for each in gone}

    # replay: the same, and nothing has changed since
    assert "you may not do this: replay" in say.refused("replay", "--all", *AUDIT)
    assert "byte for byte" in say.ok("replay", "--all", *CO)
    assert "nothing would differ" in say.ok("replay", draft["id"], "--today", *CO)

    # back up, erase, verify; restore elsewhere, verify: it stays erased
    case = say.json("case", "show", "DEMO-014", *CO)["id"]
    say.ok("record", "backup", say.folder, *CO)  # a folder: named by the moment
    (made,) = say.folder.glob("20*-*Z.backup")
    made.rename(say.folder / "one.backup")
    say.ok("record", "erase", "DEMO-014", "--reason", "order_of_a_court", *CO)
    assert "erased" in say.refused("case", "show", "DEMO-014", *CO)
    assert "erased" in say.refused("case", "show", case, *CO)
    assert "sound" in say.ok("audit", "verify", *AUDIT)
    assert "No decision" in say.ok("replay", "--all", *CO)
    new = ("--record", f"sqlite:///{say.folder / 'new.db'}")
    restored = say.json("record", "restore", say.folder / "one.backup", *new, *CO)
    assert restored["erased"] == [case]
    assert "sound" in say.ok("audit", "verify", *new, *AUDIT)
    assert "erased" in say.refused("case", "show", case, *new, *CO)


def text_of(path):
    document = Document(os.fspath(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_a_question_of_housing_reaches_the_offender_manager(demo):
    demo.ok("vacancy", "link", "QTV-5", "DEMO-014")
    spoc = ("--user", "spoc-e07000009", "--role", "spoc", "--lha", "E07000009")
    check = ("check-address", "DEMO-014", "--vacancy", "QTV-5")
    for _ in range(2):
        assert demo.json(*check, *spoc)["answer"] == "refer"
    third = demo.json(*check, *spoc)
    assert [alert["to"] for alert in third["alerts"]] == [["coordinator", "victim_liaison"]]
    passed = demo.json(*check, "--pass-on", *spoc)
    assert (passed["answer"], passed["passed_on"]) == ("refer", True)
    assert demo.json("case", "show", "DEMO-014", *MANAGER)["questions_passed_on"] == 1
    for who in ((), LIAISON):
        assert len(demo.json("case", "due", *who)["alerts"]) == 1
    assert demo.json("case", "due", *MANAGER)["alerts"] == []


def test_a_ration_used_up_says_from_when_there_is_some_again(demo):
    demo.ok("vacancy", "link", "QTV-5", "DEMO-014")
    spoc = ("--user", "spoc-e07000009", "--role", "spoc", "--lha", "E07000009")
    check = ("check-address", "DEMO-014", "--vacancy", "QTV-5")
    for _ in range(6):
        demo.ok(*check, *spoc)
    assert "are allowed" in demo.refused(*check, *spoc)
    assert "is with the offender manager" in demo.ok(*check, "--pass-on", *spoc)


def test_a_newer_file_marks_the_decision_that_rested_on_the_older_one(demo):
    demo.ok("case", "rank", "DEMO-014", "--reasons", "E07000009")
    decision = demo.write("decision.toml", DECISION)
    assert demo.json("case", "decide", "DEMO-014", "--file", decision)["standing"] == "final"
    file = demo.json("case", "show", "DEMO-014", "--file", *MANAGER)
    newer = demo.write("newer.toml", file["file"].replace("bedrooms = 1", "bedrooms = 2"))
    found = demo.json("case", "update", "DEMO-014", newer, "--based-on", 1, *MANAGER)
    assert found["version"] == 2
    assert len(found["decisions_to_review"]) == 1


def test_keys_are_changed_and_everything_still_opens(demo):
    assert "Copy the directory" in demo.ok("record", "rotate-keys", "--retire")
    assert "All its keys are here" in demo.ok("record", "status")
    assert "sound" in demo.ok("audit", "verify")
    assert demo.json("case", "rank", "DEMO-014")["case"] == "DEMO-014"
