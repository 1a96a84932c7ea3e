"""
Two records that differ in one victim's home alone: a curious SPOC cannot tell one from the other.

Everything that a SPOC, a panel member and an auditor get from commands is compared, byte for byte:
answers, refusals, documents, counts, ids by the order in which they come, days and times. Both
worlds give the same true answers to what is answered, so that nothing else may differ.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from types import SimpleNamespace

import pytest

from placement.records.kinds import KINDS
from tests.records.oracle.kept_cases import CASE, protected_text

from .conftest import AUDITOR, COORDINATOR, MANAGER, SPOC, Clock, Commands, named
from .test_record_housing import PANEL, text_of
from .test_record_story import DECISION, GIVEN

HOMES = ("PE13 2AA", "PE7 1AA")  # Wisbech and Whittlesey, both far from the homes that are free
HOME = """reference = "{reference}"
lha = "E07000009"
postcode = "{postcode}"
kind = "social_rent"
from = 2026-11-20
"""
CONFIRMED = 'vacancy = "{id}"\nlha = "E07000009"\non = 2026-11-23\nlandlord_reference = "HA/{n}"\n'
SAID = 'lha = "E07000009"\non = 2026-11-24\navailability = "possible"\nexclusion = "none"\n'
CASES = ("AB-1", "DEMO-014")  # two cases with one victim; the second has much that is not known
ONE = "AB-1"
DAYS = ("2026-11-24", "2028-01-01")
HEX = re.compile(r"\b[0-9a-f]{32}(?:[0-9a-f]{32})?\b")


class World(Commands):
    """One record, and everything that was seen of it, in order."""

    def __init__(self, capsys, folder, clock):
        super().__init__(capsys, folder)
        self.clock, self.seen, self.ids = clock, [], {}

    def look(self, *words, who=SPOC):
        """Give a command as somebody who may know nothing; keep what it writes."""
        words = [str(word) for word in words]
        code, out, err = self.run(*words, *who)
        assert code in (0, 1), err
        written = [(self.folder / name) for name in words if str(name).endswith(".docx")]
        papers = [text_of(path) for path in written if path.exists()]
        said = "\n".join([str(code), out, err, *papers])
        name = " ".join([*words, *who[-1:]])
        self.seen.append((self._in_place(name), self._in_place(said)))
        return out

    def _in_place(self, said):
        return HEX.sub(self._in_order, said).replace(str(self.folder), "")

    def _in_order(self, found):
        return self.ids.setdefault(found[0], f"<{len(self.ids)}>")

    def protect(self, home):
        """Let one victim be all that is protected of both cases."""
        self.ok("case", "add", self.write("new.toml", CASE.format(reference=ONE)), *MANAGER)
        for case in CASES:
            there = self.json("record", "look", "protected", "--case", case, *MANAGER)
            path = self.write("protected.toml", protected_text(case, 8000, home))
            on = ("--id", there[0]["id"], "--based-on", there[0]["version"]) if there else ()
            self.ok("record", "enter", "protected", path, "--case", case, *on, *MANAGER)

    def free(self, number, postcode):
        """Enter a home as the SPOC, confirm it as the coordinator and link it to a case."""
        path = self.write("home.toml", HOME.format(reference=f"ELY-{number}", postcode=postcode))
        found = json.loads(self.look("record", "enter", "vacancy", path, "--json"))
        path = self.write("confirmed.toml", CONFIRMED.format(id=found["id"], n=number))
        self.ok("record", "enter", "vacancy_confirmation", path, *COORDINATOR)
        self.look("vacancy", "link", f"ELY-{number}", ONE)
        return found["id"]


def play(world):
    """Do what a curious SPOC can do, and what others do meanwhile."""
    for case in CASES:
        world.run("case", "refer", case, "E07000009", *GIVEN, *MANAGER)
    moved = world.free(1, "CB7 4AA")
    world.free(2, "CB6 1AA")
    world.clock.go(days=2)
    asked(world, papers=False)
    # a home that was confirmed is moved, asked about, withdrawn, and entered again
    path = world.write("home.toml", HOME.format(reference="ELY-1", postcode="CB7 4LA"))
    world.look("record", "enter", "vacancy", path, "--id", moved, "--based-on", "1")
    world.look("check-address", ONE, "--vacancy", "ELY-1")
    world.look("record", "withdraw", moved, "--based-on", "2")
    world.free(3, "CB7 4AA")
    world.clock.go(days=2)
    world.look("check-address", ONE, "--vacancy", "ELY-3", "--json")
    # one's own contribution, written, written again, and too late
    said = world.write("said.toml", SAID)
    own = json.loads(world.look("record", "enter", "contribution", said, "--case", ONE, "--json"))[
        "id"
    ]
    for version in ("1", "1"):
        again = ("--id", own, "--based-on", version)
        world.look("record", "enter", "contribution", said, "--case", ONE, *again)
    # what others decide meanwhile
    world.ok("case", "rank", ONE, "--reasons", "E07000009", *COORDINATOR)
    world.ok("case", "decide", ONE, "--file", world.write("decision.toml", DECISION), *COORDINATOR)
    asked(world, papers=True)


def asked(world, *, papers):
    """Ask for all that a SPOC can get; ``papers``: with documents, lists and everybody else."""
    for case in CASES:
        for day in DAYS:
            world.look("case", "rank", case, "--as-of", day, "--json")
        world.look("case", "show", case, "--json")
    for home in ("ELY-1", "ELY-2"):
        world.look("check-address", ONE, "--vacancy", home, "--json")
        world.look("check-address", ONE, "--vacancy", home, "--pass-on")
    world.look("check-address", CASES[1], "--vacancy", "ELY-1")
    world.look("case", "due", "--json")
    if not papers:
        return
    for case in CASES:
        world.look("case", "rank", case, "--reasons", "E07000009", "--weights", "a=0,b=1,c=0")
        world.look("case", "tasks", case, "--json")
        world.look("case", "pack", case, "E07000009", "--out", f"{len(world.seen)}.docx")
        world.look("case", "annex", case, "--housing", "--out", f"{len(world.seen)}.docx")
    world.look("case", "rank", ONE, "--profile", "bedfordshire", "--json")
    for words in (("case", "list"), ("vacancy", "list"), ("replay", "--all")):
        world.look(*words, "--json")
    world.look("record", "status", "--json", who=())
    world.look("record", "export", "--out", "out", "--to", "me")
    world.look("record", "backup", "out.backup")
    for kind in sorted(KINDS):
        world.look("record", "look", kind, "--json")
    for words in (("rank", ONE, "--json"), ("annex", ONE, "--housing", "--out", "p.docx")):
        world.look("case", *words, who=PANEL)
    world.look("audit", "show", "--json", who=AUDITOR)
    world.look("audit", "verify", who=AUDITOR)


@pytest.fixture(scope="module")
def transcripts(demonstration, tmp_path_factory):
    """What was seen in each world."""
    found = []
    for home in HOMES:
        folder = tmp_path_factory.mktemp("world") / "copy"
        shutil.copytree(demonstration, folder)
        with pytest.MonkeyPatch.context() as patch:
            found.append(_transcript(patch, folder, home))
    return found


def _transcript(patch, folder, home):
    clock = Clock()
    patch.setattr("placement.records.clock.system", clock)
    patch.setattr("time.sleep", lambda seconds: None)
    patch.chdir(folder)
    patch.setattr("sys.stdout", sys.stdout)  # put back when the world ends
    patch.setattr("sys.stderr", sys.stderr)
    named(patch, folder)
    world = World(Captured(), folder, clock)
    world.protect(home)
    clock.go(days=1)
    play(world)
    world.known = world.ok("record", "look", "protected", "--case", ONE, *MANAGER)
    return world


class Captured:
    """Standard output and error, read as ``capsys`` is, for a fixture of a module."""

    def __init__(self):
        self.out = self.err = None

    def readouterr(self):
        read = SimpleNamespace(
            out=self.out.getvalue() if self.out else "", err=self.err.getvalue() if self.err else ""
        )
        self.out, self.err = io.StringIO(), io.StringIO()
        sys.stdout, sys.stderr = self.out, self.err
        return read


def test_nothing_that_housing_or_an_auditor_gets_tells_one_world_from_the_other(transcripts):
    one, other = (world.seen for world in transcripts)
    assert [name for name, _ in one] == [name for name, _ in other]
    differ = [name for (name, said), (_, there) in zip(one, other, strict=True) if said != there]
    assert differ == []


def test_the_worlds_do_differ_for_those_who_may_know(transcripts):
    one, other = (world.known for world in transcripts)
    assert one != other
    assert HOMES[0] in one


def test_questions_were_answered_and_refused_on_the_way(transcripts):
    said = [said for name, said in transcripts[0].seen if name.startswith("check-address")]
    assert any('"answer": "clear"' in each for each in said)
    assert any('"answer": "refer"' in each for each in said)


def test_a_home_that_was_moved_since_it_was_confirmed_is_not_asked_about(transcripts):
    names = [name for name, _ in transcripts[0].seen]
    after = names.index(next(n for n in names if "enter vacancy" in n and "--based-on" in n)) + 1
    assert "as it stands now" in transcripts[0].seen[after][1]


def test_a_spoc_is_answered_in_the_profile_of_their_own_authority_only(transcripts):
    said = [said for name, said in transcripts[0].seen if "bedfordshire" in name]
    assert said
    assert all("your authority is not in" in each for each in said)
