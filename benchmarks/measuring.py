"""Measuring one side of a benchmark, in a process of its own: ``python -m benchmarks.measuring SIDE CASES SEED``.

Work is counted first (completed tasks), then divided by CPU time of the process, not by the clock on the wall: other
programs on the machine then matter less. Nothing but the standard library is imported here, so that a peer is measured
by the same lines in its own environment.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).parents[1]
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Work:
    """What a run did.

    Attributes
    ----------
    tasks : completed
    log : kept until memory has been looked at
    cycle_hours : how long a case took in the mean, by the clock on the wall, if the model is one whose sides must agree
        on it; asked for after the measurement
    """

    tasks: int
    log: object
    cycle_hours: Callable[[], float] | None = None


Run: TypeAlias = Callable[[], Work]
Prepare: TypeAlias = Callable[[int, int], Run]
"""Makes a run of so many cases with this seed ready; only calling what it gives is measured."""


@dataclass(frozen=True)
class Side:
    """One side of a comparison.

    Attributes
    ----------
    prepare : where its function is, as ``module:function``
    python : the interpreter of the environment that it runs in
    """

    prepare: str
    python: Path = Path(sys.executable)


@dataclass(frozen=True)
class Measurement:
    """One side, one round.

    Attributes
    ----------
    cpu_seconds : user and system, of the run alone
    megabytes : by which the peak of resident memory grew over the run
    """

    tasks: int
    cpu_seconds: float
    megabytes: float
    cycle_hours: float | None

    @property
    def tasks_per_second(self) -> float:
        """Completed tasks per CPU second."""
        return self.tasks / self.cpu_seconds


def measure(prepare: Prepare, cases: int, seed: int) -> Measurement:
    """Run one side here, once. Warmed up by a twentieth of the cases, so that imports and caches are not measured."""
    prepare(max(cases // 20, 1), seed)()
    run = prepare(cases, seed)
    gc.collect()
    peak, began = _peak_bytes(), time.process_time()
    work = run()
    spent = time.process_time() - began
    grown = _peak_bytes() - peak
    hours = None if work.cycle_hours is None else work.cycle_hours()
    return Measurement(work.tasks, spent, grown / MEGABYTE, hours)


def measure_alone(side: Side, cases: int, seed: int) -> Measurement:
    """Measure one side in a fresh process."""
    command = [str(side.python), "-m", "benchmarks.measuring", side.prepare, str(cases), str(seed)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
    return Measurement(**json.loads(done.stdout.splitlines()[-1]))


def find(prepare: str) -> Prepare:
    """The function of a side."""
    module, name = prepare.split(":")
    found: Prepare = getattr(import_module(module), name)
    return found


def keep_to_one_core() -> None:
    """Have this process run on one core, always the same, where the system can be told so."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _peak_bytes() -> int:
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says begins, on Linux, with the peak of the process that started this one
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _main() -> None:
    prepare, cases, seed = sys.argv[1:]
    keep_to_one_core()
    print(json.dumps(asdict(measure(find(prepare), int(cases), int(seed)))))


if __name__ == "__main__":
    _main()
