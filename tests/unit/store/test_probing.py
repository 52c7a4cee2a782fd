"""A database that answers but keeps nothing is found out, on a full disk most of all."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from services.store.database import answers, open_database, reading
from services.store.grouping import write_together
from services.store.probing import keeps_writes
from services.store.tables import counters, lanes
from workflows.errors import ServerUnavailableError


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    # One connection, since SQLite bounds a file for one connection at a time.
    found = open_database(f"sqlite:///{tmp_path / 'store.db'}", connections=1)
    yield found
    found.dispose()


@contextmanager
def no_file_takes_a_byte() -> Iterator[None]:
    """As on a full disk, for this process alone, and for whoever may not mount one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def rows(engine: Engine) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(lanes)) or 0


def write(engine: Engine, number: int) -> None:
    """Write a row of more than a page."""
    row = {"hash": str(number), "lane": "a", "document": "x" * 10_000}
    write_together(engine, lambda connection: connection.execute(lanes.insert(), [row]).rowcount)


def seconds() -> Iterator[float]:
    return (float(2 * second) for second in count())


def test_what_a_disk_without_space_does_not_keep_is_refused_and_told(engine: Engine) -> None:
    clock = seconds()
    write(engine, 1)
    assert keeps_writes(engine, clock.__next__)
    with no_file_takes_a_byte():
        assert answers(engine)
        assert not keeps_writes(engine, clock.__next__)
        with pytest.raises(ServerUnavailableError, match="does not answer"):
            write(engine, 2)
    assert rows(engine) == 1
    assert keeps_writes(engine, clock.__next__)
    write(engine, 2)
    assert rows(engine) == 2


def test_a_database_that_may_grow_no_further_refuses_and_keeps_what_it_has(engine: Engine) -> None:
    write(engine, 1)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # which is what it has, if that is more
    with pytest.raises(ServerUnavailableError, match="full"):
        write(engine, 2)
    assert rows(engine) == 1
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    write(engine, 2)
    assert rows(engine) == 2


def test_a_database_that_may_only_be_read_keeps_nothing(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    assert answers(engine)
    assert not keeps_writes(engine)


def test_an_answer_holds_for_a_second_whoever_asks(engine: Engine) -> None:
    assert keeps_writes(engine, lambda: 10.0)
    with no_file_takes_a_byte():
        assert keeps_writes(engine, lambda: 10.9)
        assert not keeps_writes(engine, lambda: 11.1)


def test_asking_changes_nothing(store: Engine) -> None:
    def everything() -> list[object]:
        with reading(store) as connection:
            return [*connection.execute(select(counters)), *connection.execute(select(lanes))]

    before = everything()
    assert keeps_writes(store)
    assert everything() == before
