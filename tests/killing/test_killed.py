"""Worker, API, Temporal and departments' worker are killed in turn under load; nothing that was acknowledged is lost.

More seeds: ``GREENLANE_TEST_KILLING_SEEDS=3,4,5`` here, or by hand ``python -m tests.killing --seed 3 --seeds 3``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.killing.checks import wrong
from tests.killing.parts import PARTS
from tests.killing.trial import CASES, run

SEEDS = [int(seed) for seed in os.environ.get("GREENLANE_TEST_KILLING_SEEDS", "7").split(",")]


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform != "linux", reason="the processes' end with their parent is Linux' doing")
@pytest.mark.parametrize("seed", SEEDS)
async def test_whatever_is_killed_what_was_acknowledged_is_there_once(tmp_path: Path, seed: int) -> None:
    told: list[str] = []
    trial = await run(tmp_path, seed, told.append)
    assert wrong(trial.asked, trial.found) == {}, "\n".join(told)
    assert len(trial.found.cases) >= CASES
    assert {victim for recovery in trial.found.recoveries for victim in recovery.victims} == set(PARTS)
    assert trial.found.effects
