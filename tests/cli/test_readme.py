"""Every command that the README shows runs, and says what a README may promise: exit 0."""

from __future__ import annotations

import re
import shutil

import pytest

from .running import ROOT, shell

FENCE = re.compile(r"^```(console|sh|bash|shell)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
SERVES = ("placement app", "placement geodata fetch", "placement geodata build")


def documented(text):
    """The ``placement`` commands of the fenced blocks, continued lines joined, comments gone."""
    for language, block in FENCE.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            if language == "console" and not line.startswith("$ "):
                continue  # what a command printed
            command = line.removeprefix("$ ").strip()
            if command.startswith("placement "):
                yield command


COMMANDS = [
    command
    for command in documented((ROOT / "README.md").read_text(encoding="utf-8"))
    if not command.startswith(SERVES)
]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_of_the_readme_works(command, tmp_path):
    for name in ("scenarios", "examples", "README.md"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__*"))
    done = shell(command, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_commands_are_found_in_any_of_the_usual_fences():
    text = (
        "```console\n$ placement rank a.toml\nDEMO-014 ...\n```\n"
        "```sh\nplacement rank a.toml \\\n  --json\nmake run\n```\n```python\nplacement x\n```\n"
    )
    assert list(documented(text)) == ["placement rank a.toml", "placement rank a.toml    --json"]
