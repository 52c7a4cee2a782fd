"""Instants in JSON: ISO 8601 with a zone, both ways."""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from workflows.instants import Instant, format_instant, parse_instant

_EXAMPLE: Final = "2026-03-02T09:30:00.000+08:00"
_SCHEMA: Final = {"type": "string", "format": "date-time", "examples": [_EXAMPLE]}


def _read(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError(f"expected ISO 8601 with a zone, such as {_EXAMPLE}; was {value!r}")  # noqa: TRY004 - pydantic's
    try:
        return parse_instant(value)
    except (ValueError, OverflowError):
        raise ValueError(f"expected ISO 8601 with a zone, such as {_EXAMPLE}; was {value!r}") from None


MomentIn: TypeAlias = Annotated[Instant, BeforeValidator(_read), WithJsonSchema(_SCHEMA)]
"""An instant that a client sends."""

MomentOut: TypeAlias = Annotated[Instant, PlainSerializer(format_instant, return_type=str), WithJsonSchema(_SCHEMA)]
"""An instant that a client is sent."""


def _read_again(value: object) -> object:
    return value if isinstance(value, int) else _read(value)


MomentKept: TypeAlias = Annotated[
    Instant,
    BeforeValidator(_read_again),
    PlainSerializer(format_instant, return_type=str),
    WithJsonSchema(_SCHEMA),
]
"""An instant of a document that is written here and read again."""
