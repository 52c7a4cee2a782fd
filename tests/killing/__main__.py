"""Run trials by hand: ``python -m tests.killing --seed 7``, or ``--seeds 20`` for seeds 0 to 19.

With ``--date`` the result is kept, for the page on assurance.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from tests.assurance.results import RESULTS, write_result
from tests.killing.judging import judged_long, judged_short
from tests.killing.telling import result_of


def main() -> int:
    """Run trials, say what is wrong, and keep the data of those in which something is."""
    parser = ArgumentParser(prog="python -m tests.killing", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="of the first trial")
    parser.add_argument("--seeds", type=int, default=1, help="how many trials")
    parser.add_argument("--at-once", type=int, default=1, help="how many of them side by side")
    parser.add_argument("--short", action="store_true", help="as the quick tests have them")
    parser.add_argument("--date", type=date.fromisoformat, help="today, for the result that is kept")
    parser.add_argument("--into", type=Path, default=RESULTS, help="folder of results")
    given = parser.parse_args()
    seeds = range(given.seed, given.seed + given.seeds)
    with ProcessPoolExecutor(given.at_once, get_context("spawn")) as processes:
        judged = list(processes.map(judged_short if given.short else judged_long, seeds))
    failed = [each.trial.seed for each in judged if each.problems]
    _say(f"failed: {failed}" if failed else "all hold")
    if given.date is not None:
        _say(str(write_result(result_of(judged, _command(given.seed, given.seeds), given.date), given.into)))
    return 1 if failed else 0


def _command(seed: int, seeds: int) -> str:
    return f"python -m tests.killing --seed {seed} --seeds {seeds}"


def _say(what: str) -> None:
    sys.stderr.write(what + "\n")


if __name__ == "__main__":
    sys.exit(main())
