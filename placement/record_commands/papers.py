"""``placement case annex`` and ``pack``: Word documents, each logged as a disclosure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.errors import InputError, NotAllowed
from placement.record_commands.asking import add_asking, add_assessing, desk_of
from placement.record_commands.deciding import as_shown
from placement.record_commands.naming import case_of, lha_in, new_file, setting_of
from placement.terminal import print_json, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from placement.assess import Setting
    from placement.records import Desk, Stored
    from placement.view import Reader

PAPERS = {
    "conditions": "licence_conditions",
    "risk_assessment": "risk_assessment",
    "housing_history": "housing_history",
    "property_interest": "property_interest",
}


def add_papers(verbs: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add both commands."""
    annex = verbs.add_parser("annex", help="the annex to the minutes (Word)")
    annex.add_argument("case", metavar="REF")
    annex.add_argument("--out", type=Path, required=True, metavar="FILE", help="a .docx file")
    annex.add_argument("--housing", action="store_true", help="the version that housing may have")
    annex.add_argument("--to", metavar="WHOM", help="to whom it goes (those at the meeting)")
    add_asking(annex, reason="the annex to the minutes")
    add_assessing(annex)
    annex.set_defaults(run=_annex)
    pack = verbs.add_parser("pack", help="the checklist of what goes with a referral (Word)")
    pack.add_argument("case", metavar="REF")
    pack.add_argument("about", metavar="LHA", help="an ONS code or a name")
    pack.add_argument("--out", type=Path, required=True, metavar="FILE", help="a .docx file")
    add_asking(pack, reason="the referral pack")
    add_assessing(pack)
    pack.set_defaults(run=_pack)


def _annex(options: argparse.Namespace) -> int:
    from placement.documents.annex import annex
    from placement.documents.decided import decided
    from placement.documents.record import refuse_a_draft
    from placement.records.assessing import reader_of
    from placement.view import Reader

    version = "housing" if options.housing else "full"
    to = options.to or "those at the meeting"
    out = new_file(options.out)
    with desk_of(options) as desk:
        case = case_of(desk, options.case)
        with desk.transaction() as transaction:
            desk.may_act(transaction, "documents", case.id)
        reader = reader_of(desk, case.id)
        if reader.housing and not options.housing:
            raise NotAllowed("As a housing role you may have the housing version: add --housing.")
        if options.housing and not reader.housing:
            reader = Reader("panel")
        decision = _decision(desk, case.id)
        meeting = _newest(desk, "meeting", case.id)
        said = None
        if decision is not None:
            said = decided(decision.data, meeting.data if meeting else None)
            refuse_a_draft(said)
        shown = None if decision is None else _frozen(desk, decision, reader)
        if shown is None:
            shown = _assessed(desk, case.id, setting_of(desk, options), reader)
        content = annex(shown, version=version, decision=said, synthetic=desk.record.synthetic)
        what = {"kind": "annex", "version": version}
        _hand_over(desk, case.id, out, content, what, to, options.reason)
    return _said(options, case.reference, out, f"The {version} version of the annex", to)


def _decision(desk: Desk, case: str) -> Stored | None:
    """Return the last decision as this person may have it; a SPOC gets what they are told of it."""
    from placement.records.decisions.for_spoc import told

    if desk.actor.role == "spoc":
        theirs = told(desk, case).get(case)
        return theirs.decision if theirs else None
    return _newest(desk, "decision", case)


def _newest(desk: Desk, kind: str, case: str) -> Stored | None:
    """Return the last of a kind that this person may read, drafts too; None where there is none."""
    from placement.records.kinds import KINDS

    if desk.actor.role not in KINDS[kind].reads:
        return None
    found = desk.list(kind, case=case)
    return max(found, key=lambda each: (each.data["on"], each.at), default=None)


