"""Read the text of a case file, and the TOML in it, with a plain sentence for all that may fail."""

from __future__ import annotations

import re
import stat
import tomllib
from typing import TYPE_CHECKING, Any

from placement.cases.blocks import has_deep_keys
from placement.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES = 1_000_000
_AT = re.compile(
    r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)"
)
_KEY_OF_LINE = re.compile(r"\s*([A-Za-z_]+)\s*=")
_TABLE_OF_LINE = re.compile(r"\s*\[\[?\s*([A-Za-z_.]+)\s*\]")

_TOO_DEEP = "lists, tables or keys stand too deep inside each other. A case needs four levels."
_TABLE_TWICE = "a table is given twice, or as one table and as a list. Keep one"
_PLAIN = (
    ("Cannot overwrite a value", "a key is given twice. Keep one of the two"),
    ("Duplicate inline table key", "a key is given twice in braces. Keep one of the two"),
    ("Cannot declare", _TABLE_TWICE),
    ("Cannot mutate immutable namespace", "a list or table is given twice. Keep one of the two"),
    ("Cannot redefine", "a list or table is given twice. Keep one of the two"),
    ("Expected '=' after a key", "a key has no = after it. Write key = value"),
    ("Invalid initial character for a key part", "a key is missing or not plain letters"),
    ("Expected newline or end of document", "something follows the value. Begin a new line"),
    ("Invalid statement", "this is neither a key, a [table] nor a comment"),
    ("Invalid value", "the value is missing or not in quotes. Text needs quotes"),
    ("Invalid date or datetime", "the date does not exist. Write it as 2026-11-21"),
    ("Unclosed array", "a list is not closed. End it with ]"),
    ("Unclosed inline table", "a table in braces is not closed. End it with }"),
    ("Unterminated string", "a text is not closed. End it with a quotation mark"),
    ("Expected \"'''\"", "a text is not closed. End it with a quotation mark"),
    ("Expected", "a bracket, brace or quotation mark is missing"),
    ("Unescaped '\\' in a string", "a backslash is not allowed in quotes. Write \\\\ or '...'"),
    ("Illegal character", "a character is not allowed here, or a text is not closed on its line"),
    ("Found invalid character", "a character is not allowed here"),
)


def read_text(path: Path) -> str:
    """
    Return the text of a file.

    Raises
    ------
    InputError
        If it is missing, not a file, over a megabyte, empty, or not UTF-8 text.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError(str(path), ["it is not a file. Give the path of a case file (TOML)."])
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        problem = "there is no such file. Check the path and its spelling."
        raise InputError(str(path), [problem]) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "the path is not well formed"
        problem = f"it cannot be opened ({reason}). Check the path and who may read it."
        raise InputError(str(path), [problem]) from None
    return decode(raw, str(path))


def decode(raw: bytes, source: str) -> str:
    """
    Return the bytes of a file as text, without a byte-order mark.

    Raises
    ------
    InputError
        If they are over a megabyte, empty, or not UTF-8 text.
    """
    if len(raw) > LARGEST_BYTES:
        problem = f"it is over {LARGEST_BYTES:,} bytes, and a case takes a few thousand. Check it."
        raise InputError(source, [problem])
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw:
        raise InputError(source, ["it is not UTF-8 text. Save it again as plain text in UTF-8."])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
    # Raised out here, so that the bytes which the decoding error carries are not kept with it.
    problem = f"line {line} is not UTF-8 text. Save the file again as plain text in UTF-8."
    raise InputError(source, [problem])


def read_toml(text: str, source: str) -> dict[str, Any]:
    """
    Return the tables of a TOML text.

    Raises
    ------
    InputError
        If there is nothing in it or it is not TOML; the sentence gives line and column and never
        the text that stands there.
    """
    if len(text) > LARGEST_BYTES:
        problem = f"it is over {LARGEST_BYTES:,} bytes, and a case takes a few thousand. Check it."
        raise InputError(source, [problem])
    tables: dict[str, Any] = {}
    problem = _TOO_DEEP if has_deep_keys(text) else ""
    try:
        tables = {} if problem else tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        problem = _TOO_DEEP
    except ValueError as error:
        problem = _plainly(str(error), text)
    # Raised out here, so that nothing the TOML error may carry is kept with it.
    if problem:
        raise InputError(source, [problem])
    if not tables:
        raise InputError(source, ["it is empty. Write a case, or give another file."])
    return tables


def _plainly(message: str, text: str) -> str:
    found = _AT.fullmatch(message)
    if not found:
        return "a number is too long to read. Correct it."
    what = next(
        (plain for start, plain in _PLAIN if found["what"].startswith(start)),
        "this is not TOML",
    )
    if found["line"] is None:
        return f"at its end: {what}."
    line = text.replace("\r\n", "\n").split("\n")[int(found["line"]) - 1]
    header = _TABLE_OF_LINE.match(line)
    if header and found["what"].startswith("Cannot overwrite"):
        what = _TABLE_TWICE
    named = header or _KEY_OF_LINE.match(line)
    at = f" (at {named[1]})" if named else ""
    return f"line {found['line']}, column {found['column']}{at}: {what}."
