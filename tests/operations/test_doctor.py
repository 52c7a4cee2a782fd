"""What is really broken is found, said in words with something to do about it, in both languages; and nothing else."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text, update

from services.audit.chain import Entry, Outcome
from services.audit.keeping import append
from services.cli.examining_processes import processes, temporal
from services.cli.examining_store import clock_of, key_ring, store
from services.cli.findings import Finding, State
from services.cli.main import run
from services.clock import present_instant
from services.secrets.key_file import ensure_ring
from services.serving import free_port
from services.settings import Settings
from services.store.database import connect_database, open_database, writing
from services.store.forecasts import KeptForecast, keep_forecast
from services.store.migrating import migrate
from services.store.tables import audit
from services.telemetry import begin_telemetry
from tests.acceptance.running import running, settings_of
from tests.operations.collecting import collecting
from workflows.instants import HOUR


def _missing(findings: list[Finding]) -> list[str]:
    assert all(finding.remedy for finding in findings if finding.state is State.MISSING)
    return [finding.what for finding in findings if finding.state is State.MISSING]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = Settings(data_directory=tmp_path)
    ensure_ring(found.keys)
    open_database(found.database).dispose()
    return found


def test_a_store_that_is_well_is_found_well(settings: Settings) -> None:
    assert _missing([*store(settings, "en", present_instant()), key_ring(settings, "en")]) == []


def test_a_key_ring_that_others_may_read(settings: Settings) -> None:
    settings.keys.chmod(0o644)
    found = key_ring(settings, "en")
    assert (found.state, found.remedy) == (State.MISSING, f"Run chmod 600 {settings.keys}.")
    settings.keys.chmod(0o600)
    settings.keys.write_text("{}", "utf-8")
    assert "Restore the key ring" in key_ring(settings, "en").remedy
    settings.keys.unlink()
    assert "恢复密钥环" in key_ring(settings, "zh-CN").remedy


def test_a_store_of_an_earlier_revision(tmp_path: Path) -> None:
    settings = Settings(data_directory=tmp_path)
    old = connect_database(settings.database)
    with writing(old) as connection:
        migrate(connection, "sealing")
    old.dispose()
    [found] = store(settings, "en", present_instant())
    assert (found.state, "greenlane migrate" in found.remedy) == (State.MISSING, True)
    assert "sealing" in found.detail


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    settings = Settings(data_directory=tmp_path)
    assert len(_missing(list(store(settings, "en", present_instant())))) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_somebody_holds(settings: Settings) -> None:
    holder = sqlite3.connect(settings.data / "greenlane.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert _missing(list(store(settings, "en", present_instant()))) == ["the store can be written"]
    holder.execute("ROLLBACK")
    holder.close()


def test_a_trail_that_was_changed(settings: Settings) -> None:
    engine = open_database(settings.database)
    with writing(engine) as connection:
        for at in range(3):
            append(connection, Entry(at, "li", ("officer",), "token", "do_work", (("case", "c-1"),), Outcome.DONE))
    assert _missing(list(store(settings, "en", present_instant()))) == []
    with writing(engine) as connection:  # as somebody does who has the file
        guards = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")
        for guard in connection.scalars(guards).all():
            connection.execute(text(f"DROP TRIGGER {guard}"))
        connection.execute(update(audit).where(audit.c.sequence == 2).values(subject="wang"))
    [broken] = _missing(list(store(settings, "en", present_instant())))
    assert broken == "the last 1000 rows of the trail are whole"
    engine.dispose()


def test_a_forecast_that_is_old(settings: Settings) -> None:
    now = present_instant()
    engine = open_database(settings.database)
    with writing(engine) as connection:
        keep_forecast(connection, KeptForecast(now - 3 * HOUR, 1, "{}"), ())
    engine.dispose()
    assert _missing(list(store(settings, "en", now))) == ["the forecast is fresh"]
    assert _missing(list(store(settings, "en", now - 2 * HOUR))) == []


def test_a_clock_that_is_wrong() -> None:
    assert clock_of("Temporal", 1.5, "en").state is State.PRESENT
    assert "NTP" in clock_of("Temporal", -3.0, "en").remedy


async def test_temporal_at_a_wrong_address(settings: Settings) -> None:
    elsewhere = settings.model_copy(update={"temporal_address": f"127.0.0.1:{free_port()}"})
    assert _missing([each async for each in temporal(elsewhere, "en")]) == ["Temporal answers"]


async def test_a_namespace_that_there_is_not(settings: Settings, temporal_address: str) -> None:
    other = settings.model_copy(update={"temporal_address": temporal_address, "temporal_namespace": "nowhere"})
    assert _missing([each async for each in temporal(other, "en")]) == ["namespace nowhere"]


async def test_queues_without_a_worker(tmp_path: Path, temporal_address: str) -> None:
    settings = settings_of(tmp_path, temporal_address, simulation_task_queue="nobody-simulates")
    ours = {f"a worker on queue {settings.task_queue} ({kind})" for kind in ("workflow", "activity")}
    before = _missing([each async for each in temporal(settings, "en")])
    assert ours <= set(before)
    async with running(settings, begin_telemetry()), asyncio.timeout(60):
        while ours & set(missing := _missing([each async for each in temporal(settings, "en")])):
            pass  # each look is a request
    assert f"a worker on queue {settings.task_queue}-tax (activity)" in missing
    assert "a worker on queue nobody-simulates (workflow)" in missing


async def test_a_port_that_another_program_has(settings: Settings) -> None:
    with collecting() as other:
        taken = {name: free_port() for name in ("worker_port", "department_port", "simulation_port")}
        port = urlsplit(other.endpoint).port
        theirs = settings.model_copy(update={**taken, "port": port})
        found = [each async for each in processes(theirs, "en", expected=True)]
    assert _missing(found) == [f"api is ready (port {port})"]
    assert found[0].detail == "another program has the port"
    assert {each.detail for each in found[1:]} == {"does not run on this machine"}


def test_the_command_says_it_and_ends_with_1(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GREENLANE_DATA_DIRECTORY", str(settings.data))
    monkeypatch.setenv("GREENLANE_TEMPORAL_ADDRESS", f"127.0.0.1:{free_port()}")
    monkeypatch.setenv("GREENLANE_TOKEN_ISSUER", f"http://127.0.0.1:{free_port()}")
    assert run(["--lang", "en", "doctor", "--json"]) == 0  # nothing runs, and nothing needs to
    capsys.readouterr()
    assert run(["--lang", "en", "doctor", "--running", "--json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    missing = {each["what"]: each["remedy"] for each in findings if each["state"] == "missing"}
    assert set(missing) == {"Temporal answers", "the issuer of tokens gives its keys"}
    assert all(missing.values())
    assert run(["--lang", "zh-CN", "doctor", "--running"]) == 1
    assert "处理: 检查 GREENLANE_TEMPORAL_ADDRESS" in capsys.readouterr().out
