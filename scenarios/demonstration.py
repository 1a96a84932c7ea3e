"""
A record of synthetic people to look round in: the worked case, a quarter's cases, homes, offices.

Everything goes through desks, as real people's work would, so that roles, the log and what each
role sees are those of a real record. The postcodes are real; nobody in it is. Any area has one, on
its own postcodes and in its own words: see ``scenarios.elsewhere``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from placement.area_words import in_words, role_in_words
from placement.cases.registers import read_placements, read_vacancies
from placement.profile import load_profile
from placement.record_words import screen_terms
from placement.records import Actor, create_record
from placement.records import clock as clocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from placement.cases.registers import Placement, Vacancy
    from placement.records import CaseRow, Desk, Record
    from placement.records.clock import Clock

HERE: Final = Path(__file__).parent
WORKED: Final = HERE / "cases" / "demo-014.toml"
QUARTER: Final = tuple(sorted((HERE / "quarter").glob("QTR-0*.toml")))
PLACEMENTS: Final = HERE / "cases" / "demo-014-placements.csv"
HOMES: Final = HERE / "quarter" / "vacancies.csv"
OWN: Final = "cambridgeshire"  # the area that the files are of
ASKED: Final = ("E07000009", "E07000010")
WHY: Final = "the demonstration"
AGE: Final = timedelta(days=2)
LONGEST_ID: Final = 80  # of a staff id, before what stands for the LHA
SEED, OTHERS_EACH = 20261121, 2  # of the people who live in an area of many authorities


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """
    The people and homes of an area's demonstration: the worked case first.

    ``asked`` are the authorities that it is referred to, the first of which comes to the meeting.
    """

    texts: tuple[str, ...]
    placements: tuple[Placement, ...]
    homes: tuple[Vacancy, ...]
    asked: tuple[str, ...]


@lru_cache(maxsize=8)
def story_of(profile: str, day: date) -> Story:
    """
    Return the demonstration of an area: that of the files, told on its own postcodes.

    Raises ``ProfileError`` or ``PlacesError`` where the area or its postcodes are not there.
    """
    from scenarios.cohorts import make_cohort
    from scenarios.elsewhere import case_text, elsewhere, placements, vacancies

    texts = [path.read_text(encoding="utf-8") for path in (WORKED, *QUARTER)]
    placed, homes = read_placements(PLACEMENTS), read_vacancies(HOMES)
    area = load_profile(profile)
    if area.name == OWN:
        return Story(texts=tuple(texts), placements=placed, homes=homes, asked=ASKED)
    told = elsewhere(area, day)
    others = max(0, len(area.on(day)) - len(told.lhas)) * OTHERS_EACH
    cohort = make_cohort(profile, 0, seed=SEED, start=day, standing=others)
    return Story(
        texts=tuple(case_text(text, told) for text in texts),
        placements=(*placements(placed, told), *cohort.placements),
        homes=tuple(vacancies(homes, told)),
        asked=tuple(dict.fromkeys(told.lha(code) for code in ASKED)),
    )


def asked_in(profile: str) -> str:
    """Return the LHA that the worked case of an area's demonstration is first referred to."""
    return story_of(profile, (clocks.system() - AGE).date()).asked[0]


@lru_cache(maxsize=8)
def terms_in(profile: str) -> Mapping[str, str]:
    """Return the words of an area in which its demonstration is made."""
    return screen_terms(load_profile(profile))


def person(role: str, lha: str | None = None, profile: str = OWN) -> Actor:
    """
    Return the demonstration's person in a role; a SPOC speaks for an LHA.

    >>> person("spoc", "E07000010").id, person("offender_manager", profile="bedfordshire").id
    ('spoc-e07000010', 'probation-practitioner-demo')
    """
    agency = {
        "offender_manager": "probation",
        "victim_liaison": "probation",
        "panel": "police",
        "spoc": lha or "",
        "coordinator": "mappa_team",
        "smb": "board",
        "auditor": "audit",
    }[role]
    short = "-".join(re.findall(r"[a-z0-9]+", _called(role, profile).casefold()))[:LONGEST_ID]
    name = f"{short}-{lha.lower()}" if role == "spoc" and lha else f"{short}-demo"
    return Actor(
        id=name, role=role, agency=agency, lha=lha if role == "spoc" else None, synthetic=True
    )


def _called(role: str, profile: str) -> str:
    terms = terms_in(profile)
    return in_words(role_in_words(role, terms), terms)


