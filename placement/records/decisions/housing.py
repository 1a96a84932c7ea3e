"""
What may be kept of a frozen decision where nothing protected may be: the housing view of it.

The shares that victims' areas and unshared zones leave, even as whole percents, can leave a victim
among a handful of postcodes to whoever knows the radius; so what was frozen in full is kept in the
vault, and goes when what is protected goes. This is kept beside the decision for as long as that
is kept, and is run again in the same way: it holds for each LHA one yes or no, and the ranking as
housing was shown it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.errors import RecordError
from placement.records.canonical import digest_of, text_of
from placement.records.decisions.freeze import FAULT, Frozen, run
from placement.view import Reader, ranking_as_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HOUSING = Reader("panel")
_KEPT_OF_A_VICTIM = {"reference": "", "home": None, "avoid_metres": None, "asks_to_avoid": None}
_UNSHARED = {
    "kind": "other",
    "source": "licence",
    "start": None,
    "end": None,
    "share_with_housing": False,
}


def for_housing(frozen: Frozen) -> Frozen:
    """
    Return what housing may be shown of a frozen decision, frozen by itself.

    ``frozen`` must hold a ranking for a housing role. Raises ``RecordError`` where what is left
    would not give that ranking again.
    """
    body = dict(frozen.body)
    body["case"] = _case(body["case"])
    body["measured"] = _measured(body["measured"], body["numbers"])
    body["measured_with"] = {}
    body["words_withheld"] = True
    shown = [one for one in body["rankings"] if Reader(**one["reader"]).housing]
    for one in shown:
        again = ranking_as_data(run(body, housing=True), Reader(**one["reader"]))
        if text_of(again) != text_of(one["ranking"]):
            raise RecordError(FAULT)
    if not shown:
        raise RecordError("This decision was not frozen for a housing role.")
    body["rankings"] = shown
    return Frozen(body, digest_of(body).hex())


def _case(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return the case without victims, unshared conditions and reasons not meant for housing."""
    kept = {k: v for k, v in case.items() if k not in ("origin_reasons", "non_association")}
    if case.get("origin_reasons"):
        kept["origin_reasons"] = ["not_kept"]
    elif "origin_reasons" in case:
        kept["origin_reasons"] = case["origin_reasons"]
    if "conditions" in case:
        kept["conditions"] = _conditions(case["conditions"])
    if "victims" in case:
        said = [one.get("statement_for_housing") for one in case["victims"]]
        kept["victims"] = [
            {
                **_KEPT_OF_A_VICTIM,
                "contact_scheme": "unknown",
                "views": "unknown",
                "statement_for_housing": words,
            }
            for words in sorted({words for words in said if words})
        ]
    if "management_views" in case:
        kept["management_views"] = [{**one, "reason": None} for one in case["management_views"]]
    return kept


def _conditions(conditions: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the shared conditions, and one that stands for all others where there are any."""
    shared = [dict(one) for one in conditions if one["share_with_housing"]]
    return shared if len(shared) == len(list(conditions)) else [*shared, dict(_UNSHARED)]


def _measured(measured: Mapping[str, Any], numbers: Mapping[str, Any]) -> dict[str, Any]:
    near = numbers["connection.near_min"]["value"]
    lhas = {}
    for code, one in measured["lhas"].items():
        homes = {k: v for k, v in one["homes"].items() if k.startswith("shared_")}
        minutes = one["networks"]["minutes"]
        if minutes is not None:  # near or not is all that housing is told
            minutes = float(near if minutes <= near else near + 1)
        closed = {"areas": 0, "areas_closed": 0, "areas_all_closed": False}
        networks = {**one["networks"], "minutes": minutes}
        lhas[code] = {**one, **closed, "homes": homes, "networks": networks}
    return {**measured, "lhas": lhas, "kinds": [], "victims_known": False}
