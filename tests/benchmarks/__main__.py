"""Run the benchmarks and print one table: ``python -m tests.benchmarks [rank|planning]``."""

from __future__ import annotations

import sys

from tests.benchmarks import ranking


def main(names: list[str]) -> None:
    """Run the benchmarks named, or all of them."""
    if not names or "rank" in names:
        ranking.run()


if __name__ == "__main__":
    main(sys.argv[1:])
