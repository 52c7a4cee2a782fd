"""What a simulation worker does for forecasts. Done twice, it makes two of them, of two instants."""

from __future__ import annotations

import asyncio

from sqlalchemy import Engine
from temporalio import activity

from services.experiments.temporal.activities import alive, in_temporals_words
from services.forecasting.making import make_forecast
from services.forecasting.temporal.messages import MAKE_FORECAST, ForecastOrder
from services.temporal_clock import instant_given_out


class ForecastActivities:
    """The activity of forecasts.

    Parameters
    ----------
    engine : the store
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @activity.defn(name=MAKE_FORECAST)
    async def make_forecast(self, order: ForecastOrder) -> int:
        """Forecast from how things stand now, and keep it.

        Returns
        -------
        open cases that were forecast
        """
        async with in_temporals_words():
            making = asyncio.to_thread(make_forecast, self._engine, instant_given_out(), order.seed, order.replications)
            return (await alive(making, "forecasting")).forecast.open_cases
