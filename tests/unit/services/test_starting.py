"""One idempotency key stands for one case, also where two processes are asked for it at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select

from services.errors import CaseExistsError, KeyReusedError
from services.requests.starting import intend, route_of
from services.store.cases import find_case
from services.store.database import open_database, reading
from services.store.recording import record_events
from services.store.tables import cases, keys
from workflows.events.event import EventKind
from workflows.temporal.messages import RecordedEvent

LANE = "business_setup"
KEY = ("key", "print")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    found = open_database(f"sqlite:///{tmp_path / 'store.db'}")
    yield found
    found.dispose()


def test_a_request_that_comes_again_is_given_the_case_of_the_first_time(engine: Engine) -> None:
    first = intend(engine, route_of(LANE), {}, "case-1", 5, KEY)
    again = intend(engine, route_of(LANE), {}, "case-2", 6, KEY)
    assert again == first
    with pytest.raises(KeyReusedError):
        intend(engine, route_of(LANE), {}, "case-3", 7, ("key", "other print"))
    with reading(engine) as connection:
        assert connection.execute(select(cases.c.id)).scalars().all() == ["case-1"]


def test_a_request_for_a_case_with_an_id_of_its_own_comes_again_when_the_case_is_under_way(engine: Engine) -> None:
    intend(engine, route_of(LANE), {}, "mine", 5, KEY)
    record_events(engine, "mine", LANE, 0, [RecordedEvent(kind=EventKind.SUBMITTED, at=5)])
    again = intend(engine, route_of(LANE), {}, "mine", 6, KEY)
    with reading(engine) as connection:
        assert again == find_case(connection, "mine")
    with pytest.raises(CaseExistsError):
        intend(engine, route_of(LANE), {}, "mine", 7, ("another key", "print"))
    with reading(engine) as connection:
        assert connection.execute(select(keys.c.key)).scalars().all() == ["key"]


def test_the_key_is_taken_before_anything_else(engine: Engine) -> None:
    # A row that another transaction has inserted is waited for; one that it has not, no reading of it would find.
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    intend(engine, route_of(LANE), {}, "case-1", 5, KEY)
    statements = [statement for statement in said if not statement.startswith("BEGIN")]
    assert statements[0].startswith("INSERT INTO keys ")
    assert any(statement.startswith("INSERT INTO cases ") for statement in statements[1:])
