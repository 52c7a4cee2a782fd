"""What is told of everything that is open, from the store."""

from __future__ import annotations

from pathlib import Path

from prometheus_client import CollectorRegistry

from services.insights.capacity import Capacity
from services.insights.metrics import Standing
from services.store.database import open_database
from services.store.recording import record_events
from tests.acceptance.travelling import travelled
from tests.properties.store.test_projecting import announce, recorded
from workflows.events.event import EventKind
from workflows.instants import DAY, HOUR, parse_instant


def test_open_cases_and_inboxes_are_told_as_they_stand(tmp_path: Path) -> None:
    engine, seen = open_database(f"sqlite:///{tmp_path / 'store.db'}"), travelled("construction_permit", 5)
    case, events = next(iter(seen.own.items()))
    done = [(event.kind, event.step in seen.lane.tasks) for event in events]
    begun = done.index((EventKind.STARTED, True)) + 1
    announce(engine, seen, case)
    record_events(engine, case, seen.lane.id, 0, [recorded(event) for event in events[:begun]])
    now = [events[begun - 1].at + HOUR]
    registry = CollectorRegistry()
    registry.register(Standing(engine, lambda: now[0]))
    department = seen.lane.pools[seen.lane.tasks[events[begun - 1].step].pool].department.en
    of, there = {"lane": seen.lane.id}, {"department": department, "stage": "started"}
    told = registry.get_sample_value
    assert told("greenlane_cases_open_by_lamp", {**of, "lamp": "normal"}) == 1
    assert told("greenlane_inbox_items", there) == 1
    assert (told("greenlane_inbox_oldest_age_seconds", there) or 0) >= HOUR / 1_000
    assert told("greenlane_inbox_overdue_items", {"department": department}) == 0
    record_events(engine, case, seen.lane.id, begun, [recorded(event) for event in events[begun:]])
    now[0] += 900 * DAY
    assert told("greenlane_cases_open_by_lamp", {**of, "lamp": "normal"}) is None
    assert told("greenlane_inbox_items", there) is None
    engine.dispose()


def test_members_are_on_duty_in_their_hours_and_a_shared_pool_counts_once() -> None:
    capacity = Capacity()
    at_work = capacity.on_duty(parse_instant("2026-11-23T10:00+08:00"))
    at_night = capacity.on_duty(parse_instant("2026-11-23T02:00+08:00"))
    assert sum(at_night.values()) < sum(at_work.values())
    lane = travelled("construction_permit", 5).lane
    for id_, pool in lane.pools.items():
        assert at_work[id_, pool.department.en] >= sum(entry.count for entry in pool.staff)
