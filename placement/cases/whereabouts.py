"""Every postcode that a case names, and where in its file it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from placement.cases.model import Address, Case, Employment, Place, Relative

NOT_FOUND = (
    "the postcode given here was not found (protected, so not shown). Check its spelling, or give "
    "the LHA's ONS code instead."
)


def postcodes_of(case: Case) -> list[tuple[str, str, bool]]:
    """Return (where in the file, postcode, whether it is protected) of everything in a case."""
    found: list[tuple[str, Place | None, bool]] = []
    found += [(f"history[{i + 1}]", a.place, False) for i, a in enumerate(case.history or ())]
    found += [(f"employment[{i + 1}]", e.place, False) for i, e in enumerate(case.employment or ())]
    found += [(f"family[{i + 1}]", r.place, True) for i, r in enumerate(case.family or ())]
    found += [(f"networks[{i + 1}]", n.place, True) for i, n in enumerate(case.networks or ())]
    found += [(f"services[{i + 1}]", s.place, False) for i, s in enumerate(case.services or ())]
    found += [(f"victims[{i + 1}].home", v.home, True) for i, v in enumerate(case.victims or ())]
    for i, member in enumerate(case.household or ()):
        lists: tuple[tuple[str, Sequence[Address | Employment | Relative] | None], ...] = (
            ("history", member.history),
            ("employment", member.employment),
            ("family", member.family),
        )
        for name, entries in lists:
            where = f"household[{i + 1}].{name}"
            found += [(f"{where}[{j + 1}]", e.place, True) for j, e in enumerate(entries or ())]
    postcodes = [(w, p.postcode, hidden) for w, p, hidden in found if p and p.postcode]
    for i, condition in enumerate(case.conditions or ()):
        if condition.zone and condition.zone.postcode:
            postcodes.append(
                (
                    f"conditions[{i + 1}].around",
                    condition.zone.postcode,
                    not condition.share_with_housing,
                )
            )
    return postcodes
