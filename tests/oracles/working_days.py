"""Working days and working time counted one by one: slow, plain, and sharing nothing with the product.

Days come from a predicate, hours from a calendar's own fields; nothing is numbered, cumulated, merged or searched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

import chinese_calendar

from workflows.working_time import Calendar

Works = Callable[[date], bool]
Pause = tuple[date, date | None]
"""From the day of the stop to the day of the resumption, if there was one."""

ONE_DAY = timedelta(days=1)
NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CLOCK = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(60)]


def monday_to_friday(day: date) -> bool:
    """The working week without any holiday."""
    return day.isoweekday() <= 5


def published_or_monday_to_friday(day: date) -> bool:
    """The State Council's working days in 2004-2026, the plain week elsewhere."""
    return chinese_calendar.is_workday(day) is True if 2004 <= day.year <= 2026 else monday_to_friday(day)


def days_after(start: date, end: date) -> Iterator[date]:
    """Each day after `start`, up to and including `end`."""
    while start < end:
        start += ONE_DAY
        yield start


def is_paused(day: date, pauses: Sequence[Pause]) -> bool:
    """Whether any stop takes this day away."""
    return any(stopped < day and (resumed is None or day <= resumed) for stopped, resumed in pauses)


def elapsed(accepted: date, today: date, pauses: Sequence[Pause], works: Works) -> int:
    """Counted days after acceptance, up to today or, on a day off, the next working day."""
    if today <= accepted:
        return 0
    while not works(today):
        today += ONE_DAY
    return sum(works(day) and not is_paused(day, pauses) for day in days_after(accepted, today))


def last_day_in_time(accepted: date, limit: int, pauses: Sequence[Pause], works: Works) -> date | None:
    """The last working day by whose end no more than `limit` days have been counted; none if that never ends."""
    in_time, counted, day = accepted, 0, accepted
    while True:
        day += ONE_DAY
        if not works(day):
            continue
        if any(resumed is None and stopped < day for stopped, resumed in pauses):
            return None
        counted += not is_paused(day, pauses)
        if counted > limit:
            return in_time
        in_time = day


def open_minutes(calendar: Calendar, day: date) -> list[bool]:
    """For each minute of a day, whether the calendar is open, by its published rules."""
    ranges = [(text[:5], text[6:]) for text in _ranges(calendar, day)]
    return [any(opens <= clock < closes for opens, closes in ranges) for clock in CLOCK]


def _ranges(calendar: Calendar, day: date) -> tuple[str, ...]:
    for extra in calendar.extra:
        if extra.day == day:
            return extra.hours
    if day in calendar.leave:
        return ()
    own: tuple[str, ...] | None = getattr(calendar.weekday_hours, NAMES[day.weekday()])
    weekend = day.isoweekday() > 5
    if calendar.base == "every_day":
        return calendar.hours if own is None else own
    if calendar.base == "weekdays":
        return (own or ()) if weekend else (calendar.hours if own is None else own)
    if published_or_monday_to_friday(day):
        return calendar.hours if weekend or own is None else own
    in_holiday = 2004 <= day.year <= 2026 and chinese_calendar.get_holiday_detail(day)[1] is not None
    return (own or ()) if weekend and not in_holiday else ()
