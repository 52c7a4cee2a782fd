"""Replications of a textbook queue, long enough for what is asked of them, and the verdict on a closed form.

**False alarms.** All intervals of one sweep together miss a true value with a chance of at most FALSE_ALARM (Bonferroni
over INTERVALS of them). Seeds are fixed, so a run either is such a case for ever or never; they were not chosen by
looking at results: it is 1 everywhere.

**Power.** An interval that contains everything proves nothing. Each plan states the relative half-width that it is made
for, and :func:`holds` refuses intervals that are wider than chance explains.

**Length.** Waits in a row resemble each other; :func:`tests.oracles.queueing.relative_variance` says how much, and so
how many cases a half-width takes. The start is left out until the memory of the empty system has faded to FADED; the
same time is run on after the window, so that its last cases meet the usual traffic behind them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import chdtri

from simulations.run import Replication, simulate
from simulations.statistics.intervals import Interval, mean_interval
from simulations.statistics.student import student_quantile
from tests.analytic.identities import check_identities
from tests.oracles.queueing import relative_variance, relaxation_hours
from workflows.definition.lane import Lane
from workflows.instants import HOUR, Instant, parse_instant
from workflows.interpreter.plan import plan_of
from workflows.measures import NONE, Observation, PoolMeasures, Summary, measure_pools, observe, setting_of, summarise
from workflows.measures.hours import Flags, Numbers
from workflows.working_time.state_council import WorkingDays

FALSE_ALARM: Final = 0.01
INTERVALS: Final = 60
"""Asserted in one sweep over tests/analytic, slow ones included; counted generously."""
CONFIDENCE: Final = 1 - FALSE_ALARM / INTERVALS
FADED: Final = 1e-3
REPLICATIONS: Final = 20
STARTS_AT: Final = parse_instant("2001-01-01T00:00:00+08:00")
DAYS: Final = WorkingDays(beyond="weekdays")
YEARS: Final = range(2000, 2060)


@dataclass(frozen=True)
class Length:
    """How long each replication is, in hours.

    Attributes
    ----------
    half_width : of the interval that this length is meant to give, relative to the mean
    """

    warm_up: float
    window: float
    half_width: float


def length_for(
    half_width: float,
    *,
    arrival_rate: float,
    load: float,
    service_rate: float = 1.0,
    arrival_variation: float = 1.0,
    service_variation: float = 1.0,
) -> Length:
    """The length at which the interval on the mean wait at a station should have a relative half-width."""
    variance = relative_variance(load, arrival_variation, service_variation)
    cases = variance * (student_quantile(REPLICATIONS - 1, (1 + CONFIDENCE) / 2) / half_width) ** 2
    variation = max(1.0, (arrival_variation + service_variation) / 2)
    warm_up = relaxation_hours(service_rate, load) * variation * math.log(1 / FADED)
    return Length(warm_up, cases / REPLICATIONS / arrival_rate, half_width)


def length_of_cases(cases: int, *, arrival_rate: float, longest_hours: float) -> Length:
    """The length for cases that have nothing to do with each other, where a hundred times the longest mean is over."""
    half_width = student_quantile(REPLICATIONS - 1, (1 + CONFIDENCE) / 2) / math.sqrt(cases)
    return Length(longest_hours * math.log(1 / FADED), cases / REPLICATIONS / arrival_rate, half_width)


@dataclass(frozen=True)
class Watched:
    """One replication, through the measures that every user of the product has."""

    summary: Summary
    pools: Mapping[str, PoolMeasures]
    observation: Observation
    window: tuple[Instant, Instant]

    def joined(self, step: str) -> Flags:
        """Which pieces of work are of a step and became due in the window."""
        work, (start, end) = self.observation.work, self.window
        its: Flags = work.step == [one.id for one in work.steps].index(step)
        return its & (work.enabled_at >= start) & (work.enabled_at < end)

    def waits(self, step: str) -> Numbers:
        """Milliseconds from becoming due to being begun, of the work of a step in the window."""
        work, joined = self.observation.work, self.joined(step)
        assert (work.started_at[joined] != NONE).all()
        waits: Numbers = (work.started_at - work.enabled_at)[joined]
        return waits

    def sojourns(self, step: str) -> Numbers:
        """Milliseconds from becoming due to being done, of the work of a step in the window."""
        work, joined = self.observation.work, self.joined(step)
        assert (work.completed_at[joined] != NONE).all()
        sojourns: Numbers = (work.completed_at - work.enabled_at)[joined]
        return sojourns


def watch(lane: Lane, length: Length, number: int = 0) -> Watched:
    """Run one replication and measure its window."""
    start = STARTS_AT + round(length.warm_up * HOUR)
    end = start + round(length.window * HOUR)
    until = end + round(length.warm_up * HOUR)
    plan = plan_of(lane, YEARS, DAYS)
    run = simulate({lane.id: plan}, Replication(seed=1, number=number, start_at=STARTS_AT, until=until))
    observation = observe(run.log, setting_of(lane, plan.axes, plan.days))
    check_identities(observation)
    pools = {pool.pool: pool for pool in measure_pools([observation], start, end)}
    return Watched(summarise(observation, start, end), pools, observation, (start, end))


def watch_all(lane: Lane, length: Length) -> list[Watched]:
    """Run all replications."""
    return [watch(lane, length, number) for number in range(REPLICATIONS)]


def interval(watched: Sequence[Watched], of: Callable[[Watched], float]) -> Interval:
    """Student's interval on a measure."""
    return mean_interval([of(each) for each in watched], CONFIDENCE)


