"""A trial from its seed to what is wrong with it, told on the way; in whichever process."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic
from typing import Final

from tests.killing.checks import CHECKS, wrong
from tests.killing.telling import Judged
from tests.killing.trial import LONG, SHORT, Plan, run

_SHOWN: Final = 5
"""Findings of one check that are written out."""


def judged_short(seed: int) -> Judged:
    """As the quick tests have it."""
    return _judged(seed, SHORT)


def judged_long(seed: int) -> Judged:
    """As the slow tests have it."""
    return _judged(seed, LONG)


def _judged(seed: int, plan: Plan) -> Judged:
    folder, began = Path(mkdtemp(prefix=f"killing-{seed}-")), monotonic()

    def say(what: str) -> None:
        sys.stderr.write(f"seed {seed} {monotonic() - began:6.1f} s  {what}\n")

    say(f"data in {folder}")
    trial = asyncio.run(run(folder, seed, plan, say))
    problems = wrong(trial.asked, trial.found)
    for check in CHECKS:
        found = problems.get(check.__name__, [])
        say(f"{check.__name__}: {len(found) or 'holds'}")
        for each in found[:_SHOWN]:
            say(f"    {each[:1_000]}")
    events = sum(len(case.events) for case in trial.found.cases.values())
    say(f"{len(trial.asked)} requests, {len(trial.found.cases)} cases, {events} events")
    return Judged(trial, problems)
