"""One fault in each file, and the words that its message must hold."""

from __future__ import annotations

import pytest

from .texts import EXAMPLE, SMALL, changed, problems

# piece of the example, what stands there instead, words of the one problem that follows
FAULTS = [
    ('reference = "DEMO-014"', "", "reference: is missing. Write a pseudonym such as 'DEMO-014'"),
    ('"DEMO-014"', '"John Smith"', "reference: 'John Smith' is not allowed. Allowed: a pseudonym"),
    ('"DEMO-014"', '"DEMO"', "at least one digit"),
    ('"DEMO-014"', '"demo-014"', "capitals"),
    ('"DEMO-014"', '"1985-03-02"', "neither a date nor a postcode"),
    ('"DEMO-014"', '"02031985"', "neither a date nor a postcode"),
    ('"DEMO-014"', '"CB7-4AA"', "neither a date nor a postcode"),
    ('"DEMO-014"', "14", "reference: 14 is not allowed. Allowed: a pseudonym"),
    ("assessed_on = 2026-11-21", "", "assessed_on: is missing. Write a date such as 2026-11-21"),
    ("= 2026-11-21", '= "2026-11-21"', "assessed_on: '2026-11-21' is not allowed. Allowed: a date"),
    ("= 2026-11-21", '= "2026-11-21"', "(no quotes)"),
    ("= 2026-11-21", "= 2026-11-21T09:00:00", "without a time"),
    ("= 2026-11-21", "= 0026-11-21", "from 1900-01-01 to 2200-12-31"),
    ("assessed_on", "assesed_on", "assesed_on: is not a key of the case format. Did you mean asse"),
    ("[needs]", "[wants]", "wants: is not a key of the case format"),
    ("bedrooms = 1", "bedroms = 1", "needs.bedroms: is not a key of the case format. Did you mean"),
    ("bedrooms = 1", "household = []", "needs.household: is not a key of the case format. It belo"),
    ("bedrooms = 1", "bedrooms = 11", "needs.bedrooms: 11 is not allowed. Allowed: a whole number"),
    ("bedrooms = 1", "bedrooms = -1", "from 0 to 10"),
    ("bedrooms = 1", "bedrooms = 1.0", "needs.bedrooms: 1.0 is not allowed. Allowed: a whole num"),
    ("bedrooms = 1", "bedrooms = true", "needs.bedrooms: true is not allowed"),
    ("bedrooms = 1", f"bedrooms = {10**30}", "a number too large to show"),
    ("supported = true", 'supported = "yes"', "needs.supported: 'yes' is not allowed. Allowed: tr"),
    ('"assessed"', '"maybe"', "accommodation_need: 'maybe' is not allowed. Allowed: assessed, not"),
    ('"likely"', '"certain"', "homelessness_duty: 'certain'"),
    ("category = 2", "category = 5", "mappa.category: 5 is not allowed. Allowed: a whole number f"),
    ("level = 3", "level = 0", "mappa.level: 0 is not allowed. Allowed: a whole number from 1 to "),
    ('harm = "high"', 'harm = "severe"', "mappa.risk_of_serious_harm: 'severe'"),
    ('kind = "custody"', 'kind = "prison"', "status.kind: 'prison' is not allowed. Allowed: custo"),
    ("date = 2027-05-14", "day = 2027-05-14", "status.release.day: is not a key"),
    ('"conditional"', '"On parole!"', "status.release.kind: 'On parole!' is not allowed. Allowed"),
    ('previous_home = "unsuitable"', 'previous_home = "gone"', "first_options.previous_home: 'gon"),
    ('lha = "E07000010" ', 'lha = "Fenland" ', "origin.lha: 'Fenland' is not allowed. Allowed: th"),
    ('lha = "E07000010" ', 'lha = "S12000033" ', "in England or Wales"),
    ('can_return = "no"', 'can_return = "maybe"', "origin.can_return: 'maybe'"),
    ('can_return = "no"', "can_return = false", "origin.can_return: false is not allowed. Allowed"),
    ('["victim", "licence_condition"]', '"victim"', "origin.reasons: is text; write a list in sq"),
    ('["victim", "licence_condition"]', '["victim", "victim"]', "origin.reasons: the same entry"),
    ('outcome = "listed"', 'outcome = "done"', "victim_check.outcome: 'done' is not allowed"),
    ('outcome = "listed"', 'outcome = "none_known"', "'none_known' contradicts the victims"),
    ("on = 2026-11-02", "on = 09:30:00", "victim_check.on: 09:30:00 is not allowed"),
    ('held = "no"', 'held = "none"', "property_interest.held: 'none'"),
    ("from = 2014-06-01", "", "history[1].from: is missing"),
    ("to = 2022-01-10", "to = 2014-06-01", "history[1].to: 2014-06-01 with from = 2014-06-01"),
    ('kind = "social_rent"', 'kind = "flat"', "history[1].kind: 'flat' is not allowed. Allowed: o"),
    ('"PE13 1AB"\nkind = "social', '"PE13 1A"\nkind = "social', "history[1].postcode: 'PE13 1A'"),
    ('lha = "E07000011"', 'lha = "E7000011"', "history[3].lha: 'E7000011' is not allowed"),
    ('lha = "E07000011"', 'lha = "E07000011"\npostcode = "CB7 4AA"', "history[3].postcode: is giv"),
    ("hours_per_week = 20", "hours_per_week = 169", "a number from 0 to 168"),
    ("hours_per_week = 20", "hours_per_week = nan", "employment[1].hours_per_week: nan"),
    ("hours_per_week = 20", "hours_per_week = -inf", "employment[1].hours_per_week: -inf"),
    ('kind = "permanent"', 'kind = "zero_hours"', "permanent, casual, voluntary, study"),
    ('relation = "sister"', 'relation = "aunt"', "family[1].relation: 'aunt' is not allowed"),
    ("wants_to_be_near = true", "wants_to_be_near = 1", "family[1].wants_to_be_near: 1"),
    ('influence = "harmful"', 'influence = "bad"', "networks[2].influence: 'bad'"),
    ('kind = "treatment"', 'kind = "gp"', "services[2].kind: 'gp'"),
    ("visits_per_week = 1\n", "visits_per_week = 51\n", "services[1].visits_per_week: 51"),
    ('lha = "E06000031"', 'lha = "E07000009"', "management_view[2].lha: a view of E07000009 is"),
    ('view = "suitable"', 'view = "good"', "management_view[1].view: 'good'"),
    ('reason = "known associates"', 'reason = " "', "management_view[2].reason: ' ' is not"),
    ('reason = "known associates"', 'reason = "a\\u202eb"', "none of them invisible"),
    ('["DEMO-009"]', '["DEMO-014"]', "non_association: holds 'DEMO-014', the case itself"),
    ('["DEMO-009"]', '["DEMO-009", "DEMO-009"]', "non_association: the same entry is given twice"),
    ('["DEMO-009"]', '["Fred"]', "non_association[1]: 'Fred' is not allowed"),
    ('lhas = ["E07000008"]', 'lhas = ["E07000008", "E07000008"]', "preference.lhas: the same ent"),
    ('source = "restraining_order"', 'source = "court"', "conditions[2].source: 'court'"),
    ('areas = ["PE15 8", "PE15 9"]', 'areas = ["PE158"]', "conditions[2].areas[1]: 'PE158' is not"),
    ('areas = ["PE15 8", "PE15 9"]', "areas = []", "conditions[2].areas: is an empty list"),
    ('areas = ["PE15 8", "PE15 9"]', "", "conditions[2].around: is missing. A zone is exactly on"),
    ('areas = ["PE15 8", "', 'lhas = ["E07000008"]\nareas = ["PE15 8", "', "conditions[2].lhas: a"),
    ('item = "electronic monitoring"', "", "risk_plan[1].item: is missing"),
    ("needed = true", 'needed = "yes"', "risk_plan[1].needed: 'yes'"),
    ("[[management_view]]", "[management_view]", "a table is given twice"),
    ("household = []", "household = 3", "household: is a whole number; write [[household]]"),
    ("[mappa]", "[[mappa]]", "mappa: is a list; write [mappa] with single brackets"),
    ("[[employment]]", "[employment]", "employment: is a table; write [[employment]] with doub"),
    ("household = []", 'household = ["H1"]', "household[1]: is text; write [[household]]"),
    ("household = []", "household = [[[]]]", "household[1]: is a list"),
    ('[equality]', '[equality]\nheight = "tall"', "equality.height: is not a key"),
    ('held = "no"', 'held = "no"\nheld = "no"', "(at held): a key is given twice. Keep one"),
    ('held = "no"', "held = no", "(at held): the value is missing or not in quotes"),
    ('held = "no"', "held", "a key has no = after it"),
    ("on = 2026-11-02", "on = 2026-02-30", "(at on): the date does not exist"),
    ('["DEMO-009"]', '["DEMO-009"', "a list is not closed"),
]  # fmt: skip

