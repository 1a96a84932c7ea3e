"""
What the product says of itself, read from its own data and code: for documents that account for it.

Nothing is written here that stands elsewhere: clauses, rules, numbers, sources, kinds of record and
dependencies are read where they are kept, so that a document made of them cannot go stale unseen.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import placement
from placement import parameters
from placement.clauses import load_clauses
from placement.parameters import UNAGREED
from placement.profile import load_profile, profile_names

if TYPE_CHECKING:
    from datetime import date

    from placement.clauses import Register
    from placement.parameters import Number
    from placement.records.kinds.base import Kind
    from placement.rules.base import Rule


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is read of the product."""

    version: str
    register: Register
    rules: tuple[Rule, ...]
    numbers: tuple[Number, ...]
    kinds: tuple[Kind, ...]
    actions: dict[str, Any]
    sources: tuple[dict[str, Any], ...]
    profiles: tuple[tuple[str, int], ...]
    dependencies: tuple[str, ...]

    @property
    def checked(self) -> date:
        """The day on which the protocol was last read against its text."""
        return self.register.protocol.checked

    @property
    def unagreed(self) -> tuple[Number, ...]:
        """The numbers that no Board has agreed."""
        return tuple(n for n in self.numbers if any(v.source == UNAGREED for v in n.values))

    def number(self, name: str) -> str:
        """Return a number as it stands on the day the protocol was checked, with its unit."""
        found = next(n for n in self.numbers if n.name == name)
        dated = found.on(self.checked)
        value = "none" if dated is None else dated.value
        return f"{value} {found.unit}"


def product_facts() -> Facts:
    """Read the facts."""
    from placement.preference import preference_finding  # noqa: F401 - it registers its rule
    from placement.records.kinds import KINDS
    from placement.records.policy import ACTIONS
    from placement.rules import RULES

    register = load_clauses()
    named = [load_profile(name) for name in profile_names()]
    return Facts(
        version=placement.__version__,
        register=register,
        rules=tuple(RULES.values()),
        numbers=tuple(parameters.load()),
        kinds=tuple(KINDS.values()),
        actions=dict(ACTIONS),
        sources=_sources(),
        profiles=tuple((each.title, len(each.on(register.protocol.checked))) for each in named),
        dependencies=_dependencies(),
    )


def _sources() -> tuple[dict[str, Any], ...]:
    spec = find_spec("geodata")
    folder = Path(next(iter((spec and spec.submodule_search_locations) or ["."])))
    data = tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8"))
    return tuple(data["sources"].values())


def _dependencies() -> tuple[str, ...]:
    needed = metadata.requires("placement") or []
    names = (re.split(r"[\[<>=~! ;]", each)[0] for each in needed if "extra ==" not in each)
    return tuple(sorted(set(names), key=str.casefold))
