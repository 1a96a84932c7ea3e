"""A case with one victim, and a home that may be asked about."""

from __future__ import annotations

import pytest

from placement.load import load_setting

from .kept_cases import opened, vacancy


@pytest.fixture
def setting(clock):
    return load_setting(profile="cambridgeshire", as_of=clock().date())


@pytest.fixture
def case(desk):
    return opened(desk, "AB-1")


@pytest.fixture
def home(desk, spoc, case, clock):
    made = vacancy(desk, spoc, case, clock)
    clock.go(days=2)
    return made
