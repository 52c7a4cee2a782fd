"""Run trials by hand: ``python -m tests.killing --seed 7``, or ``--seeds 20`` for seeds 0 to 19."""

from __future__ import annotations

import asyncio
import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic

from tests.killing.checks import CHECKS, wrong
from tests.killing.trial import run

_SHOWN = 5
"""Findings of one check that are written out."""


def main() -> int:
    """Run trials, say what is wrong, and keep the data of those in which something is."""
    parser = ArgumentParser(prog="python -m tests.killing", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="of the first trial")
    parser.add_argument("--seeds", type=int, default=1, help="how many trials")
    given = parser.parse_args()
    failed = [seed for seed in range(given.seed, given.seed + given.seeds) if not _holds(seed)]
    _say(f"failed: {failed}" if failed else "all hold")
    return 1 if failed else 0


def _holds(seed: int) -> bool:
    folder, began = Path(mkdtemp(prefix=f"killing-{seed}-")), monotonic()
    _say(f"seed {seed}, data in {folder}")
    trial = asyncio.run(run(folder, seed, lambda what: _say(f"{monotonic() - began:6.1f} s  {what}")))
    problems = wrong(trial.asked, trial.found)
    for check in CHECKS:
        found = problems.get(check.__name__, [])
        _say(f"{check.__name__}: {len(found) or 'holds'}")
        for each in found[:_SHOWN]:
            _say(f"    {each[:1_000]}")
    events = sum(len(case.events) for case in trial.found.cases.values())
    _say(f"seed {seed}: {len(trial.asked)} requests, {len(trial.found.cases)} cases, {events} events")
    return not problems


def _say(what: str) -> None:
    sys.stderr.write(what + "\n")


if __name__ == "__main__":
    sys.exit(main())
