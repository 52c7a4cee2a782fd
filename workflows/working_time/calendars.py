"""Calendars of pools: on which days, and during which hours, a department works."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import count, pairwise
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from workflows.definition.provenance import Frozen, Provenance, Title
from workflows.errors import CalendarYearError
from workflows.instants import DAY, MINUTE, Instant, Milliseconds, start_of
from workflows.working_time.axis import WorkingTimeAxis
from workflows.working_time.state_council import WorkingDays

_RANGE: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))")


def _spans(ranges: tuple[str, ...]) -> Iterator[tuple[Milliseconds, Milliseconds]]:
    """Opening and closing of each range, since midnight."""
    for text in ranges:
        match = _RANGE.fullmatch(text)
        if match is None:
            raise ValueError(f"expected opening and closing as HH:MM-HH:MM, such as 09:00-12:00; found {text!r}")
        hour, minute, end_hour, end_minute = (int(part) for part in match.groups() if part is not None)
        yield (hour * 60 + minute) * MINUTE, (end_hour * 60 + end_minute) * MINUTE


def _checked(ranges: tuple[str, ...]) -> tuple[str, ...]:
    for (start, end), text in zip(_spans(ranges), ranges, strict=True):
        if end <= start:
            raise ValueError(
                f"expected a closing after the opening; found {text!r}. "
                "Hours past midnight are two ranges, such as 22:00-24:00 and 00:00-06:00."
            )
    ordered = sorted(ranges)
    for earlier, later in pairwise(ordered):
        if later[:5] < earlier[6:]:
            raise ValueError(f"expected ranges that do not overlap; found {earlier!r} and {later!r}. Join or cut them.")
    return tuple(ordered)


Hours = Annotated[tuple[str, ...], AfterValidator(_checked)]
"""Open ranges of a day as ``HH:MM-HH:MM``, up to 24:00, several for a lunch break; none for a day that stays closed."""


class WeekdayHours(Frozen):
    """Hours that differ from the calendar's own on some weekdays.

    Parameters
    ----------
    monday, tuesday, wednesday, thursday, friday, saturday, sunday : the hours of that weekday; none, no difference
    """

    monday: Hours | None = None
    tuesday: Hours | None = None
    wednesday: Hours | None = None
    thursday: Hours | None = None
    friday: Hours | None = None
    saturday: Hours | None = None
    sunday: Hours | None = None

    def by_weekday(self) -> tuple[Hours | None, ...]:
        """The hours from Monday to Sunday."""
        return (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday)


class ExtraDay(Frozen):
    """One date with hours of its own, whatever day it is.

    Parameters
    ----------
    day : the date
    hours : when it is open
    """

    day: date
    hours: Annotated[Hours, Field(min_length=1)]


class Calendar(Frozen):
    """When a pool works. Its id is the key under which a lane holds it.

    Each day is decided by the first rule that applies: an `extra` day has its own hours; a day of `leave` is closed; a
    day that `base` counts as working has the hours of its weekday, or else `hours`; a Saturday or Sunday that `base`
    does not count opens if `weekday_hours` gives it hours and no public holiday falls on it. A Saturday or Sunday that
    makes up for another day is worked with `hours`.

    Parameters
    ----------
    base : ``state_council`` (working days with make-up days), ``weekdays`` (Monday to Friday) or ``every_day``
    hours : the usual open ranges of a working day, e.g. ``["09:00-12:00", "13:30-17:30"]``
    weekday_hours : staggered or extended hours, e.g. a window that opens on Saturday mornings
    leave : dates on which it is closed
    extra : dates with hours of their own
    provenance : where these hours come from
    title : what people call it
    """

    base: Literal["state_council", "every_day", "weekdays"]
    hours: Hours
    weekday_hours: WeekdayHours = WeekdayHours()
    leave: tuple[date, ...] = ()
    extra: tuple[ExtraDay, ...] = ()
    provenance: Provenance
    title: Title | None = None

    @model_validator(mode="after")
    def _opens_unambiguously(self) -> Self:
        extra_days = Counter(extra.day for extra in self.extra)
        twice = sorted(day for day, times in extra_days.items() if times > 1)
        if twice:
            raise ValueError(f"expected each extra day once; found {twice[0]} again. Put all its ranges in one entry.")
        both = sorted(set(extra_days).intersection(self.leave))
        if both:
            raise ValueError(
                f"expected a day as leave or as extra; found {both[0]} as both. Take it out of one of them."
            )
        if not (self.hours or self.extra or any(self.weekday_hours.by_weekday())):
            raise ValueError("expected some open hours; found none, so nobody would ever work. Give hours.")
        return self


@lru_cache(maxsize=256)
def compile_axis(calendar: Calendar, years: range, days: WorkingDays) -> WorkingTimeAxis:
    """Lay a calendar out over whole years.

    Parameters
    ----------
    calendar : when the pool works
    years : consecutive, at least one, e.g. ``range(2024, 2027)``
    days : the working days that ``state_council`` means

    Returns
    -------
    The axis from the start of the first year to the end of the last; its `assumed_years` are those that `days` assumes.
    The same arguments give the same object.

    Raises
    ------
    CalendarYearError
        If a year has no published calendar and `days` refuses such years, or lies outside 1000 to 9998.
    """
    if not years or years.step != 1:
        raise ValueError(f"expected consecutive years, at least one; found {years}")
    if years.start < 1000 or years.stop > 9999:
        raise CalendarYearError(
            f"expected years from 1000 to 9998; found {years.start} to {years[-1]}. Narrow the range."
        )
    assumed = days.assumed_years(years) if calendar.base == "state_council" else ()
    first, last = date(years.start, 1, 1), date(years.stop, 1, 1)
    return WorkingTimeAxis(
        _intervals(calendar, range(first.toordinal(), last.toordinal()), days), start_of(first), start_of(last), assumed
    )


def _intervals(calendar: Calendar, ordinals: range, days: WorkingDays) -> Iterator[tuple[Instant, Instant]]:
    usual = tuple(_spans(calendar.hours))
    own = [None if hours is None else tuple(_spans(hours)) for hours in calendar.weekday_hours.by_weekday()]
    extra = {entry.day: tuple(_spans(entry.hours)) for entry in calendar.extra}
    leave = frozenset(calendar.leave)
    by_council = calendar.base == "state_council"
    midnights = count(start_of(date.fromordinal(ordinals.start)), DAY)
    for ordinal, midnight in zip(ordinals, midnights, strict=False):
        day = date.fromordinal(ordinal)
        weekday = day.weekday()
        other = own[weekday]
        works = days.is_working_day(day) if by_council else weekday < 5 or calendar.base == "every_day"
        if day in extra:
            spans = extra[day]
        elif day in leave:
            spans = ()
        elif works:
            spans = usual if other is None or (by_council and weekday >= 5) else other
        elif other is None or (by_council and days.is_public_holiday(day)):
            spans = ()
        else:
            spans = other
        for start, end in spans:
            yield midnight + start, midnight + end
