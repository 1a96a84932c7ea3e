"""
What the case form asks, in the protocol's order: the same keys as a case file, in plain words.

A field is a key of the case file with a label and a kind; a section is a heading with its clause,
its fields and the lists that belong to it. Nothing here reads or checks a value: the case's own
reader does, so the form allows exactly what a file allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from placement.cases import words

WORD, TEXT, DAY, WHOLE, NUMBER, POSTCODE, LHA, LHAS, YES, WORDS, REFERENCES, SECTORS, FILE = (
    "word",
    "text",
    "day",
    "whole",
    "number",
    "postcode",
    "lha",
    "lhas",
    "yes",
    "words",
    "references",
    "sectors",
    "file",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """
    One thing asked for.

    ``key`` is the key of the case file, with dots between tables. ``allowed`` are the words of a
    word. ``needed`` says that an entry cannot be kept without it.
    """

    key: str
    label: str
    kind: str
    allowed: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    needed: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """A list of the case file: what one entry is called, and what is asked for each."""

    key: str
    label: str
    one: str
    fields: tuple[Field, ...]
    protected: bool = False
    none_said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the form."""

    title: str
    clause: str
    says: str = ""
    fields: tuple[Field, ...] = ()
    lists: tuple[Entries, ...] = ()
    protected: bool = False


_FROM = Field(key="from", label="From", kind=DAY, help="The first day.")
_STAY_FROM = Field(key="from", label="From", kind=DAY, needed=True, help="The first day there.")
_TO = Field(
    key="to", label="To", kind=DAY, help="The first day that it no longer holds; blank: still so."
)
_POSTCODE = Field(key="postcode", label="Postcode", kind=POSTCODE)
_LHA = Field(
    key="lha",
    label="or the LHA, where no postcode is known",
    kind=LHA,
    help="A place is a postcode or an LHA, not both.",
)

