"""A database, opened: how transactions begin in it, and what is said when it does not answer.

The trap with SQLite: a transaction that reads first and writes later cannot wait for another writer, it fails at once,
however long the timeout. So whoever is going to write says so at the beginning (:func:`writing`).

Another one: whoever waits for a writer there sleeps for ever longer, up to a tenth of a second, and keeps no place. If
another process writes all the time, with next to nothing between one transaction and the next, they wake up in the
middle of one again and again, until their patience is over and the database "is locked". So we ask often ourselves.

The trap with PostgreSQL: by default every statement of a transaction sees what others have committed meanwhile, so two
readings for one page may not fit together. So whoever reads is shown one state (:func:`reading`); who writes is not,
since an insertion that waited for another one has to see what that one wrote.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from services.store.migrating import migrate
from services.store.projecting import renew_inbox
from workflows.errors import InvalidInputError, ServerUnavailableError

_PATIENCE: Final = 10
"""Seconds that a transaction waits for another one that is writing, for a connection, and for the server."""

CONNECTIONS: Final = 10
"""How many connections to PostgreSQL a process keeps at most, unless told; whoever wants one more waits."""

_WRITES: Final = "greenlane_writes"

_ASK_EVERY: Final = 0.001
"""Seconds between one try to be the one who writes and the next: less than what a process does between two of its own
transactions, and a hundredth of a second's work a second for whoever waits."""

PRIMARY: Final = 0xFF
"""Of SQLite's extended result codes, the part that says what it is."""

_SNAPSHOT: Final[Mapping[str, Mapping[str, str | bool]]] = MappingProxyType(
    {"sqlite": {}, "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}}
)
"""Name of a database to what a transaction of one state of it takes; in SQLite every transaction is one."""


def open_database(url: str, connections: int = CONNECTIONS) -> Engine:
    """Connect to a database and bring it to the latest revision; an SQLite file is made if it is not there.

    Parameters
    ----------
    url : as SQLAlchemy writes it, e.g. ``sqlite:////var/lib/greenlane/greenlane.db``
    connections : how many this process may have at a time

    Raises
    ------
    InvalidInputError
        If `url` cannot be understood.
    ServerUnavailableError
        If the database does not answer or cannot be written.
    OperationFailedError
        If a later release of Greenlane made the database, or somebody else did.
    """
    engine = connect_database(url, connections)
    try:
        with writing(engine) as connection:
            migrate(connection)
            renew_inbox(connection)
    except BaseException:
        engine.dispose()
        raise
    return engine


def connect_database(url: str, connections: int = CONNECTIONS) -> Engine:
    """Prepare to talk to a database as it is; see :func:`open_database`."""
    try:
        parsed = make_url(url)
        match parsed.get_backend_name():
            case "sqlite":
                return _sqlite(url, parsed.database, connections)
            case "postgresql":
                return _postgresql(parsed, connections)
            case other:
                raise ArgumentError(f"{other} is neither")
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise InvalidInputError(
            f"expected the URL of an SQLite or PostgreSQL database; was {url!r} ({error}). Set GREENLANE_DATABASE_URL."
        ) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads, of one state of the database.

    Raises
    ------
    ServerUnavailableError
        If the database does not answer.
    """
    try:
        with engine.connect().execution_options(**_SNAPSHOT[engine.dialect.name]) as connection:
            yield connection
    except (InterfaceError, OperationalError, NoConnectionError) as error:
        raise unavailable(engine, error) from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes, all of it or nothing.

    Raises
    ------
    ServerUnavailableError
        If the database does not answer, or others have been writing for too long.
    """
    try:
        with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
            yield connection
    except (InterfaceError, OperationalError, NoConnectionError) as error:
        raise unavailable(engine, error) from error


def answers(engine: Engine) -> bool:
    """Whether the database answers now."""
    try:
        with reading(engine) as connection:
            connection.execute(text("SELECT 1"))
    except ServerUnavailableError:
        return False
    return True


def _sqlite(url: str, file: str | None, connections: int) -> Engine:
    if not file or file == ":memory:":
        raise InvalidInputError(
            f"expected an SQLite file, since several processes share it; was {url!r}. Set GREENLANE_DATABASE_URL."
        )
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ServerUnavailableError(f"cannot make the directory of the database {file}: {error.strerror}") from error
    engine = create_engine(
        url,
        connect_args={"timeout": _PATIENCE},
        pool_size=connections,
        max_overflow=0,
        pool_timeout=_PATIENCE,
        hide_parameters=True,  # or errors would quote what was to be written
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _postgresql(url: URL, connections: int) -> Engine:
    given = str(url.query.get("options", ""))
    arguments = {"connect_timeout": _PATIENCE, "options": f"-c lock_timeout={_PATIENCE}s {given}".strip()}
    return create_engine(
        url.difference_update_query(["options"]),
        connect_args={name: value for name, value in arguments.items() if name not in url.query or name == "options"},
        pool_pre_ping=True,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=_PATIENCE,
        hide_parameters=True,
    )


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # or the driver would begin transactions of its own, and later than asked
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get(_WRITES, False):
        connection.exec_driver_sql("BEGIN")
        return
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # this is only told of connections to SQLite
    deadline = time.monotonic() + _PATIENCE
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while time.monotonic() < deadline:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & PRIMARY != sqlite3.SQLITE_BUSY:
                    break
                time.sleep(_ASK_EVERY)
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # once more, so that it fails in the engine's own words
    finally:
        driver.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1_000}")


def unavailable(engine: Engine, error: InterfaceError | OperationalError | NoConnectionError) -> ServerUnavailableError:
    """What is said of a database that does not answer."""
    reason = error if isinstance(error, NoConnectionError) else error.orig
    return ServerUnavailableError(f"the database {engine.url!r} does not answer: {reason}")
