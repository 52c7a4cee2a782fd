"""So many in flight at all times: whoever has an answer sends the next one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

IN_FLIGHT: Final = 32
"""Requests that wait for an answer at any time, on either side."""

_Job = TypeVar("_Job")
_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Answers(Generic[_Answer]):
    """What came of some jobs.

    Attributes
    ----------
    found : in the order of the jobs
    latencies : seconds of each, from sending to its answer
    seconds : from the first one's being sent to the last answer
    """

    found: tuple[_Answer, ...]
    latencies: tuple[float, ...]
    seconds: float

    def quantile(self, share: float) -> float:
        """The latency, in seconds, that this share of the answers does not exceed."""
        ordered = sorted(self.latencies)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def joined(parts: Sequence[Answers[_Answer]]) -> Answers[_Answer]:
    """What came of jobs that were done one lot after the other."""
    return Answers(
        tuple(found for part in parts for found in part.found),
        tuple(taken for part in parts for taken in part.latencies),
        sum(part.seconds for part in parts),
    )


def in_threads(jobs: Sequence[_Job], do: Callable[[_Job], _Answer]) -> Answers[_Answer]:
    """Do jobs that block, in threads."""
    began = time.perf_counter()
    with ThreadPoolExecutor(IN_FLIGHT) as threads:
        timed = list(threads.map(lambda job: _timed(do, job), jobs))
    seconds = time.perf_counter() - began
    return Answers(tuple(found for found, _ in timed), tuple(taken for _, taken in timed), seconds)


async def in_tasks(jobs: Sequence[_Job], do: Callable[[_Job], Awaitable[_Answer]]) -> Answers[_Answer]:
    """Do jobs that are awaited, in tasks."""
    timed: list[tuple[_Answer, float] | None] = [None] * len(jobs)
    left: Iterator[tuple[int, _Job]] = iter(enumerate(jobs))

    async def one_after_the_other(left: Iterable[tuple[int, _Job]]) -> None:
        for place, job in left:
            began = time.perf_counter()
            timed[place] = (await do(job), time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(one_after_the_other(left) for _ in range(IN_FLIGHT)))
    seconds = time.perf_counter() - began
    done = [each for each in timed if each is not None]
    return Answers(tuple(found for found, _ in done), tuple(taken for _, taken in done), seconds)


def _timed(do: Callable[[_Job], _Answer], job: _Job) -> tuple[_Answer, float]:
    began = time.perf_counter()
    found = do(job)
    return found, time.perf_counter() - began
