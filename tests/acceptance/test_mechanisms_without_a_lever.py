"""Mechanisms that are no lever or loop of their own: what they want is so in the lanes and scenarios that have them."""

from __future__ import annotations

from datetime import date

import pytest

from simulations.comparison import compare
from simulations.experiment import Design, Model
from simulations.run import Replication, simulate
from tests.acceptance.directions import check_moves, observed
from tests.acceptance.travelling import at, declared, done, travelled, ways
from workflows.definition.catalogue import shipped_lane
from workflows.definition.lane import Lane
from workflows.definition.provenance import Title
from workflows.events.event import EventKind
from workflows.instants import start_of
from workflows.interpreter.plan import plan_of
from workflows.levers.lever import Direction
from workflows.levers.scenario import after, before, shipped_scenarios
from workflows.working_time.state_council import WorkingDays

SCENARIOS = shipped_scenarios()
COMPLETED = EventKind.COMPLETED
MANY = 600
"""Cases of a replication where a single busy person makes waits differ much between replications."""


def built(lane: Lane, cases: int) -> list[tuple[int, int]]:
    """When the permit was there and when the building began, of each case that was built."""
    plans = {lane.id: plan_of(lane, range(2012, 2027), WorkingDays())}
    run = simulate(plans, Replication(seed=4, number=0, start_at=start_of(date(2013, 1, 7)), cases=cases))
    begun: dict[str, int] = {}
    permitted: dict[str, int] = {}
    for event in run.log:
        if event.step == "build" and event.kind is EventKind.ENABLED:
            begun[event.case] = event.at
        if (event.step, event.outcome, event.kind) == ("building_permit", "granted", COMPLETED):
            permitted[event.case] = event.at
    return [(permitted[case], at_) for case, at_ in begun.items()]


@pytest.mark.parametrize("name", ["construction_permit", "shenyang_five_stages", "construction_permit_after"])
def test_nothing_is_built_before_its_permit_whatever_goes_side_by_side(name: str) -> None:
    lane = after(SCENARIOS[name]) if name in SCENARIOS else shipped_lane(name)
    found = built(lane, 30)
    assert len(found) > 10
    assert all(permitted <= begun for permitted, begun in found)


def test_plans_that_conflict_are_settled_before_the_approval_begins() -> None:
    settled = 0
    for events in travelled("project_phases", 200).own.values():
        begins = at(events, EventKind.ACCEPTED)
        if begins is None:
            continue
        compared = [event.at for event in events if event.step == "compare_with_blueprint" and event.kind is COMPLETED]
        assert compared[-1] <= begins
        if ("compare_with_blueprint", "conflict") in ways(events):
            settled += 1
            assert "settle_conflict" in done(events)
            assert done(events)[-1:] != ["settle_conflict"]
    assert settled > 5


def test_a_connection_takes_less_time_and_money_where_the_works_are_ordered_in_the_market() -> None:
    scenario = SCENARIOS["dandong_water"]
    check_moves(before(scenario), after(scenario), {"cycle_time.mean": Direction.DOWN, "fees": Direction.DOWN}, 150)


def test_an_electronic_licence_is_there_on_the_day_of_its_decision() -> None:
    scenario = SCENARIOS["commitment_approval_after"]
    limits = [lane.tasks["deliver_licence"].limit for lane in (before(scenario), after(scenario))]
    assert [limit.working_days for limit in limits if limit is not None] == [10, 0]
    check_moves(before(scenario), after(scenario), {"cycle_time.mean": Direction.DOWN}, 150)


def test_an_item_is_held_against_the_same_item_where_it_is_done_better() -> None:
    """Procedures, cycle, documents and repeated submissions (TL-001), each with its difference."""
    here, there = shipped_lane("property_registration"), after(SCENARIOS["property_registration_after"])
    name = Title(zh="先进地区", en="Elsewhere")
    design = Design(cases=100, replications=4, starts_on=date(2017, 1, 3))
    compared = compare("elsewhere", name, Model(lane=here), [("elsewhere", name, Model(lane=there))], design)
    differences = {kpi.kpi: kpi.difference for kpi in compared.kpis}
    for kpi in ("steps", "cycle_time.mean", "documents", "visits", "corrected"):
        difference = differences[kpi]
        assert difference is not None
        assert difference.mean < 0, kpi
        assert difference.excludes_zero, kpi


