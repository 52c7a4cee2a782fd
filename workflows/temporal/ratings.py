"""Ratings (好差评): what an applicant thinks of a service that is over, as a case of its own.

The case that is rated has ended, and a workflow that has ended takes no messages. Waiting for a rating that may never
come would keep every case open. So a rating opens a case of the rating lane, whose first step is the rating itself: the
same lane that simulations run, where a bad rating is verified and rectified within a limit of its own. A case is rated
once, since the rating's id follows from the case's.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from workflows.instants import Instant
from workflows.interpreter.case import Case
from workflows.temporal.messages import CompleteWork

RATING_LANE: Final = "rating_rectification"
"""Id of the lane that ratings travel."""

RATE: Final = "rate"
"""Id of its first step."""


class Level(StrEnum):
    """The five levels of the national rating."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    BASICALLY_SATISFIED = "basically_satisfied"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


BAD: Final = frozenset({Level.DISSATISFIED, Level.VERY_DISSATISFIED})
"""Levels that have to be followed up."""


def rating_of(case: str) -> str:
    """The id of the rating of a case."""
    return f"{case}.rating"


def rating_case(case: str, at: Instant) -> Case:
    """The case that the rating of another one is.

    Parameters
    ----------
    case : id of the case that is rated
    at : when it is rated
    """
    return Case(id=rating_of(case), submitted_at=at)


def rating(level: Level, by: str) -> CompleteWork:
    """What the applicant says: the first message to the rating's case, sent with its start."""
    return CompleteWork(step=RATE, outcome=level, member=by)
