"""The app as an ASGI application: the script, behind the doors and their headers."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from starlette.middleware import Middleware

from placement.errors import PlacementError
from placement.ui import logs
from placement.ui.doors import Doors, doors_of
from placement.ui.headers import SecurityHeaders
from placement.ui.serve import script
from placement.ui.spoken import st
from placement.ui.warm import warm

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def show_reference(error: Exception) -> bool:
    """Say what a person can act on; of a fault of ours say only the reference in the log."""
    if isinstance(error, PlacementError):
        from placement.ui.frame import say

        say(str(error))
        return True
    st.error(
        "Something went wrong here that is not your doing. Nothing was saved or sent. Reload the "
        f"page; if it happens again, report the reference {logs.fault(error)}."
    )
    return True


def _secrets(doors: Doors) -> dict[str, Any] | None:
    """Return what Streamlit needs to sign people in; it stands in no file of its own."""
    if doors.settings is None:
        return None
    from placement.records.service import auth_section

    settings = doors.settings
    return {"auth": auth_section(settings.service, settings.audience, os.environ)}


@asynccontextmanager
async def _warmed(_: st.App) -> AsyncIterator[None]:
    """Load what pages need before the server says that it is ready."""
    warm()
    yield


logs.quieten()
_DOORS = doors_of()
app = st.App(
    script(),
    middleware=[Middleware(SecurityHeaders, doors=_DOORS)],
    secrets=_secrets(_DOORS),
    on_script_error=show_reference,
    lifespan=_warmed,
)