SPECIAL = [
    ('kind = "care_leaver"\nauthority = "E07000009"', "a district, E07, owes none"),
    ('kind = "care_leaver"\nage = 121', "special_circumstances[1].age: 121 is not allowed"),
    ('kind = "medical"\nage = 30', "special_circumstances[1].age: is for kind = 'care_leaver'"),
    ('kind = "other"', "special_circumstances[1].note: is missing"),
    ('lha = "E07000009"', "special_circumstances[1].kind: is missing"),
]

CONDITIONS = [
    (
        'kind = "curfew"\nareas = ["PE15 8"]',
        "conditions[1].areas: draws a zone, and only exclusion",
    ),
    ('kind = "event_zone"\nlhas = ["E07000008"]', "conditions[1].lhas: draws a zone"),
    ('kind = "other"', "conditions[1].note: is missing. kind = 'other' needs a note"),
    (
        'kind = "exclusion_zone"\naround = { metres = 9 }',
        "conditions[1].around.postcode: is missing",
    ),
    (
        'kind = "exclusion_zone"\naround = { postcode = "CB7 4AA", metres = 0 }',
        "conditions[1].around.metres: 0 is not allowed. Allowed: a number from 1 to 50000",
    ),
    (
        'kind = "exclusion_zone"\naround = { postcode = "CB7 4AA", metres = 50001 }',
        "conditions[1].around.metres: 50001",
    ),
    ('kind = "exclusion_zone"\naround = "CB7 4AA"', "conditions[1].around: is text; write a table"),
    ('kind = "exclusion_zone"\ngeometry = 3', "conditions[1].geometry: 3 is not allowed"),
]


