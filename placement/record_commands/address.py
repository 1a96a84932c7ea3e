"""``placement check-address``, and the vacancies that may be asked about: list, confirm, link."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from placement.errors import InputError
from placement.record_commands.asking import add_asking, desk_of
from placement.record_commands.naming import case_of, in_area, setting_of, today
from placement.record_commands.tables import plain, table
from placement.terminal import print_json, say, warn

if TYPE_CHECKING:
    import argparse

    from placement.records import Desk, Stored
    from placement.records.oracle.check import Answer

WAITS = "placement: every answer to housing takes the same time; please wait."


def add_check_address(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add the question."""
    check = commands.add_parser(
        "check-address",
        help="may the address of a vacancy be used for a case?",
        description="Say whether the address of a confirmed vacancy, linked to a case, may be "
        "used: clear, conflict or refer for offender manager, victim liaison and coordinator; "
        "clear or refer for housing, which is rationed and waits the same time for every answer.",
    )
    check.add_argument("case", metavar="CASE", help="the reference of the case")
    check.add_argument("--vacancy", required=True, metavar="V", help="the vacancy's reference")
    check.add_argument(
        "--pass-on",
        action="store_true",
        help="hand it to the offender manager where the answer is refer; a question asked before "
        "is not asked again",
    )
    add_asking(check)
    check.add_argument("--profile", metavar="NAME", help="a profile's name (PLACEMENT_PROFILE)")
    check.set_defaults(run=_check)


def add_vacancies(verbs: Any) -> None:  # noqa: ANN401
    """Add what is done with vacancies before they may be asked about."""
    listed = verbs.add_parser("list", help="the vacancies that you may see")
    add_asking(listed)
    listed.set_defaults(run=_list)
    confirm = verbs.add_parser("confirm", help="say that a vacancy somebody else entered is real")
    confirm.add_argument("vacancy", metavar="V", help="its reference")
    confirm.add_argument("--landlord-reference", metavar="REF", help="the landlord's, for the home")
    add_asking(confirm, reason="the vacancy is real")
    confirm.set_defaults(run=_confirm)
    link = verbs.add_parser("link", help="let one case look at a confirmed vacancy")
    link.add_argument("vacancy", metavar="V", help="its reference")
    link.add_argument("case", metavar="CASE", help="the reference of the case")
    add_asking(link, reason="to be looked at for this case")
    link.set_defaults(run=_link)


def vacancy_of(desk: Desk, named: str) -> Stored:
    """Return the vacancy with a reference; ``InputError`` where there is none, or several."""
    found = [each for each in desk.list("vacancy") if each.data["reference"] == named]
    if len(found) == 1:
        return found[0]
    problem = (
        f"there is none called {named} among those you may see: `placement vacancy list`."
        if not found
        else f"{len(found)} are called {named}. Withdraw all but one."
    )
    raise InputError("The vacancy", [problem])


def _check(options: argparse.Namespace) -> int:
    from placement.records.oracle.check import SENTENCES, Answer
    from placement.records.oracle.kept import pass_on

    before = Answer("refer", SENTENCES["refer"], can_pass_on=True)
    with desk_of(options) as desk:
        with desk.transaction() as transaction:
            desk.may_act(transaction, "check_address")
        case = case_of(desk, options.case)
        vacancy = vacancy_of(desk, options.vacancy)
        asked = _asked_before(desk, case.id, vacancy.id) if options.pass_on else None
        answer = before if asked else _ask(desk, case.id, vacancy.id, options)
        if options.pass_on and answer.can_pass_on:
            asked = asked or _asked_before(desk, case.id, vacancy.id)
            pass_on(desk, case.id, str(asked))
    passed = bool(options.pass_on and answer.can_pass_on)
    if options.json:
        print_json(
            {
                "case": case.reference,
                "vacancy": options.vacancy,
                "answer": answer.answer,
                "sentence": in_area(options, answer.sentence),
                "passed_on": passed,
                "can_pass_on": answer.can_pass_on and not passed,
                "alerts": [{"to": list(a.to), "sentence": a.sentence} for a in answer.alerts],
            }
        )
        return 0
    say(in_area(options, f"{answer.answer}: {answer.sentence}"))
    for alert in answer.alerts:
        said = f"Told to the coordinator and victim liaison: {alert.sentence}"
        say(in_area(options, said))
    if passed:
        say(in_area(options, "The question is with the offender manager."))
    elif answer.can_pass_on:
        how = "To hand the question to the offender manager: the same command with --pass-on."
        say(in_area(options, how))
    return 0


