"""Run trials by hand: ``python -m tests.killing --seed 7``, or ``--seeds 20`` for seeds 0 to 19.

With ``--date`` the result is kept, for the page on assurance.
"""

from __future__ import annotations

import asyncio
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic

from tests.assurance.results import RESULTS, write_result
from tests.killing.checks import CHECKS, wrong
from tests.killing.telling import Judged, result_of
from tests.killing.trial import LONG, SHORT, Plan, run

_SHOWN = 5
"""Findings of one check that are written out."""


def main() -> int:
    """Run trials, say what is wrong, and keep the data of those in which something is."""
    parser = ArgumentParser(prog="python -m tests.killing", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="of the first trial")
    parser.add_argument("--seeds", type=int, default=1, help="how many trials")
    parser.add_argument("--short", action="store_true", help="as the quick tests have them")
    parser.add_argument("--date", type=date.fromisoformat, help="today, for the result that is kept")
    parser.add_argument("--into", type=Path, default=RESULTS, help="folder of results")
    given = parser.parse_args()
    plan = SHORT if given.short else LONG
    judged = [_judged(seed, plan) for seed in range(given.seed, given.seed + given.seeds)]
    failed = [each.trial.seed for each in judged if each.problems]
    _say(f"failed: {failed}" if failed else "all hold")
    if given.date is not None:
        _say(str(write_result(result_of(judged, _command(given.seed, given.seeds), given.date), given.into)))
    return 1 if failed else 0


def _command(seed: int, seeds: int) -> str:
    return f"python -m tests.killing --seed {seed} --seeds {seeds}"


def _judged(seed: int, plan: Plan) -> Judged:
    folder, began = Path(mkdtemp(prefix=f"killing-{seed}-")), monotonic()
    _say(f"seed {seed}, data in {folder}")
    trial = asyncio.run(run(folder, seed, plan, lambda what: _say(f"{monotonic() - began:6.1f} s  {what}")))
    problems = wrong(trial.asked, trial.found)
    for check in CHECKS:
        found = problems.get(check.__name__, [])
        _say(f"{check.__name__}: {len(found) or 'holds'}")
        for each in found[:_SHOWN]:
            _say(f"    {each[:1_000]}")
    events = sum(len(case.events) for case in trial.found.cases.values())
    _say(f"seed {seed}: {len(trial.asked)} requests, {len(trial.found.cases)} cases, {events} events")
    return Judged(trial, problems)


def _say(what: str) -> None:
    sys.stderr.write(what + "\n")


if __name__ == "__main__":
    sys.exit(main())
