"""The worker that runs batches of replications, and the process around it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from os import cpu_count
from typing import Final

import structlog
from temporalio.client import Client
from temporalio.worker import Worker

from services.api.application import application
from services.api.context import Surroundings, open_surroundings
from services.experiments.metrics import SimulationMetrics
from services.experiments.temporal.activities import SimulationActivities
from services.experiments.temporal.replicating import replicator
from services.experiments.temporal.sandbox import experiment_runner
from services.experiments.temporal.workflow import ExperimentWorkflow
from services.experiments.versions import versions
from services.forecasting.temporal.activities import ForecastActivities
from services.forecasting.temporal.workflow import ForecastWorkflow
from services.logs import begin_logs
from services.serving import listen, serve, stop_on_signals
from services.settings import Settings
from services.telemetry import begin_telemetry, tracing_of
from services.workers.deployment import build_of
from services.workers.info import tell_worker
from services.workers.lane_worker import connected

_LAST_BATCHES: Final = timedelta(seconds=5)


@asynccontextmanager
async def simulation_worker(around: Surroundings, client: Client) -> AsyncIterator[None]:
    """Run batches as long as the context lasts.

    Parameters
    ----------
    client : connected
    """
    processes = around.settings.simulation_processes or cpu_count() or 1
    versions()  # of the source as it is loaded, not as it may be once the first batch comes
    metrics = SimulationMetrics(around.telemetry.registry, processes)
    with replicator(processes) as replicating:
        replicating.begin()
        largest = around.settings.largest_experiment
        activities = SimulationActivities(around.engine, replicating, metrics, largest)
        worker = Worker(
            client,
            task_queue=around.settings.simulation_task_queue,
            workflows=[ExperimentWorkflow, ForecastWorkflow],
            workflow_runner=experiment_runner(),
            activities=[
                activities.run_batch,
                activities.conclude_experiment,
                activities.close_experiment,
                ForecastActivities(around.engine).make_forecast,
            ],
            max_concurrent_activities=processes,
            max_concurrent_workflow_task_polls=2,  # a thousand workers would hold thousands of polls open otherwise
            # Or the worker that hands a batch out would keep it for itself, past whoever waits in the queue.
            disable_eager_activity_execution=True,
            graceful_shutdown_timeout=_LAST_BATCHES,
        )
        async with worker:
            yield


async def run_simulation_worker(settings: Settings) -> None:
    """Run batches until Ctrl-C or SIGTERM; wait for Temporal if it is not there yet."""
    begin_logs(settings, "simulation-worker")
    log = structlog.get_logger("services.experiments")
    stop = stop_on_signals()
    listener = listen(settings.host, settings.simulation_port, "simulation_port")
    around = await open_surroundings(settings, begin_telemetry(tracing_of(settings, "simulation-worker")))
    tell_worker(around.telemetry.registry, build_of(settings), [settings.simulation_task_queue])
    serving = asyncio.create_task(serve(application("simulation-worker", (), around), listener, stop))
    serving.add_done_callback(lambda _: stop.set())
    try:
        client = await connected(around, stop)
        if client is not None:
            async with simulation_worker(around, client):
                log.info("running batches", task_queue=settings.simulation_task_queue)
                await stop.wait()
    finally:
        stop.set()
        await serving
        around.close()