def _ask(desk: Desk, case: str, vacancy: str, options: argparse.Namespace) -> Answer:
    from placement.records.oracle.kept import check_vacancy

    if desk.actor.role == "spoc":
        warn(WAITS)
    return check_vacancy(desk, case, vacancy, setting_of(desk, options), wait=time.sleep)


def _asked_before(desk: Desk, case: str, vacancy: str) -> str | None:
    """Return the id of this person's last question about a home that waits to be passed on."""
    from placement.records import versions

    with desk.transaction() as transaction:
        connection, table = transaction.connection, versions.table_of(vault=True)
        rows = versions.newest_of_kind(connection, "address_check", vault=True, case=case)
        mine = [row for row in rows if row["by"] == desk.actor.id]
        found = [
            each.id
            for each in versions.opened(connection, transaction.keyring, table, mine)
            if each.data["vacancy"] == vacancy
            and each.data["answer"] == "refer"
            and not each.data.get("passed_on")
        ]
    return found[-1] if found else None


def _list(options: argparse.Namespace) -> int:
    with desk_of(options) as desk, desk.transaction():
        confirmed = {each.data["vacancy"] for each in desk.list("vacancy_confirmation")}
        linked = {each.data["vacancy"]: each.case for each in desk.list("vacancy_link")}
        named = {row.id: row.reference for row in desk.cases()}
        rows = [
            {
                **plain(dict(each.data)),
                "id": each.id,
                "version": each.version,
                "entered_by": each.by,
                "confirmed": each.id in confirmed,
                "linked_to": named.get(linked.get(each.id) or ""),
            }
            for each in desk.list("vacancy")
        ]
    if options.json:
        print_json(rows)
        return 0
    table(
        ("Vacancy", "LHA", "Kind", "From", "Confirmed", "Linked to"),
        [
            (
                *(row["reference"], row["lha"], row["kind"].replace("_", " "), row.get("from")),
                *("yes" if row["confirmed"] else "not yet", row["linked_to"]),
            )
            for row in rows
        ],
    )
    return 0


def _confirm(options: argparse.Namespace) -> int:
    with desk_of(options) as desk:
        vacancy = vacancy_of(desk, options.vacancy)
        entry = {
            "vacancy": vacancy.id,
            "lha": vacancy.data["lha"],
            "on": today(desk).isoformat(),
            "landlord_reference": options.landlord_reference,
        }
        saved = desk.save(
            "vacancy_confirmation",
            {key: value for key, value in entry.items() if value is not None},
            reason=options.reason,
        )
    if options.json:
        print_json({"vacancy": options.vacancy, "id": saved.id})
        return 0
    say(f"{options.vacancy} is confirmed. Link it to a case: `placement vacancy link`.")
    return 0


def _link(options: argparse.Namespace) -> int:
    with desk_of(options) as desk:
        case = case_of(desk, options.case)
        vacancy = vacancy_of(desk, options.vacancy)
        entry = {
            "vacancy": vacancy.id,
            "lha": vacancy.data["lha"],
            "from": today(desk).isoformat(),
        }
        saved = desk.save("vacancy_link", entry, case=case.id, reason=options.reason)
    if options.json:
        print_json({"vacancy": options.vacancy, "case": case.reference, "id": saved.id})
        return 0
    say(f"{options.vacancy} may be looked at for {case.reference}, and for no other case.")
    return 0
