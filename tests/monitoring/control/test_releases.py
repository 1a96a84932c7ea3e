"""Tables and histories built to leak: each is caught by the auditor and mended before it leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from placement import parameters
from placement.errors import InputError
from placement.monitoring.control import (
    History,
    Links,
    NotReleased,
    read_history,
    release,
    write_history,
)
from placement.monitoring.control.audit import audit
from placement.monitoring.control.cells import (
    ANYBODY,
    Key,
    Reader,
    Target,
    World,
    at_most,
    says,
)
from placement.monitoring.control.ground import Rule, ground_of
from placement.monitoring.control.meanings import Label, Rate, Share
from placement.monitoring.control.reading import read_tables
from placement.monitoring.control.release import published_of
from placement.monitoring.tables import Column

from .tables_made import ON, people_table

NUMBERS = parameters.load().on(date(2026, 10, 31))
AS_OF = date(2026, 9, 30)
OPEN = {"disclosure.least_change": 0, "disclosure.zeros_hidden": False}


def let_out(*tables, audience="smb", lha=None, history=None, links=None, numbers=None, **more):
    more.setdefault("as_of", AS_OF)
    return release(
        tables, audience, lha, history or History(), numbers or NUMBERS, links=links, **more
    )


def values(table, column="people"):
    return [table.value(i, column) for i in range(len(table.frame))]


def rate_table(numbers, residents, name="rates", column="rate", **more):
    columns = [
        (Column(name="size", title="s", kind="count", meaning="s"), [*residents, sum(residents)]),
        (
            Column(name=column, title="r", kind="number", meaning="r", derived_from=("people",)),
            [
                n / r * 100_000
                for n, r in zip([*numbers, sum(numbers)], [*residents, sum(residents)], strict=True)
            ],
        ),
    ]
    return people_table(name, numbers, columns=columns, **more)


def test_small_counts_and_one_more_are_hidden_and_nobody_can_subtract():
    out = let_out(people_table("now", [3, 12, 9, 15]))
    shown = values(out.tables[0])
    assert shown[0] is None
    assert sum(each is None for each in shown) >= 2
    assert out.proof.passed
    assert out.optimal
    assert set(out.proof.readers) >= {"anybody", "E07000008", "E07000009"}


def test_a_count_of_nobody_is_hidden_like_a_small_one():
    assert values(let_out(people_table("now", [0, 12, 9, 15])).tables[0])[0] is None


def test_what_cannot_be_is_a_dash_and_stays_one():
    table = people_table("now", [0, 12, 9, 15]).marked({(0, "people"): "z"})
    out = let_out(table)
    assert out.tables[0].shown(0, "people") == "–"
    assert values(out.tables[0])[1:] == [12, 9, 15, 36]


def test_tables_that_share_a_margin_are_hidden_together():
    by_level = [{"2": 9, "3": 3}, {"2": 8, "3": 6}, {"2": 7, "3": 7}, {"2": 9, "3": 8}]
    out = let_out(
        people_table("now", [12, 14, 14, 17]), people_table("level", by_level, split="level")
    )
    apart = let_out(people_table("level", by_level, split="level"))
    assert out.proof.passed
    assert apart.proof.passed
    # the margin shown in one table is the same cell as in the other: hidden in both or in neither
    totals = {row["lha"]: row["people"] for row in out.tables[1].rows() if row["level"] == "total"}
    assert {r["lha"]: r["people"] for r in out.tables[0].rows()} == totals


def test_columns_that_add_up_are_found_without_being_told():
    count = people_table("now", [12, 14]).column("people").people
    table = people_table("now", [12, 14])
    extra = [
        Column(
            name=n,
            title=n,
            kind="count",
            meaning=n,
            people=type(count)(measure=n, by={"lha": "lha"}, at={"on": ON}),
        )
        for n in ("came", "stayed")
    ]
    frame = table.frame.assign(came=[2, 6, 8], stayed=[10, 8, 18])
    wide = type(table)(
        name="wide",
        title="w",
        section="s",
        columns=(*table.columns, *extra),
        frame=frame,
        keys=("lha",),
        place="lha",
        totals={"lha": "total"},
    )
    read = read_tables([wide], Links())
    assert any(
        {k.measure for k, _ in line.terms} == {"people", "came", "stayed"} for line in read.lines
    )
    assert let_out(wide).proof.passed


def test_another_name_for_some_of_the_same_people_is_linked():
    now = people_table("now", [3, 12, 9, 15], at={"group": "counted"})
    column = now.column("people")
    other = type(column.people)(measure="people_with_area", by={"lha": "lha"}, at={"on": ON})
    known = replace(now, name="known", columns=(now.columns[0], replace(column, people=other)))
    out = let_out(now, known)
    # the same numbers under another name: hidden there, too
    assert values(out.tables[0]) == values(out.tables[1])
    assert out.proof.passed


def test_month_on_month_a_change_by_one_person_is_not_shown():
    june = people_table("june", [11, 12, 9, 15], on="2026-06-30")
    first = let_out(june, as_of=date(2026, 6, 30), on=date(2026, 7, 31))
    september = people_table("september", [12, 12, 9, 15])
    second = let_out(september, history=first.history)
    before, after = values(first.tables[0])[0], values(second.tables[0])[0]
    assert before is None or after is None
    free = let_out(
        september, history=first.history, numbers=parameters.load().on(NUMBERS.day, OPEN)
    )
    assert values(free.tables[0])[0] == 12


def test_without_the_history_the_auditor_would_have_been_deceived():
    history = let_out(
        people_table("now", [11, 12, 9, 15], on="2026-06-30"),
        as_of=date(2026, 6, 30),
        on=date(2026, 7, 31),
    ).history
    table = people_table("now", [12, 12, 9, 15])
    read = read_tables([table], Links())
    published = _all_said(table, read, History())
    changes = [
        t
        for t in ground_of(read, history, Rule.of(NUMBERS)).targets
        if t.key.measure.startswith("change")
    ]
    assert changes
    world = ground_of(read, history, Rule.of(NUMBERS)).world
    assert not audit(world, published, changes).passed


def _all_said(table, read, history):
    from placement.monitoring.control.offers import Audience

    ground = ground_of(read, history, Rule.of(NUMBERS))
    audience = Audience(name="smb", lha=None, base=1)
    return published_of([table], [table], audience, Links(), (5, True), ground)


def test_a_figure_corrected_by_one_is_a_difference_too():
    first = let_out(people_table("now", [11, 12, 9, 15]))
    later = date(2027, 1, 31)
    numbers = parameters.load().on(later)
    again = people_table("now", [12, 12, 9, 15])
    second = let_out(again, history=first.history, numbers=numbers, on=later, draft=True)
    assert values(first.tables[0])[0] == 11
    assert values(second.tables[0])[0] is None


def test_what_an_lha_was_told_before_a_correction_gives_nobody_away():
    """Told 47 alone on the day; who then reads the Board's 48 knows of one person."""
    first = let_out(people_table("now", [11, 12, 9, 15]), audience="lha", lha="E07000010")
    assert values(first.tables[0])[-1] == 47
    late = {"on": date(2026, 11, 10), "history": first.history}
    out = let_out(people_table("now", [12, 12, 9, 15]), **late)
    assert out.proof.passed
    assert out.proof.beyond == 0
    assert values(out.tables[0])[-1] is None
    unchanged = let_out(people_table("now", [11, 12, 9, 15]), **late)
    assert values(unchanged.tables[0]) == [11, 12, 9, 15, 47]


