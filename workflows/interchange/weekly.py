"""Weekly hours, as tools for simulation write them, as a calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from workflows.definition.provenance import Provenance
from workflows.working_time.calendars import Calendar, WeekdayHours

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY: Final = 24 * 60
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|[+-]\d{2}:?\d{2})?")

Span = tuple[int, int, int]
"""Weekday, from 0 for Monday, and minutes since midnight of opening and closing."""


def minutes_of(text: str) -> int | None:
    """Minutes since midnight; none if it is no time of a day, or is finer than minutes.

    The last second of a day stands for its end in all of these tools, and is read so.
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if (hour, minute, second) == (23, 59, 59):
        return _DAY
    fine = second or int(match[4] or 0)
    at = hour * 60 + minute
    return at if not fine and minute < 60 and at <= _DAY else None


def weekdays_between(first: str, last: str) -> range | None:
    """Days from one to another, both included, over the weekend if need be; none if one is no weekday."""
    names = [first.strip().lower(), last.strip().lower()]
    if any(name not in WEEKDAYS for name in names):
        return None
    start, end = (WEEKDAYS.index(name) for name in names)
    return range(start, end + 1 if end >= start else end + 8)


def spans_of(days: Iterable[int], begin: int, end: int) -> list[Span]:
    """The same hours on some days; hours that end at midnight or after it run on into the next day."""
    spans = []
    for day in days:
        if end > begin:
            spans.append((day % 7, begin, end))
        else:
            spans.append((day % 7, begin, _DAY))
            if end:
                spans.append(((day + 1) % 7, 0, end))
    return spans


def weekly_calendar(spans: Sequence[Span], provenance: Provenance) -> Calendar:
    """A calendar that repeats every week, whatever holidays there are.

    Parameters
    ----------
    spans : at least one; those that overlap are one
    """
    hours: dict[str, tuple[str, ...]] = {}
    for day, name in enumerate(WEEKDAYS):
        joined: list[tuple[int, int]] = []
        for begin, end in sorted((begin, end) for on, begin, end in spans if on == day):
            if joined and begin <= joined[-1][1]:
                joined[-1] = joined[-1][0], max(end, joined[-1][1])
            else:
                joined.append((begin, end))
        hours[name] = tuple(f"{_clock(begin)}-{_clock(end)}" for begin, end in joined)
    usual = hours["monday"]
    own = {name: ranges for name, ranges in hours.items() if ranges != usual}
    return Calendar(base="every_day", hours=usual, weekday_hours=WeekdayHours(**own), provenance=provenance)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
