"""The lag of the read model is measured where events are written, and a case that cannot be written is told."""

from __future__ import annotations

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine, text

from services.store.database import writing
from services.workers.lag import CASES_BEHIND, ProjectionLag
from services.workers.metrics import LaneMetrics, MeteredStore
from workflows.errors import ServerUnavailableError
from workflows.events.event import EventKind
from workflows.temporal.messages import RecordedEvent

BEGUN = [RecordedEvent(kind=EventKind.SUBMITTED, at=5)]


def behind(registry: CollectorRegistry) -> float | None:
    return registry.get_sample_value(CASES_BEHIND)


def test_what_is_written_is_measured_and_no_longer_behind(store: Engine) -> None:
    registry = CollectorRegistry()
    MeteredStore(store, LaneMetrics(registry)).record("a", "their_own", 0, BEGUN, 0)
    assert behind(registry) == 0
    assert registry.get_sample_value("greenlane_projection_lag_seconds_count") == 1
    assert registry.get_sample_value("greenlane_projection_lag_seconds_bucket", {"le": "3600.0"}) == 1


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_case_that_cannot_be_written_is_behind_until_it_is(store: Engine) -> None:
    registry = CollectorRegistry()
    metered = MeteredStore(store, LaneMetrics(registry))
    with writing(store) as connection:
        connection.execute(text("ALTER TABLE events RENAME TO lost"))
    with pytest.raises(ServerUnavailableError):
        metered.record("a", "their_own", 0, BEGUN, 0)
    assert behind(registry) == 1
    assert registry.get_sample_value("greenlane_projection_lag_seconds_count") == 0
    with writing(store) as connection:
        connection.execute(text("ALTER TABLE lost RENAME TO events"))
    metered.record("a", "their_own", 0, BEGUN, 0)
    assert behind(registry) == 0


def test_a_case_that_another_worker_has_written_is_forgotten() -> None:
    registry, now = CollectorRegistry(), [0.0]
    lag = ProjectionLag(registry, lambda: now[0])
    for case in ("theirs", "nobodys"):
        with pytest.raises(ZeroDivisionError), lag.measured(case, 3):
            raise ZeroDivisionError
    kept = {"theirs": 3, "nobodys": 2}
    lag.forget(kept.__getitem__)
    assert behind(registry) == 2  # they may yet be written here
    now[0] = 61
    lag.forget(kept.__getitem__)
    assert behind(registry) == 1
