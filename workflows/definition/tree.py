"""The steps of a lane as a tree: what is inside what."""

from __future__ import annotations

from collections.abc import Iterator

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


def children(step: Step) -> tuple[Step, ...]:
    """The steps directly inside a block, in the order in which the lane states them; none for a leaf."""
    match step:
        case Sequence(steps=steps):
            return steps
        case Parallel(branches=branches):
            return branches
        case Ordered(steps=ordered):
            return tuple(item.step for item in ordered)
        case Choice(paths=paths, otherwise=otherwise) | Inclusive(paths=paths, otherwise=otherwise):
            return tuple(path.step for path in paths) + ((otherwise,) if otherwise else ())
        case Loop(body=body, redo=redo):
            return (body, redo) if redo else (body,)
        case Race(branches=contestants):
            return tuple(contestant.step for contestant in contestants)
        case Deadline(body=body, on_expiry=on_expiry):
            return (body, on_expiry) if on_expiry else (body,)
        case ClockStop(body=body):
            return (body,)
        case Graph(nodes=nodes):
            return tuple(node.step for node in nodes if node.step)
        case _:
            return ()


def walk(step: Step) -> Iterator[Step]:
    """A step and everything inside it, each block before its parts: the order that decides ties."""
    yield step
    for child in children(step):
        yield from walk(child)


def id_of(step: Step) -> str | None:
    """The id of a step; a sequence has none."""
    return None if isinstance(step, Sequence) else step.id


def ids_of(step: Step) -> tuple[str, ...]:
    """Ids of a step and of everything inside it, in the order of the lane."""
    return tuple(part.id for part in walk(step) if not isinstance(part, Sequence))
