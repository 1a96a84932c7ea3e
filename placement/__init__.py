"""
Decision support for housing people managed under MAPPA: which LHA should be asked, and why.

Public names are loaded when they are first used, so that importing the package is light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_WHERE = {
    "Case": "placement.cases",
    "PlacementError": "placement.errors",
    "Ranking": "placement.results",
    "assess": "placement.assess",
    "compare": "placement.explain",
    "load_profile": "placement.profile",
    "read_case": "placement.cases",
    "setting_of": "placement.assess",
    "why_not": "placement.explain",
}

if TYPE_CHECKING:
    from placement.assess import assess, setting_of
    from placement.cases import Case, read_case
    from placement.errors import PlacementError
    from placement.explain import compare, why_not
    from placement.profile import load_profile
    from placement.results import Ranking

__all__ = [
    "Case",
    "PlacementError",
    "Ranking",
    "__version__",
    "assess",
    "compare",
    "load_profile",
    "read_case",
    "setting_of",
    "why_not",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name in _WHERE:
        from importlib import import_module

        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"placement has no {name!r}")
