"""
Handing a file over: it carries a random reference, and the log says that it left.

The log has the reference too, so that no two files are alike and what lies about can be traced.
"""

from __future__ import annotations

import io
import secrets
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from placement.records import Desk

_ZIP = b"PK"


def handed_over(
    desk: Desk,
    made: bytes,
    what: dict[str, Any],
    to_whom: str,
    *,
    reason: str,
    case: str | None = None,
) -> bytes:
    """
    Return a file with a reference of its own in it, once the log says to whom it goes.

    Parameters
    ----------
    made
        A Word document or a workbook (both ZIP files), else a page of HTML.
    what
        What the log says of it: a kind, and ids.
    """
    reference = secrets.token_hex(8)
    desk.log(
        "disclosure", case=case, what={**what, "export": reference}, to_whom=to_whom, reason=reason
    )
    if not made.startswith(_ZIP):
        return made + f"<!-- export {reference} -->\n".encode()
    out = io.BytesIO(made)
    with zipfile.ZipFile(out, "a") as file:
        file.comment = f"export {reference}".encode()
    return out.getvalue()
