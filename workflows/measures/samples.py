"""What is counted of cases while they go on, the same for live and simulated ones: names, and what one count is."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from workflows.instants import SECOND, Milliseconds


class Counted(StrEnum):
    """What is counted, or how long something took. Names are those of the metrics, without the product's own prefix."""

    CASES_STARTED = "cases_started_total"
    CASES_ENDED = "cases_ended_total"
    PROCESSING_TIME = "case_processing_time_seconds"
    CYCLE_TIME = "case_cycle_time_seconds"
    TIME_BY_CAUSE = "case_time_by_cause_seconds_total"
    TASKS_ENABLED = "tasks_enabled_total"
    TASKS_STARTED = "tasks_started_total"
    TASKS_COMPLETED = "tasks_completed_total"
    TASKS_CANCELLED = "tasks_cancelled_total"
    WAITING_TIME = "task_waiting_time_seconds"
    SOJOURN_TIME = "task_sojourn_time_seconds"
    WARNINGS = "deadline_warnings_total"
    BREACHES = "deadline_breaches_total"
    EXTENSIONS = "extensions_total"
    CORRECTIONS = "corrections_total"
    COMMITMENTS = "commitments_total"
    RATINGS = "ratings_total"


class Sample(NamedTuple):
    """One count, or one time.

    Attributes
    ----------
    labels : values of the metric's labels in their order, from the lane on
    value : to add to a counter, or to observe; seconds where it is a time
    """

    of: Counted
    labels: tuple[str, ...]
    value: float = 1.0


class Passed(NamedTuple):
    """A limit of a work item that was about to be over, or was, while the item lay with a department.

    Attributes
    ----------
    limit : `Counted.WARNINGS` or `Counted.BREACHES`
    """

    step: str
    occurrence: int
    limit: Counted
    lane: str
    department: str

    def sample(self) -> Sample:
        """What there is to count."""
        return Sample(self.limit, (self.lane, self.department))


COMMITMENT_LANE: Final = "commitment_follow_up"
"""Id of the lane that follows a decision on a commitment: each of its cases is one commitment."""

BROKEN: Final = "broken"
"""Outcome of a check that found things not as promised."""

RATING_LEVELS: Final = frozenset(
    {"very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "very_dissatisfied"}
)
"""Outcomes of a step by which an applicant rates a service."""


def seconds(span: Milliseconds) -> float:
    """A span of time as metrics have it."""
    return span / SECOND
