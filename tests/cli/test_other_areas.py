"""Bedfordshire and London through every command, in their own bodies' words and nobody else's."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from placement.profile import load_profile
from tests.monitoring import bedfordshire

from .conftest import Commands
from .running import ROOT, run
from .test_record_story import DECISION, GIVEN, text_of

HERE = Path(__file__).parent / "areas"
OTHERS_WORDS = re.compile(
    r"\b(?:offender managers?|SPOCs?|MAPPA Manager|MAPPA coordinator|MAPPP|Home-Link"
    r"|Housing Advice and Options|Peterborough|Cambridgeshire|Band B)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Area:
    """An area: its profile, a case of it, the LHA to ask and one that is closed."""

    name: str
    reference: str
    lha: str
    called: str
    closed: str
    postcode: str
    manager: str
    contact: str
    coordinator: str

    @property
    def case(self):
        return str(HERE / f"{self.name}.toml")


AREAS = [
    Area(
        "bedfordshire",
        "BED-1",
        "E06000055",
        "Bedford",
        "Luton",
        "MK41 0NB",
        "probation practitioner",
        "housing representative",
        "MAPPA Co-ordinator",
    ),
    Area(
        "london",
        "LDN-1",
        "E09000007",
        "Camden",
        "Croydon",
        "NW5 1SA",
        "probation practitioner",
        "MAPPA housing contact",
        "MAPPA co-ordinator",
    ),
]


@pytest.fixture(params=AREAS, ids=lambda area: area.name)
def area(request):
    return request.param


@pytest.fixture
def say(capsys, tmp_path):
    return Commands(capsys, tmp_path)


@pytest.fixture
def files(area, tmp_path):
    people = tmp_path / "people.csv"
    rows = "".join(f"P-{n},{area.lha},,2,1,private_rent,2026-01-01,\n" for n in range(1, 5))
    people.write_text(
        f"reference,lha,area,level,category,setting,from,to\n{rows}", encoding="utf-8"
    )
    homes = tmp_path / "homes.csv"
    homes.write_text(
        "reference,lha,postcode,kind,from,to,bedrooms,supported,accepts\n"
        f"H-1,{area.lha},{area.postcode},social_rent,2026-12-01,,1,no,any\n",
        encoding="utf-8",
    )
    return {"people": people, "homes": homes}


def in_their_words(said, *own):
    """Check that no other area's words stand in what was said, and that their own do."""
    leaks = sorted({each[0] for each in OTHERS_WORDS.finditer(said)})
    assert leaks == [], [said[max(0, m.start() - 60) : m.end() + 30] for m in
                         OTHERS_WORDS.finditer(said)][:4]  # fmt: skip
    for word in own:
        assert word.casefold() in said.casefold(), word
    return said


@pytest.mark.parametrize("role", ["coordinator", "spoc"])
def test_one_case_is_ranked_explained_and_compared(say, area, files, role):
    common = ["--profile", area.name, "--role", role]
    common += ["--lha", area.lha] if role == "spoc" else []
    ranked = say.json("rank", area.case, *common, "--placements", files["people"])
    assert ranked["profile"] == area.name
    assert {each["lha"] for each in ranked["options"]} == set(load_profile(area.name).codes)
    in_their_words(
        json.dumps({k: v for k, v in ranked.items() if k not in ("terms", "role")}), area.manager
    )
    plain = ("rank", area.case, *common, "--reasons", area.called)
    in_their_words(say.ok(*plain), f"the {area.manager} picks whom to ask")
    in_their_words(say.ok("why-not", area.case, area.closed, *common), area.manager)
    in_their_words(say.ok("compare", area.case, area.called, area.closed, *common), area.manager)


def test_several_cases_are_planned_with_homes(say, area, files):
    asked = ("--profile", area.name, "--placements", files["people"], "--vacancies", files["homes"])
    plan = say.json("plan", area.case, *asked)
    assert [each["lha"] for each in plan["assignments"]] == [area.lha]
    in_their_words(say.ok("plan", area.case, *asked), f"the {area.manager} accepts")


