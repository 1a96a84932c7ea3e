"""
Homes and the way to a let, for one LHA (8, 9), and the conditions of a referral (s.198).

Never an offer and never a duty: supply is not known here, and each line says who decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.results import Connection, HousingOption
from placement.rules.base import ASK_OFFENDER_MANAGER, Verdict, met, not_met, rule, unknown
from placement.rules.local_connection import part7
from placement.rules.person import household, strongest

if TYPE_CHECKING:
    from placement.facts import Facts
    from placement.parameters import Numbers

NOT_A_DECISION = (
    "This is not a homelessness decision. Anyone may apply to any authority, and it must decide "
    "the application itself (Housing Act 1996, part 7)."
)


@rule(clause="8.1", question="housing_options")
def range_of_housing_options(f: Facts, p: Numbers) -> Verdict:
    """A range of homes is looked at; a social tenancy is not assumed."""
    return met(
        f"Private rent, supported and social housing are all to be explored in {f.name}; a social "
        "tenancy is not assumed."
    )


def housing_options(f: Facts) -> tuple[HousingOption, ...]:
    """Return each kind of home of protocol 8 for one LHA, with what is known of it."""
    first = {"available": "available", "unsuitable": "closed", "unrealistic": "closed"}
    at_home = f.case.origin == f.code
    options = [
        HousingOption(
            kind="previous_home",
            status=first.get(f["previous_home"], "unknown") if at_home else "closed",
            sentence=(
                f"A home held before: {f['previous_home'].replace('_', ' ')}."
                if at_home
                else "The original home was not in this area."
            ),
        ),
        HousingOption(
            kind="family",
            status=first.get(f["family_or_network"], "unknown"),
            sentence="A home with family or a network: "
            f"{f['family_or_network'].replace('_', ' ')}.",
        ),
    ]
    for kind in ("private_rent", "supported", "social", "temporary"):
        known = f.lha.option(kind) if f.lha else None
        options.append(
            HousingOption(
                kind=kind,
                status=known.status if known else "unknown",
                sentence=known.sentence if known else "Not recorded: ask the LHA.",
            )
        )
    return tuple(options)


@rule(clause="8.2", question="option")
def prevention_rather_than_a_risky_application(f: Facts, p: Numbers) -> Verdict:
    """Where intentional homelessness is likely, band B or a direct let may serve better."""
    bands = f.measured.profile.scheme_of(f.code).bands
    if not bands:
        return unknown(
            "Which band the register would give is not known: see the scheme.", fact="bands"
        )
    band = "Band B" if "B" in bands else "A band"
    return met(
        f"{band} for prevention work, or a direct let where there is one, may be considered; "
        f"nobody may be kept from applying as homeless. {NOT_A_DECISION}"
    )


@rule(clause="9.3", question="route")
def route_through_home_link(f: Facts, p: Numbers) -> Verdict:
    """The Home-Link application is red-flagged; the meeting decides bid or direct let."""
    return _route(f)


@rule(clause="9.1", question="route")
def route_by_note_and_bid(f: Facts, p: Numbers) -> Verdict:
    """Peterborough notes MAPPA on the application, the person bids, the landlord asks."""
    return _route(f)


@rule(clause="8.4", question="route")
def route_of_another_register(f: Facts, p: Numbers) -> Verdict:
    """The way to a let where another area's register serves the LHA."""
    return _route(f)


ROUTES = {
    "home_link_flag": "route_through_home_link",
    "bid_with_note": "route_by_note_and_bid",
}


def _route(f: Facts) -> Verdict:
    sentences = f.lha.route_sentences if f.lha else ()
    if not sentences:
        return unknown("How a let happens here is not recorded: ask the LHA.", fact="route")
    return met(" ".join(sentences))


# --- s.198: conditions of a referral to this LHA, as findings --------------------------------


@rule(clause="7(i)", question="referral_198", law=("HA1996 s.198(2)",))
def a_connection_of_the_household(f: Facts, p: Numbers) -> Verdict:
    """The person, or somebody who would live with them, has a connection with the LHA."""
    own = Connection(f["part7.outcome"])
    if f.lha is None:
        raise LookupError("a referral is to an LHA")
    if f.case.household is None:
        others, said = [Connection.UNKNOWN], ["who would live with them is not recorded"]
    else:
        tests = [(r, part7(who, p)) for r, who in household(f.measured, f.lha, f.measured.as_of)]
        others = [test.outcome for _, test in tests]
        said = [f"{reference} {_WORDS[test.outcome]}" for reference, test in tests]
    whole = strongest([own, *others])
    text = "; ".join([f"the person {_WORDS[own]}", *said])
    sentence = f"{text[0].upper()}{text[1:]}."
    if whole is Connection.MET:
        return met(sentence)
    if Connection.UNKNOWN in (own, *others):
        return unknown(sentence, fact=f"connection in {f.code}")
    return not_met(f"{sentence} For the LHA to decide.")


_WORDS = {
    Connection.MET: "is connected on the facts",
    Connection.BORDERLINE: "is borderline",
    Connection.LHA_TO_DECIDE: "is for the LHA to decide",
    Connection.LHA_TO_CONSIDER: "is for the LHA to consider",
    Connection.UNKNOWN: "has a connection that is not settled",
}


@rule(clause="7(i)", question="referral_198", law=("HA1996 s.198(2)",))
def no_domestic_abuse_risked_there(f: Facts, p: Numbers) -> Verdict:
    """Neither the person nor their household risks domestic abuse in the LHA."""
    return _no_risk(f, "domestic_abuse", "domestic abuse")


@rule(clause="7(i)", question="referral_198", law=("HA1996 s.198(2A)", "HA1996 s.198(3)"))
def no_other_violence_risked_there(f: Facts, p: Numbers) -> Verdict:
    """Neither the person nor their household risks other violence in the LHA."""
    return _no_risk(f, "other_violence", "other violence")


def _no_risk(f: Facts, kind: str, words: str) -> Verdict:
    """Read the risk *to* the household; the risk that the person poses is another rule's."""
    risks = f.case.risk_to_applicant
    if risks is None:
        return unknown(
            f"Whether the person risks {words} in {f.name} is not recorded.",
            fact="risk to the applicant",
            housing=f"Whether there is a risk of {words} to the household is not known. "
            f"{ASK_OFFENDER_MANAGER}",
        )
    if any(risk.kind == kind and risk.lha == f.code for risk in risks):
        return not_met(
            f"A risk of {words} to the person or their household in {f.name}: no referral there."
        )
    return met(f"No risk of {words} to the person or their household in {f.name} is recorded.")


@rule(clause="7(i)", question="referral_198", law=("HA1996 s.189B", "HA1996 s.193"))
def referral_only_at_relief_or_main_duty(f: Facts, p: Numbers) -> Verdict:
    """A referral between LHAs is possible at the relief or the main duty only, never required."""
    if f.lha is not None and f.lha.country == "W":
        return not_met("No referral to Wales at the relief stage.")
    return met(
        "A referral is for the LHA applied to, at the relief or the main duty, and is never "
        f"required. {NOT_A_DECISION}"
    )
