"""How a database comes to have the tables: numbered steps, each done once and never edited."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, inspect, text

from workflows.errors import OperationFailedError

_FIRST: Final = (
    "CREATE TABLE lanes (hash TEXT NOT NULL PRIMARY KEY, lane TEXT NOT NULL, document TEXT NOT NULL)",
    """CREATE TABLE cases (
        id TEXT NOT NULL PRIMARY KEY, lane TEXT NOT NULL, lane_hash TEXT REFERENCES lanes (hash),
        lane_hashes JSON NOT NULL, scenario TEXT, attributes JSON NOT NULL, parent TEXT,
        submitted_at BIGINT NOT NULL, stage TEXT NOT NULL, result TEXT, ended_at BIGINT)""",
    "CREATE INDEX cases_by_lane ON cases (lane, stage)",
    """CREATE TABLE events (
        case_id TEXT NOT NULL, sequence INTEGER NOT NULL, kind SMALLINT NOT NULL, at BIGINT NOT NULL,
        step TEXT NOT NULL, occurrence INTEGER NOT NULL, member TEXT NOT NULL, cause TEXT NOT NULL,
        outcome TEXT NOT NULL, PRIMARY KEY (case_id, sequence))""",
    """CREATE TABLE work_items (
        case_id TEXT NOT NULL, step TEXT NOT NULL, occurrence INTEGER NOT NULL, lane TEXT NOT NULL, lane_hash TEXT,
        actor TEXT NOT NULL, pool TEXT NOT NULL, stage TEXT NOT NULL, open SMALLINT NOT NULL,
        enabled_at BIGINT NOT NULL, started_at BIGINT, closed_at BIGINT, member TEXT NOT NULL, outcome TEXT NOT NULL,
        PRIMARY KEY (case_id, step, occurrence))""",
    "CREATE INDEX work_items_in_order ON work_items (open, enabled_at, case_id, step, occurrence)",
    "CREATE INDEX work_items_by_pool ON work_items (open, pool, enabled_at)",
    """CREATE TABLE keys (
        scope TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, subject TEXT NOT NULL,
        used_at BIGINT NOT NULL, PRIMARY KEY (scope, key))""",
)

_EXPERIMENTS: Final = (
    """CREATE TABLE experiments (
        id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, request TEXT NOT NULL, requested_by TEXT NOT NULL,
        place TEXT NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL, replications INTEGER NOT NULL,
        batches INTEGER NOT NULL, asked_at BIGINT NOT NULL, ended_at BIGINT, document TEXT NOT NULL, result TEXT)""",
    "CREATE INDEX experiments_in_order ON experiments (asked_at, id)",
    "CREATE TABLE experiment_models (hash TEXT NOT NULL PRIMARY KEY, document TEXT NOT NULL)",
    """CREATE TABLE experiment_parts (
        experiment TEXT NOT NULL REFERENCES experiments (id), number INTEGER NOT NULL, batch TEXT NOT NULL,
        model TEXT NOT NULL REFERENCES experiment_models (hash), first INTEGER NOT NULL, replications INTEGER NOT NULL,
        PRIMARY KEY (experiment, number))""",
    "CREATE TABLE experiment_batches (hash TEXT NOT NULL PRIMARY KEY, document TEXT NOT NULL)",
)

_SEALED: Final = ("ALTER TABLE cases ADD COLUMN sealed SMALLINT NOT NULL DEFAULT 0",)
"""No lane could seal a case before."""

_APPLICANTS: Final = (
    "ALTER TABLE cases ADD COLUMN applicant TEXT",
    "CREATE INDEX cases_by_applicant ON cases (applicant)",
)

MIGRATIONS: Final = (_FIRST, _EXPERIMENTS, _SEALED, _APPLICANTS)
"""Statements by version: the first entry makes version 1 of an empty database, the next one version 2 of that."""

_MIGRATING: Final = 7_233_001
"""Number of the advisory lock that keeps two processes from migrating one PostgreSQL database at once."""


def migrate(connection: Connection) -> int:
    """Bring a database to the present version, inside the connection's transaction.

    Returns
    -------
    the version that it has now

    Raises
    ------
    OperationFailedError
        If a later release of Greenlane made the database.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _MIGRATING})
    version = schema_version(connection)
    if version > len(MIGRATIONS):
        raise OperationFailedError(
            f"expected a database of version {len(MIGRATIONS)} or earlier; {connection.engine.url!r} has version "
            f"{version}. It was made by a later release: use that one, or another database."
        )
    if version == 0:
        connection.execute(text("CREATE TABLE schema_version (version INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO schema_version VALUES (0)"))
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            connection.execute(text(statement))
    connection.execute(text("UPDATE schema_version SET version = :version"), {"version": len(MIGRATIONS)})
    return len(MIGRATIONS)


def schema_version(connection: Connection) -> int:
    """The version that a database has; 0 if it is empty."""
    if not inspect(connection).has_table("schema_version"):
        return 0
    return int(connection.execute(text("SELECT version FROM schema_version")).scalar_one())
