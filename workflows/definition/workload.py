"""How much work a lane brings each of its pools, before anything is run.

A pool whose load is 1 or more falls behind for ever, whatever the rules of its queue, so this is looked at on paper
first. Outcomes and attributes count as independent of each other, and no case as ended early: on the safe side for
staff. Child cases bring their work to the pools of their own lane.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, product, repeat
from operator import mul
from typing import Final

from workflows.definition.cadence import rounds
from workflows.definition.conditions import AllOf, AnyOf, AttributeIs, Condition, Not, OutcomeIs, leaves
from workflows.definition.distributions import Distribution, mean_span
from workflows.definition.lane import ArrivalClock, Arrivals, Lane
from workflows.definition.steps import (
    ApplicantStep,
    Choice,
    Flow,
    Gateway,
    Graph,
    Inclusive,
    Loop,
    Node,
    Path,
    Sequence,
    Step,
    Task,
    ThirdPartyStep,
)
from workflows.definition.tree import children, walk
from workflows.definition.variations import time_of, variation_of
from workflows.instants import Milliseconds
from workflows.working_time.axis import WorkingTimeAxis
from workflows.working_time.calendars import compile_axis
from workflows.working_time.state_council import WorkingDays

_GOLDEN: Final = (math.sqrt(5) - 1) / 2
_ARRIVALS_WALKED: Final = 100_000
_ROUNDS = 200
"""Rounds after which the flows of a graph are taken as settled; a token that goes back every second time needs 50."""


def times_done(lane: Lane) -> dict[str, float]:
    """How many times a case does each step of a lane on average: step id to a number >= 0."""
    counted = _Counted(lane, {})
    _count(counted, lane.body, 1.0)
    return {name: counted.times.get(name, 0.0) for name in lane.steps}


def offered_load(lane: Lane, year: int, days: WorkingDays) -> dict[str, float]:
    """The share of its working time for which each pool is busy, if it keeps up.

    Parameters
    ----------
    lane : with arrivals
    year : whose working time is compared: hours of the pools against hours in which cases arrive

    Returns
    -------
    pool id to service time over working time of all its members, >= 0; from 1 on the pool falls behind
    """
    if lane.arrivals is None:
        return dict.fromkeys(lane.pools, 0.0)

    def open_time(calendar: str) -> Milliseconds:
        axis = compile_axis(lane.calendars[calendar], range(year, year + 1), days)
        return axis.between(axis.first, axis.last)

    cases = _cases_of_year(lane, lane.arrivals, year, days)
    times = times_done(lane)
    work: dict[str, float] = defaultdict(float)
    for task in lane.tasks.values():
        work[task.pool] += cases * times[task.id] * _mean_service_time(lane, task)
    return {
        id_: work[id_] / sum(group.count * open_time(group.calendar or pool.calendar) for group in pool.staff)
        for id_, pool in lane.pools.items()
    }


def _cases_of_year(lane: Lane, arrivals: Arrivals, year: int, days: WorkingDays) -> float:
    """How many cases a year brings on average."""
    axis = compile_axis(lane.calendars[arrivals.calendar], range(year, year + 1), days)
    if arrivals.cadence is not None:
        # Counted by the days that rounds are meant for: the last one of a year may wait for an opening in the next.
        rounds_held = sum(1 for _ in rounds(arrivals.cadence, axis.first, axis.last - 1, days))
        return float(rounds_held * arrivals.per_round)
    assert arrivals.gap is not None  # one of the two is given: checked when the lane is loaded
    match arrivals.clock:
        case ArrivalClock.WORKING_TIME:
            return axis.between(axis.first, axis.last) / mean_span(arrivals.gap)
        case ArrivalClock.WALL_CLOCK:
            return (axis.last - axis.first) / mean_span(arrivals.gap)
        case ArrivalClock.WALL_CLOCK_FROM_ARRIVAL:
            return _arriving_one_from_another(axis, arrivals.gap)


def _arriving_one_from_another(axis: WorkingTimeAxis, gap: Distribution) -> float:
    """How many arrive in a year if each gap runs from the arrival before it, moved to an opening or not.

    There is no formula for it, so one year is walked; multiples of the golden ratio are spread evenly enough between 0
    and 1 to stand for chance. Where gaps are very short, only the first one of each opening is moved to it.
    """
    span, opened = mean_span(gap), axis.between(axis.first, axis.last)
    if opened / span > _ARRIVALS_WALKED:
        return opened / span + len(axis.opens)
    at, came = axis.first, 0
    while came < _ARRIVALS_WALKED:
        came += 1
        at += max(round(gap.quantile(came * _GOLDEN % 1.0) * gap.unit.milliseconds), 1)
        if at >= axis.closes[-1]:
            break
        at = axis.next_open(at)
    return float(came - 1)


def _mean_service_time(lane: Lane, task: Task) -> float:
    """Over all cases, in milliseconds: every combination of the attributes that the task's variations ask for."""
    asked = {
        leaf.attribute: lane.attributes[leaf.attribute].values
        for variation in task.variations
        for leaf in leaves(variation.when)
        if isinstance(leaf, AttributeIs)
    }
    return math.fsum(
        math.prod(value.share.value for value in values)
        * mean_span(
            time_of(task, variation_of(task, {id_: each.value for id_, each in zip(asked, values, strict=True)}))
        )
        for values in product(*asked.values())
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """A lane, and how many times a case has done the steps counted so far, on average."""

    lane: Lane
    times: dict[str, float]


def _count(counted: _Counted, step: Step, weight: float) -> None:
    if not isinstance(step, Sequence):
        counted.times[step.id] = counted.times.get(step.id, 0.0) + weight
    if isinstance(step, Loop):
        # The condition asks about the body, so the body is counted before the condition is looked at.
        _count(counted, step.body, weight)
        again = _chance(counted, step.again, weight)
        rounds = math.fsum(accumulate(repeat(again, step.at_most), mul))
        _count(counted, step.body, weight * rounds)
        if step.redo is not None:
            _count(counted, step.redo, weight * rounds)
    else:
        for part, often in _parts(counted, step, weight):
            _count(counted, part, weight * often)


def _parts(counted: _Counted, step: Step, weight: float) -> Iterator[tuple[Step, float]]:
    """The steps directly inside a block with how many times each is done when the block is."""
    match step:
        case Choice():
            yield from _choice_parts(counted, step, weight)
        case Inclusive(paths=paths, otherwise=otherwise):
            chances = [_stated(counted, path, weight) for path in paths]
            yield from zip((path.step for path in paths), chances, strict=True)
            if otherwise is not None:
                yield otherwise, math.prod(1 - chance for chance in chances)
        case Graph(nodes=nodes):
            passes = _passes(counted, step, weight)
            yield from ((node.step, passes[node.id]) for node in nodes if node.step is not None)
        case _:
            yield from ((child, 1.0) for child in children(step))


def _choice_parts(counted: _Counted, choice: Choice, weight: float) -> Iterator[tuple[Step, float]]:
    left = 1.0
    for path in choice.paths:
        stated = _stated(counted, path, weight)
        taken = min(left, stated) if path.when is None else left * stated
        left -= taken
        yield path.step, taken
    if choice.otherwise is not None:
        yield choice.otherwise, left


def _passes(counted: _Counted, graph: Graph, weight: float) -> dict[str, float]:
    """How many tokens pass each node of a graph; a flow that asks how a step inside came out finds it done."""
    inside = {step.id: weight for step in walk(graph) if not isinstance(step, Sequence)}
    counted = _Counted(counted.lane, counted.times | inside)
    nodes = {node.id: node for node in graph.nodes}
    taken = {
        (flow.source, flow.target): _taken(counted, nodes[flow.source], flow, graph, weight) for flow in graph.flows
    }
    # A timer beside a node counts as always coming first: on the safe side for staff.
    taken |= {(node.beside, node.id): 1.0 for node in graph.nodes if node.beside is not None}
    passes = {node.id: float(node.id == graph.start) for node in graph.nodes}
    for _ in range(_ROUNDS):
        inflow: dict[str, list[float]] = defaultdict(list)
        for (source, target), chance in taken.items():
            inflow[target].append(passes[source] * chance)
        passes = {
            node.id: float(node.id == graph.start)
            + (math.fsum if node.join is Gateway.EXCLUSIVE else _largest)(inflow[node.id])
            for node in graph.nodes
        }
    return passes


def _largest(values: list[float]) -> float:
    return max(values, default=0.0)


def _taken(counted: _Counted, node: Node, flow: Flow, graph: Graph, weight: float) -> float:
    flows = [other for other in graph.flows if other.source == node.id]
    if node.split is Gateway.PARALLEL or len(flows) == 1:
        return 1.0
    if flow.when is None and flow.share is None:
        return max(0.0, 1 - math.fsum(_stated(counted, other, weight) for other in flows if other is not flow))
    return _stated(counted, flow, weight)


def _stated(counted: _Counted, path: Path | Flow, weight: float) -> float:
    """The chance of a path: of its condition, else its share, else none."""
    if path.when is not None:
        return _chance(counted, path.when, weight)
    return path.share.value if path.share is not None else 0.0


def _chance(counted: _Counted, condition: Condition, weight: float) -> float:
    """The chance of a condition among the cases that come to it, which are `weight` of all."""
    match condition:
        case AttributeIs(attribute=name, in_=values):
            attribute = counted.lane.attributes[name]
            return math.fsum(value.share.value for value in attribute.values if value.value in values)
        case OutcomeIs(outcome_of=name, in_=values):
            done = min(1.0, counted.times.get(name, 0.0) / weight) if weight else 0.0
            return done * _outcome_chance(counted.lane, counted.lane.steps[name], values)
        case AllOf(all_of=parts):
            return math.prod(_chance(counted, part, weight) for part in parts)
        case AnyOf(any_of=parts):
            return 1 - math.prod(1 - _chance(counted, part, weight) for part in parts)
        case Not(not_=part):
            return 1 - _chance(counted, part, weight)


def _outcome_chance(lane: Lane, step: Step, values: tuple[str, ...]) -> float:
    """How work comes out is stated; a race, a deadline or a child case counts as always coming out that way."""
    if isinstance(step, Task | ApplicantStep | ThirdPartyStep):
        return math.fsum(share for outcome, share in lane.outcome_shares(step) if outcome in values)
    return 1.0
