"""A model card: what the ranking, the plan, the figures and their control are for, and not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.documents.plain_page import BLANK, Part, PlainPage, Points, Rows

if TYPE_CHECKING:
    from placement.documents.product_facts import Facts


def model_card(facts: Facts) -> PlainPage:
    """Return the card as a page."""
    checked = facts.checked
    return PlainPage(
        title="Model card",
        status=f"Draft, made from version {facts.version} of the tool itself. Numbers are those "
        f"that hold on {checked}, the day on which the protocol was last read against its text.",
        parts=(
            Part(
                title="What it is",
                blocks=(
                    "Written rules with fixed tables of points, a ranking over all weightings and "
                    "all values of unknown facts, a planner for several cases, and statistics of "
                    "placements with disclosure control. Nothing in it is learned from data.",
                ),
            ),
            Part(
                title="Meant for",
                blocks=(
                    Points(
                        (
                            "advising which LHA might be asked about one person, and why",
                            "comparing LHAs in a meeting, and saying what would change the answer",
                            "planning several cases together, merits first",
                            "showing the Board how placements are spread, with uncertainty",
                        )
                    ),
                ),
            ),
            Part(
                title="Not meant for",
                blocks=(
                    Points(
                        (
                            "deciding anything, or setting a quota, a target or a turn",
                            "predicting whether a person will offend",
                            "homelessness decisions, or legal advice",
                            "use outside the areas of its profiles without a profile made and read "
                            "by people who know the place",
                        )
                    ),
                ),
            ),
            Part(
                title="Areas",
                blocks=(
                    Rows(
                        ("Profile", f"LHAs on {checked}"),
                        tuple((title, str(many)) for title, many in facts.profiles),
                    ),
                ),
            ),
            Part(
                title="What it rests on",
                blocks=(
                    f"{len(facts.rules)} rules; {len(facts.numbers)} dated numbers, "
                    f"{len(facts.unagreed)} of them starting values that no Board has agreed; "
                    f"{len(facts.register.law)} sections of law, "
                    f"{sum(law.verified for law in facts.register.law.values())} of them read in "
                    f"the statute; {len(facts.register.interpretations)} notes on where the "
                    "protocol is unclear.",
                ),
            ),
            Part(
                title="Known faults of the protocol's text",
                blocks=(Points(tuple(facts.register.protocol.defects)),),
            ),
            Part(
                title="Disclosure control",
                blocks=(
                    Rows(
                        ("Number", "Value", "Source"),
                        tuple(
                            (n.label, facts.number(n.name), n.values[-1].source)
                            for n in facts.numbers
                            if n.name.startswith("disclosure.")
                        ),
                    ),
                    "Every release is proven: for each protected count, tables of whole numbers "
                    "are found that agree with all that was ever published and differ by the "
                    "interval. What that does not cover:",
                    Points(
                        (
                            "a reader who knows how the hidden cells were chosen and reasons from "
                            "what would have been chosen otherwise",
                            "several LHAs putting their own numbers together",
                            "figures that are not linear in counts (indices, mean stays): they are "
                            "shown only where every count behind them is",
                            "what somebody knows of a person from elsewhere",
                        )
                    ),
                ),
            ),
            Part(
                title="Limits",
                blocks=(
                    Points(
                        (
                            "Postcodes include ended ones and places that are not homes; land is "
                            "not vacancies.",
                            "Counts are small: most differences are within what chance gives.",
                            "Evidence on concentration is mostly from the United States and "
                            "transfers weakly.",
                            "A share is not a probability that an answer is right.",
                        )
                    ),
                ),
            ),
            Part(
                title="Evaluation",
                blocks=(
                    "Worked scenarios, properties and attacks are run with every change; see "
                    f"CONTRIBUTING.md. Evaluation in use: {BLANK}",
                ),
            ),
        ),
    )
