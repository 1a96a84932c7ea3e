"""See whether a text that landlords read names an offence, or what would give one away."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Beginnings of words. A flag says that more is to be asked (9.3), and never why.
_BEGINNINGS: Final = (
    "abduct abh abus actual_bodily arson assault batter burgl child_sex convict crime "
    "criminal cruelty drug exploit extremis firearm gbh gang grievous groom gun harass "
    "homicid imprison incest indecen inmate kidnap kill knife knives manslaughter molest "
    "murder offence offend offense paedo pedo predator prison rape rapist raping "
    "registered_sex robber robbed rso schedule_1 sex sho shpo sopo sro stab stalk steal "
    "stole strangl terror theft thief traffick victim violen visor voyeur weapon wound"
)
_WHOLE: Final = frozenset(
    ("abh", "gang", "gbh", "gun", "rso", "sex", "sho", "shpo", "sopo", "sro", "stab", "visor")
)
_PATTERN: Final = re.compile(
    "|".join(
        rf"\b{word.replace('_', ' ')}" + (r"\b" if word in _WHOLE else "")
        for word in _BEGINNINGS.split()
    )
    + r"|\bsex(?:ual|ually|ist)?\b|\bguns\b|\b(?:category|cat|level) ?[1-4]\b"
)


def names_an_offence(text: str) -> bool:
    """
    Say whether a text names an offence, an order that implies one, a victim, or a MAPPA level.

    >>> names_an_offence("Ask the housing options team before accepting.")
    False
    >>> names_an_offence("Convicted of ARSON"), names_an_offence("subject to a SHPO")
    (True, True)
    >>> names_an_offence("Two grapes in a shopping basket, Sussex")
    False
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    shown = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Mn"))
    readings = (shown, shown.replace(".", ""))  # the second for letters with full stops between
    return any(_PATTERN.search(" ".join(re.findall(r"[a-z0-9]+", each))) for each in readings)
