"""What ``solve`` answers: a plan, what it is worth, and what is proven about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Plan:
    """
    One answer of ``placement.planning.solve``.

    Attributes
    ----------
    assignment
        The place of each case, int64 (cases,); None when there is no plan.
    objective
        Merit less costs; None when there is no plan.
    preference
        The sum of preferences; None when there is no plan.
    bound
        No valid plan has a greater objective; None when there is none, or nothing is proven.
    status
        ``optimal``: objective and preference are both proven best. ``feasible``: a valid plan,
        not proven best. ``infeasible``: proven that no plan keeps every rule. ``unknown``: time
        ran out before a plan was found or ruled out.
    seconds
        Wall-clock time taken.
    proof
        What settled it: ``flow``, ``prices``, ``linear`` or ``search``; empty when not settled.
    """

    assignment: NDArray[np.int64] | None
    objective: int | None
    preference: int | None
    bound: int | None
    status: str
    seconds: float
    proof: str = ""
