"""A draft data protection impact assessment, with what the product knows of its own processing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.documents.plain_page import BLANK, Part, PlainPage, Points, Rows

if TYPE_CHECKING:
    from placement.documents.product_facts import Facts

RISKS: tuple[tuple[str, str], ...] = (
    (
        "Where a victim lives is worked out from answers, maps, messages or files",
        "Housing roles get clear or refer only, decided before the true answer is looked at; the "
        "victim's record has its own keys; tests play the curious user.",
    ),
    (
        "A published figure points at one person",
        "Disclosure control with a proof for every release over everything released before, "
        "and a fixed calendar.",
    ),
    (
        "A recommendation is followed without thought",
        "Advice with reasons by clause, doubts first; own reasons recorded; departures counted.",
    ),
    (
        "Rules weigh on some groups more than on others",
        "No rule reads an equality field; outcomes by group are monitored with their uncertainty.",
    ),
    (
        "Too much is shared, or with too many",
        "Need to know by role and case; each disclosure is logged with to whom.",
    ),
    (
        "A record is changed or lost unseen",
        "Versions are only added; the log is chained; each case is sealed with its own key.",
    ),
    ("Facts are old or wrong", "Facts carry their day and source; unknown is said, not guessed."),
)


def dpia(facts: Facts) -> PlainPage:
    """Return the assessment as a page."""
    return PlainPage(
        title="Data protection impact assessment",
        status=f"Draft, made from version {facts.version} of the tool itself. It is not an "
        "assessment until each controller and its data protection officer have completed it. It "
        "is not legal advice.",
        parts=(
            Part(
                title="Why one is needed",
                blocks=(
                    "Criminal-offence data and data of victims are combined across bodies to "
                    "advise on people's housing. Law that it rests on, and whether the statute "
                    "itself was read:",
                    Rows(
                        ("Law", "Title", "Read in the statute"),
                        tuple(
                            (law.id, law.title, "yes" if law.verified else "not yet")
                            for law in facts.register.law.values()
                            if law.id.startswith(("DPA", "DUAA", "EA", "CJA2003 s.325"))
                        ),
                    ),
                ),
            ),
            Part(
                title="Controllers, purposes and lawful bases",
                blocks=(
                    f"Controllers, joint controllers and their agreement: {BLANK}",
                    f"Lawful basis, and conditions for sensitive processing: {BLANK}",
                    "Purpose: protecting the public by stable, suitable housing, under the "
                    f"protocol ({facts.register.protocol.edition}).",
                ),
            ),
            Part(
                title="What is kept",
                blocks=(
                    Rows(
                        (
                            "Kind of record",
                            "Clause",
                            "Controller",
                            "Regime",
                            "In the vault",
                            "Who reads it",
                        ),
                        tuple(
                            (
                                kind.label,
                                kind.clause,
                                kind.controller,
                                kind.regime,
                                "yes" if kind.vault else "no",
                                ", ".join(f"{role}: {scope}" for role, scope in kind.reads.items())
                                or "nobody",
                            )
                            for kind in facts.kinds
                        ),
                    ),
                    "Scopes: all; own (cases of which one is in charge); referred (cases referred "
                    "to one's LHA); lha (about one's LHA); meeting (of meetings attended).",
                ),
            ),
            Part(
                title="How long it is kept",
                blocks=(
                    Rows(
                        ("What", "Value", "Source"),
                        tuple(
                            (n.label, facts.number(n.name), n.values[-1].source)
                            for n in facts.numbers
                            if n.name.startswith("records.keep_")
                        ),
                    ),
                ),
            ),
            Part(
                title="Who may do what with the record as a whole",
                blocks=(
                    Rows(
                        ("Action", "Roles"),
                        tuple(
                            (name.replace("_", " "), ", ".join(roles))
                            for name, roles in facts.actions.items()
                        ),
                    ),
                ),
            ),
            Part(
                title="What leaves, and to whom",
                blocks=(
                    Points(
                        (
                            "Referral to one LHA: logged, with the least that is needed.",
                            "Monitoring for the Board: counts below "
                            f"{facts.number('disclosure.threshold')} hidden, no hidden count known "
                            "more closely than "
                            f"{facts.number('disclosure.protection_interval')} either way.",
                            "To the public: totals of the whole area, rounded to "
                            f"{facts.number('disclosure.rounding_base_public')}, on fixed days.",
                            "Requests under freedom of information and for one's own data go to "
                            "the MAPPA Manager (12); nothing answers them by itself.",
                        )
                    ),
                ),
            ),
            Part(
                title="Risks and what is done about them",
                blocks=(
                    Rows(
                        ("Risk", "What the tool does", "What is left, and who accepts it"),
                        tuple((risk, done, BLANK) for risk, done in RISKS),
                    ),
                ),
            ),
            Part(
                title="Automated decisions",
                blocks=(
                    "The tool takes none. Whether people's involvement is meaningful in practice "
                    "is for the controller to show: how often the recommendation is departed from "
                    "is monitored.",
                ),
            ),
            Part(
                title="Consultation and sign-off",
                blocks=(f"Those affected, officers, the regulator where needed: {BLANK}",),
            ),
        ),
    )
