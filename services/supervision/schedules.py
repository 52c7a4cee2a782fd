"""Schedules on Temporal: one for each loop, which starts a round at every instant that the loop's cadence gives.

The instants are written out, as dates and times. A calendar expression cannot say "the next working day", let alone
know which Saturdays make up for a holiday; an explicit list is the same list that a simulation follows, and a test asks
the server for it. What is scheduled is a round, not a case: see :mod:`workflows.temporal.rounds`.

- An installation has a task queue, and its schedules are called after it; those of another one are left alone.
- Rounds may overlap: one that cannot get through (the store is down) is no reason to leave out the next one.
- A round that was missed while nothing ran is held late, but not for longer than until the next one: `Loop.catch_up`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import product
from typing import Final

from temporalio.api.common.v1 import Payload
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleDescription,
    ScheduleHandle,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.service import RPCError, RPCStatusCode

from services.clock import present_instant
from services.settings import Settings
from services.supervision.loops import Loop, shipped_loops
from services.temporal_client import Temporal, connect
from workflows.errors import ServerUnavailableError, UnknownNameError
from workflows.instants import HOUR, MINUTE, Instant, date_of, instant_of, start_of
from workflows.temporal.names import SUPERVISION_ROUND
from workflows.temporal.rounds import RoundOrder

_ZONE: Final = "Asia/Shanghai"


class Change(StrEnum):
    """What became of a loop's schedule."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Standing:
    """A schedule as the server has it.

    Attributes
    ----------
    lane : id of the lane that comes round
    next_at : the next rounds, at most ten
    up_to_date : whether its rounds are those of the lane as it is shipped now; none if the lane no longer comes round
    """

    lane: str
    cases: int
    paused: bool
    note: str
    held: int
    missed: int
    next_at: tuple[Instant, ...]
    up_to_date: bool | None


async def ensure_schedules(temporal: Temporal, loops: Sequence[Loop]) -> dict[str, Change]:
    """Make the server's schedules those of some loops, and remove those of all others. Doing it again changes nothing.

    A schedule that somebody has paused stays paused.

    Returns
    -------
    lane id to what became of its schedule

    Raises
    ------
    ServerUnavailableError
        If Temporal does not answer; what was done before stays done, and the rest is done by calling again.
    """
    changes: dict[str, Change] = {}
    async with in_our_words(temporal):
        for loop in loops:
            changes[loop.order.lane] = await _ensure(temporal, loop)
        for lane in sorted(await _scheduled_lanes(temporal) - set(changes)):
            if await _remove(temporal, lane):
                changes[lane] = Change.REMOVED
    return changes


async def apply_shipped(settings: Settings) -> dict[str, Change]:
    """Make the schedules of an installation those of the shipped lanes."""
    temporal = await connect(settings)
    return await ensure_schedules(temporal, shipped_loops(present_instant()))


async def remove_schedules(temporal: Temporal) -> dict[str, Change]:
    """Remove the schedules of all loops; cases that their rounds have begun go on."""
    async with in_our_words(temporal):
        lanes = sorted(await _scheduled_lanes(temporal))
        return {lane: Change.REMOVED for lane in lanes if await _remove(temporal, lane)}


async def pause_schedule(temporal: Temporal, lane: str, note: str) -> None:
    """Hold no rounds of a loop until it is resumed; those that fall due in between are not held later.

    Raises
    ------
    UnknownNameError
        If the lane has no schedule.
    """
    async with in_our_words(temporal):
        await (await _existing(temporal, lane)).pause(note=note, rpc_timeout=temporal.unhurried)


async def resume_schedule(temporal: Temporal, lane: str, note: str) -> None:
    """Hold the rounds of a loop again."""
    async with in_our_words(temporal):
        await (await _existing(temporal, lane)).unpause(note=note, rpc_timeout=temporal.unhurried)


async def standings(temporal: Temporal, loops: Sequence[Loop]) -> tuple[Standing, ...]:
    """The schedules as the server has them, by lane.

    Parameters
    ----------
    loops : what they ought to be
    """
    wanted = {loop.order.lane: loop for loop in loops}
    found = []
    async with in_our_words(temporal):
        for lane in sorted({*wanted, *await _scheduled_lanes(temporal)}):
            description = await _description(temporal, lane)
            if description is not None:
                found.append(await _standing(temporal, lane, description, wanted.get(lane)))
    return tuple(found)


def schedule_id(task_queue: str, lane: str) -> str:
    """What the schedule of a lane is called."""
    return f"rounds/{task_queue}/{lane}"


def schedule_of(loop: Loop, task_queue: str) -> Schedule:
    """The schedule of a loop."""
    return Schedule(
        action=ScheduleActionStartWorkflow(
            SUPERVISION_ROUND, loop.order, id=f"round/{task_queue}/{loop.order.lane}", task_queue=task_queue
        ),
        spec=spec_of(loop.instants),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.ALLOW_ALL, catchup_window=loop.catch_up),
    )


