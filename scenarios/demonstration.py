"""
A record of synthetic people to look round in: the worked case, a quarter's cases, homes, offices.

Everything goes through desks, as real people's work would, so that roles, the log and what each
role sees are those of a real record. The postcodes are real; nobody in it is.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from placement.cases.registers import read_placements, read_vacancies
from placement.profile import load_profile
from placement.records import Actor, create_record
from placement.records import clock as clocks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from placement.cases.registers import Placement, Vacancy
    from placement.records import CaseRow, Desk, Record
    from placement.records.clock import Clock

HERE: Final = Path(__file__).parent
WORKED: Final = HERE / "cases" / "demo-014.toml"
QUARTER: Final = tuple(sorted((HERE / "quarter").glob("QTR-0*.toml")))
WHY: Final = "the demonstration"
AGE: Final = timedelta(days=2)


def person(role: str, lha: str | None = None) -> Actor:
    """
    Return the demonstration's person in a role; a SPOC speaks for an LHA.

    >>> person("spoc", "E07000010").id
    'spoc-e07000010'
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
    short = role.replace("_", "-")
    name = f"{short}-{lha.lower()}" if role == "spoc" and lha else f"{short}-demo"
    return Actor(
        id=name, role=role, agency=agency, lha=lha if role == "spoc" else None, synthetic=True
    )


def make(folder: Path, *, now: Clock | None = None, profile: str = "cambridgeshire") -> Record:
    """
    Make the demonstration's record in a folder: ``record.db``, and its keys beside it.

    It is two days old, so that its vacancies, confirmed by somebody else, may be asked about.
    Raises ``Unavailable`` where the folder cannot be written.
    """
    told = now or clocks.system  # looked up at the call: a test's clock may stand in for it

    def clock() -> datetime:
        return told() - AGE

    record = create_record(
        f"sqlite:///{folder / 'record.db'}", folder / "keys", synthetic=True, clock=clock
    )
    day = clock().date()
    coordinator, manager = (record.desk(person(r)) for r in ("coordinator", "offender_manager"))
    with coordinator.transaction():
        offices = _offices(coordinator, profile, day)
        cases = _cases(manager)
        _placements(coordinator, _placed())
        _vacancies(coordinator, record, read_vacancies(HERE / "quarter" / "vacancies.csv"), day)
        worked = cases[0]
        _known_to(coordinator, cases, day)
        _referred(manager, worked, offices, day)
        coordinator.save(
            "meeting",
            {
                "on": day.isoformat(),
                "level": 3,
                "attendance": [
                    {"agency": "police", "person": person("panel").id, "attended": True},
                    {"agency": "probation", "person": manager.actor.id, "attended": True},
                    {"agency": "E07000009", "person": "spoc-e07000009", "attended": True},
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
            staff = person("spoc", lha.code).id if post == "spoc" else f"deputy-{lha.code.lower()}"
            entry = {
                "lha": lha.code,
                "post": post,
                "staff": staff,
                "name": f"{lha.name}: {post} of the demonstration",
                "email": f"{staff}@example.org",
                "from": "2026-01-01",
            }
            saved = desk.save("office", entry, reason=WHY)
            if post == "spoc":
                offices[lha.code] = saved.id
    return offices


def _cases(desk: Desk) -> list[CaseRow]:
    opened = []
    for path in (WORKED, *QUARTER):
        text = path.read_text(encoding="utf-8")
        opened.append(desk.open_case(_reference(text), text, reason=WHY))
    return opened


def _reference(text: str) -> str:
    import tomllib

    return str(tomllib.loads(text)["reference"])


def _placed() -> list[Placement]:
    files = (HERE / "cases" / "demo-014-placements.csv", HERE / "quarter" / "placements.csv")
    return list(read_placements(files[0])) or list(read_placements(files[1]))


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


def _vacancies(desk: Desk, record: Record, homes: Iterable[Vacancy], day: date) -> None:
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
        record.desk(person("spoc", each.lha)).save(
            "vacancy_confirmation",
            {
                "vacancy": saved.id,
                "lha": each.lha,
                "on": (day - timedelta(days=1)).isoformat(),
                "note": "seen by the housing options team",
            },
            reason=WHY,
        )


def _known_to(desk: Desk, cases: Iterable[CaseRow], day: date) -> None:
    """Name the victim liaison officer for every case."""
    for case in cases:
        entry = {
            "person": person("victim_liaison").id,
            "as": "victim_liaison",
            "from": day.isoformat(),
            "why": WHY,
        }
        desk.save("access", entry, case=case.id, reason=WHY)


def _referred(desk: Desk, case: CaseRow, offices: dict[str, str], day: date) -> None:
    """Refer the worked case to two LHAs, so that their SPOCs see it."""
    for lha in ("E07000009", "E07000010"):
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
