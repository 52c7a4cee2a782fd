"""One idempotency key stands for one case, also where two processes are asked for it at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

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


def test_a_request_that_comes_again_is_given_the_case_of_the_first_time(store: Engine) -> None:
    first = intend(store, route_of(LANE), {}, "case-1", 5, KEY)
    again = intend(store, route_of(LANE), {}, "case-2", 6, KEY)
    assert again == first
    with pytest.raises(KeyReusedError):
        intend(store, route_of(LANE), {}, "case-3", 7, ("key", "other print"))
    with reading(store) as connection:
        assert connection.execute(select(cases.c.id)).scalars().all() == ["case-1"]


def test_a_request_for_a_case_with_an_id_of_its_own_comes_again_when_the_case_is_under_way(store: Engine) -> None:
    intend(store, route_of(LANE), {}, "mine", 5, KEY)
    record_events(store, "mine", LANE, 0, [RecordedEvent(kind=EventKind.SUBMITTED, at=5)])
    again = intend(store, route_of(LANE), {}, "mine", 6, KEY)
    with reading(store) as connection:
        assert again == find_case(connection, "mine")
    with pytest.raises(CaseExistsError):
        intend(store, route_of(LANE), {}, "mine", 7, ("another key", "print"))
    with reading(store) as connection:
        assert connection.execute(select(keys.c.key)).scalars().all() == ["key"]


@pytest.mark.parametrize(("prints", "refused"), [(["print"] * 8, 0), ([f"print {each}" for each in range(8)], 7)])
def test_a_key_that_many_processes_are_given_at_once_stands_for_one_case(
    store_url: str, prints: list[str], refused: int
) -> None:
    together = Barrier(len(prints))

    def ask(number: int) -> str | None:
        engine = open_database(store_url)
        together.wait()
        try:
            return intend(engine, route_of(LANE), {}, f"case-{number}", 5, ("key", prints[number])).id
        except KeyReusedError:
            return None
        finally:
            engine.dispose()

    with ThreadPoolExecutor(len(prints)) as threads:
        given = list(threads.map(ask, range(len(prints))))
    store = open_database(store_url)
    with reading(store) as connection:
        [kept] = connection.execute(select(cases.c.id)).scalars().all()
        assert connection.execute(select(keys.c.subject)).scalars().all() == [kept]
    store.dispose()
    assert {each for each in given if each is not None} == {kept}
    assert given.count(None) == refused


def test_the_key_is_taken_before_anything_else(store: Engine) -> None:
    # A row that another transaction has inserted is waited for; one that it has not, no reading of it would find.
    said: list[str] = []
    event.listen(store, "before_cursor_execute", lambda *given: said.append(given[2]))
    intend(store, route_of(LANE), {}, "case-1", 5, KEY)
    statements = [statement for statement in said if not statement.startswith("BEGIN")]
    assert statements[0].startswith("INSERT INTO keys ")
    assert any(statement.startswith("INSERT INTO cases ") for statement in statements[1:])
