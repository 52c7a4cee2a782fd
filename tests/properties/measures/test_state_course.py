"""After every event, the fold of a case's states has come to what all of its events so far make of it, read anew.

The oracle reads what a fold must remember off the events themselves: whether the case had been accepted, and for which
reasons the clock still stood.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.acceptance.travelling import travelled
from tests.conformance.order_lane import ORDER_LANE
from tests.properties.measures.test_limit_clock import ORIGIN, behaviours, histories, recorded
from workflows.definition.lane import Lane
from workflows.definition.steps import Result, StopReason, Task
from workflows.events.causes import Ground
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import HOUR
from workflows.measures.item_states import ItemState, StateCourse, item_state, item_states

LANES = ("business_setup", "property_registration", "construction_permit", "commitment_approval", "agent_service")
ENDS = {
    Result.APPROVED: ItemState.APPROVED,
    Result.APPROVED_WITH_MISSING_DOCUMENTS: ItemState.APPROVED_WITH_MISSING_DOCUMENTS,
    Result.RETRACTED: ItemState.TAKEN_BACK,
    Result.REVOKED: ItemState.REVOKED,
}
"""Ends that bring a case to the same state whether it had been accepted or not."""


def reached(events: Sequence[CaseEvent], lane: Lane) -> ItemState | None:
    """The state to which the last of some events brings a case, if to any."""
    *_, last = events
    accepted = any(event.kind is EventKind.ACCEPTED for event in events)
    if last.kind is EventKind.SUBMITTED:
        return ItemState.RECEIVED
    if last.kind is EventKind.ACCEPTED:
        return ItemState.ACCEPTED
    if last.kind is EventKind.STARTED:
        of_a_department = isinstance(lane.steps.get(last.step), Task)
        return ItemState.DEPARTMENT_STARTED if accepted and of_a_department else None
    if last.kind is EventKind.CLOCK_STOPPED:
        return stands(last.cause)
    if last.kind is EventKind.CLOCK_RESUMED:
        left = [state for reason in still_standing(events) if (state := stands(reason)) is not None]
        return left[-1] if left else goes_on(last.cause)
    return ended(last, accepted=accepted) if last.kind is EventKind.ENDED else None


def still_standing(events: Sequence[CaseEvent]) -> list[str]:
    """The reasons for which the clock stands, each as it was told last, in the order in which they began to count."""
    reasons: list[tuple[int, str]] = []
    for step, occurrence in {(event.step, event.occurrence) for event in events}:
        own = [(n, each) for n, each in enumerate(events) if (each.step, each.occurrence) == (step, occurrence)]
        gone_on = max((n for n, each in own if each.kind is EventKind.CLOCK_RESUMED), default=-1)
        since = [(n, each) for n, each in own if n > gone_on and each.kind is EventKind.CLOCK_STOPPED]
        if since:
            reasons.append((since[0][0], since[-1][1].cause))
    return [reason for _, reason in sorted(reasons)]


def stands(reason: str) -> ItemState | None:
    if reason == StopReason.APPLICANT:
        return None
    return ItemState.CORRECTION_STARTED if reason == StopReason.CORRECTION else ItemState.PROCEDURE_STARTED


def goes_on(reason: str) -> ItemState | None:
    if reason == StopReason.APPLICANT:
        return None
    return ItemState.CORRECTION_ENDED if reason == StopReason.CORRECTION else ItemState.PROCEDURE_ENDED


def ended(end: CaseEvent, *, accepted: bool) -> ItemState:
    if end.outcome in set(ENDS):
        return ENDS[Result(end.outcome)]
    if end.outcome == Result.WITHDRAWN:
        return ItemState.TAKEN_BACK if accepted else ItemState.WITHDRAWN
    if accepted:
        return ItemState.REJECTED
    return ItemState.NOT_ACCEPTED if end.cause == Ground.NOT_NEEDED else ItemState.ACCEPTANCE_REFUSED


def check(events: Sequence[CaseEvent], lane: Lane) -> set[ItemState]:
    """Compare the fold after every event with the oracle and with the whole list; give the states that it came to."""
    course = StateCourse(lane)
    came_to: list[ItemState] = []
    for number, event in enumerate(events, 1):
        state = course.take(event)
        assert state == reached(events[:number], lane), event
        if state is not None:
            came_to.append(state)
            assert item_state(events[:number], lane) == state
    assert [state for _, state in item_states(events, lane)] == came_to
    return set(came_to)


@st.composite
def made_up(draw: st.DrawFn) -> list[CaseEvent]:
    """Events of every kind that tells, in any order, those too that no engine would give."""
    kinds = st.sampled_from(
        (
            *(EventKind.SUBMITTED, EventKind.ACCEPTED, EventKind.DECIDED, EventKind.STARTED, EventKind.COMPLETED),
            *2 * (EventKind.CLOCK_STOPPED, EventKind.CLOCK_RESUMED),
            *(EventKind.ENDED, EventKind.DECLARED, EventKind.EXTENDED),
        )
    )
    events = []
    for number, kind in enumerate(draw(st.lists(kinds, min_size=1, max_size=14))):
        step, occurrence = draw(st.sampled_from((("", 0), ("review", 0), ("correct", 0), ("correct", 1), ("check", 0))))
        reason = draw(st.sampled_from(StopReason))
        end = draw(st.sampled_from(Result))
        cause: str = draw(st.sampled_from((*Ground, ""))) if kind is EventKind.ENDED else reason
        outcome: str = end if kind is EventKind.ENDED else "5"
        events.append(CaseEvent("c", kind, ORIGIN + number * HOUR, step, occurrence, cause=cause, outcome=outcome))
    return events


@given(made_up())
def test_whatever_happens_and_in_whatever_order(events: list[CaseEvent]) -> None:
    check(events, ORDER_LANE)


@pytest.mark.parametrize("lane", LANES)
def test_of_every_case_of_a_shipped_lane(lane: str) -> None:
    seen = travelled(lane, 4)
    came_to = set[ItemState]().union(*(check(events, seen.lane) for events in seen.own.values()))
    assert ItemState.RECEIVED in came_to
    assert came_to & {ItemState.APPROVED, ItemState.REJECTED, ItemState.APPROVED_WITH_MISSING_DOCUMENTS}


@pytest.mark.parametrize("accounts", [histories, behaviours])
def test_of_every_case_that_was_recorded(accounts: Callable[[], list[list[str]]]) -> None:
    """Whichever lanes they travelled: steps that this lane has not got are no department's."""
    came_to = [check(recorded(lines), ORDER_LANE) for lines in accounts()]
    assert len(set[ItemState]().union(*came_to)) > len(ItemState) / 2
