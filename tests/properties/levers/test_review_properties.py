"""What holds for the levers about intake, papers, review and decision on every lane that they fit."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.oracles.levers import visits
from tests.properties.levers.choosing import choose, lanes_for
from tests.properties.levers.choosing_review import REVIEW
from tests.properties.levers.test_lever_properties import applied
from workflows.definition.conditions import holds
from workflows.definition.distributions import mean_span
from workflows.definition.lane import DocumentSource, Lane
from workflows.definition.steps import ApplicantStep, Choice, Loop, Milestone, Sequence, Step, Task, ThirdPartyStep
from workflows.definition.tree import children, ids_of, walk
from workflows.levers.delegation import DelegateAuthority
from workflows.levers.early_intervention import EarlyIntervention

EVERYWHERE = frozenset({"delegate_authority", "online_pre_review", "no_proof_service"})
"""Levers that change steps which their parameters need not name; what these may change is tested below."""

SPARES_TRIPS = frozenset(
    {
        *("demand_side_guide", "joint_acceptance", "joint_meeting", "no_proof_service", "no_splitting"),
        *("on_the_spot_decision", "online_pre_review"),
    }
)
"""Levers under which the applicant never makes more trips, if everything is done once."""

ONE_PATH_MORE = ("on_the_spot_decision", "invest_by_commitment", "file_instead_of_approve")


def named(value: object) -> Iterator[str]:
    """Every text anywhere in the parameters of a lever."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from named(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from named(part)


def after_alone_differs(step: Step, was: Step) -> bool:
    """Whether a step is as it was, but for what comes before it in law."""
    return isinstance(step, Task) and isinstance(was, Task) and step.model_copy(update={"after": was.after}) == was


@pytest.mark.parametrize("kind", sorted(REVIEW.keys() - EVERYWHERE))
@given(st.data())
@settings(max_examples=20, deadline=None)
def test_steps_that_a_lever_does_not_name_are_the_same(kind: str, data: st.DataObject) -> None:
    lane = data.draw(lanes_for(kind))
    chosen = choose(data, lane, kind)
    after = applied(chosen, lane)
    parameters = set(named(chosen))
    for name, step in after.steps.items():
        if name in lane.steps and name not in parameters and not children(step):
            assert step is lane.steps[name] or after_alone_differs(step, lane.steps[name])
    assert _fields_changed(lane, after) <= {"body", "levers", "documents", "pools", "attributes"}


def _fields_changed(lane: Lane, after: Lane) -> set[str]:
    return {field for field in Lane.model_fields if getattr(after, field) != getattr(lane, field)}


@pytest.mark.parametrize("kind", sorted(SPARES_TRIPS))
@given(st.data())
@settings(max_examples=20, deadline=None)
def test_trips_never_become_more(kind: str, data: st.DataObject) -> None:
    lane = data.draw(lanes_for(kind))
    after = applied(choose(data, lane, kind), lane)
    assert visits(after) <= visits(lane)


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_what_is_reviewed_online_stops_no_clock_and_costs_no_trip(data: st.DataObject) -> None:
    lane = data.draw(lanes_for("online_pre_review"))
    after = applied(choose(data, lane, "online_pre_review"), lane)
    for name, step in after.steps.items():
        if isinstance(step, Loop) and step is not lane.steps[name]:
            assert step.at_most == 1
            assert all(part.visits == 0 for part in walk(step) if isinstance(part, Task | ApplicantStep))
    untouched = {name for name, step in lane.steps.items() if not isinstance(step, ApplicantStep | Task | Loop)}
    assert all(after.steps[name] is lane.steps[name] for name in untouched if not children(lane.steps[name]))


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_the_applicant_brings_no_more_papers_than_before(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["no_proof_service", "replace_document_by_commitment"]))
    lane = data.draw(lanes_for(kind))
    after = applied(choose(data, lane, kind), lane)

    def brought(of: Lane, step: Step) -> int:
        names = step.documents if isinstance(step, Task | ApplicantStep | ThirdPartyStep) else ()
        return sum(of.documents[name].source is DocumentSource.APPLICANT for name in names)

    for name, step in lane.steps.items():
        assert brought(after, after.steps[name]) <= brought(lane, step)


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_circulation_shrinks_by_the_levels_and_nothing_else_changes(data: st.DataObject) -> None:
    lane = data.draw(lanes_for("delegate_authority"))
    chosen = choose(data, lane, "delegate_authority")
    after = applied(chosen, lane)
    assert isinstance(chosen, DelegateAuthority)
    for name, task in lane.tasks.items():
        new = after.tasks[name]
        if task.circulation is None:
            assert new is task
        elif chosen.levels_left:
            assert new.circulation is not None
            assert math.isclose(
                mean_span(new.circulation), mean_span(task.circulation) * chosen.levels_left / chosen.levels_before
            )
        else:
            assert new.circulation is None
        assert (new.service_time, new.limit, new.after) == (task.service_time, task.limit, task.after)


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_early_work_is_taken_from_the_work_and_added_to_nothing(data: st.DataObject) -> None:
    lane = data.draw(lanes_for("early_intervention"))
    chosen = choose(data, lane, "early_intervention")
    after = applied(chosen, lane)
    assert isinstance(chosen, EarlyIntervention)
    early, left, whole = after.tasks[f"{chosen.step}_early"], after.tasks[chosen.step], lane.tasks[chosen.step]
    assert math.isclose(mean_span(early.service_time) + mean_span(left.service_time), mean_span(whole.service_time))
    assert (left.limit, left.outcomes, left.after, early.limit) == (whole.limit, whole.outcomes, whole.after, None)


@pytest.mark.parametrize("kind", ONE_PATH_MORE)
@given(st.data())
@settings(max_examples=20, deadline=None)
def test_whoever_is_not_told_apart_goes_the_old_way(kind: str, data: st.DataObject) -> None:
    lane = data.draw(lanes_for(kind))
    chosen = choose(data, lane, kind)
    after = applied(chosen, lane)
    new = [step for name, step in after.steps.items() if isinstance(step, Choice) and name not in lane.steps]
    for choice in new:
        assert choice.otherwise is not None
        assert set(ids_of(choice.otherwise)) <= lane.steps.keys()
        [path] = choice.paths
        assert path.when is not None
        others = {name: attribute.values[-1].value for name, attribute in after.attributes.items()}
        assert not holds(path.when, others, {})
        assert _marks(path.step) == _marks(choice.otherwise)


def _marks(step: Step) -> list[str]:
    parts = step.steps if isinstance(step, Sequence) else (step,)
    return [part.mark for part in parts if isinstance(part, Milestone)]
