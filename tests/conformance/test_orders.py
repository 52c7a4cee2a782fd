"""What people order of cases that they live through, on a real server; and the same cases rerun from their events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from simulations.rerun import known_cases
from tests.conformance.accounts import check_account
from tests.conformance.office import Handle, Office, case_now, open_office
from tests.conformance.on_simpy import events_on_simpy
from tests.conformance.order_lane import ORDER_LANE
from tests.conformance.scripted import ScriptedCase, check_same
from workflows.events.causes import Ground, Handover, Opinion, Procedure
from workflows.events.event import DEEMED, CaseEvent, EventKind
from workflows.instants import DAY, HOUR, Instant, parse_instant
from workflows.interpreter.case import Case
from workflows.temporal.messages import CaseStart, Events, Rehearsal, WorkItem
from workflows.temporal.order_messages import (
    AnyOrder,
    AskExtension,
    AskOpinions,
    BeginProcedure,
    DecideExtension,
    EndCase,
    EndProcedure,
    GiveOpinion,
    HandOver,
)

REHEARSED = 15


@pytest.fixture
async def office(temporal_client: Client) -> AsyncIterator[Office]:
    async with open_office(temporal_client) as opened:
        yield opened


async def begun(office: Office, *, ago: int = 0, rehearsal: Rehearsal | None = None) -> tuple[Case, Handle]:
    """A case that was submitted some milliseconds ago."""
    case = case_now()
    case = case.model_copy(update={"submitted_at": case.submitted_at - ago})
    lanes = {ORDER_LANE.id: ORDER_LANE}
    start = CaseStart(
        declares=True, lanes=lanes, lane=ORDER_LANE.id, case=case, events=Events.RETURNED, rehearsal=rehearsal
    )
    return case, await office.start(start)


async def accepted(office: Office) -> tuple[Case, Handle]:
    case, handle = await begun(office)
    await handle.complete("check", outcome="complete")
    return case, handle


async def refused(said: Awaitable[Any]) -> str | None:
    """The code with which something is refused."""
    with pytest.raises(WorkflowUpdateFailedError) as error:
        await said
    assert isinstance(error.value.cause, ApplicationError)
    return error.value.cause.type


async def the_same_when_rerun(case: Case, handle: Handle) -> list[CaseEvent]:
    """The events of a finished case, which its rerun gives back."""
    events = await handle.events()
    account = {case.id: events}
    check_account(events)
    [known] = known_cases(ORDER_LANE.id, [case], account)
    rerun = events_on_simpy(ScriptedCase({ORDER_LANE.id: ORDER_LANE}, known))
    check_same(case, "the live case", account, "its rerun", rerun)
    return events


async def item(handle: Handle) -> WorkItem:
    [only] = (await handle.state()).items
    return only


async def finish(handle: Handle, reviewer: str = "") -> None:
    await handle.complete("review", member=reviewer)
    await handle.complete("issue")


async def test_a_special_procedure_stops_the_clock_of_an_accepted_case(office: Office) -> None:
    case, handle = await begun(office)
    hearing = BeginProcedure(by="Li", procedure=Procedure.HEARING)
    assert await refused(handle.order(hearing)) == "not_accepted"
    await handle.complete("check", outcome="complete")
    await handle.order(hearing)
    await handle.order(BeginProcedure(by="Li", procedure=Procedure.TEST))
    assert await refused(handle.order(hearing)) == "already_stands"
    state = await handle.state()
    assert (state.stopped, state.procedures) == (True, (Procedure.HEARING, Procedure.TEST))
    await handle.order(EndProcedure(by="Wang", procedure=Procedure.HEARING))
    assert await refused(handle.order(EndProcedure(by="Wang", procedure=Procedure.HEARING))) == "no_such_procedure"
    await handle.order(hearing)
    await handle.order(EndProcedure(by="Wang", procedure=Procedure.TEST))
    await handle.complete("review")
    assert await refused(handle.order(BeginProcedure(by="Li", procedure=Procedure.TENDER))) == "already_decided"
    await handle.complete("issue")
    events = await the_same_when_rerun(case, handle)
    told = [(event.kind, event.occurrence, event.cause, event.member) for event in events if not event.step][1:-1]
    assert told == [
        (EventKind.CLOCK_STOPPED, 0, "hearing", "Li"),
        (EventKind.CLOCK_STOPPED, 1, "test", "Li"),
        (EventKind.CLOCK_RESUMED, 0, "hearing", "Wang"),
        (EventKind.CLOCK_STOPPED, 2, "hearing", "Li"),
        (EventKind.CLOCK_RESUMED, 1, "test", "Wang"),
        (EventKind.CLOCK_RESUMED, 2, "hearing", ""),
    ]


async def test_more_time_is_granted_once_and_by_somebody_else(office: Office) -> None:
    case, handle = await accepted(office)
    ask = AskExtension(by="Li", reason="much to look at")
    assert await refused(handle.order(DecideExtension(by="Wang", granted=True))) == "not_asked"
    await handle.order(ask)
    assert await refused(handle.order(ask)) == "already_asked"
    assert await refused(handle.order(DecideExtension(by="Li", granted=True))) == "same_person"
    await handle.order(DecideExtension(by="Wang", granted=False, reason="not so much"))
    await handle.order(ask)
    await handle.order(DecideExtension(by="Wang", granted=True))
    assert await refused(handle.order(ask)) == "already_extended"
    extension = (await handle.state()).extension
    assert extension is not None
    assert (extension.days, extension.granted) == (15, True)
    await finish(handle)
    events = await the_same_when_rerun(case, handle)
    assert [event.outcome for event in events if event.kind is EventKind.EXTENDED] == ["15"]


async def test_a_limit_that_is_over_is_not_extended(office: Office) -> None:
    _, handle = await begun(office, ago=60 * DAY)
    state = await handle.state()
    assert state.marks == ("accepted", "submitted")  # deemed so, since nobody has looked at the file
    assert await refused(handle.order(AskExtension(by="Li", reason="late"))) == "limit_over"
    await handle.workflow.terminate()


async def test_of_two_who_claim_one_has_it_and_nobody_else_may_touch_it(office: Office) -> None:
    case, handle = await accepted(office)

    def hand(how: Handover, by: str, to: str | None = None, revision: int | None = None) -> HandOver:
        return HandOver(step="review", how=how, by=by, to=to, revision=revision)

    claims = [handle.order(hand(Handover.CLAIMED, name, revision=0)) for name in ("Li", "Wang")]
    answers = await asyncio.gather(*claims, return_exceptions=True)
    [lost] = [answer for answer in answers if isinstance(answer, WorkflowUpdateFailedError)]
    assert isinstance(lost.cause, ApplicationError)
    assert lost.cause.type in ("claimed", "stale")
    holder = (await item(handle)).assignee
    other = "Wang" if holder == "Li" else "Li"
    assert (await item(handle)).revision == 1
    assert await refused(handle.order(hand(Handover.CLAIMED, other))) == "claimed"
    assert await refused(handle.order(hand(Handover.CLAIMED, holder))) == "claimed"
    assert await refused(handle.begin("review", member=other)) == "not_assignee"
    assert await refused(handle.complete("review", member=other)) == "not_assignee"
    assert await refused(handle.complete("review")) == "not_assignee"
    assert await refused(handle.begin("review", member=holder, revision=0)) == "stale"
    assert await refused(handle.order(hand(Handover.RELEASED, other))) == "not_assignee"
    await handle.begin("review", member=holder, revision=1)
    await handle.order(hand(Handover.RELEASED, holder))
    assert await refused(handle.order(hand(Handover.CLAIMED, other))) == "claimed"  # for somebody is at it
    await handle.order(hand(Handover.CLAIMED, holder))
    assert await refused(handle.order(hand(Handover.DELEGATED, other, "Zhao"))) == "not_assignee"
    assert await refused(handle.order(hand(Handover.DELEGATED, holder))) == "nobody_named"
    await handle.order(hand(Handover.DELEGATED, holder, "Zhao"))
    await handle.order(hand(Handover.REASSIGNED, "Director", "Sun"))
    await handle.order(hand(Handover.ESCALATED, "Sun", "Director"))
    assert await refused(handle.order(hand(Handover.REASSIGNED, "Sun", "Director"))) == "claimed"
    assert (await item(handle)).revision == 7
    await finish(handle, reviewer="Director")
    events = await the_same_when_rerun(case, handle)
    hands = [(event.cause, event.member, event.outcome) for event in events if event.kind is EventKind.ASSIGNED]
    assert hands == [
        ("claimed", holder, holder),
        ("released", "", holder),
        ("claimed", holder, holder),
        ("delegated", "Zhao", holder),
        ("reassigned", "Sun", "Director"),
        ("escalated", "Director", "Sun"),
    ]
    worked = [event.member for event in events if event.step == "review" and EventKind.STARTED <= event.kind < 16]
    assert worked == [holder, "Director"]


async def test_who_leads_waits_for_the_opinions_that_were_asked(office: Office) -> None:
    case, handle = await accepted(office)
    fire, air = "Fire brigade", "Civil air defence"
    await handle.order(HandOver(step="review", how=Handover.CLAIMED, by="Li"))
    ask = AskOpinions(step="review", by="Li", departments=(fire, air), within=5)
    assert await refused(handle.order(ask.model_copy(update={"by": "Wang"}))) == "not_assignee"
    await handle.order(ask)
    assert await refused(handle.order(ask)) == "already_asked"
    assert await refused(handle.complete("review", member="Li")) == "opinions_missing"
    agree = GiveOpinion(step="review", by="Sun", department=fire, opinion=Opinion.AGREE_WITH_CONDITIONS)
    await handle.order(agree)
    assert await refused(handle.order(agree)) == "already_given"
    assert await refused(handle.order(agree.model_copy(update={"department": "Tax"}))) == "not_asked"
    assert await refused(handle.complete("review", member="Li")) == "opinions_missing"
    await handle.order(agree.model_copy(update={"department": air, "opinion": Opinion.OBJECT, "by": "Zhao"}))
    opinions = (await item(handle)).opinions
    assert [(asked.department, asked.opinion, asked.by) for asked in opinions] == [
        (fire, "agree_with_conditions", "Sun"),
        (air, "object", "Zhao"),
    ]
    await finish(handle, reviewer="Li")
    await the_same_when_rerun(case, handle)


async def test_who_is_silent_until_their_time_is_over_holds_nobody_up(office: Office) -> None:
    case, handle = await begun(office, ago=300 * DAY, rehearsal=Rehearsal())
    await handle.complete("check", outcome="complete", at=case.submitted_at + HOUR)
    enabled_at = (await item(handle)).enabled_at
    await handle.order(AskOpinions(step="review", by="Li", departments=("Tax",), within=2, at=enabled_at + HOUR))
    assert await refused(handle.complete("review", member="Li", at=enabled_at + 3 * HOUR)) == "opinions_missing"
    await handle.complete("review", member="Li", at=enabled_at + 40 * DAY)
    await handle.complete("issue", at=enabled_at + 41 * DAY)
    events = await the_same_when_rerun(case, handle)
    assert [event.cause for event in events if event.kind is EventKind.OPINION_ASKED] == ["Tax"]


async def test_what_a_file_lacks_is_told_once_all_together(office: Office) -> None:
    case, handle = await begun(office)
    assert await refused(handle.complete("check", outcome="incomplete", missing=["deed"])) == "no_such_document"
    assert await refused(handle.complete("check", outcome="complete", missing=["plan"])) == "not_a_notice"
    await handle.complete("check", outcome="incomplete", missing=["plan"], member="Li")
    await handle.complete("correct")
    assert await refused(handle.complete("check", 1, outcome="incomplete", missing=["form"])) == "second_notice"
    assert await refused(handle.complete("check", 1, outcome="incomplete")) == "second_notice"
    await handle.complete("check", 1, outcome="incomplete", missing=["plan"], member="Li")  # it is still not in order
    await handle.complete("correct", 1)
    await handle.complete("check", 2, outcome="complete")
    await finish(handle)
    events = await the_same_when_rerun(case, handle)
    told = [(event.occurrence, event.cause, event.member) for event in events if event.kind is EventKind.NOTICED]
    assert told == [(0, "plan", "Li"), (1, "plan", "Li")]


async def test_a_file_that_nobody_has_looked_at_is_accepted_by_law(office: Office) -> None:
    case, handle = await begun(office, ago=15 * DAY)
    said = handle.complete("check", outcome="incomplete", missing=["plan"])
    assert await refused(said) == "deemed_accepted"
    await handle.complete("check", outcome="complete")
    await finish(handle)
    events = await the_same_when_rerun(case, handle)
    [acceptance] = [event for event in events if event.kind is EventKind.ACCEPTED]
    assert (acceptance.cause, parse_instant(acceptance.outcome)) == (DEEMED, case.submitted_at)
    assert case.submitted_at < acceptance.at < case.submitted_at + 15 * DAY


@pytest.mark.parametrize(
    ("ground", "done", "result"),
    [
        (Ground.NOT_NEEDED, [], "rejected"),
        (Ground.NOT_COMPETENT, [], "rejected"),
        (Ground.RETRACTION, ["check", "review"], "retracted"),
        (Ground.REVOCATION, ["check", "review"], "revoked"),
    ],
)
async def test_an_authority_ends_a_case_by_itself_only_where_the_law_lets_it(
    office: Office, ground: Ground, done: list[str], result: str
) -> None:
    case, handle = await begun(office)
    wrong = Ground.REVOCATION if not done else Ground.NOT_NEEDED
    for step in done:
        await handle.complete(step, outcome="complete" if step == "check" else "done")
    code = await refused(handle.order(EndCase(by="Li", ground=wrong)))
    assert code == ("not_decided" if not done else "already_accepted")
    await handle.order(EndCase(by="Li", ground=ground))
    events = await the_same_when_rerun(case, handle)
    assert (events[-1].outcome, events[-1].cause, events[-1].member) == (result, ground, "Li")
    assert (await handle.workflow.result()).result == result


async def test_an_order_sent_twice_under_one_key_takes_effect_once_and_none_before_the_case(office: Office) -> None:
    case, handle = await accepted(office)
    hearing = BeginProcedure(by="Li", procedure=Procedure.HEARING)
    first = await handle.order(hearing, key="k")
    assert await handle.order(hearing, key="k") == first
    assert await refused(handle.order(EndProcedure(by="Li", procedure=Procedure.HEARING, at=1))) == "too_late"
    assert await refused(handle.order(HandOver(step="issue", how=Handover.CLAIMED, by="Li"))) == "no_such_item"
    await finish(handle)
    await the_same_when_rerun(case, handle)
    _, later = await begun(office, ago=-HOUR)
    assert await refused(later.order(hearing)) == "too_early"
    await later.workflow.terminate()


async def test_rehearsed_cases_with_orders_at_any_instant_come_out_the_same_when_rerun(office: Office) -> None:
    accounts = await asyncio.gather(*(play(office, Random(number)) for number in range(REHEARSED)))  # noqa: S311
    kinds = {event.kind for account in accounts for event in account}
    assert kinds >= {EventKind.CLOCK_STOPPED, EventKind.EXTENDED, EventKind.ASSIGNED, EventKind.OPINION}


async def play(office: Office, chance: Random) -> list[CaseEvent]:
    """Answer a rehearsed case, and order whatever comes to mind at instants to come; what does not fit is refused."""
    case, handle = await begun(office, ago=300 * DAY, rehearsal=Rehearsal())
    while (state := await handle.state()).result is None:
        waiting = next(each for each in state.items if not each.planned)
        for _ in range(chance.randrange(9)):
            order = any_order(chance, waiting, (await handle.state()).at + chance.randrange(1, 2 * DAY))
            with suppress(WorkflowUpdateFailedError):
                await handle.order(order)
        state = await handle.state()
        at, outcome = state.at + chance.randrange(1, 9 * DAY), chance.choice(waiting.outcomes)
        for holder in {each.assignee for each in state.items if each.step == waiting.step}:
            with suppress(WorkflowUpdateFailedError):  # somebody's opinion may be missing
                await handle.complete(waiting.step, waiting.occurrence, outcome=outcome, member=holder, at=at)
    return await the_same_when_rerun(case, handle)


def any_order(chance: Random, waiting: WorkItem, at: Instant) -> AnyOrder:
    by = chance.choice(("Li", "Wang"))
    step, occurrence = waiting.step, waiting.occurrence
    procedure = chance.choice(tuple(Procedure)[:2])
    return chance.choice(
        (
            BeginProcedure(by=by, procedure=procedure, at=at),
            EndProcedure(by=by, procedure=procedure, at=at),
            AskExtension(by=by, reason="much to look at", at=at),
            DecideExtension(by=by, granted=chance.random() < 0.7, at=at),
            HandOver(by=by, step=step, occurrence=occurrence, how=Handover.CLAIMED, at=at),
            HandOver(by=by, step=step, occurrence=occurrence, how=Handover.REASSIGNED, to="Zhao", at=at),
            AskOpinions(by=by, step=step, occurrence=occurrence, departments=("Tax",), within=1, at=at),
            GiveOpinion(by=by, step=step, occurrence=occurrence, department="Tax", opinion=Opinion.AGREE, at=at),
        )
    )
