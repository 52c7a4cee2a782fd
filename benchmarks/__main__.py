"""Run every benchmark: ``python -m benchmarks [--quick] [--json]``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator, Sequence

from benchmarks.measuring import Result, compare
from benchmarks.sides import greenlane_one_station, greenlane_ten_tasks, simpy_one_station, simpy_ten_tasks

CASES, ROUNDS = 10_000, 5
QUICK_CASES, QUICK_ROUNDS = 200, 1
COLUMNS = (
    ("benchmark", "{0.name}"),
    ("peer", "{0.peer}"),
    ("tasks", "{0.tasks:,} / {0.peer_tasks:,}"),
    ("tasks/CPU s", "{0.tasks_per_second:,.0f} / {0.peer_tasks_per_second:,.0f}"),
    ("ratio", "{0.ratio:.2f} ({0.ratio_low:.2f} to {0.ratio_high:.2f})"),
    ("peak MB added", "{0.megabytes:.0f} / {0.peer_megabytes:.0f}"),
)


def results(cases: int, rounds: int) -> Iterator[Result]:
    """Measure everything, one benchmark after the other."""
    peer = "SimPy, a process a case, no calendars"
    sides = (greenlane_ten_tasks, simpy_ten_tasks)
    yield compare("ten tasks, loop, two parallel blocks", peer, sides, cases, rounds)
    # One task a case: five times as many cases for a comparable amount of work.
    yield compare("M/M/4", "SimPy, a process a case", (greenlane_one_station, simpy_one_station), cases * 5, rounds)


def table(measured: Sequence[Result]) -> str:
    """The results as a table in Markdown; ours / the peer's."""
    head = "| " + " | ".join(name for name, _ in COLUMNS) + " |"
    line = "|" + "---|" * len(COLUMNS)
    rows = ("| " + " | ".join(text.format(result) for _, text in COLUMNS) + " |" for result in measured)
    return "\n".join((head, line, *rows))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few cases, once: shows that it runs, measures nothing")
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    options = parser.parse_args(arguments)
    size = (QUICK_CASES, QUICK_ROUNDS) if options.quick else (CASES, ROUNDS)
    measured = list(results(*size))
    machine = {"python": platform.python_version(), "machine": platform.machine(), "processors": os.cpu_count()}
    if options.json:
        print(json.dumps({"machine": machine, "results": [result.as_dict() for result in measured]}, indent=2))
    else:
        print(table(measured))
        print(
            "\nOurs / the peer's; medians of {} rounds in turns. Python {python}, {processors} processors.".format(
                measured[0].rounds, **machine
            )
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
