"""
What one person's session holds, and the app's only calls to the engine.

The case stays on the server. What pages get is plain data made by ``placement.view`` for the role
chosen, so nothing that a role may not read reaches the browser. This is one of the two places that
may read today's date.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement import __version__, clauses, protocol_report, view
from placement.assess import assess, weights_as_changes
from placement.days import in_words
from placement.errors import PlacementError, PlacesError
from placement.explain import compare, why_not
from placement.load import load_setting
from placement.parameters import UNAGREED
from placement.profile import found_profiles, load_profile
from placement.ui import intake, session
from placement.ui.intake import Given, Held
from placement.ui.serve import CASE_VARIABLE, PLACEMENTS_VARIABLE, the_profile
from placement.ui.spoken import st, terms
from placement.weights import FACTORS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geodata.boundaries import Outline
    from geodata.places import Places
    from placement.assess import Setting
    from placement.explain import WhyNot
    from placement.results import Ranking
    from placement.ui.kept import KeptCase
    from scenarios.elsewhere import Elsewhere

HELD, PROBLEMS, ANSWERS, STARTED = "held", "problems", "answers", "started"
ROLE, OWN, AREA = "role", "own_lha", "area"
CHOSEN, PICK, GENERATION, FILES = "chosen", "pick", "generation", "files"
WEIGHT, COMPARED, TRIED = "weight-", "compared", "tried-weights"

WITHIN_A_PIXEL_M = 100.0  # of a map of 460 pixels; official outlines have corners by the thousand
NO_MAP = "No map: this area has no outlines. Import some with placement geodata import FILE."
NO_CASE = "No case is open. Open one on the Cases page."
NOT_FOR_HOUSING = (
    "This case cannot be assessed in this area as it stands. The offender manager, who holds the "
    "case file, is told why."
)


def today() -> date:
    """Return today: releases have their days, and so has what is looked at with no case open."""
    return date.today()


# --- the case in hand -------------------------------------------------------------------------


def held() -> Held | None:
    """Return the case in hand; at the start of a session, the one that the app was started with."""
    if STARTED not in st.session_state:
        st.session_state[STARTED] = True
        named = os.environ.get(CASE_VARIABLE)
        if named:
            placements = os.environ.get(PLACEMENTS_VARIABLE)
            register = Path(placements) if placements else None
            _take(intake.from_paths(Path(named), register, area()))
    found: Held | None = st.session_state.get(HELD)
    return found


def in_hand() -> KeptCase | None:
    """Return the recorded case in hand, where the app was started with a record."""
    if not session.has_record():
        return None
    from placement.ui import kept

    return kept.in_hand()


def has_case() -> bool:
    """Whether a case is open, from the record or from files."""
    return in_hand() is not None if session.has_record() else held() is not None


def open_case(case: str) -> None:
    """Take a recorded case in hand."""
    from placement.ui import kept

    kept.take(case)
    for key in (CHOSEN, COMPARED):
        st.session_state.pop(key, None)


def setting_today() -> Setting:
    """Return what rankings rest on today: profile, places, numbers."""
    return load_setting(profile=area(), as_of=today())


def open_worked_case() -> None:
    """Take the worked case in hand."""
    _take(intake.worked_case(area(), today()))


def worked_file() -> bytes:
    """Return the worked case's file, to begin a case of one's own from."""
    return intake.worked_text(area(), today()).encode()


def close_case() -> None:
    """Put the case away."""
    _take(None)


def take_uploads() -> None:
    """Take the uploaded files in hand; if they cannot be used, note why and keep what there was."""
    given = [Given(each.name, each.getvalue()) for each in st.session_state.get(FILES) or ()]
    if not given:
        st.session_state.pop(PROBLEMS, None)
        return
    try:
        new = intake.from_uploads(given, held(), housing=reader().housing, area=area())
        assess(new.case, files_setting(new))
    except PlacementError as error:
        st.session_state[PROBLEMS] = (str(error), reader().housing)
    else:
        _take(new)


def problems() -> str | None:
    """
    Return what was wrong with the files last given, if anything.

    What was said to somebody who may see more is not said again once a housing role is chosen.
    """
    said, to_housing = st.session_state.get(PROBLEMS, (None, True))
    return None if reader().housing and not to_housing else said


def _take(new: Held | None) -> None:
    st.session_state[HELD] = new
    for key in (PROBLEMS, ANSWERS, CHOSEN):
        st.session_state.pop(key, None)


# --- who reads, and where ---------------------------------------------------------------------


def reader() -> view.Reader:
    """Return who reads: whoever is at the screen, or, with files alone, the role chosen."""
    if session.has_record():
        return _recorded_reader()
    role = st.session_state.get(ROLE, "coordinator")
    own = st.session_state.get(OWN) if role == "spoc" else None
    return view.Reader(role, own).check()


def _recorded_reader() -> view.Reader:
    from placement.records.assessing import reader_of

    now = in_hand()
    who = session.actor()
    if who is None:
        raise PlacementError("Nobody is signed in. Sign in first.")
    if now is None:
        return view.Reader(who.role, who.lha)
    return reader_of(session.desk(), now.id)


def area() -> str:
    """Return the name of the profile: the record's, or with files alone the one chosen."""
    if session.has_record():
        return the_profile()
    return str(st.session_state.get(AREA) or the_profile())


