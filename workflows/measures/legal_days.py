"""The law's clock for many cases at once: the same answers as :mod:`workflows.working_time.legal_clock`, by arrays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from workflows.events.event import EventKind
from workflows.instants import DAY, date_of, start_of
from workflows.measures.columns import NONE, Columns
from workflows.measures.hours import Hours, Numbers
from workflows.working_time.state_council import WorkingDays

_DAY_ZERO = start_of(date(1970, 1, 1))


@dataclass(frozen=True, slots=True, eq=False)
class Standstills:
    """When the legal clock of cases stood still; several reasons at once are one standstill.

    Attributes
    ----------
    case : index of the case, ascending
    start : instant at which it stopped; those of one case are in order and apart
    end : instant at which it ran again, NONE while it stands
    """

    case: Numbers
    start: Numbers
    end: Numbers


def standstills(columns: Columns) -> Standstills:
    """Find them in the events."""
    chosen = np.flatnonzero((columns.kind == EventKind.CLOCK_STOPPED) | (columns.kind == EventKind.CLOCK_RESUMED))
    case, at = columns.case[chosen], columns.at[chosen]
    change = np.where(columns.kind[chosen] == EventKind.CLOCK_STOPPED, 1, -1)
    reasons = np.cumsum(change)
    first = np.flatnonzero(np.diff(case, prepend=NONE))
    # What an earlier case left standing does not count for the next one.
    inherited = (reasons - change)[first]
    reasons -= np.repeat(inherited, np.diff(np.append(first, len(case))))
    begins = np.flatnonzero((change == 1) & (reasons == 1))
    ends = np.flatnonzero((change == -1) & (reasons == 0))
    following = np.searchsorted(ends, begins)
    following_end = np.append(ends, 0)[following] if len(begins) else begins
    ended = (following < len(ends)) & (case[following_end] == case[begins])
    return Standstills(case[begins], at[begins], np.where(ended, at[following_end], NONE))


def processing_time(accepted_at: Numbers, decided_at: Numbers, stops: Standstills, office: Hours) -> Numbers:
    """Office time from acceptance to decision without the standstills.

    Parameters
    ----------
    accepted_at, decided_at : one instant a case, NONE where it did not happen

    Returns
    -------
    milliseconds for each case, NONE where one of the instants is missing, 0 if the decision came first
    """
    counted = np.flatnonzero((accepted_at != NONE) & (decided_at != NONE))
    spans = np.full(len(accepted_at), NONE, dtype=np.int64)
    start = accepted_at[counted]
    end = np.maximum(decided_at[counted], start)
    spans[counted] = office.between(start, end)
    within = np.flatnonzero(spans[stops.case] != NONE)
    case = stops.case[within]
    low, high = accepted_at[case], np.maximum(decided_at[case], accepted_at[case])
    resumed = np.where(stops.end[within] == NONE, high, stops.end[within])
    stood_still = office.between(np.clip(stops.start[within], low, high), np.clip(resumed, low, high))
    np.subtract.at(spans, case, stood_still)
    return spans


def elapsed_days(start_at: Numbers, at: Numbers, stops: Standstills, days: WorkingDays) -> Numbers:
    """Working days of the law that each case has taken, the day that is running included.

    It is what the clock read at that instant: a standstill that ended later still stood, and one that began then or
    later is not known of.

    Parameters
    ----------
    start_at : instants at which the law began to count, NONE where it has not
    at : instants up to which to count, NONE where not wanted

    Returns
    -------
    working days for each case, NONE where one of the instants is missing
    """
    taken = np.full(len(start_at), NONE, dtype=np.int64)
    counted = np.flatnonzero((start_at != NONE) & (at != NONE))
    if not len(counted):
        return taken
    within = np.flatnonzero((start_at[stops.case] != NONE) & (at[stops.case] != NONE))
    within = within[stops.start[within] < at[stops.case[within]]]
    stands = (stops.end[within] == NONE) | (stops.end[within] > at[stops.case[within]])
    started_on, today = _day(start_at[counted]), _day(at[counted])
    stopped_on = _day(stops.start[within])
    resumed_on = np.where(stands, stopped_on, _day(stops.end[within]))
    first = min(int(numbers.min()) for numbers in (started_on, today, stopped_on) if len(numbers))
    last = max(int(numbers.max()) for numbers in (started_on, today) if len(numbers))
    number, works = _calendar(first, last, days)

    started, running = number[started_on - first], number[today - first] + ~works[today - first]
    taken[counted] = np.where(today <= started_on, 0, running - started)
    # Places of the cases that are counted, to find the standstills' cases among them.
    place = np.zeros(len(start_at), dtype=np.int64)
    place[counted] = np.arange(len(counted))
    mine = place[stops.case[within]]
    stopped = np.maximum(number[stopped_on - first], started[mine])
    resumed = np.where(stands, running[mine], number[resumed_on - first])
    np.subtract.at(taken, counted[mine], np.where(today[mine] <= started_on[mine], 0, np.maximum(resumed - stopped, 0)))
    return taken


def _day(at: Numbers) -> Numbers:
    """Days since 1970 in China."""
    return (at - _DAY_ZERO) // DAY


def _calendar(first: int, last: int, days: WorkingDays) -> tuple[Numbers, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """For each day of a range, the number of the last working day up to it and whether it is one."""
    dates = [date_of(_DAY_ZERO + day * DAY) for day in range(first, last + 1)]
    number = np.array([days.number_of(day) for day in dates], dtype=np.int64)
    works = np.array([days.is_working_day(day) for day in dates], dtype=np.bool_)
    return number, works
