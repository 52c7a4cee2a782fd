"""Which release a worker is, and from which task queues it takes work."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import CollectorRegistry

from services.metrics.collectors import gauge


def tell_worker(registry: CollectorRegistry, version: str, task_queues: Iterable[str]) -> None:
    """Show it, once a process."""
    info = gauge(registry, "greenlane_worker_info")
    for queue in task_queues:
        info.labels(version, queue).set(1)
