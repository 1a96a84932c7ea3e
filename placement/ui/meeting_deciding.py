"""The fields of the decision form, in the order in which a meeting comes to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from placement.days import in_words
from placement.errors import InputError
from placement.records.decisions.decision import Decision
from placement.records.decisions.judge import departure
from placement.records.decisions.words import LET as LETS
from placement.records.decisions.words import REASONS, REJECTED
from placement.ui import markup, meeting_room, words
from placement.ui import meeting_fields as fields
from placement.ui.meeting_forms import known
from placement.ui.meeting_words import AGENCIES, LET, OUTCOMES
from placement.ui.spoken import quoted, st

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.ui.kept import KeptCase
    from placement.ui.meeting_forms import Form

Data = dict[str, Any]
NONE_OF_THEM: Final = "It rests on none of them"
REASON: Final = "choose a reason"
IN_VIEW_UP_TO: Final = 8
OTHERS: Final = "Others of which to say why not"
NEVER_ALONE: Final = "The number and location of others is never the only reason (6)."


def ask(form: Form, now: KeptCase, ranking: Data, plan: tuple[str, ...]) -> Data:
    """Ask for every field of a decision; return what is typed."""
    typed = dict(form.typed)
    names = {option["lha"]: option["name"] for option in ranking["options"]}
    st.header("What was decided", anchor=False)
    typed |= _outcome(form, typed, names)
    st.header("Why", anchor=False)
    typed["reasons"] = _reasons(form, typed)
    typed |= _departure(form, typed, ranking)
    typed["rejected"] = _rejected(form, typed, names, ranking)
    st.header("The meeting", anchor=False)
    typed |= _meeting(form, typed, now, plan)
    typed["dissent"] = _dissent(form, typed)
    return known(typed)


def _outcome(form: Form, typed: Data, names: Mapping[str, str]) -> Data:
    left, right = st.columns(2)
    with left:
        outcome = fields.choose(
            "The decision", OUTCOMES, typed.get("outcome"), form.key("outcome"), radio=True
        )
    with right:
        on = fields.day("Day of the decision", typed.get("on"), form.key("on"))
    lha = let = None
    if outcome == "lha":
        few = len(names) <= IN_VIEW_UP_TO
        lha = fields.choose("Which LHA (6)", names, typed.get("lha"), form.key("lha"), radio=few)
        lets = {each: LET[each] for each in LETS}
        let = fields.choose(
            "Bid or direct let (9)", lets, typed.get("let"), form.key("let"), radio=True
        )
    return {"outcome": outcome, "lha": lha, "let": let, "on": on}


def _coded(codes: Mapping[str, str]) -> dict[str, str]:
    return {code: f"{words.plainly(code)} ({clause})" for code, clause in codes.items()}


def _reasons(form: Form, typed: Data) -> list[Data] | None:
    """Ask for the reasons, coded; words for each of them."""
    before = {each["code"]: each for each in typed.get("reasons") or ()}
    coded = _coded(REASONS)
    picked = fields.several("Reasons, with their clauses", coded, list(before), form.key("reasons"))
    found = []
    for code in picked or ():
        said = before.get(code, {}).get("text")
        needed = "" if code != "other" else ": say what it is"
        text = fields.text(f"In words: {coded[code]}{needed}", said, form.key(f"reason-{code}"))
        clause = REASONS[code] if code != "other" else None
        found.append(known({"code": code, "clause": clause, "text": text}))
    if [each["code"] for each in found] == ["number_and_location_of_others"]:
        st.warning(NEVER_ALONE)
    return found or None


def _departure(form: Form, typed: Data, ranking: Data) -> Data:
    """Where it departs from the recommendation, ask why: a code and a sentence."""
    said = departs(typed, ranking)
    if said is None:
        return {"departure_code": None, "departure": None}
    st.warning(markup.literally(f"{said} Say why."))
    left, right = st.columns([1, 2])
    with left:
        code = fields.choose(
            "Reason for departing",
            _coded(REASONS),
            typed.get("departure_code"),
            form.key("departure-code"),
            blank=REASON,
        )
    with right:
        text = fields.text(
            "Why it departs from the recommendation", typed.get("departure"), form.key("departure")
        )
    return {"departure_code": code, "departure": text}


def _rejected(
    form: Form, typed: Data, names: Mapping[str, str], ranking: Data
) -> list[Data] | None:
    """Ask why the others were not chosen; why not those recommended is needed."""
    if typed.get("outcome") == "deferred":
        return None
    before = {each["lha"]: each for each in typed.get("rejected") or ()}
    lead = ranking["recommendation"]["lhas"]
    others = [lha for lha in names if lha != typed.get("lha")]
    found = []
    with st.expander("LHAs not chosen, and why", expanded=bool(set(lead) & set(others))):
        for lha in _of_interest(form, others, lead, list(before), names):
            was = before.get(lha, {})
            left, right = st.columns([1, 2])
            needed = " (needed: it is recommended)" if lha in lead else ""
            with left:
                code = fields.choose(
                    f"Why not {names[lha]}{needed}",
                    _coded(REJECTED),
                    was.get("code"),
                    form.key(f"not-{lha}"),
                    blank=REASON,
                )
            with right:
                text = fields.text(
                    f"In words: why not {names[lha]}", was.get("text"), form.key(f"not-{lha}-text")
                )
            if code:
                found.append(known({"lha": lha, "code": code, "text": text}))
    return found or None


def _of_interest(
    form: Form, others: list[str], lead: list[str], said: list[str], names: Mapping[str, str]
) -> list[str]:
    """Return of which LHAs to ask why not: of all, or where there are many, of those picked."""
    if len(others) <= IN_VIEW_UP_TO:
        return others
    at_hand = {lha: names[lha] for lha in others if lha not in lead}
    picked = fields.several(OTHERS, at_hand, said, form.key("others")) or []
    return [lha for lha in others if lha in lead or lha in picked]


def _meeting(form: Form, typed: Data, now: KeptCase, plan: tuple[str, ...]) -> Data:
    met = {
        each.id: f"Level {each.data['level']}, {_day(each.data['on'])}"
        for each in meeting_room.meetings(now.id)
    }
    left, right = st.columns(2)
    with left:
        meeting = fields.choose("Meeting", met, typed.get("meeting"), form.key("meeting"))
        review = fields.day("Looked at again on", typed.get("next_review"), form.key("next-review"))
    with right:
        discussed = fields.choose(
            "Was diversity discussed",
            {"yes": "yes", "no": "no"},
            typed.get("diversity_discussed"),
            form.key("diversity-discussed"),
            radio=True,
        )
        diversity = None
        if discussed == "yes":
            diversity = fields.text(
                "What was discussed about diversity", typed.get("diversity"), form.key("diversity")
            )
    return {
        "meeting": meeting,
        "next_review": review,
        "diversity_discussed": discussed,
        "diversity": diversity,
        "attendance": fields.attendance(typed.get("attendance") or [], form.key("attendance")),
        "rests_on": _rests_on(form, typed, plan),
    }


def _rests_on(form: Form, typed: Data, plan: tuple[str, ...]) -> list[str] | None:
    """Ask which items of the risk plan it rests on; none of them is an answer of its own."""
    held = typed.get("rests_on")
    if not plan:
        return held if held is None else list(held)
    offered = {each: quoted(each) for each in (*plan, *(held or ()))}
    offered[NONE_OF_THEM] = NONE_OF_THEM
    shown = [NONE_OF_THEM] if held == [] else held
    picked = fields.several(
        "Items of the risk plan it rests on (5.3)", offered, shown, form.key("rests-on")
    )
    if not picked:
        return None
    return [each for each in picked if each != NONE_OF_THEM]


def _dissent(form: Form, typed: Data) -> list[Data] | None:
    """Ask which agencies did not agree, each in its own words."""
    before = {each["agency"]: each["text"] for each in typed.get("dissent") or ()}
    there = [each["agency"] for each in typed.get("attendance") or () if each["attended"]]
    offered = {each: AGENCIES.get(each, each) for each in dict.fromkeys((*there, *before))}
    offered |= {each: meeting_room.names_of(each) for each in offered if each not in AGENCIES}
    if not offered:
        return None
    picked = fields.several("Agencies that did not agree", offered, list(before), form.key("no"))
    found = []
    for agency in picked or ():
        text = fields.text(
            f"In their own words: {offered[agency]}", before.get(agency), form.key(f"no-{agency}")
        )
        found.append({"agency": agency, "text": text or ""})
    return found or None


def departs(typed: Data, ranking: Data) -> str | None:
    """Say how what is typed so far departs from a ranking's recommendation; None: it does not."""
    chosen = {key: typed.get(key) for key in ("on", "outcome", "lha")}
    try:
        return departure(Decision.from_data(chosen), ranking)
    except InputError:
        return None


def _day(iso: str) -> str:
    return in_words(date.fromisoformat(iso))
