"""How a database comes to have the tables: revisions in one chain, each run once and never edited.

A revision is a file in ``services/store/migrations/versions``. Alembic finds and orders them and says what they may do;
they are run from here, in one transaction of ours, since the process that needs the tables is the one that makes them.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Final

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from workflows.errors import OperationFailedError

VERSION_TABLE: Final = "schema_revision"
"""Where a database says which revision it has."""

_SCRIPTS: Final = Path(__file__).with_name("migrations")

_NUMBERED: Final = "schema_version"
"""Where databases said it before there were revisions: as the number of the last of these."""

_BY_NUMBER: Final = ("cases", "experiments", "sealing", "applicants")

_MIGRATING: Final = 7_233_001
"""Number of the advisory lock that keeps two processes from migrating one PostgreSQL database at once."""

_ONE_AT_A_TIME: Final = Lock()
"""Revisions speak to `alembic.op`, of which a process has one."""


def migrate(connection: Connection, until: str = "head") -> str:
    """Bring a database to a revision, the latest unless told, inside the connection's transaction.

    Parameters
    ----------
    connection : on SQLite, of a transaction that writes from its beginning, so that others wait for its end

    Returns
    -------
    the revision that it has now

    Raises
    ------
    OperationFailedError
        If a later release of Greenlane made the database, or somebody else did.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _MIGRATING})
    scripts, context = revisions(), _context(connection)
    with _ONE_AT_A_TIME, Operations.context(context):
        _take_over(connection, context, scripts)
        present = context.get_current_revision()
        if present not in {None, *(revision.revision for revision in scripts.walk_revisions())}:
            raise _later_release(connection.engine, present)
        for revision in reversed(list(scripts.iterate_revisions(until, present or "base"))):
            _run(revision, connection.engine)
            context.stamp(scripts, revision.revision)
    latest = context.get_current_revision()
    assert latest is not None
    return latest


def schema_version(connection: Connection) -> str | None:
    """The revision that a database has, or its number if it is from before revisions; none if it is empty."""
    if inspect(connection).has_table(_NUMBERED):
        return str(connection.scalar(text(f"SELECT version FROM {_NUMBERED}")))  # noqa: S608 - our own constant
    return _context(connection).get_current_revision()


def revisions() -> ScriptDirectory:
    """Every revision that this release knows."""
    return ScriptDirectory(str(_SCRIPTS))


def _context(connection: Connection) -> MigrationContext:
    return MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})


def _run(revision: Script, engine: Engine) -> None:
    try:
        revision.module.upgrade()
    except DBAPIError as error:
        raise OperationFailedError(
            f"cannot bring {engine.url!r} to revision {revision.revision!r}, and leave it as it was: {error.orig}. "
            "If it has tables that Greenlane did not make, use a database of Greenlane's own."
        ) from error


def _take_over(connection: Connection, context: MigrationContext, scripts: ScriptDirectory) -> None:
    """Note the revision that a database's number stands for, in the place where revisions are noted."""
    if not inspect(connection).has_table(_NUMBERED):
        return
    number = int(connection.execute(text(f"SELECT version FROM {_NUMBERED}")).scalar_one())  # noqa: S608
    if not 0 <= number <= len(_BY_NUMBER):
        raise _later_release(connection.engine, str(number))
    if number > 0:
        context.stamp(scripts, _BY_NUMBER[number - 1])
    connection.execute(text(f"DROP TABLE {_NUMBERED}"))


def _later_release(engine: Engine, found: str | None) -> OperationFailedError:
    return OperationFailedError(
        f"expected a database of revision {revisions().get_current_head()!r} or an earlier one; {engine.url!r} has "
        f"revision {found!r}. It was made by a later release: use that one, or another database."
    )
