"""A worker's own metrics of cases, counted where events are recorded: of what was recorded anew, so each event once."""

from __future__ import annotations

from prometheus_client import CollectorRegistry
from sqlalchemy import Engine

from services.metrics.collectors import CaseMetrics, counter
from services.store.database import reading
from services.store.passed_limits import note_passed_by_time
from services.store.recording import count_events, record_events
from services.workers.counting import CaseCounts
from services.workers.lag import ProjectionLag
from workflows.instants import HOUR, Instant
from workflows.temporal.messages import RecordedEvent


class LaneMetrics:
    """Counters and histograms of a worker.

    Parameters
    ----------
    registry : where they are shown

    Attributes
    ----------
    lag : of the read model
    cases : what is counted of them
    mended : cases that were put right in the read model after a loss
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self.lag = ProjectionLag(registry)
        self.cases = CaseMetrics(registry, "temporal")
        self.mended = counter(registry, "greenlane_projection_cases_mended_total")


class MeteredStore:
    """Where a worker's events go: into the store, and what is new of them into the metrics.

    Parameters
    ----------
    engine : the store
    """

    def __init__(self, engine: Engine, metrics: LaneMetrics) -> None:
        self._engine = engine
        self._metrics = metrics
        self._counts = CaseCounts(engine, metrics.cases)
        self._looked_until: Instant = 0

    def record(self, case: str, lane: str, first: int, events: list[RecordedEvent], told_at: Instant) -> None:
        """See :class:`workflows.temporal.activities.EventStore`."""
        with self._metrics.lag.measured(case, first + len(events)):
            recorded = record_events(self._engine, case, lane, first, events, told_at)
        self._counts.count(recorded)
        self._metrics.lag.forget(self._kept)

    def count_passed(self, now: Instant) -> None:
        """Count the limits that have passed of cases to which nothing happens.

        What another worker was about to record while it ended may make a limit known late; so the last hour is looked
        at again each time, and everything once by every worker.
        """
        for passed in note_passed_by_time(self._engine, self._looked_until - HOUR, now):
            self._metrics.cases.add(passed.sample())
        self._looked_until = now

    def _kept(self, case: str) -> int:
        with reading(self._engine) as connection:
            return count_events(connection, case)
