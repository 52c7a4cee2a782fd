"""Logs as the tables of OCEL 2.0: what stands where, and everything that can be wrong with a database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from services.cli.log_files import is_log_file, read_log
from tests.unit.events.reading import problems, taken
from tests.unit.events.test_ocel import MONDAY, WHOLE
from workflows.errors import InvalidFileError
from workflows.events.event import CaseEvent, EventKind
from workflows.events.formats.foreign import Columns
from workflows.events.formats.object_tables import write_ocel_tables
from workflows.events.formats.object_tables_reading import read_ocel_tables
from workflows.events.log import EventLog

FORMAT = "ocel-sqlite"


def written(*events: CaseEvent, pools: dict[str, str] | None = None) -> bytes:
    log = EventLog()
    log.extend(events)
    return write_ocel_tables(log, pools)


def changed(*statements: str, content: bytes | None = None) -> bytes:
    """A database after somebody has been at it."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(written(*WHOLE) if content is None else content)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        return connection.serialize()


def rows(content: bytes, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(content)
        return connection.execute(query).fetchall()


def test_the_tables_are_those_of_the_specification() -> None:
    content = written(*WHOLE, pools={"file": "window"})
    tables = {str(name) for (name,) in rows(content, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == {
        "event", "object", "event_object", "object_object", "event_map_type", "object_map_type",
        "event_Submitted", "event_DeclaredSize", "event_StartedFile", "event_OpenedRegister",
        "object_Case", "object_Pool", "object_Member",
    }  # fmt: skip
    assert rows(content, "SELECT * FROM event_map_type WHERE ocel_type_map = 'StartedFile'") == [
        ("started file", "StartedFile")
    ]
    assert rows(content, "SELECT * FROM event_StartedFile") == [
        ("event:2", "2026-03-02T09:00:00.000+08:00", "started", "file", 1, "Li", None, None)
    ]
    assert rows(content, "SELECT * FROM object_Case WHERE ocel_id = 'case:a'") == [
        ("case:a", "1970-01-01T00:00:00.000+00:00", None, None),
        ("case:a", "2026-03-02T09:00:00.000+08:00", "small", "size"),
    ]
    assert rows(content, "SELECT * FROM event_object WHERE ocel_event_id = 'event:2'") == [
        ("event:2", "case:a", "case"),
        ("event:2", "member:window/Li", "by"),
        ("event:2", "pool:window", "done by"),
    ]
    assert rows(content, "SELECT * FROM object_object") == [
        ("case:a", "case:a/1", "opened"),
        ("member:window/Li", "pool:window", "of"),
    ]
    assert rows(content, "PRAGMA foreign_key_check") == []
    assert list(taken(FORMAT, content).log) == list(WHOLE)


def test_names_that_are_the_same_to_sqlite_are_kept_apart() -> None:
    events = [
        CaseEvent("a", EventKind.DECLARED, MONDAY, step, outcome="x")
        for step in ("size", "Size", "ocel_id", "", "对象", "件")
    ]
    content = written(*events, CaseEvent("a", EventKind.STARTED, MONDAY, "Object"))
    assert list(taken(FORMAT, content).log)[:6] == events
    assert len(rows(content, "SELECT ocel_type_map FROM event_map_type")) == 7


ORDERS = (
    "CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT)",
    "CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT)",
    "CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT) WITHOUT ROWID",
    "CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT)",
    "CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT)",
    "CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT)",
    'CREATE TABLE "event_Pick" (ocel_id TEXT, ocel_time TIMESTAMP, "by" TEXT)',
    'CREATE TABLE "object_Order" (ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT)',
    "INSERT INTO event_map_type VALUES ('pick', 'Pick')",
    "INSERT INTO object_map_type VALUES ('order', 'Order'), ('item', 'Item')",
    "INSERT INTO event VALUES ('e1', 'pick')",
    "INSERT INTO object VALUES ('o1', 'order'), ('o2', 'order'), ('i1', 'item')",
    "INSERT INTO event_object VALUES ('e1', 'o2', NULL), ('e1', 'o1', 'x'), ('e1', 'i1', 'x')",
    "INSERT INTO event_Pick VALUES ('e1', '2026-03-02 01:00:00+00:00', 'Li')",
)


@pytest.fixture(scope="module")
def orders() -> Iterator[bytes]:
    """A log of another tool, with two types of objects."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in ORDERS:
            connection.execute(statement)
        connection.commit()
        yield connection.serialize()


def test_an_event_of_another_tool_belongs_to_every_case_that_takes_part(orders: bytes) -> None:
    found = taken(FORMAT, orders, Columns(case="order", member="by"))
    assert found.foreign
    assert sorted(found.log) == [
        CaseEvent("o1", EventKind.COMPLETED, MONDAY, "pick", 0, "Li"),
        CaseEvent("o2", EventKind.COMPLETED, MONDAY, "pick", 0, "Li"),
    ]
    (problem,) = problems(FORMAT, orders)
    assert (problem.code, "item, order" in problem.remedy) == ("missing_case", True)


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("DROP TABLE event_object", "table event_object"),
        ("DROP TABLE event", "table event"),
        ("DROP TABLE event_StartedFile", "table event_StartedFile"),
        ("ALTER TABLE object RENAME COLUMN ocel_type TO kind", "table object, ocel_type"),
        ("ALTER TABLE event_Submitted RENAME COLUMN ocel_time TO at", "table event_Submitted, ocel_time"),
        ("DELETE FROM event_StartedFile", "event event:2"),
        ("UPDATE event_StartedFile SET ocel_time = NULL", "event 'event:2' of type 'started file', ocel_time"),
        ("UPDATE event_StartedFile SET \"greenlane:step\" = x'00'",
         "event 'event:2' of type 'started file', greenlane:step"),
        ("UPDATE event SET ocel_type = NULL WHERE ocel_id = 'event:1'", "table event, ocel_type"),
    ],
)  # fmt: skip
def test_what_is_missing_in_the_tables_is_said_with_its_place(statement: str, place: str) -> None:
    assert ("ocel", place) in {(each.code, each.place.path) for each in problems(FORMAT, changed(statement))}


def test_what_is_wrong_with_an_event_is_said_with_its_id() -> None:
    content = changed(
        "DELETE FROM event_object WHERE ocel_event_id = 'event:0'",
        "UPDATE event_DeclaredSize SET ocel_time = 'Monday'",
        'UPDATE event_StartedFile SET "greenlane:occurrence" = -1',
    )
    assert [(problem.code, problem.place.path) for problem in problems(FORMAT, content)] == [
        ("missing_case", "event event:0, relationships"),
        ("instant", "event event:1, time"),
        ("occurrence", "event event:2, greenlane:occurrence"),
    ]


def test_what_a_database_defines_is_not_run() -> None:
    """A view that never ends in the place of a table is no table."""
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i FROM n"
    content = changed("DROP TABLE event", f"CREATE VIEW event (ocel_id, ocel_type) AS {endless}")
    assert {each.place.path for each in problems(FORMAT, content)} == {"table event"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"SQLite format 3\x00",
        b"SQLite format 3\x00" + bytes(200),
        written(*WHOLE)[:-2000],
        written(*WHOLE)[:5000] + bytes(500) + written(*WHOLE)[5500:],
        b"PK\x03\x04" + bytes(200),
        written(*WHOLE).replace(b"CREATE TABLE", b"CREATE \x84\x84\x84\x84\x84"),
    ],
    ids=["empty", "short", "zeros", "cut-off", "overwritten", "zip", "no text"],
)
def test_what_is_no_whole_database_is_refused(content: bytes) -> None:
    assert {problem.code for problem in problems(FORMAT, content)} == {"sqlite"}


def test_a_database_with_changes_in_a_file_beside_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    path.write_bytes(written(*WHOLE))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    (problem,) = problems(FORMAT, path.read_bytes())
    assert (problem.code, "journal_mode" in problem.remedy) == ("sqlite", True)


def test_a_database_is_known_by_its_content_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    path.write_bytes(written(*WHOLE))
    assert is_log_file(path)
    assert list(read_log(path).log) == list(WHOLE)
    assert not is_log_file(tmp_path / "nothing.db")


@pytest.mark.parametrize("column", ["x AS (hex(zeroblob(30000000))) VIRTUAL", "x AS (1) STORED"])
def test_columns_that_a_database_computes_are_not_read(column: str) -> None:
    """They are code of whoever made the file, and may take for ever."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE event (ocel_id TEXT, {column})")
        content = connection.serialize()
    with pytest.raises(InvalidFileError, match="1 that are computed"):
        read_ocel_tables(content, "x.sqlite")
