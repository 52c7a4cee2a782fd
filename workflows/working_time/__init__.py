"""Working time: of the law, and of the departments."""

from workflows.working_time.axis import ALWAYS_OPEN, WorkingTimeAxis
from workflows.working_time.calendars import Calendar, ExtraDay, WeekdayHours, compile_axis
from workflows.working_time.legal_clock import (
    Stop,
    due_at,
    elapsed_days,
    processing_time,
    remaining_days,
    working_days_between,
)
from workflows.working_time.state_council import PUBLISHED_YEARS, WorkingDays

__all__ = [
    "ALWAYS_OPEN",
    "PUBLISHED_YEARS",
    "Calendar",
    "ExtraDay",
    "Stop",
    "WeekdayHours",
    "WorkingDays",
    "WorkingTimeAxis",
    "compile_axis",
    "due_at",
    "elapsed_days",
    "processing_time",
    "remaining_days",
    "working_days_between",
]
