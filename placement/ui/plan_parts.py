"""Parts of the Plan page: what is asked, the plan by case and by LHA, the trade, what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from placement.errors import PlacementError
from placement.records import assessing
from placement.ui import beside, frame, long_work, markup, session, state, waiting
from placement.ui.markup import Group, table, tag
from placement.ui.plan_chart import frontier_chart, frontier_rows
from placement.ui.spoken import st

if TYPE_CHECKING:
    from collections.abc import Sequence

    from placement.ui.beside import Work

    Data = dict[str, Any]

CASES, HOMES, REGRET, RESULT = "plan-cases", "plan-homes", "plan-regret", "plan-result"
ANYWHERE = "wherever is best"
UNDER_WAY = "plan-under-way"
MAY_TAKE = "A plan of many cases may take a minute. You may go on with something else meanwhile."
TIME_LIMIT_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asked to plan: the cases, by id, and what people have decided already."""

    cases: tuple[str, ...]
    with_vacancies: bool
    regret: float
    locks: tuple[str, ...]
    opened: tuple[str, ...]
    unlocked: tuple[str, ...]


def ask() -> Asked | None:
    """Ask which cases to plan together, and what is fixed; None while there are none."""
    named = {row.id: row.reference for row in session.desk().cases()}
    named = dict(sorted(named.items(), key=lambda item: item[1]))
    if not named:
        st.info("No case is open to you, so there is nothing to plan.")
        return None
    with st.container(key="plan-asked"):
        picked = st.pills(
            "Cases to plan together",
            list(named),
            selection_mode="multi",
            default=list(named),
            format_func=named.__getitem__,
            key=CASES,
        )
        left, right = st.columns(2)
        with left:
            agreed = state.setting_today().numbers["ranking.regret"]
            regret = st.slider(
                "How many points below their own best anybody may be placed, at most",
                0,
                40,
                value=int(agreed),
                key=REGRET,
            )
        with right:
            homes = st.toggle(
                "Use the confirmed vacancies, one person each",
                key=HOMES,
                help="Off: supply is not known and limits nothing.",
            )
        locks, opened, unlocked = _decided({case: named[case] for case in picked})
    if not picked:
        st.warning("Pick at least one case.")
        return None
    return Asked(
        cases=tuple(picked),
        with_vacancies=homes,
        regret=float(regret),
        locks=locks,
        opened=opened,
        unlocked=unlocked,
    )


