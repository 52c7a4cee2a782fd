"""How busy each pool was, and how long its queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workflows.definition.steps import Task
from workflows.instants import DAY, HOUR, Instant, date_of, start_of
from workflows.measures.columns import NONE
from workflows.measures.hours import Hours, Numbers
from workflows.measures.observation import Observation
from workflows.measures.over_time import StepFunction, counted

_WEEK_HOURS = 7 * 24


@dataclass(frozen=True, slots=True, eq=False)
class PoolMeasures:
    """How one pool fared in a window of time.

    Attributes
    ----------
    pool : id
    busy_time : milliseconds that members served, over all members
    staffed_time : milliseconds of working time that the members had
    busy_by_hour, staffed_by_hour : the same, by weekday (from Monday) and hour of the day in China
    queue : work waiting for a member at each instant, suspended work included
    mean_queue_length : time-weighted mean of `queue` in the window
    arrivals_per_hour : pieces of work that joined the queue, per hour of calendar time in the window
    mean_waiting_hours : calendar time waited by the work that joined in the window and has been started, suspensions
        included; nan if there was none. In the long run `mean_queue_length` = `arrivals_per_hour` x this (Little)
    """

    pool: str
    busy_time: int
    staffed_time: int
    busy_by_hour: Numbers
    staffed_by_hour: Numbers
    queue: StepFunction
    mean_queue_length: float
    arrivals_per_hour: float
    mean_waiting_hours: float

    @property
    def utilisation(self) -> float:
        """Share of the members' working time in which they served; nan if they had none in the window."""
        return self.busy_time / self.staffed_time if self.staffed_time else float("nan")

    @property
    def utilisation_by_hour(self) -> NDArray[np.float64]:
        """The same by weekday and hour; nan where nobody works."""
        share = np.full(self.busy_by_hour.shape, np.nan)
        np.divide(self.busy_by_hour, self.staffed_by_hour, out=share, where=self.staffed_by_hour > 0)
        return share


def measure_pools(observations: Sequence[Observation], start: Instant, end: Instant) -> tuple[PoolMeasures, ...]:
    """Measure every pool over [start, end).

    Parameters
    ----------
    observations : at least one; lanes that name the same pool share its members, so all that share belong here together
    start, end : the log should be complete up to `end`; work not ended by then counts as going on

    Raises
    ------
    ValueError
        If the window does not end after its start.
    """
    if start >= end:
        raise ValueError(f"expected a window that ends after its start; was {start} to {end}")
    pools = dict.fromkeys(pool for observation in observations for pool in observation.setting.lane.pools)
    return tuple(_measure(observations, pool, start, end) for pool in pools)


@dataclass(frozen=True, slots=True, eq=False)
class _Load:
    """What one lane asked of a pool.

    Attributes
    ----------
    queued_from, queued_until : spells of waiting, those of suspended work included
    joined_at : when work joined the queue for the first time
    waiting_time : of each of these, calendar time, NONE if it has not been started
    """

    busy: Numbers
    queued_from: Numbers
    queued_until: Numbers
    joined_at: Numbers
    waiting_time: Numbers


def _measure(observations: Sequence[Observation], pool: str, start: Instant, end: Instant) -> PoolMeasures:
    sharing = [observation for observation in observations if pool in observation.setting.lane.pools]
    setting = sharing[0].setting
    staffed = np.zeros(_WEEK_HOURS, np.int64)
    for index, entry in zip(setting.staff_hours[pool], setting.lane.pools[pool].staff, strict=True):
        staffed += entry.count * _by_hour(setting.hours[index], np.array([start]), np.array([end]), start, end)

    loads = [_load(observation, pool, start, end) for observation in sharing]
    busy = np.sum([load.busy for load in loads], axis=0)
    queue = counted(
        np.concatenate([load.queued_from for load in loads]), np.concatenate([load.queued_until for load in loads])
    )
    joined_at = np.concatenate([load.joined_at for load in loads])
    waiting_time = np.concatenate([load.waiting_time for load in loads])
    new = (joined_at >= start) & (joined_at < end)
    waited = waiting_time[new & (waiting_time != NONE)]
    return PoolMeasures(
        pool=pool,
        busy_time=int(busy.sum()),
        staffed_time=int(staffed.sum()),
        busy_by_hour=busy.reshape(7, 24),
        staffed_by_hour=staffed.reshape(7, 24),
        queue=queue,
        mean_queue_length=queue.mean(start, end),
        arrivals_per_hour=int(np.count_nonzero(new)) * HOUR / (end - start),
        mean_waiting_hours=int(waited.sum()) / len(waited) / HOUR if len(waited) else float("nan"),
    )


