"""What no single key shows: entries given twice, and keys that contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.cases.kinds import DAY, TEXT
from placement.cases.whereabouts import NOT_FOUND, postcodes_of
from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from placement.cases.model import Case
    from placement.cases.problems import Problems
    from placement.cases.table import Table


def check_case(fields: dict[str, Any], problems: Problems) -> None:
    """Note every contradiction between the fields of a case, both files taken together."""
    _check_references(fields, problems)
    views = [view.lha for view in fields["management_views"] or ()]
    for place in _repeats(views):
        problems.add(
            f"management_view[{place}].lha",
            f"a view of {views[place - 1]} is given before. Keep one view for each LHA.",
        )
    spells = [spell.start for spell in fields["levels"] or ()]
    for place in _repeats(spells):
        problems.add(
            f"mappa.history[{place}].from",
            f"{spells[place - 1]} is given before. Keep one category and level for each day.",
        )
    _check_victims(fields, problems)


def _check_references(fields: dict[str, Any], problems: Problems) -> None:
    own = fields["reference"]
    if own and own in (fields["non_association"] or ()):
        problems.add(
            "non_association",
            f"holds {own!r}, the case itself. Remove it or correct the reference.",
        )
    for key in ("household", "victims"):
        references = [entry.reference for entry in fields[key] or ()]
        for place in _repeats(references):
            problems.add(f"{key}[{place}].reference", "is given before. Use each reference once.")


def _check_victims(fields: dict[str, Any], problems: Problems) -> None:
    outcome, victims = fields["victim_check"], fields["victims"]
    if outcome == "none_known" and victims:
        problems.add(
            "victim_check.outcome",
            "'none_known' contradicts the victims that are listed. Write 'listed', or remove them.",
        )
    if outcome == "listed" and victims == ():
        problems.add(
            "victim_check.outcome",
            "'listed' contradicts victims = [], which says that there are none. Write "
            "'none_known', list them, or leave the list out if they stand in a protected file.",
        )


def check_housing_role(table: Table, conditions: Iterable[Any], problems: Problems) -> None:
    """Refuse what a housing role may not import: victims, and conditions not shared with it."""
    if table.holds("victims"):
        problems.add("victims", "may not be imported by a housing role. Remove the key.")
    for place, condition in enumerate(conditions, 1):
        if not condition.share_with_housing:
            problems.add(
                f"conditions[{place}]",
                "is not shared with housing and may not be imported by a housing role. Remove it; "
                "`placement case split` makes a file for housing.",
            )


def check_protected_elsewhere(
    fields: dict[str, Any], holds_protected: bool, problems: Problems
) -> None:
    """Refuse a main file that says its protected matter stands elsewhere and yet holds it."""
    if fields["protected_elsewhere"] and (holds_protected or fields["victims"] is not None):
        problems.add(
            "protected_elsewhere",
            "true contradicts the victims or unshared conditions written here. Remove one of them.",
        )


def _repeats(values: Sequence[object]) -> list[int]:
    """
    Return the places, counted from 1, of values that stand earlier in the list too.

    Stand-ins for what was refused already are not counted.
    """
    seen: set[object] = set()
    places = []
    for place, value in enumerate(values, 1):
        if value in seen and value not in (TEXT.stand_in, DAY.stand_in):
            places.append(place)
        seen.add(value)
    return places


def check_postcodes(case: Case, find: Callable[[str], object], problems: Problems) -> None:
    """Note every postcode of a case that cannot be found; one that is protected is not shown."""
    found: dict[str, str | None] = {}
    for where, postcode, protected in postcodes_of(case):
        if postcode not in found:
            found[postcode] = _not_found(postcode, find)
        said = found[postcode]
        if said is not None:
            problems.add(where, NOT_FOUND if protected else said)


def _not_found(postcode: str, find: Callable[[str], object]) -> str | None:
    try:
        find(postcode)
    except PlacesError as error:
        return str(error)
    return None
