"""Every role, kind and verb against a table written out by hand, in every way of standing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from placement.errors import NotAllowed
from placement.records.kinds import KINDS
from placement.records.kinds.base import ROLES
from placement.records.people import Actor
from placement.records.policy import (
    ACTIONS,
    LIMITED,
    NOT_YOURS,
    Standing,
    may,
    may_act,
    may_confirm,
    require,
    sees_case,
    standing_of,
    table,
)

# Two letters a cell, sees and records: All, Own cases, cases of Meetings attended, as marKed (of
# meetings attended), cases Referred to their LHA, their LHA's in such cases, what Is theirs,
# - never.
#                       offender victim  panel   SPOC    coordi-  Board   auditor
#                       manager  liaison member  deputy  nator
WRITTEN = """
case                    OO       O-      M-      R-      AA       --      --
protected               OO       OO      K-      --      AA       --      --
address_check           OO       OO      --      -R      AA       --      --
zone_release            OO       O-      M-      RR      AA       --      --
release_log             OO       OO      --      -R      AA       --      --
told_before             --       --      --      --      AA       --      --
management              OO       O-      M-      R-      AA       --      --
access                  O-       O-      --      --      AA       --      --
placement               OO       O-      M-      --      AA       --      --
vacancy                 AA       A-      A-      LL      AA       --      --
vacancy_confirmation    AA       A-      AA      LL      AA       --      --
vacancy_link            OO       O-      M-      LL      AA       --      --
meeting                 O-       O-      M-      --      AA       --      --
office                  A-       A-      A-      AL      AA       --      --
absence                 A-       A-      A-      AL      AA       --      --
contribution            O-       O-      M-      LL      AA       --      --
voice                   OO       --      M-      --      AA       --      --
decision                OO       O-      M-      --      AA       --      --
frozen                  OO       O-      --      --      AA       --      --
shown                   OO       O-      --      --      AA       --      --
dissent                 OO       O-      MM      --      AA       --      --
review_request          OO       --      M-      --      AA       --      --
review_answer           O-       --      M-      --      AA       --      --
media_event             OO       OO      M-      --      AA       --      --
protocol_review         A-       A-      A-      A-      AA       AA      A-
monitoring_release      --       --      --      --      AA       --      --
released_report         --       --      --      --      AA       A-      --
released_to_lha         --       --      --      L-      AA       --      --
session                 II       II      II      II      AA       II      AI
what_if                 OO       OO      --      --      AA       --      --
housing_what_if         OO       OO      MM      RR      AA       --      --
draft                   II       II      II      II      AA       --      --
referral                OO       O-      M-      L-      A-       --      --
interview               OO       O-      M-      LL      AA       --      --
register_application    OO       O-      M-      LL      AA       --      --
home_link_flag          OO       O-      M-      LL      AA       --      --
register_note           OO       O-      M-      LL      AA       --      --
bid_or_direct_let       OO       O-      M-      LL      AA       --      --
landlord_enquiry        OO       O-      MM      LL      AA       --      --
landlord_approach       OO       O-      M-      LL      AA       --      --
disclosure              OO       O-      M-      LL      AA       --      --
letter                  OO       O-      M-      LL      AA       --      --
address_assessment      OO       O-      MM      --      AA       --      --
outcome                 OO       O-      M-      LL      AA       --      --
task                    OO       O-      M-      LL      AA       --      --
information_request     OO       -O      -M      -R      AA       --      --
"""
COLUMNS = (
    "offender_manager",
    "victim_liaison",
    "panel",
    "spoc",
    "coordinator",
    "smb",
    "auditor",
)
CELLS = {
    (line.split()[0], role): cell
    for line in WRITTEN.strip().splitlines()
    for role, cell in zip(COLUMNS, line.split()[1:], strict=True)
}

EAST, FENLAND = "E07000009", "E07000010"
ME = "somebody.one"
NOBODY = Standing(case="c1")
WAYS = {
    "a stranger to it": NOBODY,
    "its owner": replace(
        NOBODY,
        owners=frozenset({(ME, "offender_manager"), (ME, "victim_liaison")}),
        named=frozenset({ME}),
    ),
    "another's": replace(NOBODY, owners=frozenset({("x.y", "offender_manager")})),
    "at its meeting": replace(NOBODY, attended=frozenset({ME})),
    "at its meeting and marked": replace(
        NOBODY, attended=frozenset({ME}), marked=frozenset({ME}), named=frozenset({ME})
    ),
    "marked and never there": replace(NOBODY, marked=frozenset({ME}), named=frozenset({ME})),
    "referred to East": replace(NOBODY, referred=frozenset({EAST})),
    "referred to Fenland": replace(NOBODY, referred=frozenset({FENLAND})),
    "all of it": Standing(
        case="c1",
        owners=frozenset({(ME, "offender_manager"), (ME, "victim_liaison")}),
        named=frozenset({ME}),
        attended=frozenset({ME}),
        marked=frozenset({ME}),
        referred=frozenset({EAST}),
    ),
}


def person(role):
    lha = EAST if role == "spoc" else None
    return Actor(id=ME, role=role, agency=lha or "probation", lha=lha)


def expected(letter, role, way, *, about, author, of_case):
    """Work out the answer from the table's letter and from nothing of the policy."""
    owner = role in ("offender_manager", "victim_liaison") and way in ("its owner", "all of it")
    there = way in ("at its meeting", "at its meeting and marked", "all of it")
    referred = role == "spoc" and way in ("referred to East", "all of it")
    knows = role == "coordinator" or owner or there or referred
    return {
        "A": True,
        "-": False,
        "O": owner,
        "M": there,
        "K": way in ("at its meeting and marked", "all of it"),
        "R": referred,
        "L": about == EAST and (referred or not of_case),
        "I": author in (None, ME) and (knows or not of_case),
    }[letter]


