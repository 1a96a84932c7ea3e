"""
The keys, which are never in the database: a directory that only its owner may read.

There are three purposes. The **record** key wraps the keys of cases, the **vault** key those of
what is protected, and the **audit** key vouches for the log. Each has versions, so that it can be
changed; the highest is the current one. A key's id is made from its secret, so that a key of
another record is known for what it is before it is used.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
import stat
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from placement.errors import NoKey
from placement.records.seal import KEY_BYTES, new_secret

if TYPE_CHECKING:
    from collections.abc import Iterable

PURPOSES: Final = ("record", "vault", "audit")
_FILE: Final = re.compile(r"(record|vault|audit)-(\d{4})\.key")
_HEAD: Final = "placement key"
_GONE: Final = ".gone-"  # how the name of a key begins while it is destroyed
_NEW: Final = re.compile(r"\.(?:record|vault|audit)-\d{4}\.key\.(\d+)\.new")
"""The name of a key while the process of that number writes it."""
_SECONDS: Final = 60  # far longer than writing one takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One version of one key; its secret is in no text of it."""

    purpose: str
    version: int
    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """Purpose, version and a mark of the secret, from which it cannot be found."""
        mark = hmac.new(self.secret, f"{_HEAD} {self.purpose}".encode(), hashlib.sha256)
        return f"{self.purpose}-{self.version}-{mark.hexdigest()[:16]}"


class Keyring:
    """The keys of one directory; ``directory`` also holds the anchor and the list of erasures."""

    def __init__(self, directory: Path, keys: Iterable[Key]) -> None:
        self.directory = directory
        self._keys = {key.id: key for key in keys}

    def __repr__(self) -> str:
        return f"Keyring({sorted(self._keys)})"

    @classmethod
    def create(cls, directory: str | Path) -> Keyring:
        """
        Make a new directory of keys, one for each purpose.

        Raises
        ------
        NoKey
            If there are keys in the directory, or it cannot be written.
        """
        place = Path(directory)
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.chmod(0o700)
            taken = any(_FILE.fullmatch(path.name) for path in place.iterdir())
        except OSError as error:
            raise _unreadable(place, error) from None
        if taken:
            raise NoKey(
                f"{place} holds keys already. Name another directory: a record has keys of its own."
            )
        for purpose in PURPOSES:
            _write(place, Key(purpose=purpose, version=1, secret=new_secret()))
        return cls.load(place)

    @classmethod
    def load(cls, directory: str | Path) -> Keyring:
        """
        Read the keys of a directory.

        Raises
        ------
        NoKey
            If there is none, others may read it, or a file in it is not as it was written.
        """
        place = Path(directory)
        try:
            for left in place.glob(f"{_GONE}*"):  # by a process that died while it destroyed it
                _overwrite(left)
            for left in place.iterdir():
                if (by := _NEW.fullmatch(left.name)) and not _at_work(left, int(by[1])):
                    # never written over: it may be another name of the key itself
                    left.unlink(missing_ok=True)
            files = sorted(path for path in place.iterdir() if _FILE.fullmatch(path.name))
            open_to = [path for path in (place, *files) if _others_may(path)]
            texts = [(path, path.read_text("utf-8", errors="replace")) for path in files]
        except OSError as error:
            raise _unreadable(place, error) from None
        if open_to:
            raise NoKey(
                "Others on this machine may read "
                + ", ".join(str(path) for path in open_to)
                + f". Close it: `chmod -R go-rwx {place}`, and consider changing the keys."
            )
        return cls(place, [_read(path, text) for path, text in texts])

    def has(self, key_id: str) -> bool:
        """Say whether a key is here."""
        return key_id in self._keys

    def newest(self, purpose: str) -> Key:
        """Return the key of a purpose with the highest version."""
        found = self.of(purpose)
        if not found:
            raise self._missing(f"{purpose}-")
        return found[-1]

    def get(self, key_id: str) -> Key:
        """
        Return a key by its id.

        Raises
        ------
        NoKey
            If it is not here; the message says what follows from that.
        """
        if key_id not in self._keys:
            # somebody else may have changed the key since this directory was read
            self._keys.update(Keyring.load(self.directory)._keys)
        if key_id not in self._keys:
            raise self._missing(key_id)
        return self._keys[key_id]

    def of(self, purpose: str) -> list[Key]:
        """Return every version of a key that is here, oldest first."""
        found = [key for key in self._keys.values() if key.purpose == purpose]
        return sorted(found, key=lambda key: key.version)

    def add(self, purpose: str) -> Key:
        """Make the next version of a key and keep it, on the disk first."""
        key = Key(purpose=purpose, version=self.newest(purpose).version + 1, secret=new_secret())
        _write(self.directory, key)
        self._keys[key.id] = key
        return key

    def drop(self, key_id: str) -> None:
        """Destroy an old version of a key; what only it opens cannot be opened again."""
        key = self.get(key_id)
        path = self.directory / f"{key.purpose}-{key.version:04d}.key"
        gone = path.with_name(f"{_GONE}{path.name}")
        try:
            path.rename(gone)  # first no key any more: half of one would close the record
            _overwrite(gone)
        except OSError as error:
            raise _unreadable(self.directory, error) from None
        del self._keys[key_id]

    def _missing(self, key_id: str) -> NoKey:
        purpose = key_id.split("-")[0]
        same = [key.id for key in self._keys.values() if key.purpose == purpose]
        if purpose == "vault":
            follows = (
                "What is protected (victims, conditions not shared) stays sealed; all else works."
            )
        else:
            follows = "Without it the record cannot be used."
        found = (
            f"{self.directory} holds another {purpose} key: it belongs to another record."
            if same
            else f"The {purpose} key is not in {self.directory}."
        )
        return NoKey(
            f"{found} {follows} Put the right key file there, from where the keys of this record "
            f"are kept ({key_id})."
        )


