"""What every test shares: the shipped places, whatever somebody has built or imported here."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True, scope="session")
def _no_places_of_a_persons_own(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLACEMENT_DATA", str(tmp_path_factory.mktemp("data")))
        yield
