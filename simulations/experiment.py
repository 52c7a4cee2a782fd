"""Replications of a lane: the same year again and again, with other numbers, until the answer has an interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from datetime import date
from functools import cached_property
from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from simulations.arrivals import arrivals_of
from simulations.checks import Checks, check_run, require_sound
from simulations.run import Replication, Run, simulate
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Lane
from workflows.definition.provenance import Frozen, Title
from workflows.definition.soundness.calls import called_lanes
from workflows.definition.units import OFFICE_DAY
from workflows.events.event import EventKind
from workflows.events.log import EventLog
from workflows.instants import DAY, Instant, Milliseconds, start_of
from workflows.interpreter.plan import Plan, plan_of
from workflows.measures import (
    NONE,
    Observation,
    PoolMeasures,
    StepMeasures,
    Summary,
    case_table,
    measure_pools,
    measure_tasks,
    observe,
    setting_of,
    summarise,
)
from workflows.working_time.state_council import PUBLISHED_YEARS, WorkingDays

GRID = tuple(round(step / 100, 2) for step in range(1, 100))
"""Shares at which distributions are kept: the quantiles from 1 % to 99 %."""


class Design(Frozen):
    """How an experiment is run.

    Parameters
    ----------
    seed : of all its random numbers
    replications : how many times
    lever_replications : how many of them, the first, are run for the lanes between before and after too, to tell what
        each lever contributes; of none, only the whole is told
    starts_on : first day of arrivals, with nobody in the system; by default so long before the end of the published
        calendars that the longest case has room
    warm_up_days : calendar days whose arrivals are not measured, until the queues are what they usually are
    window_days : calendar days whose arrivals are measured
    cool_down_days : calendar days for which cases go on arriving after that, so that the last ones measured still have
        company
    cases : instead of days: so many cases a lane, all of them measured
    background : whether lanes that are called have cases of their own as well, beside which the called ones queue
    confidence : of every interval
    assume_weekdays : whether years without a published calendar are taken as Monday to Friday, and said to be, rather
        than refused
    """

    seed: NonNegativeInt = 1
    replications: PositiveInt = 20
    lever_replications: NonNegativeInt = 20
    starts_on: date = date(2016, 1, 4)
    warm_up_days: NonNegativeInt = 60
    window_days: PositiveInt = 365
    cool_down_days: NonNegativeInt = 60
    cases: PositiveInt | None = None
    background: bool = True
    confidence: Annotated[float, Field(gt=0, lt=1)] = 0.95
    assume_weekdays: bool = False

    @model_validator(mode="after")
    def _starts_in_a_known_year(self) -> Self:
        if self.starts_on.year not in PUBLISHED_YEARS and not self.assume_weekdays:
            raise ValueError(
                f"expected a year from {PUBLISHED_YEARS.start} to {PUBLISHED_YEARS.stop - 1}, whose working days are "
                f"published; was {self.starts_on.year}. Start earlier, or set assume_weekdays."
            )
        return self

    @property
    def window(self) -> tuple[Instant, Instant]:
        """Instants between which a submitted case is measured, unless all are."""
        start = start_of(self.starts_on)
        return start + self.warm_up_days * DAY, start + (self.warm_up_days + self.window_days) * DAY

    def replication(self, number: int) -> Replication:
        """What one replication is run with."""
        days = self.warm_up_days + self.window_days + self.cool_down_days
        until = None if self.cases is not None else start_of(self.starts_on) + days * DAY
        start_at = start_of(self.starts_on)
        return Replication(seed=self.seed, number=number, start_at=start_at, until=until, cases=self.cases)


_LONGEST_RUN = 20


class PoolUse(Frozen):
    """How busy a pool was in the window.

    Parameters
    ----------
    utilisation : share of its members' working time in which they served; 0 where they had none
    queue_length : tasks waiting, mean over time
    waiting_hours : mean wall-clock hours that a task waited for a member; 0 where none joined
    """

    pool: str
    utilisation: float
    queue_length: float
    waiting_hours: float


class Observed(Frozen):
    """What one replication of a lane came to.

    Parameters
    ----------
    processing_time : quantiles in working days, at the shares of :data:`GRID`
    cycle_time : quantiles in calendar days, at the shares of :data:`GRID`
    pools : those of the lane and of the lanes that it calls, however busy others keep them
    cases : all cases of the lane, measured or not; `steps` is over all of them
    completed_tasks : work done in the whole run, for benchmarks
    days : time to how many cases took more than one whole day less and at most so many, from 0 days up: working days
        of `processing_time` and `processing_days`, calendar days of `cycle_time`
    checks : what must be true of every run
    beside : what the lanes beside it came to in the same run, in the order of the model
    """

    replication: int
    summary: Summary
    steps: tuple[StepMeasures, ...]
    pools: tuple[PoolUse, ...]
    processing_time: tuple[float, ...]
    cycle_time: tuple[float, ...]
    cases: NonNegativeInt
    completed_tasks: NonNegativeInt
    days: dict[str, tuple[NonNegativeInt, ...]]
    checks: Checks
    beside: tuple[Observed, ...] = ()

    def of(self, number: int) -> Observed:
        """What one of the measured lanes came to: 0 for the lane in question, then those beside it."""
        return self.beside[number - 1] if number else self


class Model(Frozen):
    """What is simulated together: the lane in question, those beside it, and the lanes that they call.

    Parameters
    ----------
    lane : whose cases are measured
    called : lanes that it, or a lane that it calls, opens cases of
    beside : lanes whose cases come to the same departments at the same time, and are measured too
    followed : numbers of the lane's cases, from 1, that are drawn out where replications are traced; they change
        nothing about what happens
    """

    lane: Lane
    called: tuple[Lane, ...] = ()
    beside: tuple[Lane, ...] = ()
    followed: tuple[PositiveInt, ...] = ()

    @property
    def measured(self) -> tuple[Lane, ...]:
        """The lane in question and those beside it."""
        return (self.lane, *self.beside)

    @cached_property
    def key(self) -> str:
        """Identifies the content."""
        measured, called = ("+".join(map(lane_hash, lanes)) for lanes in (self.measured, self.called))
        return f"{measured}/{called}"


def run_replication(model: Model, design: Design, number: int) -> Observed:
    """Run one replication and measure it. The same arguments give the same bytes, in any process.

    Raises
    ------
    InvalidInputError
        If a lane that is measured has no arrivals; lanes that are called may have none.
    BrokenRunError
        If something was not true of the run that must be of every run: see :mod:`simulations.checks`.
    """
    for lane in model.measured:
        arrivals_of(lane)
    plans = plans_for(model, design)
    return _measured(model, plans, simulate(plans, design.replication(number)), design, number)


def run_replications(
    models: Sequence[Model], design: Design, counts: Sequence[int], executor: Executor | None = None
) -> Iterator[tuple[int, Observed]]:
    """Run replications of some models.

    Parameters
    ----------
    counts : how many of each, the first of the design's
    executor : where they run; in this process if there is none

    Yields
    ------
    index of the model and what its next replication came to, in the order of the models and of the replications
    whatever the order in which they are done

    Raises
    ------
    InvalidInputError
        Before any is run, if a lane that is measured has no arrivals.
    """
    for lane in (lane for model in models for lane in model.measured):
        arrivals_of(lane)
    pairs = [(index, number) for index in range(len(models)) for number in range(counts[index])]
    if executor is None:
        for index, number in pairs:
            yield index, run_replication(models[index], design, number)
        return
    futures = [executor.submit(run_replication, models[index], design, number) for index, number in pairs]
    for (index, _), future in zip(pairs, futures, strict=True):
        yield index, future.result()


_kept: dict[tuple[str, int, bool, bool], dict[str, Plan]] = {}


def plans_for(model: Model, design: Design) -> dict[str, Plan]:
    """Lane id to plan, for a model; the last one is kept, since replications of one model follow each other."""
    key = (model.key, design.starts_on.year, design.assume_weekdays, design.background)
    if key not in _kept:
        days = WorkingDays(beyond="weekdays" if design.assume_weekdays else "refuse")
        last = design.starts_on.year + _LONGEST_RUN if design.assume_weekdays else PUBLISHED_YEARS.stop
        first = design.starts_on.year - 1
        years = range(first if design.assume_weekdays else max(first, PUBLISHED_YEARS.start), last)
        _kept.clear()
        called = [lane if design.background else lane.model_copy(update={"arrivals": None}) for lane in model.called]
        _kept[key] = {lane.id: plan_of(lane, years, days) for lane in (*model.measured, *called)}
    return _kept[key]


def _measured(model: Model, plans: dict[str, Plan], run: Run, design: Design, number: int) -> Observed:
    window = window_of(run.log, design)
    observations = {id_: observation_of(plan, run) for id_, plan in plans.items()}
    uses = {pool.pool: use_of(pool) for pool in measure_pools(list(observations.values()), *window)}
    done = int(np.count_nonzero(np.asarray(run.log.kind) == EventKind.COMPLETED))

    def of(lane: Lane) -> Observed:
        pools = tuple(uses[id_] for id_ in pools_of(lane, model))
        found = _of_lane(observations[lane.id], window, pools, number, done)
        require_sound(lane.id, found.checks)
        return found

    return of(model.lane).model_copy(update={"beside": tuple(of(lane) for lane in model.beside)})


def pools_of(lane: Lane, model: Model) -> dict[str, Title]:
    """The pools of a lane of a model and of the lanes that it calls: id to title."""
    lanes = {each.id: each for each in (*model.measured, *model.called)}
    reached, waiting = [lane.id], [lane.id]
    while waiting:
        for id_ in called_lanes(lanes[waiting.pop()]):
            if id_ not in reached:
                reached.append(id_)
                waiting.append(id_)
    titles: dict[str, Title] = {}
    for each in (lane, *(other for other in lanes.values() if other.id in reached)):
        for id_, pool in each.pools.items():
            titles.setdefault(id_, pool.title)
    return titles


def _of_lane(
    of_lane: Observation, window: tuple[Instant, Instant], pools: tuple[PoolUse, ...], number: int, done: int
) -> Observed:
    start, end = window
    cases = case_table(of_lane)
    chosen = (cases.submitted_at >= start) & (cases.submitted_at < end)
    processed = cases.processing_time[chosen & (cases.processing_time != NONE)]
    finished = cases.cycle_time[chosen & (cases.cycle_time != NONE)]
    return Observed(
        replication=number,
        summary=summarise(of_lane, start, end),
        steps=measure_tasks(of_lane),
        pools=pools,
        processing_time=_quantiles(processed, OFFICE_DAY),
        cycle_time=_quantiles(finished, DAY),
        cases=len(cases.cases),
        completed_tasks=done,
        days={
            "processing_time": _in_days(processed, OFFICE_DAY),
            "processing_days": _in_days(cases.processing_days[chosen & (cases.processing_days != NONE)], 1),
            "cycle_time": _in_days(finished, DAY),
        },
        checks=check_run(of_lane, cases),
    )


def observation_of(plan: Plan, run: Run) -> Observation:
    """The cases of a run that travelled the lane of a plan."""
    setting = setting_of(plan.lane, plan.axes, plan.days)
    return observe(run.log, setting, run.cases_of(plan.lane.id))


def window_of(log: EventLog, design: Design) -> tuple[Instant, Instant]:
    """What is measured of a run: the design's window; where all cases are, from the first event to the last one."""
    return design.window if design.cases is None else (log.at[0], log.at[-1] + 1)


def use_of(pool: PoolMeasures) -> PoolUse:
    """How busy a pool was, in figures."""
    return PoolUse(
        pool=pool.pool,
        utilisation=pool.utilisation if pool.staffed_time else 0.0,
        queue_length=pool.mean_queue_length,
        waiting_hours=pool.mean_waiting_hours if pool.mean_waiting_hours == pool.mean_waiting_hours else 0.0,
    )


def _in_days(values: NDArray[np.int64], day: Milliseconds) -> tuple[int, ...]:
    counts: list[int] = np.bincount(-(-values // day)).tolist() if len(values) else []
    return tuple(counts)


def _quantiles(values: NDArray[np.int64], unit: Milliseconds) -> tuple[float, ...]:
    if not len(values):
        return ()
    quantiles: list[float] = (np.quantile(values, GRID, method="inverted_cdf") / unit).tolist()
    return tuple(quantiles)
