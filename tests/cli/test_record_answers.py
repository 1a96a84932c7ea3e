"""What the commands of a record answer: one document with ``--json``, words and tables without."""

from __future__ import annotations

import json

import pytest

from .conftest import COORDINATOR, MANAGER, SPOC
from .test_record_story import DECISION

GIVEN = (
    *("--channel", "secure_email", "--conditions", "given", "--risk-assessment", "given"),
    *("--housing-history", "given", "--property-interest", "not_held"),
)
# In the order in which they are asked: each command that writes comes after what it needs.
ASKED = [
    ("record", "status"),
    ("record", "upgrade"),
    ("record", "kinds"),
    ("record", "retention"),
    ("record", "look", "meeting"),
    ("record", "enter", "vacancy", "{home}"),
    ("record", "import", "{case}"),
    ("record", "import", "{register}", "--dry-run"),
    ("record", "export", "--out", "{folder}", "--to", "the council's auditor"),
    ("record", "backup", "{backup}"),
    ("record", "rotate-keys"),
    ("case", "list"),
    ("case", "show", "DEMO-014"),
    ("case", "show", "DEMO-014", "--file"),
    ("case", "rank", "DEMO-014"),
    ("case", "rank", "DEMO-014", "--reasons", "East Cambridgeshire"),
    ("case", "refer", "DEMO-014", "Cambridge", *GIVEN, *MANAGER),
    ("case", "decide", "DEMO-014", "--file", "{decision}"),
    ("case", "tasks", "DEMO-014"),
    ("case", "due"),
    ("case", "annex", "DEMO-014", "--out", "{annex}"),
    ("case", "annex", "QTR-02", "--housing", "--out", "{housing}"),
    ("case", "pack", "DEMO-014", "Cambridge", "--out", "{pack}"),
    ("case", "limit", "QTR-01", "--lift"),
    ("case", "end", "QTR-01", "2026-11-01"),
    ("vacancy", "list"),
    ("vacancy", "confirm", "NEW-1"),
    ("vacancy", "link", "QTV-5", "DEMO-014"),
    ("check-address", "DEMO-014", "--vacancy", "QTV-5"),
    ("check-address", "DEMO-014", "--vacancy", "QTV-5", *SPOC),
    ("replay", "DEMO-014", "--today"),
    ("replay", "--all"),
    ("audit", "verify"),
    ("audit", "show", "--case", "DEMO-014", "--newest", "5"),
    ("audit", "show", "--since", "2026-11-22", "--until", "2026-11-22"),
    ("record", "erase", "QTR-01", "--reason", "retention", "--protected-only"),
    ("record", "erase", "QTR-01", "--reason", "retention"),
]


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["words", "json"])
def test_every_command_answers(demo, more):
    files = {
        "home": demo.write(
            "home.toml", 'reference = "NEW-1"\nlha = "E07000009"\nkind = "supported"\n'
        ),
        "decision": demo.write("decision.toml", DECISION),
        "case": demo.write("case.toml", 'reference = "NEW-2"\nassessed_on = 2026-11-21\n'),
        "register": demo.write(
            "homes.csv", "reference,lha,postcode,kind,from,to,bedrooms,supported,accepts\n"
        ),
        **{name: demo.folder / f"{name}.docx" for name in ("annex", "housing", "pack")},
        "folder": demo.folder / "export",
        "backup": demo.folder / "one.backup",
    }
    for words in ASKED:
        asked = [word.format(**files) for word in words]
        who = SPOC if asked[:2] == ["vacancy", "confirm"] else ()
        out = demo.ok(*asked, *who, *more)
        if more:
            json.loads(out)
        else:
            tables = [line for line in out.splitlines() if line.startswith(" ")]
            assert max(map(len, tables), default=0) <= 100 or "--file" in words, words
            assert out.strip(), words


def test_a_ranking_is_the_records_own_for_whoever_asks(demo):
    full, housing = (demo.json("case", "rank", "DEMO-014", *who) for who in (COORDINATOR, SPOC))
    assert (full["role"], housing["role"]) == ("coordinator", "spoc")
    assert {option["homes_left"] for option in housing["options"]} <= {"some", "little"}
    assert full["as_of"] == "2026-11-22"
    named = {each["what"]["kind"] for each in demo.json("audit", "show", "--case", "DEMO-014")}
    assert "findings" in named


def test_who_asked_and_why_goes_into_the_log(demo):
    demo.ok("case", "show", "DEMO-014", "--reason", "before the meeting", *MANAGER)
    found = demo.json("audit", "show", "--of-user", MANAGER[1])
    assert "before the meeting" in {each["reason"] for each in found}
    assert {each["role"] for each in found} == {"offender_manager"}


def test_tasks_follow_a_final_decision(demo):
    demo.ok("case", "rank", "DEMO-014", "--reasons", "E07000009")
    demo.ok("case", "decide", "DEMO-014", "--file", demo.write("d.toml", DECISION))
    found = demo.json("case", "tasks", "DEMO-014")
    assert found["decision"] == "final"
    assert {"referral", "interview", "enquiry"} <= {task["name"] for task in found["tasks"]}
    assert demo.json("case", "list")[0]["decision"] == "final"


def test_starting_the_rest_needs_no_database(demo):
    import subprocess
    import sys

    script = (
        "import sys\nfrom placement.cli import main\n"
        "main(['clauses', '--json'])\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = set(done.stderr.split())
    assert not {"sqlalchemy", "alembic", "cryptography", "docx", "placement.records"} & loaded
    assert not {name for name in loaded if name.startswith("placement.record_commands.")}
