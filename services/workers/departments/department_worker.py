"""The worker of departments' systems, and the process around it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Final

import structlog
from temporalio.client import Client
from temporalio.worker import Worker

from services.api.application import application
from services.api.context import Surroundings, open_surroundings
from services.logs import begin_logs
from services.serving import listen, serve, stop_on_signals
from services.settings import Settings
from services.telemetry import begin_telemetry, tracing_of
from services.workers.departments.department import Jurisdiction
from services.workers.departments.doing import DepartmentDesk
from services.workers.deployment import build_of
from services.workers.info import tell_worker
from services.workers.lane_worker import connected
from workflows.definition.actors import System
from workflows.temporal.names import department_queue

_AT_ONCE: Final = 4
"""Steps of one department that are done at a time; each is a short transaction."""

_LAST_STEPS: Final = timedelta(seconds=5)


@asynccontextmanager
async def department_workers(around: Surroundings, client: Client, systems: Collection[System]) -> AsyncIterator[None]:
    """Do the automatic steps of some departments as long as the context lasts.

    Parameters
    ----------
    client : connected
    """
    settings = around.settings
    desk = DepartmentDesk(around.engine, Jurisdiction(settings.registry_authority, settings.registry_region))
    async with AsyncExitStack() as stack:
        threads = stack.enter_context(ThreadPoolExecutor(_AT_ONCE * len(systems), thread_name_prefix="department"))
        for system in systems:
            worker = Worker(
                client,
                task_queue=department_queue(around.temporal.task_queue, system),
                activities=[desk.do_step],
                activity_executor=threads,
                max_concurrent_activities=_AT_ONCE,
                graceful_shutdown_timeout=_LAST_STEPS,
            )
            await stack.enter_async_context(worker)
        yield


async def run_departments(settings: Settings, systems: Collection[System]) -> None:
    """Do automatic steps until Ctrl-C or SIGTERM; wait for Temporal if it is not there yet."""
    begin_logs(settings, "department-worker")
    log = structlog.get_logger("services.workers")
    stop = stop_on_signals()
    listener = listen(settings.host, settings.department_port, "department_port")
    around = await open_surroundings(settings, begin_telemetry(tracing_of(settings, "department-worker")))
    queues = [department_queue(settings.task_queue, system) for system in sorted(systems)]
    tell_worker(around.telemetry.registry, build_of(settings), queues)
    serving = asyncio.create_task(serve(application("department-worker", (), around), listener, stop))
    serving.add_done_callback(lambda _: stop.set())
    try:
        client = await connected(around, stop)
        if client is not None:
            async with department_workers(around, client, systems):
                log.info("doing automatic steps", systems=sorted(systems))
                await stop.wait()
    finally:
        stop.set()
        await serving
        around.close()
