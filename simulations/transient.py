"""How long a lane takes from empty until it is what it usually is.

The k-th case of every replication has entered a system that was just as young, so the mean over replications shows the
way from empty to usual; where it ends is read off it by MSER-5.

References
----------
Welch (1983), in Lavenberg, Computer Performance Modeling Handbook: means over replications.
White (1997): where to cut; see :mod:`simulations.statistics.warm_up`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Executor, Future
from itertools import pairwise

import numpy as np
from pydantic import NonNegativeInt

from simulations.arrivals import arrivals_of
from simulations.checks import check_run, require_sound
from simulations.experiment import Design, Model, plans_for
from simulations.run import simulate
from simulations.statistics.warm_up import BATCH, truncation
from workflows.definition.provenance import Frozen, Title
from workflows.errors import InvalidInputError
from workflows.instants import DAY, start_of
from workflows.measures import NONE, case_table, observe, setting_of


class Cut(Frozen):
    """One place where the start could be cut off.

    Parameters
    ----------
    cases : left out
    day : on which the first case that is kept was submitted, from the start; mean over replications
    statistic : marginal standard error of the cycle times kept
    cycle_time : mean of the batch that begins here, in days
    """

    cases: NonNegativeInt
    day: float
    statistic: float
    cycle_time: float


class WarmUp(Frozen):
    """How long a warm-up should be.

    Parameters
    ----------
    days : whole calendar days to leave out
    cases : that were submitted on them, about
    settled : whether the run was long enough to tell
    looked_at : cases of each replication
    cuts : every place that was looked at, in the order of time
    """

    lane: str
    title: Title
    design: Design
    days: NonNegativeInt
    cases: NonNegativeInt
    settled: bool
    looked_at: NonNegativeInt
    cuts: tuple[Cut, ...]


class Course(Frozen):
    """The finished cases of one replication, in the order of submission.

    Parameters
    ----------
    submitted : days from the start
    cycle_times : days
    """

    replication: NonNegativeInt
    submitted: tuple[float, ...]
    cycle_times: tuple[float, ...]


def run_course(model: Model, design: Design, number: int) -> Course:
    """Run one replication and look at it case by case. The same arguments give the same bytes, in any process.

    Raises
    ------
    InvalidInputError
        If the lane in question has no arrivals.
    BrokenRunError
        If something was not true of the run that must be of every run: see :mod:`simulations.checks`.
    """
    arrivals_of(model.lane)
    plans = plans_for(model, design)
    run, plan = simulate(plans, design.replication(number)), plans[model.lane.id]
    observation = observe(run.log, setting_of(plan.lane, plan.axes, plan.days), run.cases_of(model.lane.id))
    cases = case_table(observation)
    require_sound(model.lane.id, check_run(observation, cases))
    finished = np.flatnonzero(cases.cycle_time != NONE)
    order = finished[np.argsort(cases.submitted_at[finished], kind="stable")]
    days = (cases.submitted_at[order] - start_of(design.starts_on)) / DAY
    times: list[float] = (cases.cycle_time[order] / DAY).tolist()
    return Course(replication=number, submitted=tuple(days.tolist()), cycle_times=tuple(times))


def find_warm_up(
    model: Model, design: Design, executor: Executor, progress: Callable[[int, int], None] = lambda done, of: None
) -> WarmUp:
    """Find out how long the warm-up of a lane should be.

    Parameters
    ----------
    design : all days of it are looked at, those that it would leave out too

    Raises
    ------
    InvalidInputError
        If so few cases enter that nothing can be told.
    """
    futures: list[Future[Course]] = [
        executor.submit(run_course, model, design, number) for number in range(design.replications)
    ]
    found: list[Course] = []
    for done, future in enumerate(futures, start=1):
        found.append(future.result())
        progress(done, design.replications)
    count = min(len(each.cycle_times) for each in found)
    if count < 4 * BATCH:
        raise InvalidInputError(
            f"expected at least {4 * BATCH} cases in every replication to tell a warm-up; found {count}. "
            "Look at more days with --days."
        )
    days = np.mean([each.submitted[:count] for each in found], axis=0)
    times = np.mean([each.cycle_times[:count] for each in found], axis=0)
    cut = truncation(times)
    return WarmUp(
        lane=model.lane.id,
        title=model.lane.title,
        design=design,
        days=math.ceil(days[cut.values]) if cut.values else 0,
        cases=cut.values,
        settled=cut.settled,
        looked_at=count,
        cuts=tuple(
            Cut(
                cases=start,
                day=float(days[start]),
                statistic=statistic,
                cycle_time=float(times[start:end].mean()),
            )
            for (start, end), statistic in zip(
                pairwise(range(0, (len(cut.statistic) + 1) * BATCH, BATCH)), cut.statistic, strict=True
            )
        ),
    )
