"""The tables of the store. They describe what the migrations have made; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    text,
)

metadata = MetaData()

lanes = Table(
    "lanes",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("lane", Text, nullable=False),
    Column("document", Text, nullable=False),
)
"""Lanes by the hash of their content: a case is pinned to the lane that it started under."""

cases = Table(
    "cases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("lane", Text, nullable=False),
    Column("lane_hash", Text, ForeignKey("lanes.hash"), nullable=True),
    Column("lane_hashes", JSON, nullable=False),
    Column("scenario", Text, nullable=True),
    Column("attributes", JSON, nullable=False),
    Column("parent", Text, nullable=True),
    Column("submitted_at", BigInteger, nullable=False),
    Column("stage", Text, nullable=False),
    Column("result", Text, nullable=True),
    Column("ended_at", BigInteger, nullable=True),
    Column("sealed", SmallInteger, nullable=False, server_default="0"),
    Column("applicant", Text, nullable=True),
    Column("state", SmallInteger, nullable=True),
    Column("warning_at", BigInteger, nullable=True),
    Column("due_at", BigInteger, nullable=True),
    Index("cases_by_lane", "lane", "stage"),
    Index("cases_by_applicant", "applicant"),
    Index(
        "open_cases_standing",
        *("lane", "state", "due_at", "warning_at"),
        sqlite_where=text("stage = 'under_way'"),
        postgresql_where=text("stage = 'under_way'"),
    ),
)
"""One row a case. `lane_hashes`: lane id to hash, of its own lane and those that it can open cases of. `applicant`:
whose case it is, where that is known; it stands nowhere else. `state`: code of the national data standard.
`warning_at`, `due_at`: when its lamp changes, as far as is known."""

events = Table(
    "events",
    metadata,
    Column("case_id", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("step", Text, nullable=False),
    Column("occurrence", Integer, nullable=False),
    Column("member", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("told_at", BigInteger, nullable=False, server_default="0"),
    PrimaryKeyConstraint("case_id", "sequence"),
    Index("events_by_told_at", "told_at"),
)
"""What happened to the cases, in the order of each; written once. `told_at`: instant of the workflow's task that told
it, by Temporal's clock; 0 if nobody knows. Where a later task tells something else, the earlier one was lost."""

_IN_ORDER = ("priority", "enabled_at", "case_id", "step", "occurrence")


def _of_open_items(name: str, *columns: str) -> Index:
    """An index of open items alone: they are few among all that there have been."""
    return Index(name, *columns, sqlite_where=text("open = 1"), postgresql_where=text("open = 1"))


