"""``placement replay``: recorded decisions run again, as frozen and under the numbers of today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.errors import InputError, NotAllowed
from placement.record_commands.asking import add_asking, desk_of
from placement.record_commands.naming import case_of, is_id, profile_of, today
from placement.record_commands.tables import plain, table
from placement.terminal import print_json, say

if TYPE_CHECKING:
    import argparse

    from placement.records import Desk
    from placement.records.decisions.replay import Replayed, Today


def add_replay(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add the command."""
    replay = commands.add_parser(
        "replay",
        help="run recorded decisions again: the same as frozen, and what would differ today",
        description="Run recorded decisions again under what was frozen with them. Exit code 1 "
        "where one is not the same byte for byte.",
    )
    replay.add_argument(
        "decisions", nargs="*", metavar="ID", help="ids of decisions, or references of cases"
    )
    replay.add_argument("--all", action="store_true", help="every decision of the record")
    replay.add_argument(
        "--today",
        dest="under_todays",
        action="store_true",
        help="also what would differ under today's numbers",
    )
    add_asking(replay)
    replay.add_argument("--profile", metavar="NAME", help="whose data of today are looked at too")
    replay.set_defaults(run=_replay)


def _replay(options: argparse.Namespace) -> int:
    from placement.parameters import load as load_parameters
    from placement.profile import load_profile
    from placement.records.decisions.recording import frozen_decisions
    from placement.records.decisions.replay import replay, under

    if options.all == bool(options.decisions):
        raise InputError("The replay", ["give ids of decisions, or --all; one of the two."])
    with desk_of(options) as desk:
        frozen = frozen_decisions(desk, _wanted(desk, options.decisions))
        day = today(desk)
        if not frozen and desk.actor.role == "auditor":
            raise NotAllowed(
                "An auditor sees no case and so no decision: the coordinator runs this, and the "
                "log has that they did."
            )
    again = {decision: replay(one) for decision, one in frozen.items()}
    now: dict[str, Today] = {}
    if options.under_todays:
        profile = load_profile(profile_of(options))
        for decision, one in frozen.items():
            own = profile if one.body["profile"]["name"] == profile.name else None
            now[decision] = under(one, load_parameters(), day, profile=own)
    if options.json:
        print_json([_as_data(name, again[name], now.get(name)) for name in frozen])
    else:
        _show(again, now)
    return 0 if all(each.identical for each in again.values()) else 1


def _wanted(desk: Desk, named: list[str]) -> list[str]:
    """Return the ids of decisions: those given, and the last of each case named."""
    wanted = []
    for each in named:
        if is_id(each):
            wanted.append(each)
            continue
        case = case_of(desk, each)
        found = [one for one in desk.list("decision", case=case.id) if one.data.get("frozen_id")]
        if not found:
            raise InputError("The replay", [f"{case.reference} has no decision to run again."])
        wanted.append(max(found, key=lambda one: one.at).id)
    return wanted


def _as_data(decision: str, again: Replayed, now: Today | None) -> dict[str, Any]:
    data: dict[str, Any] = {"decision": decision, **plain(again), "sentence": again.sentence}
    if now is not None:
        data["today"] = {
            "changed_numbers": plain(now.changed),
            "differences": [row.to_data() for row in now.differences],
            "notes": list(now.notes),
        }
    return data


def _show(again: dict[str, Replayed], now: dict[str, Today]) -> None:
    if not again:
        say("No decision that can be run again is recorded.")
    for decision, each in again.items():
        say(f"{each.case}, decision {decision}, as of {each.as_of}: {each.sentence}")
        if each.differences:
            _differences(each.differences)
        found = now.get(decision)
        if found is None:
            continue
        if not found.differences:
            say("  Under today's numbers nothing would differ.")
        else:
            say("  Under today's numbers:")
            _differences(found.differences)
        for note in found.notes:
            say(f"  {note}")
    if again:
        same = sum(each.identical for each in again.values())
        say(f"{same} of {len(again)} are the same under what was frozen.")


def _differences(rows: Any) -> None:  # noqa: ANN401 - rows of `decisions.differences`
    table(
        ("Clause", "LHA", "What", "Before", "After", "Because of"),
        [
            (
                *(row.clause, row.name, row.what, row.before, row.after),
                ", ".join(row.causes),
            )
            for row in rows
        ],
        wide=(1, 2, 3, 4, 5),
    )
