"""
Many pieces of work at once: on all cores through joblib, or unchanged on a Dask cluster.

The one door for whatever is worked out in pieces (years of simulation, the cases of a large plan).
Pieces come back in the order in which they are done, each with its number, so that whoever asked
puts them in order and the result is the same wherever it was worked out. dask and distributed are
imported only where a cluster is given.
"""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

WAIT_S = 15
ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("placement", "geodata", "scenarios")
OTHER_WORKER = (
    "a worker has another version of the program, or other postcodes, profiles or roads. Install "
    "the same everywhere."
)


@dataclass(frozen=True, kw_only=True)
class How:
    """Where to work: so many jobs on this machine (-1: all cores), or a cluster's address."""

    jobs: int = -1
    cluster: str | None = None


HERE = How(jobs=1)


def wrong_jobs(jobs: int) -> list[str]:
    """Say what is wrong with a number of jobs."""
    if jobs == 0 or jobs < -1:
        return [f"--jobs {jobs}: give 1 or more, or -1 for all cores."]
    return []


def worked_out(
    work: Callable[..., Any], pieces: Sequence[tuple[Any, ...]], how: How
) -> Iterator[Any]:
    """
    Give ``work(*piece)`` for each piece, in the order in which they are done.

    Raises ``InputError`` where the cluster cannot be used.
    """
    if not pieces:
        return
    if how.cluster is None and (how.jobs == 1 or len(pieces) == 1):
        for piece in pieces:
            yield work(*piece)
        return
    from joblib import Parallel, delayed

    tasks = (delayed(work)(*piece) for piece in pieces)
    with _place(how) as jobs:
        yield from Parallel(n_jobs=jobs, return_as="generator_unordered", batch_size=1)(tasks)


@lru_cache(maxsize=1)
def program() -> str:
    """Return a digest of the program and its data files: a result is of one of them only."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*")):
            if file.suffix in (".py", ".toml") and file.is_file():
                digest.update(file.relative_to(ROOT).as_posix().encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@contextlib.contextmanager
def _place(how: How) -> Iterator[int]:
    """Enter this machine or a cluster; give the number of jobs for joblib."""
    if how.cluster is None:
        yield how.jobs
        return
    try:
        from distributed import Client
    except ImportError:
        raise InputError(
            "--cluster",
            [
                "dask and distributed are not installed here. Install them with "
                "`pip install 'placement[cluster]'`, or leave --cluster out to use all cores."
            ],
        ) from None
    from joblib import parallel_config

    try:
        client: Any = Client(  # type: ignore[no-untyped-call]
            how.cluster, timeout=WAIT_S, set_as_default=False
        )
    except (OSError, ValueError, TypeError) as error:
        raise InputError(
            "--cluster",
            [
                f"no Dask scheduler answers at {how.cluster} ({type(error).__name__}). Give its "
                "address, as tcp://192.0.2.1:8786, or leave --cluster out."
            ],
        ) from None
    with client, parallel_config(backend="dask", client=client, wait_for_workers_timeout=WAIT_S):
        yield -1
