"""Bad event logs of objects (OCEL in JSON and in SQLite), and Parquet."""

# ruff: noqa: PLW0108, S608 - files are made when they are tried, not before
from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from io import BytesIO, StringIO
from typing import Final

from tests.bad_input.attack import CANARY_FILE, LISTENER, Attack, Expected
from tests.bad_input.logs import CHECK, CSV, log
from workflows.events.formats.comma_separated import read_csv
from workflows.events.formats.object_tables import write_ocel_tables
from workflows.events.formats.object_writing import write_ocel
from workflows.events.log import EventLog

_AT: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)


@cache
def good_log() -> EventLog:
    """The log of one case."""
    return read_csv(CSV.splitlines(keepends=True), "good.csv")


@cache
def good_json() -> str:
    """It in OCEL's JSON."""
    out = StringIO()
    write_ocel(good_log(), out, {})
    return out.getvalue()


@cache
def good_tables() -> bytes:
    """It in SQLite."""
    return write_ocel_tables(good_log(), {})


@cache
def good_parquet() -> bytes:
    """It in Parquet."""
    from workflows.events.formats.parquet import write_parquet  # noqa: PLC0415 - takes half a second

    out = BytesIO()
    write_parquet(good_log(), out)
    return out.getvalue()


def objects() -> Iterator[Attack]:
    """Every one of them."""
    yield from _json()
    yield from _tables()
    yield from _parquet()


def _json() -> Iterator[Attack]:
    def ocel(
        what: str, content: str | bytes | Callable[[], bytes], expected: Expected = Expected.REFUSED, *,
        large: bool = False,
    ) -> Attack:  # fmt: skip
        made = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        return log("ocel", what, "bad.jsonocel", made, expected, large=large)

    good = good_json()
    yield ocel("good", good, Expected.TAKEN)
    yield ocel("good with a mark", b"\xef\xbb\xbf" + good.encode(), Expected.TAKEN)
    yield ocel("nothing", "")
    yield ocel("a number", "1")
    yield ocel("null bytes", b"\0" * 1_000_000)
    for encoding in ("utf-16", "gb18030"):
        yield ocel(f"in {encoding}", good.replace("check", "é").encode(encoding))
    yield ocel("a surrogate", good.replace("check", "\ud800"))
    yield ocel("a surrogate escaped", good.replace("check", r"\ud800"))
    yield ocel("lists in each other", "[" * 5_000_000)
    yield ocel("objects in each other", '{"events":' * 500_000)
    yield ocel(
        "lists in each other inside", good.replace('"events"', f'"x":{"[" * 100_000}{"]" * 100_000},"events"', 1)
    )
    yield ocel("numbers of a megabyte", '{"events": ' + "9" * 1_000_000 + "}")
    for value in ("NaN", "Infinity", "-Infinity", "1e400", "9" * 400):
        yield ocel(f"a value of {value[:10]}", good.replace('"check"', value, 1))
    yield ocel("the same field twice", good.replace('"events"', '"events":[],"events"', 1), Expected.EITHER)
    yield ocel("wrong events by the hundred thousand", '{"eventTypes":[],"objectTypes":[],"objects":[],"events":['
               + ",".join(["{}"] * 300_000) + "]}")  # fmt: skip
    yield ocel("empty objects by the million", lambda: (
        '{"eventTypes":[],"objectTypes":[],"objects":[],"events":[],"x":[' + ",".join(["{}"] * 4_000_000) + "]}"
    ).encode(), Expected.EITHER)  # fmt: skip
    yield ocel("different fields by the million", lambda: (
        "{" + ",".join(f'"{n}":0' for n in range(1_500_000)) + "}").encode())  # fmt: skip
    document = json.loads(good)
    event = document["events"][-1]
    for what, changed in {
        "an event of no case": event | {"relationships": []},
        "an event of another case": event | {"relationships": [{"objectId": "case:9", "qualifier": "case"}]},
        "an event at no time": event | {"time": "never"},
        "an event of no kind": event | {"attributes": []},
        "an event with a number for a name": event | {"id": 1},
        "an event with relations by the thousand": event
        | {"relationships": [{"objectId": "x", "qualifier": "case"}] * 90_000},
    }.items():
        yield ocel(what, json.dumps(document | {"events": [*document["events"][:-1], changed]}))
    yield ocel("the same event twice", json.dumps(document | {"events": document["events"] * 2}))
    yield ocel(
        "a schema at an address", json.dumps({"$schema": f"http://{LISTENER}/s.json", **document}), Expected.TAKEN
    )
    yield ocel("a file to include", json.dumps({"$ref": f"file://{CANARY_FILE}", **document}), Expected.TAKEN)


