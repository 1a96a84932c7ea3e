"""
Serving the app on this machine: ``placement app``.

The script is ``app.py`` at the top of a checkout, and ``_app.py`` beside this file in an installed
copy; its configuration likewise, so that both serve the same app whatever the working directory.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.errors import InputError

if TYPE_CHECKING:
    from datetime import date

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
CASE_VARIABLE, PLACEMENTS_VARIABLE = "PLACEMENT_APP_CASE", "PLACEMENT_APP_PLACEMENTS"
RECORD_VARIABLE, KEYS_VARIABLE = "PLACEMENT_RECORD", "PLACEMENT_KEYS"
SIGN_IN_VARIABLE, DEMO_VARIABLE = "PLACEMENT_SIGN_IN", "PLACEMENT_DEMO"
PROFILE_VARIABLE = "PLACEMENT_PROFILE"
DEFAULT_PROFILE = "cambridgeshire"
HERE_ALONE = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The record that an app is started with: its URL, its keys, and how people sign in."""

    url: str
    keys: Path
    sign_in: Path | None = None
    demo: bool = False
    profile: str = DEFAULT_PROFILE


def serve(
    *,
    port: int,
    listen: str = HERE_ALONE,
    case: Path | None = None,
    placements: Path | None = None,
    kept: Kept | None = None,
    profile: str = DEFAULT_PROFILE,
) -> int:
    """
    Serve the app at http://localhost:PORT until it is stopped; return 0.

    ``listen`` is the address of this machine to listen on; another than its own loopback belongs
    behind a proxy that encrypts. ``case`` and ``placements`` are opened in every new window;
    ``kept`` is the record, without which nothing is kept; ``profile`` is the area to open with
    where there is none. Raises ``InputError`` where they cannot
    be read, or the port is taken.
    """
    _check(case, placements, profile)
    _check_free(port, listen)
    told = {
        CASE_VARIABLE: case and case.resolve(),
        PLACEMENTS_VARIABLE: placements and placements.resolve(),
        RECORD_VARIABLE: kept and kept.url,
        KEYS_VARIABLE: kept and kept.keys.resolve(),
        SIGN_IN_VARIABLE: kept and kept.sign_in and kept.sign_in.resolve(),
        DEMO_VARIABLE: "yes" if kept and kept.demo else None,
        PROFILE_VARIABLE: kept.profile if kept else profile,
    }
    for name, value in told.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = str(value)
    from streamlit.web import bootstrap

    options = {**configuration(), "server_port": port, "server_address": listen}
    if kept and kept.sign_in:
        options["browser_serverAddress"] = _host_of(kept.sign_in)
    bootstrap.load_config_options(options)
    bootstrap.run_asgi_app(str(script()), "placement.ui.asgi:app", [], options)
    return 0


def serve_demo(*, port: int, profile: str, listen: str = HERE_ALONE) -> int:
    """Serve the app with a record of synthetic people that is gone when it stops."""
    from tempfile import TemporaryDirectory

    from scenarios.demonstration import make

    _check_free(port, listen)
    # the server ends by the signal's own way once it has shut down: here, so that all is cleared
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with TemporaryDirectory(prefix="placement-demonstration-") as name:
        folder = Path(name)
        make(folder, profile=profile).close()
        url = f"sqlite:///{folder / 'record.db'}"
        kept = Kept(url=url, keys=folder / "keys", demo=True, profile=profile)
        return serve(port=port, listen=listen, kept=kept)


def the_profile() -> str:
    """Return the profile that the environment names, else the first that was made."""
    return os.environ.get(PROFILE_VARIABLE) or DEFAULT_PROFILE


def served_profile(named: str | None, day: date) -> str:
    """
    Return the profile to serve, whose postcodes there are.

    Raises ``ProfileError`` or ``PlacesError`` here, before anything is served, where it or they
    cannot be read.
    """
    from placement.load import places_on
    from placement.profile import load_profile

    profile = named or the_profile()
    places_on(load_profile(profile), day)
    return profile


def the_record(
    url: str | None, keys: Path | None, sign_in: Path | None, profile: str
) -> Kept | None:
    """
    Return the record named on the command line, opened once to see that it can be.

    Where the environment says how people sign in, what the command line leaves out is the
    environment's, as for the commands of the record.
    """
    if SIGN_IN_VARIABLE in os.environ:
        url = url or os.environ.get(RECORD_VARIABLE)
        keys = keys or _path_in(KEYS_VARIABLE)
        sign_in = sign_in or _path_in(SIGN_IN_VARIABLE)
    if url is None and keys is None and sign_in is None:
        return None
    named = {"--record": url, "--keys": keys, "--sign-in": sign_in}
    missing = [f"{name} is missing." for name, value in named.items() if value is None]
    if url is None or keys is None or sign_in is None:
        raise InputError("A record", [*missing, "Give all three, or --demo to look round."])
    from placement.records import open_record
    from placement.records.service import auth_section
    from placement.records.sign_in import read_settings

    settings = read_settings(sign_in)
    auth_section(settings.service, settings.audience, os.environ)
    open_record(url, keys).close()
    return Kept(url=url, keys=keys, sign_in=sign_in, profile=profile)


def _path_in(variable: str) -> Path | None:
    given = os.environ.get(variable)
    return Path(given) if given else None


def _host_of(sign_in: Path) -> str:
    """Return the host name that people reach the app by: Streamlit then looks up no other."""
    from urllib.parse import urlsplit

    from placement.records.sign_in import read_settings

    service = read_settings(sign_in).service
    return (urlsplit(service.address).hostname if service else None) or "localhost"


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


def _check(case: Path | None, placements: Path | None, area: str) -> None:
    """Read the files once, so that what is wrong with them is said before anything is served."""
    if case is None:
        if placements is not None:
            raise InputError("--placements", ["it goes with a case. Give --case FILE too."])
        return
    from placement.ui.intake import from_paths

    from_paths(case, placements, area)


def _check_free(port: int, listen: str) -> None:
    family = socket.AF_INET6 if ":" in listen else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((listen, port))
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                problem = "it is no address of this machine. Give one that it has."
                raise InputError(f"--listen {listen}", [problem]) from None
            raise InputError(f"--port {port}", ["another program uses it. Give another."]) from None
