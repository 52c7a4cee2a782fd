"""What holds for every lever on every lane: sound stays sound, law's order stays, nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from tests.oracles.levers import BASIS, TITLE, lever, longest_chain, visits
from tests.properties.levers.choosing import CHOOSERS, between_marks, choose, lanes_for
from tests.properties.levers.lanes import lanes
from workflows.definition.catalogue import LaneGroup, lane_groups, shipped_lane
from workflows.definition.lane import Lane
from workflows.definition.precedence import precedes
from workflows.definition.references import problems_of
from workflows.definition.soundness import check_soundness
from workflows.definition.steps import End, Milestone, Sequence, Task
from workflows.definition.tree import children
from workflows.errors import LeverRefusedError, UnknownNameError
from workflows.levers.catalogue import LEVERS, Lever
from workflows.levers.references import legal_predecessors

RELAXES_ORDER = frozenset({"joint_review"})
"""Levers under which a legal predecessor may go on at the same time, by early intervention."""

SHORTENS = frozenset({"cut_time_limit", "handle_in_parallel", "joint_review", "cancel_step", "end_at"})
"""Levers under which limits never add up to more."""

SPARES_TRIPS = frozenset({"agent_service", "cancel_step", "internal_handover", "merge_steps", "end_at"})
"""Levers under which the applicant never makes more trips, if everything is done once."""

COMMUTE = [
    ("cut_time_limit", "change_staff"),
    ("cut_time_limit", "one_time_notification"),
    ("cut_time_limit", "handle_in_parallel"),
    ("cut_time_limit", "move_before_acceptance"),
    ("one_time_notification", "change_hours"),
    ("one_time_notification", "handle_in_parallel"),
    ("share_document", "change_staff"),
    ("share_document", "joint_review"),
    ("drop_document", "handle_in_parallel"),
    ("promise_limit", "joint_review"),
    ("promise_limit", "merge_steps"),
    ("change_hours", "internal_handover"),
]
"""Pairs whose order does not matter, wherever both orders fit."""


def applied(chosen: Lever, lane: Lane) -> Lane:
    """The lane after the lever, where it fits; what does not fit is no case of a property."""
    after = fitting(chosen, lane)
    assume(after is not None)
    assert after is not None  # what assume() left
    return after


def fitting(chosen: Lever, lane: Lane) -> Lane | None:
    """The lane after the lever, or nothing if it does not fit."""
    try:
        after = chosen.apply(lane)
    except (LeverRefusedError, UnknownNameError) as error:
        event(f"{chosen.lever}: {type(error).__name__}")
        return None
    event(f"{chosen.lever}: fits")
    return after


def test_every_lever_is_chosen_by_these_properties() -> None:
    assert set(CHOOSERS) == set(LEVERS)


@given(lanes())
@settings(max_examples=50, deadline=None)
def test_drawn_lanes_are_sound(lane: Lane) -> None:
    assert problems_of(lane) == ()
    assert check_soundness(lane) == ()


@pytest.mark.parametrize("kind", sorted(CHOOSERS))
@given(st.data())
@settings(max_examples=20, deadline=None)
def test_a_lever_leaves_a_sound_lane_in_law_s_order_or_says_why_not(kind: str, data: st.DataObject) -> None:
    lane = data.draw(lanes_for(kind))
    before = lane.model_dump_json()
    chosen = choose(data, lane, kind)
    after = fitting(chosen, lane)
    assert lane.model_dump_json() == before
    if after is None:
        return
    assert Lane.model_validate_json(after.model_dump_json(by_alias=True)) == after
    assert problems_of(after) == ()
    assert check_soundness(after) == ()
    assert after.levers == (*lane.levers, kind)
    if kind not in RELAXES_ORDER:
        predecessors = legal_predecessors(lane.body)
        for later in predecessors.keys() & after.tasks.keys():
            for earlier in predecessors[later] & after.steps.keys():
                assert precedes(after.body, earlier, later)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_sequence_of_levers_leaves_a_sound_lane(data: st.DataObject) -> None:
    lane = data.draw(lanes())
    for _ in range(3):
        lane = fitting(choose(data, lane), lane) or lane
        assert problems_of(lane) == ()
        assert check_soundness(lane) == ()


@pytest.mark.parametrize("kind", sorted(CHOOSERS))
@given(st.data())
@settings(max_examples=20, deadline=None)
def test_a_lever_with_nothing_left_to_change_is_refused(kind: str, data: st.DataObject) -> None:
    lane = data.draw(lanes_for(kind))
    chosen = choose(data, lane, kind)
    after = applied(chosen, lane)
    with pytest.raises((LeverRefusedError, UnknownNameError)):
        chosen.apply(after)


@given(lanes(), st.data())
@settings(max_examples=40, deadline=None)
def test_steps_that_a_lever_does_not_name_are_the_same(lane: Lane, data: st.DataObject) -> None:
    named = data.draw(
        st.sampled_from([task.id for task in lane.tasks.values() if task.limit and task.limit.working_days] or [""])
    )
    assume(named)
    after = lever("cut_time_limit", steps=[named], working_days=0, provenance=BASIS).apply(lane)
    for name, step in after.steps.items():
        if not children(step) and name != named:
            assert step is lane.steps[name]
    assert {field for field in Lane.model_fields if getattr(after, field) != getattr(lane, field)} == {"body", "levers"}


@given(lanes(), st.data())
@settings(max_examples=40, deadline=None)
def test_cancelling_a_step_leaves_the_others_as_they_were_but_for_their_predecessors(
    lane: Lane, data: st.DataObject
) -> None:
    names = [name for name, step in lane.steps.items() if not children(step) and not isinstance(step, Milestone | End)]
    gone = data.draw(st.sampled_from(names))
    after = applied(lever("cancel_step", steps=[gone], inherit=True), lane)
    for name, step in after.steps.items():
        was = lane.steps[name]
        if isinstance(step, Task) and isinstance(was, Task):
            assert step.model_copy(update={"after": was.after}) == was
            assert set(step.after) >= set(was.after) - {gone}
        elif not children(step):
            assert step is was


@pytest.mark.parametrize(("first", "second"), COMMUTE)
@given(st.data())
@settings(max_examples=20, deadline=None)
def test_commuting_levers_commute(first: str, second: str, data: st.DataObject) -> None:
    lane = data.draw(lanes())
    one, other = choose(data, lane, first), choose(data, lane, second)
    here = applied(other, applied(one, lane))
    there = applied(one, applied(other, lane))
    assert here.model_copy(update={"levers": ()}) == there.model_copy(update={"levers": ()})


@pytest.mark.parametrize("kind", sorted(SHORTENS))
@given(st.data())
@settings(max_examples=20, deadline=None)
def test_limits_never_add_up_to_more(kind: str, data: st.DataObject) -> None:
    lane = data.draw(lanes())
    after = applied(choose(data, lane, kind), lane)
    assert longest_chain(after.body) <= longest_chain(lane.body)


@given(lanes(kinds=("task", "parallel")), st.data())
@settings(max_examples=40, deadline=None)
def test_limits_of_merged_steps_add_up_to_less_where_they_followed_one_another(lane: Lane, data: st.DataObject) -> None:
    tasks = [name for name in between_marks(lane) if name in lane.tasks]
    assume(len(tasks) > 1)
    steps = data.draw(st.lists(st.sampled_from(tasks), min_size=2, unique=True))
    after = applied(lever("merge_steps", steps=steps, into="merged", into_title=TITLE), lane)
    limits = [limit.working_days for name in steps if (limit := lane.tasks[name].limit)]
    saved = sum(limits) - max(limits, default=0)
    assert longest_chain(after.body) == longest_chain(lane.body) - saved


@pytest.mark.parametrize("kind", sorted(SPARES_TRIPS))
@given(st.data())
@settings(max_examples=20, deadline=None)
def test_trips_never_become_more(kind: str, data: st.DataObject) -> None:
    lane = data.draw(lanes())
    after = applied(choose(data, lane, kind), lane)
    assert visits(after) <= visits(lane)
    if kind == "agent_service":
        assert visits(after) == 0


@pytest.mark.parametrize("name", lane_groups()[LaneGroup.APPROVAL])
@given(st.data())
@settings(max_examples=20, deadline=None)
def test_shipped_lanes_stay_sound_when_steps_are_cancelled_or_cut(name: str, data: st.DataObject) -> None:
    lane = shipped_lane(name)
    steps = data.draw(st.lists(st.sampled_from(sorted(lane.steps)), min_size=1, max_size=3, unique=True))
    kind = data.draw(st.sampled_from(["cancel_step", "end_at"]))
    chosen = lever(kind, steps=steps, inherit=True) if kind == "cancel_step" else lever(kind, step=steps[0])
    after = applied(chosen, lane)
    assert problems_of(after) == ()
    assert check_soundness(after) == ()
    assert isinstance(after.body, Sequence)