def _decided(named: dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Ask what people have fixed, opened or freed, case by case."""
    locks, opened, unlocked = list[str](), list[str](), list[str]()
    lhas = {ANYWHERE: ANYWHERE, **state.lhas()}
    with st.expander("What the panel has decided already: fix, open, free"):
        for case, reference in named.items():
            one, two, three, four = st.columns(4)
            with one:
                fixed = st.selectbox(
                    f"{reference}: fixed to",
                    list(lhas),
                    format_func=lhas.__getitem__,
                    key=f"plan-fixed-{case}",
                )
            with two:
                may = st.selectbox(
                    f"{reference}: opened, though to be asked first",
                    list(state.lhas()),
                    index=None,
                    format_func=lhas.__getitem__,
                    placeholder="none",
                    key=f"plan-opened-{case}",
                )
            with three:
                why = st.text_input(
                    f"{reference}: opened because", key=f"plan-opened-why-{case}"
                ).strip()
            with four:
                free = st.text_input(
                    f"{reference}: freed from its origin because", key=f"plan-freed-{case}"
                ).strip()
            if fixed != ANYWHERE:
                locks.append(f"{reference}={fixed}")
            if may:
                opened.append(f"{reference}={may}:{why}")
            if free:
                unlocked.append(f"{reference}:{free}")
    return tuple(locks), tuple(opened), tuple(unlocked)


def planned(asked: Asked) -> Data | None:
    """Plan when asked to; show the last plan until something else is asked."""
    if st.button("Plan", type="primary", key="plan-now"):
        try:
            st.session_state[UNDER_WAY] = (asked, _begun(asked))
        except PlacementError as error:
            frame.say(str(error))
            return None
    if not _ended():
        return None
    held: tuple[Asked, Data, Any] | None = st.session_state.get(RESULT)
    if held is None:
        st.info("Press Plan. Nothing is recorded by planning; a meeting decides each case.")
        return None
    if held[0] != asked:
        st.warning("Something was changed since this plan was made. Press Plan to plan again.")
    return held[1]


def _begun(asked: Asked) -> Work:
    """Begin to plan beside the page; what it needs of the record is read, and logged, here."""
    setting = state.setting_today()
    whole, setting, homes = assessing.to_plan(
        session.desk(), asked.cases, setting, with_vacancies=asked.with_vacancies
    )
    return beside.begin(
        long_work.PLAN,
        cases=whole,
        placements=setting.placements,
        vacancies=homes,
        profile=state.area(),
        as_of=setting.as_of,
        role=session.desk().actor.role,
        names=state.lhas(),
        regret=asked.regret,
        locks=asked.locks,
        opened=asked.opened,
        unlocked=asked.unlocked,
        previous=_previous(asked),
        time_limit_s=TIME_LIMIT_S,
    )


def _ended() -> bool:
    """Say whether no plan is being made; show how far one is, and take in one that is done."""
    asked, work = st.session_state.get(UNDER_WAY, (None, None))
    if work is None:
        return True
    if not waiting.is_done(work, "Planning", MAY_TAKE):
        return False
    del st.session_state[UNDER_WAY]
    try:
        data, plan = work.result()
    except PlacementError as error:
        frame.say(str(error))
        return False
    st.session_state[RESULT] = (asked, data, plan)
    return True


def _previous(asked: Asked) -> Any:  # noqa: ANN401 - a plan, or None
    held = st.session_state.get(RESULT)
    if held is None or held[0].with_vacancies != asked.with_vacancies:
        return None
    return held[2]


# --- the plan ---------------------------------------------------------------------------------


def result(found: Data) -> None:
    """Show the plan by case, who has no place and why, and what it makes of each LHA."""
    st.header("The plan", anchor=False)
    st.info(_headline(found))
    rows = [_assignment(each) for each in found["assignments"]]
    st.html(
        table(
            caption="By case",
            head=("Case", "LHA", "Home", "Below own best", "Why"),
            groups=[Group(rows=rows)],
            kind="p-cases",
            wide=True,
        )
    )
    if found["unplaced"]:
        st.subheader("Nobody is left out in silence", anchor=False)
        for each in found["unplaced"]:
            st.html(_unplaced(each))
        st.html(markup.paragraph(found["left_out"]["sentence"]))
    if found["to_accept"]:
        st.html(
            table(
                kind="p-cases",
                caption="Moves that spread causes, for the offender manager to accept",
                head=("Case", "To accept", "State"),
                groups=[
                    Group(
                        rows=[
                            [each["case"], each["sentence"], "draft" if each["draft"] else "reason"]
                            for each in found["to_accept"]
                        ]
                    )
                ],
            )
        )
    st.html(_spread(found["spread"]))


def _headline(found: Data) -> str:
    total, placed = len(found["cases"]), found["placed"]
    proven = "proven best" if found["status"] == "optimal" else "the best found so far, not proven"
    return f"{placed} of {total} cases have a place. The plan is {proven}."


def _assignment(each: Data) -> list[str]:
    below = each["points_below_own_best"]
    said = f"{below} points" if below else "no"
    return [each["case"], each["name"], each["vacancy"] or "-", said, each["sentence"]]


def _unplaced(each: Data) -> str:
    reasons = [finding["sentence"] for finding in each["blocked_by"]]
    nearest = each["nearest"]["sentence"] if each["nearest"] else None
    lines = [*reasons, *([nearest] if nearest else [])]
    return markup.paragraph(f"{each['case']} has no place. In the way:") + markup.items(lines)


def _spread(rows: Sequence[Data]) -> str:
    names = state.lhas()
    return table(
        caption="By LHA: people counted before and after, and what chance alone would give",
        head=("LHA", "Before", "After", "Chance gives", "Label"),
        groups=[
            Group(
                rows=[
                    [
                        names.get(each["lha"], str(each["lha"])),
                        _number(each["before"]),
                        _number(each["after"]),
                        f"{_number(each['expected_low'])} to {_number(each['expected_high'])}",
                        tag(str(each["label"]), "plain"),
                    ]
                    for each in rows
                ]
            )
        ],
    )


def _number(value: object) -> str:
    return "not known" if value is None else f"{value}"


def frontier(found: Data) -> None:
    """Show the trade between points given up and concentration removed, the chosen point on it."""
    rows = found["frontier"]
    if not rows:
        return
    st.header("What could be traded", anchor=False)
    st.html(
        markup.paragraph(
            "Each point is a plan under another limit: how many points people give up in all, and "
            "how much concentration that removes. People choose the trade, not a constant."
        )
    )
    drawn = frontier_rows(rows)
    left, right = st.columns(2)
    with left:
        st.vega_lite_chart(
            frontier_chart(drawn),
            width="stretch",
            alt="Points given up against concentration removed. The table beside it says the same.",
        )
    with right:
        st.html(
            table(
                caption="The same in numbers",
                head=("Limit", "Placed", "Given up", "Concentration removed", "Which"),
                groups=[
                    Group(
                        rows=[
                            [
                                f"{row['Limit on regret']} points",
                                f"{source.get('placed', '-')}",
                                f"{row['Given up']}",
                                f"{row['Removed']}",
                                str(row["Plan"]),
                            ]
                            for row, source in zip(drawn, rows, strict=True)
                        ]
                    )
                ],
            )
        )


def moves(found: Data) -> None:
    """Show what moved against the last plan, and why people do not change places."""
    if found["changes"]:
        st.header("What moved since the last plan", anchor=False)
        st.html(markup.items(each["sentence"] for each in found["changes"]))
    if found["swaps"]:
        with st.expander("Why these do not change places"):
            st.html(markup.items(each["sentence"] for each in found["swaps"]))
    st.html(markup.items(found["notes"]))
