"""Dumps of a PostgreSQL database, by PostgreSQL's own programs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Engine, inspect, make_url, text

from services.settings import inherited_environment
from services.store.database import writing
from services.store.tables import metadata
from workflows.errors import InvalidInputError, OperationFailedError

_SAID: Final = 500
"""Characters of what a program said that are told."""


@contextmanager
def nobody_writes(engine: Engine) -> Iterator[None]:
    """Have everybody who wants to write in the store's tables wait until the context ends; who reads goes on.

    Raises
    ------
    ServerUnavailableError
        If somebody else has been writing for too long.
    """
    with writing(engine) as connection:
        # Those that are there: a store of an earlier release has not got all of them.
        found = [each for each in inspect(connection).get_table_names() if each in metadata.tables]
        if found:
            tables = ", ".join(f'"{each}"' for each in sorted(found))
            connection.execute(text(f"LOCK TABLE {tables} IN SHARE MODE"))
        yield


def dump(url: str, target: Path) -> None:
    """Write a dump of a database as it is at one instant.

    Raises
    ------
    OperationFailedError
        If PostgreSQL's program is not there, or fails.
    """
    target.touch(mode=0o600, exist_ok=False)
    _run("pg_dump", url, ("--format=custom", "--no-owner", "--no-privileges", f"--file={target}"))


def load(url: str, source: Path) -> None:
    """Put a dump into an empty database, all of it or nothing.

    Raises
    ------
    OperationFailedError
        If PostgreSQL's program is not there, or fails.
    """
    _run("pg_restore", url, ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", str(source)))


def require_empty(engine: Engine) -> None:
    """See that a database has no tables.

    Raises
    ------
    InvalidInputError
        If it has.
    """
    found = inspect(engine).get_table_names()
    if found:
        raise InvalidInputError(
            f"expected an empty database at {engine.url!r}; it has {len(found)} tables, such as {found[0]!r}. "
            "Restoring overwrites nothing: make a new database, and name it with GREENLANE_DATABASE_URL."
        )


def _run(program: str, url: str, arguments: Sequence[str]) -> None:
    path = shutil.which(program)
    if path is None:
        raise OperationFailedError(
            f"expected PostgreSQL's program {program}; it is not on the PATH. Install PostgreSQL's client programs, of "
            "the server's version or a later one."
        )
    address, secrets = _address(make_url(url))
    done = subprocess.run(  # noqa: S603 - the program that PATH names
        [path, f"--dbname={address}", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**inherited_environment(), **secrets},
    )
    if done.returncode != 0:
        raise OperationFailedError(f"{program} ended with code {done.returncode}: {done.stderr.strip()[:_SAID]}")


def _address(url: URL) -> tuple[str, dict[str, str]]:
    """A database's address as PostgreSQL's programs take it; the password apart, for all see a command line."""
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    secrets = {} if url.password is None else {"PGPASSWORD": str(url.password)}
    return bare.render_as_string(hide_password=False), secrets