def areas() -> dict[str, str]:
    """Return the profiles whose postcodes there are and their titles, the app's own first."""
    from geodata.store import places_path

    there = [name for name in found_profiles() if places_path(load_profile(name).places_name)]
    names = sorted({*there, the_profile()}, key=lambda name: (name != the_profile(), name))
    return {name: load_profile(name).title for name in names}


def told(text: str) -> str:
    """Return a text with the places that it gives as examples told of the area chosen."""
    return _elsewhere(area()).text(text) if text and terms() else text


@st.cache_resource(show_spinner=False)
def _elsewhere(profile: str) -> Elsewhere:
    from scenarios.elsewhere import elsewhere

    return elsewhere(load_profile(profile), today())


def lhas() -> dict[str, str]:
    """Return the names of the LHAs of the area chosen by ONS code, in the order of names."""
    there = {lha.code: lha.name for lha in load_profile(area()).on(day())}
    return dict(sorted(there.items(), key=lambda item: item[1]))


def chosen(options: Sequence[dict[str, Any]]) -> str:
    """Return the LHA whose reasons are shown: the one picked, a SPOC's own, else the first."""
    codes = [option["lha"] for option in options]
    wanted: tuple[str | None, ...] = (st.session_state.get(CHOSEN), reader().lha)
    return next((code for code in wanted if code is not None and code in codes), codes[0])


def choose(code: str) -> None:
    """Show the reasons of an LHA, and let the map forget what was last clicked on it."""
    st.session_state[CHOSEN] = code
    st.session_state[GENERATION] = generation() + 1


def generation() -> int:
    """Return a number that changes whenever the map must be drawn afresh."""
    return int(st.session_state.get(GENERATION, 0))


# --- answers ----------------------------------------------------------------------------------


def ranking(weights: tuple[int, int, int] | None = None) -> dict[str, Any]:
    """
    Return the ranking of the case in hand as the reader may have it.

    ``weights`` are units of connection, management and spread to try; left out: those agreed.
    """
    return view.ranking_as_data(_ranking(weights), reader())


def agreed_weights(ranked: dict[str, Any]) -> tuple[int, int, int]:
    """Return the weights that a ranking was made with, in whole units."""
    factors = ranked["options"][0]["factors"]
    connection, management, spread = (int(factors[name]["weight_units"]) for name in FACTORS)
    return connection, management, spread


def forget_weights() -> None:
    """Put the sliders back on the agreed weights."""
    for name in FACTORS:
        st.session_state.pop(f"{WEIGHT}{name}", None)


def reasons_against(lha: str) -> dict[str, Any]:
    """Return what stands against one LHA, and what would have to differ, for the reader."""
    return view.why_not_as_data(_why_not(lha), reader())


def side_by_side(codes: Sequence[str]) -> dict[str, Any]:
    """Return two or more LHAs side by side, for the reader."""
    return view.compare_as_data(*compare(_ranking(), codes), reader())


def statements() -> list[dict[str, Any]]:
    """Return every statement of the protocol and how it is treated."""
    return protocol_report.statements_of(load_profile(area()).cohort)


def numbers() -> list[dict[str, Any]]:
    """Return every number as it stands on the day of the case in hand, or today."""
    return protocol_report.parameters_as_data(day())


