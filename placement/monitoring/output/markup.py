"""Pieces of an accessible page: tables with captions and headings, lists, folded parts."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from placement.monitoring.layout import Laid

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 1.06rem/1.5 "Segoe UI", Arial, sans-serif; color: #0b0c0c; background: #fff;
  max-width: 70rem; margin: 0 auto; padding: 0 1.2rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 1.4rem 0 .4rem; }
h2 { font-size: 1.5rem; border-top: 3px solid #1d4f91; padding-top: .8rem; margin-top: 2.6rem; }
h3 { font-size: 1.18rem; margin: 2rem 0 .4rem; }
p, li { max-width: 46rem; }
a { color: #1d4f91; }
a:focus, summary:focus, [tabindex]:focus { outline: 3px solid #1d4f91; outline-offset: 2px; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; background: #fff; }
.warning { border-left: 6px solid #1d4f91; background: #e8f0f9; padding: .5rem .9rem;
  max-width: 48rem; }
.scroll { overflow-x: auto; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
table { border-collapse: collapse; font-size: .94rem; line-height: 1.35; margin: .3rem 0 .6rem; }
caption { text-align: left; font-weight: 700; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .34rem .7rem .34rem 0;
  border-bottom: 1px solid #9aa1ab; font-weight: 400; }
thead th { font-weight: 700; border-bottom: 2px solid #0b0c0c; vertical-align: bottom; }
.n { text-align: right; font-variant-numeric: tabular-nums; padding-left: .6rem; }
tr.total > * { font-weight: 700; }
summary { cursor: pointer; color: #1d4f91; padding: .3rem 0; }
.notes { font-size: .92rem; color: #33383d; }
figure { margin: .8rem 0; } figcaption { font-weight: 700; margin-bottom: .3rem; }
svg { max-width: 100%; height: auto; }
td.n { white-space: nowrap; } tbody th:first-child { min-width: 8.5rem; }
@media (max-width: 44rem) { .drawing svg { max-width: none; width: 44rem; } }
nav ul { columns: 2 18rem; }
dt { font-weight: 700; } dd { margin: 0 0 .5rem 1.2rem; max-width: 46rem; overflow-wrap: anywhere; }
@media print { body { font-size: 10pt; max-width: none; padding: 0; }
  .scroll { overflow: visible; } nav, .skip { display: none; }
  @page { margin: 14mm; } h2, h3, figcaption, caption { break-after: avoid; }
  td.n { white-space: normal; }
  tr, table, figure { break-inside: avoid; } }
"""


POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def document(title: str, main: str) -> str:
    """Return a whole page: no script, no font, no picture from elsewhere."""
    return (
        '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        '<a class="skip" href="#main">Skip to the report</a>'
        f"{element('main', main, id='main')}</body></html>\n"
    )


def element(tag: str, inner: str, **attributes: str) -> str:
    """Return an element round markup that is safe already; ``class_`` writes ``class``."""
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
    )
    return f"<{tag}{given}>{inner}</{tag}>"


def text(tag: str, said: str, **attributes: str) -> str:
    """Return an element round text."""
    return element(tag, escape(said, quote=False), **attributes)


def listed(said: Iterable[str], **attributes: str) -> str:
    """Return a list of sentences; nothing where there are none."""
    entries = "".join(text("li", each) for each in said)
    return element("ul", entries, **attributes) if entries else ""


def folded(title: str, inner: str) -> str:
    """Return a part that opens on a press, by key or pointer, without any script."""
    return element("details", text("summary", title) + inner)


def table_markup(laid: Laid, caption: str, *, under_heading: bool = False) -> str:
    """
    Return a table: each heading has its scope, and a wide one scrolls inside itself.

    ``under_heading``: a heading with the same words stands above, so the caption is only spoken.
    """
    head = "".join(
        text("th", heading.strip(), scope="col", **({"class_": "n"} if numeric else {}))
        for heading, numeric in zip(laid.headings, laid.numeric, strict=True)
    )
    body = "".join(_row(laid, row) for row in laid.rows)
    inner = (
        text("caption", caption, class_="said" if under_heading else "")
        + element("thead", element("tr", head))
        + element("tbody", body)
    )
    return element(
        "div",
        element("table", inner),
        class_="scroll",
        role="region",
        aria_label=caption,
        tabindex="0",
    )


def _row(laid: Laid, row: tuple[str, ...]) -> str:
    cells = []
    for place, (said, numeric) in enumerate(zip(row, laid.numeric, strict=True)):
        look = {"class_": "n"} if numeric else {}
        if place < laid.named_by and not numeric:
            cells.append(text("th", said, scope="row", **look))
        else:
            cells.append(text("td", said, **look))
    total = any(said in ("Total", "Whole area") for said in row[: laid.named_by])
    return element("tr", "".join(cells), **({"class_": "total"} if total else {}))
