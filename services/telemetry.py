"""The metrics of a process: the Temporal SDK's and the product's own, as one text for Prometheus.

The SDK serves its metrics itself and only over HTTP, so it does that on a port of the loopback interface that nobody
else is told about, and a process's own ``/metrics`` passes them on.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

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
    LogForwardingConfig(logging.getLogger("temporalio.core"), append_target_to_name=False),
)


@dataclass(frozen=True, slots=True)
class Telemetry:
    """What measures a process.

    Attributes
    ----------
    runtime : of the Temporal SDK, to make clients with
    registry : the product's own metrics
    """

    runtime: Runtime
    registry: CollectorRegistry
    exporter: str

    async def text(self) -> str:
        """Every metric of the process, in Prometheus' text format."""
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(self.exporter)
        # In a thread, since some collectors ask the store.
        return (await run_in_threadpool(generate_latest, self.registry)).decode() + answer.text


def begin_telemetry() -> Telemetry:
    """Begin to measure this process; once, before the first client is made."""
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
    return Telemetry(runtime, registry, f"http://{address}/metrics")