HISTORY: Final = Entries(
    key="history",
    label="Addresses so far",
    one="address",
    none_said="No address is known",
    fields=(
        Field(key="kind", label="Kind of home", kind=WORD, allowed=words.SETTING, needed=True),
        _STAY_FROM,
        _TO,
        _POSTCODE,
        _LHA,
    ),
)
EMPLOYMENT: Final = Entries(
    key="employment",
    label="Work, or the offer of it",
    one="job",
    none_said="There is none",
    fields=(
        Field(key="kind", label="Kind of work", kind=WORD, allowed=words.EMPLOYMENT),
        _FROM,
        _TO,
        Field(key="hours_per_week", label="Hours a week", kind=NUMBER, most=168),
        _POSTCODE,
        _LHA,
    ),
)
FAMILY: Final = Entries(
    key="family",
    label="Family",
    one="relative",
    none_said="There is none",
    fields=(
        Field(key="relation", label="Relation", kind=WORD, allowed=words.RELATION, needed=True),
        Field(key="since", label="Has lived there since", kind=DAY),
        Field(key="wants_to_be_near", label="Wants to live near them", kind=YES),
        _POSTCODE,
        _LHA,
    ),
)
NETWORKS: Final = Entries(
    key="networks",
    label="Networks, helpful or harmful",
    one="network",
    none_said="There is none",
    fields=(
        Field(
            key="kind", label="What (one word: family, faith, peers ...)", kind=TEXT, needed=True
        ),
        Field(key="influence", label="Influence", kind=WORD, allowed=words.INFLUENCE, needed=True),
        _POSTCODE,
        _LHA,
    ),
)
SERVICES: Final = Entries(
    key="services",
    label="Places that the risk management plan needs them to reach",
    one="place",
    none_said="There is none",
    fields=(
        Field(key="kind", label="What", kind=WORD, allowed=words.SERVICE, needed=True),
        _POSTCODE,
        _LHA,
        Field(key="visits_per_week", label="Visits a week", kind=NUMBER, most=50),
    ),
)
VIEWS: Final = Entries(
    key="management_view",
    label="The offender manager's view of an LHA",
    one="view",
    none_said="There is none",
    fields=(
        Field(key="lha", label="LHA", kind=LHA, needed=True),
        Field(key="view", label="View", kind=WORD, allowed=words.VIEW, needed=True),
        Field(key="reason", label="Reason", kind=TEXT),
    ),
)
_CONDITION = (
    Field(key="kind", label="Kind", kind=WORD, allowed=words.CONDITION, needed=True),
    Field(key="source", label="From", kind=WORD, allowed=words.CONDITION_SOURCE, needed=True),
    Field(key="from", label="In force from", kind=DAY),
    Field(key="to", label="To (blank: does not end)", kind=DAY),
    Field(
        key="areas",
        label="Zone: postcode sectors",
        kind=SECTORS,
        help="Such as PE15 8, PE15 9. A zone is sectors, LHAs, a circle or a file: one of them.",
    ),
    Field(key="lhas", label="Zone: whole LHAs", kind=LHAS),
    Field(key="around.postcode", label="Zone: circle round a postcode", kind=POSTCODE),
    Field(key="around.metres", label="Circle: metres", kind=WHOLE, least=1, most=50_000),
    Field(key="note", label="Note", kind=TEXT),
    Field(key="geometry", label="Zone: a file with its outline", kind=FILE),
)
CONDITIONS: Final = Entries(
    key="conditions",
    label="Conditions that housing may see",
    one="condition",
    none_said="There is none",
    fields=_CONDITION,
)
UNSHARED: Final = Entries(
    key="conditions",
    label="Conditions that housing may not see",
    one="condition",
    none_said="There is none",
    fields=_CONDITION,
    protected=True,
)
VICTIMS: Final = Entries(
    key="victims",
    label="Victims",
    one="victim",
    protected=True,
    fields=(
        Field(key="reference", label="Reference (never a name)", kind=TEXT, needed=True),
        Field(key="home.postcode", label="Home: postcode", kind=POSTCODE),
        Field(
            key="avoid_metres",
            label="Keep away by, in metres",
            kind=WHOLE,
            most=50_000,
            help="0: no distance is asked for.",
        ),
        Field(key="asks_to_avoid", label="Asks that these LHAs be avoided", kind=LHAS),
        Field(key="contact_scheme", label="In the contact scheme", kind=WORD, allowed=words.YES_NO),
        Field(key="views", label="Views", kind=WORD, allowed=words.VICTIM_VIEWS),
        Field(
            key="statement_for_housing", label="Statement for housing, naming no place", kind=TEXT
        ),
    ),
)
RISK_PLAN: Final = Entries(
    key="risk_plan",
    label="Items of the risk management plan that a home depends on",
    one="item",
    none_said="There is none",
    fields=(
        Field(key="item", label="Item", kind=TEXT, needed=True),
        Field(key="needed", label="Needed", kind=YES),
    ),
)
RISKS: Final = Entries(
    key="risk_to_applicant",
    label="Risk to the person or their household (s.198), never a risk they pose",
    one="risk",
    none_said="There is none",
    fields=(
        Field(key="lha", label="In", kind=LHA, needed=True),
        Field(key="kind", label="Of", kind=WORD, allowed=words.RISK_TO_APPLICANT, needed=True),
    ),
)
CIRCUMSTANCES: Final = Entries(
    key="special_circumstances",
    label="Special circumstances",
    one="circumstance",
    none_said="There is none",
    fields=(
        Field(key="kind", label="Kind", kind=WORD, allowed=words.SPECIAL_CIRCUMSTANCE, needed=True),
        Field(key="authority", label="Care leaver: authority that owes the duties", kind=TEXT),
        Field(key="age", label="Care leaver: age", kind=WHOLE, most=120),
        Field(key="lha", label="LHA", kind=LHA),
        Field(key="note", label="Note", kind=TEXT),
    ),
)

