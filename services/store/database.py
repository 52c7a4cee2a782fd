"""A database, opened: how transactions begin in it, and what is said when it does not answer.

The trap with SQLite: a transaction that reads first and writes later cannot wait for another writer, it fails at once,
however long the timeout. So whoever is going to write says so at the beginning (:func:`writing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, InterfaceError, NoSuchModuleError, OperationalError

from services.store.migrating import migrate
from workflows.errors import InvalidInputError, ServerUnavailableError

_PATIENCE: Final = 10
"""Seconds that a transaction waits for another one that is writing."""

_WRITES: Final = "greenlane_writes"


def open_database(url: str) -> Engine:
    """Connect to a database and bring it to the present version; an SQLite file is made if it is not there.

    Parameters
    ----------
    url : as SQLAlchemy writes it, e.g. ``sqlite:////var/lib/greenlane/greenlane.db``

    Raises
    ------
    InvalidInputError
        If `url` cannot be understood.
    ServerUnavailableError
        If the database does not answer or cannot be written.
    """
    engine = connect_database(url)
    with writing(engine) as connection:
        migrate(connection)
    return engine


def connect_database(url: str) -> Engine:
    """Prepare to talk to a database as it is; see :func:`open_database`."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _sqlite(url, parsed.database)
        return create_engine(url, pool_pre_ping=True)
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
        with engine.connect() as connection:
            yield connection
    except (InterfaceError, OperationalError) as error:
        raise _unavailable(engine, error) from error


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
    except (InterfaceError, OperationalError) as error:
        raise _unavailable(engine, error) from error


def answers(engine: Engine) -> bool:
    """Whether the database answers now."""
    try:
        with reading(engine) as connection:
            connection.execute(text("SELECT 1"))
    except ServerUnavailableError:
        return False
    return True


def _sqlite(url: str, file: str | None) -> Engine:
    if not file or file == ":memory:":
        raise InvalidInputError(
            f"expected an SQLite file, since several processes share it; was {url!r}. Set GREENLANE_DATABASE_URL."
        )
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ServerUnavailableError(f"cannot make the directory of the database {file}: {error.strerror}") from error
    engine = create_engine(url, connect_args={"timeout": _PATIENCE})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: SQLiteConnection, _: object) -> None:
    connection.isolation_level = None  # or the driver would begin transactions of its own, and later than asked
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _unavailable(engine: Engine, error: InterfaceError | OperationalError) -> ServerUnavailableError:
    return ServerUnavailableError(f"the database {engine.url!r} does not answer: {error.orig}")
