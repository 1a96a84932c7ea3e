"""Draw the README's picture of the worked case from what the command really prints."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from placement.assess import assess
from placement.cases import read_case
from placement.load import load_setting
from placement.text import ranking_text
from placement.view import Reader

HERE = Path(__file__).parent
CASES = HERE.parent / "scenarios" / "cases"
INK = (11, 12, 12)
THEME = TerminalTheme((255, 255, 255), INK, [INK] * 8, [INK] * 8)

# rich's own frame asks a font of another host; this one uses what the reader has
FRAME = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"
 aria-label="The worked case, ranked">
<style>.{unique_id}-matrix {{ font-family: Consolas, Menlo, monospace; font-size: {char_height}px;
 line-height: {line_height}px; }} {styles}</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}"
 height="{terminal_height}"/></clipPath>{lines}</defs>
<rect fill="#ffffff" stroke="#6b7280" x="1" y="1" width="{width}" height="{height}" rx="4"/>
<g transform="translate(9, 9)" clip-path="url(#{unique_id}-clip-terminal)">{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g></g></svg>
"""


def draw() -> str:
    """Return the picture as SVG."""
    case = read_case(CASES / "demo-014.toml")
    setting = load_setting(
        profile="cambridgeshire",
        as_of=case.assessed_on,
        placements=CASES / "demo-014-placements.csv",
    )
    console = Console(record=True, width=100, file=io.StringIO(), highlight=False)
    console.print(ranking_text(assess(case, setting), Reader(), 100), markup=False)
    return console.export_svg(title="", theme=THEME, code_format=FRAME, unique_id="rank")


if __name__ == "__main__":
    (HERE / "rank.svg").write_text(draw(), encoding="utf-8")
