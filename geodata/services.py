"""
Ask a feature service for JSON, patiently but not for ever.

A server that stumbles (a 5xx answer, a dropped connection, a body cut short) is asked again after
a growing pause; one that answers clearly (404, a web page, an error of its own) is not. Only the
standard library is used, so the machine's proxy settings hold.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

CHUNK_BYTES = 65_536
WORTH_ASKING_AGAIN = (408, 425, 429)
AGENT = "placement (boundary fetch)"


@dataclass(frozen=True)
class Limits:
    """How long to wait for one answer and for all of them, and how often to ask (seconds)."""

    answer_s: float = 30.0
    total_s: float = 600.0
    tries: int = 4
    pause_s: float = 1.0


class UnansweredError(Exception):
    """The service gave no usable answer; the text says what it did instead."""


class _StumbleError(Exception):
    """A failure that asking again may mend."""


class Client:
    """Asks one service, within one time limit for all its answers."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.until = time.monotonic() + limits.total_s

    def ask(self, url: str, parameters: dict[str, str]) -> dict[str, Any]:
        """Return the JSON object that the service answers; ``UnansweredError`` if it does not."""
        address = f"{url}?{urllib.parse.urlencode(parameters)}"
        for attempt in range(1, self.limits.tries + 1):
            try:
                return _object(self._body(address))
            except _StumbleError as stumble:
                pause = self.limits.pause_s * 2 ** (attempt - 1)
                if attempt == self.limits.tries or time.monotonic() + pause > self.until:
                    times = "once" if attempt == 1 else f"{attempt} times"
                    raise UnansweredError(f"asked {times}; at last {stumble}") from None
                time.sleep(pause)
        raise UnansweredError("never asked: no tries are allowed")

    def _body(self, address: str) -> bytes:
        """Read one whole answer; urllib's many failures become two."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise UnansweredError(f"no answer within {self.limits.total_s:g} seconds in all")
        request = urllib.request.Request(address, headers={"User-Agent": AGENT})
        try:
            with urllib.request.urlopen(
                request, timeout=min(self.limits.answer_s, left)
            ) as response:
                return self._read(response)
        except urllib.error.HTTPError as error:
            with error:
                said = f"it answered {error.code} {error.reason}"
            if error.code >= 500 or error.code in WORTH_ASKING_AGAIN:
                raise _StumbleError(said) from None
            raise UnansweredError(said) from None
        except TimeoutError:
            raise _StumbleError(f"no answer within {self.limits.answer_s:g} seconds") from None
        except urllib.error.URLError as error:
            raise _StumbleError(f"no connection ({error.reason})") from None
        except (OSError, http.client.HTTPException) as error:
            raise _StumbleError(f"the connection broke ({error or type(error).__name__})") from None

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        parts = []
        while part := response.read(CHUNK_BYTES):
            parts.append(part)
            if time.monotonic() > self.until:
                raise UnansweredError(f"not all came within {self.limits.total_s:g} seconds")
        body = b"".join(parts)
        announced = response.headers.get("Content-Length")
        if announced and announced.isdigit() and len(body) < int(announced):
            raise _StumbleError(
                f"its answer was cut short ({len(body):,} of {int(announced):,} bytes)"
            )
        return body


def _object(body: bytes) -> dict[str, Any]:
    """Read an answer; a service may also report its errors in an answer that says 200 OK."""
    if body.lstrip()[:1] == b"<":
        raise UnansweredError("it answered with a web page and not with data")
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise _StumbleError("its answer was not complete JSON") from None
    if not isinstance(answer, dict):
        raise UnansweredError("it answered with JSON of another kind")
    if isinstance(error := answer.get("error"), dict):
        code = error.get("code")
        details = "; ".join(map(str, error.get("details") or []))
        said = f"it answered with error {code}: {error.get('message')} {details}".rstrip()
        if isinstance(code, int) and code >= 500:
            raise _StumbleError(said)
        raise UnansweredError(said)
    return answer
