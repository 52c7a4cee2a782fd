"""What is expected: the latest forecast, read from the store. Nothing is simulated here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from prometheus_client.core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine

from services.forecasting.published import PublishedForecast, SpanAhead
from services.metrics.collectors import counter_family, gauge_family
from services.security.acts import Act
from services.security.policy import Resource
from services.security.resources import resource_of_lane
from services.store.database import reading
from services.store.forecasts import KeptForecast, latest_forecast, verdicts
from workflows.definition.catalogue import lane_ids, shipped_lane
from workflows.definition.provenance import Title
from workflows.errors import ServerUnavailableError
from workflows.instants import HOUR, SECOND

_PER_HOUR: Final = HOUR // SECOND
_GAUGES: Final = (
    "greenlane_forecast_breaches",
    "greenlane_forecast_processing_time_seconds",
    "greenlane_forecast_cycle_time_seconds",
    "greenlane_forecast_utilisation",
    "greenlane_forecast_made_at_seconds",
    "greenlane_forecast_duration_seconds",
)
_JUDGED: Final = "greenlane_forecast_judged_total"

# A counter that begins at one has not increased for Prometheus: the first judgement of a lane would not be seen.
_NONE: Final = {(lane, verdict): 0 for lane in lane_ids() for verdict in ("inside", "early", "late")}


def forecast_now(engine: Engine, act: Act) -> PublishedForecast | None:
    """The latest forecast, as far as it is somebody's business: of the lanes and pools of their departments, or all.

    Returns
    -------
    none if there has been none yet
    """
    with reading(engine) as connection:
        kept = latest_forecast(connection)
    return None if kept is None else _seen(PublishedForecast.model_validate_json(kept.document), act)


def _seen(forecast: PublishedForecast, act: Act) -> PublishedForecast:
    def theirs(resource: Resource) -> bool:
        return replace(act, resource=resource).allows(act.action)

    seen = {id_ for id_ in lane_ids() if theirs(resource_of_lane(shipped_lane(id_)))}
    return forecast.model_copy(
        update={
            "lanes": tuple(each for each in forecast.lanes if each.lane in seen),
            "departments": tuple(each for each in forecast.departments if theirs(_of(each.department))),
            "pools": tuple(each for each in forecast.pools if theirs(_of(each.department, each.pool))),
            "outlasted": tuple(each for each in forecast.outlasted if each.lane in seen),
        }
    )


def _of(department: Title, *names: str) -> Resource:
    return Resource(departments=frozenset({department.zh, department.en, *names}))


class Forecasts(Collector):
    """The latest forecast, and how what came stands to the first forecast of each case.

    Parameters
    ----------
    engine : the store
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def describe(self) -> Iterable[Metric]:
        """What there will be; the store need not be asked for that."""
        return [*map(gauge_family, _GAUGES), counter_family(_JUDGED)]

    def collect(self) -> Iterable[Metric]:
        """What there is; nothing while the store does not answer, which /readyz tells."""
        try:
            with reading(self._engine) as connection:
                kept, counted = latest_forecast(connection), verdicts(connection)
        except ServerUnavailableError:
            return []
        judged = counter_family(_JUDGED)
        for (lane, verdict), cases in {**_NONE, **{(lane, verdict): cases for lane, verdict, cases in counted}}.items():
            judged.add_metric([lane, verdict], cases)
        return [*(_told(kept) if kept is not None else map(gauge_family, _GAUGES)), judged]


def _told(kept: KeptForecast) -> Iterable[Metric]:
    breaches, processing_time, cycle_time, utilisation, made_at, duration = map(gauge_family, _GAUGES)
    forecast = PublishedForecast.model_validate_json(kept.document)
    for lane in forecast.lanes:
        for each in lane.breaches:
            breaches.add_metric([lane.lane, str(each.working_days)], each.cases)
        for family, span in ((processing_time, lane.processing_time), (cycle_time, lane.cycle_time)):
            for percentile, hours in _percentiles(span):
                family.add_metric([lane.lane, percentile], hours * _PER_HOUR)
    for pool in forecast.pools:
        for use in pool.utilisation:
            if use.share is not None:
                utilisation.add_metric([pool.pool, pool.department.en, str(use.working_days)], use.share)
    made_at.add_metric([], kept.made_at / SECOND)
    duration.add_metric([], kept.took / SECOND)
    return breaches, processing_time, cycle_time, utilisation, made_at, duration


def _percentiles(span: SpanAhead | None) -> Iterable[tuple[str, float]]:
    return () if span is None else (("50", span.median_hours), ("90", span.ninetieth_hours))
