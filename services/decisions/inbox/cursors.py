"""Where a page of the inbox ended, as a text that clients hand back unread."""

from __future__ import annotations

from typing import NamedTuple

from services.api import cursors
from services.store.work_items import Position
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
    return cursors.cursor_of([*place.after, place.now])


def place_of(cursor: str) -> Place:
    """The place at which a cursor continues.

    Raises
    ------
    InvalidInputError
        If it is none of ours.
    """
    return cursors.place_of(cursor, _place)


def _place(values: list[object]) -> Place | None:
    match values:
        case [int(priority), int(enabled_at), str(case), str(step), int(occurrence), int(now)] if (
            abs(priority) < 2**31
            and cursors.is_instant(enabled_at)
            and cursors.is_instant(now)
            and 0 <= occurrence < 2**31
        ):
            return Place(Position(priority, enabled_at, case, step, occurrence), now)
        case _:
            return None
