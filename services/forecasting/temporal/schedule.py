"""The schedule of forecasts: one of an installation, called after its task queue."""

from __future__ import annotations

from datetime import timedelta

from temporalio.client import (
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.service import RPCError, RPCStatusCode

from services.forecasting.defaults import REPLICATIONS, SEED
from services.forecasting.temporal.messages import FORECAST, ForecastOrder
from services.settings import Settings
from services.supervision.schedules import in_our_words
from services.temporal_client import Temporal, connect


def schedule_id(task_queue: str) -> str:
    """What the schedule of an installation is called."""
    return f"forecast/{task_queue}"


def forecast_schedule(settings: Settings) -> Schedule:
    """The schedule that the settings ask for; at no time do two forecasts run, and none is made up for later."""
    every = timedelta(seconds=settings.forecast_every)
    return Schedule(
        action=ScheduleActionStartWorkflow(
            FORECAST,
            ForecastOrder(seed=SEED, replications=REPLICATIONS),
            id=f"forecast/{settings.task_queue}",
            task_queue=settings.simulation_task_queue,
        ),
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=every)]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=every),
    )


async def apply_forecast_schedule(settings: Settings) -> bool:
    """Make Temporal's schedule the one that the settings ask for, or remove it. Doing it again changes nothing.

    Returns
    -------
    whether there is one now

    Raises
    ------
    ServerUnavailableError
        If Temporal does not answer.
    """
    temporal = await connect(settings)
    async with in_our_words(temporal):
        if not settings.forecast_every:
            await _remove(temporal, settings)
            return False
        await _ensure(temporal, settings)
    return True


async def _ensure(temporal: Temporal, settings: Settings) -> None:
    wanted = forecast_schedule(settings)
    try:
        await temporal.client.create_schedule(
            schedule_id(settings.task_queue), wanted, rpc_timeout=temporal.unhurried, trigger_immediately=True
        )
    except ScheduleAlreadyRunningError:

        def renewed(found: ScheduleUpdateInput) -> ScheduleUpdate:
            wanted.state = found.description.schedule.state  # whoever has paused it meant it
            return ScheduleUpdate(wanted)

        handle = temporal.client.get_schedule_handle(schedule_id(settings.task_queue))
        await handle.update(renewed, rpc_timeout=temporal.unhurried)


async def _remove(temporal: Temporal, settings: Settings) -> None:
    try:
        handle = temporal.client.get_schedule_handle(schedule_id(settings.task_queue))
        await handle.delete(rpc_timeout=temporal.unhurried)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
