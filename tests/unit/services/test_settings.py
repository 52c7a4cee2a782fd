"""Settings come from the environment, and go whole to the processes that are started."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from services.settings import Settings, environment_of, load_settings
from workflows.errors import InvalidInputError

ROOT = Path(__file__).parents[3]


def test_a_child_process_gets_the_same_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GREENLANE_DATA_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("GREENLANE_REHEARSAL", "true")
    monkeypatch.setenv("GREENLANE_ANSWER_WITHIN", "2.5")
    ours = load_settings()
    assert (ours.data, ours.rehearsal, ours.answer_within) == (tmp_path, True, 2.5)
    for name, value in environment_of(ours).items():
        monkeypatch.setenv(name, value)
    assert load_settings() == ours


def test_rehearsals_are_off_and_the_database_is_in_the_data_directory() -> None:
    settings = Settings(data_directory=Path("/data"))
    assert not settings.rehearsal
    assert settings.database == "sqlite:////data/greenlane.db"
    assert Settings(database_url="postgresql://x").database == "postgresql://x"


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "0"), ("PORT", "x"), ("TEMPORAL_ADDRESS", "nowhere"), ("WORKERS", "0"), ("REHEARSAL", "perhaps")],
)
def test_a_variable_that_cannot_be_used_is_named_with_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"GREENLANE_{name}", value)
    with pytest.raises(InvalidInputError, match=f"GREENLANE_{name}: .*{value!r}"):
        load_settings()


def test_no_other_module_reads_the_environment() -> None:
    reading = re.compile(r"\bos\.environ|\bos\.getenv|\bgetenv\(|\benviron\b")
    readers = {
        str(path.relative_to(ROOT))
        for house in ("workflows", "simulations", "services")
        for path in (ROOT / house).rglob("*.py")
        if reading.search(path.read_text("utf-8"))
    }
    assert readers == {"services/settings.py"}


def test_what_the_environment_does_not_say_may_stand_in_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "greenlane_database_url").write_text("postgresql://greenlane:secret@db/greenlane\n", "utf-8")
    (tmp_path / "greenlane_port").write_text("8081", "utf-8")
    (tmp_path / "key_ring.json").write_text("{}", "utf-8")
    monkeypatch.setenv("GREENLANE_SECRETS_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("GREENLANE_PORT", "8082")
    found = load_settings()
    assert (found.database, found.port) == ("postgresql://greenlane:secret@db/greenlane", 8082)
    assert found.secrets_directory == tmp_path


def test_a_directory_of_secrets_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GREENLANE_SECRETS_DIRECTORY", str(tmp_path / "none"))
    with pytest.raises(InvalidInputError, match="GREENLANE_SECRETS_DIRECTORY: expected a directory"):
        load_settings()
