"""How long whoever asks has to wait: the command line from its start to its last line, by the clock on the wall."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.measuring import ROOT
from benchmarks.model import ten_tasks
from benchmarks.results import Aim, Row, Spread
from workflows.definition.lane import Lane

GREENLANE: Final = Path(sys.executable).with_name("greenlane")
CORES: Final = 2
SECONDS: Final = "seconds on the clock, with start-up"


def answers(cases: int, replications: int, rounds: int) -> Iterator[Row]:
    """Ask for one replication, and for paired replications of two scenarios with one process and with two.

    Yields
    ------
    rows; of what takes two cores nothing, where there is one
    """
    with TemporaryDirectory() as folder:
        before = _written(Path(folder) / "before.yaml", ten_tasks())
        after = _written(Path(folder) / "after.yaml", _with_more_members(ten_tasks()))
        alone = ["simulate", before, "--cases", str(cases), "--replications", "1", "--json"]
        seconds_of(alone)  # compiles what has changed since the last time
        taken = Spread.of([seconds_of(alone) for _ in range(rounds)])
        yield Row(f"one answer, {cases:,} cases of ten tasks", SECONDS, taken, aim=Aim("ours", high=0.8))
        if (os.cpu_count() or 1) < CORES:
            return
        pair = ["compare", before, after, "--cases", str(cases), "--replications", str(replications), "--json"]
        turns = [[seconds_of([*pair, "--workers", str(count)]) for count in (1, CORES)] for _ in range(rounds)]
        name = f"{replications} paired replications of two scenarios, {cases:,} cases each"
        yield Row(name, f"{SECONDS}, {CORES} cores", Spread.of([two for _, two in turns]), aim=Aim("ours", high=10))
        efficiency = Spread.of([one / (CORES * two) for one, two in turns])
        yield Row(name, f"parallel efficiency on {CORES} cores", efficiency, aim=Aim("ours", low=0.85))


def seconds_of(arguments: list[str]) -> float:
    """How long the command line takes, once its modules have been compiled, as they are when a package is installed."""
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [str(GREENLANE), *arguments]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=around, check=True, stdout=subprocess.PIPE)  # noqa: S603 - our own
    taken = time.perf_counter() - began
    json.loads(done.stdout)  # an answer, not half of one
    return taken


def _written(path: Path, lane: Lane) -> str:
    # JSON is YAML.
    path.write_text(lane.model_dump_json(by_alias=True, exclude_none=True), "utf-8")
    return str(path)


def _with_more_members(lane: Lane) -> Lane:
    """The scenario: one more member at the window."""
    changed = lane.model_dump(mode="json", by_alias=True, exclude_none=True)
    changed["id"] = "one_more_member"
    changed["pools"]["window"]["staff"][0]["count"] += 1
    return Lane.model_validate(changed)