def holds(found: Interval, expected: float, half_width: float) -> bool:
    """Whether the interval contains the closed form, and is as narrow as planned.

    The estimated deviation scatters around the true one like the root of chi² over its degrees of freedom, so an
    interval may come out wider than planned by as much as that does once in a thousand times.
    """
    assert found.half_width is not None
    wider = math.sqrt(float(chdtri(found.values - 1, 1e-3)) / (found.values - 1))
    assert found.half_width <= half_width * wider * expected, f"{found} is too wide to say anything about {expected}"
    assert abs(found.mean - expected) <= found.half_width, f"{found} does not contain {expected}"
    return True


def wait_at(pool: str) -> Callable[[Watched], float]:
    """Mean hours that work waited for a member."""
    return lambda watched: watched.pools[pool].mean_waiting_hours


def wait_of(step: str) -> Callable[[Watched], float]:
    """Mean hours that a step waited for a member."""
    return lambda watched: float(watched.waits(step).mean()) / HOUR


def sojourn_of(step: str) -> Callable[[Watched], float]:
    """Mean hours from a step's becoming due to its being done."""
    return lambda watched: float(watched.sojourns(step).mean()) / HOUR


def share_that_waits(step: str) -> Callable[[Watched], float]:
    """Share of the times that it had to wait at all."""
    return lambda watched: float((watched.waits(step) > 0).mean())


def share_completed(step: str) -> Callable[[Watched], float]:
    """Share of the times that it was done, of those that it was begun."""
    return lambda watched: float(
        (watched.observation.work.completed_at != NONE)[watched.joined(step)].astype(np.float64).mean()
    )


def queue_at(pool: str) -> Callable[[Watched], float]:
    """Mean number of pieces of work waiting."""
    return lambda watched: watched.pools[pool].mean_queue_length


def load_at(pool: str) -> Callable[[Watched], float]:
    """Utilisation."""
    return lambda watched: watched.pools[pool].utilisation


def cycle_hours(watched: Watched) -> float:
    """Mean time in the system."""
    return figure(watched, "cycle_time.mean") * 24


def figure(watched: Watched, kpi: str) -> float:
    """A KPI."""
    value = watched.summary.value(kpi)
    assert value is not None
    return value
