"""As much of an unfinished lane as is needed to draw it.

While somebody types a number, the lane around it is no lane: a map that went away at every keystroke would be of no
use. A drawing needs the steps, their titles and who does them. So where that is all there is, the rest is filled in for
the drawing, and what is wrong is left out.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pydantic import JsonValue

from services.api.faults import PathInBody
from services.designs.checking import LANE, as_text
from services.designs.problems import path_of
from services.designs.schemas import Draft
from workflows.definition.lane import Lane
from workflows.definition.loading import parse_model
from workflows.definition.tree import ids_of
from workflows.errors import InvalidFileError

_SOURCE: Final[JsonValue] = {"source": "assumed", "basis": "nothing yet"}
_TIME: Final[JsonValue] = {"kind": "fixed", "value": 0, "unit": "hours", "provenance": _SOURCE}
_NEEDED: Final[Mapping[str, Mapping[str, JsonValue]]] = MappingProxyType(
    {
        "task": {"pool": "nobody", "service_time": _TIME},
        "applicant": {"time": _TIME},
        "third_party": {"time": _TIME, "party": {"zh": "第三方", "en": "Third party"}},
        "wait": {"time": _TIME},
        "milestone": {"mark": "submitted"},
        "end": {"result": "approved"},
        "call": {"lane": "nothing"},
        "loop": {"again": {"attribute": "nothing", "in": ["nothing"]}, "at_most": 1, "provenance": _SOURCE},
        "deadline": {"within": {"working_days": 1, "provenance": _SOURCE}},
        "clock_stop": {"reason": "correction"},
        "parallel": {},
        "ordered": {},
        "choice": {},
        "inclusive": {},
        "race": {},
        "graph": {},
    }
)
"""Kind of a step to what it cannot be drawn without, beside its id, its title and the steps inside it."""

_USUAL: Final[Mapping[str, JsonValue]] = MappingProxyType(
    {"id": "draft", "title": {"zh": "草稿", "en": "Draft"}, "pools": {}}
)
"""What a lane is called, and whose it is, while that cannot be told."""

_INSIDE: Final = frozenset({"steps", "branches", "paths", "otherwise", "body", "redo", "on_expiry", "nodes", "flows"})
"""Fields of blocks in which there are steps."""

_LONGEST_ID: Final = 56
"""Characters of an id that leave room for a number."""

_ASKED: Final = frozenset({"when", "share"})
"""What a way of a block can do without in a drawing."""


def sketched(draft: Draft) -> Lane:
    """A lane that can be drawn, whether or not it can be used.

    Raises
    ------
    InvalidFileError
        With everything that is wrong, if not even its steps can be told.
    """
    try:
        return _told_apart(draft)
    except InvalidFileError as error:
        paths = [path_of(problem.place.path) for problem in error.problems]
        if any(path[:1] == ("body",) and len(path) == 1 for path in paths) or "body" not in draft:
            raise
        try:
            return _told_apart(_filled(draft, paths))
        except InvalidFileError:
            raise error from None


def _told_apart(draft: Draft) -> Lane:
    """A lane whose steps have ids of their own: a step that was copied still has that of the first one."""
    lane = parse_model(as_text(draft), LANE, Lane).model
    if len(set(ids := ids_of(lane.body))) == len(ids):
        return lane
    renamed = copy.deepcopy(draft)
    _rename(renamed["body"], set())
    return parse_model(as_text(renamed), LANE, Lane).model


def _rename(value: JsonValue, taken: set[str]) -> None:
    if isinstance(value, list):
        for item in value:
            _rename(item, taken)
    elif isinstance(value, dict):
        if value.get("kind") in _NEEDED:
            id_, number = str(value["id"])[:_LONGEST_ID], 1
            while value["id"] in taken:
                number += 1
                value["id"] = f"{id_}_{number}"
            taken.add(str(value["id"]))
        for inner in value.values():
            _rename(inner, taken)


def _filled(draft: Draft, paths: list[PathInBody]) -> Draft:
    """The lane with what is wrong in it replaced by what can be drawn."""
    lane = copy.deepcopy({name: value for name, value in draft.items() if name in ("id", "title", "body", "pools")})
    lane |= {"office": "office", "calendars": {}}
    for field, usual in _USUAL.items():
        if field not in lane or any(path[:1] == (field,) for path in paths):
            lane[field] = usual
    for path in paths:
        if path[:1] == ("body",):
            _mend(lane, path)
    return lane


def _mend(lane: Draft, path: PathInBody) -> None:
    """Take a fault out of the innermost step around it, and give the step what it then lacks."""
    value: JsonValue = lane
    step: Draft | None = None
    within: PathInBody = ()
    for number, part in enumerate(path, start=1):
        inner = _part(value, part)
        if inner is None:
            break
        value = inner
        if isinstance(value, dict) and value.get("kind") in _NEEDED:
            step, within = value, path[number:]
    if step is None:
        return
    if within and within[0] in _INSIDE:
        _forget_condition(step, within)
    elif within:
        step.pop(str(within[0]), None)
    name = "_".join(str(part) for part in path if isinstance(part, int))
    step.setdefault("id", f"step_{name}")
    step.setdefault("title", {"zh": str(step["id"]), "en": str(step["id"])})
    for field, usual in _NEEDED[str(step["kind"])].items():
        step.setdefault(field, usual)


def _forget_condition(block: Draft, within: PathInBody) -> None:
    value: JsonValue = block
    for part in within:
        if isinstance(value, dict) and part in _ASKED:
            value.pop(str(part), None)
            return
        value = _part(value, part)


def _part(value: JsonValue, part: str | int) -> JsonValue:
    match value, part:
        case dict(), str():
            return value.get(part)
        case list(), int() if part < len(value):
            return value[part]
        case _:
            return None
