"""A forecast in the words in which it is told."""

from __future__ import annotations

from services.forecasting.published import (
    BreachesAhead,
    DepartmentAhead,
    LaneAhead,
    Outlasting,
    PoolAhead,
    PublishedForecast,
    SpanAhead,
    UseAhead,
)
from simulations.forecasting.forecast import ExpectedUse, Forecast, Quantiles
from workflows.instants import HOUR


def published(forecast: Forecast) -> PublishedForecast:
    """What is told of a forecast; when each case is expected is told with the case."""
    return PublishedForecast(
        made_at=forecast.at,
        seed=forecast.seed,
        replications=forecast.replications,
        chance=forecast.coverage,
        open_cases=len(forecast.cases),
        left_out=len(forecast.left_out),
        lanes=tuple(
            LaneAhead(
                lane=lane.lane,
                open_cases=lane.open_cases,
                breaches=tuple(
                    BreachesAhead(
                        working_days=each.horizon,
                        cases=each.cases,
                        low=each.low,
                        high=each.high,
                        departments=each.departments,
                    )
                    for each in lane.breaches
                ),
                processing_time=_span(lane.processing_time),
                cycle_time=_span(lane.cycle_time),
            )
            for lane in forecast.lanes
        ),
        departments=tuple(
            DepartmentAhead(department=each.department, utilisation=_uses(each.utilisation), breaches=each.breaches)
            for each in forecast.departments
        ),
        pools=tuple(
            PoolAhead(
                pool=each.pool,
                title=each.title,
                department=each.department,
                utilisation=_uses(each.utilisation),
            )
            for each in forecast.pools
        ),
        outlasted=tuple(Outlasting(lane=each.lane, step=each.step, items=each.items) for each in forecast.outlasted),
    )


def _span(quantiles: Quantiles | None) -> SpanAhead | None:
    if quantiles is None:
        return None
    return SpanAhead(median_hours=quantiles.median / HOUR, ninetieth_hours=quantiles.ninetieth / HOUR)


def _uses(uses: tuple[ExpectedUse, ...]) -> tuple[UseAhead, ...]:
    return tuple(UseAhead(working_days=each.horizon, share=each.share) for each in uses)
