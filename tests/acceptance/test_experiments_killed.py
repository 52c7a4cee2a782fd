"""Whatever is killed while an experiment runs, it ends with the same bytes, and no replication counts twice.

Real processes are killed with SIGKILL: a simulation worker, and the embedded Temporal server with its database in a
file. The ways in which it can happen are drawn by seed: when, and which of the two, or both.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from services.experiments.temporal.client import begin_experiment
from services.serving import free_port
from services.settings import Settings, environment_of
from services.store.database import reading
from services.store.experiments import ExperimentStage
from services.telemetry import Telemetry, begin_telemetry
from services.temporal_server import temporal_command, wait_until_ready
from tests.acceptance.experiments import Laboratory, carried_out_here, laboratory, simulation
from tests.acceptance.running import settings_of
from tests.platforms import linux

GREENLANE = Path(sys.executable).with_name("greenlane")
LANE = "construction_permit"


@pytest.fixture(scope="module")
def telemetry() -> Telemetry:
    return begin_telemetry()


@contextmanager
def process(
    settings: Settings, *command: str | Path, environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    with (
        (settings.data / f"{Path(command[0]).name}.log").open("ab") as log,
        subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True) as started,
    ):
        try:
            yield started
        finally:
            started.kill()


@contextmanager
def worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, **environment_of(settings), "GREENLANE_SIMULATION_PORT": str(free_port())}
    with process(settings, GREENLANE, "simulation-worker", environment=environment) as started:
        yield started


@asynccontextmanager
async def alone(tmp_path: Path, telemetry: Telemetry) -> AsyncIterator[Laboratory]:
    """A laboratory with an address at which a server of its own may be started."""
    port = free_port()
    settings = settings_of(
        tmp_path / "data",
        f"127.0.0.1:{port}",
        temporal_port=port,
        temporal_ui_port=free_port(),
        simulation_processes=1,
        batches_at_once=2,
        answer_within=30,
    )
    async with laboratory(settings, telemetry) as found:
        yield found


async def killed_on_the_way(lab: Laboratory, tmp_path: Path, chance: Random) -> None:
    settings = lab.around.settings
    request = simulation(LANE, 30, seed=chance.randrange(1_000), cases=15)
    prepared = lab.ask(request)
    id_ = prepared.experiment.id
    with ExitStack() as servers, ExitStack() as workers:
        server = servers.enter_context(process(settings, *temporal_command(settings)))
        await wait_until_ready(settings)
        running = workers.enter_context(worker(settings))
        await begin_experiment(lab.simulations, lab.record(id_))
        for batches in sorted(chance.sample(range(1, len(prepared.batches)), 2)):
            await lab.has(id_, batches)
            victims = chance.choice(["worker", "server", "worker and server"])
            if "server" in victims:
                os.kill(server.pid, signal.SIGKILL)
                server.wait()
                server = servers.enter_context(process(settings, *temporal_command(settings)))
                await wait_until_ready(settings)
            if "worker" in victims:
                os.kill(running.pid, signal.SIGKILL)
                running.wait()
                running = workers.enter_context(worker(settings))
        assert (await lab.ended(id_)).stage is ExperimentStage.DONE
    assert lab.result(id_) == carried_out_here(f"sqlite:///{tmp_path / 'here.db'}", request)
    with reading(lab.engine) as connection:
        kept = connection.execute(text("SELECT count(*) FROM experiment_batches")).scalar_one()
    assert kept == len(prepared.batches)
    assert lab.progress(id_) == (len(prepared.batches), 30)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", range(6))
async def test_it_ends_with_the_same_bytes_whatever_is_killed(tmp_path: Path, telemetry: Telemetry, seed: int) -> None:
    async with alone(tmp_path, telemetry) as lab:
        await killed_on_the_way(lab, tmp_path, Random(seed))  # noqa: S311 - nobody is to guess anything here


async def test_worker_and_server_are_killed_at_once(tmp_path: Path, telemetry: Telemetry) -> None:
    """The quick one: both at the same time, once, with the server's own data left as they were on disk."""
    async with alone(tmp_path, telemetry) as lab:
        settings, request = lab.around.settings, simulation("property_registration", 15, cases=15)
        prepared = lab.ask(request)
        id_ = prepared.experiment.id
        with process(settings, *temporal_command(settings)) as server:
            await wait_until_ready(settings)
            with worker(settings) as first:
                await begin_experiment(lab.simulations, lab.record(id_))
                await lab.has(id_, 1)
                for victim in (first, server):
                    os.kill(victim.pid, signal.SIGKILL)
                    victim.wait()
        before = lab.progress(id_)
        with process(settings, *temporal_command(settings)), worker(settings):
            await wait_until_ready(settings)
            assert (await lab.ended(id_)).stage is ExperimentStage.DONE
        assert before.batches >= 1
        assert lab.progress(id_) == (len(prepared.batches), 15)
        assert lab.result(id_) == carried_out_here(f"sqlite:///{tmp_path / 'here.db'}", request)


@linux
async def test_the_processes_of_a_killed_worker_end_with_it(tmp_path: Path, telemetry: Telemetry) -> None:
    async with alone(tmp_path, telemetry) as lab:
        settings = lab.around.settings
        id_ = lab.ask(simulation(LANE, 30)).experiment.id
        with process(settings, *temporal_command(settings)):
            await wait_until_ready(settings)
            with worker(settings) as running:
                await begin_experiment(lab.simulations, lab.record(id_))
                await lab.has(id_, 1)
                children = {int(pid) for pid in _children(running.pid)}
                assert children
                os.kill(running.pid, signal.SIGKILL)
                running.wait()
        async with asyncio.timeout(30):
            while any(map(_lives, children)):  # noqa: ASYNC110 - the kernel tells only a parent
                await asyncio.sleep(0.05)


async def test_the_embedded_server_serves_experiments_in_turn(tmp_path: Path, telemetry: Telemetry) -> None:
    """Two that begin together under one worker stay together, although one of them was first to fill the queue."""
    async with alone(tmp_path, telemetry) as lab:
        settings = lab.around.settings
        large = lab.ask(simulation(LANE, 100, cases=5))
        small = lab.ask(simulation("property_registration", 20, cases=5))
        many = replace(lab.simulations, batches_at_once=50)
        with process(settings, *temporal_command(settings)):
            await wait_until_ready(settings)
            await begin_experiment(many, lab.record(large.experiment.id))
            await begin_experiment(many, lab.record(small.experiment.id))
            async with lab.worker():
                assert (await lab.ended(small.experiment.id)).stage is ExperimentStage.DONE
                done = lab.progress(large.experiment.id).batches
        assert len(small.batches) < len(large.batches) / 3
        assert done <= 2 * len(small.batches)


def _children(parent: int) -> list[str]:
    return Path(f"/proc/{parent}/task/{parent}/children").read_text().split()


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
