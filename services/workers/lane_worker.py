"""The worker that runs cases, and the process around it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

import structlog
from temporalio.client import Client
from temporalio.worker import Worker

from services.api.application import application
from services.api.context import Surroundings, open_surroundings
from services.clock import present_instant
from services.logs import begin_logs
from services.rebuilding.mending import mend_after_losses
from services.serving import listen, serve, stop_on_signals
from services.settings import Settings
from services.supervision.opening import RoundOpener
from services.telemetry import begin_telemetry, tracing_of
from services.temporal_client import worker_client
from services.workers.beginning import at_zero
from services.workers.deployment import build_of, deployment_config
from services.workers.info import tell_worker
from services.workers.metrics import LaneMetrics, MeteredStore
from workflows.errors import ServerUnavailableError
from workflows.temporal.activities import Recorder
from workflows.temporal.lanes import WORKFLOWS
from workflows.temporal.rounds import SupervisionRound
from workflows.temporal.sandbox import lane_runner

_AT_ONCE: Final = 16
"""Cases that are moved on at once. They share one interpreter, so a burst had better wait with Temporal than in here,
where each of them would run into the timeout of its task. As many may write events: who waits costs nothing, and what
many write at once is kept by one commit."""

_LAST_TASKS: Final = timedelta(seconds=5)
_LOOK_EVERY: Final = 15
"""Seconds between one look for limits that have passed and the next: as often as Prometheus usually comes."""

_AGAIN: Final = 0.5
"""Seconds between one try to reach Temporal and the next."""


@asynccontextmanager
async def lane_worker(around: Surroundings, client: Client) -> AsyncIterator[None]:
    """Run cases as long as the context lasts.

    Parameters
    ----------
    client : connected
    """
    metrics = LaneMetrics(around.telemetry.registry)
    for nothing in at_zero():
        metrics.cases.add(nothing)
    metered = MeteredStore(around.engine, metrics)
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="recorder") as threads:
        worker = Worker(
            client,
            task_queue=around.temporal.task_queue,
            workflows=[*WORKFLOWS, SupervisionRound],
            workflow_runner=lane_runner(),
            activities=[
                Recorder(metered).record_events,
                RoundOpener(around.engine, around.temporal).open_round,
            ],
            activity_executor=threads,
            deployment_config=deployment_config(around.settings),
            max_concurrent_workflow_tasks=_AT_ONCE,
            graceful_shutdown_timeout=_LAST_TASKS,
        )
        async with worker:
            watching = asyncio.create_task(_watch_limits(metered))
            mending = asyncio.create_task(mend_after_losses(around.engine, around.temporal, metrics.mended.inc))
            try:
                yield
            finally:
                watching.cancel()
                mending.cancel()


async def _watch_limits(metered: MeteredStore) -> None:
    """Count limits as they pass, whether or not anything happens to their cases."""
    while True:
        try:
            await asyncio.to_thread(metered.count_passed, present_instant())
        except ServerUnavailableError as error:
            structlog.get_logger("services.workers").info("waiting for the store", reason=str(error))
        except Exception:  # noqa: BLE001 - or no limit would be counted until the worker is started again
            structlog.get_logger("services.workers").exception("cannot count the limits that have passed")
        await asyncio.sleep(_LOOK_EVERY)


async def run_worker(settings: Settings) -> None:
    """Run cases until Ctrl-C or SIGTERM; wait for Temporal if it is not there yet."""
    begin_logs(settings, "worker")
    log = structlog.get_logger("services.workers")
    stop = stop_on_signals()
    listener = listen(settings.host, settings.worker_port, "worker_port")
    around = await open_surroundings(settings, begin_telemetry(tracing_of(settings, "worker")))
    tell_worker(around.telemetry.registry, build_of(settings), [settings.task_queue])
    serving = asyncio.create_task(serve(application("worker", (), around), listener, stop))
    serving.add_done_callback(lambda _: stop.set())
    try:
        client = await connected(around, stop)
        if client is not None:
            async with lane_worker(around, client):
                log.info("running cases", task_queue=settings.task_queue, build=build_of(settings))
                await stop.wait()
    finally:
        stop.set()
        await serving
        around.close()


async def connected(around: Surroundings, stop: asyncio.Event) -> Client | None:
    """A client once Temporal answers; none if the process is to stop before."""
    while not stop.is_set():
        try:
            tracing = around.telemetry.tracing
            interceptors = () if tracing is None else tracing.interceptors
            return await worker_client(around.settings, around.telemetry.runtime, interceptors)
        except ServerUnavailableError as error:
            structlog.get_logger("services.workers").info("waiting for Temporal", reason=str(error))
            await _pause(stop)
    return None


async def _pause(stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), _AGAIN)
    except TimeoutError:
        return
