"""Instants and spans of time, as whole milliseconds.

Both engines must put an event at *the same* instant, and equality of floats is no promise. So an instant is an integer:
milliseconds since 1970-01-01T00:00Z. A date means a date in China, which has kept UTC+8 without summer time since 1991.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TypeAlias

Instant: TypeAlias = int
"""Milliseconds since 1970-01-01T00:00Z."""

Milliseconds: TypeAlias = int
"""A span of time, in milliseconds."""

SECOND: Milliseconds = 1_000
MINUTE: Milliseconds = 60 * SECOND
HOUR: Milliseconds = 60 * MINUTE
DAY: Milliseconds = 24 * HOUR

CHINA = timezone(timedelta(hours=8), "UTC+08:00")
_OFFSET: Milliseconds = 8 * HOUR
_EPOCH = date(1970, 1, 1).toordinal()
_EPOCH_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)


def instant_of(moment: datetime) -> Instant:
    """Convert an aware datetime; what is finer than a millisecond is cut off.

    Raises
    ------
    ValueError
        If `moment` has no time zone: guessing one would move a deadline.
    """
    if moment.tzinfo is None:
        raise ValueError(f"expected an instant with a time zone, such as +08:00; was {moment.isoformat()}")
    return (moment - _EPOCH_INSTANT) // timedelta(milliseconds=1)


def datetime_of(at: Instant) -> datetime:
    """The instant as an aware datetime in China's zone."""
    return (_EPOCH_INSTANT + timedelta(milliseconds=at)).astimezone(CHINA)


def date_of(at: Instant) -> date:
    """The calendar date in China on which the instant falls."""
    return date.fromordinal(_EPOCH + (at + _OFFSET) // DAY)


def start_of(day: date) -> Instant:
    """Midnight at which `day` begins in China."""
    return (day.toordinal() - _EPOCH) * DAY - _OFFSET


def parse_instant(text: str) -> Instant:
    """Read ISO 8601 with a zone, e.g. ``2024-03-04T09:00:00+08:00``.

    Raises
    ------
    ValueError
        If the text is not ISO 8601 or has no zone.
    """
    return instant_of(datetime.fromisoformat(text))


def format_instant(at: Instant) -> str:
    """ISO 8601 in China's zone with milliseconds; the inverse of :func:`parse_instant`."""
    return datetime_of(at).isoformat(timespec="milliseconds")
