"""The inbox is a function of the events of a case: however they were split, repeated and mixed up on their way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, select

from services.store.cases import CaseRecord, Stage, add_case, add_lanes, find_case
from services.store.database import open_database, reading, writing
from services.store.recording import rebuild_inbox, record_events
from services.store.tables import cases, events, work_items
from tests.acceptance.travelling import Travelled, travelled
from tests.servers import database_of_its_own
from workflows.events.event import CaseEvent
from workflows.measures.item_states import item_state
from workflows.temporal.messages import RecordedEvent

LANES = ("business_setup", "construction_permit", "commitment_approval", "agent_service")


@dataclass(frozen=True)
class Arrival:
    """How the events of a case came to the store.

    Attributes
    ----------
    batches : number of the first event of each, and of the first that is not in it
    """

    lane: str
    case: str
    batches: tuple[tuple[int, int], ...]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('kept') / 'store.db'}")
        yield engine
        engine.dispose()
        return
    with database_of_its_own(request.getfixturevalue("postgresql")) as url:
        engine = open_database(url)
        yield engine
        engine.dispose()


def recorded(event: CaseEvent) -> RecordedEvent:
    """An event as a workflow gives it away."""
    return RecordedEvent.model_validate(dict(zip(event._fields[1:], event[1:], strict=True)))


@st.composite
def arrivals(draw: st.DrawFn) -> Arrival:
    """All events of a case of a lane, split, overlapping, repeated, in any order."""
    lane = draw(st.sampled_from(LANES))
    case, events_of_it = draw(st.sampled_from(sorted(travelled(lane, 4).own.items())))
    count = len(events_of_it)
    bounds = sorted({0, count, *draw(st.sets(st.integers(1, count - 1), max_size=6))})
    batches = list(pairwise(bounds))
    for first, end in draw(st.lists(st.sampled_from(batches), max_size=4)):
        batches.append((draw(st.integers(max(first - 3, 0), first)), end))
    return Arrival(lane, case, tuple(draw(st.permutations(batches))))


def announce(engine: Engine, seen: Travelled, case: str) -> None:
    with writing(engine) as connection:
        hashes = add_lanes(connection, seen.lanes)
        add_case(
            connection,
            CaseRecord(
                id=case,
                lane=seen.lane.id,
                lane_hash=hashes[seen.lane.id],
                lane_hashes=hashes,
                scenario=None,
                attributes={},
                parent=None,
                submitted_at=0,
                stage=Stage.REQUESTED,
                result=None,
                ended_at=None,
            ),
        )


def rows(connection: Connection, case: str) -> list[object]:
    """All that the store has of a case, but its id."""
    found: list[object] = []
    for table, key in ((cases, "id"), (events, "case_id"), (work_items, "case_id")):
        columns = [column for column in table.columns if column.name != key]
        query = select(*columns).where(table.c[key] == case)
        found.append(sorted(map(repr, connection.execute(query))))
    return found


@given(arrival=arrivals(), announced=st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_splitting_repetition_and_order_of_events_gives_the_same_inbox(
    kept: Engine, arrival: Arrival, *, announced: bool
) -> None:
    seen = travelled(arrival.lane, 4)
    whole = [recorded(each) for each in seen.own[arrival.case]]
    straight, mixed = (uuid4().hex for _ in range(2))
    if announced:
        for case in (straight, mixed):
            announce(kept, seen, case)
    record_events(kept, straight, arrival.lane, 0, whole)
    told = [record_events(kept, mixed, arrival.lane, first, whole[first:end]) for first, end in arrival.batches]
    with reading(kept) as connection:
        assert rows(connection, mixed) == rows(connection, straight)
        assert bool(rows(connection, mixed)[2]) is announced
    assert sum(len(each.events) for each in told) == len(whole)


@given(arrival=arrivals())
@settings(max_examples=15, deadline=None)
def test_after_every_telling_a_case_is_in_the_state_that_all_of_its_events_tell(kept: Engine, arrival: Arrival) -> None:
    seen, case = travelled(arrival.lane, 4), uuid4().hex
    happened = seen.own[arrival.case]
    announce(kept, seen, case)
    told = 0
    for first, end in sorted(arrival.batches):
        record_events(kept, case, arrival.lane, first, [recorded(each) for each in happened[first:end]])
        told = max(told, end)
        with reading(kept) as connection:
            found = find_case(connection, case)
        assert found is not None
        assert found.state == item_state(happened[:told], seen.lane)


def test_what_is_made_again_is_what_was_there(kept: Engine) -> None:
    for lane in LANES:
        seen = travelled(lane, 4)
        for number, (_, happened) in enumerate(seen.own.items()):
            case = uuid4().hex
            announce(kept, seen, case)
            lasting = happened[: len(happened) * (number + 1) // 4]
            record_events(kept, case, lane, 0, [recorded(each) for each in lasting])
    with reading(kept) as connection:
        before = sorted(connection.execute(select(work_items)), key=repr)
    rebuild_inbox(kept)
    with reading(kept) as connection:
        assert sorted(connection.execute(select(work_items)), key=repr) == before
