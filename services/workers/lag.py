"""How far the read model is behind the cases: how long events take to get into it, and how many cases wait for that.

An event's instant is the case's: that of a timer that was due, or one that somebody named, which a rehearsed case may
reach years early. So the lag counts from when the workflow handed the event over, on the wall's clock, through every
attempt to write it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic
from typing import Final

from prometheus_client import CollectorRegistry
from temporalio import activity

from services.clock import present_time
from services.metrics.collectors import gauge, histogram

CASES_BEHIND: Final = "greenlane_projection_cases_behind"

_SILENT: Final = 60
"""Seconds after which a case that could not be written may have gone to another worker."""


class ProjectionLag:
    """The lag as a worker sees it.

    Parameters
    ----------
    registry : where it is shown
    clock : seconds that never go back
    """

    def __init__(self, registry: CollectorRegistry, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._waiting: dict[str, tuple[int, float]] = {}
        self._lock = Lock()
        self._lag = histogram(registry, "greenlane_projection_lag_seconds")
        behind = gauge(registry, CASES_BEHIND)
        behind.set_function(lambda: len(self._waiting))

    @contextmanager
    def measured(self, case: str, number: int) -> Iterator[None]:
        """Measure how a case's events are written; if they cannot be, the case stays behind.

        Parameters
        ----------
        number : of the case's events when these have been written
        """
        told_at = activity.info().scheduled_time if activity.in_activity() else present_time()
        with self._lock:
            self._waiting[case] = (number, self._clock())
        yield
        with self._lock:
            self._waiting.pop(case, None)
        self._lag.observe(max((present_time() - told_at).total_seconds(), 0))

    def forget(self, kept: Callable[[str], int]) -> None:
        """Forget cases that another worker has written meanwhile.

        Parameters
        ----------
        kept : how many events of a case are in the read model
        """
        with self._lock:
            silent = {case: number for case, (number, at) in self._waiting.items() if self._clock() - at > _SILENT}
        written = [case for case, number in silent.items() if kept(case) >= number]
        with self._lock:
            for case in written:
                self._waiting.pop(case, None)
