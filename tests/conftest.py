"""
What every test shares: the shipped places, and how files are dealt to several workers.

The browser tests all go to one worker: they share a server and a browser, and two at once would
wait for each other. Longest parts first, so that no worker is left alone at the end.
"""

from __future__ import annotations

import pytest

BROWSER = "tests/e2e/"
# Files with few tests that take long: by number of tests alone they would come last.
LONG = (
    *("tests/cli/test_record_", "tests/attack/", "tests/documents/test_worlds"),
    *("tests/records/decisions/test_the_housing", "tests/records/decisions/test_no_place"),
    *("tests/records/store/test_together", "tests/monitoring/", "tests/planning_cases/"),
    *("tests/properties/", "tests/ui/recorded/"),
)


@pytest.fixture(autouse=True, scope="session")
def _no_places_of_a_persons_own(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLACEMENT_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Deal whole files to the workers, as ``--dist loadfile`` does, the long ones first."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class LongestFirst(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return BROWSER if nodeid.startswith(BROWSER) else super()._split_scope(nodeid)

        def _assign_work_unit(self, node):
            longest = min(
                self.workqueue, key=lambda name: (name != BROWSER, not name.startswith(LONG))
            )
            self.workqueue.move_to_end(longest, last=False)
            super()._assign_work_unit(node)

    return LongestFirst(config, log)
