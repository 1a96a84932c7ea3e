"""
The algorithmic-transparency record (ATRS), both tiers, as a draft for the body that uses the tool.

Headings follow the ATRS template (version 3); what only the owning body knows is left blank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.documents.plain_page import BLANK, Part, PlainPage, Points, Rows

if TYPE_CHECKING:
    from placement.documents.product_facts import Facts


def atrs(facts: Facts) -> PlainPage:
    """Return the record as a page."""
    return PlainPage(
        title="Algorithmic transparency record",
        status=f"Draft, made from version {facts.version} of the tool itself. It is not published, "
        "and not a record until the owning body has completed and agreed it. Parts may be exempt "
        "where publishing them would harm public protection: the owning body decides.",
        parts=(
            Part(title="Tier 1"),
            Part(depth=3, title="Name", blocks=("Placement",)),
            Part(
                depth=3,
                title="Description",
                blocks=(
                    "Decision support for housing people managed under MAPPA (Multi-Agency Public "
                    "Protection Arrangements) who present a high risk of serious harm. It tests "
                    "each local housing authority (LHA) against a written protocol "
                    f"({facts.register.protocol.title}, {facts.register.protocol.edition}), sets "
                    "them side by side with reasons by clause, and says what is not known. It "
                    "advises; people decide.",
                ),
            ),
            Part(
                depth=3,
                title="How and why it is used",
                blocks=(
                    "Before and in a meeting, to see which LHA might be asked and why; by the "
                    "Strategic Management Board, to see how placements are spread. Four parties "
                    "decide four things: the offender manager whom to ask, the LHA what duty is "
                    "owed, the meeting whether to bid or let directly, the landlord whether to "
                    "accept.",
                ),
            ),
            Part(depth=3, title="Contact", blocks=(BLANK,)),
            Part(title="Tier 2"),
            Part(
                depth=3,
                title="Owner and responsibility",
                blocks=(
                    Rows(
                        ("What", "Answer"),
                        tuple(
                            (what, BLANK)
                            for what in (
                                "Organisation and team",
                                "Senior responsible owner",
                                "Supplier, its role and procurement",
                                "Supplier's access to data",
                            )
                        ),
                    ),
                ),
            ),
            Part(
                depth=3,
                title="Description and rationale",
                blocks=(
                    f"The protocol is treated clause by clause: {_kinds(facts)}. "
                    f"{len(facts.rules)} rules give findings, each with its clause, a sentence and "
                    "the fact it rests on. There is no learned model: points come from fixed "
                    "tables, and order is shown at the agreed weights and over all weightings.",
                    "Alternatives considered: a list made by hand, as now; a quota, which section "
                    "6 rejects; a score learned from past placements, which would repeat them.",
                ),
            ),
            Part(
                depth=3,
                title="Decision-making process and human oversight",
                blocks=(
                    Points(
                        (
                            "Nothing is decided, sent or reserved by the tool.",
                            "Spread can never close an LHA, and a decision whose only reason it "
                            "is stays a draft.",
                            "A missing fact is unknown, never met and never zero: it widens the "
                            "score, and the tool says what to ask first.",
                            "People record their own reasons; departing from the recommendation "
                            "is expected and needs no permission.",
                            "A recorded decision can be replayed with its facts, numbers and data.",
                        )
                    ),
                    f"Training, frequency of use, reviews and appeals: {BLANK}",
                ),
            ),
            Part(
                depth=3,
                title="Rules",
                blocks=(
                    Rows(
                        ("Clause", "What the clause asks for"),
                        tuple((rule.clause, rule.asks) for rule in facts.rules),
                    ),
                ),
            ),
            Part(
                depth=3,
                title="Tool specification",
                blocks=(
                    f"Version {facts.version}. Numbers of the protocol: {len(facts.numbers)}, of "
                    f"which {len(facts.unagreed)} are starting values that no Board has agreed. "
                    "The same inputs give the same output.",
                    "Main software that it stands on: " + ", ".join(facts.dependencies) + ".",
                ),
            ),
            Part(
                depth=3,
                title="Data",
                blocks=(
                    "Cases, placements and vacancies are entered by those who hold them. Places:",
                    Rows(
                        ("Source", "Used for", "Limits"),
                        tuple((s["title"], s["used_for"], s["limits"]) for s in facts.sources),
                    ),
                ),
            ),
            Part(
                depth=3,
                title="Risks, mitigations and impact assessments",
                blocks=(
                    "See the data protection impact assessment and the model card, drafts like "
                    f"this one. Equality impact assessment: {BLANK}",
                ),
            ),
        ),
    )


def _kinds(facts: Facts) -> str:
    said = (
        ("rule", "statements are rules"),
        ("guidance", "shape wording"),
        ("process", "are what people do"),
        ("outside", "are not acted on"),
    )
    return ", ".join(f"{len(facts.register.of_kind(kind))} {words}" for kind, words in said)
