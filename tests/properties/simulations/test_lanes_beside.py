"""Lanes that run at the same time: strangers leave each other alone, and sharing makes and loses no work."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from simulations.experiment import Design, Model, Observed, run_replication
from simulations.run import Replication, Run, simulate
from tests.properties.simulations.networks import Network, networks
from tests.properties.simulations.runs import QUICKLY, STARTS_AT, Piece, instants, plans_of
from workflows.definition.lane import Lane
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Milliseconds
from workflows.measures import measure_pools, observe, setting_of

DESIGN = Design(starts_on=date(2024, 1, 2), warm_up_days=1, window_days=1, cool_down_days=0)
CASES = 8


def called(lane: Lane, name: str) -> Lane:
    """The lane under another name, by which its draws and cases are called too."""
    return lane.model_copy(update={"id": name})


def quieter(lane: Lane) -> Lane:
    """The same with fewer cases a day, so that days do not take long to run."""
    arrivals = lane.arrivals
    assert arrivals is not None
    assert arrivals.gap is not None
    return lane.model_copy(update={"arrivals": arrivals.model_copy(update={"gap": arrivals.gap.scaled(8)})})


def apart(network: Network) -> Network:
    """The same with people of its own."""
    return replace(network, names={"window": "other_window", "office": "other_office"})


def through(*lanes: Lane, seed: int) -> Run:
    """Some cases of each lane."""
    plans = {id_: plan for lane in lanes for id_, plan in plans_of(lane).items()}
    return simulate(plans, Replication(seed=seed, start_at=STARTS_AT, cases=CASES))


def of_lane(run: Run, lane: str) -> dict[str, list[CaseEvent]]:
    events = run.log.by_case()
    return {case: events[case] for case in run.cases_of(lane)}


def without_the_run(observed: Observed) -> Observed:
    """What is said of the lane, without what is said of the whole run."""
    return observed.model_copy(update={"completed_tasks": 0, "beside": ()})


@QUICKLY
@given(networks(), networks(), st.integers(0, 99))
def test_lanes_that_share_nobody_are_as_if_they_were_alone(one: Network, other: Network, seed: int) -> None:
    first, second = called(one.lane(), "one"), called(apart(other).lane(), "other")
    both = through(first, second, seed=seed)
    assert of_lane(both, "one") == of_lane(through(first, seed=seed), "one")
    assert of_lane(both, "other") == of_lane(through(second, seed=seed), "other")


@QUICKLY
@given(networks(), networks(), st.integers(0, 99))
def test_and_are_measured_as_if_they_were_alone(one: Network, other: Network, seed: int) -> None:
    first, second = quieter(called(one.lane(), "one")), quieter(called(apart(other).lane(), "other"))
    design = DESIGN.model_copy(update={"seed": seed})
    both = run_replication(Model(lane=first, beside=(second,)), design, 0)
    alone = [run_replication(Model(lane=lane), design, 0) for lane in (first, second)]
    assert [without_the_run(both.of(number)) for number in (0, 1)] == [without_the_run(each) for each in alone]
    assert both.completed_tasks == sum(each.completed_tasks for each in alone)


@QUICKLY
@given(networks(), networks(), st.integers(0, 99))
def test_shared_departments_serve_what_both_lanes_bring_and_nothing_else(
    one: Network, other: Network, seed: int
) -> None:
    first, second = called(one.lane(), "one"), called(replace(other, members=one.members).lane(), "other")
    both = through(first, second, seed=seed)
    work = Counter(drawn(both))
    assert work == Counter(drawn(through(first, seed=seed))) + Counter(drawn(through(second, seed=seed)))
    for lane in (first, second):
        ended = [case for case, events in of_lane(both, lane.id).items() if events[-1].kind is EventKind.ENDED]
        assert ended == both.cases_of(lane.id)


@QUICKLY
@given(networks(), networks(), st.integers(0, 99))
def test_the_time_that_shared_people_serve_is_that_of_both_lanes(one: Network, other: Network, seed: int) -> None:
    first, second = called(one.lane(), "one"), called(replace(other, members=one.members).lane(), "other")
    both = through(first, second, seed=seed)
    plans = {id_: plan for lane in (first, second) for id_, plan in plans_of(lane).items()}
    observations = [
        observe(both.log, setting_of(plan.lane, plan.axes, plan.days), both.cases_of(id_))
        for id_, plan in plans.items()
    ]
    span = both.log.at[0], both.log.at[-1] + 1
    together = {pool.pool: pool.busy_time for pool in measure_pools(observations, *span)}
    single = [{pool.pool: pool.busy_time for pool in measure_pools([each], *span)} for each in observations]
    assert together == {pool: sum(each[pool] for each in single) for pool in together}


def drawn(run: Run) -> list[tuple[Piece, Milliseconds, str]]:
    """How long each piece of work took whoever did it, and how it came out; nobody is ever off duty."""
    happened = list(run.log)
    started = instants(happened, EventKind.STARTED)
    return [
        (piece, event.at - started[piece], event.outcome)
        for event in happened
        if event.kind is EventKind.COMPLETED
        for piece in ((event.case, event.step, event.occurrence),)
    ]
