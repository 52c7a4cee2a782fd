"""What is measured of experiments. Never an experiment's id in a label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine

from services.metrics.collectors import counter, gauge, gauge_family, histogram
from services.store.database import reading
from services.store.experiments import ExperimentStage, replications_under_way, stages
from workflows.errors import ServerUnavailableError


class SimulationMetrics:
    """Counters of a simulation worker. Replications per second are the rate of their counter.

    Parameters
    ----------
    registry : where they are shown
    processes : how many replications run side by side
    """

    def __init__(self, registry: CollectorRegistry, processes: int) -> None:
        self._batches = counter(registry, "greenlane_simulation_batches_total")
        self._replications = counter(registry, "greenlane_simulation_replications_total")
        self._time = histogram(registry, "greenlane_simulation_replication_seconds")
        gauge(registry, "greenlane_simulation_processes").set(processes)

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
    """Counts experiments by stage, and how far those under way have come, read from the store when Prometheus asks.

    Parameters
    ----------
    engine : the store
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def describe(self) -> Iterable[Metric]:
        """What there will be; the store need not be asked for that."""
        return [gauge_family("greenlane_experiments"), gauge_family("greenlane_experiment_replications")]

    def collect(self) -> Iterable[Metric]:
        """What there is; nothing while the store does not answer, which /readyz tells."""
        try:
            with reading(self._engine) as connection:
                found, done = stages(connection), replications_under_way(connection)
        except ServerUnavailableError:
            return []
        by_stage = gauge_family("greenlane_experiments")
        for stage in ExperimentStage:
            by_stage.add_metric([stage], found.get(stage, 0))
        replications = gauge_family("greenlane_experiment_replications")
        replications.add_metric(["done"], done.done)
        replications.add_metric(["planned"], done.planned)
        return [by_stage, replications]
