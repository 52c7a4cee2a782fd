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

from prometheus_client import CollectorRegistry, Gauge, Histogram
from temporalio import activity

from services.clock import present_time

CASES_BEHIND: Final = "greenlane_projection_cases_behind"

_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600)
"""Seconds: from a write that nobody is in the way of to an hour without the store."""

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
        self._lag = Histogram(
            "greenlane_projection_lag_seconds",
            "From when a case told what had happened to it to when the read model had it.",
            buckets=_BUCKETS,
            registry=registry,
        )
        behind = Gauge(
            CASES_BEHIND,
            "Cases with events that this worker has been given and has not written yet.",
            registry=registry,
        )
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
