"""The whole system under load, watched by a real Prometheus and Alertmanager with the files of deploy/.

Rules look back over hours and alerts wait for an hour before they fire. Here every duration of the rule files, and of
how long Alertmanager waits before it tells, is divided by :data:`FACTOR`; nothing else about them is changed.
Prometheus looks once a second instead of every fifteen.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest

from services.serving import free_port
from tests.acceptance.test_up import PORTS, children_of, up
from tests.operations.load import Hall, catch_up, coming, everything, hall_of
from tests.operations.panels import Asked, queries
from tests.operations.watching import Told, Watch, wait_for, watching

FACTOR: Final = 120
"""An hour is half a minute. More would leave rates over five minutes fewer than two looks."""
PATIENCE: Final = 180.0
"""Seconds; a guard against waiting for ever."""
OVERLOADED_DEPARTMENT: Final = "Housing bureau"
"""The department of the counter to which people come while nobody works there."""


@dataclass(frozen=True, slots=True)
class System:
    """A system that runs, and who watches it.

    Attributes
    ----------
    pid : of `greenlane up`
    began : seconds since 1970 at which Prometheus began to look
    """

    pid: int
    hall: Hall
    watch: Watch
    began: float


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    folder = tmp_path_factory.mktemp("watched")
    ports = {f"GREENLANE_{name}": str(free_port()) for name in (*PORTS, "TEMPORAL_METRICS_PORT")}
    environment = {
        **os.environ,
        **ports,
        "GREENLANE_DATA_DIRECTORY": str(folder / "data"),
        "GREENLANE_REHEARSAL": "true",
        "GREENLANE_FORECAST_EVERY": "20",
        "GREENLANE_SIMULATION_PROCESSES": "1",
        "GREENLANE_REQUESTS_PER_SECOND": "15",
        "GREENLANE_REQUESTS_IN_A_BURST": "30",
    }
    jobs = {
        "temporal": "TEMPORAL_METRICS_PORT",
        "greenlane-api": "PORT",
        "greenlane-worker": "WORKER_PORT",
        "greenlane-department-worker": "DEPARTMENT_PORT",
        "greenlane-simulation-worker": "SIMULATION_PORT",
    }
    targets = {job: f"127.0.0.1:{ports[f'GREENLANE_{name}']}" for job, name in jobs.items()}
    with up(environment) as (process, found), watching(folder, targets, FACTOR) as watch:
        hall = hall_of(found["api"], environment["GREENLANE_DATA_DIRECTORY"])
        yield System(process.pid, hall, watch, time.time())


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_what_the_processes_tell_is_seen_and_an_overloaded_department_is_told_of_until_it_has_caught_up(
    system: System,
) -> None:
    watch = system.watch
    wait_for("every target to be up", lambda: set(watch.targets().values()) == {"up"}, PATIENCE)
    with coming(system.hall, every=2):
        everything(system.hall)
        without = queries()

        def all_seen() -> bool:
            without[:] = [asked for asked in without if not _seen(system, asked)]
            return not without

        try:
            wait_for("every panel to show something", all_seen, PATIENCE)
        except AssertionError:
            pytest.fail("\n".join(f"{asked.board}, {asked.panel}: {asked.expression}" for asked in without))

        def overloaded() -> list[Told]:
            return watch.received.of("firing", "DepartmentQueueOutgrowsCapacity", department=OVERLOADED_DEPARTMENT)

        told = wait_for("an overloaded department to be told of", overloaded, PATIENCE)
    assert told[0].path == "/departments"
    assert told[0].annotations["summary"].startswith(f"{OVERLOADED_DEPARTMENT}: ")
    [(_, waiting)] = watch.now(f'department:greenlane_inbox_waiting:max{{department="{OVERLOADED_DEPARTMENT}"}}')
    assert waiting > 10
    catch_up(system.hall)
    wait_for(
        "the department to have caught up",
        lambda: watch.received.of("resolved", "DepartmentQueueOutgrowsCapacity", department=OVERLOADED_DEPARTMENT),
        PATIENCE,
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_queue_without_a_worker_is_told_of_until_it_has_one_again(system: System) -> None:
    """A worker that ends is started again after a pause that doubles; here it is ended as often as it comes up."""
    told = system.watch.received

    def ended() -> list[Told]:
        for pid, command in children_of(system.pid):
            if command.endswith(" worker"):
                os.kill(pid, signal.SIGKILL)
        return told.of("firing", "NoWorkerOnQueue", task_queue="lanes")

    [alert, *_] = wait_for("a queue without a worker to be told of", ended, PATIENCE)
    assert (alert.path, alert.labels["severity"]) == ("/platform", "critical")
    wait_for("the worker to be back", lambda: told.of("resolved", "NoWorkerOnQueue", task_queue="lanes"), PATIENCE)
    assert {health for job, health in system.watch.targets().items() if job == "greenlane-worker"} == {"up"}


def _seen(system: System, asked: Asked) -> bool:
    """Whether a query has an answer that a panel can draw."""
    if asked.over_time:
        return bool(system.watch.since(system.began, asked.expression))
    return bool(system.watch.now(asked.expression))