def test_who_is_behind_is_named_in_the_bulletin_and_loses_points() -> None:
    cases = list(travelled("monthly_bulletin", 60).own.values())
    behind = [("sum_up", "somebody_behind") in ways(events) for events in cases]
    assert {*behind} == {True, False}
    assert ["name_and_deduct" in done(events) for events in cases] == behind


def test_complaints_and_bad_ratings_cost_a_part_of_the_bonus() -> None:
    """Quarter by quarter; a bonus is paid to persons, and before it is, what stands against them is taken off."""
    cases = list(travelled("counter_performance", 60).own.values())
    against = [
        not ways(events).isdisjoint({("collect_records", "complaint"), ("collect_records", "bad_rating")})
        for events in cases
    ]
    assert {*against} == {True, False}
    assert ["deduct" in done(events) for events in cases] == against
    assert ["pay_bonus" in done(events) for events in cases] == [declared(e, "series") == "person" for e in cases]
    both = [steps for events in cases if {"deduct", "pay_bonus"} <= {*(steps := done(events))}]
    assert both
    assert all(steps.index("deduct") < steps.index("grade") < steps.index("pay_bonus") for steps in both)


def test_slots_that_are_no_longer_kept_back_shorten_the_public_queue() -> None:
    """Slots for touts are capacity (TL-004): who served them comes back to the public queue. All else stays."""
    scenario = SCENARIOS["tieling_slots"]
    lane, kept_back, given_back = shipped_lane(scenario.base), before(scenario), after(scenario)
    members = {id_: pool.members for id_, pool in lane.pools.items()}
    assert {id_: pool.members for id_, pool in given_back.pools.items()} == members
    assert {id_: pool.members for id_, pool in kept_back.pools.items()} == members | {
        "registration_hall": members["registration_hall"] - 1
    }
    assert kept_back.body == given_back.body == lane.body
    check_moves(kept_back, given_back, {"holding.queueing": Direction.DOWN, "cycle_time.mean": Direction.DOWN}, MANY)
    for old, new in zip(observed(kept_back, MANY), observed(given_back, 150), strict=True):
        waits = [{each.step: each.waiting_time.mean or 0.0 for each in run.steps} for run in (old, new)]
        assert waits[0]["check_business_licence"] > waits[1]["check_business_licence"]


def test_a_package_of_items_is_filed_once_and_is_one_case() -> None:
    """Whoever buys a home needs a contract filed, a tax paid and an entry: one filing in one case (SY-017)."""
    scenario = SCENARIOS["property_registration_after"]
    items = ("contract_filing", "tax_payment", "register_entry")
    filings = ("file_contract_filing", "file_tax_payment", "file_registration")
    for lane, filed in ((before(scenario), filings), (after(scenario), ("file_at_one_window",))):
        plans = {lane.id: plan_of(lane, range(2012, 2027), WorkingDays())}
        run = simulate(plans, Replication(seed=4, number=0, start_at=start_of(date(2013, 1, 7)), cases=60))
        registered = 0
        for case, events in run.log.by_case().items():
            assert "/" not in case
            completed = [event.step for event in events if event.kind is COMPLETED]
            if "register_entry" not in completed:
                continue
            registered += 1
            assert [step for step in completed if step.startswith("file_")] == list(filed)
            assert all(completed.count(item) == 1 for item in items)
            # What precedes what stays so: no entry before the tax is paid.
            assert completed.index("tax_payment") < completed.index("register_entry")
        assert registered > 30
    check_moves(before(scenario), after(scenario), {"visits": Direction.DOWN}, 150)
