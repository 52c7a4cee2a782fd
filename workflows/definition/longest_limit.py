"""What the limits of a lane come to along its own structure: the longest a case can be kept within every limit."""

from __future__ import annotations

from workflows.definition.graphs import reachable, successors
from workflows.definition.lane import Lane
from workflows.definition.limits import items, longest_chain
from workflows.definition.steps import (
    ClockStop,
    Deadline,
    Graph,
    Loop,
    Ordered,
    Sequence,
    Step,
    Task,
)
from workflows.definition.tree import children, id_of


def longest_limit(lane: Lane) -> int:
    """Limits of items added up along the longest way through the lane as it is arranged.

    Work under a stopped clock counts nothing, a loop counts once, a choice counts its longest path. A flow of a
    graph that leads back counts as a loop does. For a serial lane it is the sum of the limits; levers that rearrange
    steps or cut limits change it.

    Returns
    -------
    working days
    """
    return _longest(lane.body, items(lane))


def _longest(step: Step, limits: dict[str, int]) -> int:
    match step:
        case Task(id=id_):
            return limits.get(id_, 0)
        case ClockStop():
            return 0
        case Sequence(steps=parts):
            return sum(_longest(part, limits) for part in parts)
        case Loop(body=body) | Deadline(body=body):
            return _longest(body, limits)
        case Ordered():
            return _along_order(step, limits)
        case Graph():
            return _along_flows(step, limits)
        case _:
            return max((_longest(part, limits) for part in children(step)), default=0)


def _along_order(block: Ordered, limits: dict[str, int]) -> int:
    parts = {id_of(item.step) or f"#{index}": item for index, item in enumerate(block.steps)}
    days = {name: _longest(item.step, limits) for name, item in parts.items()}
    return longest_chain({name: item.after for name, item in parts.items()}, days)


def _along_flows(graph: Graph, limits: dict[str, int]) -> int:
    """Along the flows that do not lead back; where they still run in a circle, each of its nodes counts once."""
    own = {node.id: _longest(node.step, limits) if node.step else 0 for node in graph.nodes}
    following = successors(graph)
    # A flow leads back if there is no way from the start to its source but by its target.
    past = {name: reachable([graph.start], following, without=name) for name in following}
    onward = {name: [target for target in following[name] if name in past[target]] for name in following}
    later = {name: reachable([name], onward) for name in reachable([graph.start], onward)}
    circle = {name: min(other for other in later[name] if name in later[other]) for name in later}
    days = dict.fromkeys(circle.values(), 0)
    before: dict[str, set[str]] = {name: set() for name in days}
    for name, first in circle.items():
        days[first] += own[name]
        for then in {circle[target] for target in onward[name]} - {first}:
            before[then].add(first)
    return longest_chain(before, days)
