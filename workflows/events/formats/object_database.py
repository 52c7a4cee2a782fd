"""A SQLite database in memory, as bytes: made, or opened with less trust than SQLite has by itself.

The one module of the core that knows SQLite. No file is touched: a database comes and goes as the bytes of one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Final, TypeAlias

from workflows.events.formats.intake import Problems
from workflows.events.order import Breach

Cell: TypeAlias = str | int | float | bytes | None
BEGINNING: Final = b"SQLite format 3\x00"
"""What every database begins with."""

_WRITE_AHEAD: Final = 2
"""Byte 18 of a database whose latest changes may stand in a file beside it."""
_LONGEST_CELL: Final = 1 << 20
_MOST_WORK: Final = 1_000
"""Times that a statement may be asked whether it goes on; every million steps of SQLite's machine."""
_STEPS: Final = 1_000_000
_DISTRUST: Final = ("trusted_schema = off", "cell_size_check = on", "query_only = on", "ignore_check_constraints = on")
_COMPUTED: Final = (
    "SELECT count(*) FROM sqlite_schema AS kept JOIN pragma_table_xinfo(kept.name) AS told "
    "WHERE kept.type = 'table' AND told.hidden IN (2, 3)"
)
_REMEDY: Final = "Write the file again with the tool that made it."


class Tables:
    """A database under way.

    Parameters
    ----------
    connection : of a database in memory
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def do(self, statement: str, rows: Iterator[Sequence[Cell]] | None = None) -> None:
        """Carry out a statement, once or for each row."""
        if rows is None:
            self._connection.execute(statement)
        else:
            self._connection.executemany(statement, rows)

    def rows(self, query: str) -> Iterator[tuple[Cell, ...]]:
        """What a query finds."""
        yield from self._connection.execute(query)

    def content(self) -> bytes:
        """The database as the bytes of a file."""
        self._connection.commit()
        return self._connection.serialize()


@contextmanager
def made() -> Iterator[Tables]:
    """A database with nothing in it."""
    with closing(sqlite3.connect(":memory:")) as connection:
        yield Tables(connection)


@contextmanager
def opened(content: bytes, problems: Problems) -> Iterator[Tables]:
    """A database that somebody else made; whatever is wrong with it refuses it.

    Nothing that it defines is run: no view, no trigger, no check, no column that is computed.

    Raises
    ------
    InvalidFileError
        If it is no database, or is damaged.
    """
    if not content.startswith(BEGINNING) or len(content) < 100:
        _refuse(problems, "a SQLite database", "something else", "Check that it is the file that you mean.")
    if content[18] == _WRITE_AHEAD or content[19] == _WRITE_AHEAD:
        remedy = "Run `PRAGMA journal_mode = DELETE` on it, so that all of it stands in the one file."
        _refuse(problems, "a database that is whole in one file", "one with a write-ahead log beside it", remedy)
    with closing(sqlite3.connect(":memory:")) as connection:
        left = _MOST_WORK

        def worked() -> bool:
            nonlocal left
            left -= 1
            return left < 0

        try:
            connection.deserialize(content)
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_CELL)
            connection.set_progress_handler(worked, _STEPS)
            for pragma in _DISTRUST:
                connection.execute(f"PRAGMA {pragma}")
            [computed] = connection.execute(_COMPUTED).fetchone()
            if computed:
                remedy = "Write the values themselves into the table."
                _refuse(problems, "columns that hold values", f"{computed} that are computed", remedy)
            [found] = connection.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                _refuse(problems, "a whole SQLite database", str(found), _REMEDY)
            yield Tables(connection)
        except (sqlite3.Error, UnicodeDecodeError, OverflowError, MemoryError) as error:
            # A text that is not UTF-8 comes as an error of the database; one in what the database says of it does not.
            _refuse(problems, "a whole SQLite database", str(error) or "one that needs too much memory", _REMEDY)


def _refuse(problems: Problems, expected: str, found: str, remedy: str) -> None:
    problems.add(Breach("sqlite", expected, found, remedy))
    problems.refuse()
