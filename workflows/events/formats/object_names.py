"""How a log is told in OCEL 2.0: objects that take part in events, each in a part that has a name.

============ ============================================= ==================================================
type         objects                                       take part
============ ============================================= ==================================================
``case``     each case, with what was declared about it    in its events, as ``case``
``pool``     each pool that did something, where known     in events of its steps, as ``done by``
``member``   each of its members that did something        in what they did, as ``by``; ``of`` their pool
============ ============================================= ==================================================

A case that another one opened is related to it as ``opened``. An event's type is what happened to which step. What OCEL
has no place for stands in attributes under a prefix of our own, and is what a log is read back from.
"""

from __future__ import annotations

from typing import Final

EVENT: Final = "event"
CASE: Final = "case"
POOL: Final = "pool"
MEMBER: Final = "member"
TYPES: Final = (CASE, POOL, MEMBER)

OF_CASE: Final = "case"
DONE_BY: Final = "done by"
BY: Final = "by"
OF_POOL: Final = "of"
OPENED: Final = "opened"

PREFIX: Final = "greenlane:"
KIND: Final = f"{PREFIX}kind"
STEP: Final = f"{PREFIX}step"
OCCURRENCE: Final = f"{PREFIX}occurrence"
WHO: Final = f"{PREFIX}member"
CAUSE: Final = f"{PREFIX}cause"
OUTCOME: Final = f"{PREFIX}outcome"
ATTRIBUTES: Final = (
    (KIND, "string"),
    (STEP, "string"),
    (OCCURRENCE, "integer"),
    (WHO, "string"),
    (CAUSE, "string"),
    (OUTCOME, "string"),
)
"""Attributes of an event; all but the kind are left out where there is nothing to say."""


def event_id(place: int) -> str:
    """Id of the event at a place of a log."""
    return f"{EVENT}:{place}"


def place_of(event: str) -> int | None:
    """The place in the log that an id of ours tells; none of another id."""
    kind, _, place = event.partition(":")
    return int(place) if kind == EVENT and place.isascii() and place.isdecimal() and len(place) < 10 else None


def case_object(case: str) -> str:
    """Id of the object that is a case; ids are unique over all types."""
    return f"{CASE}:{case}"
