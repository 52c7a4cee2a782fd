"""What can still be wrong with a lane made of blocks.

Blocks nest, so joins are fed by their splits and nothing deadlocks. A part can still be out of reach, behind a step at
which every case ends, or a repetition can be one in name only. Shares are not looked at: a share of 0 is a value that a
sweep may set, not a slip of the drawing.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.definition.conditions import OutcomeIs, leaves
from workflows.definition.lane import Lane
from workflows.definition.located import Located, located, located_children
from workflows.definition.places import Places
from workflows.definition.soundness.graph_search import graph_soundness_problems
from workflows.definition.soundness.ways import is_instant, passes
from workflows.definition.steps import Graph, Loop, Parallel, Race, Sequence, Step
from workflows.definition.tree import ids_of
from workflows.errors import Problem


def block_problems(lane: Lane, places: Places) -> Iterator[Problem]:
    """Parts that no case reaches, and loops that do not repeat; graphs are searched one by one."""
    for each in located(lane.body):
        match each.step:
            case Sequence(steps=steps):
                yield from _unreachable(steps, each, places)
            case Parallel():
                yield from _alone(each, places)
            case Race():
                yield from _decided(each, places)
            case Loop():
                yield from _loop_problems(each.step, each, places)
            case Graph():
                yield from graph_soundness_problems(each.step, each.path, places)
            case _:
                pass


def _unreachable(steps: tuple[Step, ...], each: Located, places: Places) -> Iterator[Problem]:
    for index, step in enumerate(steps[:-1]):
        if not passes(step):
            place = places.of(*each.path, "steps", index + 1)
            yield Problem(
                "unreachable_step",
                place,
                "a step that some case reaches",
                f"{name_of(steps[index + 1])} behind {name_of(step)}, at which every case ends",
                "Remove what cannot be reached, or let a case go on before it.",
            )
            return


def _alone(each: Located, places: Places) -> Iterator[Problem]:
    for branch in located_children(each.step, each.path):
        if is_instant(branch.step) and not passes(branch.step):
            yield Problem(
                "branch_ends_at_once",
                places.of(*branch.path),
                "branches that can all be worked on",
                f"{name_of(branch.step)}, which ends the case before the other branches have begun",
                "Put the end behind the block, or behind something that takes time.",
            )


def _decided(each: Located, places: Places) -> Iterator[Problem]:
    for branch in located_children(each.step, each.path):
        if is_instant(branch.step):
            yield Problem(
                "race_decided",
                places.of(*branch.path),
                "contestants that take time",
                f"{name_of(branch.step)}, which takes none and so always wins",
                "Give it something to wait for, or leave out the race.",
            )


def _loop_problems(loop: Loop, each: Located, places: Places) -> Iterator[Problem]:
    if not passes(loop.body):
        yield Problem(
            "loop_never_repeats",
            places.of(*each.path, "again"),
            "a body after which a case can go on",
            f"{name_of(loop.body)}, at which every case ends",
            "Let some case get to the end of the body, or remove the loop.",
        )
    parts = (loop.body,) if loop.redo is None else (loop.body, loop.redo)
    if all(is_instant(part) for part in parts):
        remedy = "Put a step that takes time into it, or remove it."
        found = "only steps that take none"
        yield Problem(
            "loop_without_time", places.of(*each.path), "something in the loop that takes time", found, remedy
        )
    inside = {name for part in parts for name in ids_of(part)}
    asked = [leaf.outcome_of if isinstance(leaf, OutcomeIs) else leaf.attribute for leaf in leaves(loop.again)]
    if not any(isinstance(leaf, OutcomeIs) and leaf.outcome_of in inside for leaf in leaves(loop.again)):
        yield Problem(
            "loop_cannot_change",
            places.of(*each.path, "again"),
            "a condition on the outcome of a step inside the loop",
            f"only {', '.join(asked)}, which nothing in the loop changes",
            "Ask for the outcome of a step of the body or of `redo`.",
        )


def name_of(step: Step) -> str:
    """How messages call a step: by its id, a sequence by what it begins with."""
    return f"the sequence from {name_of(step.steps[0])}" if isinstance(step, Sequence) else step.id
