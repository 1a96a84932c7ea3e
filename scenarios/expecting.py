"""
Read one ``[[expect]]`` of a scenario: of what, and what it should be.

Of what is said by ``lha`` (a name, a list, "every"), ``rule``, ``ground`` (with ``test``),
``home`` or ``why_not``; with none of them it is said of the case as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.rules import RULES
from scenarios.compare import ANSWERS, GROUND_OF, HOMES, SELECTS
from scenarios.model import Expectation
from scenarios.words import codes_of, not_known

if TYPE_CHECKING:
    from placement.profile_model import Profile

LISTS = ("says", "never_says", "hides", "lhas", "tied_with", "asks_first")
NEVER_EMPTY = ("says", "never_says", "hides")
FLAGS = ("applies", "leads", "is_origin", "is_preferred")
WORDS = (
    "outcome", "clause", "status", "homes_left", "recommendation", "eligibility", "move_in",
    "part7", "part6", "part7_at_move_in", "part6_at_move_in",
)  # fmt: skip


def read_expectation(
    entry: dict[str, Any], profile: Profile | None, problems: list[str]
) -> Expectation | None:
    """Return one expectation, or None with its problems noted."""
    kind = next((kind for kind in SELECTS if kind in entry), "case")
    where = f"expect {entry.get(kind, 'the case')!r}"
    before = len(problems)
    about: dict[str, Any] = {}
    wants: dict[str, Any] = {}
    for key, value in entry.items():
        if key in SELECTS[kind]:
            about[key] = value
        elif key in ANSWERS[kind]:
            wants[key] = _want(where, key, value, problems)
        else:
            problems.append(not_known(f"{where}, key", key, [*SELECTS[kind], *ANSWERS[kind]]))
    _check_about(where, about, profile, problems)
    if not wants:
        problems.append(f"{where}: nothing is expected of it; use {', '.join(ANSWERS[kind])}")
    if kind in ("ground", "home") and "lha" not in about:
        problems.append(f"{where}: lha is missing; say of which LHA")
    return None if len(problems) > before else Expectation(kind=kind, about=about, wants=wants)


def _check_about(
    where: str, about: dict[str, Any], profile: Profile | None, problems: list[str]
) -> None:
    not_text = [key for key in about if key != "lha" and not isinstance(about[key], str)]
    if not_text:
        problems += [f"{where}: {key} must be a text in quotes" for key in not_text]
        return
    if "lha" in about:
        about["lha"] = codes_of(about["lha"], profile, where, problems)
    if "why_not" in about:
        codes_of(about["why_not"], profile, where, problems)
    if "rule" in about:
        import placement.preference  # noqa: F401 - enters its rule among the others

        if about["rule"] not in RULES:
            problems.append(not_known(f"{where}, rule", str(about["rule"]), RULES))
    for key, known in (("ground", tuple(GROUND_OF.values())), ("home", HOMES)):
        if key in about and about[key] not in known:
            problems.append(not_known(f"{where}, {key}", str(about[key]), known))
    if about.get("at", "move_in") != "move_in":
        problems.append(f"{where}: at is {about['at']!r}; it may only be 'move_in', or left out")
    if about.get("test", "part7") not in ("part7", "part6"):
        problems.append(f"{where}: test is {about['test']!r}; it is part7 (left out) or part6")


def _want(where: str, key: str, value: object, problems: list[str]) -> object:
    """Return what is expected in the form in which it is compared."""
    if key in LISTS:
        if isinstance(value, str):
            value = [value]
        texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
        if isinstance(value, list) and texts and (value or key not in NEVER_EMPTY):
            return sorted(value) if key == "tied_with" else value
        needed = "a text in quotes, or a list of them"
    elif key in FLAGS:
        if isinstance(value, bool):
            return value
        needed = "true or false"
    elif key in WORDS:
        if isinstance(value, str):
            return value
        needed = "a word in quotes"
    else:
        if type(value) is int or (key == "rank" and value == "none"):
            return value
        needed = "a whole number"
    problems.append(f"{where}: {key} is {value!r}; it must be {needed}")
    return None
