"""Every command and example of each page in docs/ works, in order, on synthetic people."""

from __future__ import annotations

import re
import shlex
import shutil
from glob import glob

import pytest

from tests.records import postgresql

from .conftest import named
from .running import ROOT, run
from .test_readme import SERVES

FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"# (\S+\.\w+)\n")
PAGES = sorted((ROOT / "docs").glob("*.md"))
# This page's reader has an empty PostgreSQL database and the folders of a server.
ON_A_SERVER = "install.md"


def steps(text):
    """What a reader of a page does: (file, its text), or (None, one line of a shell)."""
    for language, block in FENCE.findall(text):
        named = NAMED.match(block)
        if named and language in ("toml", "csv"):
            rest = block if language == "toml" else block[named.end() :]
            yield named[1], rest
        elif language == "python":
            yield "example.py", block
        elif language == "sh":
            for line in block.replace("\\\n", " ").splitlines():
                if line.strip():
                    yield None, line.strip()


def words_of(line):
    """The words of a line as a shell gives them to the command: patterns become names of files."""
    words = shlex.split(line, comments=True)
    return [name for word in words for name in (sorted(glob(word)) if "*" in word else [word])]


@pytest.fixture
def database(request):
    """The URL of an empty PostgreSQL database, where the page asks for one."""
    if request.node.callspec.params["page"].name != ON_A_SERVER:
        yield None
        return
    programs = postgresql.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    server = postgresql.Server(programs)
    _, url = postgresql.new_database(server)
    yield url
    server.remove()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_command_of_a_page_works_where_it_stands(
    page, tmp_path, monkeypatch, capsys, clock, demonstration, database
):
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    shutil.copytree(demonstration, tmp_path / "demonstration")
    named(monkeypatch, tmp_path / "demonstration")
    if database is not None:
        monkeypatch.setenv("PLACEMENT_RECORD", database)
        monkeypatch.setenv("PLACEMENT_KEYS", str(tmp_path / "var/lib/placement/keys"))
        (tmp_path / "var/backups/placement").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    for name, text in steps(page.read_text(encoding="utf-8")):
        if name == "example.py":
            exec(compile(text, f"{page.name}, in Python", "exec"), {})
            assert capsys.readouterr().out
            continue
        if name is not None:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
            continue
        command, *words = words_of(text.replace("/var/", f"{tmp_path}/var/"))
        if command == "export":
            variable, _, value = words[0].partition("=")
            monkeypatch.setenv(variable, value)
            continue
        if command != "placement" or text.startswith(SERVES):
            continue
        code, out, err = run(capsys, *words)
        assert code == 0, f"{text}\n{out}{err}"


def test_what_a_page_shows_is_found():
    text = "```toml\n# a.toml\nx = 1\n```\n```sh\nplacement a \\\n  b\n```\n```\nout\n```\n"
    assert list(steps(text)) == [("a.toml", "# a.toml\nx = 1\n"), (None, "placement a    b")]


def test_the_page_of_the_record_names_every_command_of_it(capsys):
    text = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
    shown = {" ".join(shlex.split(line)[:3]) for name, line in steps(text) if name is None}
    for group in ("record", "vacancy", "audit", "case"):
        _, out, _ = run(capsys, group, "--help")
        verbs = set(re.findall(r"^    ([a-z-]+)  ", out, re.MULTILINE))
        assert verbs
        left = {verb for verb in verbs if f"placement {group} {verb}" not in shown}
        assert left <= {"split", "withdraw", "update"}, left
