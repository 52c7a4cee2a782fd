"""Every loop of supervision, and the other lanes that are no city's headline, runs through on both engines."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest
from temporalio.client import Client

from simulations.rerun import KnownCase, known_cases
from tests.acceptance.travelling import TO_COME, Travelled, result, travelled, ways
from tests.conformance.accounts import check_account
from tests.conformance.in_memory import events_in_memory
from tests.conformance.on_server import events_on_server
from tests.conformance.on_simpy import events_on_simpy
from tests.conformance.scripted import ScriptedCase, check_same
from workflows.definition.catalogue import LaneGroup, lane_groups, shipped_lane
from workflows.definition.soundness.calls import called_lanes
from workflows.definition.steps import End
from workflows.events.event import EventKind

LOOPS = lane_groups()[LaneGroup.SUPERVISION]
FURTHER = (
    "investment_project",
    "project_phases",
    "simplified_deregistration",
    "utility_connection",
    "zero_kilometre_service",
)
MOST_WAYS = 6
"""Cases of a lane that are run again, each of which went another way."""
ROUNDS = 12
CASES = 80
WAITS_FOR_OTHERS = ("project_phases",)
"""Lanes in which nearly every case opens another, which only a real server can run."""


def some_cases(id_: str) -> Travelled:
    arrivals = shipped_lane(id_).arrivals
    assert arrivals is not None
    return travelled(id_, CASES if arrivals.cadence is None else ROUNDS, TO_COME)


def different(cases: Travelled) -> list[str]:
    """Some cases that went different ways, those that opened others included."""
    by_way = {ways(events): case for case, events in reversed(cases.own.items())}
    return sorted(by_way.values())[:MOST_WAYS]


@pytest.mark.parametrize("id_", [*LOOPS, *FURTHER])
def test_every_loop_runs_through_in_several_ways(id_: str) -> None:
    cases = some_cases(id_)
    assert len(different(cases)) > 1
    ends = {step.result for step in cases.lane.steps.values() if isinstance(step, End)}
    for events in cases.own.values():
        check_account(events)
        assert result(events) in ends


@pytest.mark.parametrize("id_", [*LOOPS, *FURTHER])
def test_a_case_run_again_from_its_events_comes_out_the_same(id_: str) -> None:
    cases = some_cases(id_)
    for case in different(cases):
        scripted = cases.scripted(case)
        check_same(scripted, "the case", cases.account(case), "its rerun", events_on_simpy(scripted))


@pytest.mark.parametrize("id_", [id_ for id_ in (*LOOPS, *FURTHER) if id_ not in WAITS_FOR_OTHERS])
def test_both_engines_agree_on_every_loop(id_: str) -> None:
    cases = some_cases(id_)
    alone = [case for case in different(cases) if len(cases.account(case)) == 1]
    assert alone
    scripted = [cases.scripted(case) for case in alone]
    accounts = [(each, cases.events[each.case.id]) for each in scripted]
    for each, replayed in zip(scripted, asyncio.run(events_in_memory(accounts, 1)), strict=True):
        check_same(each, "SimPy", cases.account(each.case.id), "Temporal", replayed)


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_both_engines_agree_on_every_loop_on_a_real_server(temporal_client: Client) -> None:
    scripted = [one_case(id_) for id_ in (*LOOPS, *FURTHER)]
    for each, events in zip(scripted, await events_on_server(temporal_client, scripted), strict=True):
        check_same(each, "SimPy", events_on_simpy(each), "Temporal", events)
        [known] = known_cases(each.known.lane, [each.case], events)
        again = events_on_simpy(ScriptedCase(each.lanes, known, each.seed))
        check_same(each, "Temporal", events, "its rerun", again)


def test_loops_that_find_something_open_an_issue_that_lives_on() -> None:
    calling = {id_: called_lanes(shipped_lane(id_)) for id_ in LOOPS if called_lanes(shipped_lane(id_))}
    assert calling == {
        "clean_up_evaluation": ("issue_rectification",),
        "counter_performance": ("staff_replacement",),
        "leaders_walk_the_process": ("issue_rectification",),
        "social_monitor_visit": ("issue_rectification",),
    }
    for id_ in set(calling) - {"counter_performance"}:
        cases = some_cases(id_)
        opened = [case for case in cases.own if len(cases.account(case)) > 1]
        assert opened
        for case in opened:
            account = cases.account(case)
            [child] = set(account) - {case}
            assert [event.cause for event in account[case] if event.kind is EventKind.OPENED] == [child]
            assert account[child][-1].kind is EventKind.ENDED
            assert account[child][-1].at > account[case][-1].at


def one_case(id_: str) -> ScriptedCase:
    """The case of a lane that did most, under a name that no other workflow of the server has."""
    cases = some_cases(id_)
    case = max(different(cases), key=lambda each: sum(map(len, cases.account(each).values())))
    scripted = cases.scripted(case)
    name = f"{case}-{uuid4()}"
    known = KnownCase(
        lane=id_,
        case=scripted.case.model_copy(update={"id": name}),
        script=scripted.known.script,
        children={name + child.removeprefix(case): script for child, script in scripted.known.children.items()},
    )
    return ScriptedCase(scripted.lanes, known, scripted.seed)