def test_of_a_reader_who_is_taken_to_know_what_cannot_be_nothing_is_proven():
    world = World(counts={(key := Key.of("n")): 3, (whole := Key.of("n", all="yes")): 9}, known=())
    target = Target(key=key, low=0, high=6)
    told = Reader(name="E07000010", also=(says(whole, 8, 8, "told"), at_most(key, [whole])))
    assert audit(world, [], [target], [told]).passed
    contradicted = audit(world, [says(whole, 9, 9, "published")], [target], [told])
    assert not contradicted.passed


def test_a_changed_definition_gives_nobody_away():
    old = people_table("now", [11, 12, 9, 15], at={"edition": "a"})
    first = let_out(old)
    new = people_table("now", [12, 12, 9, 15], at={"edition": "b"})
    second = let_out(new, history=first.history, draft=True)
    assert values(second.tables[0])[0] is None


def test_a_border_moved_over_one_person_gives_nobody_away():
    first = let_out(people_table("now", [11, 12, 9, 15]))
    moved = people_table("new", [11, 12, 9, 15])
    frame = moved.frame.copy()
    frame["lha"] = ["E07000008", "E07000009", "E07000010+", "E07000011-", "total"]
    frame["people"] = [11, 12, 10, 14, 47]
    table = type(moved)(
        name="new",
        title="n",
        section="s",
        columns=moved.columns,
        frame=frame,
        keys=("lha",),
        place="lha",
        totals={"lha": "total"},
    )
    strip = Key.of("people", on=ON, area="strip")
    from placement.monitoring.control.cells import adds_up

    lha = lambda code: Key.of("people", on=ON, lha=code)  # noqa: E731
    lines = (
        adds_up(lha("E07000010+"), [lha("E07000010"), strip], "the border moved"),
        adds_up(lha("E07000011"), [lha("E07000011-"), strip], "the border moved"),
    )
    second = let_out(table, history=first.history, links=Links(lines=lines), draft=True)
    shown = {row["lha"]: row["people"] for row in second.tables[0].rows()}
    assert shown["E07000010+"] is None
    assert shown["E07000011-"] is None


