"""Run the benchmarks and print their tables: ``python -m tests.benchmarks [NAME...]``."""

from __future__ import annotations

import sys

KNOWN = ("rank", "plan", "app", "simulate", "national")


def main(names: list[str]) -> None:
    """Run the benchmarks named, or all of them; the planning ones also with the plain models."""
    strange = [name for name in names if name not in KNOWN]
    if strange:
        sys.exit(f"{', '.join(strange)}: not a benchmark; there are {', '.join(KNOWN)}.")
    if not names or "rank" in names:
        from tests.benchmarks import ranking

        ranking.run()
    if not names or "plan" in names:
        from tests.benchmarks.planning import compare_planning

        compare_planning.main(["--plainly", "60", "--largest", "60", "--seeds", "4"])
    if not names or "app" in names:
        from tests.benchmarks import app

        app.run()
    if not names or "simulate" in names:
        from tests.benchmarks import simulating

        simulating.run()
    if not names or "national" in names:
        from tests.benchmarks import national

        national.run()


if __name__ == "__main__":
    main(sys.argv[1:])
