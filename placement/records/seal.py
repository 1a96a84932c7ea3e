"""
Sealing: AES-256-GCM, with what a sealed text belongs to bound into it.

A sealed text is one byte of format, twelve of nonce, and the encrypted text with its tag. What is
bound (table, record, version, kind, ...) is not stored in it, so that a sealed text moved to
another row, or a row whose columns were changed, does not open.
"""

from __future__ import annotations

import json
import os
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from placement.errors import RecordError
from placement.records.canonical import bytes_of, text_of

KEY_BYTES: Final = 32
_FORMAT: Final = b"\x01"
_NONCE_BYTES: Final = 12
# Lengths are evened out, so that the size of a row does not count the victims in it.
RECORD_STEP: Final = 256
VAULT_STEP: Final = 4096


def new_secret() -> bytes:
    """Return a new key of 256 bits."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, clear: bytes, *bound: object) -> bytes:
    """Seal bytes under a key, bound to some values."""
    nonce = os.urandom(_NONCE_BYTES)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, clear, bytes_of(*bound))


def unseal(key: bytes, sealed: bytes, *bound: object) -> bytes:
    """
    Open what ``seal`` made of bytes.

    Raises
    ------
    RecordError
        If the key is another, or the text or what it is bound to was changed.
    """
    clear = None
    if sealed[:1] == _FORMAT:
        nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            clear = AESGCM(key).decrypt(nonce, body, bytes_of(*bound))
        except (InvalidTag, ValueError):
            clear = None
    if clear is None:
        raise RecordError(
            "Something in the record does not open under its own key: it was changed outside the "
            "program, or is damaged. Run `placement audit verify`, which says where."
        )
    return clear


def seal_data(key: bytes, data: Any, step: int, *bound: object) -> bytes:  # noqa: ANN401
    """Seal what JSON can hold, its length rounded up to ``step`` bytes."""
    clear = text_of(data).encode("utf-8")
    return seal(key, clear + b" " * (-len(clear) % step), *bound)


def unseal_data(key: bytes, sealed: bytes, *bound: object) -> Any:  # noqa: ANN401 - what JSON holds
    """Open what ``seal_data`` made; see ``unseal``."""
    return json.loads(unseal(key, sealed, *bound))