def test_what_if_and_a_merger_of_their_own_authorities(say, area):
    merge = f'merge "{area.called}" "{area.closed}" into "Both"'
    lines = ("--change", "set origin.can_return = yes", "--change", merge)
    said = say.ok("what-if", area.case, "--profile", area.name, *lines)
    assert f"{area.called} is now Both (hypothetical)." in in_their_words(said)


def test_the_boards_report_in_all_its_outputs(say, area, files, tmp_path):
    asked = ("monitor", files["people"], "--profile", area.name, "--as-of", "2026-11-21")
    in_their_words(say.ok(*asked, "--out", tmp_path / "report"))
    title = load_profile(area.name).title
    pages = [p for p in (tmp_path / "report").rglob("*") if p.suffix in (".html", ".csv")]
    assert pages
    for page in pages:
        in_their_words(page.read_text(encoding="utf-8"))
    assert title in "".join(p.read_text(encoding="utf-8") for p in pages if p.suffix == ".html")
    for word in (tmp_path / "report").rglob("*.docx"):
        in_their_words(text_of(word))


def test_the_years_standard_tables_are_the_areas_own(say, area, files):
    records = files["people"].parent / "year.csv"
    write_year(records, bedfordshire.records())
    said = say.ok(
        *("monitor", files["people"], "--profile", area.name, "--as-of", "2020-06-30"),
        *("--year-records", records),
    )
    said = [line.rstrip() for line in in_their_words(said).splitlines()]
    cells = [re.split(r"  +", line) for line in said]
    assert ["Total", "634", "244", "8", "886"] in cells  # as Bedfordshire published them
    assert ["Total", "12", "14", "13", "39"] in cells
    assert ["Breach of licence", "Total", "4", "7", "2", "13"] in cells
    if area.name == "bedfordshire":  # under the headings of its own report
        assert ["NOs", "2"] in cells
        life = "RSOs who have had their life time notification revoked on application"
        assert [life, "4"] in cells
    else:
        assert ["Notification orders", "2"] in cells
        assert any("No yearly table of London's own has been read" in line for line in said)


def write_year(path, year):
    rows = [f"spell,{s.person},{s.start},{s.end or ''},{s.level},{s.category}" for s in year.spells]
    rows += [f"{e.kind},{e.person},{e.on},,," for e in year.events]
    path.write_text("\n".join(["kind,person,from,to,level,category", *rows]), encoding="utf-8")


def test_made_up_people_and_a_made_up_year(say, area, tmp_path):
    made = tmp_path / "made"
    asked = ("--people", 2, "--seed", 1, "--start", "2026-11-21", "--out", made)
    in_their_words(say.ok("synth", "--profile", area.name, *asked, "--days", 1, "--standing", 2))
    cases = sorted(made.rglob("*.toml"))
    assert cases
    notes = (made / "README.md").read_text(encoding="utf-8")
    assert f"The {area.manager}'s view of an LHA" in notes
    said = say.ok(
        *("simulate", "--profile", area.name, "--people", 2, "--repetitions", 1, "--jobs", 1),
        *("--start", "2026-11-21", "--policy", "origin-only", "--policy", "protocol"),
    )
    in_their_words(said)


def test_postcodes_are_shown_and_what_is_missing(say, area):
    in_their_words(say.ok("geodata", "show", area.name))
    said = say.ok("profile", "check", area.name, "--as-of", "2026-11-21")
    assert "what matters most first" in said


