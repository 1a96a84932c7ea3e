"""
No page, warning or error for housing holds a protected place, number, person or word.

The case below carries values that stand nowhere else, so that any trace of them is a leak.
"""

from __future__ import annotations

import json
import re
from functools import cache

import pytest

from placement.cases import read_case_text
from placement.cases.split import split_text
from placement.cli import main
from placement.facts import CaseFacts

from .outputs import DATA, EXAMPLE, LHAS, READERS, bits, everything, ground

HELD = "The offender manager holds information about this area."
ASK = "sk the offender manager"
PROTECTED = """
reference = "DEMO-014"

[[conditions]]
kind = "exclusion_zone"
source = "non_molestation"
from = 2027-08-17
to = 2028-02-29
around = { postcode = "PE16 6AA", metres = 3217 }

[[conditions]]
kind = "curfew"
source = "shpo"
note = "xyzzy at the swimming bath"

[[victims]]
reference = "VX77"
home = { postcode = "PE14 0AA" }
avoid_metres = 27654
asks_to_avoid = ["E07000012"]
contact_scheme = "yes"
views = "not_sought"
statement_for_housing = "Please hear the victim first."

[[victims]]
reference = "VX78"
home = { postcode = "SW1A 2AA" }
avoid_metres = 1234
asks_to_avoid = []
views = "received"
"""
TRACES = (
    *("PE16", "PE14", "SW1A", "3217", "3,217", "3.2 km", "27654", "27,654", "27.6", "27.7"),
    *("1234", "1,234", "VX7", "xyzzy", "swimming", "curfew", "non_molestation", "non-molestation"),
    *("17 August", "2027-08-17", "29 February", "2028-02-29", "PE13 2", "CB7 4EA", "victims and"),
    *("2 victims", "two victims", "not been sought", "asked that", "known associates", "DEMO-009"),
)


HOUSING_FILE, _ = split_text(EXAMPLE)
CASE = read_case_text(HOUSING_FILE, protected_text=PROTECTED)


@pytest.fixture
def files(tmp_path):
    """The two files of the case, side by side."""
    case, protected = tmp_path / "case.toml", tmp_path / "protected.toml"
    case.write_text(HOUSING_FILE, encoding="utf-8")
    protected.write_text(PROTECTED, encoding="utf-8")
    return case, protected


@cache
def pages_for(reader):
    """Every page of the case for one reader, with one why-not of each sort."""
    return everything(CASE, reader, why=("E07000010", "E07000008"))


def assert_clean(text, where):
    found = [trace for trace in TRACES if trace.casefold() in text.casefold()]
    assert found == [], (where, found)


@pytest.mark.parametrize("reader", READERS, ids=str)
def test_no_page_for_housing_holds_a_trace_of_what_is_protected(reader):
    for name, page in pages_for(reader).items():
        assert_clean(page, name)


def test_the_traces_are_there_for_those_who_may_see_them():
    from placement.view import Reader

    pages = "".join(everything(CASE, Reader("coordinator"), why=["E07000010"]).values())
    assert [t for t in ("VX77", "17 August", "curfew", "asked that") if t not in pages] == []


@pytest.mark.parametrize("reader", READERS, ids=str)
def test_no_page_for_housing_measures_the_way_to_another_persons_home(reader):
    for name, page in pages_for(reader).items():
        journeys = re.findall(r"network[^.]*?\d+ minutes", page)
        assert journeys == [], name


@pytest.mark.parametrize("reader", READERS, ids=str)
def test_housing_reads_only_two_bands_and_never_evidence(reader):
    document = json.loads(pages_for(reader)["rank --json"])
    assert {option["homes_left"] for option in document["options"]} <= {"some", "little"}
    assert all(not finding["evidence"] for finding in findings(document))


def findings(node):
    """Every finding anywhere in a document."""
    if isinstance(node, dict):
        if "evidence" in node:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from findings(each)


def test_an_lha_that_a_victim_closes_looks_like_one_left_with_little():
    shapes = {}
    for metres in (25_000, 16_000):
        case = read_case_text(HOUSING_FILE, protected_text=round_march(metres))
        document = json.loads(everything(case, READERS[1], why=())["rank --json"])
        shapes[metres] = next(o for o in document["options"] if o["lha"] == "E07000010")
    closed, little = (possible(metres) for metres in shapes)
    assert closed == 0 < little < 0.25
    assert shapes[25_000] == shapes[16_000]
    option = shapes[25_000]
    assert (option["status"], option["rank"], option["homes_left"]) == ("refer", None, "little")
    assert option["rank_shares"] == []
    assert [g["sentence"] for g in option["gates"] if g["outcome"] != "met"] == [HELD]


def round_march(metres):
    """The protected file with one victim's area of some metres round the middle of Fenland."""
    text = PROTECTED.replace("27654", str(metres)).replace("PE14 0AA", "PE15 8AA")
    return text.replace('["E07000012"]', "[]")


def possible(metres):
    """The true share of Fenland that such an area leaves."""
    setting = ground("coordinator")
    facts = CaseFacts(
        read_case_text(HOUSING_FILE, protected_text=round_march(metres)),
        profile=setting.profile,
        places=setting.places,
        numbers=setting.numbers,
        as_of=setting.as_of,
    )
    return facts.left.possible[setting.places.index("E07000010")]


def test_a_victims_request_looks_like_any_other_reason():
    request = read_case_text(HOUSING_FILE, protected_text=PROTECTED)
    document = json.loads(everything(request, READERS[1], why=())["rank --json"])
    asked = next(o for o in document["options"] if o["lha"] == "E07000012")
    assert (asked["status"], asked["rank"], asked["homes_left"]) == ("refer", None, "little")
    assert [g["sentence"] for g in asked["gates"] if g["outcome"] != "met"] == [HELD]


