"""
Local connection, by two tests that differ: part 7 (s.199, homelessness) and part 6 (the register).

Each ground is a rule of its own, for one person, one LHA and one day. What counts is where the
home stands, whoever pays; facts at the day; custody neither adds to residence nor wipes what went
before. A ground that rests on a missing fact is unknown. The test as a whole is the strongest
ground in the order met, borderline, for the LHA to decide, for the LHA to consider, unknown; it is
never "no connection": where no ground helps, it is for the LHA to consider.

Nothing here decides anything: every reader is told that the LHA decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.days import add_months, days_covered, in_words, window
from placement.results import Connection, ConnectionTest, Ground
from placement.rules.base import Verdict, rule, rules_for
from placement.rules.person import Person, best_of, ground_of, strongest, unsettled_of

if TYPE_CHECKING:
    from placement.cases.model import Address, Employment, Relative
    from placement.parameters import Numbers

# --- part 7: grounds ------------------------------------------------------------------------


@rule(clause="7(i)", question="part7", law=("HA1996 s.199(1)", "HA1996 s.199(3)"))
def residence_of_choice(who: Person, p: Numbers) -> Verdict:
    """Normal residence of the person's own choice, now or in the past."""
    return residence_there(
        who,
        windows=(
            (p["part7.year_needed_days"], p["part7.year_window_days"]),
            (p["part7.five_year_needed_days"], p["part7.five_year_window_days"]),
        ),
        p=p,
    )


def residence_there(who: Person, *, windows: tuple[tuple[int, int], ...], p: Numbers) -> Verdict:
    """Compare residence in an LHA with the guideline, under every reading of what is missing."""
    if who.history is None:
        return ground_of(Connection.UNKNOWN, "The addresses are not recorded.")
    stays = [stay for stay in who.history if stay.start < who.day]
    in_doubt = any(stay.kind == "unknown" or who.here(stay.place) is None for stay in stays)
    suppositions = [
        (kind, place) for kind in ("not_counted", "choice", "arguable") for place in (False, True)
    ]
    readings = {
        _residence_read(who, stays, windows, p, unknown_kind=kind, unknown_place=place)
        for kind, place in (suppositions if in_doubt else suppositions[:1])
    }
    counts = " and ".join(
        f"{_days_of_choice(who, stays, length, p)} of the last {length} days"
        for _, length in windows
    )
    if len(readings) > 1:
        return ground_of(
            Connection.UNKNOWN,
            f"A stay whose kind or place is not recorded could decide it; {counts} are shown.",
        )
    outcome = readings.pop()
    needed = " or ".join(f"{days} of {length}" for days, length in windows)
    return ground_of(outcome, f"{_RESIDENCE[outcome]} ({counts}; the guideline is {needed}).")


_RESIDENCE = {
    Connection.MET: "Residence of choice reaches the guideline",
    Connection.BORDERLINE: "Residence of choice lies close to the guideline",
    Connection.LHA_TO_DECIDE: "A stay in approved premises or short-term accommodation (CAS3): "
    "whether it counts is for the LHA",
    Connection.LHA_TO_CONSIDER: "Guideline not met; past residence of choice, for the LHA to "
    "consider",
    Connection.NOT_MET: "No residence of choice is recorded here",
}


def _residence_read(
    who: Person,
    stays: list[Address],
    windows: tuple[tuple[int, int], ...],
    p: Numbers,
    *,
    unknown_kind: str,
    unknown_place: bool,
) -> Connection:
    """Read the stays once, with one supposition about each thing that is missing."""
    choice, arguable = (
        set(p["part7.residence_of_choice_kinds"]),
        set(p["part7.residence_arguable_kinds"]),
    )

    def counts(stay: Address, kinds: set[str], supposed: str) -> bool:
        here = who.here(stay.place)
        if not (unknown_place if here is None else here):
            return False
        return stay.kind in kinds or (stay.kind == "unknown" and unknown_kind == supposed)

    chosen = [(s.start, s.end) for s in stays if counts(s, choice, "choice")]
    in_doubt = [(s.start, s.end) for s in stays if counts(s, arguable, "arguable")]
    near = p["part7.residence_borderline_days"]
    surplus = [
        days_covered(chosen, *window(who.day, length)) - needed for needed, length in windows
    ]
    if max(surplus) > near:
        return Connection.MET
    if max(surplus) >= -near:
        return Connection.BORDERLINE
    longest = max(length for _, length in windows)
    if days_covered(in_doubt, *window(who.day, longest)):
        return Connection.LHA_TO_DECIDE
    return Connection.LHA_TO_CONSIDER if chosen else Connection.NOT_MET


