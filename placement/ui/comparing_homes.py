"""
Vacancies within the LHAs compared, side by side: the home itself, and what its LHA came to.

Where a home stands is never compared: whether an address may be used is a question of its own, put
on the Meeting page, so that nothing here tells where a victim is.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from placement.cases.reader import read_case_text
from placement.days import in_words
from placement.ui import kept, markup, meeting_homes, state, words
from placement.ui.markup import Group, table, tag
from placement.ui.meeting_live import records
from placement.ui.spoken import st

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from placement.cases.model import Case

    Data = dict[str, Any]

HOMES, MOST, AT_FIRST = "compared-homes", 6, 3
NONE: Final = "No vacancy within these LHAs is recorded that you may see."
ASK: Final = (
    "Whether an address may be used is asked on the Meeting page, under Vacancy. Nothing here says "
    "anything about where a home stands."
)


def homes(ranking: Data, picked: Sequence[str]) -> None:
    """Ask which vacancies to compare, two to six, and show them side by side."""
    if state.in_hand() is None:
        return
    st.header("Vacancies within them", anchor=False)
    there = {
        id_: one for id_, one in meeting_homes.vacancies().items() if one.data["lha"] in picked
    }
    if not there:
        st.html(markup.paragraph(NONE))
        return
    names = {id_: meeting_homes.called(one) for id_, one in there.items()}
    chosen = st.pills(
        "Vacancies to compare, up to six",
        list(names),
        selection_mode="multi",
        default=list(names)[:AT_FIRST],
        format_func=names.__getitem__,
        key=f"{HOMES}-{'-'.join(picked)}",
    )
    if len(chosen) > MOST:
        st.warning(f"Pick up to {MOST} vacancies; {len(chosen)} are picked.")
        return
    if chosen:
        st.html(_table(ranking, [there[id_].data for id_ in chosen], _confirmed(chosen)))
        st.html(markup.paragraph(ASK))


def _confirmed(chosen: Sequence[str]) -> list[str]:
    by_another = {each.data["vacancy"] for each in records("vacancy_confirmation", None)}
    return ["yes" if id_ in by_another else "not yet" for id_ in chosen]


def _table(ranking: Data, found: Sequence[Mapping[str, Any]], confirmed: list[str]) -> str:
    case = read_case_text(kept.needed().text)
    move_in = ranking["move_in"]
    options = {option["lha"]: option for option in ranking["options"]}
    at = [options[home["lha"]] for home in found]
    of_lha = [
        ["Status", *(words.STATUS[each["status"]] for each in at)],
        ["Score", *(words.score(each) for each in at)],
        *(
            [label, *(words.points(each["factors"][name]) for each in at)]
            for name, label in words.CONSIDERATIONS.items()
        ),
    ]
    of_home = [
        ["Kind", *(words.plainly(home["kind"]) for home in found)],
        ["Free on the day of moving in", *(_free(home, move_in) for home in found)],
        ["Bedrooms", *(_bedrooms(home, case) for home in found)],
        ["Supported", *(_supported(home, case) for home in found)],
        ["Whom it accepts", *(_accepts(home) for home in found)],
        ["Confirmed by somebody else", *confirmed],
    ]
    return table(
        caption="Vacancies side by side; a row in which they differ says so",
        head=(
            "",
            "Same?",
            *(f"{home['reference']}, {o['name']}" for home, o in zip(found, at, strict=True)),
        ),
        groups=[
            Group(title="The home (8)", rows=[_marked(row) for row in of_home]),
            Group(title="Its LHA", rows=[_marked(row) for row in of_lha]),
        ],
        kind="p-compare",
        wide=True,
    )


def _marked(row: list[str]) -> list[str]:
    label, *cells = row
    return [label, tag("differs", "differs") if len(set(cells)) > 1 else "same", *cells]


def _free(home: Mapping[str, Any], move_in: str | None) -> str:
    start, end = home.get("from"), home.get("to")
    said = f"from {in_words(date.fromisoformat(start))}" if start else "from a day not known"
    if end:
        said += f" until {in_words(date.fromisoformat(end))}"
    if move_in is None or start is None:
        return f"not known: {said}"
    free = start <= move_in and (end is None or move_in < end)
    return f"{'yes' if free else 'no'}: {said}"


def _bedrooms(home: Mapping[str, Any], case: Case) -> str:
    has, needed = home.get("bedrooms"), case.bedrooms
    if has is None:
        return "not known"
    return f"{has}" if needed is None else f"{has}; {needed} needed"


def _supported(home: Mapping[str, Any], case: Case) -> str:
    given = {True: "yes", False: "no", None: "not known"}[home.get("supported")]
    return f"{given}; support is needed" if case.supported else given


def _accepts(home: Mapping[str, Any]) -> str:
    said = home.get("accepts")
    return "not known" if said is None else words.plainly(said)