def register() -> clauses.Register:
    """Return the register of clauses: the document, its faults, and the law."""
    return clauses.load_clauses()


def day() -> date:
    """Return the day that the pages speak of: the case's, or today."""
    if session.has_record():
        return today()
    now = held()
    return now.case.assessed_on if now else today()


def provenance() -> tuple[str, ...]:
    """Return what the pages rest on: the document, the numbers, the places, the engine."""
    setting = setting_today() if session.has_record() else files_setting(held())
    drawn = outlines()
    kind = "official" if all(each["official"] for each in drawn) else "indicative, for drawing"
    return (
        f"Protocol: {register().protocol.edition}.",
        f"Numbers: {setting.numbers.register.digest}, as they stand on {in_words(day())}; weights "
        f"and points are {UNAGREED}.",
        f"Postcodes: {setting.places.edition}. Boundaries: {kind if drawn else 'none'}.",
        f"Engine: {__version__}.",
        setting.places.source,
    )


def outlines() -> list[Outline]:
    """Return the outlines of the area's LHAs, to draw; none where there are none to draw."""
    return _outlines(load_profile(area()).places_name)


@st.cache_resource(show_spinner=False)
def _outlines(profile: str) -> list[Outline]:
    from geodata.boundaries import drawn_small, load

    try:
        return drawn_small(load(profile), WITHIN_A_PIXEL_M)
    except PlacesError:  # a very large profile is built without
        return []


def map_credit() -> str:
    """Return what the map is: official outlines, or indicative ones made for drawing, or none."""
    if not outlines():
        return NO_MAP
    if all(each["official"] for each in outlines()):
        return "Official boundaries, as imported."
    return "Boundaries are indicative, for drawing: which LHA a postcode is in comes from ONS."


def _ranking(weights: tuple[int, int, int] | None = None) -> Ranking:
    def ask(now: Held, setting: Setting) -> Ranking:
        if weights is not None:
            changes = weights_as_changes(dict(zip(FACTORS, weights, strict=True)))
            setting = replace(setting, numbers=setting.numbers.changed(changes))
        return assess(now.case, setting)

    if session.has_record():
        return _kept_ranking(weights)
    found: Ranking = _once(f"ranking {weights}" if weights else "ranking", ask)
    return found


def _kept_ranking(weights: tuple[int, int, int] | None) -> Ranking:
    from placement.ui import kept

    return kept.ranking(kept.needed(), kept_setting(), weights)


def kept_setting() -> Setting:
    """Return the setting of the recorded case in hand, without what the record adds to it."""
    return load_setting(profile=area(), as_of=day())


def _why_not(lha: str) -> WhyNot:
    if session.has_record():
        from placement.ui import kept

        return kept.reasons_against(kept.needed(), kept_setting(), lha)
    found: WhyNot = _once(f"why not {lha}", lambda now, setting: why_not(now.case, setting, lha))
    return found


def _once(what: str, ask: Callable[[Held, Setting], Any]) -> Any:  # noqa: ANN401 - any answer
    """Ask the engine once for each case in hand, kind of reader and area."""
    now = held()
    if now is None:
        raise PlacementError(NO_CASE)
    answers = st.session_state.setdefault(ANSWERS, {})
    key = (what, reader().housing, area())
    if key not in answers:
        try:
            answers[key] = ask(now, files_setting(now))
        except PlacementError:
            if not reader().housing:
                raise
            raise PlacementError(NOT_FOR_HOUSING) from None
    return answers[key]


def files_setting(now: Held | None) -> Setting:
    """Return what a ranking of a case from files rests on."""
    found = load_setting(
        profile=area(), as_of=now.case.assessed_on if now else today(), role=reader().role
    )
    return replace(found, placements=now.placements if now else None)


def postcode_problem(typed: str) -> str | None:
    """Return what is wrong with a postcode as typed, in a sentence; None where it is found."""
    try:
        _places().find(typed)
    except PlacementError as error:
        return str(error)
    return None


def find_postcode(postcode: str) -> object:
    """Return where a postcode lies; PlacesError where it is not found."""
    return _places().find(postcode)


def _places() -> Places:
    from geodata.places import load

    profile = load_profile(area())
    return load(profile.places_name)