def test_unshared_conditions_give_one_line_however_many_there_are():
    line = "Licence or order conditions restrict where this person may live"
    page = pages_for(READERS[1])["rank --json"]
    assert page.count(line) == 1


def test_the_statement_written_for_housing_is_shown_and_nothing_else_of_a_victim():
    page = pages_for(READERS[1])["rank --json"]
    assert page.count("Please hear the victim first.") == 1
    assert "contact scheme" not in page.lower()


def test_why_return_is_impossible_is_told_in_the_words_kept_for_housing():
    page = pages_for(READERS[1])["rank --json"]
    assert "Why the person cannot go back: licence condition." in page
    silent = HOUSING_FILE.replace("reasons_for_housing", "#")
    case = read_case_text(silent, protected_text=PROTECTED)
    page = everything(case, READERS[1], why=())["rank --json"]
    assert "The offender manager holds the reasons." in page


UNKNOWN = {
    "the victim check": ('outcome = "listed"', 'outcome = "not_checked"'),
    "non-association": ('non_association = ["DEMO-009"]', ""),
    "the risk to the household": ("risk_to_applicant = []", ""),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_a_protected_unknown_reads_ask_the_offender_manager(what):
    old, new = UNKNOWN[what]
    assert old in HOUSING_FILE
    protected = PROTECTED.split("[[victims]]")[0] if what == "the victim check" else PROTECTED
    case = read_case_text(HOUSING_FILE.replace(old, new, 1), protected_text=protected)
    page = everything(case, READERS[1], why=())["rank --json"]
    assert ASK in page or HELD in page


def test_conditions_that_are_not_recorded_read_ask_the_offender_manager():
    start = HOUSING_FILE.index("[[conditions]]")
    text = HOUSING_FILE[:start] + HOUSING_FILE[HOUSING_FILE.index("[[risk_plan]]") :]
    pages = everything(read_case_text(text), READERS[1], why=())
    sentence = "Licence and order conditions are not recorded. Ask the offender manager."
    assert sentence in pages["rank --json"]
    options = json.loads(pages["rank --json"])["options"]
    assert {(option["status"], option["rank"]) for option in options} == {("refer", None)}


# --- through the command line --------------------------------------------------------------------

COMMANDS = {
    "rank": ["rank", "CASE"],
    "rank --json": ["rank", "CASE", "--json"],
    "rank --reasons": ["rank", "CASE", "--reasons", "Fenland"],
    "why-not": ["why-not", "CASE", "Fenland"],
    "why-not --json": ["why-not", "CASE", "Fenland", "--json"],
    "compare": ["compare", "CASE", *LHAS],
    "compare --json": ["compare", "CASE", *LHAS, "--json"],
}


def run(command, files, capsys, role="spoc"):
    case, protected = files
    words = [str(case) if word == "CASE" else word for word in command]
    placements = str(DATA / "placements.csv")
    code = main([*words, "--protected", str(protected), "--placements", placements, "--role", role])
    written = capsys.readouterr()
    return code, written.out, written.err


@pytest.mark.parametrize("role", ["spoc", "panel"])
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_every_command_writes_the_same_for_two_worlds(command, role, files, capsys):
    """Move a home, change radius, number and names; a zone of another shape, kind, day, source."""
    first = run(command, files, capsys, role)
    other = (
        PROTECTED.replace("PE14 0AA", "PE13 3AA")
        .replace("27654", "28000")
        .replace("VX77", "A1")
        .replace("non_molestation", "sro")
        .replace("2027-08-17", "2027-05-01")
        .replace('around = { postcode = "PE16 6AA", metres = 3217 }', 'areas = ["PE15 0"]')
        .replace('kind = "curfew"', 'kind = "no_contact"')
    )
    other = other[: other.rindex("[[victims]]")]
    files[1].write_text(other, encoding="utf-8")
    assert held_of(PROTECTED) == held_of(other)
    assert run(command, files, capsys, role) == first
    assert_clean(first[1] + first[2], command)


def held_of(text):
    return bits(read_case_text(HOUSING_FILE, protected_text=text))


BAD = {
    "a home that is no postcode": ("PE14 0AA", "PE14 QQQ"),
    "a home that is not to be found": ("PE14 0AA", "PE16 9ZZ"),
    "a zone round a postcode not to be found": ("PE16 6AA", "PE16 9ZZ"),
    "an area that is not there": (
        'around = { postcode = "PE16 6AA", metres = 3217 }',
        'areas = ["PE16 7"]',
    ),
    "a geometry file that is not there": (
        'around = { postcode = "PE16 6AA", metres = 3217 }',
        'geometry = "pe16-xyzzy.geojson"',
    ),
    "a radius beyond belief": ("27654", "27654000"),
    "an LHA that is none": ('["E07000012"]', '["PE16-27654"]'),
    "a key that is not known": ("avoid_metres = 27654", 'pe16 = "27654"'),
    "a statement that names a place": ("Please hear", "PE16 6AA: please hear"),
}


@pytest.mark.parametrize("role", ["spoc", "coordinator"])
@pytest.mark.parametrize("what", BAD)
def test_the_refusal_of_a_bad_protected_file_says_where_and_never_what(what, role, files, capsys):
    old, new = BAD[what]
    assert old in PROTECTED
    files[1].write_text(PROTECTED.replace(old, new, 1), encoding="utf-8")
    code, out, error = run(["rank", "CASE", "--json"], files, capsys, role)
    assert (code, out) == (1, "")
    assert error.startswith("placement: ")
    assert "Traceback" not in error
    if role == "spoc" or what != "a key that is not known":
        assert_clean(error.replace(str(files[1]), "").replace(str(files[0]), ""), what)
