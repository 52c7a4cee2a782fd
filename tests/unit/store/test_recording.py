"""The store keeps every event once, and what it reads off events is the same however they came."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text

from services.errors import KeyReusedError
from services.store.cases import CaseRecord, Stage, add_case, add_lanes, find_case, kept_lane
from services.store.database import open_database, reading, writing
from services.store.keys import subject_of, use_key
from services.store.recording import event_log, kept_events, rebuild_inbox, record_events
from services.store.standing import count_open_items
from services.store.work_items import Item, ItemStage, Position, open_items, position_in_inbox
from workflows.definition.catalogue import lane_ids, shipped_lane, with_called_lanes
from workflows.definition.conditions import AttributeIs
from workflows.definition.lane import CasePriority
from workflows.definition.provenance import Provenance, Source
from workflows.events.event import CaseEvent, EventKind
from workflows.temporal.messages import ActorKind, RecordedEvent

LANE = "business_setup"
APPLICANT_STEP, TASK = "file_name_approval", "check_name_approval"


def announced(store: Engine, case: str, lane: str = LANE) -> CaseRecord:
    """A case that the API has written down."""
    with writing(store) as connection:
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


def items(store: Engine) -> list[Item]:
    with reading(store) as connection:
        return open_items(connection, None, None, None, 1_000)


@pytest.mark.parametrize("lane", lane_ids())
def test_a_kept_lane_is_the_lane(store: Engine, lane: str) -> None:
    with writing(store) as connection:
        hashes = add_lanes(connection, {lane: shipped_lane(lane)})
        assert add_lanes(connection, {lane: shipped_lane(lane)}) == hashes
        assert kept_lane(connection, hashes[lane]) == shipped_lane(lane)


def test_events_that_come_twice_or_overlap_are_kept_once(store: Engine) -> None:
    announced(store, "a")
    assert len(record_events(store, "a", LANE, 0, WHOLE[:3]).events) == 3
    assert len(record_events(store, "a", LANE, 0, WHOLE[:3]).events) == 0
    assert [event.kind for event, _ in record_events(store, "a", LANE, 2, WHOLE[2:]).events] == [
        EventKind.COMPLETED,
        EventKind.ENABLED,
        EventKind.STARTED,
    ]
    with reading(store) as connection:
        kept = kept_events(connection, "a")
        case = find_case(connection, "a")
        assert kept_events(connection, "a", after=2, limit=2) == kept[2:4]
    assert kept == [CaseEvent("a", EventKind(each.kind), each.at, each.step) for each in WHOLE]
    assert case is not None
    assert (case.stage, case.submitted_at) == (Stage.UNDER_WAY, 10)


def test_the_inbox_has_what_waits_and_for_whom(store: Engine) -> None:
    announced(store, "a")
    record_events(store, "a", LANE, 0, WHOLE[:2])
    [item] = items(store)
    assert (item.step, item.actor, item.pool, item.stage) == (
        APPLICANT_STEP,
        ActorKind.APPLICANT,
        "",
        ItemStage.WAITING,
    )
    record_events(store, "a", LANE, 2, WHOLE[2:])
    [item] = items(store)
    pool = shipped_lane(LANE).tasks[TASK].pool
    assert (item.step, item.pool, item.stage, item.started_at) == (TASK, pool, ItemStage.STARTED, 30)
    record_events(store, "a", LANE, 6, happened((EventKind.CANCELLED, 40, TASK), (EventKind.ENDED, 40, "")))
    assert items(store) == []
    with reading(store) as connection:
        case = find_case(connection, "a")
    assert case is not None
    assert (case.stage, case.ended_at) == (Stage.ENDED, 40)


def test_the_inbox_can_be_made_again_from_the_events(store: Engine) -> None:
    for number, length in enumerate((2, 5, 6)):
        announced(store, f"case-{number}")
        record_events(store, f"case-{number}", LANE, 0, WHOLE[:length])
    before = items(store)
    assert len(before) == 3
    with writing(store) as connection:
        connection.execute(text("UPDATE work_items SET stage = 'circulating', open = 0"))
    assert items(store) == []
    rebuild_inbox(store)
    assert items(store) == before


def test_an_item_has_who_has_it_in_hand_and_how_often_it_changed(store: Engine) -> None:
    announced(store, "a")
    record_events(store, "a", LANE, 0, WHOLE[:5])
    hands = [("wang", "claimed"), ("", "released"), ("li", "reassigned")]
    seen = []
    for number, (member, how) in enumerate(hands, 5):
        event = RecordedEvent(kind=EventKind.ASSIGNED, at=25, step=TASK, member=member, cause=how, outcome="zhao")
        record_events(store, "a", LANE, number, [event])
        [item] = items(store)
        seen.append((item.assignee, item.member, item.stage, item.revision))
    assert seen == [("wang", "", "waiting", 1), ("", "", "waiting", 2), ("li", "", "waiting", 3)]
    record_events(store, "a", LANE, 8, WHOLE[5:])
    [item] = items(store)
    assert (item.assignee, item.stage, item.revision) == ("li", "started", 4)
    record_events(store, "a", LANE, 9, happened((EventKind.CLOCK_STOPPED, 31, ""), (EventKind.CLOCK_RESUMED, 32, "")))
    assert [each.revision for each in items(store)] == [4]


def test_urgent_cases_stand_before_others_in_the_inbox(store: Engine) -> None:
    plain = shipped_lane(LANE)
    urgent = CasePriority(
        when=AttributeIs.model_validate({"attribute": "kind", "in": ["urgent"]}),
        add=-1,
        provenance=Provenance(source=Source.ASSUMED, basis="for this test"),
    )
    lane = plain.model_copy(update={"priorities": (urgent,)})
    with writing(store) as connection:
        hashes = add_lanes(connection, {LANE: lane})
        for case in ("a", "b"):
            kind = {"kind": "plain" if case == "a" else "urgent"}
            add_case(
                connection,
                CaseRecord(case, LANE, hashes[LANE], hashes, None, kind, None, 5, Stage.REQUESTED, None, None),
            )
    for case in ("a", "b"):
        record_events(store, case, LANE, 0, WHOLE[:5])
    assert [(each.case_id, each.priority) for each in items(store)] == [("b", -1), ("a", 0)]


def test_a_case_that_another_one_opened_has_its_lane_from_there(store: Engine) -> None:
    parent = announced(store, "a", "agent_service")
    record_events(store, "a/set_up_company", LANE, 0, WHOLE[:2])
    with reading(store) as connection:
        child = find_case(connection, "a/set_up_company")
    assert child is not None
    assert (child.parent, child.lane, child.lane_hash) == ("a", LANE, parent.lane_hashes[LANE])
    assert [item.actor for item in items(store)] == [ActorKind.APPLICANT]


def test_a_case_that_nobody_announced_keeps_its_events(store: Engine) -> None:
    record_events(store, "stray", "their_own", 0, WHOLE)
    assert len(event_log(store)) == len(WHOLE)
    assert items(store) == []


def test_the_log_has_cases_by_submission_and_their_events_in_order(store: Engine) -> None:
    for case, shift in (("late", 1_000), ("early", 0)):
        announced(store, case)
        moved = [event.model_copy(update={"at": event.at + shift}) for event in WHOLE]
        record_events(store, case, LANE, 0, moved)
    log = event_log(store, LANE)
    assert log.cases == ["early", "late"]
    assert [event.at for event in log.by_case()["late"]] == [event.at + 1_000 for event in WHOLE]
    assert len(event_log(store, "agent_service")) == 0


def test_pages_of_the_inbox_are_the_whole_inbox(store: Engine) -> None:
    for number in range(7):
        announced(store, f"case-{number}")
        record_events(store, f"case-{number}", LANE, 0, WHOLE[:2])
    paged: list[Item] = []
    after: Position | None = None
    with reading(store) as connection:
        while page := open_items(connection, None, None, after, 3):
            paged += page
            last = page[-1]
            after = position_in_inbox(last)
        assert [each.items for each in count_open_items(connection, 0)] == [7]
    assert paged == items(store)


def test_many_writers_at_once_lose_nothing(store_url: str) -> None:
    engines = [open_database(store_url) for _ in range(4)]

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


def test_a_key_stands_for_one_request(store: Engine) -> None:
    with writing(store) as connection:
        assert subject_of(connection, "scope", "key", "print") is None
        assert use_key(connection, "scope", "key", "print", "case-1", 0) is None
        assert use_key(connection, "scope", "key", "print", "case-2", 0) == "case-1"
        assert use_key(connection, "other", "key", "other", "case-3", 0) is None
        assert subject_of(connection, "scope", "key", "print") == "case-1"
        with pytest.raises(KeyReusedError, match="'key'"):
            use_key(connection, "scope", "key", "other", "case-2", 0)
