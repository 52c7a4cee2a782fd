"""What is true of every run, without any chance in it."""

from __future__ import annotations

import numpy as np

from simulations.checks import check_run
from workflows.definition.steps import StatutoryWait, Task
from workflows.events.event import EventKind
from workflows.measures import NONE, Observation, case_table, measure_pools, work_in_progress

WHOLE_CASE = 0
"""The word of events that are of no step."""


def check_identities(observation: Observation) -> None:
    """Nothing is lost, and Little's law holds to the millisecond over a run that begins and ends empty."""
    columns, work = observation.columns, observation.work
    cases = case_table(observation)
    count = len(cases.cases)
    start, end = int(columns.at.min()), int(columns.at.max()) + 1

    # Every case that entered has left, once; what was to be done was done or is no longer wanted, never both.
    for kind in (EventKind.SUBMITTED, EventKind.ENDED):
        of_case = (columns.kind == kind) & (columns.step == WHOLE_CASE)
        assert np.bincount(columns.case[of_case], minlength=count).tolist() == [1] * count
    assert np.array_equal(work.completed_at != NONE, work.cancelled_at == NONE)
    assert (work.started_at[(work.completed_at != NONE) & ~work.of_kind(StatutoryWait)] != NONE).all()

    # Cases: the area under work in progress is the sum of cycle times.
    assert check_run(observation, cases).hold
    under_way = work_in_progress(cases.submitted_at, cases.closed_at, observation)
    assert under_way.sampled(np.array([end])).tolist() == [0]
    assert under_way.mean(start, end) == int(cases.cycle_time.sum()) / (end - start)

    # Queues: the area under each is the sum of waits, rests of what was left included; members are busy for the
    # sum of services.
    for pool in measure_pools([observation], start, end):
        its = np.array([isinstance(step, Task) and step.pool == pool.pool for step in work.steps], np.bool_)[work.step]
        left_at = np.where(work.started_at != NONE, work.started_at, work.until)
        rests = (work.resumed_at - work.suspended_at)[its[work.suspended_row]]
        waited = int((left_at - work.enabled_at)[its].sum()) + int(rests.sum())
        assert pool.mean_queue_length == waited / (end - start)
        served = its & (work.started_at != NONE)
        assert pool.busy_time == int(observation.service_time[served].sum())
        assert pool.busy_time <= pool.staffed_time
