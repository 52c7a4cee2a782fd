"""The product's own metrics, counted where events are recorded.

Counts are of what was recorded anew, so that an event that comes twice counts once. Labels are lanes, pools,
departments, outcomes and results: as many as lanes declare, never one for each case.
"""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram
from sqlalchemy import Engine

from services.store.database import reading
from services.store.recording import Recorded, count_events, record_events
from services.store.work_items import Item
from services.workers.lag import ProjectionLag
from workflows.definition.lane import Lane
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import SECOND, Instant
from workflows.temporal.messages import ActorKind, RecordedEvent

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_BUCKETS: Final = (
    *(5 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE, _HOUR, 2 * _HOUR, 4 * _HOUR, 8 * _HOUR),
    *(_DAY, 2 * _DAY, 3 * _DAY, 5 * _DAY, 7 * _DAY, 14 * _DAY, 30 * _DAY, 60 * _DAY, 90 * _DAY, 180 * _DAY, 365 * _DAY),
)
"""Seconds; the limits of the law run from an hour to most of a year."""
_TASK: Final = ("lane", "pool", "department")


class LaneMetrics:
    """Counters and histograms of a worker.

    Parameters
    ----------
    registry : where they are shown

    Attributes
    ----------
    lag : of the read model
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self.lag = ProjectionLag(registry)
        self._cases_started = Counter("greenlane_cases_started_total", "Cases submitted.", ("lane",), registry=registry)
        self._cases_ended = Counter(
            "greenlane_cases_ended_total", "Cases ended, by result.", ("lane", "result"), registry=registry
        )
        self._cycle_time = Histogram(
            "greenlane_case_cycle_time_seconds",
            "Submission to end, calendar time.",
            ("lane", "result"),
            buckets=_BUCKETS,
            registry=registry,
        )
        self._tasks = {
            EventKind.ENABLED: Counter(
                "greenlane_tasks_enabled_total", "Tasks that began to wait.", _TASK, registry=registry
            ),
            EventKind.STARTED: Counter(
                "greenlane_tasks_started_total", "Tasks that somebody began.", _TASK, registry=registry
            ),
            EventKind.COMPLETED: Counter("greenlane_tasks_completed_total", "Tasks done.", _TASK, registry=registry),
            EventKind.CANCELLED: Counter(
                "greenlane_tasks_cancelled_total", "Tasks no longer wanted.", _TASK, registry=registry
            ),
        }
        self._waiting_time = Histogram(
            "greenlane_task_waiting_time_seconds",
            "Started less enabled, calendar time.",
            _TASK,
            buckets=_BUCKETS,
            registry=registry,
        )
        self._sojourn_time = Histogram(
            "greenlane_task_sojourn_time_seconds",
            "Completed less enabled, calendar time.",
            _TASK,
            buckets=_BUCKETS,
            registry=registry,
        )

    def count(self, recorded: Recorded) -> None:
        """Count what was recorded."""
        for event, item in recorded.events:
            if not event.step:
                self._count_case(recorded, event)
            elif item is not None and item.actor is ActorKind.POOL and event.kind in self._tasks:
                self._count_task(recorded.lane, event, item)

    def _count_case(self, recorded: Recorded, event: CaseEvent) -> None:
        case = recorded.case
        if event.kind is EventKind.SUBMITTED:
            self._cases_started.labels(case.lane).inc()
        elif event.kind is EventKind.ENDED:
            self._cases_ended.labels(case.lane, event.outcome).inc()
            self._cycle_time.labels(case.lane, event.outcome).observe(_seconds(case.submitted_at, event.at))

    def _count_task(self, lane: Lane | None, event: CaseEvent, item: Item) -> None:
        department = lane.pools[item.pool].department.en if lane else ""
        labels = (item.lane, item.pool, department)
        self._tasks[event.kind].labels(*labels).inc()
        if event.kind is EventKind.STARTED:
            self._waiting_time.labels(*labels).observe(_seconds(item.enabled_at, event.at))
        elif event.kind is EventKind.COMPLETED:
            self._sojourn_time.labels(*labels).observe(_seconds(item.enabled_at, event.at))


class MeteredStore:
    """Where a worker's events go: into the store, and what is new of them into the metrics.

    Parameters
    ----------
    engine : the store
    """

    def __init__(self, engine: Engine, metrics: LaneMetrics) -> None:
        self._engine = engine
        self._metrics = metrics

    def record(self, case: str, lane: str, first: int, events: list[RecordedEvent], told_at: Instant) -> None:
        """See :class:`workflows.temporal.activities.EventStore`."""
        with self._metrics.lag.measured(case, first + len(events)):
            recorded = record_events(self._engine, case, lane, first, events, told_at)
        self._metrics.count(recorded)
        self._metrics.lag.forget(self._kept)

    def _kept(self, case: str) -> int:
        with reading(self._engine) as connection:
            return count_events(connection, case)


def _seconds(since: Instant, until: Instant) -> float:
    return (until - since) / SECOND
