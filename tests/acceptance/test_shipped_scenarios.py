"""The reforms that the main job compares: every lever fits, and comes to what the law and the texts allow on paper."""

from __future__ import annotations

import math
from datetime import date

import pytest

from simulations.run import Replication, simulate
from workflows.definition.catalogue import find_lane
from workflows.definition.lane import Lane
from workflows.definition.limits import serial_sum, stage_maxima
from workflows.definition.provenance import Source
from workflows.definition.steps import Call, Mark, Milestone, Result
from workflows.definition.tree import walk
from workflows.definition.workload import offered_load, times_done
from workflows.events.event import EventKind
from workflows.instants import start_of
from workflows.interpreter.plan import plan_of
from workflows.levers.scenario import Scenario, after, before, shipped_scenarios, steps_of
from workflows.working_time.state_council import WorkingDays

IDS = (
    "agent_service_after",
    "business_setup_after",
    "commitment_approval_after",
    "construction_permit_30",
    "construction_permit_after",
    "construction_permit_to_permit_before",
    "property_registration_after",
)
FULLEST_LOAD = 0.85


@pytest.fixture(scope="module", params=IDS)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return shipped_scenarios()[str(request.param)]


def test_these_scenarios_are_shipped() -> None:
    assert set(IDS) <= set(shipped_scenarios())


def test_every_lever_fits_and_leaves_its_name_in_the_lane(scenario: Scenario) -> None:
    lane = after(scenario)
    assert lane.levers == tuple(lever.lever for lever in (*scenario.scope, *scenario.levers))
    assert len(steps_of(scenario)) == len(scenario.levers)


def test_every_case_is_still_accepted_decided_and_delivered(scenario: Scenario) -> None:
    for lane in (before(scenario), after(scenario)):
        marks = {step.mark for step in walk(lane.body) if isinstance(step, Milestone)}
        assert marks == {Mark.ACCEPTED, Mark.DECIDED, Mark.DELIVERED}


def test_no_pool_falls_behind_after_a_reform(scenario: Scenario) -> None:
    load = offered_load(after(scenario), 2019, WorkingDays())
    assert {name: share for name, share in load.items() if share >= 1} == {}


def test_new_pools_get_the_smallest_staff_that_keeps_them_below_their_fullest_load(scenario: Scenario) -> None:
    old, new = before(scenario), after(scenario)
    load = offered_load(new, 2019, WorkingDays())
    staff = {name: pool.members for name, pool in new.pools.items() if name not in old.pools}
    assert staff == {name: math.floor(load[name] * staff[name] / FULLEST_LOAD) + 1 for name in staff}


def test_supervisors_are_the_fewest_who_keep_up_with_the_commitments_that_are_opened() -> None:
    reformed = after(shipped_scenarios()["commitment_approval_after"])
    follow_up = find_lane("commitment_follow_up")
    assert reformed.arrivals is not None
    assert reformed.arrivals.gap is not None
    opened = times_done(reformed)["commitment_check_opened"]
    gap = reformed.arrivals.gap.scaled(1 / opened)
    arrivals = reformed.arrivals.model_copy(update={"gap": gap})
    members = follow_up.pools["supervisors"].members
    load = offered_load(follow_up.model_copy(update={"arrivals": arrivals}), 2019, WorkingDays())["supervisors"]
    assert members == math.floor(load * members / FULLEST_LOAD) + 1


def test_a_promise_is_the_target_that_it_was_published_as_and_shortens_no_step(scenario: Scenario) -> None:
    steps = steps_of(scenario)
    for at, (lever, lane) in enumerate(steps):
        if lever.lever == "promise_limit":
            assert at > 0
            assert lane.body == steps[at - 1][1].body
            assert lane.limits[-1].provenance.source is Source.SEED


def test_five_stages_and_an_average_limit_leave_55_working_days_not_40() -> None:
    lane = after(shipped_scenarios()["construction_permit_after"])
    assert _staged(lane) == {"initiation": 11, "land": 11, "planning": 11, "permit": 11, "completion": 11}
    assert sum(_staged(lane).values()) == 55


def test_up_to_the_permit_merging_and_joint_review_leave_81_working_days_not_30() -> None:
    scenario = shipped_scenarios()["construction_permit_30"]
    bare = shipped_scenarios()["construction_permit_to_permit_before"]
    assert before(scenario).body == before(bare).body == after(bare).body
    # The 5 assumed working days of supervision registration are in the serial sum; merging takes them away.
    assert serial_sum(before(scenario)) == 231 + 5
    assert sum(_staged(after(scenario)).values()) == 81


def _staged(lane: Lane) -> dict[str, int]:
    return {stage: days for stage, days in stage_maxima(lane).items() if days}


def test_whoever_is_approved_was_accepted_then_decided_and_then_delivered(scenario: Scenario) -> None:
    for lane in {side.id + str(side.levers): side for side in (before(scenario), after(scenario))}.values():
        plans = {side.id: plan_of(side, range(2009, 2027), WorkingDays()) for side in _with_called(lane)}
        run = simulate(plans, Replication(seed=1, start_at=start_of(date(2010, 1, 4)), cases=20))
        cases = run.log.by_case()
        ended = [case for case in run.cases_of(lane.id) if cases[case][-1].outcome == Result.APPROVED]
        assert len(ended) >= 10
        for case in ended:
            at = {event.kind: event.at for event in cases[case]}
            assert at[EventKind.ACCEPTED] <= at[EventKind.DECIDED] <= at[EventKind.DELIVERED] <= at[EventKind.ENDED]


def _with_called(lane: Lane) -> tuple[Lane, ...]:
    called = {step.lane for step in lane.steps.values() if isinstance(step, Call)}
    return (lane, *(find_lane(name) for name in sorted(called)))
