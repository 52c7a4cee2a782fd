"""What the limits of a lane come to along its own structure: the longest a case can be kept within every limit."""

from __future__ import annotations

from workflows.definition.lane import Lane
from workflows.definition.limits import items
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
from workflows.definition.tree import children


def longest_limit(lane: Lane) -> int:
    """Limits of items added up along the longest way through the lane as it is arranged.

    Work under a stopped clock counts nothing, a loop counts once, a choice counts its longest path. For a serial lane
    it is the sum of the limits; levers that rearrange steps or cut limits change it.

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
    own = {getattr(item.step, "id", ""): (_longest(item.step, limits), item.after) for item in block.steps}

    def done_after(name: str) -> int:
        days, after = own[name]
        return days + max((done_after(earlier) for earlier in after), default=0)

    return max(done_after(name) for name in own)


def _along_flows(graph: Graph, limits: dict[str, int]) -> int:
    own = {node.id: _longest(node.step, limits) if node.step else 0 for node in graph.nodes}
    targets: dict[str, list[str]] = {node.id: [] for node in graph.nodes}
    for flow in graph.flows:
        targets[flow.source].append(flow.target)

    def from_node(name: str, passed: frozenset[str]) -> int:
        onward = [target for target in targets[name] if target not in passed]
        return own[name] + max((from_node(target, passed | {target}) for target in onward), default=0)

    return from_node(graph.start, frozenset({graph.start}))
