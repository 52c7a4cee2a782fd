"""What happens to a case, as data. Events are the only output of both engines; every measure is a function of them.

One rule makes a live log and a simulated log comparable: within a case, events stand in the order in which the
interpreter emitted them, and their instants never go back.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final, NamedTuple, Protocol

from workflows.instants import Instant, parse_instant

DEEMED: Final = "deemed"
"""Cause of an acceptance that nobody has declared: the law takes the file as accepted since it came in."""


class EventKind(IntEnum):
    """Kinds of events. The numbers are stored in logs: add, never renumber."""

    # As the number that it equals, and at the cost of one: a simulation looks notes up by their kinds.
    __hash__ = int.__hash__

    SUBMITTED = 1
    """The case begins."""
    ACCEPTED = 2
    """The legal clock starts; if `cause` is ``deemed``, it counts from the instant that `outcome` tells."""
    DECIDED = 3
    """The legal clock ends."""
    DELIVERED = 4
    """The applicant has the decision."""
    ENDED = 5
    """The case is over; `outcome` is its result."""
    DECLARED = 6
    """What the case is from the start: `step` is the id of an attribute, `outcome` its value."""
    ENABLED = 10
    """A step can be begun; for a task: it waits for a member."""
    STARTED = 11
    """Somebody begins it."""
    RELEASED = 12
    """The member is free again while the papers circulate; only for tasks that circulate."""
    SUSPENDED = 13
    """Work on it stops by decision or because something more urgent came; nights are the calendar's, and no event."""
    RESUMED = 14
    """Work on it goes on."""
    COMPLETED = 15
    """It is done; `outcome` tells how it came out."""
    CANCELLED = 16
    """It is no longer wanted: its case ended, or it lost a race."""
    CLOCK_STOPPED = 20
    """The legal clock stands still; `cause` is the reason."""
    CLOCK_RESUMED = 21
    """The legal clock goes on."""
    EXPIRED = 22
    """A deadline passed."""
    EXTENSION_ASKED = 23
    """More time for the decision is asked for; `outcome` is the working days, `cause` the reason."""
    EXTENDED = 24
    """More time for the decision was granted; `outcome` is the working days."""
    EXTENSION_REFUSED = 25
    """More time for the decision was refused; `cause` is the reason."""
    OPENED = 30
    """A child case was opened; `cause` is its id."""
    ASSIGNED = 31
    """A step changed hands: it is now `member`'s, nobody's if empty; `cause` is how, `outcome` who has done so."""
    OPINION_ASKED = 32
    """A department is asked what it thinks of a step; `cause` is the department, `outcome` until when it may say so."""
    OPINION = 33
    """A department says what it thinks of a step; `cause` is the department, `outcome` the opinion."""
    NOTICED = 34
    """A correction notice names a document; `cause` is its id. The step's COMPLETED follows at the same instant."""
    OWNED = 35
    """The case is `member`'s to follow to its end; `outcome` is to whom they answer, `cause` who has said so."""
    FILED = 36
    """A file of papers was handed in: `cause` is the document, `outcome` its digest, media type and size in bytes."""
    TAKEN_OUT = 37
    """A file of papers was taken out again; `cause` is the document, `occurrence` that of its FILED."""


class CaseEvent(NamedTuple):
    """One thing that happened to a case.

    Parameters
    ----------
    case : id of the case
    kind : what happened
    at : when
    step : id of the step it happened to, or of the attribute; empty for the case as a whole
    occurrence : how many times the step had been enabled before, in this case; 0 the first time
    member : who, as a name within the pool; empty where nobody in particular
    cause : why: a stop's reason, a child's id, a department, a document
    outcome : how it came out
    """

    case: str
    kind: EventKind
    at: Instant
    step: str = ""
    occurrence: int = 0
    member: str = ""
    cause: str = ""
    outcome: str = ""


class Happened(Protocol):
    """What can be read of an event, of a log or on its way there; see :class:`CaseEvent`."""

    @property
    def kind(self) -> int: ...
    @property
    def at(self) -> Instant: ...
    @property
    def step(self) -> str: ...
    @property
    def occurrence(self) -> int: ...
    @property
    def member(self) -> str: ...
    @property
    def cause(self) -> str: ...
    @property
    def outcome(self) -> str: ...


def accepted_since(at: Instant, cause: str, outcome: str) -> Instant:
    """The instant from which the law counts, by what an acceptance says: its own, or that at which the file came in.

    Raises
    ------
    ValueError
        If a deemed acceptance does not tell that instant.
    """
    return parse_instant(outcome) if cause == DEEMED else at
