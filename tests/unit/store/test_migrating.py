"""A database comes to have the tables that the code describes, whatever it was before and whoever else is at it."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text

from services.store.cases import Stage, find_case, kept_lane
from services.store.database import connect_database, open_database, reading, writing
from services.store.migrating import VERSION_TABLE, migrate, revisions, schema_version
from services.store.tables import metadata
from services.store.work_items import Wanted, items_wanted
from tests.unit.store.numbered_versions import VERSIONS, make_version
from workflows.definition.catalogue import shipped_lane
from workflows.definition.hashing import canonical_json, lane_hash
from workflows.errors import OperationFailedError


def differences(engine: Engine) -> list[object]:
    """Where a database is not what the code describes."""
    options = {"version_table": VERSION_TABLE, "compare_type": True, "compare_server_default": True}
    with reading(engine) as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def chain() -> list[str]:
    return [revision.revision for revision in reversed(list(revisions().walk_revisions()))]


def test_revisions_are_one_chain() -> None:
    """Two that follow the same one were made at the same time: put the later of them behind the other."""
    assert len(revisions().get_heads()) == 1, revisions().get_heads()
    assert len(revisions().get_bases()) == 1


def test_every_revision_says_what_it_is_for_and_is_filed_in_order() -> None:
    for number, revision in enumerate(reversed(list(revisions().walk_revisions())), 1):
        assert revision.module.__doc__
        assert revision.module.upgrade.__doc__
        assert Path(revision.path).name == f"r{number:04}_{revision.revision}.py"


def test_a_new_database_is_what_the_code_describes(store_url: str) -> None:
    engine = open_database(store_url)
    assert differences(engine) == []
    with reading(engine) as connection:
        assert schema_version(connection) == revisions().get_current_head()
    engine.dispose()


@pytest.mark.parametrize("number", range(1, len(VERSIONS) + 1))
def test_a_database_from_before_revisions_is_taken_over_with_what_it_has(store_url: str, number: int) -> None:
    lane = shipped_lane("business_setup")
    task, hash_ = next(iter(lane.tasks.values())), lane_hash(lane)
    filled = {
        "hash": hash_,
        "hashes": json.dumps({lane.id: hash_}),
        "lane": lane.id,
        "document": canonical_json(lane),
        "step": task.id,
        "pool": task.pool,
        "nothing": "{}",
    }
    engine = connect_database(store_url)
    with writing(engine) as connection:
        make_version(connection, number)
        for statement in (
            "INSERT INTO lanes VALUES (:hash, :lane, :document)",
            (
                "INSERT INTO cases (id, lane, lane_hash, lane_hashes, attributes, submitted_at, stage)"
                " VALUES ('old', :lane, :hash, :hashes, :nothing, 5, 'under_way')"
            ),
            "INSERT INTO events VALUES ('old', 0, 1, 5, '', 0, '', '', '')",
            "INSERT INTO events VALUES ('old', 1, 10, 5, :step, 0, '', '', '')",
            (
                "INSERT INTO work_items VALUES"
                " ('old', :step, 0, :lane, :hash, 'pool', :pool, 'waiting', 1, 5, NULL, NULL, '', '')"
            ),
            "INSERT INTO keys VALUES ('scope', 'key', 'print', 'old', 7)",
        ):
            connection.execute(text(statement), {name: filled[name] for name in re.findall(r":(\w+)", statement)})
    engine.dispose()

    engine = open_database(store_url)
    assert differences(engine) == []
    assert not inspect(engine).has_table("schema_version")
    with reading(engine) as connection:
        kept = find_case(connection, "old")
        assert kept_lane(connection, hash_) == lane
        assert connection.execute(text("SELECT case_id, sequence, kind, at FROM events ORDER BY sequence")).all() == [
            ("old", 0, 1, 5),
            ("old", 1, 10, 5),
        ]
        assert connection.execute(text("SELECT subject FROM keys")).all() == [("old",)]
        [item] = items_wanted(connection, Wanted(), None, 10)
    assert kept is not None
    assert (kept.lane_hashes, kept.submitted_at, kept.stage) == ({lane.id: hash_}, 5, Stage.UNDER_WAY)
    assert (kept.sealed, kept.applicant) == (False, None)
    assert (item.step, item.pool, item.enabled_at) == (task.id, task.pool, 5)
    assert item.department == lane.pools[task.pool].department.en
    engine.dispose()


@pytest.mark.parametrize("number", range(1, len(VERSIONS) + 1))
def test_revisions_make_what_the_numbered_versions_made(store_url: str, number: int) -> None:
    """So that a revision may be noted for a number."""
    engine = connect_database(store_url)
    with engine.connect() as connection:
        make_version(connection, number)
        numbered = described(connection)
        connection.rollback()
    with writing(engine) as connection:
        migrate(connection, until=chain()[number - 1])
        assert described(connection) == numbered
    engine.dispose()


def described(connection: Connection) -> dict[str, object]:
    found = inspect(connection)
    return {
        table: (
            [{**column, "type": str(column["type"])} for column in found.get_columns(table)],
            found.get_pk_constraint(table)["constrained_columns"],
            sorted((key["constrained_columns"], key["referred_table"]) for key in found.get_foreign_keys(table)),
            sorted((str(index["name"]), index["column_names"]) for index in found.get_indexes(table)),
        )
        for table in found.get_table_names()
        if table not in {"schema_version", VERSION_TABLE}
    }


def test_migrating_twice_changes_nothing(store_url: str) -> None:
    engine = open_database(store_url)
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO lanes VALUES ('a hash', 'a_lane', '{}')"))
        assert migrate(connection) == revisions().get_current_head()
        assert connection.execute(text("SELECT count(*) FROM lanes")).scalar_one() == 1
    assert differences(engine) == []
    engine.dispose()


def test_many_who_open_a_new_database_at_once_make_it_once(store_url: str) -> None:
    with ThreadPoolExecutor(6) as threads:
        engines = list(threads.map(open_database, [store_url] * 6))
    assert differences(engines[0]) == []
    for engine in engines:
        engine.dispose()


@pytest.mark.parametrize(
    "later",
    [
        "UPDATE schema_revision SET version_num = 'from_the_future'",
        "CREATE TABLE schema_version AS SELECT 99 AS version",
    ],
)
def test_a_database_of_a_later_release_is_refused_and_stays_as_it_is(store_url: str, later: str) -> None:
    engine = open_database(store_url)
    with writing(engine) as connection:
        connection.execute(text(later))
    with pytest.raises(OperationFailedError, match=r"'from_the_future'|'99'") as refused:
        open_database(store_url)
    assert "later release" in str(refused.value)
    with reading(engine) as connection:
        assert schema_version(connection) in {"from_the_future", "99"}
    engine.dispose()


def test_a_database_that_is_somebody_elses_is_refused_and_stays_as_it_is(store_url: str) -> None:
    engine = connect_database(store_url)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE experiments (id TEXT)"))
    with pytest.raises(OperationFailedError, match="Greenlane's own"):
        open_database(store_url)
    assert inspect(engine).get_table_names() == ["experiments"]
    engine.dispose()
