"""Where a page of the inbox ended, as a text that clients hand back unread."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from typing import NamedTuple

from services.store.work_items import Position
from workflows.errors import InvalidInputError
from workflows.instants import Instant


class Place(NamedTuple):
    """Where to go on.

    Parameters
    ----------
    after : the last item that was shown
    now : instant at which the first page was asked for; what is late is judged by it on all of them
    """

    after: Position
    now: Instant


def cursor_of(place: Place) -> str:
    """The cursor that continues at a place."""
    return urlsafe_b64encode(json.dumps([*place.after, place.now], separators=(",", ":")).encode()).decode().rstrip("=")


def place_of(cursor: str) -> Place:
    """The place at which a cursor continues.

    Raises
    ------
    InvalidInputError
        If it is none of ours.
    """
    try:
        match json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))):
            case [int(priority), int(enabled_at), str(case), str(step), int(occurrence), int(now)] if (
                abs(priority) < 2**31 and max(abs(enabled_at), abs(now)) < 2**63 and 0 <= occurrence < 2**31
            ):
                return Place(Position(priority, enabled_at, case, step, occurrence), now)
    except (ValueError, Error):
        pass
    raise InvalidInputError(f"expected a cursor that a page before gave as its `next`; was {cursor!r}")
