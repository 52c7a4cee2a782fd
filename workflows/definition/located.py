"""A lane's steps with the paths at which its file holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.definition.conditions import Condition
from workflows.definition.steps import (
    Choice,
    ClockStop,
    Deadline,
    Graph,
    Inclusive,
    Loop,
    Ordered,
    Parallel,
    Race,
    Sequence,
    Step,
)
from workflows.definition.yaml_nodes import Path


@dataclass(frozen=True, slots=True)
class Located:
    """A step, and its path from the top of the lane."""

    step: Step
    path: Path


def located(step: Step, path: Path = ("body",)) -> Iterator[Located]:
    """A step and everything inside it, in the order of :func:`workflows.definition.tree.walk`."""
    yield Located(step, path)
    for child in located_children(step, path):
        yield from located(child.step, child.path)


def located_children(step: Step, path: Path) -> Iterator[Located]:
    """The steps directly inside a block, in the order of :func:`workflows.definition.tree.children`."""
    match step:
        case Sequence(steps=steps):
            yield from (Located(child, (*path, "steps", index)) for index, child in enumerate(steps))
        case Parallel(branches=branches):
            yield from (Located(child, (*path, "branches", index)) for index, child in enumerate(branches))
        case Ordered(steps=items):
            yield from (Located(item.step, (*path, "steps", index, "step")) for index, item in enumerate(items))
        case Choice() | Inclusive():
            yield from (Located(way.step, (*path, "paths", index, "step")) for index, way in enumerate(step.paths))
            yield from _optional(step.otherwise, (*path, "otherwise"))
        case Race(branches=contestants):
            yield from (Located(one.step, (*path, "branches", index, "step")) for index, one in enumerate(contestants))
        case Loop(body=body, redo=redo):
            yield Located(body, (*path, "body"))
            yield from _optional(redo, (*path, "redo"))
        case Deadline(body=body, on_expiry=on_expiry):
            yield Located(body, (*path, "body"))
            yield from _optional(on_expiry, (*path, "on_expiry"))
        case ClockStop(body=body):
            yield Located(body, (*path, "body"))
        case Graph(nodes=nodes):
            for index, node in enumerate(nodes):
                yield from _optional(node.step, (*path, "nodes", index, "step"))
        case _:
            return


def _optional(step: Step | None, path: Path) -> Iterator[Located]:
    if step is not None:
        yield Located(step, path)


def conditions_of(step: Step, path: Path) -> Iterator[tuple[Condition, Path]]:
    """The conditions that a block itself asks, not those of the blocks inside it."""
    match step:
        case Choice(paths=paths) | Inclusive(paths=paths):
            yield from ((way.when, (*path, "paths", index, "when")) for index, way in enumerate(paths) if way.when)
        case Loop(again=again):
            yield again, (*path, "again")
        case Graph(flows=flows):
            yield from ((flow.when, (*path, "flows", index, "when")) for index, flow in enumerate(flows) if flow.when)
        case _:
            return
