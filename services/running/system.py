"""What `greenlane up` runs: the embedded Temporal server, workers, and the API."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import httpx

from services.forecasting.temporal.schedule import apply_forecast_schedule
from services.running.child import Child, Program
from services.running.data_directory import data_directory_to_oneself
from services.secrets.key_file import ensure_ring
from services.security.development import ensure_issuer
from services.serving import free_port, listen, stop_on_signals
from services.settings import Settings, environment_of, inherited_environment
from services.supervision.schedules import apply_shipped
from services.temporal_client import connect
from services.temporal_server import temporal_command, wait_until_ready
from services.web.links import page_address
from services.workers.deployment import build_of
from services.workers.versions import make_current, wait_for_release
from workflows.errors import OperationFailedError, ServerUnavailableError

SEPARATE: Final = ("requests", "decisions", "insights", "experiments", "codec")
"""Services, in the order of their ports. Named here, since to ask them for their names is to load all they need."""

_RELEASE_WITHIN: Final = 30.0
"""Seconds in which Temporal hears of a worker's release after the worker has come up."""

_FULL: Final = 50_000_000
"""Bytes of a log after which the next run begins a new one and keeps this one as `.1`."""


async def run_system(
    settings: Settings, announce: Callable[[str], None], ready: Callable[[dict[str, str]], None]
) -> None:
    """Run everything until Ctrl-C or SIGTERM.

    Parameters
    ----------
    announce : told of what happens on the way
    ready : told, once everything answers, what is where: name to address

    Raises
    ------
    PortTakenError, ServerUnavailableError, OperationFailedError
        If it cannot come up; whatever had come up is ended again.
    """
    settings = settings.model_copy(
        update={
            "temporal_address": f"{settings.host}:{settings.temporal_port}",
            "temporal_metrics_port": settings.temporal_metrics_port or free_port(settings.host),
            "build": build_of(settings),  # the same for every worker, even if a file changes while they start
        }
    )
    stop = stop_on_signals()
    with data_directory_to_oneself(settings.data):
        _turn_logs(settings.data)
        _require_ports(settings)
        if settings.key_ring is None:
            ensure_ring(settings.keys)
        ensure_issuer(settings)
        children = [Child(program, announce) for program in programs(settings)]
        try:
            starting = asyncio.create_task(_start(children))
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait((starting, stopping), return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                await starting
                if settings.deployment is not None:
                    await _use_release(settings, settings.deployment)
                await apply_forecast_schedule(settings)
                if settings.supervision:
                    await apply_shipped(settings)
                ready(addresses(settings))
                await stopping
            else:
                starting.cancel()
            stopping.cancel()
        finally:
            for child in reversed(children):
                await child.stop()


async def _use_release(settings: Settings, deployment: str) -> None:
    """Have cases go on under the workers that have just come up: there are no others on this machine."""
    temporal, build = await connect(settings), build_of(settings)
    await wait_for_release(temporal, deployment, build, _RELEASE_WITHIN)
    await make_current(temporal, deployment, build)


def addresses(settings: Settings) -> dict[str, str]:
    """Where everything answers, by name."""
    return {
        "page": page_address(settings),
        "api": f"http://{settings.host}:{settings.port}",
        "documentation": f"http://{settings.host}:{settings.port}/docs",
        "temporal": f"{settings.host}:{settings.temporal_port}",
        "temporal_ui": f"http://{settings.host}:{settings.temporal_ui_port}",
        "temporal_metrics": f"http://{settings.host}:{settings.temporal_metrics_port}/metrics",
        **{
            f"worker_{number}_metrics": f"http://{settings.host}:{port}/metrics"
            for number, port in enumerate(_worker_ports(settings), 1)
        },
        "department_worker_metrics": f"http://{settings.host}:{settings.department_port}/metrics",
        "simulation_worker_metrics": f"http://{settings.host}:{settings.simulation_port}/metrics",
        **{name: f"http://{settings.host}:{port}" for name, port in _service_ports(settings).items()},
        "data": str(settings.data),
    }


async def _start(children: Sequence[Child]) -> None:
    """Temporal first, since the others need it; then the others side by side."""
    await children[0].start()
    await asyncio.gather(*(child.start() for child in children[1:]))


def programs(settings: Settings) -> list[Program]:
    """What is run, Temporal first."""

    def greenlane(name: str, port: int, *command: str, **changes: str) -> Program:
        return Program(
            name,
            (sys.executable, "-P", "-m", "services.cli.main", *command),
            {**inherited_environment(), **environment_of(settings), **changes},
            _log(settings, name),
            lambda: _answers(f"http://{settings.host}:{port}/readyz"),
        )

    temporal = Program(
        "temporal",
        temporal_command(settings),
        inherited_environment(),
        _log(settings, "temporal"),
        lambda: _temporal_answers(settings),
    )
    workers = [
        greenlane(f"worker-{number}", port, "worker", GREENLANE_WORKER_PORT=str(port))
        for number, port in enumerate(_worker_ports(settings), 1)
    ]
    departments = greenlane("department-worker", settings.department_port, "department-worker")
    simulations = greenlane("simulation-worker", settings.simulation_port, "simulation-worker")
    apart = [
        greenlane(name, port, "api", "--service", name, GREENLANE_PORT=str(port))
        for name, port in _service_ports(settings).items()
    ]
    return [temporal, *workers, departments, simulations, *apart, greenlane("api", settings.port, "api")]


def _service_ports(settings: Settings) -> dict[str, int]:
    """The services that have a process of their own, beside the one that serves everything."""
    if settings.services_port is None:
        return {}
    return {name: settings.services_port + place for place, name in enumerate(SEPARATE)}


def _worker_ports(settings: Settings) -> range:
    return range(settings.worker_port, settings.worker_port + settings.workers)


def _log(settings: Settings, name: str) -> Path:
    return settings.data / "logs" / f"{name}.log"


async def _temporal_answers(settings: Settings) -> bool:
    try:
        await wait_until_ready(settings, within=0)
    except ServerUnavailableError:
        return False
    return True


async def _answers(url: str) -> bool:
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
            return (await client.get(url)).is_success
    except httpx.TransportError:
        return False


def _require_ports(settings: Settings) -> None:
    wanted = [
        (settings.temporal_port, "temporal_port"),
        (settings.temporal_ui_port, "temporal_ui_port"),
        (settings.temporal_metrics_port or 0, "temporal_metrics_port"),
        *((port, "worker_port") for port in _worker_ports(settings)),
        (settings.department_port, "department_port"),
        (settings.simulation_port, "simulation_port"),
        *((port, "services_port") for port in _service_ports(settings).values()),
        (settings.port, "port"),
    ]
    numbers = [port for port, _ in wanted]
    for port, setting in wanted:
        if numbers.count(port) > 1:
            raise OperationFailedError(
                f"expected every part to have a port of its own; port {port} is given to more than one. "
                f"Change GREENLANE_{setting.upper()}."
            )
        listen(settings.host, port, setting).close()


def _turn_logs(path: Path) -> None:
    """Begin new logs where the old ones are full."""
    for log in (path / "logs").glob("*.log"):
        if log.stat().st_size > _FULL:
            log.replace(log.with_name(f"{log.name}.1"))
