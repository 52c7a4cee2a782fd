"""Rounds of a cadence by looking at one day after the other, as somebody with a calendar on the wall would."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from workflows.definition.cadence import (
    Cadence,
    LastWorkingDay,
    Monthly,
    OnDates,
    OnDayOff,
    Quarterly,
    Several,
    Weekday,
    Weekly,
    Yearly,
)
from workflows.instants import HOUR, Instant, date_of, start_of
from workflows.working_time.state_council import WorkingDays

DAY = timedelta(days=1)
FAR = 40
"""Days by which no holiday moves a round."""


def rounds_by_search(cadence: Cadence, first: Instant, last: Instant, days: WorkingDays) -> list[Instant]:
    """Every instant from first to last at which a round is held, ascending, each once."""
    if isinstance(cadence, Several):
        return sorted({at for part in cadence.parts for at in rounds_by_search(part, first, last, days)})
    found = set()
    day = date_of(first) - FAR * DAY
    while day <= date_of(last) + FAR * DAY:
        if _meant(cadence, day) and _in_force(cadence, day):
            found.add(start_of(_moved(cadence.on_day_off, day, days)) + cadence.at.hour * HOUR)
        day += DAY
    return sorted(at for at in found if first <= at <= last)


def _in_force(cadence: Weekly | Monthly | LastWorkingDay | Quarterly | Yearly | OnDates, day: date) -> bool:
    return (cadence.since is None or cadence.since <= day) and (cadence.until is None or day <= cadence.until)


def _meant(cadence: Weekly | Monthly | LastWorkingDay | Quarterly | Yearly | OnDates, day: date) -> bool:
    is_last = day.day == monthrange(day.year, day.month)[1]
    match cadence:
        case Weekly(weekday=weekday):
            return day.strftime("%A").lower() == Weekday(weekday).value
        case Monthly(days=numbers):
            return day.day in numbers or (is_last and any(number > day.day for number in numbers))
        case LastWorkingDay():
            return is_last
        case Quarterly(month=month, day=number):
            return (day.month - 1) % 3 + 1 == month and (day.day == number or (is_last and number > day.day))
        case Yearly(month=month, day=number):
            return day.month == month and (day.day == number or (is_last and number > day.day))
        case OnDates(dates=dates):
            return day in dates


def _moved(rule: OnDayOff, day: date, days: WorkingDays) -> date:
    step = {OnDayOff.STAY: 0 * DAY, OnDayOff.NEXT_WORKING_DAY: DAY, OnDayOff.PREVIOUS_WORKING_DAY: -DAY}[rule]
    while step and not days.is_working_day(day):
        day += step
    return day