def test_rounding_does_not_hide_what_an_exact_total_gives_away():
    whole = {"disclosure.rounding_base_smb": 5}
    out = let_out(
        people_table("now", [3, 12, 9, 15]), numbers=parameters.load().on(NUMBERS.day, whole)
    )
    assert out.proof.passed
    assert all(each is None or each % 5 == 0 for each in values(out.tables[0]))
    exact = let_out(people_table("now", [3, 12, 9, 15]))
    again = let_out(
        people_table("now", [3, 12, 9, 15]),
        history=exact.history,
        numbers=parameters.load().on(NUMBERS.day, whole),
    )
    assert again.proof.passed


def test_a_rate_over_a_known_number_of_residents_is_the_count():
    rate = Rate(count="people", denominator="size", per=100_000, decimals=1)
    numbers, residents = [3, 12, 9, 15], [100_000, 90_000, 80_000, 70_000]
    out = let_out(rate_table(numbers, residents), links=Links(meanings={("rates", "rate"): rate}))
    for count, shown in zip(values(out.tables[0]), values(out.tables[0], "rate"), strict=True):
        assert count is not None or shown is None
    assert out.proof.passed


def test_a_second_denominator_does_not_finish_what_the_first_began():
    coarse = Rate(count="people", denominator="size", per=100_000, decimals=0)
    numbers = [11, 12, 9, 15]
    first = let_out(
        rate_table(numbers, [2_000_000, 1_900_000, 1_800_000, 1_700_000]),
        links=Links(
            meanings={("rates", "rate"): coarse}, kept_back=frozenset({("rates", "people")})
        ),
        numbers=parameters.load().on(NUMBERS.day, {"disclosure.threshold": 20}),
    )
    fine = let_out(
        rate_table(numbers, [50_000, 40_000, 30_000, 20_000], name="more"),
        links=Links(meanings={("more", "rate"): coarse}, kept_back=frozenset({("more", "people")})),
        numbers=parameters.load().on(NUMBERS.day, {"disclosure.threshold": 20}),
        history=first.history,
        draft=True,
    )
    assert fine.proof.passed
    assert values(fine.tables[0], "rate")[:4] == [None] * 4


def test_shares_tie_a_hidden_part_to_its_whole():
    share = Share(count="people", over=("lha",), decimals=1)
    numbers = [3, 12, 9, 16]
    column = Column(name="part", title="p", kind="share", meaning="p", derived_from=("people",))
    table = people_table("now", numbers, columns=[(column, [n / 40 for n in [*numbers, 40]])])
    out = let_out(table, links=Links(meanings={("now", "part"): share}))
    assert values(out.tables[0], "part")[0] is None
    assert out.proof.passed


