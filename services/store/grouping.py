"""What many write at once, kept by one commit.

The trap with SQLite: a commit waits for the disk, and only one can write at a time, so the disk is what bounds how many
requests a second are answered, and threads that wait for each other's commits do so by asking again and again. So
whoever finds another one of the same process writing leaves its work with the others that wait, and whoever comes to
write next does all of it in one transaction, each work behind a savepoint of its own. Nobody is told that its work is
kept before the commit.

PostgreSQL has the commits of several connections wait for the disk together, so there everybody commits by themselves.
It would not do otherwise: who holds the audit trail's lock must not wait for a row of another transaction.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Final, Generic, Protocol, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from services.store.database import PRIMARY, unavailable, writing

_Found = TypeVar("_Found")

_OF_THE_DATABASE: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
    }
)
"""What SQLite says whatever is to be written; all else that it calls operational is one statement's own."""


class _Work(Generic[_Found]):
    """Something to write, and what came of it."""

    def __init__(self, write: Callable[[Connection], _Found]) -> None:
        self._write = write
        self._found: list[_Found] = []
        self.error: BaseException | None = None
        self.done = False

    def do_alone(self, connection: Connection) -> None:
        """Write in a transaction of one's own, which fails if this does."""
        self._found = [self._write(connection)]

    def do(self, connection: Connection) -> None:
        """Write, or leave everything as it was."""
        try:
            with connection.begin_nested():
                self._found = [self._write(connection)]
        except Exception as error:
            if _concerns_all(connection, error):
                raise
            if isinstance(error, InterfaceError | OperationalError):
                self.error = unavailable(connection.engine, error)  # as it is told to whoever writes alone
            else:
                self.error = error

    def found(self) -> _Found:
        """What the work has given, once it is kept."""
        if self.error is not None:
            raise self.error
        return self._found[0]


class _Writing(Protocol):
    """A work to those who do it: what it gives, only whoever brought it looks at."""

    error: BaseException | None
    done: bool

    def do_alone(self, connection: Connection) -> None:
        """See :class:`_Work`."""

    def do(self, connection: Connection) -> None:
        """See :class:`_Work`."""


class _Group:
    """Those of one process who wait to write into one database."""

    def __init__(self) -> None:
        self.turn = Lock()
        self.waiting: deque[_Writing] = deque()


_groups: Final[WeakKeyDictionary[Engine, _Group]] = WeakKeyDictionary()
_FINDING: Final = Lock()


def write_together(engine: Engine, write: Callable[[Connection], _Found]) -> _Found:
    """Write something, all of it or nothing, in a transaction that may write for others too.

    Parameters
    ----------
    write : called once, in whichever thread comes to write

    Returns
    -------
    what `write` gives, once it is kept

    Raises
    ------
    ServerUnavailableError
        If the database does not answer, or others have been writing for too long.
    """
    if engine.dialect.name != "sqlite":
        with writing(engine) as connection:
            return write(connection)
    with _FINDING:
        group = _groups.setdefault(engine, _Group())
    mine = _Work(write)
    group.waiting.append(mine)
    with group.turn:
        if not mine.done:
            _do_all(engine, [group.waiting.popleft() for _ in range(len(group.waiting))])
    return mine.found()


def _concerns_all(connection: Connection, error: Exception) -> bool:
    """Whether the database does not answer anybody, or has given up the transaction, and with it all works so far."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # nobody else's works are written together
    code = getattr(error.orig, "sqlite_errorcode", None) if isinstance(error, DBAPIError) else None
    return not driver.in_transaction or (code is not None and code & PRIMARY in _OF_THE_DATABASE)


def _do_all(engine: Engine, works: Sequence[_Writing]) -> None:
    try:
        with writing(engine) as connection:
            if len(works) == 1:
                works[0].do_alone(connection)
            else:
                for work in works:
                    work.do(connection)
    except BaseException as error:
        for work in works:
            work.error = error
        if not isinstance(error, Exception):
            raise
    finally:
        for work in works:
            work.done = True
