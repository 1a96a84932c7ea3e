"""
What is loaded before the server says that it is ready, so that nobody's first page waits for it.

Streamlit collects garbage after every run of a page. What is loaded here stays as long as the
server does, so it is kept out of that: walking it each time would be most of a page's work.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from functools import lru_cache
from importlib import import_module

from placement.errors import PlacementError


@lru_cache(maxsize=1)
def warm() -> None:
    """Load once what pages need: their modules, the numbers, the places, the outlines."""
    from placement import charts
    from placement.ui import pages, state

    for name in pages.TITLES:
        import_module(pages.module_of(name))
    charts.use_theme()
    with suppress(PlacementError):  # what is wrong with a profile is said on the page
        state.provenance()
        state.outlines()
    gc.collect()
    gc.freeze()