def database(*statements: str, then: Callable[[sqlite3.Connection], object] = lambda _: None) -> bytes:
    """The good log in SQLite, after statements."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(good_tables())
        for statement in statements:
            connection.execute(statement)
        then(connection)
        connection.commit()
        return connection.serialize()


def _patched(content: bytes, at: int, octets: bytes) -> bytes:
    return content[:at] + octets + content[at + len(octets) :]


def _tables() -> Iterator[Attack]:
    def tables(
        what: str, content: bytes | Callable[[], bytes], expected: Expected = Expected.REFUSED, file: str = "bad.sqlite"
    ) -> Attack:
        return log("ocel in SQLite", what, file, content, expected)

    good = good_tables()
    yield tables("good", good, Expected.TAKEN)
    yield tables("good under another name", good, Expected.TAKEN, "bad.db")
    yield tables("nothing", b"")
    yield tables("a head alone", good[:100])
    yield tables("cut off", good[: len(good) // 2])
    yield tables("null bytes behind its head", good[:100] + bytes(2_000_000))
    yield tables("a page size of nothing", _patched(good, 16, b"\0\0"))
    yield tables("a page size of one", _patched(good, 16, b"\0\1"), Expected.EITHER)
    yield tables("pages by the thousand million", _patched(good, 28, b"\xff\xff\xff\xff"))
    yield tables("a log beside it", _patched(good, 18, b"\2\2"))
    yield tables("in UTF-16 by its head", _patched(good, 56, b"\0\0\0\2"), Expected.EITHER)
    page = int.from_bytes(good[16:18], "big")
    for number in range(1, min(len(good) // page, 6)):
        yield tables(f"page {number} in place of page {number + 1}", _patched(
            good, number * page, good[(number - 1) * page : number * page]), Expected.EITHER)  # fmt: skip
    yield tables("no tables", database(*(f'DROP TABLE "{name}"' for (name,) in _names(good))))
    count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i FROM n"
    yield tables(
        "a view that never ends", database("DROP TABLE object", f"CREATE VIEW object(ocel_id, ocel_type) AS {count}")
    )
    for what, column in {
        "a column that is computed": "x GENERATED ALWAYS AS (hex(zeroblob(30000000))) VIRTUAL",
        "a column that reads a file": f"x GENERATED ALWAYS AS ('{CANARY_FILE}') VIRTUAL",
        "a check that takes long": "x CHECK (length(hex(zeroblob(30000000))) > 0)",
    }.items():
        yield tables(what, _slow(column), Expected.EITHER)
    yield tables(
        "a trigger",
        database("CREATE TRIGGER t AFTER INSERT ON event BEGIN SELECT load_extension('x'); END"),
        Expected.TAKEN,
    )
    yield tables("an index on what is computed", _index, Expected.EITHER)
    yield tables("bytes for a name", database("UPDATE event SET ocel_type = zeroblob(10)"))
    yield tables("no name", database("UPDATE event SET ocel_type = NULL"), Expected.REFUSED)
    yield tables("text that is not UTF-8", database("UPDATE event SET ocel_type = CAST(x'ff' AS TEXT)"))
    yield tables("a cell of thirty megabytes", lambda: database("UPDATE event SET ocel_type = hex(zeroblob(15000000))"))
    yield tables("a type with a name of SQL", database(
        """INSERT INTO event_map_type VALUES ('x', 'x"; DROP TABLE event; --')"""))  # fmt: skip
    yield tables("types by the hundred thousand", lambda: database(
        f"INSERT INTO event_map_type SELECT i, 'check' || i FROM ({count} LIMIT 100000)".replace("i, i", "i")
    ))  # fmt: skip
    yield tables("columns by the thousand", _columns, Expected.EITHER)
    yield tables("relations by the million", lambda: database(
        f"INSERT INTO event_object SELECT 'x', i, '' FROM ({count} LIMIT 1000000)".replace("i, i", "i")
    ), Expected.EITHER)  # fmt: skip


def _names(content: bytes) -> Sequence[tuple[str]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(content)
        return connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()


def _event_table(connection: sqlite3.Connection) -> str:
    [(name,), *_] = connection.execute("SELECT ocel_type_map FROM event_map_type").fetchall()
    return f'"event_{name}"'


def _slow(column: str) -> Callable[[], bytes]:
    """The good log with one more column in the table of a type, many of whose rows are of no event."""

    def made() -> bytes:
        def changed(connection: sqlite3.Connection) -> None:
            table = _event_table(connection)
            connection.execute(f"CREATE TABLE made AS SELECT * FROM {table} WHERE 0")
            [(text,)] = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'made'").fetchall()
            connection.execute("DROP TABLE made")
            connection.execute(f"DROP TABLE {table}")
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute(text.replace("made", table).rstrip(")\n ") + f", {column})")
            connection.execute(
                f"INSERT INTO {table} (ocel_id, ocel_time) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
                "SELECT i + 1 FROM n LIMIT 5000) SELECT 'x' || i, '2026-03-02T09:00:00Z' FROM n"
            )

        return database(then=changed)

    return made


def _index() -> bytes:
    return database(then=lambda connection: connection.execute(
        f"CREATE INDEX slow ON {_event_table(connection)} (length(hex(zeroblob(1000000))))"))  # fmt: skip


def _columns() -> bytes:
    def changed(connection: sqlite3.Connection) -> None:
        for number in range(1_500):
            connection.execute(f"ALTER TABLE {_event_table(connection)} ADD COLUMN c{number}")

    return database(then=changed)


def _parquet() -> Iterator[Attack]:
    def parquet(
        what: str, content: bytes | Callable[[], bytes], expected: Expected = Expected.REFUSED, *, large: bool = False
    ) -> Attack:
        made = log("parquet", what, "bad.parquet", content, expected, large=large)
        return Attack(made.kind, made.what, made.file, made.content, expected, (CHECK,), large=large)

    yield parquet("good of our own", good_parquet, Expected.TAKEN)
    yield parquet("good", lambda: _rows(["1"], ["check"]), Expected.TAKEN)
    yield parquet("nothing", b"")
    yield parquet("a mark alone", b"PAR1PAR1")
    yield parquet("null bytes", b"PAR1" + bytes(1_000_000) + b"PAR1")
    yield parquet("an end of four gibibytes", b"PAR1" + bytes(100) + b"\xff\xff\xff\xffPAR1")
    yield parquet("an end before its beginning", b"PAR1" + bytes(100) + b"\xff\xff\xff\x7fPAR1")
    yield parquet("brackets in its end", _ended(b"\x19\xfc" + b"\x19" * 500_000))
    yield parquet("lists without end in its end", _ended(b"\x15\x02\x19\xfc\xff\xff\xff\xff\x0f"))
    yield parquet("cut off", lambda: _rows(["1"], ["check"])[:-30])
    for place in range(4, 600, 37):
        yield parquet(f"a byte changed at {place}", lambda place=place: _changed(place), Expected.EITHER)  # type: ignore[misc]
    yield parquet("a hundred million rows", lambda: _alike(100_000_000, "1"))
    yield parquet("nine million rows that are alike", lambda: _alike(9_000_000, "1"))
    yield parquet("a megabyte in each of a hundred thousand rows", lambda: _alike(100_000, "a" * 1_000_000))
    yield parquet("a gibibyte in one cell", lambda: _alike(1, "a" * (1 << 30)), large=True)
    yield parquet("a gibibyte in cells", lambda: _alike(1_000, "a" * (1 << 20)))
    yield parquet("columns by the ten thousand", _wide)
    yield parquet("lists in lists", lambda: _odd("nested"))
    yield parquet("bytes", lambda: _odd("bytes"))
    yield parquet("no rows", lambda: _rows([], []), Expected.EITHER)
    yield parquet("instants that are none", lambda: _odd("early"))
    yield parquet("words that are no case", lambda: _rows(["", "1"], ["a", "b"]))


def _rows(cases: Sequence[str], activities: Sequence[str]) -> bytes:
    import polars as pl  # noqa: PLC0415 - takes half a second

    frame = pl.DataFrame(
        {"case:concept:name": cases, "concept:name": activities, "time:timestamp": [_AT] * len(cases)},
        schema={"case:concept:name": pl.String, "concept:name": pl.String, "time:timestamp": pl.Datetime("ms", "UTC")},
    )
    return _written(frame)


def _written(frame: object) -> bytes:
    import polars as pl  # noqa: PLC0415

    assert isinstance(frame, pl.DataFrame)
    out = BytesIO()
    frame.write_parquet(out, compression="zstd")
    return out.getvalue()


@cache
def _alike(count: int, case: str) -> bytes:
    import polars as pl  # noqa: PLC0415

    columns = (("case:concept:name", case), ("concept:name", "check"), ("time:timestamp", _AT))
    return _written(pl.select(pl.repeat(value, count).alias(name) for name, value in columns))


def _odd(what: str) -> bytes:
    import polars as pl  # noqa: PLC0415

    made: dict[str, list[object]] = {"nested": [[["1"]]], "bytes": [b"1"], "early": ["1"]}
    at: object = datetime(1, 1, 1, tzinfo=UTC) if what == "early" else _AT
    return _written(pl.DataFrame({"case:concept:name": made[what], "concept:name": ["a"], "time:timestamp": [at]}))


def _wide() -> bytes:
    import polars as pl  # noqa: PLC0415

    return _written(pl.DataFrame({f"c{number}": [1] for number in range(10_000)}))


def _changed(place: int) -> bytes:
    good = _rows(["1", "2", "1"], ["check", "check", "decide"])
    at = place % len(good)
    return good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :]


def _ended(end: bytes) -> bytes:
    return b"PAR1" + end + len(end).to_bytes(4, "little") + b"PAR1"
