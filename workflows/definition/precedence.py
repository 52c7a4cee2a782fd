"""Whether the order in which a lane's body runs keeps the order that it declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from workflows.definition.conditions import OutcomeIs, leaves
from workflows.definition.graphs import after_done, reachable
from workflows.definition.lane import Lane
from workflows.definition.located import Located, conditions_of
from workflows.definition.places import Places
from workflows.definition.steps import (
    Choice,
    Graph,
    Inclusive,
    Loop,
    Ordered,
    Sequence,
    Step,
    Task,
)
from workflows.definition.tree import children, id_of
from workflows.errors import LegalOrder, Problem

Trail: TypeAlias = tuple[tuple[Step, int], ...]
"""The blocks around a step from the outside in, each with the position of the part that leads to the step."""


def precedence_problems(lane: Lane, places: Places, steps: tuple[Located, ...]) -> Iterator[Problem]:
    """Circles in `ordered` blocks, tasks that begin before law lets them, questions asked before there is an answer."""
    circles = [problem for each in steps for problem in _ordered_problems(each, places)]
    yield from circles
    if circles:
        return
    trails = trails_of(lane.body)
    for each in steps:
        yield from _asked_too_early(each, trails, places)
    for each in steps:
        if not isinstance(each.step, Task):
            continue
        for index, earlier in enumerate(each.step.after):
            if not trail_precedes(trails[earlier], trails[each.step.id]):
                yield Problem(
                    "order_against_law",
                    places.of(*each.path, "after", index),
                    f"{earlier} to be done before {each.step.id} begins",
                    f"a body in which {each.step.id} can begin without waiting for {earlier}",
                    f"Move {each.step.id} behind {earlier}; or take {earlier} out of `after`, if law allows.",
                )


def broken_order(lane: Lane) -> LegalOrder | None:
    """The first order of the law that a lane's body does not keep; none if it keeps them all."""
    trails = trails_of(lane.body)
    for task in lane.tasks.values():
        for earlier in task.after:
            if earlier in trails and not trail_precedes(trails[earlier], trails[task.id]):
                return LegalOrder(earlier, task.id)
    return None


def precedes(body: Step, earlier: str, later: str) -> bool:
    """Whether one step is done when the other begins, in every case that does both."""
    trails = trails_of(body)
    return trail_precedes(trails[earlier], trails[later])


def trails_of(body: Step) -> dict[str, Trail]:
    """Step id to the blocks around the step."""

    def trails(step: Step, trail: Trail) -> Iterator[tuple[str, Trail]]:
        if not isinstance(step, Sequence):
            yield step.id, trail
        for index, child in enumerate(children(step)):
            yield from trails(child, (*trail, (step, index)))

    return dict(trails(body, ()))


def trail_precedes(earlier: Trail, later: Trail) -> bool:
    """As :func:`precedes`, for steps whose trails are known; it is decided where the trails part."""
    for (block, i), (_, j) in zip(earlier, later, strict=False):
        if i != j:
            return _part_precedes(block, i, j)
    return False


def _part_precedes(block: Step, i: int, j: int) -> bool:
    match block:
        case Sequence() | Loop():
            return i < j
        case Choice():
            return True  # no case does both, or a loop around them comes back with both done in turn
        case Ordered(steps=items):
            names = [id_of(item.step) for item in items]
            before: dict[str, tuple[str, ...]] = {
                name: item.after for name, item in zip(names, items, strict=True) if name is not None
            }
            return names[i] in reachable(items[j].after, before)
        case Graph():
            nodes = [node.id for node in block.nodes if node.step]
            following = after_done(block)
            onward = reachable(following[nodes[i]], following)
            return nodes[j] in onward and nodes[i] not in reachable(following[nodes[j]], following)
        case _:
            return False


def _asked_too_early(each: Located, trails: Mapping[str, Trail], places: Places) -> Iterator[Problem]:
    if not isinstance(each.step, Choice | Inclusive):
        return
    for condition, path in conditions_of(each.step, each.path):
        for leaf in leaves(condition):
            if isinstance(leaf, OutcomeIs) and _comes_later(trails[leaf.outcome_of], trails[each.step.id]):
                yield Problem(
                    "asked_too_early",
                    places.of(*path),
                    f"{leaf.outcome_of} to have been done when {each.step.id} asks how it came out",
                    f"{leaf.outcome_of}, which can only be done later or instead",
                    f"Move {each.step.id} behind {leaf.outcome_of}, or ask for another step.",
                )


def _comes_later(asked: Trail, asking: Trail) -> bool:
    """Whether the asked step cannot have been done by then; inside a loop or graph it may have been, a round before."""
    for (block, i), (_, j) in zip(asked, asking, strict=False):
        if isinstance(block, Loop | Graph):
            return False
        if i != j:
            return isinstance(block, Choice) or (isinstance(block, Sequence) and j < i)
    return len(asked) > len(asking)


def _ordered_problems(each: Located, places: Places) -> Iterator[Problem]:
    if not isinstance(each.step, Ordered):
        return
    items = each.step.steps
    before = {item.step.id: item.after for item in items if not isinstance(item.step, Sequence)}
    for index, item in enumerate(items):
        for position, name in enumerate(item.after):
            if name not in before:
                yield Problem(
                    "unknown_step",
                    places.of(*each.path, "steps", index, "after", position),
                    f"a step of the same block, one of {', '.join(before)}",
                    repr(name),
                    "Name a step that stands directly in this block; a sequence has no id to be named by.",
                )
    yield from _circle(before, each, places)


def _circle(before: Mapping[str, tuple[str, ...]], each: Located, places: Places) -> Iterator[Problem]:
    known = {name: [other for other in after if other in before] for name, after in before.items()}
    in_circles = [name for name in known if name in reachable(known[name], known)]
    if in_circles:
        yield Problem(
            "circle_of_after",
            places.of(*each.path, "steps"),
            "steps of which one can begin first",
            f"steps that wait for each other: {', '.join(in_circles)}",
            "Remove one of their `after`.",
        )
