"""
Cut the text of a TOML file into its statements and tables, without losing a character.

A *block* is one statement before the first table, or one table with all that stands below its
header. Comment lines directly above a header or a statement, with no blank line between, belong
to it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\[{]|[\]}]|\n|[^\[\]{}\n\"'#]+",
    re.DOTALL,
)
_DEEP_KEY = re.compile(r"\.(?:[ \t]*[\w-]+[ \t]*\.){7}")


@dataclass(frozen=True, slots=True)
class Block:
    """
    One piece of the text.

    ``key`` is the first part of its name, or None for what comes before all names; ``header`` is
    true for a table; ``tables`` is what the piece alone reads as.
    """

    text: str
    key: str | None
    header: bool
    tables: dict[str, Any]


def blocks(text: str) -> list[Block]:
    """Return the blocks of a text that is known to be TOML; joined, they are the text again."""
    lines = list(_logical_lines(text))
    starts = _starts(lines)
    pieces = ["".join(lines[a:b]) for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    return _with_subtables([_block(piece) for piece in pieces if piece])


def comments(text: str) -> Iterator[str]:
    """Give every comment of a text that is known to be TOML."""
    return (token for token in _TOKEN.findall(text) if token.startswith("#"))


def has_deep_keys(text: str) -> bool:
    """
    Say whether a key or header has more dots than any case needs.

    The TOML reader of the standard library takes memory by the square of a key's dots, so one
    line of half a megabyte could stop the machine.
    """
    if not _DEEP_KEY.search(text):
        return False
    return _DEEP_KEY.search(_TOKEN.sub(_without_text, text)) is not None


def _without_text(found: re.Match[str]) -> str:
    return "x" if found[0][0] in "\"'" else "" if found[0][0] == "#" else found[0]


def _logical_lines(text: str) -> Iterator[str]:
    """Give lines; one that ends inside a list, braces or a long text goes on to its real end."""
    depth, line = 0, ""
    for found in _TOKEN.finditer(text):
        token = found[0]
        line += token
        depth += (token in ("[", "{")) - (token in ("]", "}"))
        if token == "\n" and depth == 0:
            yield line
            line = ""
    if line:
        yield line


def _starts(lines: list[str]) -> list[int]:
    """Return where blocks begin: at a header, or above it where its comments begin."""
    starts, in_tables, comments_from = [0], False, None
    for place, line in enumerate(lines):
        word = line.strip()
        if word.startswith("#"):
            comments_from = place if comments_from is None else comments_from
            continue
        is_header = word.startswith("[")
        in_tables = in_tables or is_header
        if word and (is_header or not in_tables):
            starts.append(place if comments_from is None else comments_from)
        comments_from = None
    return sorted(set(starts))


def _block(text: str) -> Block:
    tables = tomllib.loads(text)
    header = any(line.lstrip().startswith("[") for line in _logical_lines(text))
    return Block(text, next(iter(tables), None), header, tables)


def _with_subtables(pieces: list[Block]) -> list[Block]:
    """Join tables such as [conditions.around] to the [[conditions]] above that they are part of."""
    joined: list[Block] = []
    for piece in pieces:
        if joined and _is_part_of(piece, joined[-1]):
            joined[-1] = _block(joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined


def _is_part_of(piece: Block, above: Block) -> bool:
    if not (piece.header and above.header) or piece.key is None or piece.key != above.key:
        return False
    return isinstance(above.tables[piece.key], list) and isinstance(piece.tables[piece.key], dict)
