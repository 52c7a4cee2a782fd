"""The store keeps every event once, and what it reads off events is the same however they came."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from services.errors import KeyReusedError
from services.store.cases import CaseRecord, Stage, add_case, add_lanes, find_case, kept_lane
from services.store.database import answers, open_database, reading, writing
from services.store.keys import subject_of, use_key
from services.store.recording import event_log, kept_events, rebuild_inbox, record_events
from services.store.work_items import Item, ItemStage, Position, open_items, standings
from workflows.definition.catalogue import lane_ids, shipped_lane, with_called_lanes
from workflows.errors import InvalidInputError, OperationFailedError
from workflows.events.event import CaseEvent, EventKind
from workflows.temporal.messages import ActorKind, RecordedEvent

LANE = "business_setup"
APPLICANT_STEP, TASK = "file_name_approval", "check_name_approval"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    found = open_database(f"sqlite:///{tmp_path / 'store.db'}")
    yield found
    found.dispose()


def announced(engine: Engine, case: str, lane: str = LANE) -> CaseRecord:
    """A case that the API has written down."""
    with writing(engine) as connection:
        hashes = add_lanes(connection, with_called_lanes(shipped_lane(lane)))
        record = CaseRecord(case, lane, hashes[lane], hashes, None, {}, None, 5, Stage.REQUESTED, None, None)
        assert add_case(connection, record)
    return record


def happened(*events: tuple[EventKind, int, str]) -> list[RecordedEvent]:
    return [RecordedEvent(kind=kind, at=at, step=step) for kind, at, step in events]


WHOLE = happened(
    (EventKind.SUBMITTED, 10, ""),
    (EventKind.ENABLED, 10, APPLICANT_STEP),
    (EventKind.STARTED, 20, APPLICANT_STEP),
    (EventKind.COMPLETED, 20, APPLICANT_STEP),
    (EventKind.ENABLED, 20, TASK),
    (EventKind.STARTED, 30, TASK),
)


def items(engine: Engine) -> list[Item]:
    with reading(engine) as connection:
        return open_items(connection, None, None, None, 1_000)


@pytest.mark.parametrize(
    "url", ["nonsense", "sqlite://", "sqlite:///:memory:", "oracle+nonsense://x", "postgresql+x://y"]
)
def test_urls_that_cannot_be_used_are_refused(url: str) -> None:
    with pytest.raises(InvalidInputError, match="GREENLANE_DATABASE_URL"):
        open_database(url)


def test_a_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OperationFailedError, match="file"):
        open_database(f"sqlite:///{tmp_path / 'file' / 'store.db'}")


@pytest.mark.parametrize("lane", lane_ids())
def test_a_kept_lane_is_the_lane(engine: Engine, lane: str) -> None:
    with writing(engine) as connection:
        hashes = add_lanes(connection, {lane: shipped_lane(lane)})
        assert add_lanes(connection, {lane: shipped_lane(lane)}) == hashes
        assert kept_lane(connection, hashes[lane]) == shipped_lane(lane)


def test_events_that_come_twice_or_overlap_are_kept_once(engine: Engine) -> None:
    announced(engine, "a")
    assert len(record_events(engine, "a", LANE, 0, WHOLE[:3]).events) == 3
    assert len(record_events(engine, "a", LANE, 0, WHOLE[:3]).events) == 0
    assert [event.kind for event, _ in record_events(engine, "a", LANE, 2, WHOLE[2:]).events] == [
        EventKind.COMPLETED,
        EventKind.ENABLED,
        EventKind.STARTED,
    ]
    with reading(engine) as connection:
        kept = kept_events(connection, "a")
        case = find_case(connection, "a")
        assert kept_events(connection, "a", after=2, limit=2) == kept[2:4]
    assert kept == [CaseEvent("a", EventKind(each.kind), each.at, each.step) for each in WHOLE]
    assert case is not None
    assert (case.stage, case.submitted_at) == (Stage.UNDER_WAY, 10)


def test_the_inbox_has_what_waits_and_for_whom(engine: Engine) -> None:
    announced(engine, "a")
    record_events(engine, "a", LANE, 0, WHOLE[:2])
    [item] = items(engine)
    assert (item.step, item.actor, item.pool, item.stage) == (
        APPLICANT_STEP,
        ActorKind.APPLICANT,
        "",
        ItemStage.WAITING,
    )
    record_events(engine, "a", LANE, 2, WHOLE[2:])
    [item] = items(engine)
    pool = shipped_lane(LANE).tasks[TASK].pool
    assert (item.step, item.pool, item.stage, item.started_at) == (TASK, pool, ItemStage.STARTED, 30)
    record_events(engine, "a", LANE, 6, happened((EventKind.CANCELLED, 40, TASK), (EventKind.ENDED, 40, "")))
    assert items(engine) == []
    with reading(engine) as connection:
        case = find_case(connection, "a")
    assert case is not None
    assert (case.stage, case.ended_at) == (Stage.ENDED, 40)


def test_the_inbox_can_be_made_again_from_the_events(engine: Engine) -> None:
    for number, length in enumerate((2, 5, 6)):
        announced(engine, f"case-{number}")
        record_events(engine, f"case-{number}", LANE, 0, WHOLE[:length])
    before = items(engine)
    assert len(before) == 3
    with writing(engine) as connection:
        connection.execute(text("UPDATE work_items SET stage = 'circulating', open = 0"))
    assert items(engine) == []
    rebuild_inbox(engine)
    assert items(engine) == before


def test_a_case_that_another_one_opened_has_its_lane_from_there(engine: Engine) -> None:
    parent = announced(engine, "a", "agent_service")
    record_events(engine, "a/set_up_company", LANE, 0, WHOLE[:2])
    with reading(engine) as connection:
        child = find_case(connection, "a/set_up_company")
    assert child is not None
    assert (child.parent, child.lane, child.lane_hash) == ("a", LANE, parent.lane_hashes[LANE])
    assert [item.actor for item in items(engine)] == [ActorKind.APPLICANT]


def test_a_case_that_nobody_announced_keeps_its_events(engine: Engine) -> None:
    record_events(engine, "stray", "their_own", 0, WHOLE)
    assert len(event_log(engine)) == len(WHOLE)
    assert items(engine) == []


def test_the_log_has_cases_by_submission_and_their_events_in_order(engine: Engine) -> None:
    for case, shift in (("late", 1_000), ("early", 0)):
        announced(engine, case)
        moved = [event.model_copy(update={"at": event.at + shift}) for event in WHOLE]
        record_events(engine, case, LANE, 0, moved)
    log = event_log(engine, LANE)
    assert log.cases == ["early", "late"]
    assert [event.at for event in log.by_case()["late"]] == [event.at + 1_000 for event in WHOLE]
    assert len(event_log(engine, "agent_service")) == 0


def test_pages_of_the_inbox_are_the_whole_inbox(engine: Engine) -> None:
    for number in range(7):
        announced(engine, f"case-{number}")
        record_events(engine, f"case-{number}", LANE, 0, WHOLE[:2])
    paged: list[Item] = []
    after: Position | None = None
    with reading(engine) as connection:
        while page := open_items(connection, None, None, after, 3):
            paged += page
            last = page[-1]
            after = Position(last.enabled_at, last.case_id, last.step, last.occurrence)
        assert [standing.items for standing in standings(connection)] == [7]
    assert paged == items(engine)


def test_many_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    engines = [open_database(url) for _ in range(4)]

    def write(number: int) -> None:
        engine = engines[number % 4]
        announced(engine, f"case-{number}")
        for at in range(len(WHOLE)):
            record_events(engine, f"case-{number}", LANE, at, WHOLE[at : at + 1])

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(24)))
    assert len(event_log(engines[0])) == 24 * len(WHOLE)
    assert len(items(engines[1])) == 24
    for engine in engines:
        engine.dispose()


def test_a_key_stands_for_one_request(engine: Engine) -> None:
    with writing(engine) as connection:
        assert subject_of(connection, "scope", "key", "print") is None
        assert use_key(connection, "scope", "key", "print", "case-1", 0) is None
        assert use_key(connection, "scope", "key", "print", "case-2", 0) == "case-1"
        assert use_key(connection, "other", "key", "other", "case-3", 0) is None
        assert subject_of(connection, "scope", "key", "print") == "case-1"
        with pytest.raises(KeyReusedError, match="'key'"):
            use_key(connection, "scope", "key", "other", "case-2", 0)


def test_a_database_answers_or_does_not(engine: Engine, tmp_path: Path) -> None:
    assert answers(engine)
    engine.dispose()
    for file in tmp_path.glob("store.db*"):
        file.unlink()
    (tmp_path / "store.db").mkdir()
    assert not answers(engine)
