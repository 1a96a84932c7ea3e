"""The source files of the packages, parsed once."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("placement", "geodata", "scenarios")


@cache
def sources():
    """Every module of the packages: its path below the root, and its syntax tree."""
    files = [ROOT / "app.py", *(f for name in PACKAGES for f in (ROOT / name).rglob("*.py"))]
    return {
        file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8"))
        for file in sorted(files)
        if file.exists()
    }


def below(*places):
    """The modules that lie in a folder, or are a file, of some given."""
    return {
        path: tree
        for path, tree in sources().items()
        if any(path == place or path.startswith(f"{place}/") for place in places)
    }


def imported(tree):
    """Every module that a module imports anywhere, in full: ``from a import b`` gives ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def importers(package):
    """The modules that import a package, or anything in it."""
    return {
        path
        for path, tree in sources().items()
        if any(name == package or name.startswith(f"{package}.") for name in imported(tree))
    }
