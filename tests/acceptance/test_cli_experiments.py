"""`greenlane experiment`: run once and kept, listed, shown, cancelled; the same bytes wherever it runs."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from services.cli.main import run
from services.experiments.batches import ExperimentResult
from services.secrets.key_file import ensure_ring
from services.telemetry import begin_telemetry
from simulations.comparison import Comparison
from tests.acceptance.experiments import laboratory
from tests.acceptance.running import settings_of
from workflows.errors import CalendarYearError

GREENLANE = Path(sys.executable).with_name("greenlane")
SMALL = ("--cases", "10", "--replications", "6")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GREENLANE_DATA_DIRECTORY", str(tmp_path / "data"))
    ensure_ring(tmp_path / "data" / "key_ring.json")
    return tmp_path


def result_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(arguments) == 0
    return capsys.readouterr().out


@pytest.mark.usefixtures("store")
def test_run_again_the_kept_result_comes_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("experiment", "run", "property_registration_after", *SMALL, "--json")
    assert run((*asked, "--where", "here")) == 0
    first = capsys.readouterr()
    assert first.err.startswith("experiment ")
    [answer] = ExperimentResult.model_validate_json(first.out).answers
    assert isinstance(answer, Comparison)
    assert (answer.design.cases, answer.design.replications) == (10, 6)

    for where in ("processes", "temporal"):  # wherever it is asked for: nothing has to run
        assert run((*asked, "--where", where)) == 0
        again = capsys.readouterr()
        assert again.out == first.out
        assert again.err.startswith("Carried out before")
    id_ = json.loads(first.out)["experiment"]
    assert result_of(capsys, "experiment", "show", id_[:8], "--json") == first.out
    [listed] = json.loads(result_of(capsys, "experiment", "list", "--json"))["experiments"]
    assert (listed["id"], listed["stage"], listed["place"]) == (id_, "done", "here")
    assert answer.title.en in result_of(capsys, "experiment", "show", id_)
    table = result_of(capsys, "experiment", "list", "--lang", "zh-CN")
    assert "已完成" in table
    assert id_[:12] in table
    assert run(("experiment", "cancel", id_)) == 3


@pytest.mark.usefixtures("store")
def test_every_kind_is_written_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    small = ("--cases", "5", "--replications", "2", "--where", "here")
    simulated = result_of(capsys, "experiment", "run", "property_registration", *small)
    assert simulated.startswith("Property registration")
    swept = result_of(capsys, "experiment", "run", "fushun_counter_pay", "--kind", "sweep", *small)
    assert len(swept.splitlines()) > 3


def test_processes_give_the_same_bytes(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("experiment", "run", "property_registration", *SMALL, "--json")
    here = result_of(capsys, *asked, "--where", "here")
    for file in (store / "data").glob("greenlane.db*"):
        file.unlink()
    environment = {**os.environ, "GREENLANE_DATA_DIRECTORY": str(store / "data")}
    done = subprocess.run(
        [GREENLANE, *asked, "--where", "processes", "--workers", "2"],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == here


async def test_simulation_workers_give_the_same_bytes(
    store: Path, temporal_address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = f"simulations-{uuid4().hex}"
    settings = settings_of(store / "data", temporal_address, simulation_task_queue=queue, simulation_processes=1)
    monkeypatch.setenv("GREENLANE_TEMPORAL_ADDRESS", temporal_address)
    monkeypatch.setenv("GREENLANE_SIMULATION_TASK_QUEUE", queue)
    asked = ("experiment", "run", "property_registration", *SMALL, "--json", "--where", "temporal")
    async with laboratory(settings, begin_telemetry()) as lab:
        assert await asyncio.to_thread(run, (*asked, "--detach")) == 0
        assert capsys.readouterr().out == ""
        async with lab.worker():
            assert await asyncio.to_thread(run, asked) == 0
    on_temporal = capsys.readouterr().out
    monkeypatch.setenv("GREENLANE_DATA_DIRECTORY", str(store / "other"))
    assert await asyncio.to_thread(run, (*asked[:-1], "here")) == 0
    assert capsys.readouterr().out == on_temporal


@pytest.mark.usefixtures("store")
async def test_cancelled_it_can_be_asked_for_again(
    temporal_address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREENLANE_TEMPORAL_ADDRESS", temporal_address)
    monkeypatch.setenv("GREENLANE_SIMULATION_TASK_QUEUE", f"simulations-{uuid4().hex}")
    asked = ("experiment", "run", "property_registration", *SMALL, "--json")
    assert await asyncio.to_thread(run, (*asked, "--where", "temporal", "--detach")) == 0
    told = capsys.readouterr().err
    id_ = told.split()[1]
    assert await asyncio.to_thread(run, ("experiment", "show", id_)) == 0
    assert capsys.readouterr().out == f"{id_}: open 0/6\n"
    assert await asyncio.to_thread(run, ("experiment", "cancel", id_)) == 0
    assert await asyncio.to_thread(run, ("experiment", "show", id_, "--json")) == 0
    assert json.loads(capsys.readouterr().out)["stage"] == "cancelled"
    assert await asyncio.to_thread(run, (*asked, "--where", "here")) == 0


@pytest.mark.usefixtures("store")
def test_what_cannot_be_carried_out_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(("experiment", "run", "no_such_lane")) == 3
    assert run(("experiment", "run", "property_registration", "--kind", "compare")) == 3
    assert run(("experiment", "show", "abc")) == 3
    assert run(("experiment", "cancel", "abc")) == 3
    assert run(("experiment", "run", "property_registration", "--cases", "0")) == 2
    # So many cases take longer than calendars are published for.
    many = ("--cases", "20000", "--replications", "1", "--where", "here")
    assert run(("experiment", "run", "construction_permit", *many)) == 3
    [failed] = json.loads(result_of(capsys, "experiment", "list", "--stage", "failed", "--json"))["experiments"]
    assert "calendar" in failed["reason"]
    assert CalendarYearError.__name__ not in failed["reason"]