def _others_may(path: Path) -> bool:
    return os.name == "posix" and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _at_work(path: Path, process: int) -> bool:
    """Whether a key may still be being written: another container's processes are not seen."""
    with suppress(FileNotFoundError):
        return time.time() - path.stat().st_mtime < _SECONDS or _runs(process)
    return True  # it is gone: written, or swept


def _runs(process: int) -> bool:
    if os.name != "posix":
        return True  # elsewhere there is no asking without a signal
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's
    return True


def _overwrite(path: Path) -> None:
    """Write over a file and remove it; another process may be doing the same."""
    with suppress(FileNotFoundError):
        path.write_bytes(b"\0" * path.stat().st_size)
        path.unlink()


def _write(place: Path, key: Key) -> None:
    secret = base64.b64encode(key.secret).decode()
    text = f"{_HEAD}\n{key.id}\n{secret}\n"
    path = place / f"{key.purpose}-{key.version:04d}.key"
    whole = place / f".{path.name}.{os.getpid()}.new"
    try:
        # written whole under another name: a process that dies here leaves no half of a key
        whole.unlink(missing_ok=True)
        handle = os.open(whole, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(whole, path)  # never over a key that is there
        whole.unlink(missing_ok=True)
        sync_directory(place)
    except OSError as error:
        raise _unreadable(place, error) from None


def sync_directory(place: Path) -> None:
    """Make a new name in a directory outlast a power cut, where the system can."""
    if os.name == "posix":
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _read(path: Path, text: str) -> Key:
    lines = text.split("\n")
    named = _FILE.fullmatch(path.name)
    if named and len(lines) == 4 and lines[0] == _HEAD:
        secret = b""
        try:
            secret = base64.b64decode(lines[2], validate=True)
        except binascii.Error:
            secret = b""
        key = Key(purpose=named[1], version=int(named[2]), secret=secret)
        if len(secret) == KEY_BYTES and key.id == lines[1]:
            return key
    raise NoKey(
        f"{path} is not a key as the record writes one: it is damaged or was changed. Put back the "
        "copy that is kept with the keys of this record."
    )


def _unreadable(place: Path, error: OSError) -> NoKey:
    return NoKey(
        f"The keys in {place} cannot be used ({error.strerror or 'the path is not well formed'}). "
        "Check the directory and who may read and write it."
    )
