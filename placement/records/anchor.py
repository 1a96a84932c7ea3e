"""
The anchor: the last entry of the log that was seen here, kept beside the keys.

A database cannot show that its own end was cut off, or that the whole of it was put back to what it
was last week. The anchor can: the entry it names must be in the log. It is written before the
entry is committed, under another name, and takes its own name after; so it is never ahead of the
log, and behind it only by what was being saved when the power went.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from placement.errors import NoKey, Unavailable
from placement.records.canonical import bytes_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from placement.records.keys import Key, Keyring

_ONE_AT_A_TIME: Final = threading.Lock()
_SHA256: Final = "sha256"


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry of the log: its number and its hash."""

    seq: int
    hash: bytes


class Anchor:
    """The anchor of one copy of a record; a restored copy has an anchor of its own."""

    def __init__(self, keyring: Keyring, copy: str) -> None:
        self._keyring = keyring
        self._copy = copy
        self.path: Path = keyring.directory / f"anchor-{copy}.json"

    def read(self) -> Mark | None:
        """
        Return the entry that was last seen; None where there is no anchor.

        Raises
        ------
        NoKey
            If the file was changed, or vouched for with a key that is not here.
        """
        try:
            text = self.path.read_text("utf-8")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unwritable(self.path, error) from None
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
            kept = json.loads(text)
            mark = Mark(int(kept["seq"]), bytes.fromhex(kept["hash"]))
            key = self._keyring.get(str(kept["key"]))
            if hmac.compare_digest(self._vouched(mark, key.secret), bytes.fromhex(kept["mac"])):
                return mark
        raise NoKey(
            f"{self.path} was changed outside the program, or is damaged. Without it nobody can "
            "tell whether the end of the log is there. Put back the copy kept with the keys, or "
            "run `placement audit verify` and have its answer looked at."
        )

    def prepare(self, mark: Mark, key: Key) -> Path:
        """Write the anchor under another name, on the disk; ``publish`` gives it its own."""
        text = text_of(
            {
                "seq": mark.seq,
                "hash": mark.hash.hex(),
                "key": key.id,
                "mac": self._vouched(mark, key.secret).hex(),
            }
        )
        ready = self.path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        try:
            handle = os.open(ready, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            ready.unlink(missing_ok=True)
            raise _unwritable(self.path, error) from None
        return ready

    def publish(self, ready: Path, mark: Mark) -> None:
        """
        Give a prepared anchor its name, unless a later one has it already.

        What it names is committed by now: an anchor that stays behind is no reason to say that it
        was not.
        """
        with contextlib.suppress(OSError), self._held():
            seen = None
            with contextlib.suppress(NoKey, Unavailable):
                seen = self.read()
            if seen is None or seen.seq < mark.seq:
                os.replace(ready, self.path)
            else:
                ready.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what processes that were killed had prepared."""
        if os.name != "posix":
            return
        for left in self.path.parent.glob(f"{self.path.stem}.*-*"):
            with contextlib.suppress(OSError, ValueError):
                if not _runs(int(left.suffix[1:].split("-")[0])):
                    left.unlink()

    def _vouched(self, mark: Mark, secret: bytes) -> bytes:
        return hmac.digest(secret, bytes_of("anchor", self._copy, mark.seq, mark.hash), _SHA256)

    @contextmanager
    def _held(self) -> Iterator[None]:
        with _ONE_AT_A_TIME:
            try:
                import fcntl
            except ImportError:  # a system without it keeps to one process
                yield
                return
            handle = os.open(self.path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                yield
            finally:
                os.close(handle)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _unwritable(path: Path, error: OSError) -> Unavailable:
    return Unavailable(
        f"{path} cannot be read or written ({error.strerror}): the record keeps the last entry of "
        "its log there. Check the directory, its room and who may write it. Nothing of this was "
        "saved, and nothing that was saved before is harmed."
    )