def test_the_record_from_the_first_day_to_the_papers(say, area, files, clock, monkeypatch):
    for name, value in {
        "PLACEMENT_RECORD": f"sqlite:///{say.folder / 'record.db'}",
        "PLACEMENT_KEYS": str(say.folder / "keys"),
        "PLACEMENT_PROFILE": area.name,
    }.items():
        monkeypatch.setenv(name, value)
    manager = ("--user", "om.one", "--role", "offender_manager")
    contact = ("--user", "ho.one", "--role", "spoc", "--lha", area.lha)
    coordinator = ("--user", "co.one")
    say.ok("record", "create")
    add = ("case", "add", area.case, *manager)
    refer = ("case", "refer", area.reference, area.called, *GIVEN, *manager)
    said = [say.ok(*add), say.refused(*refer)]
    assert f"the {area.contact} is not named" in said[-1]
    assert f"Ask the {area.coordinator}" in said[-1]
    offices = say.write(
        "offices.csv",
        "lha,post,staff,name,telephone,email,from,to\n"
        f"{area.lha},spoc,ho.one,The first post,,one@example.org,2026-01-01,\n"
        f"{area.lha},deputy,ho.two,The second post,,two@example.org,2026-01-01,\n",
    )
    said.append(say.ok("record", "import", offices, *coordinator))
    said.append(say.ok(*refer))
    said.append(say.ok("case", "show", area.reference, *contact))
    said.append(say.ok("case", "rank", area.reference, *contact))
    said.append(say.ok("case", "rank", area.reference, "--reasons", area.called, *coordinator))
    said.append(say.ok("record", "import", files["homes"], *coordinator))
    said.append(say.ok("vacancy", "confirm", "H-1", *contact))
    said.append(say.ok("vacancy", "link", "H-1", area.reference, *contact))
    clock.go(days=1)
    said.append(say.ok("check-address", area.reference, "--vacancy", "H-1", *manager))
    said.append(say.ok("check-address", area.reference, "--vacancy", "H-1", *contact))
    text = DECISION.replace("E07000009", area.lha)
    decided = say.ok(
        *("case", "decide", area.reference, "--file", say.write("decision.toml", text)),
        *coordinator,
    )
    assert decided.startswith("Final: ")
    said.append(decided)
    heads = 'on = 2026-11-23\navailability = "possible"\nexclusion = "none"\n'
    told = say.write("told.toml", f'lha = "{area.lha}"\n{heads}')
    about = ("--case", area.reference, *contact)
    said.append(say.ok("record", "enter", "contribution", told, *about))
    assert said[-1].startswith(f"{area.contact[0].upper()}{area.contact[1:]}'s contribution: ")
    note = say.write("note.toml", f'lha = "{area.lha}"\non = 2026-11-24\ntext = "Ask first."\n')
    said.append(say.ok("record", "enter", "register_note", note, *about))
    assert said[-1].startswith("Register note: recorded")
    said.append(say.refused("record", "look", "frozen", *contact))
    said.append(say.ok("case", "tasks", area.reference, *coordinator))
    register = f"Take the application to the {area.called} housing register and give a band"
    assert register in " ".join(said[-1].replace("\n", " ").split())
    for name, more in {"full": (), "housing": ("--housing",)}.items():
        out = say.folder / f"{name}.docx"
        say.ok("case", "annex", area.reference, "--out", out, *more, "--to", "all", *coordinator)
        in_their_words(text_of(out), area.manager, f"How a meeting is held in {area.name}")
        for item in load_profile(area.name).agenda:
            assert item.what in text_of(out)
    pack = say.folder / "pack.docx"
    say.ok("case", "pack", area.reference, area.lha, "--out", pack, *coordinator)
    in_their_words(text_of(pack), area.manager, area.contact)
    assert "byte for byte" in say.ok("replay", "--all", *coordinator)
    said.append(say.ok("replay", area.reference, "--today", *coordinator))
    said.append(say.ok("case", "due", *coordinator))
    in_their_words("\n".join(said), area.manager)


