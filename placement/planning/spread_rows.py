"""How a plan leaves the numbers in each LHA, before and after, beside what chance would give."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from placement.rules.spread import number_label
from placement.spread import expected_range, tail

if TYPE_CHECKING:
    from placement.planning.cases import CasePlan
    from placement.view import Reader


def spread_rows(plan: CasePlan, reader: Reader) -> list[dict[str, Any]]:
    """
    Return one row for each LHA: counted before and after, the range that chance gives, a label.

    The range is for everybody counted after the plan, by the LHA's share of residents. Housing
    reads numbers of a SPOC's own LHA only, and labels of the others; a SPOC reads their own row.
    """
    quarter = plan.quarter
    setting, numbers = quarter.setting, quarter.setting.numbers
    added = Counter(spot.lha for spot in plan.answer.plan.values() if spot is not None)
    lhas = setting.profile.on(setting.as_of)
    residents = [lha.population for lha in lhas]
    whole = None if None in residents else sum(each or 0 for each in residents)
    held = quarter.register
    everybody = held.total + sum(added.values()) if held else None
    rows = []
    for lha in lhas:
        if reader.role == "spoc" and lha.code != reader.lha:
            continue
        before = held.by_lha[lha.code] if held else None
        after = None if before is None else before + added[lha.code]
        share = lha.population / whole if whole and lha.population else None
        low = high = None
        if everybody is not None and share is not None:
            low, high = expected_range(everybody, share, numbers["spread.interval_coverage"])
        row = {
            "lha": lha.code,
            "name": lha.name,
            "before": before,
            "after": after,
            "added": added[lha.code],
            "expected_low": low,
            "expected_high": high,
            "label": _label(after, everybody, share, numbers),
        }
        hidden = reader.housing and lha.code != reader.lha
        numbers_of = ("before", "after", "expected_low", "expected_high")
        rows.append({**row, **dict.fromkeys(numbers_of)} if hidden else row)
    return rows


def _label(after: int | None, everybody: int | None, share: float | None, numbers: Any) -> str:  # noqa: ANN401
    if after is None or everybody is None:
        return "not known"
    if after <= numbers["spread.too_few"]:
        return "too few to tell"
    if share is None:
        return "residents not known"
    return number_label(tail(after, everybody, share), numbers)
