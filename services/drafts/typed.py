"""Lanes and levers as they are typed: JSON that need not be sound yet, but is bounded."""

from __future__ import annotations

from math import isfinite
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator, Field, JsonValue, StringConstraints

_DEEPEST: Final = 100
"""Objects and lists inside each other; the deepest shipped lane has 26."""

_SURROGATES: Final = ("\ud800", "\udfff")


def _bounded(value: object) -> object:
    """Refuse what no store keeps and nobody types, before anything walks through it by recursion."""
    waiting: list[tuple[object, int]] = [(value, 1)]
    while waiting:
        part, depth = waiting.pop()
        if depth > _DEEPEST:
            raise ValueError(f"expected at most {_DEEPEST} objects and lists inside each other; found more")
        match part:
            case dict():
                waiting += [(each, depth + 1) for pair in part.items() for each in pair]
            case list():
                waiting += [(each, depth + 1) for each in part]
            case str() if any(_SURROGATES[0] <= each <= _SURROGATES[1] for each in part):
                raise ValueError("expected text; found half a character")
            case float() if not isfinite(part):
                raise ValueError(f"expected numbers that are finite; found {part}")
            case _:
                pass
    return value


TypedLane: TypeAlias = Annotated[
    dict[str, JsonValue],
    BeforeValidator(_bounded),
    Field(description="A lane as `GET /lanes/{lane}` shows one, as far as it is typed: it need not be sound yet."),
]

TypedLevers: TypeAlias = Annotated[
    tuple[Annotated[dict[str, JsonValue], BeforeValidator(_bounded)], ...],
    Field(max_length=100, description="Levers with their parameters, each as a scenario has it."),
]

_PRINTED: Final = r"^[^\x00-\x1f\x7f]*$"

Name: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_PRINTED)
]

Note: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000, pattern=r"^[^\x00]*$")]
