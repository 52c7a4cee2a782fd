"""A log made ready to be measured: sorted by case, and the events of each piece of work put side by side."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from workflows.definition.steps import ApplicantStep, StatutoryWait, Task, ThirdPartyStep
from workflows.errors import UnknownNameError
from workflows.events.event import EventKind
from workflows.events.log import EventLog
from workflows.instants import Instant
from workflows.measures.columns import NONE, Columns, columns_of
from workflows.measures.hours import Flags, Numbers
from workflows.measures.setting import OFFICE, Setting

TimedStep = Task | ApplicantStep | ThirdPartyStep | StatutoryWait
"""A step that takes time of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """One row for each time that a case had a step to be done, sorted by case, step and occurrence.

    Attributes
    ----------
    steps : the steps that take time, in the order of the lane
    case : index into the cases of the observation
    step : index into `steps`
    occurrence : how many times the case had had the step before
    enabled_at, started_at, released_at, completed_at, cancelled_at : instants, NONE for what has not happened
    until : completed or cancelled, else the end of the observation
    hours : index of the hours in which it is worked on: the member's for a task, the office's otherwise
    suspended_row, suspended_at, resumed_at : rows during whose service work rested, and from when to when
    """

    steps: tuple[TimedStep, ...]
    case: Numbers
    step: Numbers
    occurrence: Numbers
    enabled_at: Numbers
    started_at: Numbers
    released_at: Numbers
    completed_at: Numbers
    cancelled_at: Numbers
    until: Numbers
    hours: Numbers
    suspended_row: Numbers
    suspended_at: Numbers
    resumed_at: Numbers

    @property
    def service_end(self) -> Numbers:
        """When the member was free again; for work that has not been started, its `until`."""
        return np.where(self.released_at != NONE, self.released_at, self.until)

    def of_kind(self, kind: type[TimedStep]) -> Flags:
        """Which rows are of steps of a kind."""
        return np.array([isinstance(step, kind) for step in self.steps], dtype=np.bool_)[self.step]


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """Some cases of a log and the lane that they travelled.

    Attributes
    ----------
    setting : the lane with its hours
    columns : the events, sorted by case
    work : what had to be done
    service_time : for each row of `work`, working time of the member in service, NONE if it was not started
    """

    setting: Setting
    columns: Columns
    work: Work
    service_time: Numbers


def observe(
    log: EventLog,
    setting: Setting,
    cases: Collection[str] | None = None,
    observed_until: Instant | None = None,
) -> Observation:
    """Make a log ready to be measured.

    Parameters
    ----------
    setting : of the lane that the cases travelled
    cases : ids of the cases that travelled it, where the log has others too; see :func:`cases_by_lane`
    observed_until : instant up to which the log is complete, that of the last event if not given

    Raises
    ------
    UnknownNameError
        If a case met a step that the lane does not have, or `cases` names one that the log does not have.
    CalendarYearError
        If something happened outside the range of the lane's axes.
    """
    columns = columns_of(log, cases, observed_until)
    work = _pair(columns, setting)
    return Observation(setting, columns, work, _service_time(work, setting))


