"""Run schedules by hand: ``python -m tests.schedules --schedules 10000``; with ``--date`` the result is kept."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from tests.assurance.results import RESULTS, Figure, result_of_this_machine, write_result
from tests.schedules.test_schedules import LANES, run_schedules


def main(arguments: Sequence[str] | None = None) -> int:
    """Run schedules of every shipped lane, say what they came to, and leave a result if a date is given."""
    parser = ArgumentParser(prog="python -m tests.schedules", description=__doc__)
    parser.add_argument("--schedules", type=int, default=10_000, help="of each lane")
    parser.add_argument("--date", type=date.fromisoformat, help="today, for the result that is kept")
    parser.add_argument("--into", type=Path, default=RESULTS, help="folder of results")
    given = parser.parse_args(arguments)
    began, counted, failures = process_time(), Counter[str](), list[str]()
    for lane in LANES:
        try:
            counted += run_schedules(lane, range(given.schedules))
        except pytest.fail.Exception as failure:
            failures.append(str(failure))
        sys.stderr.write(f"{lane}: {failures[-1] if failures else 'holds'}; {dict(counted)}\n")
    if given.date is not None:
        result = result_of_this_machine(
            name="every-schedule",
            proves="Whatever crashes or comes twice, early or late: events whole, effects once, reruns agree.",
            command=f"python -m tests.schedules --schedules {given.schedules}",
            measured_on=given.date,
            figures=(
                Figure(what="lanes", value=len(LANES)),
                Figure(what="schedules of each", value=given.schedules),
                Figure(what="schedules that fail", value=len(failures), at_most=0),
                *(Figure(what=f"{what} in all", value=counted[what]) for what in ("events", "effects", "crashes")),
                Figure(what="processor", value=round(process_time() - began, 1), unit="s"),
            ),
            libraries=("simpy",),
            note="Of a lane that fails, the first failing schedule is counted." if failures else "",
        )
        sys.stderr.write(f"{write_result(result, given.into)}\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