def _days_of_choice(who: Person, stays: list[Address], length: int, p: Numbers) -> int:
    kinds = set(p["part7.residence_of_choice_kinds"])
    shown = [(s.start, s.end) for s in stays if s.kind in kinds and who.here(s.place)]
    return days_covered(shown, *window(who.day, length))


@rule(clause="7(i)", question="part7", law=("HA1996 s.199(1)",))
def employment_there(who: Person, p: Numbers) -> Verdict:
    """Work there now; casual work is usually left out, voluntary work is for the LHA."""
    if who.employment is None:
        return ground_of(Connection.UNKNOWN, "Whether the person works is not recorded.")
    found = [job_there(who, job) for job in who.employment]
    return ground_of(*best_of(found, "No work there is recorded."), unsettled=unsettled_of(found))


def job_there(who: Person, job: Employment) -> tuple[Connection, str]:
    """Return what one job, or the offer of one, amounts to in an LHA on a day."""
    here = who.here(job.place)
    if here is False or (job.end is not None and job.end <= who.day):
        return Connection.NOT_MET, ""
    if job.kind == "study":
        return Connection.NOT_MET, "Study does not count."
    if job.start is not None and job.start > who.day:
        if not here:
            return Connection.NOT_MET, ""
        return Connection.NOT_MET, f"An offer of work counts from {in_words(job.start)}."
    if here is None or job.start is None or job.kind in (None, "unknown"):
        return Connection.UNKNOWN, "Where, since when or what kind the work is, is not recorded."
    return {
        "permanent": (Connection.MET, "Works there now."),
        "voluntary": (Connection.LHA_TO_DECIDE, "Voluntary work there: for the LHA."),
        "casual": (
            Connection.LHA_TO_CONSIDER,
            "Casual work there, which usually does not count: for the LHA to consider.",
        ),
    }[job.kind or ""]


@rule(clause="7(i)", question="part7", law=("HA1996 s.199(1)",))
def family_there(who: Person, p: Numbers) -> Verdict:
    """Close family there for years, whom the person wishes to be near."""
    if who.family is None:
        return ground_of(Connection.UNKNOWN, "Family is not recorded.")
    found = [
        relative_there(
            who,
            relative,
            years=p["part7.family_years"],
            near=p["part7.family_borderline_days"],
            usual=p["part7.family_relations"],
            other={
                **dict.fromkeys(p["part7.close_tie_relations"], Connection.LHA_TO_DECIDE),
                **dict.fromkeys(p["part7.weak_tie_relations"], Connection.LHA_TO_CONSIDER),
            },
        )
        for relative in who.family
    ]
    return ground_of(*best_of(found, "No family there is recorded."), unsettled=unsettled_of(found))


def relative_there(
    who: Person,
    relative: Relative,
    *,
    years: int,
    near: int,
    usual: list[str],
    other: dict[str, Connection],
) -> tuple[Connection, str]:
    """
    Return what one relative amounts to in an LHA on a day.

    ``usual`` relations count after ``years``, borderline within ``near`` days of them; ``other``
    relations have an outcome of their own.
    """
    here, wants = who.here(relative.place), relative.wants_to_be_near
    word = relative.relation.replace("_", " ")
    if here is False or wants is False:
        return Connection.NOT_MET, ""
    if here is None or wants is None:
        return (
            Connection.UNKNOWN,
            f"Where a {word} lives, or whether the person wishes to be near, is not recorded.",
        )
    if relative.relation in other:
        outcome = other[relative.relation]
        return outcome, f"A {word} lives there: whether the tie is close enough is for the LHA."
    if relative.relation not in usual:
        return (
            Connection.LHA_TO_CONSIDER,
            f"A {word} lives there; that relation is not on the face of the test: for the LHA to "
            "consider.",
        )
    if relative.since is None:
        return Connection.UNKNOWN, f"Since when a {word} has lived there is not recorded."
    reached = add_months(relative.since, 12 * years)
    gap = (who.day - reached).days
    since = f"A {word} has lived there since {in_words(relative.since)}"
    if gap > near:
        return Connection.MET, f"{since}: {years} years and more."
    if gap >= -near:
        return Connection.BORDERLINE, f"{since}: close to {years} years."
    return Connection.LHA_TO_CONSIDER, f"{since}: less than {years} years, for the LHA to consider."


