"""
Serving the app on this machine: ``placement app``.

The script is ``app.py`` at the top of a checkout, and ``_app.py`` beside this file in an installed
copy; its configuration likewise, so that both serve the same app whatever the working directory.
"""

from __future__ import annotations

import os
import socket
import tomllib
from pathlib import Path
from typing import Any

from placement.errors import InputError

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
CASE_VARIABLE, PLACEMENTS_VARIABLE = "PLACEMENT_APP_CASE", "PLACEMENT_APP_PLACEMENTS"


def serve(*, port: int, case: Path | None = None, placements: Path | None = None) -> int:
    """
    Serve the app at http://localhost:PORT until it is stopped; return 0.

    ``case`` and ``placements`` are opened in every new window. Raises ``InputError`` where they
    cannot be read, or the port is taken.
    """
    _check(case, placements)
    _check_free(port)
    for name, path in ((CASE_VARIABLE, case), (PLACEMENTS_VARIABLE, placements)):
        os.environ.pop(name, None)
        if path is not None:
            os.environ[name] = str(path.resolve())
    from streamlit.web import bootstrap

    options = {**configuration(), "server_port": port}
    bootstrap.load_config_options(options)
    bootstrap.run_asgi_app(str(script()), "placement.ui.asgi:app", [], options)
    return 0


def script() -> Path:
    """Return the app's script: that of the checkout, else that of the installed copy."""
    return _first(HERE / "_app.py", TOP / "app.py")


def configuration() -> dict[str, Any]:
    """Return Streamlit's options by name with ``_`` for the dots, as its command line has them."""
    path = _first(HERE / "_config.toml", TOP / ".streamlit" / "config.toml")
    with path.open("rb") as file:
        sections = tomllib.load(file)
    return {
        f"{section}_{name}": value
        for section, values in sections.items()
        for name, value in values.items()
    }


def _first(*paths: Path) -> Path:
    for path in paths:
        if path.is_file():
            return path
    raise InputError("The app", [f"{paths[-1]} is missing. Install the package again."])


def _check(case: Path | None, placements: Path | None) -> None:
    """Read the files once, so that what is wrong with them is said before anything is served."""
    if case is None:
        if placements is not None:
            raise InputError("--placements", ["it goes with a case. Give --case FILE too."])
        return
    from placement.ui.intake import from_paths

    from_paths(case, placements)


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise InputError(f"--port {port}", ["another program uses it. Give another."]) from None
