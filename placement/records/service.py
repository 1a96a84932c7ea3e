"""
How the app is reached where people sign in: its address, its provider, and the proxy before it.

It is the ``[service]`` table of the sign-in settings (``placement.records.sign_in``)::

    [service]
    address = "https://placement.example.gov.uk"
    trusted_proxies = ["127.0.0.1"]

``address``
    What people type, without a path. Only this host is answered to, and
    ``ADDRESS/oauth2callback`` is what the provider must know as the redirect URI.
``more_hosts``
    Other host names to answer to.
``metadata``
    The provider's discovery document; left out, it is ``.well-known/openid-configuration`` below
    the issuer.
``scope``, ``prompt``
    Passed to the provider; left out, "openid email profile" and "select_account".
``trusted_proxies``
    Addresses of proxies whose ``X-Forwarded-Proto`` is believed. Nobody else's is.
``localhost_for_tests``
    Lets the issuer and the address be ``http://localhost``: for tests, and never with real people.
``client_secret``, ``cookie_secret``
    Better given as PLACEMENT_CLIENT_SECRET and PLACEMENT_COOKIE_SECRET, which come first, or in
    files of their own that PLACEMENT_CLIENT_SECRET_FILE and PLACEMENT_COOKIE_SECRET_FILE name, as
    containers and systemd hand secrets over. Where no cookie secret is given one is made at each
    start, and everybody signs in again.

The service's name at the provider is ``audience`` of the settings.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from placement.cases.kinds import FLAG, TEXT, one_of
from placement.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.cases.table import Table

CLIENT_SECRET, COOKIE_SECRET = "PLACEMENT_CLIENT_SECRET", "PLACEMENT_COOKIE_SECRET"
IN_A_FILE: Final = "_FILE"
CALLBACK: Final = "/oauth2callback"
_SCOPE: Final = "openid email profile"
_PROMPTS: Final = ("none", "login", "consent", "select_account")
_SHORTEST_SECRET: Final = 32
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """How the app is reached where people sign in; see the module."""

    address: str
    metadata: str
    scope: str = _SCOPE
    prompt: str = "select_account"
    more_hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    localhost_for_tests: bool = False
    client_secret: str = field(default="", repr=False)
    cookie_secret: str = field(default="", repr=False)

    @property
    def hosts(self) -> frozenset[str]:
        """The host names that the app answers to, beside this machine's own."""
        return frozenset({urlsplit(self.address).hostname or "", *self.more_hosts})

    @property
    def is_https(self) -> bool:
        """Whether people reach it encrypted, so that cookies may be sent no other way."""
        return self.address.startswith("https://")


def service_from(table: Table, issuer: str) -> Service:
    """Read the ``[service]`` table; problems are noted in it."""
    tests = table.get("localhost_for_tests", FLAG) is True
    service = Service(
        address=table.need("address", TEXT).rstrip("/"),
        metadata=table.get("metadata", TEXT)
        or f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        scope=table.get("scope", TEXT) or _SCOPE,
        prompt=table.get("prompt", one_of(_PROMPTS)) or "select_account",
        more_hosts=table.items("more_hosts", TEXT) or (),
        trusted_proxies=table.items("trusted_proxies", TEXT) or (),
        localhost_for_tests=tests,
        client_secret=table.get("client_secret", TEXT, hidden=True) or "",
        cookie_secret=table.get("cookie_secret", TEXT, hidden=True) or "",
    )
    for key in ("address", "metadata"):
        url = getattr(service, key)
        if url and not is_safe(url, tests=tests):
            table.problem(key, "begins with https://. Correct it.")
    if urlsplit(service.address).path:
        table.problem("address", "has a path. Write the host alone: https://name.")
    for proxy in service.trusted_proxies:
        if not _is_ip(proxy):
            table.problem("trusted_proxies", "holds something that is no IP address. Correct it.")
    if service.cookie_secret and len(service.cookie_secret) < _SHORTEST_SECRET:
        table.problem("cookie_secret", f"is shorter than {_SHORTEST_SECRET} characters.")
    return service


def is_safe(url: str, *, tests: bool) -> bool:
    """
    Say whether a URL is encrypted, or on this machine where tests ask for that.

    >>> is_safe("http://localhost:9000", tests=False), is_safe("http://localhost:9000", tests=True)
    (False, True)
    >>> is_safe("http://login.example.gov.uk", tests=True)
    False
    """
    parts = urlsplit(url)
    if parts.scheme == "http":
        return tests and parts.hostname in _LOCAL
    return parts.scheme == "https" and bool(parts.hostname)


def auth_section(
    service: Service | None, audience: str, environment: Mapping[str, str]
) -> dict[str, Any]:
    """
    Return Streamlit's ``[auth]`` section, with proof keys (PKCE) always asked for.

    Raises
    ------
    InputError
        If there is no ``[service]``, no client secret is given, or a secret's file cannot be read.
    """
    if service is None:
        problem = "[service] is missing: say at which address people reach the app."
        raise InputError("The sign-in settings", [problem])
    problems: list[str] = []
    client = _secret(CLIENT_SECRET, environment, problems) or service.client_secret
    cookie = _secret(COOKIE_SECRET, environment, problems) or service.cookie_secret
    if not client and not problems:
        problems.append(f"the client secret is missing. Give it in {CLIENT_SECRET}.")
    if cookie and len(cookie) < _SHORTEST_SECRET:
        problems.append(f"{COOKIE_SECRET} is shorter than {_SHORTEST_SECRET} characters.")
    if problems:
        raise InputError("Signing in", problems)
    return {
        "redirect_uri": f"{service.address}{CALLBACK}",
        "cookie_secret": cookie or secrets.token_urlsafe(48),
        "client_id": audience,
        "client_secret": client,
        "server_metadata_url": service.metadata,
        "client_kwargs": {
            "scope": service.scope,
            "prompt": service.prompt,
            "code_challenge_method": "S256",
        },
    }


def _secret(name: str, environment: Mapping[str, str], problems: list[str]) -> str:
    """Return a secret of the environment, or of the file that it names; "" where neither is."""
    given, place = environment.get(name, ""), environment.get(f"{name}{IN_A_FILE}", "")
    if given and place:
        problems.append(f"{name} and {name}{IN_A_FILE} are both given. Leave one of them out.")
    if given or not place:
        return given
    try:
        found = Path(place).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        problems.append(f"{place}, which {name}{IN_A_FILE} names, cannot be read ({why}).")
        return ""
    if not found:
        problems.append(f"{place}, which {name}{IN_A_FILE} names, is empty.")
    return found


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
