"""Both sides of every benchmark, made ready to run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from benchmarks.model import one_station, ten_tasks
from benchmarks.textbook import run_one_station, run_ten_tasks
from simulations.run import Replication, Run, simulate
from workflows.definition.lane import Lane
from workflows.events.event import EventKind
from workflows.instants import parse_instant
from workflows.interpreter.plan import Plan, plan_of
from workflows.working_time.state_council import WorkingDays

SEED = 1
STARTS_AT = parse_instant("2020-03-02T00:00:00+08:00")


def greenlane_ten_tasks(cases: int) -> Callable[[], tuple[int, Run]]:
    """Greenlane: calendars, priorities, and every event in the log."""
    return _greenlane(ten_tasks(), cases)


def greenlane_one_station(cases: int) -> Callable[[], tuple[int, Run]]:
    """Greenlane: M/M/4."""
    return _greenlane(one_station(), cases)


def simpy_ten_tasks(cases: int) -> Callable[[], tuple[int, object]]:
    """Plain SimPy, without calendars."""
    return partial(run_ten_tasks, cases, SEED)


def simpy_one_station(cases: int) -> Callable[[], tuple[int, object]]:
    """Plain SimPy: M/M/4."""
    return partial(run_one_station, cases, SEED)


def _greenlane(lane: Lane, cases: int) -> Callable[[], tuple[int, Run]]:
    plan = plan_of(lane, range(2020, 2040), WorkingDays(beyond="weekdays"))
    return partial(_simulated, plan, cases)


def _simulated(plan: Plan, cases: int) -> tuple[int, Run]:
    run = simulate({plan.lane.id: plan}, Replication(seed=SEED, start_at=STARTS_AT, cases=cases))
    return run.log.kind.count(EventKind.COMPLETED), run
