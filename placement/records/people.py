"""Who asks: a person of staff, in one role, at one agency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from placement.errors import NotAllowed
from placement.records.kinds.base import ROLES

_STAFF_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")
SYSTEM: Final = "placement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """
    One person's access: who they are, in what role, for whom.

    Attributes
    ----------
    id
        A staff id of letters, digits and ``. _ @ + -``; it stands in the log, so never a name.
    role
        One of ``placement.records.kinds.base.ROLES``.
    agency
        Such as "probation", "police", "landlord", or the ONS code of a housing authority.
    lha
        The ONS code of the authority that a SPOC or deputy speaks for.
    synthetic
        A person of the demonstration, who may open only a record marked as synthetic.

    Raises
    ------
    NotAllowed
        If the role is not one of the record's, or the id is not a staff id.
    """

    id: str
    role: str
    agency: str
    lha: str | None = None
    synthetic: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not _STAFF_ID.fullmatch(self.id):
            raise NotAllowed(
                "A staff id is letters, digits and . _ @ + -, with no spaces, at most 100 "
                "characters: it stands in the log, so it is never a name. Sign in again."
            )
        if self.role not in ROLES:
            raise NotAllowed(
                f"The record knows no such role. The roles are: {', '.join(ROLES)}. Ask whoever "
                "maps your sign-in to a role to choose one of them."
            )
