"""Everything that one reader could ever be shown of a case, as text."""

from __future__ import annotations

import io
import json
from datetime import date
from functools import cache
from pathlib import Path

from rich.console import Console

from placement.assess import assess
from placement.cases.registers import read_vacancies
from placement.errors import PlacementError
from placement.explain import compare, why_not
from placement.load import load_setting
from placement.planning.cases import plan_cases
from placement.planning.plan_view import plan_as_data
from placement.text import compare_text, ranking_text, reasons_text, why_not_text
from placement.view import Reader, compare_as_data, ranking_as_data, why_not_as_data

DATA = Path(__file__).parents[1] / "cases" / "data"
EXAMPLE = (DATA / "example.toml").read_text(encoding="utf-8")
LHAS = ("E06000031", "E07000008", "E07000009", "E07000010", "E07000011", "E07000012")
HOMES = read_vacancies(Path(__file__).parents[2] / "scenarios" / "quarter" / "vacancies.csv")
READERS = (Reader("spoc", "E07000010"), Reader("spoc"), Reader("panel"))


@cache
def ground(role="spoc"):
    """What a ranking rests on, as one role is given it."""
    return load_setting(
        profile="cambridgeshire",
        as_of=date(2026, 11, 21),
        placements=DATA / "placements.csv",
        role=role,
    )


def printed(renderable):
    """A page as a terminal of a hundred columns shows it."""
    page = io.StringIO()
    Console(file=page, width=100, highlight=False).print(renderable, markup=False)
    return page.getvalue()


def dumped(data):
    return json.dumps(data, ensure_ascii=False, indent=1)


def everything(case, reader, *, why=LHAS, setting=None):
    """Return each output by name; an error is an output too."""
    setting = setting or ground(reader.role)
    try:
        ranking = assess(case, setting)
    except PlacementError as error:
        return {"error": str(error)}
    pages = {
        "rank --json": dumped(ranking_as_data(ranking, reader)),
        "rank": printed(ranking_text(ranking, reader)),
    }
    for option in ranking.options:
        pages[f"rank --reasons {option.lha}"] = printed(reasons_text(option, reader))
    options, rows = compare(ranking, LHAS)
    pages["compare --json"] = dumped(compare_as_data(options, rows, reader))
    pages["compare"] = printed(compare_text(options, rows, reader))
    pages["plan --json"] = planned(case, reader, setting)
    for lha in why:
        answer = why_not(case, setting, lha)
        pages[f"why-not {lha} --json"] = dumped(why_not_as_data(answer, reader))
        pages[f"why-not {lha}"] = printed(why_not_text(answer, reader))
    return pages


def planned(case, reader, setting):
    """A plan of the one case, with real homes on offer, as the reader may have it."""
    try:
        plan = plan_cases((case,), setting, vacancies=HOMES)
        named = Reader(reader.role, reader.lha or LHAS[0])
        return dumped({**plan_as_data(plan, named), "seconds": None})
    except PlacementError as error:
        return str(error)


def bits(case):
    """The one yes or no for each LHA that housing may learn of what is protected."""
    from placement.facts import CaseFacts
    from placement.spread import register_of

    setting = ground()
    register = register_of(
        setting.placements,
        places=setting.places,
        numbers=setting.numbers,
        as_of=setting.as_of,
        leaving_out=case.reference,
    )
    facts = CaseFacts(
        case,
        profile=setting.profile,
        places=setting.places,
        numbers=setting.numbers,
        as_of=setting.as_of,
        register=register,
        housing=True,
    )
    return tuple(facts.held(lha) for lha in LHAS)
