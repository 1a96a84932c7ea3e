"""What each area of a comparison is called where two of them have one name."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def names_of(profiles: Sequence[str]) -> list[str]:
    """
    Return a short name for each profile: its own, with as much of its path as tells it apart.

    >>> names_of(["cambridgeshire", "areas/norfolk.toml"])
    ['cambridgeshire', 'norfolk']
    >>> names_of(["old/norfolk.toml", "new/norfolk.toml"])
    ['old/norfolk', 'new/norfolk']
    """
    parts = [PurePath(each.removesuffix(".toml")).parts or (each,) for each in profiles]
    found = []
    for mine, own in enumerate(parts):
        others = [each for other, each in enumerate(parts) if other != mine]
        many = next(
            (n for n in range(1, len(own)) if all(own[-n:] != each[-n:] for each in others)),
            len(own),
        )
        found.append("/".join(own[-many:]))
    return found


def keys_of(profiles: Sequence[str]) -> list[str]:
    """
    Return for each profile a word for a folder or an id in a page, no two the same.

    >>> keys_of(["old/norfolk.toml", "new/norfolk.toml", "old-norfolk"])
    ['old-norfolk', 'new-norfolk', 'old-norfolk-2']
    """
    found: list[str] = []
    for name in names_of(profiles):
        word = re.sub(r"[^\w.]+", "-", name).strip("-.") or "area"
        same = sum(each == word or each.startswith(f"{word}-") for each in found)
        found.append(word if word not in found else f"{word}-{same + 1}")
    return found
