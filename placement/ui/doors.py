"""
Who may pass which door of the server: by host, by origin, and by a signing-in that still holds.

A cookie is good only while our own record says so (``placement.records.sessions``); it is asked for
whatever the server gives out beside the pages: files made for download, and uploads.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from placement.ui.serve import DEMO_VARIABLE, SIGN_IN_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.records.sign_in import Settings

HERE = frozenset({"localhost", "127.0.0.1", "::1"})
SHUT = ("/_stcore/metrics", "/_stcore/agent")
SIGNED_IN_ONLY = ("/media", "/_stcore/upload_file")
# Pages that somebody may ask for before signing in and is taken to afterwards.
PAGES = frozenset(
    {
        "cases",
        "case",
        "options",
        "compare",
        "what-if",
        "plan",
        "meeting",
        "enquiry",
        "monitoring",
        "protocol",
        "audit",
        "settings",
    }
)
WANTED = "placement_wanted"
_PAGE = re.compile(r"/([a-z-]{1,30})/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """
    The hosts that are answered to, and the sign-in settings where people sign in.

    ``https`` is whether people reach the app encrypted; ``proxies`` are those whose word counts
    that a request came encrypted.
    """

    hosts: frozenset[str] = HERE
    settings: Settings | None = field(default=None, repr=False)
    https: bool = False
    proxies: frozenset[str] = frozenset()

    @property
    def need_signing_in(self) -> bool:
        """Whether people sign in here."""
        return self.settings is not None

    def refusal(self, path: str, given: Mapping[bytes, bytes]) -> int | None:
        """
        Return the status with which a request is refused whoever asks, or None.

        >>> Doors().refusal("/", {b"host": b"localhost:8501"}) is None
        True
        >>> Doors().refusal("/", {b"host": b"elsewhere.example"})
        421
        >>> Doors().refusal("/", {b"host": b"localhost", b"origin": b"https://elsewhere.example"})
        403
        >>> Doors().refusal("/_stcore/metrics", {b"host": b"localhost"})
        404
        """
        host = given.get(b"host", b"").decode("latin-1")
        if _hostname(host) not in self.hosts:
            return 421
        origin = given.get(b"origin")
        if origin is not None and urlsplit(origin.decode("latin-1")).netloc != host:
            return 403
        return 404 if _within(path, SHUT) else None

    def is_for_the_signed_in(self, path: str) -> bool:
        """Whether only somebody who is signed in gets what is at a path."""
        return self.need_signing_in and _within(path, SIGNED_IN_ONLY)

    def is_secure(self, peer: str | None, given: Mapping[bytes, bytes]) -> bool:
        """Whether a request came encrypted: as we are reached, or as a trusted proxy says."""
        said = given.get(b"x-forwarded-proto", b"").split(b",")[0].strip().lower()
        return self.https or (peer in self.proxies and said == b"https")

    def holds(self, given: Mapping[bytes, bytes], *, begun: bool = True) -> bool:
        """
        Say whether a request brings a signing-in that still holds, by our own record.

        With ``begun`` false one that no page has seen yet will do.
        """
        from placement.records.clock import system
        from placement.records.sessions import holds
        from placement.ui import session

        claims = claims_in(cookies_of(given))
        if claims is None or self.settings is None:
            return False
        return holds(session.record(), claims, self.settings, now=system(), begun=begun)


def doors_of(environment: Mapping[str, str] = os.environ) -> Doors:
    """Return the doors as the app was started: with or without signing in."""
    if SIGN_IN_VARIABLE not in environment or DEMO_VARIABLE in environment:
        return Doors()
    from placement.records.sign_in import read_settings

    settings = read_settings(Path(environment[SIGN_IN_VARIABLE]))
    service = settings.service
    if service is None:
        return Doors(settings=settings)
    return Doors(
        hosts=HERE | service.hosts,
        settings=settings,
        https=service.is_https,
        proxies=frozenset(service.trusted_proxies),
    )


def cookies_of(given: Mapping[bytes, bytes]) -> dict[str, str]:
    """Return the cookies of a request."""
    from starlette.requests import cookie_parser

    return cookie_parser(given.get(b"cookie", b"").decode("latin-1"))


def claims_in(cookies: dict[str, str]) -> dict[str, Any] | None:
    """Return the claims in Streamlit's signed cookie; None where there is none that is genuine."""
    # Streamlit has no public way to read its own cookie outside a page; the version is pinned.
    from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
    from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

    signed = _get_signed_cookie_with_chunks(cookies, USER_COOKIE_NAME)
    try:
        found = json.loads(signed) if signed else None
    except ValueError:
        return None
    return found if isinstance(found, dict) and found.get("is_logged_in") else None


def wanted(path: str) -> str | None:
    """
    Return the page that a path asks for, where it may be remembered over signing in.

    >>> wanted("/meeting"), wanted("/accessibility"), wanted("//elsewhere.example")
    ('meeting', None, None)
    """
    found = _PAGE.fullmatch(path)
    return found[1] if found and found[1] in PAGES else None


def _hostname(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _within(path: str, doors: tuple[str, ...]) -> bool:
    return any(path.rstrip("/") == door or path.startswith(f"{door}/") for door in doors)
