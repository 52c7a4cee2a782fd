"""What was found in a log, and what had to be assumed since it does not tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a finding is about. Each has its texts where people are told."""

    BLOCKS = "blocks"
    """How many of the cases can be replayed on the blocks that were found."""
    RARE_LEFT_OUT = "rare_left_out"
    """The rarest activities are not in the lane."""
    HOURS_MEASURED = "hours_measured"
    HOURS_ASSUMED = "hours_assumed"
    POOL = "pool"
    """Activities that the same people do are one pool's."""
    STAFF_RAISED = "staff_raised"
    """As many people as the log shows could not have done the work that it shows."""
    NOBODY_NAMED = "nobody_named"
    """The log names nobody at all."""
    DONE_OUTSIDE = "done_outside"
    """The log names nobody who does an activity, though it does for others."""
    STARTS_ESTIMATED = "starts_estimated"
    """The log does not tell when work began."""
    LEFT_LYING = "left_lying"
    """Work was not begun although nobody was busy with anything that the log tells."""
    ARRIVALS = "arrivals"
    NO_ARRIVALS = "no_arrivals"
    CYCLE_TIME = "cycle_time"
    """How long a case took: what a simulation of the lane is to be compared with first."""
    NO_LAW = "no_law"
    """Limits, marks, documents, fees and visits are in no log."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One of them.

    Attributes
    ----------
    place : path of what it is about in the lane, or id of a step; empty for the whole
    values : what its texts mention, by name
    """

    kind: Kind
    place: str
    values: tuple[tuple[str, str], ...]
