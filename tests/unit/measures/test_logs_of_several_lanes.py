"""Cases that open cases: each lane is measured by its own, and shared pools by all."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.properties.measures.logs import AXES, DAYS, LANE
from workflows.definition.lane import Lane
from workflows.definition.steps import Call, Sequence
from workflows.errors import UnknownNameError
from workflows.events.event import CaseEvent, EventKind
from workflows.events.log import EventLog
from workflows.instants import HOUR, start_of
from workflows.measures import Holder, case_table, cases_by_lane, holding, measure_pools, observe, setting_of
from workflows.measures.hours import Hours
from workflows.measures.over_time import counted
from workflows.working_time import WorkingTimeAxis

MORNING = start_of(date(2026, 3, 2)) + 9 * HOUR


def like_lane(**fields: object) -> Lane:
    """The usual lane with some fields changed, and nothing that was worked out for the old ones."""
    return Lane.model_validate({name: getattr(LANE, name) for name in Lane.model_fields} | fields)


PARENT = like_lane(id="parent", body=Call(id="inner", title=LANE.title, lane=LANE.id), limits=())
LANES = {PARENT.id: PARENT, LANE.id: LANE}


@pytest.fixture
def log() -> EventLog:
    events = EventLog()
    for case, kind, hours, step, cause in (
        ("a", EventKind.SUBMITTED, 0, "", ""),
        ("a", EventKind.OPENED, 0, "inner", "a/inner"),
        ("a/inner", EventKind.SUBMITTED, 0, "", ""),
        ("b", EventKind.SUBMITTED, 0, "", ""),
        ("a/inner", EventKind.ENABLED, 0, "intake", ""),
        ("a/inner", EventKind.STARTED, 1, "intake", ""),
        ("a/inner", EventKind.COMPLETED, 2, "intake", ""),
        ("a/inner", EventKind.ENDED, 2, "", ""),
        ("a", EventKind.COMPLETED, 2, "inner", "a/inner"),
        ("a", EventKind.ENDED, 2, "", ""),
    ):
        member = "1" if kind is EventKind.STARTED else ""
        events.append(CaseEvent(case, kind, MORNING + hours * HOUR, step, member=member, cause=cause))
    return events


def test_opened_cases_are_told_apart(log: EventLog) -> None:
    assert cases_by_lane(log, "parent", LANES) == {"parent": ["a", "b"], "measured": ["a/inner"]}


def test_a_step_that_opens_a_case_has_to_be_a_call(log: EventLog) -> None:
    with pytest.raises(UnknownNameError, match="no step that opens a case is called 'inner'"):
        cases_by_lane(log, "measured", LANES)


def test_a_case_that_waits_for_another_is_held_elsewhere(log: EventLog) -> None:
    observation = observe(log, setting_of(PARENT, AXES, DAYS), cases=["a"])
    assert holding(observation, case_table(observation)).time[Holder.ELSEWHERE].tolist() == [2 * HOUR]


def test_a_pool_that_lanes_share_is_measured_over_all_of_them(log: EventLog) -> None:
    cases = cases_by_lane(log, "parent", LANES)
    observations = [observe(log, setting_of(LANES[lane], AXES, DAYS), cases=its) for lane, its in cases.items()]
    window, _ = measure_pools(observations, MORNING, MORNING + 2 * HOUR)
    assert (window.busy_time, window.staffed_time) == (HOUR, 2 * 2 * HOUR)
    assert (window.mean_queue_length, window.arrivals_per_hour, window.mean_waiting_hours) == (0.5, 0.5, 1.0)


def test_more_hours_at_once_than_bits_in_a_number() -> None:
    # 130 pools, each open for one hour of its own; a case that waits for all of them is never off duty within them.
    pools = {f"p{n}": LANE.pools["review"].model_copy(update={"calendar": f"c{n}"}) for n in range(130)}
    task = LANE.tasks["check"]
    tasks = tuple(task.model_copy(update={"id": f"t{n}", "pool": f"p{n}"}) for n in range(130))
    calendars = {"office": LANE.calendars["office"], **{f"c{n}": LANE.calendars["evening"] for n in range(130)}}
    body = Sequence(steps=tasks)
    lane = like_lane(pools=pools, calendars=calendars, limits=(), body=body)
    hour = {
        f"c{n}": WorkingTimeAxis([(MORNING + n * HOUR, MORNING + (n + 1) * HOUR)], 0, MORNING + 200 * HOUR)
        for n in range(130)
    }
    log = EventLog()
    log.append(CaseEvent("a", EventKind.SUBMITTED, MORNING))
    for step in tasks:
        log.append(CaseEvent("a", EventKind.ENABLED, MORNING, step.id))
    log.append(CaseEvent("a", EventKind.ENDED, MORNING + 140 * HOUR))
    observation = observe(log, setting_of(lane, {**hour, "office": AXES["office"]}, DAYS))
    time = holding(observation, case_table(observation)).time
    assert (time[Holder.QUEUEING].tolist(), time[Holder.OFF_DUTY].tolist()) == ([130 * HOUR], [10 * HOUR])


def test_hours_together_are_open_when_any_is() -> None:
    axes = [WorkingTimeAxis([(9, 12), (14, 15)], 0, 24), WorkingTimeAxis([(10, 11), (12, 13)], 0, 24)]
    assert Hours(axes).worked_until(np.arange(25)).tolist() == [*[0] * 10, 1, 2, 3, 4, 4, *[5] * 10]


def test_a_step_function_is_right_continuous_and_forgets_spells_of_no_length() -> None:
    up_and_down = counted(np.array([1, 3, 5]), np.array([3, 3, 7]))
    assert up_and_down.at.tolist() == [1, 3, 5, 7]
    assert up_and_down.sampled(np.array([0, 1, 2, 3, 5, 7])).tolist() == [0, 1, 1, 0, 1, 0]
    assert up_and_down.mean(0, 8) == 0.5
    with pytest.raises(ValueError, match="ends after its start"):
        up_and_down.mean(2, 2)