def _labelled(numbers):
    label = Column(name="label", title="l", kind="label", meaning="l", derived_from=("people",))
    words = ["few" if n <= 2 else "many" if n >= 20 else "usual" for n in [*numbers, sum(numbers)]]
    table = people_table("now", numbers, columns=[(label, words)])
    bounds = {"few": (0, 2), "usual": (3, 19), "many": (20, None), "not many": (0, 19)}
    meaning = Label(
        count="people",
        bounds=lambda said, row: bounds[said],
        coarse={"few": "not many", "usual": "not many"},
    )
    return table, Links(meanings={("now", "label"): meaning})


def test_a_label_that_says_too_few_is_made_coarse_for_everybody():
    table, links = _labelled([1, 12, 24, 15])
    out = let_out(table, audience="lha", lha="E07000009", links=links)
    assert values(out.tables[0], "label")[:4] == ["not many", "usual", "many", "not many"]
    assert values(out.tables[0])[:4] == [None, 12, None, None]
    assert out.proof.passed


def test_labels_that_say_little_stand_as_they_are():
    table, links = _labelled([8, 12, 30, 15])
    out = let_out(table, audience="lha", lha="E07000009", links=links)
    assert values(out.tables[0], "label")[:4] == ["usual", "usual", "many", "usual"]


def test_an_lha_sees_its_own_in_full_and_of_others_no_number():
    out = let_out(people_table("now", [3, 12, 9, 15]), audience="lha", lha="E07000008")
    assert values(out.tables[0])[:4] == [3, None, None, None]


def test_the_public_sees_the_whole_area_rounded_and_no_place():
    numbers = parameters.load().on(date(2026, 10, 31))
    out = let_out(
        people_table("now", [3, 12, 9, 15], on="2026-03-31"),
        audience="public",
        numbers=numbers,
        as_of=date(2026, 3, 31),
    )
    assert [row["lha"] for row in out.tables[0].rows()] == ["total"]
    assert values(out.tables[0]) == [40]


def test_a_figure_without_a_meaning_goes_where_its_counts_go():
    column = Column(name="index", title="i", kind="number", meaning="i", derived_from=("people",))
    hidden = let_out(people_table("now", [3, 12, 9, 15], columns=[(column, [0.2] * 5)]))
    assert values(hidden.tables[0], "index") == [None] * 5
    shown = let_out(people_table("now", [13, 12, 9, 15], columns=[(column, [0.2] * 5)]))
    assert values(shown.tables[0], "index") == [0.2] * 5


def test_having_a_row_says_nothing():
    table = people_table("now", [3, 12, 9, 15]).only([0, 1, 2, 3, 4])
    frame = table.frame.assign(kind=["a", "a", "b", "a", "a"])
    wide = type(table)(
        name="now",
        title="n",
        section="s",
        columns=(*table.columns, Column(name="kind", title="k", kind="text", meaning="k")),
        frame=frame,
        keys=("lha", "kind"),
        place="lha",
        totals={"lha": "total"},
    )
    out = let_out(wide)
    assert "E07000008" not in set(out.tables[0].frame["lha"])


@pytest.mark.parametrize(
    ("on", "as_of", "said"),
    [
        (date(2026, 10, 30), AS_OF, "31 October 2026"),
        (date(2026, 10, 31), date(2026, 10, 30), "30 September 2026"),
    ],
)
def test_off_the_calendar_nothing_leaves_and_the_next_day_is_named(on, as_of, said):
    with pytest.raises(NotReleased, match=said):
        let_out(people_table("now", [13, 12, 9, 15]), on=on, as_of=as_of)