def test_the_table_has_every_kind_and_role():
    assert set(CELLS) == {(kind, role) for kind in KINDS for role in ROLES}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_may_do_what_the_table_says_and_nothing_else(kind, role):
    declared, cell = KINDS[kind], CELLS[kind, role]
    for way, standing in WAYS.items():
        for verb, letter in (("read", cell[0]), ("write", cell[1]), ("withdraw", cell[1])):
            for about in (None, EAST, FENLAND):
                for author in (None, ME, "x.y"):
                    case = standing if declared.of_case else None
                    answer = may(person(role), verb, declared, case, lha=about, author=author)
                    wanted = expected(
                        letter, role, way, about=about, author=author, of_case=declared.of_case
                    )
                    assert answer.allowed is wanted, (way, verb, about, author)
                    assert bool(answer.why) is not wanted


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", [name for name in KINDS if KINDS[name].of_case])
def test_a_limited_case_is_closed_to_all_who_are_not_named(kind, role):
    for standing in WAYS.values():
        for verb in ("read", "write", "withdraw"):
            about = {"lha": EAST, "author": ME}
            plain = may(person(role), verb, KINDS[kind], standing, **about)
            shut = may(person(role), verb, KINDS[kind], replace(standing, limited=True), **about)
            names_somebody = kind == "access" and role == "coordinator"
            wanted = plain.allowed and (ME in standing.named or names_somebody)
            assert shut.allowed is wanted


@pytest.mark.parametrize("kind", [name for name in KINDS if KINDS[name].of_case])
def test_without_a_case_only_the_coordinator_and_authors_do_anything(kind):
    declared = KINDS[kind]
    for role in ROLES:
        for verb in ("read", "write"):
            answer = may(person(role), verb, declared, None, lha=FENLAND)
            if declared.case_needed:
                assert not answer.allowed
            elif kind != "draft":
                assert answer.allowed is (role == "coordinator")


def test_the_board_and_the_auditor_see_no_case():
    for role in ("smb", "auditor"):
        assert not any(sees_case(person(role), way) for way in WAYS.values())
        released = {"released_report"} if role == "smb" else set()
        assert {name for name, kind in KINDS.items() if role in kind.reads} == {
            "protocol_review",
            "session",
            *released,
        }


def test_a_refusal_does_not_tell_whether_there_is_such_a_case():
    whys = {
        may(person("spoc"), "read", KINDS["case"], WAYS[way]).why
        for way in (
            "a stranger to it",
            "another's",
            "referred to Fenland",
            "marked and never there",
        )
    }
    assert whys == {NOT_YOURS}
    with pytest.raises(NotAllowed, match="no such case"):
        require(may(person("spoc"), "read", KINDS["case"], NOBODY))


def test_a_kind_of_no_case_is_not_given_one():
    assert not may(person("coordinator"), "write", KINDS["office"], NOBODY).allowed


# --- how people stand to a case ----------------------------------------------------------------

