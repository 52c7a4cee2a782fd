"""Changing the tree of a lane's steps: the one primitive on which all levers stand.

A tree is never changed in place. What a rewriting does not touch is the very same object afterwards, so "this lever
changed nothing else" can be tested by identity. When parts vanish, blocks close up around the gap::

    sequence   the gap closes; sequences inside sequences are laid flat
    ordered    what came after a vanished step comes after that step's own predecessors
    choice     a path that has lost its step does nothing, and still keeps the later paths from being taken
    loop, deadline, clock_stop    vanish with their body
    graph      the node stays as a bare gateway
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Sequence as Series
from typing import Any, TypeAlias, TypeVar

from workflows.definition.conditions import AllOf, Condition, Not
from workflows.definition.provenance import Frozen
from workflows.definition.steps import (
    Choice,
    ClockStop,
    Deadline,
    End,
    Graph,
    Inclusive,
    Loop,
    Ordered,
    OrderedStep,
    Parallel,
    Path,
    Race,
    Result,
    Sequence,
    Step,
)
from workflows.definition.tree import children, id_of, ids_of, walk
from workflows.errors import LeverRefusedError, UnknownNameError

Model = TypeVar("Model", bound=Frozen)
Replace: TypeAlias = Callable[[Step], Step | None]
"""Gives what stands in a step's place: another step, the same one, or nothing."""

Gap: TypeAlias = Step | None


def revised(model: Model, **changes: object) -> Model:
    """A copy with some fields changed, validated like a new one and without the original's cached properties."""
    fields = {name: getattr(model, name) for name in type(model).model_fields}
    return type(model).model_validate(fields | changes, by_name=True)


def find(body: Step, step_id: str) -> Step:
    """The step of that id.

    Raises
    ------
    UnknownNameError
        With the closest id that there is.
    """
    for step in walk(body):
        if id_of(step) == step_id:
            return step
    raise UnknownNameError("step", step_id, ids_of(body))


def sequence_of(steps: Iterable[Gap]) -> Step | None:
    """Steps one after the other: laid flat, without a block around a single one, and nothing for none."""
    flat: list[Step] = []
    for step in steps:
        if isinstance(step, Sequence):
            flat += step.steps
        elif step is not None:
            flat.append(step)
    if len(flat) < 2:
        return flat[0] if flat else None
    return Sequence(steps=tuple(flat))


def in_sequence(*steps: Gap) -> Step:
    """As :func:`sequence_of`, for at least one step."""
    step = sequence_of(steps)
    if step is None:
        raise ValueError("expected at least one step; found none")
    return step


def rewrite(step: Step, replace: Replace) -> Step | None:
    """Rewrite a tree from the leaves up.

    Parameters
    ----------
    replace : called for every step after everything inside that step has been rewritten

    Returns
    -------
    the new tree, the same object where nothing changed; nothing if nothing is left
    """
    old = children(step)
    new = [rewrite(child, replace) for child in old]
    changed = any(before is not after for before, after in zip(old, new, strict=True))
    closed = _closed(step, new) if changed else step
    return None if closed is None else replace(closed)


def flattened(body: Step) -> Step:
    """The same steps, with no sequence directly inside another one."""
    flat = rewrite(
        body,
        lambda step: (
            sequence_of(step.steps)
            if isinstance(step, Sequence) and (len(step.steps) == 1 or any(isinstance(s, Sequence) for s in step.steps))
            else step
        ),
    )
    return body if flat is None else flat


def replace_steps(body: Step, replacements: Mapping[str, Step | None]) -> Step | None:
    """Put other steps, or nothing, in the place of those with these ids.

    Raises
    ------
    UnknownNameError
        If there is no step of one of the ids.
    """
    for step_id in replacements:
        find(body, step_id)

    def replace(step: Step) -> Step | None:
        step_id = id_of(step)
        return step if step_id is None else replacements.get(step_id, step)

    return rewrite(body, replace)


def replace_step(body: Step, step_id: str, replacement: Step) -> Step:
    """Put another step in the place of one."""
    return _something(replace_steps(body, {step_id: replacement}))


def remove_steps(body: Step, step_ids: Iterable[str]) -> Step:
    """Take steps away; blocks close up around the gaps.

    Raises
    ------
    LeverRefusedError
        If nothing would be left, or a block cannot lose the step without changing what the rest of it means.
    """
    return _something(replace_steps(body, dict.fromkeys(step_ids)))


def before_approval(body: Step, step_of: Callable[[str], Step]) -> Step:
    """Put a step before every end that approves, or at the end of steps without one.

    Parameters
    ----------
    step_of : gives the step for a suffix that makes its ids differ from those of the other places; empty for the first
    """
    ends = [step for step in walk(body) if isinstance(step, End) and step.result is Result.APPROVED]
    if not ends:
        return in_sequence(body, step_of(""))
    suffixes = ["", *(f"_{number}" for number in range(2, len(ends) + 1))]
    pairs = zip(ends, suffixes, strict=True)
    return _something(replace_steps(body, {end.id: in_sequence(step_of(suffix), end) for end, suffix in pairs}))


