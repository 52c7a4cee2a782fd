"""Many who write at once are kept by few commits, each of them whole, and nobody is told so before."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pytest
from sqlalchemy import Connection, Engine, event, func, select, text

from services.audit.chain import Entry, Head, Outcome, first_break
from services.audit.keeping import append, kept_rows
from services.store import grouping
from services.store.database import open_database, reading
from services.store.grouping import write_together
from services.store.keys import use_key
from services.store.tables import audit, keys
from workflows.errors import ServerUnavailableError

_MANY = 12


def _entry(number: int) -> Entry:
    return Entry(number, f"officer-{number}", ("officer",), "token", "do_work", (), Outcome.INTENDED)


def _kept(connection: Connection, number: int) -> int:
    use_key(connection, "scope", str(number), "print", "", number)
    return append(connection, _entry(number))


def _does_not_fit(_: Connection) -> None:
    raise ValueError("it does not fit")


def _all_at_once(
    store: Engine, works: int, fails: int | None = None, failing: Callable[[Connection], object] = _does_not_fit
) -> tuple[list[Future[int]], list[Connection]]:
    """So many works that wait for one that has begun to write, and the commits that it took to keep them."""
    commits: list[Connection] = []
    count = commits.append
    event.listen(store, "commit", count)
    writes, go_on = Event(), Event()

    def first(connection: Connection) -> int:
        writes.set()
        assert go_on.wait(30)
        return _kept(connection, 0)

    def one(connection: Connection, number: int) -> int:
        found = _kept(connection, number)
        if number == fails:
            failing(connection)
        return found

    with ThreadPoolExecutor(works + 1) as threads:
        began = threads.submit(write_together, store, first)
        assert writes.wait(30)
        others = [
            threads.submit(write_together, store, lambda connection, number=number: one(connection, number))
            for number in range(1, works + 1)
        ]
        _until_waiting(store, works)
        if store.dialect.name == "sqlite":
            assert not any(each.done() for each in others), "nothing is kept yet"
        go_on.set()
    event.remove(store, "commit", count)
    return [began, *others], commits


def _until_waiting(store: Engine, count: int) -> None:
    if store.dialect.name != "sqlite":
        return
    deadline = monotonic() + 30
    while len(grouping._groups[store].waiting) < count:
        assert monotonic() < deadline
        sleep(0.001)


def test_those_who_wait_for_one_that_writes_are_kept_whole_and_in_one_chain(store: Engine) -> None:
    works, commits = _all_at_once(store, _MANY)
    assert sorted(each.result() for each in works) == list(range(1, _MANY + 2))
    with reading(store) as connection:
        head = first_break(kept_rows(connection))
        assert isinstance(head, Head)
        assert head.sequence == _MANY + 1
        assert connection.scalar(select(func.count()).select_from(keys)) == _MANY + 1
    if store.dialect.name == "sqlite":
        assert len(commits) == 2, "one for the first, one for all who waited"


def test_what_does_not_fit_leaves_nothing_behind_and_the_others_are_kept(store: Engine) -> None:
    works, _ = _all_at_once(store, _MANY, fails=5)
    failed = [each.exception() for each in works if each.exception() is not None]
    assert [str(error) for error in failed] == ["it does not fit"]
    with reading(store) as connection:
        assert isinstance(first_break(kept_rows(connection)), Head)
        assert set(connection.scalars(select(keys.c.key))) == {str(number) for number in range(_MANY + 1)} - {"5"}
        assert connection.scalar(select(func.count()).select_from(audit)) == _MANY


def test_what_the_database_does_not_do_for_one_it_does_for_the_others(store: Engine) -> None:
    works, _ = _all_at_once(
        store, _MANY, fails=5, failing=lambda connection: connection.execute(text("SELECT * FROM nowhere"))
    )
    failed = [each.exception() for each in works if each.exception() is not None]
    assert len(failed) == 1
    assert "nowhere" in str(failed[0])
    with reading(store) as connection:
        assert isinstance(first_break(kept_rows(connection)), Head)
        assert set(connection.scalars(select(keys.c.key))) == {str(number) for number in range(_MANY + 1)} - {"5"}


def _fills_the_disk(connection: Connection) -> None:
    connection.execute(text("PRAGMA max_page_count = 1"))  # those that it has
    connection.execute(text("INSERT INTO counters VALUES (hex(zeroblob(1000000)), 1)"))


def _loses_the_transaction(connection: Connection) -> None:
    connection.execute(text("INSERT INTO counters VALUES ('twice', 1)"))
    connection.execute(text("INSERT OR ROLLBACK INTO counters VALUES ('twice', 1)"))


@pytest.mark.parametrize("failing", [_fills_the_disk, _loses_the_transaction])
@pytest.mark.filterwarnings("ignore:.*no such savepoint:RuntimeWarning")
def test_what_keeps_the_database_from_writing_keeps_it_from_writing_for_all(
    tmp_path: Path, failing: Callable[[Connection], None]
) -> None:
    store = open_database(f"sqlite:///{tmp_path / 'store.db'}")
    works, _ = _all_at_once(store, _MANY, fails=5, failing=failing)
    assert [isinstance(each.exception(), ServerUnavailableError) for each in works] == [False] + [True] * _MANY
    with reading(store) as connection:
        assert list(connection.scalars(select(keys.c.key))) == ["0"]
    store.dispose()


def test_nobody_is_told_that_something_is_kept_that_could_not_be_committed(store: Engine) -> None:
    def broken(_: Connection) -> None:
        raise ServerUnavailableError("the disk is full")

    event.listen(store, "commit", broken)
    try:
        with pytest.raises(ServerUnavailableError, match="the disk is full"):
            write_together(store, lambda connection: _kept(connection, 1))
    finally:
        event.remove(store, "commit", broken)
    with reading(store) as connection:
        assert connection.scalar(select(func.count()).select_from(audit)) == 0
    assert write_together(store, lambda connection: _kept(connection, 1)) == 1