@pytest.mark.parametrize(("late", "made"), [(14, True), (15, False)])
def test_a_release_can_be_made_some_days_late_about_the_same_day(late, made):
    on = date(2026, 10, 31) + timedelta(days=late)
    table = people_table("now", [13, 12, 9, 15])
    if not made:
        with pytest.raises(NotReleased, match="is not a day of release"):
            let_out(table, on=on)
        return
    assert let_out(table, on=on).history.releases[0].on == on
    with pytest.raises(NotReleased, match="is about 30 September 2026"):
        let_out(table, on=on, as_of=on)


def test_late_a_release_is_made_once_and_another_readers_still_may_be():
    table, on = people_table("now", [13, 12, 9, 15]), date(2026, 11, 2)
    history = let_out(table, on=date(2026, 10, 31)).history
    with pytest.raises(NotReleased, match="has been made; what was corrected"):
        let_out(table, on=on, history=history)
    other = let_out(table, audience="lha", lha="E07000008", on=on, history=history)
    assert len(other.history.releases) == 2


def test_a_draft_may_be_made_on_any_day_and_is_no_part_of_the_history():
    out = let_out(people_table("now", [13, 12, 9, 15]), on=date(2026, 10, 30), draft=True)
    assert out.history == History()
    assert out.words[0] == "Draft: not released."


def test_the_history_goes_through_its_file_and_a_changed_one_is_refused(tmp_path):
    history = let_out(people_table("now", [3, 12, 9, 15])).history
    path = tmp_path / "history.json"
    write_history(history, path)
    assert read_history(path) == history
    assert read_history(tmp_path / "none.json") == History()
    path.write_text(path.read_text("utf-8").replace('"smb"', '"public"'), "utf-8")
    with pytest.raises(InputError, match="changed"):
        read_history(path)
    path.write_text("[]", "utf-8")
    with pytest.raises(InputError, match="not a release history"):
        read_history(path)


def test_the_history_holds_no_hidden_number(tmp_path):
    out = let_out(people_table("now", [3, 12, 9, 15]))
    said = {key for line in out.history.releases[0].said for key, _ in line.terms}
    assert not said & set(out.history.releases[0].hidden)
    assert Key.of("people", lha="E07000008", on=ON) in out.history.releases[0].hidden


def test_a_cell_hidden_last_time_is_not_given_away_this_time():
    """Last time one LHA and a second were hidden; this time a part of the whole is offered."""
    first = let_out(people_table("now", [3, 12, 9, 15]))
    hidden = [each for each in first.history.releases[0].hidden if each.get("lha")]
    from placement.monitoring.control.cells import World, says

    known = (*first.history.releases[0].structure, *first.history.releases[0].said)
    keys = {key for line in known for key, _ in line.terms}
    world = World(counts=dict.fromkeys(keys), known=known)
    targets = [Target(key=key, width=3) for key in hidden]
    assert audit(world, [], targets).passed
    second = [says(hidden[1], 12, 12, "later")]
    failed = audit(world, second, targets, (ANYBODY,)).failures
    assert [each.target.key for each in failed] == [hidden[1]]


def test_three_releases_in_a_row_are_proven_by_few_questions():
    """Cells hidden long ago, whose number nobody holds any more, must not make it endless."""
    history, asked = History(), []
    days = [
        ("2026-03-31", "2026-04-30"),
        ("2026-06-30", "2026-07-31"),
        ("2026-09-30", "2026-10-31"),
    ]
    for i, (about, on) in enumerate(days):
        rows = [{"a": 3 + n, "b": 11 - i, "c": 2 * n + i, "d": 21} for n in range(4)]
        day = date.fromisoformat(on)
        out = let_out(
            people_table("now", rows, split="kind", on=about),
            history=history,
            as_of=date.fromisoformat(about),
            on=day,
            numbers=parameters.load().on(day),
        )
        assert out.proof.passed
        history = out.history
        asked.append((out.proof.questions, out.proof.targets * len(out.proof.readers)))
    assert len(history.releases) == len(days)
    assert all(2 * questions < pairs for questions, pairs in asked)


def test_every_number_of_control_is_the_boards_to_agree():
    for number in parameters.load():
        if number.name.startswith("disclosure.") and number.clause == "10.1":
            assert number.values[0].source == parameters.UNAGREED
