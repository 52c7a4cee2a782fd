"""When a loop of supervision comes round: every week, on the 15th and 30th, every quarter, on the dates of a plan.

A cadence is data of a lane. Both engines ask the one function below for its instants, so a loop that is simulated comes
round when the loop that runs does.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from heapq import merge
from itertools import count
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import Field, PositiveInt, model_validator

from workflows.definition.provenance import Frozen, Provenance
from workflows.instants import HOUR, Instant, date_of, start_of
from workflows.working_time.axis import WorkingTimeAxis
from workflows.working_time.state_council import WorkingDays

_DAY: Final = timedelta(days=1)


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class OnDayOff(StrEnum):
    """What becomes of a round whose day is no working day."""

    NEXT_WORKING_DAY = "next_working_day"
    PREVIOUS_WORKING_DAY = "previous_working_day"
    STAY = "stay"


class TimeOfDay(Frozen):
    """When on its day a round begins.

    Parameters
    ----------
    hour : of the clock in China
    """

    hour: Annotated[int, Field(ge=0, le=23)]
    provenance: Provenance


class _Recurring(Frozen):
    """What every cadence has.

    Parameters
    ----------
    at : when on its day a round begins
    on_day_off : what becomes of a round whose day is no working day
    since, until : first and last day that a round may be meant for; open if absent
    provenance : of the days
    """

    at: TimeOfDay
    on_day_off: OnDayOff = OnDayOff.NEXT_WORKING_DAY
    since: date | None = None
    until: date | None = None
    provenance: Provenance

    @model_validator(mode="after")
    def _since_before_until(self) -> Self:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError(f"expected until not before since; found {self.until} before {self.since}. Swap them.")
        return self


class Weekly(_Recurring):
    """Every week, on one weekday.

    Parameters
    ----------
    weekday : of the round
    at : when on its day a round begins
    on_day_off : what becomes of a round whose day is no working day
    since, until : first and last day that a round may be meant for; open if absent
    provenance : of the days
    """

    kind: Literal["weekly"] = "weekly"
    weekday: Weekday


class Monthly(_Recurring):
    """Every month, on one day or several; half-monthly is two. A month without that day has its round on its last day.

    Parameters
    ----------
    days : of the month, such as 15 and 30
    at : when on its day a round begins
    on_day_off : what becomes of a round whose day is no working day
    since, until : first and last day that a round may be meant for; open if absent
    provenance : of the days
    """

    kind: Literal["monthly"] = "monthly"
    days: Annotated[tuple[Annotated[int, Field(ge=1, le=31)], ...], Field(min_length=1)]


class LastWorkingDay(_Recurring):
    """Every month, on its last working day.

    Parameters
    ----------
    at : when on its day a round begins
    on_day_off : what becomes of the last day of a month if it is off
    since, until : first and last day that a round may be meant for; open if absent
    provenance : of the days
    """

    kind: Literal["last_working_day"] = "last_working_day"
    on_day_off: Literal[OnDayOff.PREVIOUS_WORKING_DAY] = OnDayOff.PREVIOUS_WORKING_DAY


class Quarterly(_Recurring):
    """Every quarter.

    Parameters
    ----------
    month : of the quarter: 1, 2 or 3
    day : of that month; its last one if it has fewer
    at : when on its day a round begins
    on_day_off : what becomes of a round whose day is no working day
    since, until : first and last day that a round may be meant for; open if absent
    provenance : of the days
    """

    kind: Literal["quarterly"] = "quarterly"
    month: Annotated[int, Field(ge=1, le=3)]
    day: Annotated[int, Field(ge=1, le=31)]


class Yearly(_Recurring):
    """Every year.

    Parameters
    ----------
    month : 1 to 12
    day : of that month; its last one if it has fewer
    at : when on its day a round begins
    on_day_off : what becomes of a round whose day is no working day
    since, until : first and last day that a round may be meant for; open if absent
    provenance : of the days
    """

    kind: Literal["yearly"] = "yearly"
    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]


class OnDates(_Recurring):
    """Once on each of some dates, such as those of the phases of a campaign.

    Parameters
    ----------
    dates : of the rounds
    at : when on its day a round begins
    on_day_off : what becomes of a round whose day is no working day
    since, until : first and last day that a round may be meant for; open if absent
    provenance : of the days
    """

    kind: Literal["dates"] = "dates"
    dates: Annotated[tuple[date, ...], Field(min_length=1)]


class Several(Frozen, defer_build=True):
    """Cadences together, such as weekly until a date and monthly from then on; rounds at one instant are one round.

    Parameters
    ----------
    parts : of which each round is one
    """

    kind: Literal["several"] = "several"
    parts: Annotated[tuple[Cadence, ...], Field(min_length=2)]


_Single: TypeAlias = Weekly | Monthly | LastWorkingDay | Quarterly | Yearly | OnDates

Cadence: TypeAlias = Annotated[_Single | Several, Field(discriminator="kind")]
"""When rounds are."""


class Batch(Frozen):
    """How many cases begin with each round.

    Parameters
    ----------
    cases : of one round
    """

    cases: PositiveInt
    provenance: Provenance


def rounds(cadence: Cadence, first: Instant, last: Instant | None, days: WorkingDays) -> Iterator[Instant]:
    """The instants of the rounds of a cadence, those at `first` and `last` included.

    Parameters
    ----------
    last : none for as long as rounds are asked for
    days : the working days that decide whether a round is moved, and where to

    Yields
    ------
    instants, strictly ascending

    Raises
    ------
    CalendarYearError
        When a round depends on the working days of a year that has no calendar.

    Examples
    --------
    >>> from workflows.definition.provenance import Source
    >>> from workflows.instants import format_instant
    >>> basis = Provenance(source=Source.SEED, basis="FS-034")
    >>> opening = TimeOfDay(hour=9, provenance=Provenance(source=Source.ASSUMED, basis="as the office opens"))
    >>> reports = Monthly(days=(15, 30), at=opening, on_day_off=OnDayOff.STAY, provenance=basis)
    >>> winter = start_of(date(2021, 2, 1)), start_of(date(2021, 4, 1))
    >>> [format_instant(at)[:13] for at in rounds(reports, *winter, WorkingDays())]
    ['2021-02-15T09', '2021-02-28T09', '2021-03-15T09', '2021-03-30T09']
    """
    found: Iterator[Instant]
    if isinstance(cadence, Several):
        found = merge(*(rounds(part, first, last, days) for part in cadence.parts))
    else:
        found = _of_one(cadence, first, last, days)
    before: Instant | None = None
    for at in found:
        if at != before:
            yield at
        before = at


def submissions(
    cadence: Cadence, axis: WorkingTimeAxis, first: Instant, last: Instant | None, days: WorkingDays
) -> Iterator[Instant]:
    """The instants at which the cases of a cadence's rounds are submitted: a round outside the hours waits for them.

    Parameters
    ----------
    axis : hours in which cases can be submitted
    first, last, days : as for :func:`rounds`, of the submissions

    Yields
    ------
    instants, strictly ascending
    """
    before: Instant | None = None
    for due_at in rounds(cadence, _closed_before(axis, first), last, days):
        at = axis.next_open(due_at)
        if last is not None and at > last:
            return
        if at >= first and at != before:
            yield at
        before = at


def _closed_before(axis: WorkingTimeAxis, first: Instant) -> Instant:
    """When the hours last ended: a round since then waits for an opening that may lie after `first`."""
    axis.between(first, first)  # refuses an instant that the axis does not know
    return axis.closes[bisect_right(axis.closes, first) - 1]


def _of_one(cadence: _Single, first: Instant, last: Instant | None, days: WorkingDays) -> Iterator[Instant]:
    last_day = None if last is None else date_of(last)
    earliest = _earliest(cadence, date_of(first), days)
    for day in _days_meant(cadence, earliest):
        if cadence.until is not None and day > cadence.until:
            return
        if last_day is not None and day > last_day and not _comes_before(cadence, day, last_day, days):
            return
        at = start_of(_held_on(cadence, day, days)) + cadence.at.hour * HOUR
        if last is not None and at > last:
            return
        if at >= first:
            yield at


def _earliest(cadence: _Single, first: date, days: WorkingDays) -> date:
    """The first day whose round may be held on `first` or later."""
    if cadence.since is not None and cadence.since >= first:
        return cadence.since
    if cadence.on_day_off is OnDayOff.NEXT_WORKING_DAY:
        worked_before = days.day_numbered(days.number_of(first - _DAY))
        first = worked_before + _DAY
    return first if cadence.since is None else max(first, cadence.since)


def _comes_before(cadence: _Single, day: date, last: date, days: WorkingDays) -> bool:
    """Whether a round meant for a day after the last one is held by then, since all days between are off."""
    if cadence.on_day_off is not OnDayOff.PREVIOUS_WORKING_DAY:
        return False
    return days.day_numbered(days.number_of(last) + 1) > day


def _held_on(cadence: _Single, day: date, days: WorkingDays) -> date:
    if cadence.on_day_off is OnDayOff.STAY or days.is_working_day(day):
        return day
    later = cadence.on_day_off is OnDayOff.NEXT_WORKING_DAY
    return days.day_numbered(days.number_of(day) + later)


def _days_meant(cadence: _Single, first: date) -> Iterator[date]:
    """The days that rounds are meant for, from a day on, ascending."""
    match cadence:
        case Weekly(weekday=weekday):
            ahead = (list(Weekday).index(weekday) - first.weekday()) % 7
            return (first + timedelta(days=ahead + 7 * week) for week in count())
        case Monthly(days=days):
            return _in_months(range(1, 13), days, first)
        case LastWorkingDay():
            return _in_months(range(1, 13), (31,), first)
        case Quarterly(month=month, day=day):
            return _in_months(range(month, 13, 3), (day,), first)
        case Yearly(month=month, day=day):
            return _in_months(range(month, month + 1), (day,), first)
        case OnDates(dates=dates):
            return (day for day in sorted(set(dates)) if day >= first)


def _in_months(months: range, days: tuple[int, ...], first: date) -> Iterator[date]:
    for year in range(first.year, date.max.year):
        for month in months:
            length = monthrange(year, month)[1]
            for number in sorted({min(day, length) for day in days}):
                if (day := date(year, month, number)) >= first:
                    yield day