DAY = date(2026, 11, 22)
SAID = [
    ("access", {"person": "om", "as": "offender_manager", "from": "2026-01-01"}),
    (
        "access",
        {"person": "old", "as": "offender_manager", "from": "2026-01-01", "to": "2026-11-22"},
    ),
    ("access", {"person": "new", "as": "victim_liaison", "from": "2026-11-23"}),
    (
        "access",
        {"person": "pol", "as": "named", "from": "2026-11-22", "sees_protected": True},
    ),
    (
        "meeting",
        {
            "on": "2026-11-10",
            "attendance": [
                {"agency": "police", "person": "pol", "attended": True},
                {"agency": "prison", "person": "pri", "attended": False},
                {"agency": EAST, "attended": True},
            ],
        },
    ),
    ("meeting", {"on": "2026-11-23", "attendance": [{"person": "late", "attended": True}]}),
    ("referral", {"lha": EAST, "on": "2026-11-22"}),
    ("referral", {"lha": FENLAND, "on": "2026-11-23"}),
]


def test_standing_follows_the_records_and_their_days():
    found = standing_of("c1", SAID, day=DAY, limited=True)
    assert found == Standing(
        case="c1",
        limited=True,
        owners=frozenset({("om", "offender_manager")}),
        named=frozenset({"om", "pol"}),
        attended=frozenset({"pol"}),
        marked=frozenset({"pol"}),
        referred=frozenset({EAST}),
    )


def test_one_role_does_not_lend_another_its_cases():
    """Named as offender manager, somebody signed in as victim liaison officer owns nothing."""
    standing = standing_of("c1", SAID, day=DAY)
    om = Actor(id="om", role="offender_manager", agency="probation")
    assert may(om, "read", KINDS["case"], standing).allowed
    assert not may(replace(om, role="victim_liaison"), "read", KINDS["case"], standing).allowed


# --- separation of duties, actions, the page ---------------------------------------------------


@pytest.mark.parametrize(
    ("who", "reference", "allowed"),
    [
        (("a", "spoc", EAST), None, False),
        (("a", "spoc", EAST), "T-1", False),
        (("b", "spoc", EAST), None, False),
        (("b", "spoc", EAST), "T-1", True),
        (("c", "spoc", FENLAND), None, True),
        (("d", "coordinator", None), None, True),
    ],
)
def test_a_vacancy_is_confirmed_by_another_person_of_another_office_or_with_a_reference(
    who, reference, allowed
):
    actor = Actor(id=who[0], role=who[1], agency=who[2] or "mappa", lha=who[2])
    answer = may_confirm(
        actor, entered_by="a", entered_at=f"spoc of {EAST}", landlord_reference=reference
    )
    assert answer.allowed is allowed


# Who may do what to the record, by hand: coordinator, offender manager, SPOC, auditor, Board.
DONE = {
    "open_case": "coordinator offender_manager",
    "limit_case": "coordinator",
    "erase_case": "coordinator",
    "export": "coordinator offender_manager",
    "import": "coordinator",
    "check_address": "coordinator offender_manager victim_liaison spoc",
    "documents": "coordinator offender_manager victim_liaison panel spoc",
    "replay": "coordinator",
    "plan": "coordinator",
    "read_audit": "coordinator auditor",
    "verify_audit": "coordinator auditor",
    "back_up": "coordinator",
    "settings": " ".join(ROLES),
}


def test_the_actions_are_those_of_the_table():
    assert set(ACTIONS) == set(DONE)
    for action, roles in DONE.items():
        for role in ROLES:
            assert may_act(person(role), action).allowed is (role in roles.split())


def test_an_action_on_a_case_needs_a_standing_and_a_limited_one_a_name():
    owner = WAYS["its owner"]
    assert may_act(person("offender_manager"), "check_address", owner).allowed
    assert not may_act(person("offender_manager"), "check_address", NOBODY).allowed
    assert may_act(person("coordinator"), "erase_case", NOBODY).allowed
    shut = may_act(person("coordinator"), "erase_case", replace(NOBODY, limited=True))
    assert (shut.allowed, shut.why) == (False, LIMITED)


def test_the_settings_page_lists_every_right_in_words():
    rows = list(table(KINDS.values()))
    assert len(rows) == sum(cell != "--" for cell in CELLS.values())
    assert {row["sees"] for row in rows} <= {
        "all",
        "never",
        "their own cases",
        "cases of meetings they attended",
        "as the coordinator marks, of meetings they attended",
        "cases referred to their authority",
        "their own authority's, in cases referred to it",
        "what they wrote",
    }
