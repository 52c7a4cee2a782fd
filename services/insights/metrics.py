"""How much is open, read from the store when Prometheus asks."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine

from services.store.database import reading
from services.store.work_items import standings
from workflows.errors import ServerUnavailableError


class OpenItems(Collector):
    """Counts the open work items of every pool.

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
        family = _family()
        try:
            with reading(self._engine) as connection:
                found = standings(connection)
        except ServerUnavailableError:
            return []
        for standing in found:
            family.add_metric([standing.lane, standing.pool, standing.stage], standing.items)
        return [family]


def _family() -> GaugeMetricFamily:
    return GaugeMetricFamily(
        "greenlane_work_items_open",
        "Steps that wait for somebody or are being done; pool is empty where it is the applicant or a third party.",
        labels=["lane", "pool", "stage"],
    )
