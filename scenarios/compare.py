"""
Compare what a scenario expects with the answer, as the scenario's reader would be given it.

Everything is looked up in the plain data of ``placement rank --json`` and ``why-not --json``, so
that the words compared are the words shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.results import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from scenarios.model import Expectation

FACTORS = ("connection", "management", "spread")
GROUND_OF = {
    "residence_of_choice": "residence",
    "employment_there": "employment",
    "family_there": "family",
    "special_circumstances_there": "special",
    "asylum_support_there": "asylum_support",
    "care_leaver_of_its_authority": "care_leaver",
}
HOMES = ("previous_home", "family", "private_rent", "supported", "social", "temporary")
SELECTS = {
    "rule": ("rule", "lha", "at"),
    "ground": ("ground", "lha", "test", "at"),
    "home": ("home", "lha"),
    "why_not": ("why_not",),
    "lha": ("lha",),
    "case": (),
}
_SAYS = ("says", "never_says")
ANSWERS = {
    "rule": ("outcome", "points", "low", "high", "clause", "applies", *_SAYS),
    "ground": ("outcome", *_SAYS),
    "home": ("outcome", *_SAYS),
    "why_not": ("leads", *_SAYS),
    "lha": (
        "status", "rank", "tied_with", "score", "score_low", "score_high", "homes_left",
        *(name + end for name in FACTORS for end in ("", "_low", "_high")),
        "part7", "part6", "part7_at_move_in", "part6_at_move_in",
        "first_in_100_at_least", "first_in_100_at_most", "is_origin", "is_preferred",
    ),
    "case": (
        "recommendation", "lhas", "eligibility", "move_in", "asks_first", "hides", *_SAYS,
    ),
}  # fmt: skip


def differences(
    expects: Expectation, answer: Mapping[str, Any], why_not: Callable[[str], Mapping[str, Any]]
) -> Iterator[str]:
    """Give, in words, each way in which the answer is not what is expected."""
    if expects.kind == "why_not":
        found = _why_not(why_not(expects.about["why_not"]))
        yield from _differ(f"why not {expects.about['why_not']}", expects.wants, found)
        return
    if expects.kind == "case":
        yield from _differ("the case", expects.wants, _case(answer, expects.wants))
        return
    if "lha" not in expects.about:
        yield from _differ(expects.about["rule"], expects.wants, _case_rule(expects, answer))
        return
    by_code = {option["lha"]: option for option in answer["options"]}
    for code in expects.about["lha"]:
        option = by_code.get(code)
        if option is None:
            yield f"{code} is not one of the LHAs assessed."
            continue
        where, found = _of_lha(expects, option, answer)
        yield from _differ(where, expects.wants, found)


def _of_lha(
    expects: Expectation, option: dict[str, Any], answer: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    about, name = expects.about, option["name"]
    tests = option["local_connection_at_move_in" if about.get("at") else "local_connection"]
    if expects.kind == "lha":
        return name, _lha(option, answer)
    if expects.kind == "home":
        homes = (each for each in option["housing_options"] if each["kind"] == about["home"])
        return f"{name}, home {about['home']}", _home(next(homes, None))
    if expects.kind == "ground":
        test = about.get("test", "part7")
        return f"{name}, {test} {about['ground']}", _ground(tests[test], about["ground"])
    rule = about["rule"]
    if rule in GROUND_OF:
        return f"{name}, {rule}", _ground(tests["part7"], GROUND_OF[rule])
    findings = [
        *option["gates"],
        *(finding for factor in FACTORS for finding in option["factors"][factor]["findings"]),
        *option["referral_198"],
        *option["findings"],
        option["route"],
    ]
    return f"{name}, {rule}", _finding(findings, rule)


def _case_rule(expects: Expectation, answer: Mapping[str, Any]) -> dict[str, Any]:
    findings = [
        *answer["eligibility"]["findings"],
        *answer["timing"]["findings"],
        *answer["findings"],
    ]
    return _finding(findings, expects.about["rule"])


def _finding(findings: list[dict[str, Any]], rule: str) -> dict[str, Any]:
    for finding in findings:
        if finding["rule"] == rule:
            return {**finding, "applies": True, "says": finding["sentence"]}
    return {"applies": False, "says": ""}


def _ground(test: dict[str, Any], ground: str) -> dict[str, Any]:
    """Return a ground by its name; the strongest where the test has several of that name."""
    found = [each for each in test["grounds"] if each["ground"] == ground]
    order = ["met", "borderline", "lha_to_decide", "lha_to_consider", "unknown", "not_met"]
    best = min(found, key=lambda each: order.index(each["outcome"]), default=None)
    if best is None:
        return {"outcome": Outcome.NOT_MET.value, "says": ""}
    return {"outcome": best["outcome"], "says": best["sentence"]}


def _home(home: dict[str, Any] | None) -> dict[str, Any]:
    if home is None:
        return {"applies": False}
    return {"outcome": home["status"], "says": home["sentence"]}


def _lha(option: dict[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    names = {each["lha"]: each["name"] for each in answer["options"]}
    first = 100 * option["rank_shares"][0] if option["rank_shares"] else 0.0
    found = {
        **{key: option[key] for key in ANSWERS["lha"] if key in option},
        "rank": option["rank"] if option["rank"] is not None else "none",
        "tied_with": sorted(names[code] for code in option["tied_with"]),
        "first_in_100_at_least": first,
        "first_in_100_at_most": first,
    }
    for name in FACTORS:
        factor = option["factors"][name]
        found |= {name: factor["points"]}
        found |= {f"{name}_{end}": factor[end] for end in ("low", "high")}
    for test in ("part7", "part6"):
        found[test] = option["local_connection"][test]["outcome"]
        found[f"{test}_at_move_in"] = option["local_connection_at_move_in"][test]["outcome"]
    return found


def _case(answer: Mapping[str, Any], wants: Mapping[str, Any]) -> dict[str, Any]:
    names = {each["lha"]: each["name"] for each in answer["options"]}
    recommended = answer["recommendation"]
    found = {
        "recommendation": recommended["outcome"],
        "lhas": [names[code] for code in recommended["lhas"]],
        "says": recommended["sentence"],
        "eligibility": answer["eligibility"]["outcome"],
        "move_in": answer["move_in"] or "unknown",
        "asks_first": [question["fact"] for question in answer["ask_first"]],
    }
    if "hides" in wants:
        found["hides"] = repr(answer).casefold()
    return found


def _why_not(answer: Mapping[str, Any]) -> dict[str, Any]:
    levers = answer["would_have_to_differ"]
    words = "nothing recorded could make it lead" if levers is None else " / ".join(levers)
    return {"leads": answer["leads"], "says": words}


def _differ(where: str, wants: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    if not found.get("applies", True) and wants.get("applies", True):
        yield f"{where}: expected a finding, and there is none."
        return
    for key, value in wants.items():
        yield from (
            f"{where}: {text}" for text in _differs(key, value, found.get(_FIELD.get(key, key)))
        )


_FIELD = {"never_says": "says"}


def _differs(key: str, value: Any, found: Any) -> Iterator[str]:  # noqa: ANN401
    if key == "says":
        yield from (f"should say {each!r}; says {found!r}" for each in value if each not in found)
    elif key == "never_says":
        yield from (f"should not say {each!r}; says {found!r}" for each in value if each in found)
    elif key == "hides":
        yield from (f"{each!r} should not be shown" for each in value if each.casefold() in found)
    elif key == "first_in_100_at_least":
        if found < value:
            yield f"first in at least {value} of 100 expected, found {found:.1f}"
    elif key == "first_in_100_at_most":
        if found > value:
            yield f"first in at most {value} of 100 expected, found {found:.1f}"
    elif found != value:
        yield f"{key} expected {value!r}, found {found!r}"
