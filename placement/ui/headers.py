"""
What the server adds to Streamlit: security headers, and doors that stay shut.

The content security policy makes the browser itself refuse anything from anywhere else. A request
that names another host, or a socket opened by another site's page, is refused before Streamlit
sees it; so are the interfaces that no page needs.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Message, Receive, Send], Awaitable[None]]

HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
SHUT = ("/_stcore/metrics", "/_stcore/agent")
_INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


@lru_cache(maxsize=1)
def policy() -> str:
    """Return the content security policy; inline scripts are those of Streamlit's own page."""
    import streamlit

    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in _INLINE.findall(page)
    )
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "worker-src 'self' blob:; manifest-src 'self'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def headers() -> list[tuple[bytes, bytes]]:
    """Return the headers that every answer carries."""
    named = {
        "content-security-policy": policy(),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    return [(name.encode(), value.encode()) for name, value in named.items()]


class SecurityHeaders:
    """ASGI middleware: headers on every answer; 421, 404 or a closed socket where it must be."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refused = refusal(scope["path"], dict(scope["headers"]))
        if refused is not None:
            await _refuse(scope["type"], refused, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *headers()]
            await send(message)

        await self.app(scope, receive, with_headers)


def refusal(path: str, given: dict[bytes, bytes]) -> int | None:
    """
    Return the status with which a request is refused, or None where it may pass.

    >>> refusal("/", {b"host": b"localhost:8501"}) is None
    True
    >>> refusal("/", {b"host": b"elsewhere.example"})
    421
    >>> refusal("/_stcore/stream", {b"host": b"localhost", b"origin": b"https://elsewhere.example"})
    403
    """
    host = given.get(b"host", b"").decode("latin-1")
    if urlsplit(f"//{host}").hostname not in HOSTS:
        return 421
    origin = given.get(b"origin")
    if origin is not None and urlsplit(origin.decode("latin-1")).netloc != host:
        return 403
    if any(path.rstrip("/") == shut or path.startswith(f"{shut}/") for shut in SHUT):
        return 404
    return None


async def _refuse(kind: str, status: int, send: Send) -> None:
    if kind == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": "http.response.start", "status": status, "headers": headers()})
    await send({"type": "http.response.body", "body": b""})