def test_people_keep_their_own_words_in_the_papers(tmp_path):
    from placement.documents.page import new_document, saved

    document = new_document(title="t", reference="A-1", kind="k", day=date(2026, 1, 1))
    document.add_paragraph("The SPOC of Luton decides.")
    document.add_paragraph("The SPOC said so by telephone.")
    path = tmp_path / "a.docx"
    path.write_bytes(
        saved(
            document,
            terms={"SPOC": "housing representative"},
            said=["The SPOC said so by telephone."],
        )
    )
    assert [p.text for p in Document(str(path)).paragraphs] == [
        "The housing representative of Luton decides.",
        "The SPOC said so by telephone.",
    ]


def test_the_protocols_own_area_keeps_every_word():
    from placement.area_words import terms_of

    assert terms_of(load_profile("cambridgeshire")) == {}


def test_another_cohort_is_served_by_every_command_on_its_bases_postcodes(say, tmp_path):
    made, asked = tmp_path / "made", ("--profile", "bedfordshire-iom")
    day = ("--as-of", "2026-11-21")
    say.ok("synth", *asked, "--people", 3, "--seed", 7, "--start", "2026-11-21", "--out", made)
    cases, held = sorted((made / "cases").glob("*.toml")), made / "placements.csv"
    assert all("[cohort]" in c.read_text() and "[mappa]" not in c.read_text() for c in cases)
    assert held.read_text().count(",,,") == 2  # as many as come and go; none has a level
    plan = say.json("plan", *cases, *asked, "--placements", held, *day)
    said = "whether the partnership has chosen|risk of serious harm"
    assert not re.search(said, json.dumps(plan))
    moved = say.ok("what-if", cases[0], *asked, "--placements", held, "--change",
                   "set cohort.chosen = no", *day)  # fmt: skip
    assert "The partnership has not chosen this person for the cohort." in " ".join(moved.split())
    report = say.json("monitor", held, *asked, *day)
    assert report["title"].startswith("Placements under integrated offender management")
    assert "levels_categories" not in json.dumps(report)
    year = tmp_path / "year.csv"
    year.write_text("person,kind,level,category,from,to\n", encoding="utf-8")
    refused = say.refused("monitor", held, *asked, *day, "--year-records", year)
    assert "the year's standard tables are MAPPA's" in refused
    assert "bedfordshire" in say.ok("geodata", "show", "bedfordshire-iom")
    simulate = ("simulate", *asked, "--repetitions", 1, "--jobs", 1, "--start", "2026-11-21")
    assert "Say how many: --people" in say.refused(*simulate)
    said = say.ok(*simulate, "--people", 2, "--policy", "origin-only")
    assert "Original LHA only" in said
    assert "agreed by no Community Safety Partnership" in " ".join(said.split())


def test_a_cohorts_own_register_is_listed_before_the_protocols_with_its_source(say):
    listed = say.json("clauses", "--profile", "bedfordshire-iom")
    own = [each for each in listed if each["id"].startswith("IOM")]
    assert [each["id"] for each in own] == [each["id"] for each in listed[: len(own)]]
    assert {each["source"][:36] for each in own} == {"Central Bedfordshire community safety"[:36]}
    assert listed[len(own) :] == say.json("clauses") == say.json("clauses", "--profile", "london")
    text = say.ok("clauses", "--profile", "bedfordshire-iom")
    assert text.startswith("Integrated offender management: who is in it\nSource: Central")
    assert text.index("IOM 4") < text.index("HROSH")


def test_the_clauses_and_numbers_are_the_protocols_whatever_the_area(say):
    assert "Cambridgeshire" in json.dumps(say.json("clauses"))
    say.ok("parameters", "--on", "2026-11-21")
    assert (ROOT / "placement" / "profiles" / "london.toml").is_file()


def test_the_name_of_a_file_is_not_put_in_other_words(capsys, tmp_path):
    path = tmp_path / "the panel, for our SPOC.csv"
    code, _, said = run(capsys, "monitor", path, "--profile", "london")
    assert code == 1
    assert f"{path} cannot be used" in said