def make(folder: Path, *, now: Clock | None = None, profile: str = OWN) -> Record:
    """
    Make the demonstration's record in a folder: ``record.db``, and its keys beside it.

    It is two days old, so that its vacancies, confirmed by somebody else, may be asked about.
    Raises ``Unavailable`` where the folder cannot be written, and ``ProfileError`` or
    ``PlacesError`` where the area or its postcodes are not there.
    """
    told = now or clocks.system  # looked up at the call: a test's clock may stand in for it

    def clock() -> datetime:
        return told() - AGE

    day = clock().date()
    story = story_of(profile, day)
    record = create_record(
        f"sqlite:///{folder / 'record.db'}", folder / "keys", synthetic=True, clock=clock
    )
    coordinator, manager = (
        record.desk(person(role, profile=profile)) for role in ("coordinator", "offender_manager")
    )
    first = story.asked[0]
    with coordinator.transaction():
        offices = _offices(coordinator, profile, day)
        cases = _cases(manager, story.texts)
        _placements(coordinator, story.placements)
        _vacancies(coordinator, record, story.homes, profile, day)
        worked = cases[0]
        _known_to(coordinator, cases, profile, day)
        _referred(manager, worked, story.asked, offices, day)
        coordinator.save(
            "meeting",
            {
                "on": day.isoformat(),
                "level": 3,
                "attendance": [
                    {
                        "agency": "police",
                        "person": person("panel", profile=profile).id,
                        "attended": True,
                    },
                    {"agency": "probation", "person": manager.actor.id, "attended": True},
                    {
                        "agency": first,
                        "person": person("spoc", first, profile).id,
                        "attended": True,
                    },
                ],
                "lead_agency": "probation",
            },
            case=worked.id,
            reason=WHY,
        )
    return record


def _offices(desk: Desk, profile: str, day: date) -> dict[str, str]:
    """Name a SPOC and a deputy for every LHA; return the ids of the SPOCs' entries."""
    offices = {}
    for lha in load_profile(profile).on(day):
        for post in ("spoc", "deputy"):
            staff = f"deputy-{lha.code.lower()}"
            if post == "spoc":
                staff = person("spoc", lha.code, profile).id
            entry = {
                "lha": lha.code,
                "post": post,
                "staff": staff,
                "name": f"{lha.name}: {_called(post, profile)} of the demonstration",
                "email": f"{staff}@example.org",
                "from": "2026-01-01",
            }
            saved = desk.save("office", entry, reason=WHY)
            if post == "spoc":
                offices[lha.code] = saved.id
    return offices


def _cases(desk: Desk, texts: Sequence[str]) -> list[CaseRow]:
    return [desk.open_case(_reference(text), text, reason=WHY) for text in texts]


def _reference(text: str) -> str:
    import tomllib

    return str(tomllib.loads(text)["reference"])


def _placements(desk: Desk, placed: Iterable[Placement]) -> None:
    for each in placed:
        entry = {
            "reference": each.reference,
            "lha": each.lha,
            "area": each.area,
            "level": each.level,
            "category": each.category,
            "setting": each.setting,
            "from": each.start.isoformat(),
            "to": each.end.isoformat() if each.end else None,
        }
        desk.save("placement", _known(entry), reason=WHY)


def _vacancies(
    desk: Desk, record: Record, homes: Iterable[Vacancy], profile: str, day: date
) -> None:
    """Enter homes; each is confirmed by its own LHA's SPOC the day before, as the rule asks."""
    for each in homes:
        entry = {
            "reference": each.reference,
            "lha": each.lha,
            "postcode": each.postcode,
            "kind": each.kind,
            "from": each.start.isoformat() if each.start else None,
            "to": each.end.isoformat() if each.end else None,
            "bedrooms": each.bedrooms,
            "supported": each.supported,
            "accepts": each.accepts,
        }
        saved = desk.save("vacancy", _known(entry), reason=WHY)
        record.desk(person("spoc", each.lha, profile)).save(
            "vacancy_confirmation",
            {
                "vacancy": saved.id,
                "lha": each.lha,
                "on": (day - timedelta(days=1)).isoformat(),
                "note": "seen by the housing options team",
            },
            reason=WHY,
        )


def _known_to(desk: Desk, cases: Iterable[CaseRow], profile: str, day: date) -> None:
    """Name the victim liaison officer for every case."""
    for case in cases:
        entry = {
            "person": person("victim_liaison", profile=profile).id,
            "as": "victim_liaison",
            "from": day.isoformat(),
            "why": WHY,
        }
        desk.save("access", entry, case=case.id, reason=WHY)


def _referred(
    desk: Desk, case: CaseRow, asked: Iterable[str], offices: dict[str, str], day: date
) -> None:
    """Refer the worked case to two LHAs, so that their SPOCs see it."""
    for lha in asked:
        entry = {
            "lha": lha,
            "office": offices[lha],
            "on": day.isoformat(),
            "channel": "secure_email",
            "conditions": "given",
            "risk_assessment": "given",
            "housing_history": "given",
            "property_interest": "not_held",
        }
        desk.save("referral", entry, case=case.id, reason=WHY)


def _known(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value is not None}
