"""Units of the numbers in a lane."""

from __future__ import annotations

from enum import StrEnum

from workflows.instants import DAY, HOUR, MINUTE, SECOND, Milliseconds


class TimeUnit(StrEnum):
    """Unit of a span of time.

    ``working_days`` is a span of *working* time: the eight office hours of one day. Limits of the law count whole
    working days on the calendar instead, and are not spans (see :mod:`workflows.working_time.legal_clock`).
    """

    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"

    @property
    def milliseconds(self) -> Milliseconds:
        """Length of one unit."""
        return _LENGTH[self]


OFFICE_DAY: Milliseconds = 8 * HOUR
"""Working time in one working day of a government office."""

_LENGTH = {
    TimeUnit.SECONDS: SECOND,
    TimeUnit.MINUTES: MINUTE,
    TimeUnit.HOURS: HOUR,
    TimeUnit.DAYS: DAY,
    TimeUnit.WORKING_DAYS: OFFICE_DAY,
}
