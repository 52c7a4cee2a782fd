"""Copies of SQLite databases that others write to meanwhile."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from workflows.errors import OperationFailedError, ServerUnavailableError

_PATIENCE: Final = 10.0
"""Seconds that are waited for somebody else who writes."""


@contextmanager
def nobody_writes(database: Path) -> Iterator[None]:
    """Have everybody who wants to write wait until the context ends; who reads is not in the way.

    Raises
    ------
    ServerUnavailableError
        If somebody else has been writing for too long.
    """
    with closing(_opened(database)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise ServerUnavailableError(
                f"expected to be able to write in {database} within {_PATIENCE:g} s; found: {error}. Try again."
            ) from error
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it is at one instant, into one file that needs no other beside it.

    Raises
    ------
    OperationFailedError
        If it cannot be read or written, or the copy is damaged, as its source then is.
    """
    try:
        target.touch(mode=0o600, exist_ok=False)
        with closing(_opened(source)) as read, closing(sqlite3.connect(target, isolation_level=None)) as written:
            read.backup(written)
            # As it is, it would be opened with two files beside it, which a read-only medium does not take.
            written.execute("PRAGMA journal_mode = DELETE")
            [found] = written.execute("PRAGMA quick_check(1)").fetchone()
    except (OSError, sqlite3.Error) as error:
        raise OperationFailedError(f"cannot copy the database {source} to {target}: {error}") from error
    if found != "ok":
        raise OperationFailedError(
            f"expected the database {source} to be whole; SQLite finds: {found}. Restore the latest back-up."
        )


def copy_file(source: Path, target: Path) -> None:
    """Copy a file that is replaced as a whole when it changes; nobody but its owner may read the copy.

    Raises
    ------
    OperationFailedError
        If it cannot be read or written.
    """
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as written, source.open("rb") as read:
            while part := read.read(1 << 20):
                written.write(part)
            written.flush()
            os.fsync(written.fileno())
    except OSError as error:
        raise OperationFailedError(
            f"cannot copy {source} to {target}: {error.strerror}. See who may read the one and write the other."
        ) from error


def _opened(database: Path) -> sqlite3.Connection:
    # Opened so, a file that is not there is not made.
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, timeout=_PATIENCE, isolation_level=None)
