"""A sweep: one parameter of one lever at several values, everything else as it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import Field, JsonValue, TypeAdapter, ValidationError

from workflows.definition.provenance import Frozen
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.levers.catalogue import Lever

_LEVER: Final[TypeAdapter[Lever]] = TypeAdapter(Lever)


class Sweep(Frozen):
    """Which parameter of which lever takes which values.

    Parameters
    ----------
    lever : its place in the list of levers, from 0 as in messages; or its id or name, if only one lever is called so
    parameter : a field of the lever; one inside another is written with a point, as ``share.value``
    values : what it takes, one after the other, each as a file would have it
    """

    lever: Annotated[int, Field(ge=0)] | Annotated[str, Field(min_length=1, max_length=200)]
    parameter: Annotated[str, Field(pattern=r"^[a-z_0-9]+(\.[a-z_0-9]+)*$")]
    values: Annotated[tuple[JsonValue, ...], Field(min_length=1, max_length=100)]


def lever_meant(sweep: Sweep, levers: Sequence[Lever]) -> int:
    """The place of the lever that a sweep changes.

    Raises
    ------
    InvalidInputError
        If no lever is called so, or several are.
    """
    if isinstance(sweep.lever, int):
        if sweep.lever >= len(levers):
            raise InvalidInputError(
                f"expected the place of one of {len(levers)} levers, the first of which is 0; found {sweep.lever}. "
                "Name a lever that there is."
            )
        return sweep.lever
    found = [at for at, lever in enumerate(levers) if sweep.lever in (lever.lever, lever.called.zh, lever.called.en)]
    if not found:
        raise UnknownNameError("lever of the scenario", sweep.lever, [lever.lever for lever in levers])
    if len(found) > 1:
        raise InvalidInputError(
            f"expected the name of one lever; found {sweep.lever!r}, as which {len(found)} are known. "
            f"Write its place instead: one of {', '.join(map(str, found))}."
        )
    return found[0]


def with_value(lever: Lever, parameter: str, value: JsonValue) -> Lever:
    """The lever with another value of one parameter.

    Raises
    ------
    InvalidInputError
        If it has no such parameter, or the value is none that it can take.
    """
    content = lever.model_dump(mode="json", by_alias=True)
    _put(content, lever.lever, parameter, value)
    try:
        # As a file is read: lists as tuples and texts as dates, but no text as a number.
        return _LEVER.validate_json(json.dumps(content), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise InvalidInputError(
            f"expected a value that {parameter} of {lever.lever} can take; found {json.dumps(value)}: {first['msg']}. "
            "Write it as the lever has it."
        ) from error


def _put(content: dict[str, JsonValue], lever: str, parameter: str, value: JsonValue) -> None:
    *way, last = parameter.split(".")
    inside: JsonValue = content
    for part in way:
        inside = _part(inside, part, lever, parameter)
    if isinstance(inside, dict) and last in inside:
        inside[last] = value
    elif isinstance(inside, list) and last.isdigit() and int(last) < len(inside):
        inside[int(last)] = value
    else:
        raise _no_parameter(lever, parameter, last, inside)


def _part(inside: JsonValue, part: str, lever: str, parameter: str) -> JsonValue:
    if isinstance(inside, dict) and part in inside:
        return inside[part]
    if isinstance(inside, list) and part.isdigit() and int(part) < len(inside):
        return inside[int(part)]
    raise _no_parameter(lever, parameter, part, inside)


def _no_parameter(lever: str, parameter: str, part: str, inside: JsonValue) -> InvalidInputError:
    if isinstance(inside, dict):
        return UnknownNameError(f"parameter of lever {lever}", part, tuple(inside))
    if isinstance(inside, list):
        return UnknownNameError(f"item of {parameter}", part, tuple(map(str, range(len(inside)))))
    return InvalidInputError(
        f"expected a parameter of {lever} with parts, such as value; found {parameter}, where {part!r} would be a part "
        "of nothing. Name a part that the lever states."
    )
