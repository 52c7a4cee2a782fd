"""What happens to a case, as data. Events are the only output of both engines; every measure is a function of them.

One rule makes a live log and a simulated log comparable: within a case, events stand in the order in which the
interpreter emitted them, and their instants never go back.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from workflows.instants import Instant


class EventKind(IntEnum):
    """Kinds of events. The numbers are stored in logs: add, never renumber."""

    SUBMITTED = 1
    """The case begins."""
    ACCEPTED = 2
    """The legal clock starts."""
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
    OPENED = 30
    """A child case was opened; `cause` is its id."""


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
    cause : why: a stop's reason, a child's id
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
