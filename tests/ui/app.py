"""The app as a test sees it: opened, with a role or a page chosen, its words as text."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = Path(__file__).parents[2] / "app.py"
LEAD = "Ask East Cambridgeshire"


def opened() -> AppTest:
    """Return the app as it first opens."""
    return well(AppTest.from_file(str(SCRIPT), default_timeout=60).run())


def with_worked_case() -> AppTest:
    """Return the app with the worked case open."""
    app = opened()
    return well(press(app, "Open the worked case"))


def press(app: AppTest, label: str) -> AppTest:
    """Press the button with this label."""
    return next(button for button in app.button if button.label == label).click().run()


def turn_to(app: AppTest, page: str) -> AppTest:
    """Go to a page by its address."""
    app._page_hash = calc_hash(page)
    return well(app.run())


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Give the uploader some files, by name and content."""
    for name, content in files:
        app.file_uploader[0].upload(name, content, "text/plain")
    return app.run()


def well(app: AppTest) -> AppTest:
    """Return the app where nothing went wrong in it."""
    assert not app.exception
    assert not app.error, [error.value for error in app.error]
    return app


def text(app: AppTest) -> str:
    """Return all that the browser is given that a person could read, charts and all."""
    return html.unescape(re.sub(r"<[^>]+>", " ", "\n".join(_pieces(app))))


SHOWN = ("label", "body", "help", "placeholder", "options", "captions", "text", "alt", "content")


def read_out(app: AppTest) -> str:
    """Return what a person is shown, and nothing that only the browser reads: no key, no value."""
    blocks = [app.main, app.sidebar]
    said: list[str] = []
    while blocks:
        block = blocks.pop()
        if getattr(block, "proto", None) is not None:
            said += _words_of(block.proto)
        blocks += list(getattr(block, "children", {}).values())
    return html.unescape(re.sub(r"<[^>]+>", " ", "\n".join(said)))


def _words_of(message: Any) -> Iterator[str]:
    for field, value in message.ListFields():
        several = value if not isinstance(value, str) and hasattr(value, "__len__") else [value]
        for each in several:
            if isinstance(each, str) and field.name in SHOWN:
                yield each
            elif hasattr(each, "ListFields"):
                yield from _words_of(each)


def _pieces(app: AppTest) -> Iterator[str]:
    for block in (app.main, app.sidebar):
        for element in _leaves(block):
            yield str(element.proto)
            yield str(getattr(element, "value", ""))
            if element.type == "html":
                yield element.proto.body


def _leaves(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from _leaves(child)
        else:
            yield child