def spec_of(instants: Iterable[Instant]) -> ScheduleSpec:
    """Whole minutes as dates and times of day: one entry for every month and time of day, with the days in it."""
    days: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for at in instants:
        day = date_of(at)
        days[day.year, day.month, at - start_of(day)].append(day.day)
    calendars = [
        ScheduleCalendarSpec(
            year=_ranges([year]),
            month=_ranges([month]),
            day_of_month=_ranges(numbers),
            hour=_ranges([time // HOUR]),
            minute=_ranges([time % HOUR // MINUTE]),
        )
        for (year, month, time), numbers in days.items()
    ]
    return ScheduleSpec(calendars=calendars, time_zone_name=_ZONE)


def instants_of(spec: ScheduleSpec) -> frozenset[Instant]:
    """The instants of a spec of the form that :func:`spec_of` makes."""
    return frozenset(
        start_of(date(year, month, day)) + hour * HOUR + minute * MINUTE
        for calendar in spec.calendars
        for year, month, day, hour, minute in product(
            *map(_numbers, (calendar.year, calendar.month, calendar.day_of_month, calendar.hour, calendar.minute))
        )
    )


def _ranges(numbers: Iterable[int]) -> list[ScheduleRange]:
    return [ScheduleRange(number, number) for number in numbers]


def _numbers(ranges: Iterable[ScheduleRange]) -> list[int]:
    return [number for each in ranges for number in range(each.start, max(each.end, each.start) + 1, each.step or 1)]


async def _ensure(temporal: Temporal, loop: Loop) -> Change:
    wanted = schedule_of(loop, temporal.task_queue)
    description = await _description(temporal, loop.order.lane)
    if description is None:
        try:
            name = schedule_id(temporal.task_queue, loop.order.lane)
            await temporal.client.create_schedule(name, wanted, rpc_timeout=temporal.unhurried)
        except ScheduleAlreadyRunningError:  # somebody else was faster, and may have meant something else
            return await _ensure(temporal, loop)
        return Change.CREATED
    if await _is_as_wanted(temporal, description, loop):
        return Change.UNCHANGED

    def renewed(found: ScheduleUpdateInput) -> ScheduleUpdate:
        return ScheduleUpdate(replace(wanted, state=found.description.schedule.state))

    await _handle(temporal, loop.order.lane).update(renewed, rpc_timeout=temporal.unhurried)
    return Change.UPDATED


async def _is_as_wanted(temporal: Temporal, description: ScheduleDescription, loop: Loop) -> bool:
    schedule, wanted = description.schedule, schedule_of(loop, temporal.task_queue)
    action = schedule.action
    return (
        isinstance(action, ScheduleActionStartWorkflow)
        and action.workflow == SUPERVISION_ROUND
        and action.task_queue == temporal.task_queue
        and await _order(temporal.client, action) == loop.order
        and instants_of(schedule.spec) == frozenset(loop.instants)
        and (schedule.policy.overlap, schedule.policy.catchup_window)
        == (wanted.policy.overlap, wanted.policy.catchup_window)
    )


async def _standing(temporal: Temporal, lane: str, description: ScheduleDescription, loop: Loop | None) -> Standing:
    action = description.schedule.action
    order = await _order(temporal.client, action) if isinstance(action, ScheduleActionStartWorkflow) else None
    info = description.info
    return Standing(
        lane=lane,
        cases=order.cases if order else 0,
        paused=description.schedule.state.paused,
        note=description.schedule.state.note or "",
        held=info.num_actions,
        missed=info.num_actions_missed_catchup_window,
        next_at=tuple(instant_of(at) for at in info.next_action_times),
        up_to_date=None if loop is None else await _is_as_wanted(temporal, description, loop),
    )


async def _order(client: Client, action: ScheduleActionStartWorkflow) -> RoundOrder | None:
    """What a schedule of the server orders; none if it is not of our making."""
    payloads = [argument for argument in action.args if isinstance(argument, Payload)]
    if len(payloads) != 1:
        return None
    [order] = await client.data_converter.decode(payloads, [RoundOrder])
    return order if isinstance(order, RoundOrder) else None


async def _scheduled_lanes(temporal: Temporal) -> set[str]:
    prefix = schedule_id(temporal.task_queue, "")
    listed = await temporal.client.list_schedules(rpc_timeout=temporal.unhurried)
    return {each.id.removeprefix(prefix) async for each in listed if each.id.startswith(prefix)}


async def _remove(temporal: Temporal, lane: str) -> bool:
    """Whether there was anything to remove: the list of schedules lags behind."""
    try:
        await _handle(temporal, lane).delete(rpc_timeout=temporal.unhurried)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return False
    return True


async def _existing(temporal: Temporal, lane: str) -> ScheduleHandle:
    if await _description(temporal, lane) is None:
        raise UnknownNameError("scheduled loop", lane, sorted(await _scheduled_lanes(temporal)))
    return _handle(temporal, lane)


async def _description(temporal: Temporal, lane: str) -> ScheduleDescription | None:
    try:
        return await _handle(temporal, lane).describe(rpc_timeout=temporal.unhurried)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return None


def _handle(temporal: Temporal, lane: str) -> ScheduleHandle:
    return temporal.client.get_schedule_handle(schedule_id(temporal.task_queue, lane))


@asynccontextmanager
async def in_our_words(temporal: Temporal) -> AsyncIterator[None]:
    """Say of Temporal's silence what can be done about it."""
    address = temporal.client.service_client.config.target_host
    try:
        yield
    except RPCError as error:
        raise ServerUnavailableError(f"Temporal at {address} does not answer: {error.message}") from error
    except RuntimeError as error:
        if "client connect" not in str(error):
            raise
        raise ServerUnavailableError(f"Temporal at {address} cannot be reached") from error