@pytest.mark.parametrize(("piece", "instead", "words"), FAULTS)
def test_one_fault_gives_one_problem_in_these_words(piece, instead, words):
    found = problems(changed(piece, instead))
    assert any(words in problem for problem in found), found
    assert len(found) <= 2, found  # a key spelt wrongly may leave a needed one missing


@pytest.mark.parametrize(("lines", "words"), SPECIAL)
def test_special_circumstances_that_cannot_be(lines, words):
    (problem,) = problems(f"{SMALL}[[special_circumstances]]\n{lines}\n")
    assert words in problem


@pytest.mark.parametrize(("lines", "words"), CONDITIONS)
def test_conditions_that_cannot_be(lines, words):
    text = f'{SMALL}[[conditions]]\nsource = "shpo"\nshare_with_housing = true\n{lines}\n'
    (problem,) = problems(text)
    assert words in problem


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ('origin = { lha = "none", can_return = "yes" }', "origin.can_return: 'yes' contradicts"),
        (
            'victims = []\nvictim_check = { outcome = "listed" }',
            "'listed' contradicts victims = []",
        ),
        (
            "mappa.history = [{ from = 2020-01-01, category = 3, level = 1 }]",
            "mappa.history[1].lev",
        ),
        ('risk_to_applicant = [{ lha = "E07000010", kind = "fire" }]', "domestic_abuse, other_vio"),
    ],
)
def test_keys_that_contradict_each_other_are_refused(start, words):
    (problem,) = problems(SMALL + start + "\n")
    assert words in problem


def test_a_day_may_have_only_one_category_and_level():
    spell = "[[mappa.history]]\nfrom = 2020-01-01\ncategory = 2\nlevel = 2\n"
    (problem,) = problems(SMALL + spell + spell)
    assert problem.startswith("mappa.history[2].from: 2020-01-01 is given before")


def test_a_reference_may_be_used_once_among_the_household_and_once_among_the_victims():
    for key in ("household", "victims"):
        entry = f'[[{key}]]\nreference = "X1"\n'
        assert problems(SMALL + entry) == ()
        (problem,) = problems(SMALL + entry + entry)
        assert problem.startswith(f"{key}[2].reference: is given before")


@pytest.mark.parametrize("level", [1, 2, 3])
def test_category_3_has_no_level_1_and_the_others_have_all_three(level):
    for category in (1, 2, 3, 4):
        found = problems(f"{SMALL}[mappa]\ncategory = {category}\nlevel = {level}\n")
        assert bool(found) == (category == 3 and level == 1)


@pytest.mark.parametrize(
    ("key", "least", "most"),
    [
        ("employment = [{ hours_per_week = %s }]", 0, 168),
        ('services = [{ kind = "police", visits_per_week = %s }]', 0, 50),
        ("needs = { bedrooms = %s }", 0, 10),
        ('victims = [{ reference = "V1", avoid_metres = %s }]', 0, 50_000),
    ],
)
def test_numbers_are_read_up_to_their_limits_and_not_past_them(key, least, most):
    assert problems(SMALL + key % least) == ()
    assert problems(SMALL + key % most) == ()
    assert len(problems(SMALL + key % (least - 1))) == 1
    assert len(problems(SMALL + key % (most + 1))) == 1


def test_every_problem_is_said_at_once():
    text = EXAMPLE
    for piece, instead in [
        ('"DEMO-014"', '"Demo"'),
        ("category = 2", "category = 9"),
        ('kind = "social_rent"', 'kind = "flat"'),
        ("hours_per_week = 20", "hours_per_week = 200"),
        ("bedrooms = 1", "bedroom = 1"),
    ]:
        text = changed(piece, instead, text)
    found = problems(text)
    assert [problem.split(":")[0] for problem in found] == [
        "reference",
        "mappa.category",
        "needs.bedroom",
        "history[1].kind",
        "employment[1].hours_per_week",
    ]
