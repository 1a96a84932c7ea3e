"""The points of the rank shares are scipy's own scrambled Sobol points."""

from __future__ import annotations

import numpy as np

from placement import sobol
from placement.sobol import (
    DIMENSIONS,
    FILE,
    POINT_BITS,
    POINTS,
    SEED,
    VALUE_BITS,
    dimension,
    write,
)


def test_every_point_of_every_dimension_is_scipys():
    from scipy.stats import qmc

    rng = np.random.default_rng(SEED)
    engine = qmc.Sobol(DIMENSIONS, scramble=True, bits=VALUE_BITS, rng=rng)
    theirs = engine.random_base2(POINT_BITS)
    order = np.arange(POINTS)
    gray = order ^ (order >> 1)  # scipy walks the same points in the order of a Gray code
    for index in range(DIMENSIONS):
        ours = dimension(index)[gray]
        assert np.array_equal(ours, (theirs[:, index] * (1 << VALUE_BITS)).astype(np.uint32))


def test_the_file_can_be_made_anew(tmp_path):
    write(tmp_path / "sobol.npy")
    assert (tmp_path / "sobol.npy").read_bytes() == FILE.read_bytes()


def test_each_dimension_is_spread_evenly():
    for index in (0, 1, 2, DIMENSIONS - 1, DIMENSIONS):
        counts = np.bincount(dimension(index) >> 16, minlength=POINTS)
        assert counts.max() == 1  # one point in each 16,384th


def test_a_case_with_over_a_thousand_missing_facts_asks_scipy_once(monkeypatch):
    """As some cases over all the authorities of England and Wales have."""
    from scipy.stats import qmc

    made, real = [], qmc.Sobol
    monkeypatch.setattr(
        qmc, "Sobol", lambda *asked, **how: (made.append(asked), real(*asked, **how))[1]
    )
    sobol._scipy_matrices.cache_clear()
    found = [dimension(index) for index in range(DIMENSIONS + 1, DIMENSIONS + 9)]
    assert made == [(2 * DIMENSIONS,)]
    assert len({values.tobytes() for values in found}) == len(found)


def test_a_dimension_cannot_be_changed_by_whoever_reads_it():
    assert not dimension(0).flags.writeable
