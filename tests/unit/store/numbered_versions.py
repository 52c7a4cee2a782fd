"""What made databases before there were revisions, as it was: statements by version, each on top of the one before."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

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

VERSIONS: Final = (_FIRST, _EXPERIMENTS, _SEALED, _APPLICANTS)


def make_version(connection: Connection, number: int) -> None:
    """Make the tables of a version in an empty database, and note it as was done then."""
    for statement in [each for version in VERSIONS[:number] for each in version]:
        connection.execute(text(statement))
    connection.execute(text("CREATE TABLE schema_version (version INTEGER NOT NULL)"))
    connection.execute(text("INSERT INTO schema_version VALUES (:number)"), {"number": number})
