"""Measuring one side of a benchmark in a process of its own, and comparing two sides round by round.

Work is counted first (completed tasks), then divided by CPU time of the process, not by the clock on the wall: other
programs on the machine then matter less. Sides take turns (A B A B …), so that a machine that slows down slows both.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from typing import TypeAlias

MEGABYTE = 1 << 20

Side: TypeAlias = Callable[[int], Callable[[], tuple[int, object]]]
"""Makes a run of so many cases ready; calling what it gives does the work and gives how many tasks were completed, and
the log, which is kept until memory has been looked at."""


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

    @property
    def tasks_per_second(self) -> float:
        """Completed tasks per CPU second."""
        return self.tasks / self.cpu_seconds


def measure(side: Side, cases: int) -> Measurement:
    """Run one side here, once. Warmed up by a twentieth of the cases, so that imports and caches are not measured."""
    side(max(cases // 20, 1))()
    run = side(cases)
    peak, began = _peak_bytes(), time.process_time()
    tasks, log = run()
    spent = time.process_time() - began
    grown = _peak_bytes() - peak
    del log
    return Measurement(tasks, spent, grown / MEGABYTE)


def _peak_bytes() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


@dataclass(frozen=True)
class Result:
    """Two sides over some rounds; medians, and how far rounds lie apart.

    Attributes
    ----------
    ratio : tasks per CPU second, ours over the peer's, median of the rounds' ratios
    ratio_low, ratio_high : of the rounds
    """

    name: str
    peer: str
    cases: int
    rounds: int
    tasks: int
    peer_tasks: int
    tasks_per_second: float
    peer_tasks_per_second: float
    ratio: float
    ratio_low: float
    ratio_high: float
    megabytes: float
    peer_megabytes: float

    def as_dict(self) -> dict[str, str | int | float]:
        """For JSON."""
        return asdict(self)


def compare(name: str, peer_name: str, sides: tuple[Side, Side], cases: int, rounds: int) -> Result:
    """Measure two sides in turns, each time in a fresh process.

    Parameters
    ----------
    sides : ours, the peer's
    rounds : at least one
    """
    turns = [(_alone(sides[0], cases), _alone(sides[1], cases)) for _ in range(rounds)]
    ours, peers = [our for our, _ in turns], [peer for _, peer in turns]
    ratios = [our.tasks_per_second / peer.tasks_per_second for our, peer in turns]
    return Result(
        name=name,
        peer=peer_name,
        cases=cases,
        rounds=rounds,
        tasks=ours[0].tasks,
        peer_tasks=peers[0].tasks,
        tasks_per_second=_median(ours, lambda each: each.tasks_per_second),
        peer_tasks_per_second=_median(peers, lambda each: each.tasks_per_second),
        ratio=statistics.median(ratios),
        ratio_low=min(ratios),
        ratio_high=max(ratios),
        megabytes=_median(ours, lambda each: each.megabytes),
        peer_megabytes=_median(peers, lambda each: each.megabytes),
    )


def _alone(side: Side, cases: int) -> Measurement:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(measure, side, cases).result()


def _median(measured: Sequence[Measurement], of: Callable[[Measurement], float]) -> float:
    return statistics.median(of(each) for each in measured)
