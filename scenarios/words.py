"""The names a scenario may use: clauses, rules and LHAs, with near ones where one is not known."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from placement.clauses import load_clauses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from placement.profile_model import Profile


def not_known(where: str, word: str, known: Iterable[str]) -> str:
    """Say that a word is not known, with the nearest that are, or with all."""
    known = list(known)
    near = get_close_matches(word, known, n=3)
    advice = f"did you mean {' or '.join(near)}?" if near else f"known: {', '.join(known)}"
    return f"{where} is {word!r}, which is not known; {advice}"


def clauses_not_known(clauses: tuple[str, ...]) -> list[str]:
    """Return a problem for each clause id that the register does not have, or for none at all."""
    if not clauses:
        return ['clauses is missing; name the clauses that this shows, such as ["6(a)"]']
    register = load_clauses()
    known = [*register.clauses, *register.sections, *register.law]
    return [not_known("clauses", each, known) for each in clauses if each not in register]


def codes_of(
    names: object, profile: Profile | None, where: str, problems: list[str]
) -> tuple[str, ...]:
    """
    Return the ONS codes of some LHAs, given by name or code: one text, a list, or "every".

    Notes in ``problems`` what is no LHA of the profile.
    """
    if profile is None:
        return ()
    by_name = {lha.name: lha.code for lha in profile.lhas}
    if names == "every":
        return tuple(by_name.values())
    given = names if isinstance(names, list) else [names]
    codes = []
    if not given:
        problems.append(f'{where}, lha is an empty list; name an LHA, or write "every"')
    for each in given:
        if isinstance(each, str) and (each in by_name or each in by_name.values()):
            codes.append(by_name.get(each, each))
        else:
            problems.append(not_known(f"{where}, lha", str(each), [*by_name, "every"]))
    return tuple(codes)
