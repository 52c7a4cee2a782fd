"""What goes on when a case is decided, or over: documents that may follow, and ratings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import nullcontext, suppress
from typing import Any

import pytest
from temporalio.client import Client, WithStartWorkflowOperation, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from tests.conformance.office import Handle, Office, case_now, open_office
from workflows.definition.catalogue import shipped_lane, with_called_lanes
from workflows.definition.lane import Lane
from workflows.definition.steps import Deadline
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import DAY, HOUR, Instant, Milliseconds
from workflows.levers.scenario import after, shipped_scenarios
from workflows.measures.item_states import ItemState, item_state
from workflows.temporal import names
from workflows.temporal.messages import CaseResult, CaseStart, Events, Receipt, Rehearsal
from workflows.temporal.ratings import BAD, RATE, RATING_LANE, Level, rating, rating_case
from workflows.working_time.legal_clock import due_at
from workflows.working_time.state_council import WorkingDays

LONG_AGO: Milliseconds = 500 * DAY


@pytest.fixture
async def office(temporal_client: Client) -> AsyncIterator[Office]:
    async with open_office(temporal_client) as opened:
        yield opened


async def answered(handle: Handle, outcomes: Mapping[str, str], late: Mapping[str, Milliseconds]) -> list[CaseEvent]:
    """Answer a rehearsed case an hour after it asks: outcomes as named, else the last one; some steps far too late."""
    while (state := await handle.state()).result is None:
        waiting = [item for item in state.items if not item.planned]
        for item in waiting:
            outcome = outcomes.get(item.step, item.outcomes[-1])
            at = state.at + late.get(item.step, HOUR)
            with suppress(WorkflowUpdateFailedError) if item.step in late else nullcontext():  # its time may be over
                await handle.complete(item.step, item.occurrence, outcome=outcome, at=at)
    return await handle.events()


async def rehearsed(office: Office, lane: Lane) -> Handle:
    case = case_now()
    case = case.model_copy(update={"submitted_at": case.submitted_at - LONG_AGO})
    start = CaseStart(
        declares=True, lanes=with_called_lanes(lane), lane=lane.id, case=case, events=Events.RETURNED,
        rehearsal=Rehearsal(),
    )  # fmt: skip
    return await office.start(start)


@pytest.mark.parametrize(
    ("late", "result", "state"),
    [
        ({}, "approved_with_missing_documents", ItemState.APPROVED_WITH_MISSING_DOCUMENTS),
        ({"supply": 200 * DAY}, "revoked", ItemState.REVOKED),
    ],
    ids=["supplied", "never supplied"],
)
async def test_a_case_that_lacks_minor_documents_is_decided_and_they_follow_or_it_is_revoked(
    office: Office, late: Mapping[str, Milliseconds], result: str, state: ItemState
) -> None:
    lane = after(shipped_scenarios()["panjin_missing_documents"])
    [check] = [id_ for id_, step in lane.tasks.items() if any(each.id == "missing_minor" for each in step.outcomes)]
    handle = await rehearsed(office, lane)
    events = await answered(handle, {check: "missing_minor"}, {f"{check}_{step}": span for step, span in late.items()})
    decided = next(number for number, event in enumerate(events) if event.kind is EventKind.DECIDED)
    asked = next(number for number, event in enumerate(events) if event.step == f"{check}_supply")
    assert decided < asked
    assert (events[-1].outcome, item_state(events, lane)) == (result, state)


async def rate(office: Office, case: str, level: Level, at: Instant) -> Handle:
    lane = shipped_lane(RATING_LANE)
    rated = rating_case(case, at)
    start = CaseStart(
        declares=True, lanes=with_called_lanes(lane), lane=lane.id, case=rated, events=Events.RETURNED,
        rehearsal=Rehearsal(),
    )  # fmt: skip
    opening: WithStartWorkflowOperation[Any, CaseResult] = WithStartWorkflowOperation(
        names.ANY_LANE,
        start,
        id=rated.id,
        task_queue=office.queue,
        result_type=CaseResult,
        id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
        id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
    )
    said = rating(level, "applicant").model_copy(update={"at": at + 1})
    said_and_opened = await asyncio.gather(
        office.client.execute_update_with_start_workflow(
            names.COMPLETE_WORK, said, start_workflow_operation=opening, result_type=Receipt
        ),
        opening.workflow_handle(),
        return_exceptions=True,
    )
    # Both fail together; one that nobody asks for would be reported when it is collected.
    for answer in said_and_opened:
        if isinstance(answer, BaseException):
            raise answer
    return Handle(await opening.workflow_handle())


@pytest.mark.parametrize("level", tuple(Level))
async def test_a_case_is_rated_once_and_a_bad_rating_is_rectified_in_its_own_time(office: Office, level: Level) -> None:
    case = case_now()
    at = case.submitted_at - LONG_AGO
    handle = await rate(office, case.id, level, at)
    events = await answered(handle, {"verify": "attitude", "ask_again": "cleared"}, {"explain": 90 * DAY})
    assert [event.outcome for event in events if (event.step, event.kind) == (RATE, EventKind.COMPLETED)] == [level]
    expired = [event.at for event in events if event.kind is EventKind.EXPIRED]
    if level in BAD:
        clearing = shipped_lane(RATING_LANE).steps["clearing_time"]
        assert isinstance(clearing, Deadline)
        begun = next(event.at for event in events if (event.step, event.kind) == ("explain", EventKind.ENABLED))
        assert expired == [due_at(begun, clearing.within.working_days, (), WorkingDays(beyond="weekdays"))]
    else:
        assert expired == []
    with pytest.raises((WorkflowAlreadyStartedError, WorkflowUpdateFailedError)):
        await rate(office, case.id, Level.VERY_SATISFIED, at)
