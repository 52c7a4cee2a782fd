"""Drafts in both databases: every version is kept, each in its order, and a removed draft leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, func, select

from services.store.database import open_database, reading, writing
from services.store.drafts import (
    DraftPosition,
    DraftRecord,
    VersionRecord,
    add_draft,
    add_version,
    drafts_listed,
    find_draft,
    find_version,
    hold_draft,
    kept_of,
    remove_draft,
    versions_of,
)
from services.store.tables import draft_versions

ANNA, BO = "anna", "bo"
SIZE = len('{"id":"v1"}') + len("[]") + len("note 1")


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    found = open_database(store_url)
    yield found
    found.dispose()


def version(draft: str, number: int, at: int, by: str = ANNA) -> VersionRecord:
    return VersionRecord(draft, number, f'{{"id":"v{number}"}}', "[]", f"note {number}", by, at)


def begin(connection: Connection, id_: str, owner: str, at: int) -> None:
    first = version(id_, 1, at, owner)
    add_draft(connection, DraftRecord(id_, f"draft {id_}", owner, 1, at, at, first.size), first)


def test_versions_are_kept_and_the_draft_tells_the_latest(engine: Engine) -> None:
    with writing(engine) as connection:
        begin(connection, "a", ANNA, 10)
    with writing(engine) as connection:
        held = hold_draft(connection, "a")
        assert held is not None
        add_version(connection, version("a", held.version + 1, 20), "renamed")
    with reading(engine) as connection:
        assert find_draft(connection, "a") == DraftRecord("a", "renamed", ANNA, 2, 10, 20, 2 * SIZE)
        assert [each.number for each in versions_of(connection, "a", None, 10)] == [2, 1]
        assert [each.number for each in versions_of(connection, "a", 2, 10)] == [1]
        assert find_version(connection, "a", 1) == version("a", 1, 10)
        assert find_version(connection, "a", 3) is None


def test_drafts_are_listed_by_their_last_change_page_by_page(engine: Engine) -> None:
    with writing(engine) as connection:
        for id_, owner, at in (("a", ANNA, 10), ("b", BO, 20), ("c", ANNA, 20), ("d", ANNA, 5)):
            begin(connection, id_, owner, at)
    with reading(engine) as connection:
        assert [each.id for each in drafts_listed(connection, None, None, 10)] == ["c", "b", "a", "d"]
        assert [each.id for each in drafts_listed(connection, None, DraftPosition(20, "b"), 1)] == ["a"]
        assert [each.id for each in drafts_listed(connection, ANNA, None, 10)] == ["c", "a", "d"]
        assert (kept_of(connection, ANNA), kept_of(connection, "nobody")) == ((3, 3 * SIZE), (0, 0))


def test_a_removed_draft_leaves_none_of_its_versions(engine: Engine) -> None:
    with writing(engine) as connection:
        begin(connection, "a", ANNA, 10)
        begin(connection, "b", ANNA, 10)
        remove_draft(connection, "a")
    with reading(engine) as connection:
        assert find_draft(connection, "a") is None
        assert connection.execute(select(func.count()).select_from(draft_versions)).scalar_one() == 1
