"""Every command of each page in docs/ works, in order, on a record of synthetic people."""

from __future__ import annotations

import re
import shlex
import shutil

import pytest

from .conftest import named
from .running import ROOT, run
from .test_readme import SERVES

FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"# (\S+\.\w+)\n")
PAGES = sorted((ROOT / "docs").glob("*.md"))


def steps(text):
    """What a reader of a page does: (file, its text), or (None, one line of a shell)."""
    for language, block in FENCE.findall(text):
        named = NAMED.match(block)
        if named and language in ("toml", "csv"):
            rest = block if language == "toml" else block[named.end() :]
            yield named[1], rest
        elif language == "sh":
            for line in block.replace("\\\n", " ").splitlines():
                if line.strip():
                    yield None, line.strip()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_command_of_a_page_works_where_it_stands(
    page, tmp_path, monkeypatch, capsys, clock, demonstration
):
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    shutil.copytree(demonstration, tmp_path / "demonstration")
    named(monkeypatch, tmp_path / "demonstration")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    for name, text in steps(page.read_text(encoding="utf-8")):
        if name is not None:
            (tmp_path / name).write_text(text, encoding="utf-8")
            continue
        command, *words = shlex.split(text, comments=True)
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
