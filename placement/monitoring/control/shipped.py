"""What the tables of the report do not say by themselves: their links, for disclosure control."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from placement.monitoring.control.linked import between
from placement.monitoring.control.meanings import Label, Rate
from placement.monitoring.control.reading import Links
from placement.spread import tail

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from placement.parameters import Numbers

# As monitoring.chance writes them; not imported, so that control stands on its own.
IMPROBABLE = "improbably many"
USUAL = "within what chance gives"
TOO_FEW = "too few to tell"
NOT_IMPROBABLE = "not improbably many"


def shipped_links(numbers: Numbers, counted: int) -> Links:
    """
    Return the links of the shipped report; ``counted`` is everybody counted in the whole area.

    What "improbably many" says is worked out as if a reader knew that number, so that it is never
    taken to say less than it does.
    """
    per = int(numbers["spread.rate_per"])
    return Links(
        between=partial(between, numbers=numbers),
        meanings={
            ("against", "label"): Label(
                count="counted",
                bounds=_bounds(numbers, counted),
                coarse={USUAL: NOT_IMPROBABLE, TOO_FEW: NOT_IMPROBABLE},
            ),
            ("against", "rate"): Rate(count="counted", denominator="size", per=per, decimals=1),
        },
        behind={
            "concentration": (("now", "people"),),
            "clustering": (("areas", "counted"),),
        },
        own_row=frozenset(
            {
                *(("against", name) for name in ("rate_low", "rate_high")),
                *(("stays", name) for name in ("mean_days", "low_days", "high_days", "words")),
                ("stays", "horizon_days"),
            }
        ),
        on_total=frozenset(("against", name) for name in ("expected", "low", "high", "chance")),
        kept_back=frozenset({("areas", "around")}),
    )


def _bounds(
    numbers: Numbers, counted: int
) -> Callable[[str, Mapping[str, object]], tuple[int | None, int | None]]:
    """Return what each label says of the count in its row."""
    too_few = int(numbers["spread.too_few"])
    improbable = float(numbers["spread.improbable_tail"])

    def bounds(label: str, row: Mapping[str, object]) -> tuple[int | None, int | None]:
        count, share = row["counted"], row["share"]
        if not isinstance(share, float) or count is None:
            return None, None
        first = 0
        while first <= counted and tail(first, counted, share) >= improbable:
            first += 1
        now = int(str(count)) if str(count).isdigit() else None
        if label == IMPROBABLE:
            return first, None
        # a number may be improbable by itself and not with all LHAs together: the label is true
        most = first - 1 if now is None else max(first - 1, now)
        if label == TOO_FEW and now is not None and now <= too_few:
            return 0, too_few
        return (too_few + 1 if label == USUAL else 0), most

    return bounds
