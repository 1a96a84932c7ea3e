"""Claims that are forged, absent, expired or another's give no role; a cookie gives no session."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from placement.errors import InputError, NotAllowed
from placement.records.sign_in import (
    actor_of,
    actors_of,
    begin,
    demo_actor,
    end,
    ended_by,
    login_of,
    resume,
    settings_from,
)

TEXT = """
issuer = "https://login.example.gov.uk/t/v2.0"
audience = "placement"
staff_claim = "preferred_username"
roles_claim = "groups"
session_minutes = 480
idle_minutes = 30
leeway_seconds = 60
[[roles]]
value = "g-om"
role = "offender_manager"
agency = "probation"
[[roles]]
value = "g-spoc-fen"
role = "spoc"
agency = "E07000010"
lha = "E07000010"
"""
SETTINGS = settings_from(TEXT)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def stamp(minutes):
    return int((NOW + timedelta(minutes=minutes)).timestamp())


CLAIMS = {
    "iss": "https://login.example.gov.uk/t/v2.0",
    "aud": "placement",
    "sub": "42",
    "preferred_username": "om.one",
    "groups": ["everybody", "g-om"],
    "iat": stamp(-1),
    "exp": stamp(60),
}


def claims(**changes):
    return {key: value for key, value in {**CLAIMS, **changes}.items() if value is not None}


def test_a_group_that_is_named_gives_its_role_and_no_other():
    found = actor_of(CLAIMS, SETTINGS, now=NOW)
    assert (found.id, found.role, found.agency, found.lha) == (
        "om.one",
        "offender_manager",
        "probation",
        None,
    )
    assert not found.synthetic


REFUSED = [
    ({"iss": "https://evil.example"}, "another identity provider"),
    ({"iss": None}, "another identity provider"),
    ({"iss": "https://login.example.gov.uk/t/v2.0/"}, "another identity provider"),
    ({"aud": "another"}, "another service"),
    ({"aud": None}, "another service"),
    ({"aud": ["placement", "another"]}, "several services"),
    ({"exp": stamp(-2)}, "has expired"),
    ({"exp": None}, "does not say from when"),
    ({"iat": None}, "does not say from when"),
    ({"exp": "never"}, "does not say from when"),
    ({"exp": True}, "does not say from when"),
    ({"exp": 1e300}, "does not say from when"),
    ({"iat": stamp(5)}, "not valid yet"),
    ({"nbf": stamp(5)}, "not valid yet"),
    ({"nbf": "soon"}, "does not say from when"),
    ({"preferred_username": None}, "who you are"),
    ({"preferred_username": "A Name With Spaces"}, "who you are"),
    ({"preferred_username": 42}, "who you are"),
    ({"groups": None}, "brings no roles"),
    ({"groups": []}, "brings no roles"),
    ({"groups": {"g-om": True}}, "brings no roles"),
    ({"groups": ["G-OM"]}, "no default role"),
    ({"groups": ["coordinator", "everybody"]}, "no default role"),
    ({"groups": "g-om g-spoc-fen"}, "no default role"),
]


@pytest.mark.parametrize(("changes", "why"), REFUSED)
def test_claims_that_will_not_do_are_refused_in_words_without_their_values(changes, why):
    with pytest.raises(NotAllowed, match=why) as caught:
        actors_of(claims(**changes), SETTINGS, now=NOW)
    for value in ("om.one", "A Name", "evil.example", "everybody"):
        assert value not in str(caught.value)


def test_a_role_in_a_claim_of_its_own_gives_nothing():
    """Only the claim that the settings name is read."""
    with pytest.raises(NotAllowed, match="no default role"):
        actor_of(claims(groups=["x"], role="coordinator", roles=["g-om"]), SETTINGS, now=NOW)


def test_several_roles_are_chosen_between_and_never_added_up():
    both = claims(groups=["g-om", "g-spoc-fen"])
    assert len(actors_of(both, SETTINGS, now=NOW)) == 2
    with pytest.raises(NotAllowed, match="Choose one"):
        actor_of(both, SETTINGS, now=NOW)
    assert actor_of(both, SETTINGS, now=NOW, role="spoc").lha == "E07000010"
    with pytest.raises(NotAllowed, match="does not give you that role"):
        actor_of(both, SETTINGS, now=NOW, role="coordinator")


def test_the_limits_of_expiry_and_leeway():
    just = claims(exp=stamp(0))
    assert actor_of(just, SETTINGS, now=NOW + timedelta(seconds=59))
    with pytest.raises(NotAllowed):
        actor_of(just, SETTINGS, now=NOW + timedelta(seconds=60))


# --- sessions ----------------------------------------------------------------------------------

ACTOR = actor_of(CLAIMS, SETTINGS, now=NOW)


def session(**changes):
    return begin(ACTOR, claims(**changes), SETTINGS, now=NOW)


def minutes(number):
    return NOW + timedelta(minutes=number)


def test_a_session_ends_with_the_claims_or_its_own_minutes_whichever_is_first():
    assert session().ends == minutes(60).isoformat()
    assert session(exp=stamp(10_000)).ends == minutes(480).isoformat()


def test_a_session_is_resumed_until_idle_or_ended():
    begun = session()
    seen = resume(begun, ACTOR, SETTINGS, now=minutes(29))
    assert seen.seen == minutes(29).isoformat()
    with pytest.raises(NotAllowed, match="Nothing was done"):
        resume(begun, ACTOR, SETTINGS, now=minutes(30))
    assert resume(seen, ACTOR, SETTINGS, now=minutes(58))
    assert ended_by(seen, SETTINGS, now=minutes(58)) is None
    assert ended_by(resume(seen, ACTOR, SETTINGS, now=minutes(58)), SETTINGS, now=minutes(60)) == (
        "expired"
    )


def test_who_signed_out_is_out_whatever_cookie_comes_back():
    over = end(session(), now=minutes(5))
    with pytest.raises(NotAllowed, match="signed out"):
        resume(over, ACTOR, SETTINGS, now=minutes(6))
    assert end(over, now=minutes(9), because="idle") == over
    assert login_of(CLAIMS) == over.login
    assert login_of(claims(iat=stamp(0))) != over.login


def test_a_session_is_one_persons_in_one_role():
    other = demo_actor("coordinator", synthetic_record=True)
    with pytest.raises(NotAllowed, match="another person's"):
        resume(session(), other, SETTINGS, now=NOW)
    with pytest.raises(NotAllowed, match="not signed in"):
        resume(None, ACTOR, SETTINGS, now=NOW)


# --- the demonstration, and the settings file --------------------------------------------------


def test_roles_are_switched_on_synthetic_records_only():
    assert demo_actor("smb", synthetic_record=True).synthetic
    assert demo_actor("spoc", synthetic_record=True, lha="E07000010").lha == "E07000010"
    with pytest.raises(NotAllowed, match="synthetic"):
        demo_actor("coordinator", synthetic_record=False)
    with pytest.raises(NotAllowed, match="one authority"):
        demo_actor("spoc", synthetic_record=True)
    with pytest.raises(NotAllowed):
        demo_actor("superuser", synthetic_record=True)


def test_every_problem_of_the_settings_is_said_at_once():
    bad = TEXT.replace("https:", "http:").replace('"spoc"', '"chief"').replace("= 30", "= 0")
    bad += '[[roles]]\nvalue = "g-om"\nrole = "panel"\nagency = "police"\ndefault = true\n'
    with pytest.raises(InputError) as caught:
        settings_from(bad)
    text = str(caught.value)
    for word in ("issuer", "chief", "idle_minutes", "there twice", "default"):
        assert word in text


def test_settings_without_roles_are_refused():
    with pytest.raises(InputError, match="nobody could sign in"):
        settings_from(TEXT.partition("[[roles]]")[0])
