"""How much is open, read from the store when Prometheus asks; two queries, however many gauges are made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine

from services.clock import present_instant
from services.insights.capacity import Capacity
from services.metrics.collectors import gauge_family
from services.store.database import reading
from services.store.standing import OpenCases, OpenItems, count_open_cases, count_open_items
from workflows.errors import ServerUnavailableError
from workflows.instants import SECOND, Instant
from workflows.measures.item_states import ItemState, Lamp
from workflows.measures.samples import COMMITMENT_LANE

_NAMES = (
    "greenlane_cases_open",
    "greenlane_cases_open_by_lamp",
    "greenlane_commitments_overdue",
    "greenlane_work_items_open",
    "greenlane_inbox_items",
    "greenlane_inbox_oldest_age_seconds",
    "greenlane_inbox_overdue_items",
    "greenlane_pool_capacity",
)


class Standing(Collector):
    """How everything that is open stands now.

    Parameters
    ----------
    engine : the store
    clock : what time it is
    """

    def __init__(self, engine: Engine, clock: Callable[[], Instant] = present_instant) -> None:
        self._engine = engine
        self._clock = clock
        self._capacity = Capacity()

    def describe(self) -> Iterable[Metric]:
        """What there will be; the store need not be asked for that."""
        return [gauge_family(name) for name in _NAMES]

    def collect(self) -> Iterable[Metric]:
        """What there is; nothing while the store does not answer, which /readyz tells."""
        now = self._clock()
        try:
            with reading(self._engine) as connection:
                cases, items = count_open_cases(connection, now), count_open_items(connection, now)
        except ServerUnavailableError:
            return []
        on_duty = gauge_family("greenlane_pool_capacity")
        for (pool, department), members in self._capacity.on_duty(now).items():
            on_duty.add_metric([pool, department], members)
        return [*_of_cases(cases), *_of_items(items, now), on_duty]


def _of_cases(found: Sequence[OpenCases]) -> Iterable[Metric]:
    by_state: dict[tuple[str, ...], float] = {}
    by_lamp: dict[tuple[str, ...], float] = {}
    for each in found:
        state = "unknown" if each.state is None else ItemState(each.state).name.lower()
        _add(by_state, (each.lane, state), each.cases)
        _add(by_lamp, (each.lane, each.lamp.name.lower()), each.cases)
    overdue = by_lamp.get((COMMITMENT_LANE, Lamp.OVERDUE.name.lower()), 0)
    yield _family("greenlane_cases_open", by_state)
    yield _family("greenlane_cases_open_by_lamp", by_lamp)
    yield _family("greenlane_commitments_overdue", {(COMMITMENT_LANE,): overdue})


def _of_items(found: Sequence[OpenItems], now: Instant) -> Iterable[Metric]:
    by_pool: dict[tuple[str, ...], float] = {}
    inbox: dict[tuple[str, ...], float] = {}
    age: dict[tuple[str, ...], float] = {}
    overdue: dict[tuple[str, ...], float] = {}
    for each in found:
        _add(by_pool, (each.lane, each.pool, each.stage), each.items)
        if each.department:
            _add(inbox, (each.department, each.stage), each.items)
            _add(overdue, (each.department,), each.overdue)
            oldest = max((now - each.oldest) / SECOND, 0)  # a rehearsed case may be ahead of the clock
            age[each.department, each.stage] = max(age.get((each.department, each.stage), 0), oldest)
    yield _family("greenlane_work_items_open", by_pool)
    yield _family("greenlane_inbox_items", inbox)
    yield _family("greenlane_inbox_oldest_age_seconds", age)
    yield _family("greenlane_inbox_overdue_items", overdue)


def _add(counts: dict[tuple[str, ...], float], labels: tuple[str, ...], number: float) -> None:
    counts[labels] = counts.get(labels, 0) + number


def _family(name: str, values: dict[tuple[str, ...], float]) -> GaugeMetricFamily:
    family = gauge_family(name)
    for labels, value in values.items():
        family.add_metric(labels, value)
    return family
