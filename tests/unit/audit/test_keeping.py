"""The trail in a real store: one chain however many write at once, and a database that lets nobody change it."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from services.audit import keeping
from services.audit.chain import EMPTY, Break, Entry, Head, Outcome, chained, first_break
from services.audit.keeping import append, head, kept_rows
from services.audit.verifying import exported, head_of, verify_file, verify_store
from services.store.database import open_database, reading, writing
from workflows.errors import InvalidInputError

PROCESSES, EACH = 4, 25


def entry(at: int = 5, subject: str = "li", outcome: Outcome = Outcome.DONE) -> Entry:
    return Entry(at, subject, ("officer",), "token", "do_work", (("case", "c-1"), ("step", "审查")), outcome, "d" * 64)


def written(store: Engine, many: int) -> list[int]:
    with writing(store) as connection:
        return [append(connection, entry(at)) for at in range(1, many + 1)]


def test_rows_are_read_back_as_they_were_written(store: Engine) -> None:
    assert written(store, 3) == [1, 2, 3]
    with reading(store) as connection:
        rows = list(kept_rows(connection))
        assert [row.entry for row in rows] == [entry(1), entry(2), entry(3)]
        assert rows[0] == chained(EMPTY, entry(1))
        assert head(connection) == first_break(rows) == Head(3, rows[2].hash)
        assert list(kept_rows(connection, 3)) == rows[2:]


def test_rows_are_read_in_pages_that_miss_none(store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_AT_A_TIME", 2)
    for many in (1, 1, 1, 2):
        written(store, many)
        with reading(store) as connection:
            rows = list(kept_rows(connection))
            assert [row.sequence for row in rows] == list(range(1, head(connection).sequence + 1))


def test_what_is_rolled_back_leaves_no_gap(store: Engine) -> None:
    written(store, 2)
    with store.connect() as connection:
        append(connection, entry())
        connection.rollback()
    assert written(store, 1) == [3]
    assert isinstance(verify_store(store.url.render_as_string(hide_password=False), None, ()), Head)


def _many(url: str, subject: str) -> None:
    engine = open_database(url)
    for at in range(EACH):
        with writing(engine) as connection:
            append(connection, entry(at, subject))
    engine.dispose()


def test_processes_that_write_at_once_make_one_chain(store_url: str) -> None:
    subjects = [f"process-{number}" for number in range(PROCESSES)]
    open_database(store_url).dispose()
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as processes:
        list(processes.map(_many, [store_url] * PROCESSES, subjects))
    assert verify_store(store_url, None, ()) == head_of(store_url)
    assert head_of(store_url).sequence == PROCESSES * EACH
    engine = open_database(store_url)
    with reading(engine) as connection:
        rows = list(kept_rows(connection))
    engine.dispose()
    for subject in subjects:
        assert [row.entry.at for row in rows if row.entry.subject == subject] == list(range(EACH))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET subject = 'wang' WHERE sequence = 2",
        "UPDATE audit SET sequence = 9 WHERE sequence = 2",
        "DELETE FROM audit WHERE sequence = 2",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE sequence = 2",
        "INSERT INTO audit SELECT * FROM audit WHERE sequence = 2",
    ],
)
def test_the_database_refuses_to_change_what_is_written(store: Engine, statement: str) -> None:
    written(store, 3)
    with pytest.raises(DBAPIError), store.begin() as connection:
        connection.execute(text(statement))
    with reading(store) as connection:
        assert first_break(kept_rows(connection)) == head(connection)
        assert [row.entry.subject for row in kept_rows(connection)] == ["li"] * 3


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET at = at + 1 WHERE sequence = 2",
        "UPDATE audit SET subject = 'wang' WHERE sequence = 2",
        "UPDATE audit SET roles = '[\"supervisor\"]' WHERE sequence = 2",
        "UPDATE audit SET roles = roles || ' ' WHERE sequence = 2",
        "UPDATE audit SET roles = '{}' WHERE sequence = 2",
        "UPDATE audit SET credential = 'key a' WHERE sequence = 2",
        "UPDATE audit SET action = 'see_case' WHERE sequence = 2",
        'UPDATE audit SET resources = \'{"case":"c-2","step":"审查"}\' WHERE sequence = 2',
        "UPDATE audit SET resources = 'no json' WHERE sequence = 2",
        "UPDATE audit SET outcome = 'refused' WHERE sequence = 2",
        "UPDATE audit SET outcome = 'pleased' WHERE sequence = 2",
        "UPDATE audit SET digest = '' WHERE sequence = 2",
        "UPDATE audit SET regarding = 1 WHERE sequence = 2",
        "UPDATE audit SET previous = hash WHERE sequence = 2",
        "UPDATE audit SET hash = previous WHERE sequence = 2",
        "DELETE FROM audit WHERE sequence = 2",
    ],
)
def test_whoever_gets_past_the_database_is_found_by_the_chain(store: Engine, change: str) -> None:
    written(store, 4)
    without_triggers(store)
    with store.begin() as connection:
        connection.execute(text(change.replace(":", "\\:")))
    found = verify_store(store.url.render_as_string(hide_password=False), None, ())
    assert isinstance(found, Break)
    assert found.sequence == 2


def without_triggers(store: Engine) -> None:
    """As somebody would who owns the database."""
    with store.begin() as connection:
        if store.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        else:
            for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(text(f"DROP TRIGGER {name}"))


def test_an_end_that_was_cut_off_is_found_by_a_head_that_was_written_down(store: Engine) -> None:
    url = store.url.render_as_string(hide_password=False)
    written(store, 5)
    before = head_of(url)
    without_triggers(store)
    with store.begin() as connection:
        connection.execute(text("DELETE FROM audit WHERE sequence > 3"))
    assert isinstance(verify_store(url, None, ()), Head)
    found = verify_store(url, None, [before])
    assert isinstance(found, Break)
    assert found.sequence == 4


def test_a_later_part_is_verified_by_itself(store: Engine) -> None:
    url = store.url.render_as_string(hide_password=False)
    written(store, 5)
    without_triggers(store)
    with store.begin() as connection:
        connection.execute(text("UPDATE audit SET subject = 'wang' WHERE sequence = 2"))
    assert isinstance(verify_store(url, 1, ()), Break)
    for since in (3, 5, 6):
        assert verify_store(url, since, ()) == head_of(url)
    assert len(list(exported(url, 4))) == 2


def test_a_trail_that_was_exported_can_be_verified_by_anybody(store: Engine, tmp_path: Path) -> None:
    url, file = store.url.render_as_string(hide_password=False), tmp_path / "trail.ndjson"
    written(store, 4)
    lines = list(exported(url, None))
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    assert verify_file(file, [head_of(url)]) == head_of(url)
    file.write_text("".join(f"{line}\n" for line in lines[2:]), "utf-8")
    assert verify_file(file, ()) == head_of(url)
    file.write_text("".join(f"{line}\n" for line in [lines[0], *lines[2:]]), "utf-8")
    found = verify_file(file, ())
    assert isinstance(found, Break)
    assert found.sequence == 2
    file.write_text("", "utf-8")
    assert verify_file(file, ()) == EMPTY
    assert isinstance(verify_file(file, [head_of(url)]), Break)


@pytest.mark.parametrize(
    "content", [b"{}\n", b"no json\n", b"\xff\n", b"[" * 100_000, b'{"sequence": "1"}\n', b"null\n"]
)
def test_what_is_no_trail_is_refused_with_its_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "trail.ndjson"
    file.write_bytes(content)
    with pytest.raises(InvalidInputError, match=r"trail\.ndjson"):
        verify_file(file, ())
    with pytest.raises(InvalidInputError, match="none"):
        verify_file(tmp_path / "none", ())


def test_an_empty_trail_is_whole(store: Engine) -> None:
    url = store.url.render_as_string(hide_password=False)
    assert verify_store(url, None, ()) == verify_store(url, 10**12, ()) == head_of(url) == EMPTY
    assert list(exported(url, None)) == []
