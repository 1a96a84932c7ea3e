"""
What if, for a recorded case: the copy is made of what the record holds, and answered for a reader.

The copy never leaves the server. A housing role's may change housing facts alone, and what rests on
protected matter is answered as it was last released.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.cases.source import read_toml
from placement.records import assessing
from placement.records.geometry import carried
from scenarios.what_if.ask import what_if
from scenarios.what_if.base import Base, apply, locked_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from placement.assess import Setting
    from placement.records import Desk
    from scenarios.what_if.changes import Change
    from scenarios.what_if.difference import Difference


def base_of(desk: Desk, case: str, setting: Setting) -> tuple[Base, Setting]:
    """Return the base of a recorded case and its setting; NotAllowed where it may not be seen."""
    found = assessing.ground(desk, case, setting)
    with desk.transaction() as transaction:
        file, protected = assessing.parts(transaction, case)
        homes = assessing.vacant(transaction)
    base = Base(
        tables=read_toml(file["text"], "the case"),
        protected=read_toml(protected["text"], "its protected part") if protected else None,
        carried=carried([file, protected] if protected else [file]),
        placements=found.setting.placements,
        vacancies=homes,
    )
    return locked_for(base, found.reader), found.setting


def what_if_of(desk: Desk, case: str, changes: Iterable[Change], setting: Setting) -> Difference:
    """Return what changes to a copy of a recorded case would move; see ``ask.what_if``."""
    base, whole = base_of(desk, case, setting)
    return what_if(base, changes, whole)


def apply_to_case(
    desk: Desk, case: str, changes: Iterable[Change], setting: Setting, *, reason: str
) -> int:
    """
    Save changes of a what-if to the case itself, with a reason; return the new version.

    Only what stands in the case's file can be applied: vacancies, placements, numbers, weights,
    contributions and options are other people's to change, and are left as they were.

    Raises
    ------
    InputError
        If the changed case cannot be one, or nothing of it stands in the case's file.
    NotAllowed
        If this person may not change the case.
    Stale
        If somebody saved since.
    """
    from placement.cases.writing import as_toml
    from placement.errors import InputError

    stored = desk.read(case, reason="to apply a what-if")
    base, _ = base_of(desk, case, setting)
    copy = apply(base, changes)
    copy.case()
    version = stored.version
    if copy.tables == base.tables and copy.protected == base.protected:
        raise InputError(
            "The what-if",
            ["it changes nothing that stands in the case: there is nothing to apply."],
        )
    with desk.transaction():
        if copy.tables != base.tables:
            text = {"text": as_toml(copy.tables)}
            saved = desk.save("case", text, id=case, based_on=stored.version, reason=reason)
            version = saved.version
        if copy.protected != base.protected and copy.protected is not None:
            (held,) = desk.list("protected", case=case)
            text = {"text": as_toml(copy.protected)}
            desk.save(
                "protected", text, case=case, id=held.id, based_on=held.version, reason=reason
            )
    return version
