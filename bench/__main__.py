"""`python -m bench [PART …]`: the parts asked for, or all of them (docs/bench.md)."""

import argparse
import logging
import os
import tempfile
from pathlib import Path

from bench import delivery, idle, pages, sweep
from bench.stores import KINDS, opened
from scheduler.cli import board

ROWS = 1_000_000
PARTS = {"sweep": sweep.run, "idle": idle.run, "delivery": delivery.run, "pages": pages.run}


def main() -> None:
    """Run the parts and print their figures."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help="sweep, idle, delivery, pages; else all"
    )
    parser.add_argument("--rows", type=int, help="obligations (1000000; pages on SQLite: 100000)")
    parser.add_argument("--due", type=int, default=10_000, help="of these due at once (10000)")
    parser.add_argument("--people", type=int, default=1_000, help="people in the office (1000)")
    parser.add_argument("--messages", type=int, default=2_000, help="mails to deliver (2000)")
    parser.add_argument("--rounds", type=int, default=5, help="alternating rounds (5)")
    parser.add_argument(
        "--processes",
        type=int,
        default=board.processes_here(),
        help="that answer pages (as duban web)",
    )
    parser.add_argument("--on", choices=KINDS, action="append", help="one database only")
    parser.add_argument("--dir", type=Path, help="where the databases go (a temp directory)")
    asked = parser.parse_args()
    wrong = [part for part in asked.parts if part not in PARTS]
    if wrong:
        parser.error(f"no such part: {', '.join(wrong)}; there are {', '.join(PARTS)}")
    if not 0 < asked.due <= (asked.rows or ROWS):
        parser.error("--due is at least 1 and at most --rows")
    logging.basicConfig(level=logging.WARNING)
    print(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; medians of {asked.rounds} rounds"
    )
    with tempfile.TemporaryDirectory(prefix="duban-bench-", dir=asked.dir) as folder:
        for kind in asked.on or KINDS:
            with opened(kind, Path(folder)) as store:
                for part in asked.parts or PARTS:
                    rows = asked.rows or (pages.ROWS[kind] if part == "pages" else ROWS)
                    PARTS[part](store, argparse.Namespace(**vars(asked) | {"rows": rows}))


if __name__ == "__main__":
    main()
