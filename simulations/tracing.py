"""What one replication looks like from near: pools by the hours of the week, work at the end of each day, single cases.

It is the same run that gives the figures of :mod:`simulations.experiment`, looked at by the same measures: over the
hours of the week, what pools did adds up to how busy they are said to have been.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import NonNegativeInt, PositiveInt

from simulations.arrivals import arrivals_of
from simulations.checks import check_run, require_sound
from simulations.experiment import (
    GRID,
    Design,
    Model,
    PoolUse,
    observation_of,
    plans_for,
    pools_of,
    use_of,
    window_of,
)
from simulations.run import Run, simulate
from workflows.definition.provenance import Frozen
from workflows.instants import DAY, Instant, Milliseconds, start_of
from workflows.interpreter.plan import Plan
from workflows.measures import (
    NONE,
    CaseTable,
    Observation,
    PoolMeasures,
    case_table,
    measure_pools,
    observe,
    setting_of,
    work_in_progress,
)
from workflows.measures.gantt import Gantt, gantt_of
from workflows.measures.hours import Numbers
from workflows.measures.week import area_by_hour, time_by_hour

OPENED: Final = "/"
"""Stands in the id of a case between the case that has opened it and the step that has."""


class PoolWeek(Frozen):
    """A pool in the window, by the 168 hours of the week from Monday 0:00 in China.

    Parameters
    ----------
    use : over all hours, as experiments tell it
    busy, on_duty : milliseconds that members served, and were there to serve, over all members
    waiting : under the length of its queue, in milliseconds times pieces of work
    """

    use: PoolUse
    busy: tuple[NonNegativeInt, ...]
    on_duty: tuple[NonNegativeInt, ...]
    waiting: tuple[NonNegativeInt, ...]


class Traced(Frozen):
    """What one replication of a lane looks like from near.

    Parameters
    ----------
    time : how much of each hour of the week the window has, in milliseconds
    pools : of the lane and of the lanes that it calls
    under_way : cases of the lane at the end of each day, from the first day of arrivals on
    cases : of the lane in the window
    at_shares : numbers of those cases that stand at the shares of :data:`simulations.experiment.GRID`, by cycle time,
        among those that no other case has opened; nothing if there are none
    cycle_times : of the same cases, in milliseconds
    followed : the model's cases, drawn out; none for one that there is not
    """

    replication: NonNegativeInt
    time: tuple[NonNegativeInt, ...]
    pools: tuple[PoolWeek, ...]
    under_way: tuple[NonNegativeInt, ...]
    cases: NonNegativeInt
    at_shares: tuple[PositiveInt, ...]
    cycle_times: tuple[Milliseconds, ...]
    followed: tuple[Gantt | None, ...]


def run_trace(model: Model, design: Design, number: int) -> Traced:
    """Run one replication and look at it from near. The same arguments give the same bytes, in any process.

    Raises
    ------
    InvalidInputError
        If a lane that is measured has no arrivals.
    BrokenRunError
        If something was not true of the run that must be of every run: see :mod:`simulations.checks`.
    """
    for lane in model.measured:
        arrivals_of(lane)
    plans = plans_for(model, design)
    run = simulate(plans, design.replication(number))
    start, end = window_of(run.log, design)
    observations = {id_: observation_of(plan, run) for id_, plan in plans.items()}
    own = observations[model.lane.id]
    cases = case_table(own)
    require_sound(model.lane.id, check_run(own, cases))
    measured = {pool.pool: pool for pool in measure_pools(list(observations.values()), start, end)}
    within = (cases.submitted_at >= start) & (cases.submitted_at < end)
    at_shares = _at_shares(cases, np.flatnonzero(within))
    return Traced(
        replication=number,
        time=_whole(time_by_hour(start, end)),
        pools=tuple(_week(measured[id_], start, end) for id_ in pools_of(model.lane, model)),
        under_way=_under_way(own, cases, design),
        cases=int(np.count_nonzero(within)),
        at_shares=tuple(_number(cases.cases[row]) for row in at_shares),
        cycle_times=tuple(int(cases.cycle_time[row]) for row in at_shares),
        followed=tuple(_followed(model.lane.id, plans, run, each) for each in model.followed),
    )


def days_of(design: Design) -> int | None:
    """How many days arrivals have, or none where as many cases come as are asked for, however long that takes."""
    return None if design.cases is not None else design.warm_up_days + design.window_days + design.cool_down_days


def _week(pool: PoolMeasures, start: Instant, end: Instant) -> PoolWeek:
    return PoolWeek(
        use=use_of(pool),
        busy=_whole(pool.busy_by_hour.ravel()),
        on_duty=_whole(pool.staffed_by_hour.ravel()),
        waiting=_whole(area_by_hour(pool.queue, start, end)),
    )


def _under_way(observation: Observation, cases: CaseTable, design: Design) -> tuple[int, ...]:
    first = start_of(design.starts_on)
    last = days_of(design)
    days = last if last is not None else -(-(int(cases.closed_at.max(initial=first)) - first) // DAY)
    function = work_in_progress(cases.submitted_at, cases.closed_at, observation)
    return _whole(function.sampled(first + DAY * np.arange(1, days + 1)))


def _at_shares(cases: CaseTable, within: Numbers) -> list[int]:
    """Rows of the cases at the shares of the grid."""
    own = np.array([OPENED not in cases.cases[row] for row in within.tolist()], dtype=np.bool_)
    rows = within[own & (cases.cycle_time[within] != NONE)]
    if not len(rows):
        return []
    # As the inverse of the distribution function; of equal ones, the first that was submitted.
    order = rows[np.lexsort((cases.submitted_at[rows], cases.cycle_time[rows]))]
    places = np.ceil(np.array(GRID) * len(rows) - 1e-9).astype(np.int64) - 1
    chosen: list[int] = order[np.clip(places, 0, None)].tolist()
    return chosen


def _number(case: str) -> int:
    """Which case of its lane it is, by its id."""
    return int(case.rpartition("-")[2])


def _followed(lane: str, plans: dict[str, Plan], run: Run, number: int) -> Gantt | None:
    case = f"{lane}-{number}"
    lane_of = dict(zip(run.log.cases, run.lanes, strict=True))
    if lane_of.get(case) != lane:
        return None

    def alone(one: str) -> Observation:
        plan = plans[lane_of[one]]
        return observe(run.log, setting_of(plan.lane, plan.axes, plan.days), [one])

    return gantt_of(alone(case), (alone(one) for one in run.log.cases if one.startswith(f"{case}{OPENED}")))


def _whole(values: NDArray[np.int64]) -> tuple[int, ...]:
    whole: list[int] = values.tolist()
    return tuple(whole)
