"""A worker that is killed in the middle of a task has told what did not come about; what did takes its place."""

from __future__ import annotations

from itertools import permutations

import pytest
from sqlalchemy import Engine, select

from services.store.cases import Stage, find_case
from services.store.database import reading, writing
from services.store.recording import keep_events, kept_events, record_events
from services.store.tables import events, work_items
from services.store.tellings import Telling
from tests.unit.store.test_recording import LANE, TASK, announced, happened
from workflows.events.event import EventKind

BEGUN = happened((EventKind.SUBMITTED, 1, ""), (EventKind.ENABLED, 1, TASK))
LOST = happened((EventKind.STARTED, 20, TASK), (EventKind.COMPLETED, 20, TASK), (EventKind.ENDED, 20, ""))
CAME = happened((EventKind.STARTED, 30, TASK))
AFTER = happened((EventKind.COMPLETED, 40, TASK))


def state(store: Engine, case: str) -> tuple[object, ...]:
    with reading(store) as connection:
        record = find_case(connection, case)
        assert record is not None
        rows = connection.execute(select(events).where(events.c.case_id == case).order_by(events.c.sequence)).all()
        items = connection.execute(select(work_items).where(work_items.c.case_id == case)).all()
    return (
        [tuple(row)[1:] for row in rows],
        [tuple(item)[1:] for item in items],
        (record.stage, record.result, record.ended_at, record.state),
    )


def tell(store: Engine, case: str, telling: Telling) -> None:
    record_events(store, case, LANE, telling.first, telling.events, telling.told_at)


def test_what_a_lost_task_told_gives_way_to_what_came_about(store: Engine) -> None:
    for case in ("a", "b"):
        announced(store, case)
    record_events(store, "a", LANE, 0, BEGUN, told_at=1)
    record_events(store, "a", LANE, 2, LOST, told_at=20)
    with reading(store) as connection:
        believed = find_case(connection, "a")
    assert believed is not None
    assert believed.stage is Stage.ENDED
    recorded = record_events(store, "a", LANE, 2, CAME, told_at=30)
    assert [event.kind for event, _ in recorded.events] == [EventKind.STARTED]
    assert [item.stage for _, item in recorded.events if item is not None] == ["started"]
    record_events(store, "b", LANE, 0, BEGUN, told_at=1)
    record_events(store, "b", LANE, 2, CAME, told_at=30)
    assert state(store, "a") == state(store, "b")
    with reading(store) as connection:
        assert [event.at for event in kept_events(connection, "a")] == [1, 1, 30]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_same_is_kept_in_whatever_order_tellings_come(store: Engine, order: tuple[int, ...]) -> None:
    tellings = (
        Telling(0, tuple(BEGUN), 1),
        Telling(2, tuple(LOST), 20),
        Telling(2, tuple(CAME), 30),
        Telling(3, tuple(AFTER), 40),
    )
    for case in ("straight", "mixed"):
        announced(store, case)
    for each in (0, 2, 3):
        tell(store, "straight", tellings[each])
    for each in (*order, *order):
        tell(store, "mixed", tellings[each])
    assert state(store, "mixed") == state(store, "straight")


def test_what_is_told_again_as_it_was_counts_once(store: Engine) -> None:
    announced(store, "a")
    record_events(store, "a", LANE, 0, BEGUN, told_at=1)
    again = record_events(store, "a", LANE, 0, BEGUN, told_at=9)
    assert again.events == ()


def test_a_case_that_tells_again_from_its_beginning_fills_in_what_is_missing(store: Engine) -> None:
    """As where its history no longer replays, and its worker is asked: nobody knows then when it told what."""
    whole = tuple(BEGUN + CAME + AFTER)
    for missing in range(len(whole)):
        case = f"without-{missing}"
        announced(store, case)
        for number, event in enumerate(whole):
            if number != missing:
                record_events(store, case, LANE, number, [event], told_at=event.at)
        with writing(store) as connection:
            fresh, lost = keep_events(connection, case, Telling(0, whole))
            assert [number for number, _ in fresh] == [missing]
            assert lost == []
            assert [event.at for event in kept_events(connection, case)] == [1, 1, 30, 40]
    announced(store, "beginning-only")
    record_events(store, "beginning-only", LANE, 0, BEGUN, told_at=1)
    tell(store, "beginning-only", Telling(0, whole))
    with reading(store) as connection:
        assert [event.at for event in kept_events(connection, "beginning-only")] == [1, 1, 30, 40]


def test_what_was_told_before_anybody_said_when_is_kept(store: Engine) -> None:
    record_events(store, "a", LANE, 0, BEGUN)
    record_events(store, "a", LANE, 2, CAME)
    record_events(store, "a", LANE, 3, AFTER, told_at=40)
    with reading(store) as connection:
        assert [event.at for event in kept_events(connection, "a")] == [1, 1, 30, 40]
