"""What a comparison of two lanes comes to, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import JsonValue


class Change(StrEnum):
    """What became of a part of a lane."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    """It stands elsewhere; perhaps it has changed too."""


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that is not what it was.

    Attributes
    ----------
    field : its name; of one entry of a list, the list's name, a dot and what tells the entry from others
    before, after : what it held and holds; none where it was or is not there
    """

    field: str
    before: JsonValue
    after: JsonValue


@dataclass(frozen=True, slots=True)
class PartDifference:
    """A step, a pool, a calendar or a document that is not what it was.

    Attributes
    ----------
    title : what the lane calls it now, or called it before it was removed; none if nothing was typed
    kind : of a step, as it is now, or was before it was removed; else empty
    fields : what has changed; of a part that came or went, all that it says. `place` is where a step stands
    """

    id: str
    title: JsonValue
    kind: str
    change: Change
    fields: tuple[FieldDifference, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """What two lanes differ in; each in the order of the lane as it is now, with what is gone at its end.

    Attributes
    ----------
    other : what the lane says beside its steps and those parts: its name, limits, arrivals, attributes, ...
    """

    steps: tuple[PartDifference, ...] = ()
    pools: tuple[PartDifference, ...] = ()
    calendars: tuple[PartDifference, ...] = ()
    documents: tuple[PartDifference, ...] = ()
    other: tuple[FieldDifference, ...] = ()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.steps or self.pools or self.calendars or self.documents or self.other)
