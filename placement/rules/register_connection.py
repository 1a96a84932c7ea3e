"""
Local connection by the housing register's own test (part 6), which is another than part 7's.

The scheme's figures are data of the profile, dated, with their source; where nobody has read the
scheme, every answer is unknown, "see the scheme".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.results import Connection, ConnectionTest, Ground
from placement.rules.base import Verdict, rule
from placement.rules.local_connection import job_there, part7, relative_there, residence_there
from placement.rules.person import STRENGTH, Person, best_of, ground_of, strongest

if TYPE_CHECKING:
    from placement.parameters import Numbers
    from placement.profile_model import RegisterScheme


@rule(clause="9.1.1", question="part6", law=("HA1996 s.160ZA", "HA1996 s.166A"))
def register_connection(who: Person, p: Numbers) -> Verdict:
    """The register scheme's own test, where somebody has read it."""
    return ground_of(*best_of([(g.outcome, g.sentence) for g in _part6_grounds(who, p)], ""))


def _part6_grounds(who: Person, p: Numbers) -> tuple[Ground, ...]:
    scheme = who.measured.profile.scheme_of(who.lha.code)
    if not scheme.sourced:
        text = f"The test of {scheme.title} has not been read: see the scheme."
        return (Ground(ground="residence", outcome=Connection.UNKNOWN, sentence=text),)
    windows = tuple((each.days, each.of_days) for each in scheme.windows_on(who.day))
    residence = (
        residence_there(who, windows=windows, p=p)
        if windows
        else ground_of(Connection.UNKNOWN, f"See {scheme.title}.")
    )
    grounds = [("residence", residence.ground, residence.sentence)]
    grounds.append(("employment", *_part6_work(who, scheme)))
    grounds.append(("family", *_part6_family(who, scheme, p)))
    grounds += [(g, o, s) for g, o, s in _exemptions(who, scheme)]
    return tuple(
        Ground(ground=name, outcome=outcome or Connection.UNKNOWN, sentence=sentence)
        for name, outcome, sentence in grounds
    )


def _part6_work(who: Person, scheme: RegisterScheme) -> tuple[Connection, str]:
    number = scheme.number("hours_per_week", who.day)
    if number is None or who.employment is None:
        return Connection.UNKNOWN, "Hours of work are not recorded."
    found: list[tuple[Connection, str]] = []
    for job in who.employment:
        outcome, sentence = job_there(who, job)
        if outcome in (Connection.NOT_MET, Connection.UNKNOWN):
            found.append((outcome, sentence))
        elif job.hours_per_week is None:
            found.append((Connection.UNKNOWN, "The hours of work are not recorded."))
        elif job.hours_per_week >= number.value:
            found.append((outcome, f"{job.hours_per_week:g} hours a week there. {sentence}"))
        else:
            text = f"{job.hours_per_week:g} hours a week there, of {number.value} asked for."
            found.append((Connection.LHA_TO_CONSIDER, text))
    return best_of(found, "No work there is recorded.")


def _part6_family(who: Person, scheme: RegisterScheme, p: Numbers) -> tuple[Connection, str]:
    number = scheme.number("family_years", who.day)
    if number is None or who.family is None:
        return Connection.UNKNOWN, "Family is not recorded."
    near = p["part7.family_borderline_days"]
    found = [
        relative_there(
            who, relative, years=number.value, near=near, usual=list(scheme.relatives), other={}
        )
        for relative in who.family
    ]
    return best_of(found, "No family on the face of the scheme is recorded there.")


def _exemptions(who: Person, scheme: RegisterScheme) -> list[tuple[str, Connection, str]]:
    """Say whom the test may not be applied to, as the law stands on the day."""
    grounds = []
    for exemption in scheme.exemptions_on(who.day):
        if exemption.kind == "domestic_abuse":
            risks = who.measured.case.risk_to_applicant
            if risks is None:
                text = "Whether the person risks domestic abuse is not recorded."
                grounds.append(("special", Connection.UNKNOWN, text))
            elif any(risk.kind == "domestic_abuse" for risk in risks):
                grounds.append(("special", Connection.LHA_TO_DECIDE, exemption.sentence))
            continue
        name = "care_leaver" if exemption.kind == "care_leaver" else "special"
        if who.special is None:
            grounds.append((name, Connection.UNKNOWN, "Special circumstances are not recorded."))
            continue
        for circumstance in who.special:
            if circumstance.kind != exemption.kind:
                continue
            if exemption.under_age is None or (
                circumstance.age is not None and circumstance.age < exemption.under_age
            ):
                grounds.append((name, Connection.MET, exemption.sentence))
            elif circumstance.age is None:
                grounds.append((name, Connection.UNKNOWN, "The age is not recorded."))
    return sorted(grounds, key=lambda ground: (ground[0], STRENGTH.index(ground[1]), ground[2]))


def part6(who: Person, p: Numbers) -> ConnectionTest:
    """Return the register scheme's test of one person for one LHA on one day."""
    if who.lha.country == "W":
        return part7(who, p)
    grounds = _part6_grounds(who, p)
    return ConnectionTest(outcome=strongest(g.outcome for g in grounds), grounds=grounds)
