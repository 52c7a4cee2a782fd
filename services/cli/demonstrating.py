"""`greenlane demo`: the main job, which needs Temporal, the store and the report, unlike any experiment."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Literal, cast

from services.cli.output import tell
from services.cli.texts import say
from services.clock import present_instant
from services.experiments.demo import DemoProgress, run_demo
from services.experiments.report.writing import canonical_json, write_report
from services.experiments.tables import print_headlines


def demonstrate(
    language: str, cases: int, replications: int, seed: int, workers: int | None, out: Path, *, as_json: bool
) -> bool:
    """Run the main job, print what became of each lane, and write the report.

    Parameters
    ----------
    cases : live ones, of each lane, before and after each
    out : folder of the report

    Returns
    -------
    whether every rerun of the live cases was the same as the cases
    """
    now = present_instant()
    result = asyncio.run(run_demo(now, seed, cases, replications, DemoProgress(tell), workers))
    # What the page and the tables call a language is checked by the command line.
    spoken = cast(Literal["zh-CN", "en"], language)
    if as_json:
        sys.stdout.write(canonical_json(result))
    else:
        print_headlines(result, sys.stdout, spoken)
    for path in write_report(result, out, spoken):
        tell(say(language, "demo.written", path=path))
    proofs = result.proofs
    told = {
        "cases": sum(proof.cases for proof in proofs),
        "events": sum(proof.events for proof in proofs),
        "agreed": sum(proof.agreed for proof in proofs),
    }
    tell(say(language, "demo.agreed", **told))
    differing = sum(proof.agreed != proof.events for proof in result.proofs)
    if differing:
        tell(say(language, "demo.differs", count=differing))
    return not differing
