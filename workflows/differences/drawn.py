"""A lane taken apart for a comparison: what each step says of itself, and where it stands.

The data may be a lane as somebody types it, with anything in the place of anything, so that nothing is taken for
granted: what is no step is something that its block says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, TypeAlias

from pydantic import JsonValue
from pydantic_core import PydanticUndefined

from workflows.definition import steps
from workflows.definition.provenance import Frozen

Document: TypeAlias = Mapping[str, JsonValue]
"""A lane as JSON."""

_SLOTS: Final = ("body", "redo", "otherwise", "on_expiry")
"""Fields of blocks that hold one step, or a sequence of them."""

_RUNS: Final = ("steps", "branches", "paths", "nodes")
"""Fields of blocks that hold several."""


@dataclass(frozen=True, slots=True)
class Run:
    """Steps one after the other, in one place of a block.

    Attributes
    ----------
    block : id of the block; none for the lane itself
    slot : field of the block
    steps : ids
    says : what the block says of this place and no other: when a path is taken, what a step waits for
    """

    block: str | None
    slot: str
    steps: tuple[str, ...]
    says: Mapping[str, JsonValue]


@dataclass(slots=True)
class Drawn:
    """A lane's steps, and where each stands.

    Attributes
    ----------
    steps : id to what the step says of itself, without the steps inside it
    runs : all places where steps stand
    """

    steps: dict[str, dict[str, JsonValue]] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)


def drawn(body: JsonValue) -> Drawn:
    """Take the body of a lane apart."""
    found = Drawn()
    _take_run(found, None, "body", body, {})
    return found


def _take_run(found: Drawn, block: str | None, slot: str, content: JsonValue, says: Mapping[str, JsonValue]) -> None:
    place = len(found.runs)
    found.runs.append(Run(block, slot, (), says))  # so that a block stands before what is inside it
    ids = tuple(_take_step(found, step) for step in _in_a_row(content))
    found.runs[place] = Run(block, slot, ids, says)


def _in_a_row(content: JsonValue) -> Iterator[Mapping[str, JsonValue]]:
    """The steps of a sequence, and of those in it; a step by itself is a sequence of one."""
    match content:
        case {"kind": "sequence", "steps": list(inner)}:
            for each in inner:
                yield from _in_a_row(each)
        case dict():
            yield content
        case None:
            pass
        case other:
            yield {"kind": "", "content": other}


def _take_step(found: Drawn, step: Mapping[str, JsonValue]) -> str:
    kind = str(step.get("kind", ""))
    id_ = _unused(found, step.get("id"))
    says = found.steps[id_] = {}
    for name, value in step.items():
        if name in _SLOTS and isinstance(value, dict):
            _take_run(found, id_, name, value, {})
        elif name in _RUNS and isinstance(value, list) and all(isinstance(each, dict) for each in value):
            for each in value:
                _take_part(found, id_, name, each)
        elif name != "id" and value is not None and value != defaults_of(kind).get(name):
            says[name] = value
    return id_


def _take_part(found: Drawn, block: str, slot: str, part: JsonValue) -> None:
    """A branch, or what goes round one: a path with its share, a node of a graph with its gateways."""
    assert isinstance(part, dict)
    if "kind" in part:
        _take_run(found, block, slot, part, {})
        return
    known = _PARTS.get(slot, {})
    says = {
        name: value for name, value in part.items() if name != "step" and value not in (None, [], known.get(name, ""))
    }
    _take_run(found, block, slot, part.get("step"), says)


def _unused(found: Drawn, id_: JsonValue) -> str:
    """An id, made another one where the data have it twice or not at all."""
    name = id_ if isinstance(id_, str) and id_ else "?"
    return name if name not in found.steps else f"{name}#{len(found.steps)}"


@cache
def defaults_of(kind: str) -> Mapping[str, JsonValue]:
    """What a kind of step says if nothing is typed."""
    for name in ("Task", "ApplicantStep", "ThirdPartyStep", "Deadline", "Graph", "Call"):
        model: type[Frozen] = getattr(steps, name)
        if model.model_fields["kind"].default == kind:
            return plain_defaults(model)
    return {}


def plain_defaults(model: type[Frozen]) -> Mapping[str, JsonValue]:
    """What the fields of a model are if nothing is typed, as JSON."""
    found = {name: each.default for name, each in model.model_fields.items() if each.default is not PydanticUndefined}
    return {name: [] if value == () else value for name, value in found.items() if name != "kind"}


_PARTS: Final[Mapping[str, Mapping[str, JsonValue]]] = {"nodes": plain_defaults(steps.Node)}
