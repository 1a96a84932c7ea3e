"""Write what accounts for the product: ``python -m placement.documents.accounts docs``."""

from __future__ import annotations

import sys
from pathlib import Path

from placement.documents.atrs import atrs
from placement.documents.dpia import dpia
from placement.documents.model_card import model_card
from placement.documents.product_facts import product_facts

PAGES = {"atrs": atrs, "dpia": dpia, "model-card": model_card}


def write_accounts(directory: Path) -> tuple[Path, ...]:
    """Write the three pages as Markdown into a folder and return their paths."""
    facts = product_facts()
    paths = []
    for name, page in PAGES.items():
        path = directory / f"{name}.md"
        path.write_text(page(facts).markdown(), encoding="utf-8")
        paths.append(path)
    return tuple(paths)


if __name__ == "__main__":
    write_accounts(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
