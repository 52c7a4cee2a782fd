"""Where a page of the inbox ended, as a text that clients hand back unread."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

from services.store.work_items import Position
from workflows.errors import InvalidInputError


def cursor_of(position: Position) -> str:
    """The cursor that continues after a position."""
    return urlsafe_b64encode(json.dumps(position, separators=(",", ":")).encode()).decode().rstrip("=")


def position_of(cursor: str) -> Position:
    """The position after which a cursor continues.

    Raises
    ------
    InvalidInputError
        If it is none of ours.
    """
    try:
        match json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))):
            case [int(priority), int(enabled_at), str(case), str(step), int(occurrence)] if (
                abs(priority) < 2**31 and abs(enabled_at) < 2**63 and 0 <= occurrence < 2**31
            ):
                return Position(priority, enabled_at, case, step, occurrence)
    except (ValueError, Error):
        pass
    raise InvalidInputError(f"expected a cursor that a page before gave as its `next`; was {cursor!r}")
