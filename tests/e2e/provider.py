"""
An identity provider on this machine, for tests: OpenID Connect with proof keys, persons to pick.

Run as ``python -m tests.e2e.provider PORT PERSONS.json``; the file gives claims by person, and is
read at each token, so that a test may change what somebody is given.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sys
import time
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

CLIENT, SECRET = "placement", "for-tests-only"


class Provider:
    """Persons, the codes handed out and not yet used, and one key that signs."""

    def __init__(self, issuer: str, persons: Path) -> None:
        self.issuer = issuer
        self.persons = persons
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.codes: dict[str, dict[str, str]] = {}

    async def discovery(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "end_session_endpoint": f"{self.issuer}/end",
                "response_types_supported": ["code"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def authorize(self, request: Request) -> Response:
        """List the persons; a link of each goes on as that person."""
        asked = dict(request.query_params)
        if asked.get("code_challenge_method") != "S256" or asked.get("client_id") != CLIENT:
            return Response("no proof key, or another client", status_code=400)
        person = asked.pop("as", None)
        if person is None:
            links = "".join(
                f'<li><a href="?{escape(urlencode({**asked, "as": name}))}">{escape(name)}</a></li>'
                for name in json.loads(self.persons.read_text())
            )
            return HTMLResponse(f"<h1>Who are you?</h1><ul>{links}</ul>")
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "person": person}
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", status_code=303)

    async def token(self, request: Request) -> Response:
        """Give a token for a code, once, to whoever proves that they asked for the code."""
        form = await request.form()
        asked = self.codes.pop(str(form.get("code")), None)
        proof = hashlib.sha256(str(form.get("code_verifier", "")).encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        if asked is None or challenge != asked["code_challenge"] or not _is_client(request, form):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": asked["person"],
            "iat": now,
            "exp": now + 3600,
            "nonce": asked["nonce"],
            **json.loads(self.persons.read_text())[asked["person"]],
        }
        lasts = claims.pop("lasts", None)
        if lasts is not None:
            claims["exp"] = now + lasts
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        return JSONResponse(
            {"access_token": secrets.token_urlsafe(8), "token_type": "Bearer", "id_token": token}
        )

    async def jwks(self, _: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def end(self, request: Request) -> Response:
        back = request.query_params.get("post_logout_redirect_uri", "/")
        return RedirectResponse(back, status_code=303)


def _is_client(request: Request, form: Any) -> bool:
    given = request.headers.get("authorization", "").removeprefix("Basic ")
    wanted = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
    return given == wanted or form.get("client_secret") == SECRET


def app(provider: Provider) -> Starlette:
    """Return the provider as an application."""
    return Starlette(
        routes=[
            Route("/.well-known/openid-configuration", provider.discovery),
            Route("/authorize", provider.authorize),
            Route("/token", provider.token, methods=["POST"]),
            Route("/jwks", provider.jwks),
            Route("/end", provider.end),
        ]
    )


if __name__ == "__main__":
    port, persons = int(sys.argv[1]), Path(sys.argv[2])
    provider = Provider(f"http://localhost:{port}", persons)
    uvicorn.run(app(provider), host="127.0.0.1", port=port, log_level="warning")