SECTIONS: Final = (
    Section(
        title="The person and their status",
        clause="2, 3, 7",
        fields=(
            Field(key="mappa.category", label="Category", kind=WHOLE, least=1, most=4),
            Field(key="mappa.level", label="Level", kind=WHOLE, least=1, most=3),
            Field(
                key="mappa.risk_of_serious_harm",
                label="Risk of serious harm",
                kind=WORD,
                allowed=words.RISK_OF_SERIOUS_HARM,
            ),
            Field(key="status.kind", label="Where they stand", kind=WORD, allowed=words.STATUS),
            Field(key="status.release.date", label="Release or discharge", kind=DAY),
            Field(
                key="accommodation_need",
                label="Accommodation need",
                kind=WORD,
                allowed=words.ACCOMMODATION_NEED,
            ),
            Field(
                key="homelessness_duty",
                label="Likely to be owed a homelessness duty",
                kind=WORD,
                allowed=words.HOMELESSNESS_DUTY,
                help="The LHA decides it; it scores nothing and closes nothing.",
            ),
        ),
    ),
    Section(
        title="First options",
        clause="6",
        says="Explored before an LHA is asked.",
        fields=(
            Field(
                key="first_options.previous_home",
                label="The home held before",
                kind=WORD,
                allowed=words.FIRST_OPTION,
            ),
            Field(
                key="first_options.family_or_network",
                label="Family or other networks",
                kind=WORD,
                allowed=words.FIRST_OPTION,
            ),
        ),
    ),
    Section(
        title="Original housing authority",
        clause="1",
        says="The starting point of every case.",
        fields=(
            Field(key="origin.lha", label="Original housing authority", kind=LHA),
            Field(key="origin.can_return", label="Can go back", kind=WORD, allowed=words.YES_NO),
            Field(
                key="origin.reasons",
                label="Why not (one word each: victim, licence_condition ...)",
                kind=WORDS,
            ),
            Field(key="origin.reasons_for_housing", label="Of these, housing is shown", kind=WORDS),
        ),
        lists=(HISTORY,),
    ),
    Section(
        title="Connection and support",
        clause="6(a)",
        lists=(FAMILY, NETWORKS, EMPLOYMENT, CIRCUMSTANCES),
    ),
    Section(title="Management", clause="6(b)", lists=(SERVICES, VIEWS, CONDITIONS, RISK_PLAN)),
    Section(
        title="Others",
        clause="6(c), s.198",
        fields=(
            Field(
                key="non_association",
                label="Cases that they must not live near (references)",
                kind=REFERENCES,
            ),
        ),
        lists=(RISKS,),
    ),
    Section(
        title="Preference and needs",
        clause="6, 8",
        fields=(
            Field(key="preference.lhas", label="Would like to live in", kind=LHAS),
            Field(key="needs.bedrooms", label="Bedrooms", kind=WHOLE, most=10),
            Field(key="needs.supported", label="Needs supported housing", kind=YES),
            Field(
                key="property_interest.held",
                label="Has an interest in a property",
                kind=WORD,
                allowed=words.YES_NO,
            ),
        ),
    ),
    Section(
        title="Victims and conditions not shared with housing",
        clause="7(ii)",
        says="The protected part: kept apart, under its own keys. Housing never sees it.",
        fields=(
            Field(
                key="victim_check.outcome",
                label="Victim check",
                kind=WORD,
                allowed=words.VICTIM_CHECK,
            ),
            Field(key="victim_check.by", label="Checked by (a team)", kind=TEXT),
            Field(key="victim_check.on", label="Checked on", kind=DAY),
        ),
        lists=(VICTIMS, UNSHARED),
        protected=True,
    ),
    Section(
        title="Equality",
        clause="s.149",
        says="Kept apart: read by equality monitoring alone, never by a rule.",
        fields=(
            Field(key="equality.sex", label="Sex", kind=TEXT),
            Field(key="equality.age", label="Age", kind=WHOLE, most=120),
            Field(
                key="equality.ethnicity", label="Ethnicity, as the person describes it", kind=TEXT
            ),
            Field(key="equality.religion", label="Religion", kind=TEXT),
            Field(key="equality.disability", label="Disability", kind=TEXT),
        ),
    ),
)
