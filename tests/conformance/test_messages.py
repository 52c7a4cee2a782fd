"""Cases that people answer, by updates to workflows on a real server in real time; and the same cases rerun."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from temporalio.client import (
    Client,
    WorkflowExecutionStatus,
    WorkflowUpdateFailedError,
    WorkflowUpdateStage,
)
from temporalio.exceptions import ApplicationError

from simulations.rerun import known_cases
from tests.conformance.desk_lane import DESK_LANE
from tests.conformance.office import Handle, Office, case_now, open_office
from tests.conformance.on_simpy import events_on_simpy
from tests.conformance.scripted import ScriptedCase, check_same
from tests.strategies.scripts import answerable, scripted_cases
from workflows.definition.catalogue import shipped_lane, with_called_lanes
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import CHINA, HOUR, Instant, instant_of, start_of
from workflows.temporal import names
from workflows.temporal.messages import (
    ActorKind,
    BeginWork,
    CaseStart,
    CompleteWork,
    Events,
    ItemDecision,
    Receipt,
    Rehearsal,
)

LONG_AGO = (start_of(date(2025, 4, 21)),)
"""A Monday before holidays with make-up days, long enough ago for every drawn case to be over by now."""

PLAYED = 25


@pytest.fixture
async def office(temporal_client: Client) -> AsyncIterator[Office]:
    async with open_office(temporal_client) as opened:
        yield opened


def refusal(error: pytest.ExceptionInfo[WorkflowUpdateFailedError]) -> str | None:
    assert isinstance(error.value.cause, ApplicationError)
    return error.value.cause.type


async def to_the_end(case: Handle, *, checks: int = 1) -> None:
    for check in range(checks):
        await case.begin("form_check", check, member="Li")
        await case.complete("form_check", check, outcome="incomplete" if check < checks - 1 else "complete")
        if check < checks - 1:
            await case.complete("correct", check)
    await asyncio.gather(case.complete("seal"), case.complete("review", member="Wang"))
    await case.complete("issue")


async def test_a_case_answered_in_real_time_is_the_same_case_when_rerun_from_its_events(office: Office) -> None:
    case = case_now()
    handle = await office.submit(case)
    await to_the_end(handle, checks=3)
    account = {case.id: await handle.events()}
    instants = [event.at for event in account[case.id] if event.kind in (EventKind.STARTED, EventKind.COMPLETED)]
    assert case.submitted_at < instants[0]
    assert instants[-1] <= instant_of(datetime.now(CHINA)) + 100
    [known] = known_cases("desk_lane", [case], account)
    rerun = events_on_simpy(ScriptedCase({"desk_lane": DESK_LANE}, known))
    check_same(case, "the live case", account, "its rerun", rerun)


async def test_one_message_may_tell_when_a_step_was_begun_and_that_it_is_done(office: Office) -> None:
    case = case_now()
    handle = await office.submit(case)
    item = (await handle.state()).items[0]
    began_at = item.enabled_at + 1
    await handle.complete("form_check", outcome="complete", member="Li", began_at=began_at)
    await handle.begin("review", member="Wang")
    with pytest.raises(WorkflowUpdateFailedError) as again:
        await handle.complete("review", began_at=(await handle.state()).at + 1)
    assert refusal(again) == "already_begun"
    await asyncio.gather(handle.complete("seal"), handle.complete("review"))
    await handle.complete("issue")
    [started] = [each for each in await handle.events() if (each.step, each.kind) == ("form_check", EventKind.STARTED)]
    assert (started.at, started.member) == (began_at, "Li")


async def test_events_are_recorded_once_each_and_in_order(office: Office) -> None:
    case = case_now()
    handle = await office.submit(case, Events.RECORDED)
    await to_the_end(handle)
    result = await handle.workflow.result()
    kept = office.kept.events[case.id]
    assert list(kept) == list(range(len(kept)))
    assert [kept[0].kind, kept[len(kept) - 1].kind] == [EventKind.SUBMITTED, EventKind.ENDED]
    assert result.events == ()
    assert office.kept.times > 3  # as the case goes on, and not only when it has ended


@pytest.mark.parametrize(
    ("say", "code"),
    [
        pytest.param(lambda case: case.begin("review"), "no_such_item", id="a step that is not there yet"),
        pytest.param(
            lambda case: case.complete("form_check", 1, outcome="complete"),
            "no_such_item",
            id="an occurrence that is not there yet",
        ),
        pytest.param(lambda case: case.complete("form_check"), "no_such_outcome", id="no outcome"),
        pytest.param(
            lambda case: case.complete("form_check", outcome="granted"), "no_such_outcome", id="another step's outcome"
        ),
        pytest.param(lambda case: case.begin("form_check", at=1), "too_late", id="a beginning long ago"),
        pytest.param(
            lambda case: case.complete("form_check", outcome="complete", at=1), "too_late", id="an end long ago"
        ),
        pytest.param(
            lambda case: case.complete("form_check", outcome="complete", released_at=1),
            "too_late",
            id="a release long ago",
        ),
        pytest.param(
            lambda case: case.complete("form_check", outcome="complete", began_at=1),
            "too_late",
            id="a beginning long ago, told with the end",
        ),
        pytest.param(
            lambda case: case.complete("form_check", outcome="complete", began_at=2**43),
            "out_of_order",
            id="an end now and a beginning to come",
        ),
        pytest.param(
            lambda case: case.complete("form_check", outcome="complete", at=2**42, released_at=2**43),
            "out_of_order",
            id="an end before the release",
        ),
        pytest.param(
            lambda case: case.complete("form_check", outcome="complete", released_at=2**43),
            "out_of_order",
            id="an end now and a release to come",
        ),
    ],
)
async def test_what_does_not_fit_is_refused(office: Office, say: Callable[[Handle], Any], code: str) -> None:
    handle = await office.submit(case_now())
    with pytest.raises(WorkflowUpdateFailedError) as error:
        await say(handle)
    assert refusal(error) == code
    await to_the_end(handle)
    assert (await handle.workflow.result()).result == "approved"


@pytest.mark.parametrize("rehearsal", [None, Rehearsal()], ids=["lived", "rehearsed"])
@pytest.mark.parametrize(
    "say",
    [
        lambda case, at: case.begin("form_check", at=at),
        lambda case, at: case.complete("form_check", outcome="complete", at=at),
        lambda case, at: case.withdraw(at),
    ],
    ids=["begin", "complete", "withdraw"],
)
async def test_only_a_rehearsed_case_is_played_in_the_past(
    office: Office, say: Callable[[Handle, Instant], Any], rehearsal: Rehearsal | None
) -> None:
    case = case_now()
    case = case.model_copy(update={"submitted_at": case.submitted_at - 2 * HOUR})
    handle = await office.submit(case, rehearsal=rehearsal)
    an_hour_ago = case.submitted_at + HOUR
    if rehearsal is None:
        with pytest.raises(WorkflowUpdateFailedError) as error:
            await say(handle, an_hour_ago)
        assert refusal(error) == "too_late"
        now = await handle.complete("form_check", outcome="complete", began_at=an_hour_ago)
        assert now.at > case.submitted_at + 2 * HOUR
    else:
        assert (await say(handle, an_hour_ago)).at == an_hour_ago
    if (await handle.workflow.describe()).status is WorkflowExecutionStatus.RUNNING:
        await handle.workflow.terminate()


async def test_an_appointment_to_begin_gives_way_to_an_end_before_it(office: Office) -> None:
    case = case_now()
    handle = await office.submit(case)
    await handle.complete("form_check", outcome="complete")
    enabled_at = next(item.enabled_at for item in (await handle.state()).items if item.step == "review")
    await handle.begin("review", member="Li", at=case.submitted_at + HOUR)
    done = await handle.complete("review", released_at=enabled_at + 1)
    await handle.complete("seal")
    await handle.complete("issue")
    assert [(event.kind, event.at) for event in await handle.events() if event.step == "review"] == [
        (EventKind.ENABLED, enabled_at),
        (EventKind.STARTED, enabled_at + 1),
        (EventKind.RELEASED, enabled_at + 1),
        (EventKind.COMPLETED, done.at),
    ]


async def test_a_department_decides_no_item_that_waits_for_others(office: Office) -> None:
    case, lane = case_now(), shipped_lane("construction_permit")
    started = await office.client.start_workflow(
        names.workflow_of(lane.id),
        CaseStart(declares=True, lanes=with_called_lanes(lane), lane=lane.id, case=case, events=Events.RETURNED),
        id=case.id,
        task_queue=office.queue,
    )
    handle = Handle(started)
    decided = others = 0
    while not (decided and others):
        item = (await handle.state()).items[0]
        decision = ItemDecision(item=item.step, occurrence=item.occurrence, outcome=item.outcomes[0], by="an officer")
        if item.actor is ActorKind.POOL:
            await started.execute_update("decide_item", decision, result_type=Receipt)
            decided += 1
            continue
        with pytest.raises(WorkflowUpdateFailedError) as error:
            await started.execute_update("decide_item", decision, result_type=Receipt)
        assert refusal(error) == "not_yours"
        others += 1
        await handle.complete(item.step, item.occurrence, outcome=item.outcomes[0])
    await started.terminate()


async def test_nobody_begins_what_was_begun_nor_plans_what_was_planned_nor_answers_a_case_that_is_over(
    office: Office,
) -> None:
    case = case_now()
    handle = await office.submit(case)
    await handle.begin("form_check", member="Li")
    with pytest.raises(WorkflowUpdateFailedError) as error:
        await handle.begin("form_check", member="Wang")
    assert refusal(error) == "already_begun"
    appointment = case.submitted_at + 100 * HOUR
    receipt = await handle.complete("form_check", outcome="complete", at=appointment)
    assert receipt.at == appointment
    [item] = (await handle.state()).items
    assert (item.step, item.member, item.planned) == ("form_check", "Li", True)
    with pytest.raises(WorkflowUpdateFailedError) as error:
        await handle.complete("form_check", outcome="incomplete")
    assert refusal(error) == "already_planned"
    withdrawal = await handle.withdraw()
    events = await handle.events()
    assert [(event.kind, event.cause) for event in events[-2:]] == [
        (EventKind.CANCELLED, ""),
        (EventKind.ENDED, "withdrawal"),
    ]
    assert events[-1].at == withdrawal.at


async def test_a_case_that_is_still_to_be_submitted_takes_no_messages(office: Office) -> None:
    case = case_now()
    later = case.model_copy(update={"submitted_at": case.submitted_at + HOUR})
    handle = await office.submit(later)
    with pytest.raises(WorkflowUpdateFailedError) as error:
        await handle.withdraw()
    assert refusal(error) == "too_early"
    with pytest.raises(WorkflowUpdateFailedError) as error:
        await handle.begin("form_check")
    assert refusal(error) == "no_such_item"
    await handle.workflow.terminate()


async def test_a_message_sent_twice_under_one_key_takes_effect_once(office: Office) -> None:
    handle = await office.submit(case_now())
    first = await handle.complete("form_check", outcome="incomplete", key="k1")
    again = await handle.complete("form_check", outcome="incomplete", key="k1")
    assert first == again
    await handle.complete("correct")
    await handle.complete("form_check", 1, outcome="complete")
    await asyncio.gather(*(handle.complete("review", key="k2") for _ in range(5)), handle.complete("seal"))
    await handle.complete("issue")
    completed = [event.step for event in await handle.events() if event.kind is EventKind.COMPLETED]
    assert sorted(completed) == ["correct", "form_check", "form_check", "issue", "review", "seal"]


async def test_who_came_too_early_comes_again_under_the_same_key(office: Office) -> None:
    handle = await office.submit(case_now())
    with pytest.raises(WorkflowUpdateFailedError) as error:
        await handle.complete("review", key="mine")
    assert refusal(error) == "no_such_item"
    await handle.complete("form_check", outcome="complete")
    receipt = await handle.complete("review", key="mine")
    assert receipt.at > 0
    await handle.complete("seal")
    await handle.complete("issue")
    completed = [event.step for event in await handle.events() if event.kind is EventKind.COMPLETED]
    assert completed == ["form_check", "review", "seal", "issue"]


async def test_drawn_cases_played_by_messages_go_as_they_do_on_simpy(office: Office) -> None:
    cases = played_cases()
    accounts = await asyncio.gather(*(play(office, scripted) for scripted in cases))
    for scripted, account in zip(cases, accounts, strict=True):
        check_same(
            scripted, "SimPy", events_on_simpy(scripted), "the case played by messages", {scripted.case.id: account}
        )


def played_cases() -> Sequence[ScriptedCase]:
    collected: list[ScriptedCase] = []

    @seed(11)
    @settings(max_examples=PLAYED, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(scripted_cases(LONG_AGO, most_steps=8))
    def collect(scripted: ScriptedCase) -> None:
        case = scripted.case.model_copy(update={"id": f"played-{uuid4()}"})
        known = scripted.known.model_copy(update={"case": case})
        collected.append(answerable(ScriptedCase(scripted.lanes, known, scripted.seed)))

    collect()
    return collected


async def play(office: Office, scripted: ScriptedCase) -> list[CaseEvent]:
    """Answer whatever a rehearsed case asks as the script has it, until it has ended."""
    handle = await office.start(scripted.start().model_copy(update={"rehearsal": Rehearsal()}))
    table = scripted.known.script.table()
    accepted = []
    while (state := await handle.state()).result is None:
        open_items = [item for item in state.items if not item.planned]
        assert open_items, f"{scripted}\nnobody is asked, and yet the case goes on"
        for item in open_items:
            done = table[item.step, item.occurrence]
            step, occurrence, member = item.step, item.occurrence, done.member
            begun_at = item.enabled_at + (done.started_after or 0)
            messages = {
                names.BEGIN_WORK: BeginWork(step=step, occurrence=occurrence, member=member, at=begun_at),
                names.COMPLETE_WORK: CompleteWork(
                    step=step,
                    occurrence=occurrence,
                    member=member,
                    outcome=done.outcome,
                    released_at=None if done.released_after is None else item.enabled_at + done.released_after,
                    at=item.enabled_at + (done.completed_after or 0),
                ),
            }
            for name, message in messages.items():
                accepted.append(
                    await handle.workflow.start_update(
                        name, message, wait_for_stage=WorkflowUpdateStage.ACCEPTED, result_type=Receipt
                    )
                )
    # An answer comes when the message takes effect, which may be after others have been asked: so only now.
    for answer in await asyncio.gather(*(update.result() for update in accepted), return_exceptions=True):
        # A deadline may have withdrawn the step before its appointment; nothing else may refuse one.
        if isinstance(answer, WorkflowUpdateFailedError):
            assert isinstance(answer.cause, ApplicationError)
            assert answer.cause.type == "too_late"
        elif isinstance(answer, BaseException):
            raise answer
    return await handle.events()
