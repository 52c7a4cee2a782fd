"""The workflow of a forecast: one activity, which a simulation worker does."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy

with workflow.unsafe.imports_passed_through():  # pure, and the same in every workflow: no need to load it for each
    from services.forecasting.temporal.messages import FORECAST, MAKE_FORECAST, ForecastOrder

_SIGN_OF_LIFE_WITHIN: Final = timedelta(seconds=30)
"""While replications are run in a thread, other threads of the worker have to wait for their turn."""
_LONGEST: Final = timedelta(hours=1)
_AGAIN: Final = RetryPolicy(initial_interval=timedelta(seconds=5), maximum_attempts=3)
"""A forecast that does not come about is none: the next one is due soon."""
_BEFORE_EXPERIMENTS: Final = 2
"""Of the queue's priorities: it looks at the present, and an experiment can wait."""


@workflow.defn(name=FORECAST)
class ForecastWorkflow:
    """Has one forecast made."""

    @workflow.run
    async def run(self, order: ForecastOrder) -> int:
        """Give how many open cases were forecast."""
        made: int = await workflow.execute_activity(
            MAKE_FORECAST,
            order,
            start_to_close_timeout=_LONGEST,
            heartbeat_timeout=_SIGN_OF_LIFE_WITHIN,
            retry_policy=_AGAIN,
            priority=Priority(priority_key=_BEFORE_EXPERIMENTS),
            result_type=int,
        )
        return made
