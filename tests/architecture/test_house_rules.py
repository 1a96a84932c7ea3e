"""The rules of the house that a reader of the code could check by eye, checked by machine."""

from __future__ import annotations

import ast
import re

import pytest

from .sources import PACKAGES, ROOT, below, sources

LONGEST = 400
CLOCKS = ("placement/arguments.py", "placement/ui/state.py", "placement/records/clock.py")


def test_the_time_is_read_in_three_places_only():
    for path, tree in sources().items():
        if path in CLOCKS or path.startswith("geodata/"):
            continue
        read = [
            ast.unparse(node)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and node.attr in ("today", "now", "utcnow")
            and ast.unparse(node.value) not in ("self", "arguments", "state")
        ]
        assert read == [], path


def test_only_the_command_lines_print():
    allowed = re.compile(r"placement/cli(/|\.py)|geodata/(.*_)?commands\.py")
    for path, tree in sources().items():
        if allowed.match(path):
            continue
        prints = [
            node.lineno
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "print"
        ]
        assert prints == [], path


# What a rule may write as a number, none of them the protocol's: nothing, one (or Level 1, which
# clause 3 names), two (more than one network; half up), the months of a year, a half for rounding.
# The days between which a rule holds stand in its decorator, and a cache's size is nobody's rule.
NOT_THE_PROTOCOLS = {0, 1, -1, 2, 12, 0.5}
NOT_IN_THE_RULE = ("since", "until", "maxsize")


@pytest.mark.parametrize("path", sorted(below("placement/rules")))
def test_no_number_of_the_protocol_stands_in_a_rule(path):
    aside = {
        part
        for node in ast.walk(sources()[path])
        if isinstance(node, ast.keyword) and node.arg in NOT_IN_THE_RULE
        for part in ast.walk(node)
    }
    found = [
        (node.lineno, node.value)
        for node in ast.walk(sources()[path])
        if isinstance(node, ast.Constant)
        and type(node.value) in (int, float)
        and node.value not in NOT_THE_PROTOCOLS
        and node not in aside
    ]
    assert found == []


@pytest.mark.parametrize("path", sorted(below("placement/rules")))
def test_no_rule_reads_an_equality_field(path):
    text = ast.unparse(sources()[path])
    assert "equality" not in text


def test_nothing_but_the_reader_of_a_case_and_monitoring_reads_an_equality_field():
    # monitored.py hands what the record holds to monitoring, and to nothing else
    record = "placement/records/monitored.py"
    allowed = ("placement/cases/", "placement/monitoring/", "placement/ui/", record)
    readers = [
        path
        for path, tree in sources().items()
        if not path.startswith(allowed)
        and any(
            isinstance(node, ast.Attribute) and node.attr == "equality" for node in ast.walk(tree)
        )
    ]
    assert readers == []


def test_no_module_is_longer_than_a_person_reads_at_once():
    lengths = {path: len((ROOT / path).read_text("utf-8").splitlines()) for path in sources()}
    assert {path: n for path, n in lengths.items() if n > LONGEST} == {}


def public(tree):
    """Every public function, class and method of a module, by name."""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef) and "Protocol" not in map(ast.unparse, node.bases):
                for each in node.body:
                    if isinstance(each, ast.FunctionDef) and not each.name.startswith("_"):
                        yield f"{node.name}.{each.name}", each


def test_every_module_and_public_name_says_what_it_is_for():
    silent = [
        f"{path}: {name}"
        for path, tree in sources().items()
        for name, node in [("", tree), *public(tree)]
        if (name or tree.body) and not ast.get_docstring(node)
    ]
    assert silent == []


# Written in two pieces, so that this file does not hold what it looks for.
BARRED = {
    "an absolute path": re.compile(r"(?<![\w.:/])/(?:" + "work|home|root|Users|mnt)/"),
    "a drive": re.compile(r"\b[A-Z]:" + r"\\Users"),
    "a secret": re.compile(r"\bsk" + r"-[A-Za-z0-9]{8}|AKIA" + r"[A-Z0-9]{12}|-----" + "BEGIN"),
    "a token": re.compile(r"\bgh[pousr]_" + r"[A-Za-z0-9]{20}"),
}
TEXT = {".py", ".toml", ".md", ".csv", ".txt", ".cfg", ".yml", ".yaml", ".json", ""}


def texts():
    folders = (*PACKAGES, "tests", "docs", ".ci")
    files = [f for name in folders for f in (ROOT / name).rglob("*")]
    files += [file for file in ROOT.iterdir() if file.is_file()]
    made = {"__pycache__", ".hypothesis", ".git"}
    return [f for f in files if f.is_file() and f.suffix in TEXT and not made & {*f.parts}]


@pytest.mark.parametrize("what", BARRED)
def test_no_file_holds_what_belongs_to_a_machine_or_a_person(what):
    found = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in texts()
        for match in BARRED[what].finditer(file.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
