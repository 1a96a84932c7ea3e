import time

import pytest

from placement.records.oracle import kept as oracle
from placement.ui import question
from tests.ui.app import press, text, well
from tests.ui.recorded.test_meeting import EAST, choose, part, today, write


@pytest.fixture
def asking(recorded, desk, monkeypatch):
    """The app, with a vacancy linked to the worked case; nobody waits."""
    recorded.at("meeting")
    monkeypatch.setattr(time, "sleep", lambda _: None)
    # the demonstration enters its vacancies today, and one is a day old before it is asked about
    numbers = oracle.vacancies.may_check

    def old_enough(*args, **named):
        return numbers(*args, **{**named, "entered_on": named["day"].replace(year=2020)})

    monkeypatch.setattr(oracle.vacancies, "may_check", old_enough)
    spoc = desk("spoc", EAST)
    home = next(each for each in spoc.list("vacancy") if each.data.get("postcode"))
    link = {"vacancy": home.id, "lha": EAST, "from": today(recorded.record).isoformat()}
    spoc.save("vacancy_link", link, case=recorded.case(), reason="to be asked about")
    return recorded


def test_a_spoc_is_told_clear_or_to_ask_and_what_is_left_of_the_ration(asking, desk):
    app = part(asking.at("meeting", "spoc", EAST), "Vacancy")
    assert "6 of 6 questions are left for this case, and 20 of 20 for you" in text(app)
    app = well(press(app, "Ask"))
    said = " ".join(each.value for each in [*app.success, *app.info])
    assert said.split(": ", 1)[1].startswith(("Clear.", "Ask the offender manager."))
    assert "5 of 6 questions are left" in text(well(app.run()))


def test_what_a_spoc_is_not_told_goes_to_the_offender_manager_in_one_click(asking):
    app = part(asking.at("meeting", "spoc", EAST), "Vacancy")
    app = well(press(app, "Ask"))
    if not app.info:
        pytest.skip("this vacancy is clear")
    app = well(press(app, "Pass this question to the offender manager"))
    assert app.success[0].value == question.PASSED
    app = part(asking.at("meeting", "offender_manager"), "Vacancy")
    assert "Questions that housing passed on" in text(app)
    assert "Do not show this part on a shared screen" in app.warning[0].value


def test_a_used_up_ration_is_said_in_words(asking):
    app = part(asking.at("meeting", "spoc", EAST), "Vacancy")
    for _ in range(6):
        app = well(press(app, "Ask"))
    app = press(app, "Ask")
    assert "6 are allowed" in app.error[0].value


def test_a_vacancy_is_entered_by_one_and_confirmed_by_another(asking, desk):
    app = part(asking.at("meeting", "spoc", EAST), "Vacancy")
    app = write(app, "-reference", "ELY-77")
    app = choose(app, "-kind", "social_rent")
    app = write(app, "-postcode", "CB7 4AA")
    app = well(press(app, "Enter this vacancy"))
    assert "ELY-77 is entered. Somebody else must confirm it." in app.success[0].value
    (made,) = [v for v in desk("spoc", EAST).list("vacancy") if v.data["reference"] == "ELY-77"]
    app = well(app.selectbox(key="home-confirm").set_value(made.id).run())
    assert "you entered this one yourself" in text(app)
    other = part(asking.at("meeting"), "Vacancy")
    other = well(other.selectbox(key="home-confirm").set_value(made.id).run())
    other = well(press(other, "Confirm that it is real"))
    assert "is confirmed" in other.success[0].value
    app = part(asking.at("meeting", "spoc", EAST), "Vacancy")
    app = well(app.selectbox(key="home-link").set_value(made.id).run())
    app = well(press(app, "Link it to this case"))
    assert "is linked to this case" in app.success[0].value