def _pair(columns: Columns, setting: Setting) -> Work:
    """Put the events of each case, step and occurrence into one row."""
    lane = setting.lane
    steps = tuple(step for step in lane.steps.values() if isinstance(step, TimedStep))
    numbers = {step.id: number for number, step in enumerate(steps)}
    of_steps = columns.kind != EventKind.DECLARED
    used = np.flatnonzero(np.bincount(columns.step[of_steps], minlength=1)).tolist()
    unknown = next((columns.texts[code] for code in used if code and columns.texts[code] not in lane.steps), None)
    if unknown is not None:
        raise UnknownNameError("step", unknown, tuple(lane.steps))
    number_of = np.array([numbers.get(text, NONE) for text in columns.texts], dtype=np.int64)

    steps_met = number_of[columns.step]
    chosen = np.flatnonzero(
        (steps_met != NONE) & (columns.kind >= EventKind.ENABLED) & (columns.kind <= EventKind.CANCELLED)
    )
    occurrences = int(columns.occurrence[chosen].max(initial=0)) + 1
    key = (columns.case[chosen] * len(steps) + steps_met[chosen]) * occurrences + columns.occurrence[chosen]
    keys, row = np.unique(key, return_inverse=True)
    kind, at = columns.kind[chosen], columns.at[chosen]

    def spread(values: Numbers, of: EventKind, missing: int) -> Numbers:
        column = np.full(len(keys), missing, dtype=np.int64)
        column[row[kind == of]] = values[kind == of]
        return column

    completed_at, cancelled_at = spread(at, EventKind.COMPLETED, NONE), spread(at, EventKind.CANCELLED, NONE)
    until = np.maximum(completed_at, cancelled_at)
    until[until == NONE] = columns.observed_until
    member = spread(columns.member[chosen], EventKind.STARTED, 0)
    step = keys // occurrences % max(len(steps), 1)
    started_at, released_at = spread(at, EventKind.STARTED, NONE), spread(at, EventKind.RELEASED, NONE)
    suspended_row, suspended_at, resumed_at = _suspensions(kind, at, row, until)
    serving = np.flatnonzero(started_at[suspended_row] != NONE)
    suspended_row = suspended_row[serving]
    low = started_at[suspended_row]
    high = np.where(released_at != NONE, released_at, until)[suspended_row]
    return Work(
        steps=steps,
        case=keys // (occurrences * max(len(steps), 1)),
        step=step,
        occurrence=keys % occurrences,
        enabled_at=spread(at, EventKind.ENABLED, NONE),
        started_at=started_at,
        released_at=released_at,
        completed_at=completed_at,
        cancelled_at=cancelled_at,
        until=until,
        hours=_hours(steps, step, member, columns.texts, setting),
        suspended_row=suspended_row,
        suspended_at=np.clip(suspended_at[serving], low, high),
        resumed_at=np.clip(resumed_at[serving], low, high),
    )


def _suspensions(kind: Numbers, at: Numbers, row: Numbers, until: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Rows with when their work was suspended and resumed."""
    rests = np.flatnonzero((kind == EventKind.SUSPENDED) | (kind == EventKind.RESUMED))
    rests = rests[np.argsort(row[rests], kind="stable")]
    suspended = np.flatnonzero(kind[rests] == EventKind.SUSPENDED)
    # A suspension ends with the next event of its row, or with the row itself.
    following = np.minimum(suspended + 1, len(rests) - 1)
    rows = row[rests[suspended]]
    resumed = (following > suspended) & (row[rests[following]] == rows)
    return rows, at[rests[suspended]], np.where(resumed, at[rests[following]], until[rows])


def _hours(
    steps: tuple[TimedStep, ...], step: Numbers, member: Numbers, texts: tuple[str, ...], setting: Setting
) -> Numbers:
    hours = np.full(len(step), OFFICE, dtype=np.int64)
    for number, timed in enumerate(steps):
        if isinstance(timed, Task):
            rows = np.flatnonzero(step == number)
            hours[rows] = setting.member_hours(timed.pool, member[rows], texts)
    return hours


def _service_time(work: Work, setting: Setting) -> Numbers:
    """Working time in service; an applicant keeps no hours, so for one it is calendar time."""
    started = np.flatnonzero(work.started_at != NONE)
    service_time = np.full(len(work.step), NONE, dtype=np.int64)
    service_time[started] = 0
    start = np.concatenate((work.started_at[started], work.suspended_at))
    end = np.concatenate((work.service_end[started], work.resumed_at))
    row = np.concatenate((started, work.suspended_row))
    sign = np.concatenate((np.ones(len(started), np.int64), np.full(len(work.suspended_row), -1, np.int64)))
    applicant = work.of_kind(ApplicantStep)[row]
    np.add.at(service_time, row[applicant], (sign * (end - start))[applicant])
    for index, hours in enumerate(setting.hours):
        mine = np.flatnonzero(~applicant & (work.hours[row] == index))
        np.add.at(service_time, row[mine], sign[mine] * hours.between(start[mine], end[mine]))
    return service_time
