"""How long things took: working time at a task, time in circulation, gaps between arrivals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from simulations.calibration.observed import Execution
from workflows.instants import Instant, date_of
from workflows.measures.hours import Hours, Numbers
from workflows.working_time.calendars import Calendar, compile_axis
from workflows.working_time.state_council import WorkingDays


@dataclass(frozen=True, slots=True)
class Spans:
    """How long an activity took, each time that it was done, in milliseconds of working time.

    Attributes
    ----------
    estimated : how many of `busy` are from when the work could begin at the earliest, since no start is told
    circulating : after the member was free again
    idle : before it was begun, while it could be done and its member did nothing else that the log tells, in working
        time of the law's office hours; empty if no start is told
    waiting : before it was begun, since it could be done, likewise
    """

    busy: tuple[float, ...]
    circulating: tuple[float, ...]
    idle: tuple[float, ...]
    waiting: tuple[float, ...]
    estimated: int


def hours_over(calendar: Calendar, instants: Iterable[Instant]) -> Hours:
    """A calendar over the years in which instants fall."""
    years = {date_of(at).year for at in instants}
    return Hours([compile_axis(calendar, range(min(years), max(years) + 1), WorkingDays())])


def spans_of(executions: Sequence[Execution], hours: Hours, office: Hours) -> dict[str, Spans]:
    """How long each activity of a pool took.

    Whoever is at several things at once gives each an equal part of their time, since a simulated member does one thing
    after the other (as in Estrada-Torres et al., Data & Knowledge Engineering 134, 2021).

    Parameters
    ----------
    executions : of one pool, in the order in which they were done
    hours : of the pool
    office : of the law
    """
    free, starts, estimated = _starts(executions)
    ends = np.array([each.released_at for each in executions], dtype=np.int64)
    until = np.array([each.completed_at for each in executions], dtype=np.int64)
    busy = _shared(executions, hours.worked_until(starts), hours.worked_until(ends))
    circulating = hours.between(ends, until)
    idle = office.between(free, starts)
    asked = np.array([each.asked_at for each in executions], dtype=np.int64)
    waiting = office.between(np.minimum(asked, starts), starts)
    found: dict[str, Spans] = {}
    for activity in dict.fromkeys(each.activity for each in executions):
        rows = [row for row, each in enumerate(executions) if each.activity == activity]
        circulates = any(executions[row].released_at < executions[row].completed_at for row in rows)
        found[activity] = Spans(
            tuple(float(busy[row]) for row in rows),
            tuple(float(circulating[row]) for row in rows) if circulates else (),
            tuple(float(idle[row]) for row in rows if not estimated[row]),
            tuple(float(waiting[row]) for row in rows if not estimated[row]),
            sum(bool(estimated[row]) for row in rows),
        )
    return found


def _starts(executions: Sequence[Execution]) -> tuple[Numbers, Numbers, Sequence[bool]]:
    """When each thing could be begun, its member having done what they did before; when it was; and who knows that.

    Where no start is told, it was begun when it could be.
    """
    last: dict[str, Instant] = {}
    free = [0] * len(executions)
    starts = [0] * len(executions)
    begun = [each.released_at if each.started_at is None else each.started_at for each in executions]
    for row in sorted(range(len(executions)), key=lambda row: (begun[row], row)):
        each = executions[row]
        before = last.get(each.member, each.asked_at) if each.member else each.asked_at
        free[row] = min(max(each.asked_at, before), begun[row])
        starts[row] = free[row] if each.started_at is None else each.started_at
        last[each.member] = max(before, each.released_at)
    estimated = [each.started_at is None for each in executions]
    return np.array(free, dtype=np.int64), np.array(starts, dtype=np.int64), estimated


def _shared(executions: Sequence[Execution], starts: Numbers, ends: Numbers) -> np.typing.NDArray[np.float64]:
    """Time at each thing, where whoever is at several at once shares theirs among them; instants in working time."""
    found = np.zeros(len(executions))
    theirs: dict[str, list[int]] = defaultdict(list)
    for row, each in enumerate(executions):
        theirs[each.member].append(row)
    for member, rows in theirs.items():
        begin, end = starts[rows], np.maximum(ends[rows], starts[rows])
        if not member:  # nobody knows who, so that nobody is known to do two things at once
            found[rows] = end - begin
            continue
        turns = np.unique(np.concatenate((begin, end)))
        at_once = np.zeros(len(turns))
        np.add.at(at_once, np.searchsorted(turns, begin), 1)
        np.add.at(at_once, np.searchsorted(turns, end), -1)
        many = np.maximum(np.cumsum(at_once)[:-1], 1)
        passed = np.concatenate(([0.0], np.cumsum(np.diff(turns) / many)))
        found[rows] = passed[np.searchsorted(turns, end)] - passed[np.searchsorted(turns, begin)]
    return found


def waits_of(executions: Sequence[Execution]) -> tuple[float, ...]:
    """Calendar time from when something could be done until it was, in milliseconds."""
    return tuple(float(max(0, each.completed_at - each.asked_at)) for each in executions)


def gaps_of(began_at: Sequence[Instant], hours: Hours) -> tuple[float, ...]:
    """Working time between one case and the next, in milliseconds.

    Parameters
    ----------
    began_at : ascending
    """
    worked = hours.worked_until(np.array(began_at, dtype=np.int64))
    return tuple(float(gap) for gap in np.diff(worked))


def most_at_once(executions: Sequence[Execution]) -> int:
    """How many things were under way in one moment, at most, from when each could be done."""
    turns = sorted(
        turn
        for each in executions
        if (began := each.asked_at if each.started_at is None else each.started_at) < each.released_at
        for turn in ((began, 1), (each.released_at, -1))
    )
    at_once = most = 0
    for _, step in turns:
        at_once += step
        most = max(most, at_once)
    return max(1, most)
