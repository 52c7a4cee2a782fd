"""The metrics of a process: the Temporal SDK's and the product's own, as one text for Prometheus.

The SDK serves its metrics itself and only over HTTP, so it does that on a port of the loopback interface that nobody
else is told about, and a process's own ``/metrics`` passes them on.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import httpx
from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector, generate_latest
from starlette.concurrency import run_in_threadpool
from temporalio.runtime import (
    LogForwardingConfig,
    LoggingConfig,
    PrometheusConfig,
    Runtime,
    TelemetryConfig,
    TelemetryFilter,
)

from services.serving import free_port
from services.settings import Settings
from workflows.errors import OperationFailedError

if TYPE_CHECKING:
    from services.tracing import Tracing

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_QUICK: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds; the SDK's own buckets begin at a tenth, which is above almost every one of these."""
_LONG: Final = (60.0, 3_600.0, 86_400.0, 604_800.0, 2_592_000.0, 7_776_000.0, 31_536_000.0)
"""Seconds; from a minute to a year, as cases last."""

_BUCKETS: Final = {
    "temporal_request_latency": _QUICK,
    "temporal_long_request_latency": (0.1, 1.0, 10.0, 30.0, 60.0, 70.0),
    "temporal_workflow_task_schedule_to_start_latency": _QUICK,
    "temporal_workflow_task_execution_latency": _QUICK,
    "temporal_workflow_task_replay_latency": _QUICK,
    "temporal_activity_schedule_to_start_latency": _QUICK,
    "temporal_activity_execution_latency": _QUICK,
    "temporal_activity_succeed_endtoend_latency": _QUICK,
    "temporal_local_activity_execution_latency": _QUICK,
    "temporal_local_activity_succeed_endtoend_latency": _QUICK,
    "temporal_workflow_endtoend_latency": _LONG,
}
_ATTEMPTS: Final = 5

# The SDK would write to standard output, past the process's own log.
_LOGGING: Final = LoggingConfig(
    TelemetryFilter(core_level="WARN", other_level="ERROR"),
    # What else it tells goes through `services.logs`, which knows what may be written.
    LogForwardingConfig(
        logging.getLogger("temporalio.core"), append_target_to_name=False, append_log_fields_to_message=False
    ),
)


@dataclass(frozen=True, slots=True)
class Telemetry:
    """What measures a process.

    Attributes
    ----------
    runtime : of the Temporal SDK, to make clients with
    registry : the product's own metrics
    tracing : what makes spans, if somebody is to be sent them
    """

    runtime: Runtime
    registry: CollectorRegistry
    exporter: str
    tracing: Tracing | None = None

    async def text(self) -> str:
        """Every metric of the process, in Prometheus' text format."""
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(self.exporter)
        # In a thread, since some collectors ask the store.
        return (await run_in_threadpool(generate_latest, self.registry)).decode() + answer.text


def begin_telemetry(tracing: Tracing | None = None) -> Telemetry:
    """Begin to measure this process; once, before the first client is made.

    Parameters
    ----------
    tracing : what makes spans in it; see :func:`tracing_of`
    """
    registry = CollectorRegistry()
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=registry)
    for attempt in range(1, _ATTEMPTS + 1):
        address = f"127.0.0.1:{free_port()}"
        prometheus = PrometheusConfig(
            bind_address=address,
            counters_total_suffix=True,
            unit_suffix=True,
            durations_as_seconds=True,
            histogram_bucket_overrides=_BUCKETS,
        )
        try:
            runtime = Runtime(telemetry=TelemetryConfig(metrics=prometheus, logging=_LOGGING))
        except (RuntimeError, ValueError):  # somebody else took the port in between
            if attempt == _ATTEMPTS:
                raise
        else:
            break
    return Telemetry(runtime, registry, f"http://{address}/metrics", tracing)


def tracing_of(settings: Settings, process: str) -> Tracing | None:
    """What makes spans in this process, if somebody is to be sent them; asked for once.

    Parameters
    ----------
    process : its name, as its log has it

    Raises
    ------
    OperationFailedError
        If there are to be traces and what makes them is not installed.
    """
    if settings.traces_endpoint is None:
        return None
    try:
        # An extra, which takes its time to load: nobody pays for traces that are not made.
        from services.tracing import begin_tracing  # noqa: PLC0415
    except ImportError as error:
        raise OperationFailedError(
            f"expected the extra 'tracing', since GREENLANE_TRACES_ENDPOINT is set; {error.name or error} is missing. "
            "Install greenlane[tracing], or leave the setting out."
        ) from error
    return begin_tracing(process, settings.traces_endpoint, settings.traces_share)
