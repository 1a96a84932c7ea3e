"""Small planning questions, drawn or written by hand, and the answer found by trying every plan."""

from __future__ import annotations

from itertools import product

from hypothesis import strategies as st

from placement.planning.question import Person, Question, Spot, merits_first
from placement.planning.valid import check, price
from placement.results import Finding, Outcome

LHAS = ("E1", "E2", "E3")
AREAS = ("", "A", "B")


def closed_by(key):
    return Finding(rule="gate", clause="6(b)", outcome=Outcome.NOT_MET, sentence=f"Closed: {key}.")


def person(name, merit, *, closed=None, spots=None, **more):
    """Return somebody of a question; ``closed`` gives keys by spot, or by LHA."""
    spots = spots or [Spot(lha) for lha in merit]
    against = {s: tuple((closed or {}).get(s, (closed or {}).get(s.lha, ()))) for s in spots}
    keys = {key for found in against.values() for key in found}
    return Person(
        reference=name,
        merit=merit,
        units=more.pop("units", merit),
        closed=against,
        findings={key: closed_by(key) for key in keys},
        **more,
    )


def question(*people, spots=None, costs=None, **more):
    """Return a question whose spots are the LHAs of the first person, unless they are given."""
    spots = spots or [Spot(lha) for lha in people[0].merit]
    free = {spot.lha: (0,) for spot in spots}
    return Question(people=people, spots=tuple(spots), costs={**free, **(costs or {})}, **more)


@st.composite
def questions(draw, most_people=4):
    """Questions of a few people: with and without homes, gates, pairs apart and earlier plans."""
    lhas = LHAS[: draw(st.integers(1, 3))]
    small = st.integers(0, 6)
    if draw(st.booleans()):
        homes = [
            Spot(draw(st.sampled_from(lhas)), f"H{i}", draw(st.sampled_from(AREAS)))
            for i in range(draw(st.integers(0, 4)))
        ]
        bare = [Spot(lha) for lha in lhas if lha not in {home.lha for home in homes}]
        spots = [*homes, *bare]
    else:
        homes, spots = [], [Spot(lha) for lha in lhas]
    names = [f"P-{i}" for i in range(draw(st.integers(1, most_people)))]
    people = []
    for name in names:
        closed = {spot: ("gate",) for spot in spots if draw(st.integers(0, 3)) == 0}
        closed |= {spot: ("no home",) for spot in spots if homes and not spot.home}
        merit = {lha: draw(st.integers(-5, 40)) for lha in lhas}
        made = person(
            name,
            merit,
            spots=spots,
            closed=closed,
            fixed=draw(st.sampled_from(["", "", "", "panel"])),
            own_best=draw(st.sampled_from([None, *lhas])),
            liking={lha: draw(small) for lha in lhas},
            ties={lha: place for place, lha in enumerate(lhas)},
            doubts={spot: ("bedrooms",) * draw(st.integers(0, 2)) for spot in homes},
            areas={lha: frozenset(AREAS[1 : draw(st.integers(1, 3))]) for lha in lhas},
        )
        people.append(merits_first(made, draw(st.integers(0, 40))))
    pairs = [(a, b) for a in names for b in names if a < b]
    apart = draw(st.sets(st.sampled_from(pairs), max_size=4)) if pairs else ()
    before = {name: draw(st.sampled_from([None, *spots])) for name in names if draw(st.booleans())}
    steps = {lha: [draw(small) for _ in range(draw(st.integers(1, 4)))] for lha in lhas}
    costs = {
        lha: tuple(sum(each[: k + 1]) for k in range(len(each))) for lha, each in steps.items()
    }
    return Question(
        people=tuple(people),
        spots=tuple(spots),
        costs=costs,
        apart=frozenset(apart),
        previous=before,
        weight=3,
    )


def every_plan(asked):
    """Every plan of a question, valid or not."""
    names = [each.reference for each in asked.people]
    for given in product([None, *asked.spots], repeat=len(names)):
        yield dict(zip(names, given, strict=True))


def best_by_hand(asked):
    """The worth of the best valid plan, found by looking at every one."""
    return max(price(asked, plan) for plan in every_plan(asked) if not check(asked, plan))
