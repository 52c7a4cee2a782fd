"""A database is opened, or it is said why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from services.store.database import answers, open_database, reading, writing
from workflows.errors import InvalidInputError, OperationFailedError, ServerUnavailableError


@pytest.mark.parametrize(
    "url",
    ["nonsense", "sqlite://", "sqlite:///:memory:", "oracle+nonsense://x", "mysql+pymysql://x/y", "postgresql+x://y"],
)
def test_urls_that_cannot_be_used_are_refused(url: str) -> None:
    with pytest.raises(InvalidInputError, match="GREENLANE_DATABASE_URL"):
        open_database(url)


def test_a_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OperationFailedError, match="file"):
        open_database(f"sqlite:///{tmp_path / 'file' / 'store.db'}")


def test_a_file_answers_or_does_not(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'store.db'}")
    assert answers(engine)
    engine.dispose()
    for file in tmp_path.glob("store.db*"):
        file.unlink()
    (tmp_path / "store.db").mkdir()
    assert not answers(engine)


def test_who_reads_is_shown_one_state_and_cannot_write(store: Engine) -> None:
    count = text("SELECT count(*) FROM lanes")
    with reading(store) as reader:
        assert reader.execute(count).scalar_one() == 0
        with writing(store) as writer:
            writer.execute(text("INSERT INTO lanes VALUES ('a hash', 'a_lane', '{}')"))
        assert reader.execute(count).scalar_one() == 0
    with reading(store) as reader:
        assert reader.execute(count).scalar_one() == 1


def test_what_is_not_written_wholly_is_not_written(store: Engine) -> None:
    def half() -> None:
        with writing(store) as connection:
            connection.execute(text("INSERT INTO lanes VALUES ('a hash', 'a_lane', '{}')"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with reading(store) as connection:
        assert connection.execute(text("SELECT count(*) FROM lanes")).scalar_one() == 0


def test_a_row_that_another_keeps_to_itself_is_not_waited_for_for_ever(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.store.database._PATIENCE", 1)
    first, second = open_database(store_url), open_database(store_url)
    insertion = text("INSERT INTO lanes VALUES ('a hash', 'a_lane', '{}')")

    def insert() -> None:
        with writing(second) as connection:
            connection.execute(insertion)

    with writing(first) as connection:
        connection.execute(insertion)
        with pytest.raises(ServerUnavailableError, match=r"lock"):
            insert()
    first.dispose()
    second.dispose()


def test_a_process_that_has_all_its_connections_in_use_says_so(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.store.database._PATIENCE", 1)
    engine = open_database(store_url, connections=1)
    with reading(engine):
        assert not answers(engine)
    assert answers(engine)
    engine.dispose()


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(ServerUnavailableError, match="does not answer"):
        open_database("postgresql://nobody@127.0.0.1:9/nothing?connect_timeout=2")
