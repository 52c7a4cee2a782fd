"""What a lane looks like from near, over replications; before and after a reform, if there is one.

Pools by the hours of the week and the work at the end of each day are means over replications. Single cases are those
of the first replication: before and after, the same case with the same draws.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from datetime import date

from pydantic import NonNegativeFloat, NonNegativeInt, PositiveInt

from simulations.experiment import GRID, Design, Model, pools_of
from simulations.statistics.intervals import Interval, mean_interval
from simulations.tracing import Traced, run_trace
from workflows.definition.hashing import lane_hash
from workflows.definition.provenance import Frozen, Title
from workflows.errors import InvalidInputError
from workflows.measures.gantt import Gantt


class PoolHours(Frozen):
    """One pool by the 168 hours of the week, from Monday 0:00 in China.

    Parameters
    ----------
    utilisation, queue_length, waiting_hours : over all hours: the figures that a simulation of the lane tells
    busy : share of its members' time on duty in which they served; none in hours in which nobody is ever on duty
    on_duty : members on duty, mean over time; below all of them where the office is open on some weeks only
    queue : pieces of work waiting, mean over time
    """

    pool: str
    title: Title
    utilisation: Interval
    queue_length: Interval
    waiting_hours: Interval
    busy: tuple[NonNegativeFloat | None, ...]
    on_duty: tuple[NonNegativeFloat, ...]
    queue: tuple[NonNegativeFloat, ...]


class UnderWay(Frozen):
    """Cases under way at the end of each day.

    Parameters
    ----------
    first : the day that the first value is of
    mean : over replications
    low, high : of the interval on that mean, day by day; none from a single replication
    p10, p90 : between which four of five replications lie
    """

    first: date
    mean: tuple[NonNegativeFloat, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    p10: tuple[NonNegativeInt, ...]
    p90: tuple[NonNegativeInt, ...]


class TracedSide(Frozen):
    """A lane from near.

    Parameters
    ----------
    cases : measured in all replications
    """

    lane: str
    title: Title
    lane_hash: str
    cases: NonNegativeInt
    pools: tuple[PoolHours, ...]
    under_way: UnderWay


class TracedCase(Frozen):
    """One case of the first replication, drawn out.

    Parameters
    ----------
    number : of the case, from 1, as in its id
    share : of cases that take at most as long before; none of a case that was asked for by its number
    before, after : the case on each side; none where there is none of that number, or no such side
    """

    number: PositiveInt
    share: float | None
    before: Gantt | None
    after: Gantt | None


class Trace(Frozen):
    """What a lane looks like from near.

    Parameters
    ----------
    scenario : id of what makes the lane after of the lane before; empty if there is one lane only
    title : of the scenario, or of the lane
    """

    scenario: str
    title: Title
    design: Design
    before: TracedSide
    after: TracedSide | None
    cases: tuple[TracedCase, ...]


def trace(
    named: tuple[str, Title],
    models: Sequence[Model],
    chosen: tuple[Sequence[float], Sequence[int]],
    design: Design,
    executor: Executor,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Trace:
    """Look at a lane, or at a lane before and after, from near.

    Parameters
    ----------
    named : the scenario and its title
    models : the lane, or the lane before and the lane after
    chosen : which cases are drawn out: shares of those in :data:`simulations.experiment.GRID`, and numbers
    executor : where replications run

    Raises
    ------
    InvalidInputError
        If no case was submitted that could be drawn out, or there is no case of a number.
    """
    shares, numbers = chosen
    waiting = [
        [executor.submit(run_trace, model, design, each) for each in range(design.replications)] for model in models
    ]
    # With its number alone a case can be looked for at once.
    drawn = None if shares else _drawn_out(models, numbers, design, executor)
    found: list[list[Traced]] = [[] for _ in models]
    for side, futures in zip(found, waiting, strict=True):
        for future in futures:
            side.append(future.result())
            progress(sum(map(len, found)), len(models) * design.replications)
    wanted: dict[int, float | None] = dict.fromkeys(numbers)
    for share in shares:
        wanted.setdefault(_at(share, found[0][0], models[0]), share)
    if drawn is None:
        drawn = _drawn_out(models, tuple(wanted), design, executor)
    before, *after = (future.result().followed for future in drawn)
    sides = [_side(model, traced, design) for model, traced in zip(models, found, strict=True)]
    return Trace(
        scenario=named[0],
        title=named[1],
        design=design,
        before=sides[0],
        after=sides[1] if after else None,
        cases=tuple(
            TracedCase(
                number=number,
                share=share,
                before=_there(before[place], number, models[0]),
                after=after[0][place] if after else None,
            )
            for place, (number, share) in enumerate(wanted.items())
        ),
    )


def _drawn_out(
    models: Sequence[Model], numbers: Sequence[int], design: Design, executor: Executor
) -> list[Future[Traced]]:
    """The first replication of each model with some of its cases drawn out."""
    followed = [model.model_copy(update={"followed": tuple(dict.fromkeys(numbers))}) for model in models]
    return [executor.submit(run_trace, model, design, 0) for model in followed]


def _at(share: float, traced: Traced, model: Model) -> int:
    """The number of the case that stands at a share of the grid.

    Raises
    ------
    InvalidInputError
        If there was none.
    """
    if not traced.at_shares:
        raise InvalidInputError(
            f"expected a case of lane {model.lane.id!r} to draw out; found none in the window of the first "
            "replication. Measure more days, or ask for a number of cases."
        )
    return traced.at_shares[GRID.index(share)]


def _there(found: Gantt | None, number: int, model: Model) -> Gantt:
    if found is None:
        raise InvalidInputError(
            f"expected the number of a case of lane {model.lane.id!r} in its first replication; was {number}, and "
            "fewer cases came. Name a smaller one."
        )
    return found


def _side(model: Model, traced: Sequence[Traced], design: Design) -> TracedSide:
    titles = pools_of(model.lane, model)
    return TracedSide(
        lane=model.lane.id,
        title=model.lane.title,
        lane_hash=lane_hash(model.lane),
        cases=sum(each.cases for each in traced),
        pools=tuple(_hours(titles[id_], place, traced, design) for place, id_ in enumerate(titles)),
        under_way=_under_way([each.under_way for each in traced], design),
    )


def _hours(title: Title, place: int, traced: Sequence[Traced], design: Design) -> PoolHours:
    weeks = [each.pools[place] for each in traced]
    # Whole numbers of milliseconds: however many replications there are, nothing is lost in the sums.
    time, busy, on_duty, waiting = (
        [sum(values) for values in zip(*columns, strict=True)]
        for columns in (
            [each.time for each in traced],
            [each.busy for each in weeks],
            [each.on_duty for each in weeks],
            [each.waiting for each in weeks],
        )
    )
    return PoolHours(
        pool=weeks[0].use.pool,
        title=title,
        utilisation=mean_interval([each.use.utilisation for each in weeks], design.confidence),
        queue_length=mean_interval([each.use.queue_length for each in weeks], design.confidence),
        waiting_hours=mean_interval([each.use.waiting_hours for each in weeks], design.confidence),
        busy=tuple(served / there if there else None for served, there in zip(busy, on_duty, strict=True)),
        on_duty=tuple(there / of if of else 0.0 for there, of in zip(on_duty, time, strict=True)),
        queue=tuple(area / of if of else 0.0 for area, of in zip(waiting, time, strict=True)),
    )


def _under_way(counts: Sequence[tuple[int, ...]], design: Design) -> UnderWay:
    days = max(map(len, counts))
    # Where so many cases come as are asked for, a replication that is through has none under way any more.
    by_day = list(zip(*(each + (0,) * (days - len(each)) for each in counts), strict=True))
    means = [mean_interval(values, design.confidence) for values in by_day]
    return UnderWay(
        first=design.starts_on,
        mean=tuple(each.mean for each in means),
        low=tuple(each.low for each in means),
        high=tuple(each.high for each in means),
        p10=tuple(_quantile(values, 0.1) for values in by_day),
        p90=tuple(_quantile(values, 0.9) for values in by_day),
    )


def _quantile(values: Sequence[int], share: float) -> int:
    """The inverse of the distribution function, which is one of the values."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
