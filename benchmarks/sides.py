"""Both sides of every benchmark that run in the environment of Greenlane, made ready to run."""

from __future__ import annotations

from functools import partial

import numpy as np

from benchmarks.measuring import Run, Work
from benchmarks.model import one_station, ten_tasks
from benchmarks.permit_lane import permit
from benchmarks.textbook import run_one_station, run_ten_tasks
from simulations.run import Replication, simulate
from workflows.definition.lane import Lane
from workflows.events.event import EventKind
from workflows.events.log import EventLog
from workflows.instants import HOUR, parse_instant
from workflows.interpreter.plan import Plan, plan_of
from workflows.working_time.state_council import WorkingDays

STARTS_AT = parse_instant("2020-03-02T00:00:00+08:00")


def greenlane_permit(cases: int, seed: int) -> Run:
    """Greenlane: the BPMN model, with weekly calendars and every event in the log."""
    return partial(_timed, _plan(permit()), cases, seed)


def greenlane_ten_tasks(cases: int, seed: int) -> Run:
    """Greenlane: calendars, priorities, and every event in the log."""
    return partial(_simulated, _plan(ten_tasks()), cases, seed)


def greenlane_one_station(cases: int, seed: int) -> Run:
    """Greenlane: M/M/4."""
    return partial(_simulated, _plan(one_station()), cases, seed)


def simpy_ten_tasks(cases: int, seed: int) -> Run:
    """Plain SimPy, without calendars."""
    return lambda: Work(*run_ten_tasks(cases, seed))


def simpy_one_station(cases: int, seed: int) -> Run:
    """Plain SimPy: M/M/4."""
    return lambda: Work(*run_one_station(cases, seed))


def _plan(lane: Lane) -> Plan:
    return plan_of(lane, range(2020, 2045), WorkingDays(beyond="weekdays"))


def _simulated(plan: Plan, cases: int, seed: int) -> Work:
    run = simulate({plan.lane.id: plan}, Replication(seed=seed, start_at=STARTS_AT, cases=cases))
    return Work(run.log.kind.count(EventKind.COMPLETED), run.log)


def _timed(plan: Plan, cases: int, seed: int) -> Work:
    done = _simulated(plan, cases, seed)
    assert isinstance(done.log, EventLog)
    return Work(done.tasks, done.log, partial(_cycle_hours, done.log))


def _cycle_hours(log: EventLog) -> float:
    """From submission to the last completion."""
    kind, at, case = np.asarray(log.kind), np.asarray(log.at), np.asarray(log.case)
    submitted, completed = kind == EventKind.SUBMITTED, kind == EventKind.COMPLETED
    ends = np.zeros(len(log.cases), dtype=np.int64)
    np.maximum.at(ends, case[completed], at[completed])
    return float((ends[case[submitted]] - at[submitted]).mean() / HOUR)
