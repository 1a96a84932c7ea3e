"""
What the server adds to Streamlit: security headers, and doors that stay shut.

The content security policy makes the browser itself refuse anything from anywhere else. A request
that names another host, or a socket opened by another site's page, is refused before Streamlit
sees it; so are the interfaces that no page needs, and files for whoever is not signed in.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.ui.doors import PAGES, WANTED, Doors, cookies_of, wanted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Message, Receive, Send], Awaitable[None]]
    Headers = list[tuple[bytes, bytes]]

CALLBACK = "/oauth2callback"
REMEMBERED_SECONDS = 900
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


def headers(*, secure: bool = False) -> Headers:
    """Return the headers that every answer carries; ``secure``: it came encrypted."""
    named = {
        "content-security-policy": policy(),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    if secure:
        named["strict-transport-security"] = "max-age=31536000"
    return [(name.encode(), value.encode()) for name, value in named.items()]


class SecurityHeaders:
    """ASGI middleware: headers on every answer; 421, 404 or a closed socket where it must be."""

    def __init__(self, app: App, doors: Doors | None = None) -> None:
        self.app = app
        self.doors = doors or Doors()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        path, given = scope["path"], dict(scope["headers"])
        secure = self.doors.is_secure((scope.get("client") or (None,))[0], given)
        refused = self.doors.refusal(path, given)
        if refused is None and self.doors.is_for_the_signed_in(path):
            refused = None if await self._is_signed_in(given) else 403
        if refused is not None:
            await _refuse(scope["type"], refused, send)
            return
        page = wanted(path) if self._is_navigation(scope) else None
        if page is not None and not await self._is_signed_in(given, begun=False):
            await _send_to_sign_in(page, send, secure=secure)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _answer_headers(message, path, given, secure=secure)
            await send(message)

        await self.app(scope, receive, with_headers)

    def _is_navigation(self, scope: Message) -> bool:
        """Whether a person asks for a page by its address, where people sign in."""
        return self.doors.need_signing_in and scope["type"] == "http" and scope["method"] == "GET"

    async def _is_signed_in(self, given: dict[bytes, bytes], *, begun: bool = True) -> bool:
        from anyio import to_thread

        return await to_thread.run_sync(partial(self.doors.holds, given, begun=begun))


def _answer_headers(
    message: Message, path: str, given: dict[bytes, bytes], *, secure: bool
) -> Headers:
    """Return an answer's headers: cookies only over an encrypted line, files kept by nobody."""
    found: Headers = [(name.lower(), value) for name, value in message.get("headers", ())]
    if path.startswith("/media/"):
        found = [each for each in found if each[0] != b"cache-control"]
        found.append((b"cache-control", b"no-store"))
    if path == CALLBACK and message["status"] in (302, 303, 307):
        found = _to_what_was_wanted(found, given)
    if secure:
        found = [
            (
                name,
                value + b"; Secure"
                if name == b"set-cookie" and b"secure" not in value.lower()
                else value,
            )
            for name, value in found
        ]
    return [*found, *headers(secure=secure)]


def _to_what_was_wanted(found: Headers, given: dict[bytes, bytes]) -> Headers:
    """After signing in, lead to the page that was asked for before it."""
    page = cookies_of(given).get(WANTED)
    if page not in PAGES:
        return found
    kept = [each for each in found if each[0] != b"location"]
    return [*kept, (b"location", f"/{page}".encode()), (b"set-cookie", _remembered("", 0))]


def _remembered(page: str, seconds: int) -> bytes:
    return f"{WANTED}={page}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax".encode()


async def _send_to_sign_in(page: str, send: Send, *, secure: bool) -> None:
    cookie = _remembered(page, REMEMBERED_SECONDS) + (b"; Secure" if secure else b"")
    more = [(b"location", b"/"), (b"cache-control", b"no-store"), (b"set-cookie", cookie)]
    start = {"type": "http.response.start", "status": 303}
    await send({**start, "headers": [*more, *headers(secure=secure)]})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(kind: str, status: int, send: Send) -> None:
    if kind == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": "http.response.start", "status": status, "headers": headers()})
    await send({"type": "http.response.body", "body": b""})
