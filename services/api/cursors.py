"""Where a page ended, as a text that clients hand back unread: a list of numbers and texts as JSON, in base64.

A cursor comes back over the network, so that it may be anything. What no page gives is refused here, before a database
is asked for what it cannot hold.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from typing import TypeVar

from workflows.errors import InvalidInputError

Place = TypeVar("Place")


def cursor_of(place: Iterable[int | str]) -> str:
    """The cursor that continues after a place."""
    return urlsafe_b64encode(json.dumps(list(place), separators=(",", ":")).encode()).decode().rstrip("=")


def place_of(cursor: str, recognised: Callable[[list[object]], Place | None]) -> Place:
    """The place after which a cursor continues.

    Parameters
    ----------
    recognised : the place that a list is; none if no page ends there

    Raises
    ------
    InvalidInputError
        If it is none of ours.
    """
    values = _values(cursor)
    place = None if values is None else recognised(values)
    if place is None:
        raise InvalidInputError(f"expected a cursor that a page before gave as its `next`; was {cursor!r}")
    return place


def is_instant(number: int) -> bool:
    """Whether a number fits where instants are kept."""
    return abs(number) < 2**63


def _values(cursor: str) -> list[object] | None:
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return values if isinstance(values, list) and all(map(_is_kept, values)) else None
    except (ValueError, RecursionError):  # half a character, which no database takes, is a ValueError too
        return None


def _is_kept(value: object) -> bool:
    return not isinstance(value, str) or b"\x00" not in value.encode()
