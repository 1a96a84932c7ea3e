"""One spelling of every value, so that a digest means the same on every machine and engine."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def text_of(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """
    Return a value as JSON with sorted keys and no spaces.

    >>> text_of({"b": 1, "a": [None, "é"]})
    '{"a":[null,"é"],"b":1}'
    """
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def bytes_of(*values: object) -> bytes:
    """Return values as JSON in UTF-8; bytes among them are written in hexadecimal."""
    plain = [value.hex() if isinstance(value, bytes) else value for value in values]
    return text_of(plain).encode("utf-8")


def digest_of(*values: object) -> bytes:
    """Return the SHA-256 digest of ``bytes_of`` (32 bytes)."""
    return hashlib.sha256(bytes_of(*values)).digest()