def _something(body: Step | None) -> Step:
    if body is None:
        raise LeverRefusedError("expected a lane in which some step is left; found none. Name fewer steps.")
    return body


def _closed(block: Step, new: Series[Gap]) -> Step | None:
    """A block with new parts, or what it comes to when some of them are gone."""
    close = _CLOSED.get(type(block))
    return block if close is None else close(block, new)


def _sequence(_: Sequence, new: Series[Gap]) -> Step | None:
    return sequence_of(new)


def _parallel(block: Parallel, new: Series[Gap]) -> Step | None:
    kept = tuple(part for part in new if part is not None)
    return revised(block, branches=kept) if len(kept) > 1 else sequence_of(kept)


def _race(block: Race, new: Series[Gap]) -> Step | None:
    kept = tuple(
        revised(branch, step=part) for branch, part in zip(block.branches, new, strict=True) if part is not None
    )
    return revised(block, branches=kept) if len(kept) > 1 else sequence_of(branch.step for branch in kept)


def _loop(block: Loop, new: Series[Gap]) -> Step | None:
    return None if new[0] is None else revised(block, body=new[0], redo=new[1] if block.redo else None)


def _deadline(block: Deadline, new: Series[Gap]) -> Step | None:
    return None if new[0] is None else revised(block, body=new[0], on_expiry=new[1] if block.on_expiry else None)


def _clock_stop(block: ClockStop, new: Series[Gap]) -> Step | None:
    return None if new[0] is None else revised(block, body=new[0])


def _graph(block: Graph, new: Series[Gap]) -> Step | None:
    parts = iter(new)
    nodes = tuple(revised(node, step=next(parts)) if node.step else node for node in block.nodes)
    return revised(block, nodes=nodes) if any(part is not None for part in new) else None


def _ordered(block: Ordered, new: Series[Gap]) -> Step | None:
    last: dict[str, str | None] = {}
    for item, part in zip(block.steps, new, strict=True):
        name = id_of(item.step)
        if name is not None:
            last[name] = None if part is None else id_of(part.steps[-1] if isinstance(part, Sequence) else part)
    before = {id_of(item.step): item.after for item in block.steps}

    def standing_in(name: str) -> tuple[str, ...]:
        """What a step that came after `name` comes after now."""
        if (stand_in := last.get(name)) is not None:
            return (stand_in,)
        return tuple(other for predecessor in before.get(name, ()) for other in standing_in(predecessor))

    items: list[OrderedStep] = []
    for item, part in zip(block.steps, new, strict=True):
        if part is not None:
            items += item_chain(part, tuple(dict.fromkeys(other for name in item.after for other in standing_in(name))))
    return revised(block, steps=tuple(items)) if len(items) > 1 else sequence_of(item.step for item in items)


def item_chain(step: Step, after: tuple[str, ...]) -> tuple[OrderedStep, ...]:
    """A step as parts of an `ordered` block: a sequence becomes a chain, since others can only name what has an id."""
    if not isinstance(step, Sequence):
        return (OrderedStep(step=step, after=after),)
    chain: list[OrderedStep] = []
    for part in step.steps:
        chain += item_chain(part, after)
        after = tuple(name for name in (id_of(chain[-1].step),) if name is not None)
    return tuple(chain)


def _chosen(block: Choice | Inclusive, new: Series[Gap]) -> Step | None:
    """A choice with new paths; the cases of a path that is gone must not turn up on another path."""
    otherwise = new[-1] if block.otherwise else None
    parts = tuple(zip(block.paths, new, strict=False))
    gone = [path for path, part in parts if part is None]
    kept = tuple(revised(path, step=part) for path, part in parts if part is not None)
    if not gone:
        return revised(block, paths=kept, otherwise=otherwise)
    if not kept and otherwise is None:
        return None
    drawn = isinstance(block, Inclusive) or any(path.when is None for path in block.paths)
    if drawn and (otherwise is not None or (isinstance(block, Choice) and any(path.when for path in gone))):
        raise LeverRefusedError(
            f"expected a step that {block.kind} {block.id!r} can lose; found the only step of one of its paths, whose "
            f"cases would then take another path. Name the whole {block.kind} {block.id!r} instead."
        )
    return revised(block, paths=kept if drawn else _guarded(parts, otherwise), otherwise=None)


def _guarded(parts: Series[tuple[Path, Gap]], otherwise: Gap) -> tuple[Path, ...]:
    paths: list[Path] = []
    idle: list[Condition] = []
    for path, part in parts:
        if path.when is None:
            continue
        if part is None:
            idle.append(Not.model_validate({"not": path.when}))
        else:
            paths.append(Path(step=part, when=AllOf(all_of=(*idle, path.when)) if idle else path.when))
    if otherwise is not None:
        paths.append(Path(step=otherwise, when=AllOf(all_of=tuple(idle))))
    return tuple(paths)


_CLOSED: dict[type, Callable[[Any, Series[Gap]], Step | None]] = {
    Sequence: _sequence,
    Parallel: _parallel,
    Ordered: _ordered,
    Choice: _chosen,
    Inclusive: _chosen,
    Race: _race,
    Loop: _loop,
    Deadline: _deadline,
    ClockStop: _clock_stop,
    Graph: _graph,
}
