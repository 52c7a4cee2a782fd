"""What is measured of experiments. Never an experiment's id in a label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine

from services.store.database import reading
from services.store.experiments import ExperimentStage, stages
from workflows.errors import ServerUnavailableError

_BUCKETS: Final = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1_800.0)
"""Seconds; a replication of some cases takes a tenth of one, of several lanes over years minutes."""


class SimulationMetrics:
    """Counters of a simulation worker. Replications per second are the rate of their counter.

    Parameters
    ----------
    registry : where they are shown
    processes : how many replications run side by side
    """

    def __init__(self, registry: CollectorRegistry, processes: int) -> None:
        self._batches = Counter(
            "greenlane_simulation_batches_total", "Batches run and kept; one that came twice counts once.",
            registry=registry,
        )  # fmt: skip
        self._replications = Counter(
            "greenlane_simulation_replications_total", "Replications run and kept.", registry=registry
        )
        self._time = Histogram(
            "greenlane_simulation_replication_seconds", "Wall-clock time of a replication, waiting for a process too.",
            buckets=_BUCKETS, registry=registry,
        )  # fmt: skip
        Gauge("greenlane_simulation_processes", "Replications that can run side by side.", registry=registry).set(
            processes
        )

    def count_batch(self, replications: int) -> None:
        """Count a batch that was not there yet."""
        self._batches.inc()
        self._replications.inc(replications)

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Measure how long a replication takes."""
        with self._time.time():
            yield


class Experiments(Collector):
    """Counts experiments by stage, read from the store when Prometheus asks.

    Parameters
    ----------
    engine : the store
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def describe(self) -> Iterable[Metric]:
        """What there will be; the store need not be asked for that."""
        return [_family()]

    def collect(self) -> Iterable[Metric]:
        """What there is; nothing while the store does not answer, which /readyz tells."""
        try:
            with reading(self._engine) as connection:
                found = stages(connection)
        except ServerUnavailableError:
            return []
        family = _family()
        for stage in ExperimentStage:
            family.add_metric([stage], found.get(stage, 0))
        return [family]


def _family() -> GaugeMetricFamily:
    return GaugeMetricFamily("greenlane_experiments", "Experiments that the store knows, by stage.", labels=["stage"])
