"""The forms of the What if page: one for each kind of change, each giving one ``[[change]]``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from placement.cases import words as case_words
from placement.ui import asking, change_housing, markup, state, tried, words
from placement.ui.form import asked, zone_map
from placement.ui.form.tables import with_value
from placement.ui.form.widgets import ask as ask_field
from placement.ui.spoken import quoted, st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Data = dict[str, Any]

KIND, ADD = "what-if-kind", change_housing.ADD
SAID = "What a SPOC says"
LISTS = ("conditions", "services", "networks", "management_view", "employment", "family")


def ask(*, housing: bool) -> Data | None:
    """Ask for one change; return it once it is asked to be made, else None."""
    forms = {name: each for name, each in FORMS.items() if not housing or name in FOR_HOUSING}
    if housing and state.reader().lha is None:
        forms.pop(SAID)  # a panel member speaks for no LHA
    kind = st.radio("What is different", list(forms), key=KIND, horizontal=True)
    return forms[kind or next(iter(forms))]()


def _fact() -> Data | None:
    facts = asked.single_facts()
    named = {key: each.label for key, each in facts.items() if not key.startswith("equality")}
    key = st.selectbox("Fact", list(named), format_func=named.__getitem__, key="what-if-fact")
    value = ask_field(facts[key], None, f"what-if-fact-{key}")
    now = quoted(asking.value_of(key)) or "not known"
    st.html(markup.paragraph(f"In the case now: {now}. Left blank: as if it were not known."))
    if st.button(ADD):
        return {"do": "set", "key": key} | ({} if value is None else {"value": value})
    return None


def _more() -> Data | None:
    lists = asked.lists()
    named = {key: lists[key].one for key in LISTS}
    key = st.selectbox("One more", list(named), format_func=named.__getitem__, key="what-if-list")
    entry: Data = {}
    columns = st.columns(2)
    for place, each in enumerate(lists[key].fields):
        with columns[place % 2]:
            typed = ask_field(each, None, f"what-if-new-{key}-{each.key}")
        if typed is not None:
            entry = with_value(entry, each.key, typed)
    zone_map.below(lists[key].fields, f"what-if-new-{key}")
    if not st.button(ADD):
        return None
    missing = [each.label for each in lists[key].fields if each.needed and each.key not in entry]
    if missing:
        st.warning(f"Still needed: {', '.join(missing)}.")
        return None
    if key == "conditions":
        entry["share_with_housing"] = True
    return {"do": "add", "list": key, "entry": entry}


def _fewer() -> Data | None:
    entries = asking.entries_of(LISTS)
    if not entries:
        st.info("The case lists nothing that could be left out.")
        return None
    chosen = st.selectbox(
        "Without", range(len(entries)), format_func=lambda n: entries[n][2], key="what-if-drop"
    )
    if st.button(ADD):
        return {"do": "drop", "list": entries[chosen][0], "number": entries[chosen][1]}
    return None


def _moved() -> Data | None:
    services = asking.entries_of(("services",))
    if not services:
        st.info("The case names no service.")
        return None
    chosen = st.selectbox(
        "Service", range(len(services)), format_func=lambda n: services[n][2], key="what-if-service"
    )
    postcode = st.text_input("Given at this postcode instead", key="what-if-postcode").strip()
    wrong = state.postcode_problem(postcode) if postcode else None
    if wrong:
        st.warning(wrong)
    if st.button(ADD) and postcode and not wrong:
        return {"do": "move", "number": services[chosen][1], "postcode": postcode}
    return None


def _vacancy() -> Data | None:
    left, right = st.columns(2)
    with left:
        reference = st.text_input("Reference", value="WHATIF-1", key="what-if-vacancy")
        lha = change_housing.whose("what-if-vlha")
    with right:
        kind = st.selectbox(
            "Kind", case_words.VACANCY, format_func=words.plainly, key="what-if-vkind"
        )
        postcode = st.text_input("Postcode, if known", key="what-if-vpostcode").strip()
    if st.button("Open it in the copy"):
        entry = {"reference": reference.strip(), "lha": lha, "kind": kind}
        return {"do": "open", "vacancy": entry | ({"postcode": postcode} if postcode else {})}
    gone = st.text_input("Or close the vacancy with this reference", key="what-if-close").strip()
    if st.button("Close it in the copy") and gone:
        return {"do": "close", "reference": gone}
    return None


def _person() -> Data | None:
    left, right = st.columns(2)
    with left:
        lha = st.selectbox(
            "Somebody more lives in",
            list(state.lhas()),
            format_func=state.lhas().__getitem__,
            key="what-if-plha",
        )
        area = st.text_input(
            f"Postcode sector, if known ({state.told('CB7 4')})", key="what-if-parea"
        ).strip()
    with right:
        level = st.selectbox("Level", (2, 3), key="what-if-plevel")
        category = st.selectbox("Category", (1, 2, 3, 4), key="what-if-pcategory")
    if st.button(ADD):
        count = sum(each.verb == "place" for each in tried.changes())
        entry: Data = {
            "reference": f"WHATIF-P{count + 1}",
            "lha": lha,
            "level": level,
            "category": category,
            "setting": "private_rent",
            "from": state.day(),
        }
        return {"do": "place", "placement": entry | ({"area": area} if area else {})}
    gone = st.text_input("Or somebody has left: their reference", key="what-if-gone").strip()
    if st.button("They have left, in the copy") and gone:
        return {"do": "end", "reference": gone, "on": state.day()}
    return None


def _number() -> Data | None:
    numbers = {
        each["name"]: each for each in state.numbers() if isinstance(each["value"], int | float)
    }
    numbers = {k: v for k, v in numbers.items() if not isinstance(v["value"], bool)}
    name = st.selectbox(
        "Number of the protocol",
        list(numbers),
        format_func=lambda each: f"{numbers[each]['label']} ({numbers[each]['unit']})",
        key="what-if-number",
    )
    held = numbers[name]["value"]
    whole = isinstance(held, int)
    value = st.number_input(
        "Value in the copy",
        min_value=0 if whole else 0.0,
        value=held,
        step=1 if whole else 0.05,
        key=f"what-if-number-{name}",
    )
    return {"do": "number", "name": name, "value": value} if st.button(ADD) else None


def _weights() -> Data | None:
    name = st.selectbox(
        "Consideration",
        list(words.CONSIDERATIONS),
        format_func=words.CONSIDERATIONS.__getitem__,
        key="what-if-consideration",
    )
    units = st.slider("Weight in the copy", 0, 10, value=1, key="what-if-units")
    made = {"do": "weight", "consideration": name, "units": int(units)}
    return made if st.button(ADD) else None


def _border() -> Data | None:
    """Ask for LHAs merged into one, or one divided by postcode sectors (local reorganisation)."""
    named = state.lhas()
    st.caption(
        "For local government reorganisation. Successors are hypothetical and said to be; every "
        "postcode stays where it is."
    )
    merged = st.multiselect(
        "These become one", list(named), format_func=named.__getitem__, key="what-if-merge"
    )
    into = st.text_input("Called", key="what-if-merge-into").strip()
    if st.button("Merge them in the copy"):
        if len(merged) > 1 and into:
            return {"do": "merge", "lhas": merged, "into": into}
        st.warning("Still needed: two LHAs or more, and a name for what they become.")
    whole = st.selectbox(
        "Or divide", list(named), format_func=named.__getitem__, key="what-if-split"
    )
    left, right = st.columns(2)
    with left:
        one = st.text_input("One part, called", key="what-if-split-one").strip()
        typed = st.text_input(
            f"takes these postcode sectors or districts ({state.told('PE26, PE28 5')})",
            key="what-if-split-sectors",
        )
    with right:
        rest = st.text_input("The rest, called", key="what-if-split-rest").strip()
        wards = st.text_input(
            "or these wards, by code or name, of boundaries imported", key="what-if-split-wards"
        )
    given = {"sectors": _listed(typed), "wards": _listed(wards)}
    first = {name: entries for name, entries in given.items() if entries}
    if st.button("Divide it in the copy"):
        if one and rest and len(first) == 1:
            parts: list[Data] = [{"name": one, **first}, {"name": rest, "rest": True}]
            return {"do": "split", "lha": whole, "into": parts}
        st.warning("Still needed: a name for each part, and the sectors or the wards of the first.")
    return None


def _listed(typed: str) -> list[str]:
    return [each.strip() for each in typed.split(",") if each.strip()]


FORMS: dict[str, Callable[[], Data | None]] = {
    "A fact": _fact,
    "One more entry": _more,
    "One entry fewer": _fewer,
    "A service elsewhere": _moved,
    "A vacancy": _vacancy,
    "Who lives where": _person,
    "A number": _number,
    "A weight": _weights,
    SAID: change_housing.said_by_a_spoc,
    "A housing option": change_housing.option,
    "A border": _border,
}
FOR_HOUSING = ("A vacancy", "A weight", SAID, "A housing option")


def with_days(entries: Iterable[Data]) -> list[Data]:
    """Return changes read back from JSON with their days as days again."""
    return [{key: _day(value) for key, value in each.items()} for each in entries]


def _day(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {key: _day(each) for key, each in value.items()}
    if isinstance(value, str) and len(value) == 10 and value[4:5] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
