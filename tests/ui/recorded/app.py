"""The app with a record, as a test sees it: somebody at a page, with a case in hand."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from placement.ui import kept, session
from scenarios.demonstration import person
from tests.ui.app import SCRIPT, turn_to, well

WORKED = "DEMO-014"


class Recorded:
    """The app and the record it was started with; ``at`` opens a page in somebody's role."""

    def __init__(self, record):
        self.record = record

    def case(self, reference=WORKED):
        """The id of a case, as the coordinator finds it."""
        return self.record.desk(person("coordinator")).find_case(reference).id

    def at(self, page, role="coordinator", lha=None, *, case=WORKED, **state):
        """Return the app at a page, in a role, with a case in hand; ``state`` is set before."""
        app = self.open(role, lha, case=case, **state)
        return turn_to(app, page)

    def open(self, role="coordinator", lha=None, *, case=WORKED, **state):
        """Return the app as it opens for a role, with a case in hand; None: none."""
        app = AppTest.from_file(str(SCRIPT), default_timeout=90)
        app.session_state[session.DEMO_ROLE] = role
        if lha is not None:
            app.session_state[session.DEMO_LHA] = lha
        if case is not None:
            app.session_state[kept.CASE] = self.case(case)
        for key, value in state.items():
            app.session_state[key] = value
        return well(app.run())
