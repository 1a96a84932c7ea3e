"""A plain page of headings, paragraphs, lists and tables, as Markdown and as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

BLANK = "*To be filled in by the owning body.*"


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: its headings and its rows."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    points: tuple[str, ...]


Block = str | Rows | Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading and what stands below it; ``depth`` 2 or 3."""

    title: str
    blocks: tuple[Block, ...] = ()
    depth: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPage:
    """A page: its title, a line on how far it is to be relied on, and its parts."""

    title: str
    status: str
    parts: tuple[Part, ...]

    def markdown(self) -> str:
        """Return the page as Markdown."""
        lines = [f"# {self.title}", "", self.status, ""]
        for part in self.parts:
            lines += [f"{'#' * part.depth} {part.title}", ""]
            for block in part.blocks:
                lines += [*_markdown(block), ""]
        return "\n".join(lines)

    def html(self) -> str:
        """Return the page as one HTML document, with nothing from elsewhere."""
        body = [f"<h1>{escape(self.title)}</h1>", f"<p>{_inline(self.status)}</p>"]
        for part in self.parts:
            body.append(f"<h{part.depth}>{escape(part.title)}</h{part.depth}>")
            body += [_html(block) for block in part.blocks]
        return (
            '<!doctype html>\n<html lang="en-GB">\n<head><meta charset="utf-8">'
            f"<title>{escape(self.title)}</title></head>\n<body><main>\n"
            + "\n".join(body)
            + "\n</main></body>\n</html>\n"
        )


def _markdown(block: Block) -> list[str]:
    if isinstance(block, Points):
        return [f"- {point}" for point in block.points]
    if isinstance(block, Rows):
        return [
            _row(block.headings),
            _row(("---",) * len(block.headings)),
            *(_row(row) for row in block.rows),
        ]
    return [block]


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _html(block: Block) -> str:
    if isinstance(block, Points):
        return "<ul>" + "".join(f"<li>{_inline(point)}</li>" for point in block.points) + "</ul>"
    if isinstance(block, Rows):
        head = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in block.headings)
        rows = "".join(
            "<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in row) + "</tr>"
            for row in block.rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f"<p>{_inline(block)}</p>"


def _inline(text: str) -> str:
    """Return text with its emphasis (`*...*` around the whole of it) as HTML."""
    if text.startswith("*") and text.endswith("*") and text.count("*") == 2:
        return f"<em>{escape(text[1:-1])}</em>"
    return escape(text).replace("`", "")
