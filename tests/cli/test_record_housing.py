"""Nothing protected is in what a housing role gets from a command: answers and refusals."""

from __future__ import annotations

import re

import pytest
from docx import Document

from .conftest import MANAGER, SPOC
from .test_record_story import DECISION

PANEL = ("--user", "panel-demo", "--role", "panel", "--agency", "police")
# Of the worked case: where the victim lives, who is known to be in Peterborough, the unshared zone.
PROTECTED = re.compile(
    r"PE13 ?2AA|PE13 2|avoid_metres|\b4000\b|2029-05-14|known associates|\bV1\b|asks_to_avoid"
)

ASKED = [
    ("case", "list"),
    ("case", "show", "DEMO-014"),
    ("case", "show", "DEMO-014", "--file"),
    ("case", "rank", "DEMO-014"),
    ("case", "rank", "DEMO-014", "--reasons", "Fenland", "--reasons", "Peterborough"),
    ("case", "rank", "DEMO-014", "--as-of", "2028-01-01"),
    ("case", "rank", "DEMO-014", "--weights", "a=0,b=1,c=0"),
    ("case", "tasks", "DEMO-014"),
    ("case", "due"),
    ("case", "decide", "DEMO-014", "--file", "{decision}"),
    ("case", "annex", "DEMO-014", "--out", "{out}"),
    ("case", "annex", "DEMO-014", "--housing", "--out", "{out}"),
    ("case", "pack", "DEMO-014", "E07000009", "--out", "{out}"),
    ("case", "pack", "DEMO-014", "E07000010", "--out", "{out}"),
    ("vacancy", "list"),
    ("check-address", "DEMO-014", "--vacancy", "QTV-5"),
    ("check-address", "DEMO-014", "--vacancy", "QTV-5", "--pass-on"),
    ("replay", "--all", "--today"),
    ("audit", "show"),
    ("record", "export", "--out", "{folder}", "--to", "me"),
    ("record", "retention"),
    *(
        ("record", "look", kind, "--case", "DEMO-014")
        for kind in ("case", "protected", "referral", "decision", "frozen", "shown")
    ),
    *(("record", "look", kind) for kind in ("zone_release", "address_check", "access")),
    *(("record", "look", kind) for kind in ("release_log", "placement", "voice", "draft")),
]


@pytest.mark.parametrize("who", [SPOC, PANEL], ids=["spoc", "panel"])
@pytest.mark.parametrize("json", [(), ("--json",)], ids=["words", "json"])
def test_no_command_tells_a_housing_role_what_is_protected(demo, who, json):
    demo.ok("vacancy", "link", "QTV-5", "DEMO-014")
    demo.ok("case", "rank", "DEMO-014", "--reasons", "E07000009")
    decision = demo.write("decision.toml", DECISION)
    demo.ok("case", "decide", "DEMO-014", "--file", decision)
    for number, words in enumerate(ASKED):
        files = {
            "decision": decision,
            "out": demo.folder / f"{number}.docx",
            "folder": demo.folder / f"folder-{number}",
        }
        asked = [word.format(**files) for word in words]
        code, out, err = demo.run(*asked, *who, *json)
        assert code in (0, 1), err
        assert PROTECTED.search(out + err) is None, (words, PROTECTED.search(out + err))
        if files["out"].exists():
            assert PROTECTED.search(text_of(files["out"])) is None, words


def text_of(path):
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_the_full_answers_do_hold_it_so_that_the_search_means_something(demo):
    assert "known associates" in demo.ok("case", "show", "DEMO-014", "--file", *MANAGER)
    held = demo.ok("record", "look", "protected", "--case", "DEMO-014", *MANAGER)
    assert {"PE13 2AA", "V1"} <= set(PROTECTED.findall(held))


def test_housing_waits_the_same_time_whatever_the_answer(demo, monkeypatch):
    waited = []
    monkeypatch.setattr("time.sleep", waited.append)
    demo.ok("vacancy", "link", "QTV-5", "DEMO-014")
    demo.ok("check-address", "DEMO-014", "--vacancy", "QTV-5", *SPOC)
    demo.ok("check-address", "DEMO-014", "--vacancy", "QTV-5", *MANAGER)
    assert len(waited) == 1


def test_where_others_live_is_not_listed_for_housing(demo):
    assert "not shown to the role spoc" in demo.refused("record", "look", "placement", *SPOC)
