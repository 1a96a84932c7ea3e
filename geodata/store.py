"""
How places are kept on disk: small files of whole-number columns, and where they lie.

A file is one MessagePack map compressed with Brotli: ``about`` (text and lists) and ``columns``
(whole numbers, as differences from the one before, cut into byte planes so that they compress).
Reading one can run no code. The same content always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

FORMAT = "places-1"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_QUALITY, _QUALITY_OF_LARGE, _LARGE = 11, 5, 20_000_000
EMBEDDED = Path(__file__).parent / "data"


def data_dir() -> Path:
    """
    Return the folder for what a user builds or imports; it need not exist yet.

    ``PLACEMENT_DATA`` if set, else ``placement`` under ``XDG_DATA_HOME``, else
    ``~/.local/share/placement``.
    """
    if chosen := os.environ.get("PLACEMENT_DATA"):
        return Path(chosen)
    shared = os.environ.get("XDG_DATA_HOME")
    return (Path(shared) if shared else Path.home() / ".local" / "share") / "placement"


def built_path(profile: str) -> Path:
    """Return where a user-built places file of ``profile`` lies, or would lie."""
    return data_dir() / "places" / f"{checked_name(profile)}.places"


def embedded_path(profile: str) -> Path:
    """Return where the places file that comes with the package lies, if there is one."""
    return EMBEDDED / f"{checked_name(profile)}.places"


def checked_name(profile: str) -> str:
    """Return a profile's name if it can name a file; raise ``PlacesError`` if it cannot."""
    if not _NAME.fullmatch(profile):
        raise PlacesError(
            f"{profile!r} cannot name a profile: use small letters, digits and hyphens, as in "
            "cambridgeshire or england-and-wales."
        )
    return profile


def places_path(profile: str) -> Path | None:
    """Return the file to read for ``profile``: the user's, else the embedded one, else None."""
    for path in (built_path(profile), embedded_path(profile)):
        if path.is_file():
            return path
    return None


def available() -> tuple[str, ...]:
    """Return the profiles that have a places file, in alphabetical order."""
    folders = (EMBEDDED, built_path("any").parent)
    return tuple(sorted({path.stem for folder in folders for path in folder.glob("*.places")}))


def pack(about: Mapping[str, Any], columns: Mapping[str, NDArray[np.integer[Any]]]) -> bytes:
    """Return the bytes of a places file; the same content always gives the same bytes."""
    import brotli

    content = plain(about, columns)
    quality = _QUALITY if len(content) < _LARGE else _QUALITY_OF_LARGE
    squeezed: bytes = brotli.compress(content, quality=quality)
    return squeezed


def plain(about: Mapping[str, Any], columns: Mapping[str, NDArray[np.integer[Any]]]) -> bytes:
    """Return the content of a places file before it is compressed."""
    import msgpack

    packed = {name: _encode(column) for name, column in columns.items()}
    content: bytes = msgpack.packb({"format": FORMAT, "about": dict(about), "columns": packed})
    return content


def digest_of(content: bytes) -> str:
    """Return a short name for some content: twelve hexadecimal digits of their SHA-256."""
    return hashlib.sha256(content).hexdigest()[:12]


def read(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[np.int64]], str]:
    """
    Return what a places file says of itself, its columns and its digest.

    Raises ``PlacesError`` when it cannot be read or is not a places file of this version.
    """
    import brotli
    import msgpack

    try:
        packed = brotli.decompress(path.read_bytes())
        content = msgpack.unpackb(packed)
        known = isinstance(content, dict) and content.get("format") == FORMAT
    except (OSError, ValueError, brotli.error, msgpack.exceptions.UnpackException) as reason:
        raise _unreadable(path, str(reason) or type(reason).__name__) from None
    if not known:
        raise _unreadable(path, f"it is not in the format {FORMAT}")
    columns = {name: _decode(*column) for name, column in content["columns"].items()}
    return content["about"], columns, digest_of(packed)


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, making its folder where needed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as reason:
        raise PlacesError(f"{path} cannot be written: {reason}.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        os.replace(name, path)
    except OSError as reason:
        Path(name).unlink(missing_ok=True)
        raise PlacesError(f"{path} cannot be written: {reason}.") from None


def _unreadable(path: Path, reason: str) -> PlacesError:
    return PlacesError(
        f"{path} cannot be read as a places file: {reason}. Build it again: "
        f"placement geodata build {path.stem}"
    )


def _encode(column: NDArray[np.integer[Any]]) -> tuple[int, int, bytes]:
    """Return the length, the bytes a number and the byte planes of a column's differences."""
    import numpy as np

    steps = np.diff(np.asarray(column, dtype=np.int64).ravel(), prepend=0)
    folded = ((steps << 1) ^ (steps >> 63)).astype("<u8")
    width = max(1, (int(folded.max(initial=0)).bit_length() + 7) // 8)
    planes = folded.view(np.uint8).reshape(-1, 8)[:, :width]
    return len(folded), width, np.ascontiguousarray(planes.T).tobytes()


def _decode(length: int, width: int, data: bytes) -> NDArray[np.int64]:
    """Return the column that ``_encode`` was given."""
    import numpy as np

    planes = np.frombuffer(data, np.uint8).reshape(width, length)
    folded = np.zeros(length, np.int64)
    for place, plane in enumerate(planes):
        folded |= plane.astype(np.int64) << (8 * place)
    return np.cumsum((folded >> 1) ^ -(folded & 1))