def _frozen(desk: Desk, decision: Stored, reader: Reader) -> dict[str, Any] | None:
    """Return the ranking that a decision was made on, as this reader may have it, if it is kept."""
    from placement.records.decisions.freeze import COORDINATOR, Frozen
    from placement.records.decisions.housing import HOUSING
    from placement.records.kinds import KINDS

    kind = "shown" if reader.housing else "frozen"
    if desk.actor.role not in KINDS[kind].reads or not decision.data.get("frozen_id"):
        return None
    full = str(decision.data["frozen_id"])
    found = [
        each
        for each in desk.list(kind, case=decision.case)
        if each.id == full or each.data.get("frozen") == full
    ]
    for each in found:
        frozen = Frozen.from_data(each.data)
        return frozen.shown_to(HOUSING if reader.housing else COORDINATOR)
    return None


def _assessed(desk: Desk, case: str, setting: Setting, reader: Reader) -> dict[str, Any]:
    """Return the ranking of today as a reader may have it, who need not be the one at the desk."""
    from placement.assess import assess
    from placement.records.assessing import ground, ranking
    from placement.view import ranking_as_data

    if reader.role == desk.actor.role:
        return ranking_as_data(ranking(desk, case, setting), reader)
    under = replace(as_shown(desk, case, setting), housing=True)
    found = ground(desk, case, setting)
    return ranking_as_data(assess(found.case, under), reader)


def _pack(options: argparse.Namespace) -> int:
    from placement.documents.referral_pack import facts_for_pack, referral_pack
    from placement.errors import PlacesError
    from placement.view import Reader

    out = new_file(options.out)
    with desk_of(options) as desk:
        case = case_of(desk, options.case)
        with desk.transaction() as transaction:
            desk.may_act(transaction, "documents", case.id)
        setting = setting_of(desk, options)
        lha = lha_in(setting, options.about)
        if desk.actor.role == "spoc" and desk.actor.lha != lha:
            raise NotAllowed("A SPOC may have the pack for their own authority only.")

        def lha_of(postcode: str) -> str | None:
            try:
                return str(setting.places.find(postcode).lha)
            except PlacesError:
                return None  # outside the profile: with the offender manager

        shown = _assessed(desk, case.id, setting, Reader("spoc", lha))
        held = desk.case(case.id, reason=options.reason)
        content = referral_pack(
            shown,
            facts_for_pack(held, lha_of=lha_of),
            lha=lha,
            papers=_papers(desk, case.id, lha),
            synthetic=desk.record.synthetic,
        )
        what = {"kind": "referral_pack", "lha": lha}
        _hand_over(desk, case.id, out, content, what, lha, options.reason)
    name = setting.profile[lha].name
    return _said(options, case.reference, out, f"The referral pack for {name}", lha)


def _papers(desk: Desk, case: str, lha: str) -> dict[str, dict[str, Any]]:
    """Return what the last referral to an LHA said was given; nothing typed in it is repeated."""
    found = [each.data for each in desk.list("referral", case=case, lha=lha)]
    last: Mapping[str, Any] = max(found, key=lambda each: str(each["on"]), default={})
    given: dict[str, dict[str, Any]] = {}
    for name, paper in PAPERS.items():
        if last.get(name) == "given":
            given[paper] = {"state": "given", "on": last["on"]}
        elif last.get(name) == "withheld":
            given[paper] = {"state": "missing", "note": "withheld: ask the offender manager"}
    return given


def _hand_over(
    desk: Desk,
    case: str,
    out: Path,
    content: bytes,
    what: Mapping[str, Any],
    to: str,
    reason: str,
) -> None:
    """Log a disclosure and write the document: both, or neither."""
    failed = ""
    try:
        with desk.transaction():
            desk.log("disclosure", case=case, what=what, to_whom=to, reason=reason)
            out.touch(mode=0o600, exist_ok=False)
            out.write_bytes(content)
    except OSError as error:
        failed = error.strerror or "it cannot be written"
        out.unlink(missing_ok=True)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    if failed:
        raise InputError(str(out), [f"{failed}. Nothing was written or logged."])


def _said(options: argparse.Namespace, reference: str, out: Path, what: str, to: str) -> int:
    if options.json:
        print_json({"case": reference, "file": str(out), "to": to})
        return 0
    say(f"{what} of {reference} is in {out}. The log has that it goes to: {to}.")
    return 0
