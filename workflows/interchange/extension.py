"""What Greenlane writes into a BPMN file so that nothing of a lane is lost on the way there and back.

The whole lane stands in the process, beside the hash of the drawing as it was written. While the drawing is unchanged
the lane is taken from there. Once somebody has changed it in an editor, the drawing counts: what still stands in it
keeps its own data, which stand in every step and flow.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Final

from pydantic import TypeAdapter, ValidationError

from workflows.definition.conditions import Condition
from workflows.definition.hashing import canonical_json
from workflows.definition.lane import Lane
from workflows.definition.provenance import Frozen
from workflows.definition.steps import Step
from workflows.definition.values import Proportion
from workflows.errors import InvalidFileError, Problem
from workflows.interchange.xml_nodes import Element

GREENLANE: Final = "urn:greenlane:lane:1"
_STEP: Final[TypeAdapter[Step]] = TypeAdapter(Step)
_NOT_DRAWN: Final = frozenset({"documentation", "extensionElements", "incoming", "outgoing"})


class FlowData(Frozen):
    """Which cases take a flow."""

    when: Condition | None = None
    share: Proportion | None = None


def written(model: Lane | Frozen) -> str:
    """Data as JSON, the same for equal data."""
    if isinstance(model, Lane):
        return canonical_json(model)
    content = model.model_dump(mode="json", by_alias=True)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def extension_of(element: Element, name: str) -> Element | None:
    """What Greenlane wrote into an element, if it did."""
    holder = element.one("extensionElements")
    return None if holder is None else holder.one(name, GREENLANE)


def kept_step(element: Element, id_: str) -> Step | None:
    """The step that an element was drawn for; it has the element's id, which an editor may have changed.

    Raises
    ------
    InvalidFileError
        If what stands there is no step.
    """
    found = extension_of(element, "step")
    if found is None:
        return None
    try:
        step = _STEP.validate_json(found.text, strict=True)
    except ValidationError as error:
        raise InvalidFileError([_broken(found, "a step", error)]) from error
    return step.model_copy(update={"id": id_})


def kept_flow(element: Element) -> FlowData | None:
    """Which cases a drawn flow was drawn for.

    Raises
    ------
    InvalidFileError
        If what stands there is no such thing.
    """
    found = extension_of(element, "flow")
    if found is None:
        return None
    try:
        return FlowData.model_validate_json(found.text, strict=True)
    except ValidationError as error:
        raise InvalidFileError([_broken(found, "a condition or share", error)]) from error


def kept_lane(process: Element) -> tuple[Lane, bool] | None:
    """The lane that a process was drawn for, and whether the drawing is still the one that was written.

    Raises
    ------
    InvalidFileError
        If what stands there is no lane.
    """
    found = extension_of(process, "lane")
    if found is None:
        return None
    try:
        lane = Lane.model_validate_json(found.text, strict=True)
    except ValidationError as error:
        raise InvalidFileError([_broken(found, "a lane", error)]) from error
    return lane, found.attributes.get("drawing") == drawing_hash(process)


def drawing_hash(process: Element) -> str:
    """SHA-256 of what is drawn: elements, names and connections, whatever their order and layout.

    Of what is inside an element only the hashes count, so that depth costs nothing.
    """
    drawn = (child for child in process.children if child.space == process.space and child.name not in _NOT_DRAWN)
    inside = sorted(map(drawing_hash, drawn))
    attributes = sorted((key, value) for key, value in process.attributes.items() if not key.startswith("{"))
    text = " ".join(process.text.split())
    return sha256(json.dumps([process.name, attributes, text, inside], ensure_ascii=False).encode()).hexdigest()


def _broken(element: Element, expected: str, error: ValidationError) -> Problem:
    first = error.errors()[0]
    found = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return Problem("extension_broken", element.place, expected, found, "Export the lane again.")
