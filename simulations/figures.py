"""One side of a comparison in figures: how its cases, steps and pools fared over the replications."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pydantic import NonNegativeFloat, NonNegativeInt

from simulations.experiment import Design, Model, Observed, pools_of
from simulations.statistics.intervals import Interval, mean_interval
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Lane
from workflows.definition.longest_limit import longest_limit
from workflows.definition.provenance import Frozen, Title
from workflows.measures import StepMeasures


class StepFigures(Frozen):
    """How one step went, mean over replications.

    Parameters
    ----------
    per_case : times that a case did it
    waiting_hours, service_hours, sojourn_hours : mean, wall-clock for waiting and sojourn
    rework_share : share of the times that it was begun that were not the first for their case; none if never begun
    spent_hours : hours that a case spends there in all, wall-clock, with its interval over replications; none if no
        replication tells. Both are none too in results of releases that did not know them
    """

    step: str
    title: Title
    pool: str
    per_case: NonNegativeFloat
    waiting_hours: float
    service_hours: float
    sojourn_hours: float
    rework_share: float | None = None
    spent_hours: Interval | None = None


class PoolFigures(Frozen):
    """How busy one pool was."""

    pool: str
    title: Title
    utilisation: Interval
    waiting_hours: Interval


class Side(Frozen):
    """One side of a comparison.

    Parameters
    ----------
    lane_hash : identifies the lane's content
    processing_time, cycle_time : quantiles at the shares of the experiment's grid, mean over replications
    cases : measured in all replications
    longest_limit : working days that its limits come to along its longest way
    """

    lane_hash: str
    processing_time: tuple[float, ...]
    cycle_time: tuple[float, ...]
    cases: NonNegativeInt
    unfinished: NonNegativeInt
    longest_limit: NonNegativeInt
    steps: tuple[StepFigures, ...]
    pools: tuple[PoolFigures, ...]


def side_of(model: Model, observed: Sequence[Observed], design: Design, lane: Lane | None = None) -> Side:
    """Put the replications of a model together.

    Parameters
    ----------
    lane : which of the model's lanes they are of; the lane in question if absent
    """
    lane = model.lane if lane is None else lane
    return Side(
        lane_hash=lane_hash(lane),
        processing_time=_mean_curve([result.processing_time for result in observed]),
        cycle_time=_mean_curve([result.cycle_time for result in observed]),
        cases=sum(result.summary.submitted for result in observed),
        unfinished=sum(result.summary.unfinished for result in observed),
        longest_limit=longest_limit(lane),
        steps=_steps(lane, observed, design),
        pools=_pools(pools_of(lane, model), observed, design),
    )


def _mean_curve(curves: list[tuple[float, ...]]) -> tuple[float, ...]:
    whole = [curve for curve in curves if curve]
    return tuple(math.fsum(values) / len(whole) for values in zip(*whole, strict=True)) if whole else ()


def _steps(lane: Lane, observed: Sequence[Observed], design: Design) -> tuple[StepFigures, ...]:
    cases = [result.cases for result in observed]
    return tuple(
        _step(lane, [result.steps[number] for result in observed], cases, design) for number in _numbers(observed)
    )


def _numbers(observed: Sequence[Observed]) -> range:
    """Every replication measures the same steps, in the order of the lane."""
    return range(len(observed[0].steps))


def _step(lane: Lane, measured: list[StepMeasures], cases: list[int], design: Design) -> StepFigures:
    id_ = measured[0].step
    task = lane.tasks.get(id_)
    whole = sum(cases)
    spent = [each.done * (each.sojourn_time.mean or 0.0) / of for each, of in zip(measured, cases, strict=True) if of]
    return StepFigures(
        step=id_,
        title=lane.titles[id_],
        pool=task.pool if task else "",
        per_case=sum(each.done for each in measured) / whole if whole else 0.0,
        waiting_hours=_weighted([(each.waiting_time.mean, each.waiting_time.count) for each in measured]),
        service_hours=_weighted([(each.service_time.mean, each.service_time.count) for each in measured]),
        sojourn_hours=_weighted([(each.sojourn_time.mean, each.sojourn_time.count) for each in measured]),
        rework_share=_again(measured),
        spent_hours=mean_interval(spent, design.confidence) if spent else None,
    )


def _again(measured: list[StepMeasures]) -> float | None:
    begun = sum(each.begun for each in measured)
    again = math.fsum(each.begun * (each.rework_share or 0.0) for each in measured)
    return again / begun if begun else None


def _weighted(pairs: list[tuple[float | None, int]]) -> float:
    known = [(mean, count) for mean, count in pairs if mean is not None and count]
    total = sum(count for _, count in known)
    return math.fsum(mean * count for mean, count in known) / total if total else 0.0


def _pools(titles: dict[str, Title], observed: Sequence[Observed], design: Design) -> tuple[PoolFigures, ...]:
    figures = []
    for index, pool in enumerate(observed[0].pools):
        uses = [result.pools[index] for result in observed]
        figures.append(
            PoolFigures(
                pool=pool.pool,
                title=titles[pool.pool],
                utilisation=mean_interval([use.utilisation for use in uses], design.confidence),
                waiting_hours=mean_interval([use.waiting_hours for use in uses], design.confidence),
            )
        )
    return tuple(figures)