work_items = Table(
    "work_items",
    metadata,
    Column("case_id", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("occurrence", Integer, nullable=False),
    Column("lane", Text, nullable=False),
    Column("lane_hash", Text, nullable=True),
    Column("actor", Text, nullable=False),
    Column("pool", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("open", SmallInteger, nullable=False),
    Column("enabled_at", BigInteger, nullable=False),
    Column("started_at", BigInteger, nullable=True),
    Column("closed_at", BigInteger, nullable=True),
    Column("member", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("department", Text, nullable=False, server_default=text("''")),
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("assignee", Text, nullable=False, server_default=text("''")),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("warning_at", BigInteger, nullable=True),
    Column("due_at", BigInteger, nullable=True),
    PrimaryKeyConstraint("case_id", "step", "occurrence"),
    _of_open_items("open_items_in_order", *_IN_ORDER),
    _of_open_items("open_items_by_pool", "pool", *_IN_ORDER),
    _of_open_items("open_items_by_department", "department", *_IN_ORDER),
    _of_open_items("open_items_by_lane", "lane", *_IN_ORDER),
    _of_open_items("open_items_by_assignee", "assignee", *_IN_ORDER),
    _of_open_items("open_items_by_warning_at", "warning_at"),
    _of_open_items("open_items_by_due_at", "due_at"),
    _of_open_items("open_items_standing", "lane", "pool", "department", "stage", "enabled_at", "due_at"),
)
"""The inbox: a read model of the events, which can be made again from them. `priority`: lower goes first. `revision`:
how many things have happened to the item since it was enabled. `warning_at`, `due_at`: none while no limit runs."""

passed_limits = Table(
    "passed_limits",
    metadata,
    Column("case_id", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("occurrence", Integer, nullable=False),
    Column("passed", Text, nullable=False),
    PrimaryKeyConstraint("case_id", "step", "occurrence", "passed"),
)
"""Work items of which it has been counted that a limit was about to be over, or was."""

read_models = Table(
    "read_models",
    metadata,
    Column("name", Text, primary_key=True),
    Column("version", Integer, nullable=False),
)
"""By which version of the code what is made of events was made."""

keys = Table(
    "keys",
    metadata,
    Column("scope", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("used_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("scope", "key"),
)
"""Idempotency keys, the request each of them stands for, and what came of it (the id of a case)."""

experiments = Table(
    "experiments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("requested_by", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("replications", Integer, nullable=False),
    Column("batches", Integer, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger, nullable=True),
    Column("document", Text, nullable=False),
    Column("result", Text, nullable=True),
    Index("experiments_in_order", "asked_at", "id"),
)
"""One row an experiment, by the hash of its content, with its result once there is one."""

experiment_models = Table(
    "experiment_models",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("document", Text, nullable=False),
)
"""What is simulated together, by the hash of its content."""

experiment_parts = Table(
    "experiment_parts",
    metadata,
    Column("experiment", Text, ForeignKey("experiments.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("batch", Text, nullable=False),
    Column("model", Text, ForeignKey("experiment_models.hash"), nullable=False),
    Column("first", Integer, nullable=False),
    Column("replications", Integer, nullable=False),
    PrimaryKeyConstraint("experiment", "number"),
)
"""The batches that an experiment needs, whether they are there or not."""

experiment_batches = Table(
    "experiment_batches",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("document", Text, nullable=False),
)
"""What batches of replications came to, by the hash of what they were run with; shared by experiments."""

audit = Table(
    "audit",
    metadata,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("subject", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("credential", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("resources", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("regarding", BigInteger, nullable=True),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""Who had what done. Rows are added, each with the hash of the one before; the database refuses everything else."""

access_keys = Table(
    "access_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("departments", JSON, nullable=False),
    Column("mandates", JSON, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger, nullable=True),
    Column("last_used_at", BigInteger, nullable=True),
)
"""API keys by their ids. The keys themselves are kept by nobody but those to whom they were given."""

effects = Table(
    "effects",
    metadata,
    Column("key", Text, primary_key=True),
    Column("system", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("found", SmallInteger, nullable=False),
    Column("content", JSON, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Index("effects_by_case", "case_id"),
)
"""What departments' systems have done for cases, by case, step and occurrence: whatever is there is not done again."""

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
"""The last number that was given to anything, by what is numbered."""

registrations = Table(
    "registrations",
    metadata,
    Column("code", Text, primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("registered_at", BigInteger, nullable=False),
    Index("registrations_by_case", "case_id"),
)
"""Firms by their unified social credit codes."""

taxpayers = Table(
    "taxpayers",
    metadata,
    Column("code", Text, ForeignKey("registrations.code"), primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
)
"""Taxpayers' records by the codes under which they stand."""

seals = Table(
    "seals",
    metadata,
    Column("number", Text, primary_key=True),
    Column("code", Text, ForeignKey("registrations.code"), nullable=False),
    Column("case_id", Text, nullable=False),
    Column("filed_at", BigInteger, nullable=False),
)
"""Seals that were filed, by their numbers."""

publications = Table(
    "publications",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("case_id", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("lane_title", JSON, nullable=False),
    Column("decision", Text, nullable=False),
    Column("decision_title", JSON, nullable=True),
    Column("decided_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("published_at", BigInteger, nullable=False),
    Index("publications_by_lane", "lane", "number"),
)
"""What the public is told of decisions; of the cases themselves it is told nothing."""

mandates = Table(
    "mandates",
    metadata,
    Column("id", Text, primary_key=True),
    Column("agent", Text, nullable=False),
    Column("applicant", Text, nullable=False),
    Column("lanes", JSON, nullable=False),
    Column("actions", JSON, nullable=False),
    Column("starts_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("granted_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger, nullable=True),
    Column("revoked_by", Text, nullable=False),
    Index("mandates_by_agent", "agent", "ends_at"),
    Index("mandates_by_applicant", "applicant", "ends_at"),
)
"""Who acts for whom, in which lanes (in all if there are none) and from when until when; never removed."""

forecasts = Table(
    "forecasts",
    metadata,
    Column("made_at", BigInteger, primary_key=True, autoincrement=False),
    Column("took", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
)
"""What was expected of lanes and departments, by the instant of the forecast; `took`: milliseconds."""

case_forecasts = Table(
    "case_forecasts",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("lane", Text, nullable=False),
    Column("first_at", BigInteger, nullable=False),
    Column("first_expected_at", BigInteger, nullable=False),
    Column("first_low_at", BigInteger, nullable=False),
    Column("first_high_at", BigInteger, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("expected_at", BigInteger, nullable=False),
    Column("low_at", BigInteger, nullable=False),
    Column("high_at", BigInteger, nullable=False),
    Column("completed_at", BigInteger, nullable=True),
    Column("verdict", Text, nullable=False, server_default=text("''")),
    Index("case_forecasts_by_verdict", "verdict", "lane"),
)
"""When cases were expected to be completed: by the first forecast of each, which is what is judged, and by the latest.
`verdict`: empty until there is one."""

officials = Table(
    "officials",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("roles", JSON, nullable=False),
    Column("departments", JSON, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
)
"""Officers and supervisors, by what their latest credential said when it was first seen; nobody is one by this."""

drafts = Table(
    "drafts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("size", BigInteger, nullable=False, server_default="0"),
    Index("drafts_in_order", "changed_at", "id"),
    Index("drafts_by_owner", "owner", "changed_at", "id"),
)
"""What designers draft. `version`: the number of the latest; `size`: characters of all versions."""

draft_versions = Table(
    "draft_versions",
    metadata,
    Column("draft", Text, ForeignKey("drafts.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("lane", Text, nullable=False),
    Column("levers", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("draft", "number"),
)
"""Every version of every draft, as it was typed, in JSON; written once."""
