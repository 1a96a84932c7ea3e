"""
Protocol 6(a): any connection or support networks that the person already has in place.

Points are ``parameters/connection.toml``. A sister may score twice: the protocol names both
connection and support networks. The register's own test (part 6) scores nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.results import Connection
from placement.rules.base import ASK_OFFENDER_MANAGER, Verdict, met, not_met, rule, unknown
from placement.rules.local_connection import past_residence

if TYPE_CHECKING:
    from placement.facts import Facts
    from placement.parameters import Numbers


@rule(clause="6(a)", question="connection")
def starting_points(f: Facts, p: Numbers) -> Verdict:
    """Every LHA starts level."""
    return met("Every LHA starts with the same points.", p["connection.start_points"])


@rule(clause="6(a)", question="connection", law=("HA1996 s.199(1)",))
def part7_connection(f: Facts, p: Numbers) -> Verdict:
    """A local connection by the test of part 7."""
    outcome, test = f["part7.outcome"], f.tests["part7"]
    past = past_residence(test)
    shown = _part7_points(outcome, past, p)
    open_grounds = [
        g.ground for g in test.grounds if g.unsettled or g.outcome is Connection.UNKNOWN
    ]
    if open_grounds and shown < p["connection.part7_met_points"]:
        answers = {
            "a local connection": p["connection.part7_met_points"],
            "a connection for the LHA to decide": p["connection.part7_arguable_points"],
            "past residence of choice only": p["connection.part7_past_points"],
            "nothing more": p["connection.part7_none_points"],
        }
        kept = {answer: value for answer, value in answers.items() if value >= shown}
        if outcome == Connection.LHA_TO_CONSIDER and past:
            kept.pop("nothing more", None)
        missing = ", ".join(ground.replace("_", " ") for ground in open_grounds)
        return unknown(
            f"The part 7 test is not settled for {f.name}: {missing} not known.",
            fact=_missing(open_grounds, f.code),
            answers=kept,
        )
    sentence = _PART7[outcome].format(lha=f.name)
    if outcome == Connection.LHA_TO_CONSIDER and past:
        sentence = f"Past residence of choice in {f.name}, for the LHA to consider."
    return (met if outcome == Connection.MET else not_met)(sentence, shown)


def _missing(grounds: list[str], code: str) -> str:
    """Name the missing fact: one for each LHA, but for a care leaver, whose age serves them all."""
    return (
        "care leaver's age or authority" if grounds == ["care_leaver"] else f"connection in {code}"
    )


def _part7_points(outcome: str, past: bool, p: Numbers) -> int:
    if outcome == Connection.MET:
        return int(p["connection.part7_met_points"])
    if outcome in (Connection.BORDERLINE, Connection.LHA_TO_DECIDE):
        return int(p["connection.part7_arguable_points"])
    if past:
        return int(p["connection.part7_past_points"])
    return int(p["connection.part7_none_points"])


_PART7: dict[str, str] = {
    Connection.MET: "A part 7 local connection with {lha} is shown on the facts.",
    Connection.BORDERLINE: "A part 7 local connection with {lha} is borderline.",
    Connection.LHA_TO_DECIDE: "Whether there is a part 7 local connection is for {lha} to decide.",
    Connection.LHA_TO_CONSIDER: "The part 7 guideline is not met in {lha}: for the LHA to "
    "consider.",
    Connection.UNKNOWN: "The part 7 test is not settled for {lha}.",
}


@rule(clause="6(a)", question="connection")
def protective_network(f: Facts, p: Numbers) -> Verdict:
    """Protective support networks in the LHA, or near it."""
    inside, second = (
        p["connection.protective_inside_points"],
        p["connection.protective_second_points"],
    )
    near, none = p["connection.protective_near_points"], p["connection.protective_none_points"]
    if f.case.networks is None:
        return unknown(
            f"Which networks the person has in {f.name} is not recorded.",
            fact=f"protective networks in {f.code}",
            answers={
                f"none in or near {f.name}": none,
                f"one near {f.name}": near,
                f"one in {f.name}": inside,
                f"two kinds in {f.name}": inside + second,
            },
        )
    kinds, doubtful, minutes, unplaced = f["networks.protective"]
    points = _network_points(kinds, minutes, p)
    if doubtful or unplaced:
        possible = _possible_points(kinds, doubtful, minutes, unplaced, p)
        if possible != [points]:
            return unknown(
                f"Where a protective network is, is not recorded closely enough for {f.name}.",
                fact=f"protective networks in {f.code}",
                answers={f"worth {value} points": value for value in possible},
            )
    if len(kinds) > 1:
        return met(f"Protective networks of {len(kinds)} kinds in {f.name}.", points)
    if kinds:
        return met(f"A protective network ({next(iter(kinds))}) in {f.name}.", points)
    if minutes is not None and minutes <= p["connection.near_min"]:
        return met(
            f"A protective network outside {f.name}, {minutes:.0f} minutes away for half of its "
            f"postcodes ({f.measured.how.label}).",
            points,
            housing=f"A protective network outside {f.name} but near.",
        )
    return not_met(f"No protective network in or near {f.name}.", points)


def _network_points(kinds: frozenset[str], minutes: float | None, p: Numbers) -> int:
    if kinds:
        second = p["connection.protective_second_points"] if len(kinds) > 1 else 0
        return int(p["connection.protective_inside_points"] + second)
    if minutes is not None and minutes <= p["connection.near_min"]:
        return int(p["connection.protective_near_points"])
    return int(p["connection.protective_none_points"])


def _possible_points(
    kinds: frozenset[str],
    doubtful: frozenset[str],
    minutes: float | None,
    unplaced: bool,
    p: Numbers,
) -> list[int]:
    """Return the points that networks whose place is not known could bring, least first."""
    values = {_network_points(kinds, minutes, p), _network_points(kinds | doubtful, minutes, p)}
    values |= {_network_points(kinds | {kind}, minutes, p) for kind in doubtful}
    if (unplaced or doubtful) and not kinds:
        values.add(_network_points(kinds, 0.0, p))
    return sorted(values)


@rule(clause="6(a)", question="connection")
def no_harmful_network(f: Facts, p: Numbers) -> Verdict:
    """No network in the LHA that does harm."""
    harmful, none = p["connection.harmful_points"], p["connection.harmless_points"]
    if f.case.networks is None:
        return unknown(
            f"Whether a harmful network is in {f.name} is not recorded.",
            fact=f"harmful networks in {f.code}",
            answers={f"one in {f.name}": harmful, f"none in {f.name}": none},
        )
    here = f["networks.harmful_here"]
    if here:
        return not_met(f"A harmful network in {f.name}.", harmful)
    if here is None:
        return unknown(
            f"Where a harmful network is, is not recorded; it could be in {f.name}.",
            fact=f"harmful networks in {f.code}",
            answers={f"in {f.name}": harmful, "elsewhere": none},
            housing=f"Whether a harmful network is in {f.name} is not known. "
            f"{ASK_OFFENDER_MANAGER}",
        )
    return met(f"No harmful network in {f.name} is recorded.", none)
