"""What goes up and down, by the hours of the civil week in China: from Monday 0:00 on, 168 of them."""

from __future__ import annotations

from typing import Final

import numpy as np

from workflows.instants import DAY, HOUR, Instant, date_of, start_of
from workflows.measures.hours import Numbers
from workflows.measures.over_time import StepFunction

WEEK_HOURS: Final = 7 * 24


def hours_of_week(at: Numbers) -> Numbers:
    """The hour of the week in which each instant lies.

    Examples
    --------
    >>> from datetime import date
    >>> hours_of_week(np.array([start_of(date(2024, 3, 4)), start_of(date(2024, 3, 5)) + 9 * HOUR])).tolist()
    [0, 33]
    """
    if not len(at):
        return at
    first = date_of(int(at.min()))
    hours: Numbers = (at - (start_of(first) - first.weekday() * DAY)) // HOUR % WEEK_HOURS
    return hours


def area_by_hour(function: StepFunction, start: Instant, end: Instant) -> Numbers:
    """Area under a step function within [start, end), in its unit times milliseconds, by hour of the week.

    Over all hours it adds up to the function's mean times the length of the window.
    """
    midnight = start_of(date_of(start))
    hours = midnight + HOUR * np.arange((end - midnight) // HOUR + 1)
    turns = np.concatenate((function.at, hours))
    edges = np.concatenate(([start], np.unique(turns[(turns > start) & (turns < end)]), [end]))
    areas = np.diff(edges) * function.sampled(edges[:-1])
    # Sums of whole numbers below 2**53 are exact in floating point.
    return np.bincount(hours_of_week(edges[:-1]), areas, minlength=WEEK_HOURS).astype(np.int64)


def time_by_hour(start: Instant, end: Instant) -> Numbers:
    """How much of each hour of the week lies within [start, end), in milliseconds."""
    always = StepFunction(np.array([start]), np.array([1]))
    return area_by_hour(always, start, end)
