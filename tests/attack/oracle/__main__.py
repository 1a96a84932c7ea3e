"""
Play the campaigns, print the figures of docs/victims.md: ``python -m tests.attack.oracle [N]``.

Each radius is played by itself: the least and the median of the postcodes left, to an attacker who
knows every other home, and the share of the questions about addresses that were answered.
"""

from __future__ import annotations

import sys
import time
from statistics import median

from .campaign import play
from .test_nobody_can_be_found import RADII, VICTIMS


def main(victims: int) -> None:
    """Print one row of the table for each radius."""
    for metres in RADII:
        started = time.process_time()
        ends = [play(number, metres) for number in range(victims)]
        left = [min(end.left, end.left_knowing_the_other) for end in ends]
        answered = sum(end.answered for end in ends) / sum(end.asked for end in ends)
        right = all(end.holds_the_home for end in ends)
        print(  # noqa: T201
            f"| {metres / 1000:g} km | {min(left):,} | {median(left):,.0f} | {answered:.0%} |",
            f"{len(ends)} victims, {'no' if right else 'A'} wrong conclusion,",
            f"{time.process_time() - started:.0f} s of processor",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else VICTIMS)