def _load(observation: Observation, pool: str, start: Instant, end: Instant) -> _Load:
    work, setting = observation.work, observation.setting
    its = np.array([isinstance(step, Task) and step.pool == pool for step in work.steps], dtype=np.bool_)[work.step]
    served = np.flatnonzero(its & (work.started_at != NONE))
    joined = np.flatnonzero(its & (work.enabled_at != NONE))
    resting = its[work.suspended_row]
    rested, suspended_at, resumed_at = (
        column[resting] for column in (work.suspended_row, work.suspended_at, work.resumed_at)
    )
    busy = np.zeros(_WEEK_HOURS, np.int64)
    for index in np.unique(work.hours[served]).tolist():
        mine, idle = served[work.hours[served] == index], work.hours[rested] == index
        busy += _by_hour(setting.hours[index], work.started_at[mine], work.service_end[mine], start, end)
        busy -= _by_hour(setting.hours[index], suspended_at[idle], resumed_at[idle], start, end)

    left_at = np.where(work.started_at != NONE, work.started_at, work.until)
    waiting_time = np.where(work.started_at != NONE, work.started_at - work.enabled_at, NONE)
    np.add.at(waiting_time, rested, resumed_at - suspended_at)
    return _Load(
        busy=busy,
        queued_from=np.concatenate((work.enabled_at[joined], suspended_at)),
        queued_until=np.concatenate((left_at[joined], resumed_at)),
        joined_at=work.enabled_at[joined],
        waiting_time=waiting_time[joined],
    )


def _by_hour(hours: Hours, start: Numbers, end: Numbers, low: Instant, high: Instant) -> Numbers:
    """Working time of spells within [low, high), by hour of the week from Monday 0:00 in China.

    A spell covers most of its hours wholly, so these are counted like a step function; only its first and last hour
    need instants of their own.
    """
    start, end = np.clip(start, low, high), np.clip(end, low, high)
    monday = start_of(date_of(low)) - date_of(low).weekday() * DAY
    first, last = (start - monday) // HOUR, (end - monday) // HOUR
    base, count = int((low - monday) // HOUR), int((high - monday) // HOUR - (low - monday) // HOUR) + 1
    # An axis ends with a year, so an hour is asked for only inside the window.
    edges = np.clip(monday + (base + np.arange(count + 1)) * HOUR, low, high)
    worked = np.diff(hours.worked_until(edges))
    wholly = np.bincount(first - base, minlength=count + 1) - np.bincount(last - base, minlength=count + 1)
    by_hour = np.cumsum(wholly)[:count] * worked
    # Counted whole so far: from the first hour to the one before the last. Take off what came before, add what is left.
    before = hours.between(edges[first - base], start)
    after = hours.between(edges[last - base], end)
    by_hour -= np.bincount(first - base, before, minlength=count).astype(np.int64)[:count]
    by_hour += np.bincount(last - base, after, minlength=count).astype(np.int64)[:count]
    hour_of_week = (base + np.arange(count)) % _WEEK_HOURS
    return np.bincount(hour_of_week, by_hour, minlength=_WEEK_HOURS).astype(np.int64)
