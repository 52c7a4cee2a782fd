"""Making a forecast: from the store, and into it."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from pydantic import NonNegativeInt
from sqlalchemy import Engine

from services.clock import present_instant
from services.forecasting.defaults import REPLICATIONS, SEED
from services.forecasting.published import PublishedForecast
from services.forecasting.publishing import published
from services.forecasting.situating import situation_at
from services.store.database import reading, writing
from services.store.forecasts import Expectation, KeptForecast, judge, keep_forecast, unjudged
from simulations.forecasting.back_test import verdict_of
from simulations.forecasting.forecast import Forecast, forecast
from workflows.definition.provenance import Frozen
from workflows.instants import SECOND, Instant


class ForecastMade(Frozen):
    """What came of making a forecast.

    Parameters
    ----------
    judged : first forecasts of cases that were held against what came
    """

    forecast: PublishedForecast
    judged: NonNegativeInt


def forecast_at(
    engine: Engine,
    at: Instant,
    seed: int = SEED,
    replications: int = REPLICATIONS,
    told: Callable[[int], None] = lambda done: None,
    clock: Callable[[], Instant] = present_instant,
) -> Forecast:
    """Forecast from what the store tells of an instant; nothing is written.

    Parameters
    ----------
    at : not after the present
    told : called with how many replications are done
    clock : tells the present; it is asked once the store has begun to tell
    """
    with reading(engine) as connection:
        situation = situation_at(connection, at, clock)
    return forecast(situation, seed, replications, told)


def make_forecast(
    engine: Engine,
    at: Instant,
    seed: int = SEED,
    replications: int = REPLICATIONS,
    told: Callable[[int], None] = lambda done: None,
    clock: Callable[[], Instant] = present_instant,
) -> ForecastMade:
    """Forecast from how things stand, keep it, and hold earlier forecasts against what has come since.

    Parameters
    ----------
    at : the present, as whoever asks has it; what happens while the forecast is being made is not looked at
    clock : see :func:`forecast_at`
    """
    judged = judge_forecasts(engine, at)
    begun = perf_counter()
    made = forecast_at(engine, at, seed, replications, told, clock)
    took = round((perf_counter() - begun) * SECOND)
    document = published(made)
    expected = [
        Expectation(each.case, each.lane, made.at, each.expected_at, each.low_at, each.high_at) for each in made.cases
    ]
    with writing(engine) as connection:
        keep_forecast(connection, KeptForecast(made.at, took, document.model_dump_json()), expected)
    return ForecastMade(forecast=document, judged=judged)


def judge_forecasts(engine: Engine, now: Instant) -> int:
    """Hold the first forecasts of cases against what came, each once.

    Returns
    -------
    how many were judged now
    """
    with reading(engine) as connection:
        waiting = unjudged(connection)
    found = [
        (each, verdict)
        for each in waiting
        if (verdict := verdict_of(each.first.low_at, each.first.high_at, each.completed_at, now)) is not None
    ]
    with writing(engine) as connection:
        for each, verdict in found:
            judge(connection, each.first.case_id, verdict, each.completed_at)
    return len(found)
