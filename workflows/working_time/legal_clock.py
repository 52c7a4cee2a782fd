"""The law's clock: limits in whole working days, from acceptance to decision, with stops taken out.

The day of acceptance does not count (民法典 art. 201); only working days do (行政许可法 art. 82); hearings, expert
reviews and corrections do not (行政许可法 art. 45). A stop follows the convention of acceptance: one from day *s* to
day *r* takes away the working days after *s*, up to and including *r*.

A day is either over or not, so the last allowed day lasts until its midnight. An instant on a day off belongs to the
next working day: who decides on Saturday what was due on Friday is late by a day. Hence for every limit::

    decided_at < due_at(accepted_at, limit, stops, days)  ⇔  elapsed_days(accepted_at, decided_at, stops, days) <= limit

A stop that begins on a day off takes away the next working day, even when the limit ran out on the working day before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Self

from pydantic import model_validator

from workflows.definition.provenance import Frozen
from workflows.instants import DAY, Instant, Milliseconds, date_of, format_instant, start_of
from workflows.working_time.axis import WorkingTimeAxis
from workflows.working_time.state_council import WorkingDays


class Stop(Frozen):
    """A time during which the law's clock stands still.

    Parameters
    ----------
    start : when it stopped
    end : when it ran again; none while it stands
    """

    start: Instant
    end: Instant | None = None

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if self.end is not None and self.end < self.start:
            found = f"{format_instant(self.end)} before {format_instant(self.start)}"
            raise ValueError(f"expected the end of a stop not before its start; found {found}. Swap them.")
        return self


def due_at(accepted_at: Instant, limit_days: int, stops: Sequence[Stop], days: WorkingDays) -> Instant | None:
    """The midnight that ends the last working day on which a decision is in time.

    Parameters
    ----------
    accepted_at : the clock starts with the working day after this one
    limit_days : working days, >= 0; 0 means by the end of the day of acceptance
    stops : in any order, overlapping or not
    days : the working days of the law

    Returns
    -------
    The first instant that is too late; none while the clock stands still within the limit

    Examples
    --------
    >>> from workflows.instants import format_instant, parse_instant
    >>> format_instant(due_at(parse_instant("2026-09-29T15:00+08:00"), 2, [], WorkingDays()))
    '2026-10-09T00:00:00.000+08:00'
    """
    if limit_days < 0:
        raise ValueError(f"expected a limit of at least 0 working days; found {limit_days}")
    accepted_on = date_of(accepted_at)
    accepted = days.number_of(accepted_on)
    last = accepted + limit_days
    for stopped, resumed in _standstills(stops, accepted, days):
        if stopped > last:
            break
        if resumed is None:
            return None
        last += resumed - stopped
    return start_of(days.day_numbered(last) if last > accepted else accepted_on) + DAY


def elapsed_days(accepted_at: Instant, at: Instant, stops: Sequence[Stop], days: WorkingDays) -> int:
    """Working days that the case has taken at `at`, the day that is running included.

    Parameters
    ----------
    accepted_at : the clock starts with the working day after this one
    at : on a day off, the next working day is the one that is running
    stops : in any order, overlapping or not
    days : the working days of the law

    Returns
    -------
    The smallest limit, in working days, that is kept at `at`; 0 on the day of acceptance and before it

    Examples
    --------
    >>> from workflows.instants import parse_instant
    >>> accepted_at, at = parse_instant("2026-09-29T15:00+08:00"), parse_instant("2026-10-08T09:00+08:00")
    >>> elapsed_days(accepted_at, at, [], WorkingDays())
    2
    """
    accepted_on, today = date_of(accepted_at), date_of(at)
    if today <= accepted_on:
        return 0
    accepted = days.number_of(accepted_on)
    running = days.number_of(today) + (not days.is_working_day(today))
    stopped_days = 0
    for stopped, resumed in _standstills(stops, accepted, days):
        if stopped >= running:
            break
        stopped_days += (running if resumed is None else min(resumed, running)) - stopped
    return running - accepted - stopped_days


def remaining_days(accepted_at: Instant, at: Instant, limit_days: int, stops: Sequence[Stop], days: WorkingDays) -> int:
    """Working days left after the one that is running; negative when the limit is overrun, by that many days."""
    return limit_days - elapsed_days(accepted_at, at, stops, days)


def working_days_between(start: Instant, end: Instant, days: WorkingDays) -> int:
    """Working days after the day of `start`, up to and including the day of `end`; negative if `end` is the earlier."""
    return days.number_of(date_of(end)) - days.number_of(date_of(start))


def processing_time(
    accepted_at: Instant, decided_at: Instant, stops: Sequence[Stop], axis: WorkingTimeAxis
) -> Milliseconds:
    """Office time from acceptance to decision without the stops: the law's clock as a continuous quantity, to average.

    Parameters
    ----------
    accepted_at, decided_at : 0 is returned if the decision came first
    stops : in any order, overlapping or not; one without end lasts to the decision
    axis : office hours

    Returns
    -------
    Working time
    """
    total = 0
    position = accepted_at
    for stop in sorted(stops, key=attrgetter("start")):
        if stop.start >= decided_at:
            break
        if stop.start > position:
            total += axis.between(position, stop.start)
        position = max(position, decided_at if stop.end is None else stop.end)
    return total + (axis.between(position, decided_at) if position < decided_at else 0)


def _standstills(stops: Sequence[Stop], accepted: int, days: WorkingDays) -> Iterator[tuple[int, int | None]]:
    """The stops after acceptance as disjoint ranges (stopped, resumed] of numbered working days, ascending."""
    position = accepted
    for stop in sorted(stops, key=attrgetter("start")):
        stopped = max(position, days.number_of(date_of(stop.start)))
        if stop.end is None:
            yield stopped, None
            return
        resumed = days.number_of(date_of(stop.end))
        if resumed > stopped:
            yield stopped, resumed
            position = resumed
