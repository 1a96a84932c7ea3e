"""
16,384 points of a scrambled Sobol sequence, dimension by dimension.

The generator matrices (Joe and Kuo 2008, with Owen-type scrambling by a fixed seed) are those of
``scipy.stats.qmc.Sobol``, kept in ``sobol.npy`` because importing scipy.stats takes longer than
ranking a case. A test compares every point with scipy's own, and ``write`` makes the file anew.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

FILE = Path(__file__).parent / "sobol.npy"
SEED = 20170101
POINT_BITS = 14
VALUE_BITS = 30
POINTS = 1 << POINT_BITS
DIMENSIONS = 1024


@lru_cache(maxsize=1)
def _matrices() -> np.ndarray:
    import numpy as np

    matrices: np.ndarray = np.load(FILE)
    return matrices


@lru_cache(maxsize=64)
def dimension(index: int) -> np.ndarray:
    """
    Return one dimension of all the points: shape (16384,), whole numbers below 2**30.

    Dimensions beyond the file's 1,024 are asked of scipy, which is slower but the same sequence's
    continuation only within one call; they serve cases with over a thousand missing facts.
    """
    import numpy as np

    if index >= DIMENSIONS:
        return _from_scipy(index)
    row = _matrices()[index]
    values = np.full(1, row[POINT_BITS], dtype=np.uint32)
    for bit in range(POINT_BITS):
        values = np.concatenate([values, values ^ row[bit]])
    values.flags.writeable = False
    return values


def _from_scipy(index: int) -> np.ndarray:
    import numpy as np

    matrix, shift = _scipy_matrices(1 << index.bit_length())
    values = np.full(1, shift[index], dtype=np.uint32)
    for bit in range(POINT_BITS):
        values = np.concatenate([values, values ^ matrix[index, bit]])
    return values


@lru_cache(maxsize=2)
def _scipy_matrices(size: int) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np
    from scipy.stats import qmc

    engine = qmc.Sobol(size, scramble=True, bits=VALUE_BITS, rng=np.random.default_rng(SEED))
    return engine._sv.astype(np.uint32), engine._shift.astype(np.uint32)


def write(path: Path = FILE) -> None:
    """Make the file of generator matrices anew (needs scipy)."""
    import numpy as np

    matrix, shift = _scipy_matrices(DIMENSIONS)
    np.save(path, np.column_stack([matrix[:, :POINT_BITS], shift]).astype(np.uint32))