@rule(clause="7(i)", question="part7", law=("HA1996 s.199(1)",))
def special_circumstances_there(who: Person, p: Numbers) -> Verdict:
    """Special circumstances that point to the LHA."""
    if who.special is None:
        return ground_of(Connection.UNKNOWN, "Special circumstances are not recorded.")
    found = []
    for circumstance in who.special:
        if circumstance.kind == "care_leaver":
            continue
        words = circumstance.kind.replace("_", " ")
        if circumstance.lha is None:
            found.append(
                (Connection.UNKNOWN, f"To which LHA a {words} ground points is not known.")
            )
        elif circumstance.lha == who.lha.code:
            found.append(
                (Connection.LHA_TO_DECIDE, f"Special circumstances ({words}): for the LHA.")
            )
    return ground_of(*best_of(found, "No special circumstance is recorded."))


@rule(clause="7(i)", question="part7", law=("HA1996 s.199(6)", "HA1996 s.199(7)"))
def asylum_support_there(who: Person, p: Numbers) -> Verdict:
    """Accommodation given there at any time as asylum support (s.95), unless later elsewhere."""
    if who.history is None:
        return ground_of(Connection.UNKNOWN, "The addresses are not recorded.")
    begun = [stay for stay in who.history if stay.start < who.day]
    support = [stay for stay in begun if stay.kind == "asylum_support"]
    if not support:
        doubtful = any(
            stay.kind == "unknown" and who.here(stay.place) is not False for stay in begun
        )
        if doubtful:
            return ground_of(
                Connection.UNKNOWN, "A stay of a kind not recorded could be asylum support."
            )
        return ground_of(Connection.NOT_MET, "No asylum support is recorded.")
    latest = max(support, key=lambda stay: stay.start)
    here = who.here(latest.place)
    if any(stay.kind == "unknown" and stay.start > latest.start for stay in begun) or here is None:
        return ground_of(Connection.UNKNOWN, "Where asylum support was last given is not certain.")
    if here:
        return ground_of(Connection.MET, "Asylum support accommodation was last given there.")
    return ground_of(Connection.NOT_MET, "Asylum support was last given elsewhere.")


@rule(
    clause="7(i)",
    question="part7",
    law=("HA1996 s.199(8)", "HA1996 s.199(9)", "HA1996 s.199(10)", "HA1996 s.199(11)"),
)
def care_leaver_of_its_authority(who: Person, p: Numbers) -> Verdict:
    """Leaving-care duties owed by the LHA, or by the county in which it lies."""
    if who.special is None:
        return ground_of(Connection.UNKNOWN, "Special circumstances are not recorded.")
    found = []
    for circumstance in who.special:
        if circumstance.kind != "care_leaver":
            continue
        owed_here = circumstance.authority in (who.lha.county, who.lha.code)
        limit = p["part7.care_leaver_age"]
        if circumstance.authority is None:
            found.append(
                (Connection.UNKNOWN, "Which authority owes leaving-care duties is not known.")
            )
        elif owed_here and circumstance.age is None:
            found.append((Connection.UNKNOWN, "The care leaver's age is not recorded."))
        elif owed_here and circumstance.age is not None and circumstance.age < limit:
            found.append(
                (Connection.MET, f"A care leaver under {limit} to whom this area owes the duties.")
            )
    return ground_of(*best_of(found, "No leaving-care duty of this area is recorded."))


# --- the tests ---------------------------------------------------------------------------------

GROUNDS = {
    "residence_of_choice": "residence",
    "employment_there": "employment",
    "family_there": "family",
    "special_circumstances_there": "special",
    "asylum_support_there": "asylum_support",
    "care_leaver_of_its_authority": "care_leaver",
}


def part7(who: Person, p: Numbers) -> ConnectionTest:
    """Return the part 7 test of one person for one LHA on one day, ground by ground."""
    if who.lha.country == "W":
        text = "Wales has its own homelessness law, which nobody has set out here."
        unknown = Ground(ground="residence", outcome=Connection.UNKNOWN, sentence=text)
        return ConnectionTest(outcome=Connection.UNKNOWN, grounds=(unknown,))
    grounds = []
    for entry in rules_for("part7", who.measured.as_of):
        verdict = entry.function(who, p)  # type: ignore[arg-type]
        grounds.append(
            Ground(
                ground=GROUNDS[entry.name],
                outcome=verdict.ground or Connection.UNKNOWN,
                sentence=verdict.sentence,
                unsettled=verdict.fact is not None,
            )
        )
    return ConnectionTest(outcome=strongest(g.outcome for g in grounds), grounds=tuple(grounds))


def past_residence(test: ConnectionTest) -> bool:
    """Whether the guideline is not met but past residence of choice remains."""
    return any(
        ground.ground == "residence" and ground.outcome is Connection.LHA_TO_CONSIDER
        for ground in test.grounds
    )
