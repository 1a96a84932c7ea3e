"""``placement case rank`` and ``refer``: which LHA, and the referral to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from placement import arguments
from placement.record_commands.asking import add_asking, add_assessing, desk_of
from placement.record_commands.naming import case_of, in_area, lha_in, setting_of, today
from placement.terminal import console, print_json, say, show

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from placement.records import Desk
    from placement.records.directory import Route

CHANNELS: Final = ("secure_email", "case_system", "telephone", "meeting", "post")
GIVEN: Final = {
    "conditions": "licence or order conditions",
    "risk_assessment": "the risk assessment that shows why going back will not do",
    "housing_history": "the housing history",
    "property_interest": "an interest in another property",
}
STATES: Final = ("given", "not_held", "withheld")


def add_ranking(verbs: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add both commands."""
    rank = verbs.add_parser(
        "rank",
        help="assess every LHA for a recorded case, as you may see it",
        description="Assess every LHA for a case of the record, with the placements and what "
        "SPOCs said that it holds. Whose findings were shown goes into the log: those named with "
        "--reasons, and all of them with --json.",
    )
    rank.add_argument("case", metavar="REF")
    rank.add_argument(
        "--reasons",
        action="append",
        default=[],
        metavar="LHA",
        help="also every reason for one LHA; may be given again",
    )
    add_asking(rank, reason="to see which LHA should be asked")
    add_assessing(rank)
    rank.add_argument(
        "--weights", type=arguments.weights, metavar="a=1,b=1,c=1", help="whole units for 6(a) ..."
    )
    rank.set_defaults(run=_rank)
    refer = verbs.add_parser(
        "refer",
        help="record a referral to the SPOC of an LHA",
        description="Record that an LHA was asked: to whom is looked up in the directory, and "
        "what was given is said thing by thing (6).",
    )
    refer.add_argument("case", metavar="REF")
    refer.add_argument("about", metavar="LHA", help="an ONS code or a name")
    refer.add_argument("--channel", required=True, choices=CHANNELS, help="how it was sent")
    for name, words in GIVEN.items():
        option = f"--{name.replace('_', '-')}"
        refer.add_argument(option, required=True, choices=STATES, help=words)
    refer.add_argument("--withheld-because", metavar="WORDS", help="why something was withheld")
    refer.add_argument("--first-options", metavar="WORDS", help="what was looked at before (6)")
    refer.add_argument("--on", type=arguments.day, metavar="DATE", help="the day (today)")
    add_asking(refer, reason="referred to an LHA")
    refer.set_defaults(run=_refer)


def _rank(options: argparse.Namespace) -> int:
    from placement.assess import assess
    from placement.explain import option_of
    from placement.records.assessing import ground
    from placement.records.decisions.recording import look

    with desk_of(options) as desk:
        case = case_of(desk, options.case)
        setting = setting_of(desk, options, options.weights)
        wanted = [lha_in(setting, named) for named in options.reasons]
        everyone = [lha.code for lha in setting.profile.on(setting.as_of)]
        with desk.transaction():  # what is looked at is the version that the ranking is of
            found = ground(desk, case.id, setting)
            if shown := everyone if options.json else wanted:
                look(desk, case.id, shown, reason=options.reason)
    ranking, reader = assess(found.case, found.setting), found.reader
    if options.json:
        from placement.view import ranking_as_data

        print_json(ranking_as_data(ranking, reader))
        return 0
    from placement.text import ranking_text, reasons_text

    show(ranking_text(ranking, reader, console().width))
    for lha in wanted:
        show("", reasons_text(option_of(ranking, lha), reader))
    return 0


def _refer(options: argparse.Namespace) -> int:
    with desk_of(options) as desk, desk.transaction():
        case = case_of(desk, options.case)
        setting = setting_of(desk, options)
        lha = lha_in(setting, options.about)
        day = options.on or today(desk)
        to = route_to(desk, lha, day, name=setting.profile[lha].name)
        entry: dict[str, Any] = {
            "lha": lha,
            "office": to.office,
            "instead_of": to.instead_of,
            "on": day.isoformat(),
            "channel": options.channel,
            **{name: getattr(options, name) for name in GIVEN},
            "withheld_because": options.withheld_because,
            "first_options": options.first_options,
        }
        given = {key: value for key, value in entry.items() if value is not None}
        saved = desk.save("referral", given, case=case.id, reason=options.reason)
        what = {"kind": "referral", "id": saved.id, "lha": lha}
        desk.log("disclosure", case=case.id, what=what, to_whom=lha, reason=options.reason)
    if options.json:
        print_json({"id": saved.id, "case": case.reference, "route": to.sentence, **given})
        return 0
    say(
        f"{case.reference} is referred to {setting.profile[lha].name}. "
        f"{in_area(options, to.sentence)}",
        f"{in_area(options, 'Their SPOC now sees the case, in the housing view.')} "
        f"`placement case pack {case.reference} {lha} --out FILE` writes what goes with it.",
    )
    return 0


def route_to(desk: Desk, lha: str, day: date, *, name: str) -> Route:
    """Return whom to ask in an LHA; ``NotAllowed`` where nobody is there."""
    from placement.errors import NotAllowed
    from placement.records.directory import route
    from placement.records.kinds import KINDS

    offices = {
        each.id: KINDS["office"].model.from_data(each.data) for each in desk.list("office", lha=lha)
    }
    away = [KINDS["absence"].model.from_data(each.data) for each in desk.list("absence", lha=lha)]
    found = route(lha, day, offices=offices, absences=away, name=name)  # type: ignore[arg-type]
    if found.office is None:
        raise NotAllowed(found.sentence)
    return found
