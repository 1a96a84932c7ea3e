"""
Read a case from its file, or from two where what is protected stands in a second one.

Nothing is guessed and nothing is dropped: a file is read whole or refused with every problem that
it has. Only the shape is checked here; that a postcode exists is asked of the places later.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.cases import words
from placement.cases.build import case_fields, protected_fields
from placement.cases.checks import (
    check_case,
    check_housing_role,
    check_postcodes,
    check_protected_elsewhere,
)
from placement.cases.kinds import REFERENCE
from placement.cases.merge import merge_protected
from placement.cases.model import Case
from placement.cases.problems import Problems
from placement.cases.source import read_text, read_toml
from placement.cases.table import Table
from placement.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Find = Callable[[str], object]


def read_case(
    path: str | Path,
    *,
    protected: str | Path | None = None,
    housing_role: bool = False,
    place_names: Collection[str] = (),
    find: Find | None = None,
) -> Case:
    """
    Read one case from its file.

    Parameters
    ----------
    path
        The case file: TOML, UTF-8, at most a megabyte.
    protected
        A second file that holds ``[[victims]]`` and unshared ``[[conditions]]`` and nothing else.
    housing_role
        Refuse victims and conditions that are not shared with housing.
    place_names
        Names of LHAs and wards that a victim's statement for housing may not hold.
    find
        Looks a postcode up, or raises ``PlacesError``: one that is not found is then said together
        with the file's other problems. Left out: postcodes are looked up when the case is assessed.

    Raises
    ------
    InputError
        With every problem of both files; values that are protected are never in its text.
    """
    main = Path(path)
    text = read_text(main)
    if protected is None:
        return read_case_text(
            text,
            source=str(main),
            directory=main.parent,
            housing_role=housing_role,
            place_names=place_names,
            find=find,
        )
    second = Path(protected)
    return read_case_text(
        text,
        source=str(main),
        directory=main.parent,
        protected_text=read_text(second),
        protected_source=str(second),
        protected_directory=second.parent,
        housing_role=housing_role,
        place_names=place_names,
        find=find,
    )


def read_case_text(
    text: str,
    *,
    source: str = "the case",
    directory: Path = Path(),
    protected_text: str | None = None,
    protected_source: str = "the protected file",
    protected_directory: Path | None = None,
    housing_role: bool = False,
    place_names: Collection[str] = (),
    find: Find | None = None,
) -> Case:
    """
    Read one case from the text of its file; see ``read_case``.

    Parameters
    ----------
    source, protected_source
        What messages call the two texts.
    directory, protected_directory
        Where their geometry files are; the second is ``directory`` if it is left out.
    """
    tables, second_tables = _both(text, source, protected_text, protected_source)
    return read_case_tables(
        tables,
        source=source,
        directory=directory,
        protected=second_tables,
        protected_source=protected_source,
        protected_directory=protected_directory,
        housing_role=housing_role,
        place_names=place_names,
        find=find,
    )


def read_case_tables(
    tables: dict[str, Any],
    *,
    source: str = "the case",
    directory: Path = Path(),
    protected: dict[str, Any] | None = None,
    protected_source: str = "the protected file",
    protected_directory: Path | None = None,
    housing_role: bool = False,
    place_names: Collection[str] = (),
    find: Find | None = None,
) -> Case:
    """Read one case from the tables of its file, as ``tomllib`` gives them; see ``read_case``."""
    problems = Problems()
    main = Table(tables, problems, elsewhere=words.TOP_KEYS)
    fields = case_fields(main, place_names)
    main.close()
    own_conditions = fields["conditions"] or ()
    holds_protected = bool(fields["victims"]) or any(
        not condition.share_with_housing for condition in own_conditions
    )
    if housing_role:
        check_housing_role(main, own_conditions, problems)
    check_protected_elsewhere(fields, holds_protected, problems)
    if protected is not None:
        fields = merge_protected(
            fields,
            _protected(protected, problems, protected_source, place_names),
            directory=None if protected_directory == directory else protected_directory,
            source=protected_source,
            problems=problems,
        )
    if housing_role and protected is not None:
        problems.add(protected_source, "a protected file may not be given for a housing role.")
    check_case(fields, problems)
    case = Case(**fields, directory=directory, holds_protected=holds_protected)
    if find is not None:
        check_postcodes(case, find, problems)
    problems.refuse_any(source)
    return case


def _both(
    text: str, source: str, protected_text: str | None, protected_source: str
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return the tables of both texts, or say what keeps either from being TOML."""
    second = None
    said: list[str] = []
    if protected_text is not None:
        try:
            second = read_toml(protected_text, protected_source)
        except InputError as error:
            said = [f"{protected_source}: {problem}" for problem in error.problems]
    try:
        tables = read_toml(text, source)
    except InputError as error:
        raise InputError(source, [*error.problems, *said]) from None
    if said:
        raise InputError(source, said)
    return tables, second


def _protected(
    tables: dict[str, Any], problems: Problems, source: str, place_names: Collection[str]
) -> dict[str, Any]:
    """Read the tables of a protected file: all of it is hidden in messages."""
    table = Table(
        tables,
        problems,
        path=f"{source}: ",
        hidden=True,
        elsewhere=(),
        form="a protected file",
    )
    fields = {
        "reference": table.get("reference", REFERENCE),
        **protected_fields(table, place_names),
    }
    table.close()
    return fields
