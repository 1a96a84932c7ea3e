"""
Reading what is typed on the command line: days, ports, weights; and today, where nothing is typed.

This, the app's session and the record's clock are the three places that read the time.
"""

from __future__ import annotations

import argparse
from datetime import date
from ipaddress import ip_address


def today() -> date:
    """Return today, which a command stands on where no day is given."""
    return date.today()


def day(text: str) -> date:
    """Read a day, as 2026-11-21."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a day; write it like 2026-11-21"
        ) from None


def port(text: str) -> int:
    """Read a port of this machine that needs no privilege."""
    if not text.isdigit() or not 1024 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1024 to 65535")
    return int(text)


def address(text: str) -> str:
    """
    Read an IP address of this machine.

    >>> address("0.0.0.0")
    '0.0.0.0'
    """
    try:
        return str(ip_address(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not an IP address, as 127.0.0.1") from None


def weights(text: str) -> dict[str, int]:
    """Read whole weights for the three considerations, as a=1,b=1,c=1."""
    names = {"a": "connection", "b": "management", "c": "spread"}
    found: dict[str, int] = {}
    for part in text.split(","):
        key, _, value = part.partition("=")
        if key.strip() not in names or not value.strip().isdigit() or int(value) > 1000:
            raise argparse.ArgumentTypeError(
                f"{text!r} is not like a=1,b=1,c=1 with whole numbers from 0 to 1000"
            )
        if names[key.strip()] in found:
            raise argparse.ArgumentTypeError(f"{text!r} gives {key.strip()} twice")
        found[names[key.strip()]] = int(value)
    if len(found) == len(names) and not any(found.values()):
        raise argparse.ArgumentTypeError("at least one weight must be more than 0")
    return found
