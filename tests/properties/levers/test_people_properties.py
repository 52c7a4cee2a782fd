"""What holds for levers about people, places, channels, credit and money on lanes drawn at random."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.properties.levers.choosing import choose, lanes_for
from tests.properties.levers.choosing_people import NEEDS, PEOPLE, Parameters
from workflows.definition.lane import Lane
from workflows.definition.steps import Deadline, Mark, Milestone, Task, ThirdPartyStep, Work
from workflows.definition.tree import children, walk
from workflows.definition.variations import priority_of, time_of, variation_of, visits_of
from workflows.errors import LeverRefusedError, UnknownNameError
from workflows.levers.catalogue import Lever

POOLED = ("approval_bureau", "city_wide_acceptance", "cross_train")
STEPS_NAMED: Final[Mapping[str, tuple[str, ...]]] = {
    "agency_pays_intermediary": ("steps",),
    "assisted_channel": ("steps",),
    "chief_representative": ("tasks",),
    "devolve_to_county": ("steps", "nearer"),
    "first_contact_owner": ("gaps",),
    "incentive_pay": ("returns",),
    "intermediary_limit": ("steps",),
    "intermediary_market": ("steps", "split"),
    "pace_by_deadline": ("steps",),
}
"""Lever id to its parameters that name steps which it changes."""

COMMUTE = [
    ("channel_mix", "green_channel"),
    ("channel_mix", "incentive_pay"),
    ("city_wide_acceptance", "channel_mix"),
    ("agency_pays_intermediary", "agent_staffing"),
    ("cross_train", "publish_decision"),
    ("green_channel", "devolve_to_county"),
    ("incentive_pay", "green_channel"),
    ("pace_by_deadline", "green_channel"),
    ("split_supervision", "agency_pays_intermediary"),
]
"""Pairs whose order does not matter, wherever both orders fit."""


def _of_pools(lane: Lane, parameters: Parameters) -> set[str]:
    pools = parameters.get("pools", ()) or parameters.get("windows", ())
    return {name for name, task in lane.tasks.items() if task.pool in pools}


def touched(kind: str, lane: Lane, chosen: Lever) -> set[str]:
    """The steps that a lever may change: those that it names, and those of the pools that it names."""
    parameters = chosen.model_dump()
    names = {name for field in STEPS_NAMED.get(kind, ()) for name in parameters[field]}
    if parameters.get("steps") == "all":
        names = set(lane.tasks)
    for use in parameters.get("channels", ()):
        names |= {name for entry in use["differs_at"] for name in entry["steps"]}
    return names | _of_pools(lane, parameters)


def fitting(data: st.DataObject, kind: str, lane: Lane) -> tuple[Lever, Lane]:
    """A lever that fits the lane, and the lane after it."""
    chosen = choose(data, lane, kind)
    try:
        return chosen, chosen.apply(lane)
    except (LeverRefusedError, UnknownNameError):
        assume(False)
        raise


@pytest.mark.parametrize("kind", sorted(PEOPLE))
@given(st.data())
@settings(max_examples=10, deadline=None)
def test_steps_that_a_lever_does_not_touch_are_the_same(kind: str, data: st.DataObject) -> None:
    lane = data.draw(lanes_for(kind))
    chosen, after = fitting(data, kind, lane)
    may_change = touched(kind, lane, chosen)
    for name, step in after.steps.items():
        if name in lane.steps and not children(step) and name not in may_change:
            if isinstance(step, Task) and set(lane.tasks[name].after) - set(after.steps):
                continue
            assert step is lane.steps[name]


@pytest.mark.parametrize("kind", POOLED)
@given(st.data())
@settings(max_examples=10, deadline=None)
def test_pooled_people_are_neither_lost_nor_made(kind: str, data: st.DataObject) -> None:
    lane = data.draw(lanes_for(kind))
    _, after = fitting(data, kind, lane)
    assert _people(after) == _people(lane)
    assert {task.pool for task in after.tasks.values()} <= set(after.pools)
    for name in lane.tasks.keys() & after.tasks.keys():
        old, new = lane.tasks[name], after.tasks[name]
        assert new.model_copy(update={"pool": old.pool, "after": old.after}) == old


def _people(lane: Lane) -> Counter[str]:
    """How many keep which calendar."""
    people: Counter[str] = Counter()
    for pool in lane.pools.values():
        for group in pool.staff:
            people[group.calendar or pool.calendar] += group.count
    return people


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_what_differs_for_some_cases_multiplies_and_nobody_makes_more_trips(data: st.DataObject) -> None:
    lane = data.draw(lanes_for("channel_mix"))
    _, once = fitting(data, "channel_mix", lane)
    helped, twice = fitting(data, "assisted_channel", once)
    assert helped.lever == "assisted_channel"
    for channel in ("counter", "online"):
        for name, step in lane.steps.items():
            if not isinstance(step, Work):
                continue
            one, both = once.steps[name], twice.steps[name]
            assert isinstance(one, Work)
            assert isinstance(both, Work)
            alone, case = {"channel": channel}, {"channel": channel, "assisted": "yes"}
            factor = 2 if name in helped.steps else 1
            in_one = time_of(one, variation_of(one, alone)).mean
            assert time_of(both, variation_of(both, case)).mean == pytest.approx(factor * in_one)
            assert visits_of(both, variation_of(both, case)) == visits_of(one, variation_of(one, alone)) <= step.visits


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_the_most_urgent_of_what_fits_a_case_counts(data: st.DataObject) -> None:
    lane = data.draw(lanes_for("green_channel"))
    urgencies: dict[str, int] = {}
    for _ in range(2):
        chosen, lane = fitting(data, "green_channel", lane)
        assert chosen.lever == "green_channel"
        urgencies["risk" if chosen.when is not None else "green_channel"] = chosen.add
    for risk in ("low", "high"):
        for green in ("yes", "no"):
            asked = {"risk": risk == "low", "green_channel": green == "yes"}
            fitting_ones = [add for name, add in urgencies.items() if asked[name]]
            case = {"risk": risk, "green_channel": green}
            assert priority_of(lane.priorities, case) == min(fitting_ones, default=0)


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_every_decision_is_published_once_and_holds_up_no_limit_of_its_own(data: st.DataObject) -> None:
    lane = data.draw(lanes_for("publish_decision"))
    _, after = fitting(data, "publish_decision", lane)
    decided = [step.id for step in walk(lane.body) if isinstance(step, Milestone) and step.mark is Mark.DECIDED]
    limits = [step for step in walk(after.body) if isinstance(step, Deadline) and step.id not in lane.steps]
    assert [limit.id for limit in limits] == [f"publication_limit_{name}" for name in decided]
    assert all(limit.within.working_days == 7 and not limit.interrupting for limit in limits)


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_a_limit_for_third_parties_adds_no_fee(data: st.DataObject) -> None:
    lane = data.draw(lanes_for("intermediary_limit"))
    chosen, after = fitting(data, "intermediary_limit", lane)
    assert chosen.lever == "intermediary_limit"
    for name in chosen.steps:
        asked, body, finish = lane.steps[name], after.steps[name], after.steps[f"finish_{name}"]
        assert isinstance(asked, ThirdPartyStep)
        assert isinstance(body, ThirdPartyStep)
        assert isinstance(finish, ThirdPartyStep)
        # One of the two is completed, never both, since the deadline withdraws the first.
        assert body.fee == finish.fee == asked.fee


@pytest.mark.parametrize(("first", "second"), COMMUTE)
@given(st.data())
@settings(max_examples=10, deadline=None)
def test_commuting_levers_commute(first: str, second: str, data: st.DataObject) -> None:
    lane = data.draw(lanes_for(first if first in NEEDS else second))
    one, other = choose(data, lane, first), choose(data, lane, second)
    try:
        here, there = other.apply(one.apply(lane)), one.apply(other.apply(lane))
    except (LeverRefusedError, UnknownNameError):
        assume(False)
        raise
    assert here.model_copy(update={"levers": ()}) == there.model_copy(update={"levers": ()})
