"""Steps that a department's system does, on a real server; and the same cases rerun from their events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from temporalio import activity
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker

from simulations.rerun import known_cases
from tests.conformance.accounts import check_account
from tests.conformance.automatic_lane import AUTOMATIC_LANE as LANE
from tests.conformance.office import Handle, Office, case_now, open_office
from tests.conformance.on_simpy import events_on_simpy
from tests.conformance.scripted import ScriptedCase, check_same
from workflows.events.causes import Handover
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import DAY
from workflows.interpreter.case import Case
from workflows.temporal import names
from workflows.temporal.errand_messages import Errand, ErrandDone
from workflows.temporal.messages import CaseStart, Events, Rehearsal
from workflows.temporal.order_messages import HandOver

AGO = 5_000


@dataclass
class Registry:
    """A department's system that answers when it is let."""

    open: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[str] = field(default_factory=list)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    taken_back: asyncio.Event = field(default_factory=asyncio.Event)
    ahead: int = 0

    @activity.defn(name=names.DO_STEP)
    async def do_step(self, errand: Errand) -> ErrandDone:
        """Do a step, in as long as it takes."""
        self.asked.append(errand.key)
        self.begun.set()
        try:
            while not self.open.is_set():
                activity.heartbeat()
                await asyncio.wait([asyncio.ensure_future(self.open.wait())], timeout=0.2)
        except asyncio.CancelledError:
            self.taken_back.set()
            raise
        return ErrandDone(
            step=errand.step,
            occurrence=errand.occurrence,
            outcome=errand.automatic.outcome or "done",
            member="registry",
            began_at=errand.enabled_at + self.ahead,
        )


@pytest.fixture
async def office(temporal_client: Client) -> AsyncIterator[Office]:
    async with open_office(temporal_client) as opened:
        yield opened


@asynccontextmanager
async def connected(office: Office, do_step: Callable[[Errand], Awaitable[ErrandDone]]) -> AsyncIterator[None]:
    queue = names.department_queue(office.queue, "registry")
    often = timedelta(milliseconds=100)  # a system learns with a sign of life that it need not go on
    async with Worker(office.client, task_queue=queue, activities=[do_step], max_heartbeat_throttle_interval=often):
        yield


async def begun(office: Office, *, ago: int = 0, rehearsal: Rehearsal | None = None) -> tuple[Case, Handle]:
    case = case_now()
    case = case.model_copy(update={"submitted_at": case.submitted_at - ago})
    start = CaseStart(
        declares=True, lanes={LANE.id: LANE}, lane=LANE.id, case=case, events=Events.RETURNED, rehearsal=rehearsal
    )
    return case, await office.start(start)


async def done(handle: Handle, step: str) -> None:
    """Wait until a step is no longer open."""
    async with asyncio.timeout(30):
        while step in {item.step for item in (await handle.state()).items}:
            continue


async def collected(case: Case, handle: Handle) -> list[CaseEvent]:
    """The events of the case, which its rerun gives back, once the applicant has collected."""
    await handle.complete("collect")
    events = await handle.events()
    check_account(events)
    [known] = known_cases(LANE.id, [case], {case.id: events})
    rerun = events_on_simpy(ScriptedCase({LANE.id: LANE}, known))
    check_same(case, "the live case", {case.id: events}, "its rerun", rerun)
    return events


def completed(events: list[CaseEvent]) -> tuple[str, str]:
    [event] = [each for each in events if (each.step, each.kind) == ("register", EventKind.COMPLETED)]
    return event.member, event.outcome


async def kinds_of_history(handle: Handle) -> list[EventType.ValueType]:
    return [event.event_type for event in (await handle.workflow.fetch_history()).events]


@pytest.mark.parametrize("ahead", [-10 * DAY, 0, 10 * DAY], ids=["clock behind", "right clock", "clock ahead"])
async def test_a_system_does_a_step_and_the_rerun_is_the_same_case(office: Office, ahead: int) -> None:
    registry = Registry(ahead=ahead)
    registry.open.set()
    async with connected(office, registry.do_step):
        case, handle = await begun(office, ago=AGO)
        await done(handle, "register")
    events = await collected(case, handle)
    assert completed(events) == ("registry", "granted")
    assert registry.asked == [f"{case.id}/register/0"]
    [started] = [each for each in events if (each.step, each.kind) == ("register", EventKind.STARTED)]
    [ended] = [each for each in events if (each.step, each.kind) == ("register", EventKind.COMPLETED)]
    assert case.submitted_at < started.at <= ended.at


async def test_while_a_system_is_down_people_do_the_step_and_it_is_told_so(office: Office) -> None:
    case, handle = await begun(office)
    async with asyncio.timeout(30):
        while EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED not in await kinds_of_history(handle):
            continue
    await handle.complete("register", outcome="refused", member="Li")
    events = await collected(case, handle)
    assert completed(events) == ("Li", "refused")
    kinds = await kinds_of_history(handle)
    assert EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED in kinds
    assert EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED in kinds
    # A system that comes up only now finds nothing to do.
    registry = Registry()
    async with connected(office, registry.do_step):
        other, second = await begun(office)
        registry.open.set()
        await done(second, "register")
    assert registry.asked == [f"{other.id}/register/0"]
    await collected(other, second)


async def test_whoever_claims_a_step_keeps_it_whatever_the_system_answers(office: Office) -> None:
    registry = Registry()
    async with connected(office, registry.do_step):
        case, handle = await begun(office)
        async with asyncio.timeout(30):
            await registry.begun.wait()
        await handle.order(HandOver(step="register", how=Handover.CLAIMED, by="Li", revision=0))
        async with asyncio.timeout(30):
            await registry.taken_back.wait()
        registry.open.set()
        await handle.complete("register", outcome="granted", member="Li")
    assert completed(await collected(case, handle)) == ("Li", "granted")


async def test_what_a_case_no_longer_needs_is_taken_back(office: Office) -> None:
    registry = Registry()
    async with connected(office, registry.do_step):
        _, handle = await begun(office)
        async with asyncio.timeout(30):
            await registry.begun.wait()
        await handle.withdraw()
        await handle.workflow.result()
        async with asyncio.timeout(30):
            await registry.taken_back.wait()


async def test_a_deadline_that_expires_takes_the_step_from_the_system(office: Office) -> None:
    case, handle = await begun(office, ago=30 * DAY)
    await done(handle, "register")
    events = await collected(case, handle)
    assert not [each for each in events if (each.step, each.kind) == ("register", EventKind.COMPLETED)]


async def test_what_a_system_cannot_do_or_says_wrongly_is_left_to_people(office: Office) -> None:
    async with connected(office, _nonsense):
        case, handle = await begun(office)
        await handle.complete("register", outcome="granted", member="Li")
    assert completed(await collected(case, handle)) == ("Li", "granted")
    async with connected(office, _refuses):
        case, handle = await begun(office)
        async with asyncio.timeout(30):
            while EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED not in await kinds_of_history(handle):
                continue
        assert [item.step for item in (await handle.state()).items] == ["register"]
        await handle.complete("register", outcome="granted", member="Li")
    assert completed(await collected(case, handle)) == ("Li", "granted")


async def test_a_rehearsed_case_asks_no_system(office: Office) -> None:
    registry = Registry()
    registry.open.set()
    async with connected(office, registry.do_step):
        case, handle = await begun(office, rehearsal=Rehearsal())
        await handle.complete("register", outcome="granted", member="registry")
        events = await collected(case, handle)
    assert completed(events) == ("registry", "granted")
    assert registry.asked == []
    assert EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED not in await kinds_of_history(handle)


@activity.defn(name=names.DO_STEP)
async def _nonsense(errand: Errand) -> ErrandDone:
    return ErrandDone(step=errand.step, outcome="no_such_outcome", member="registry", began_at=errand.enabled_at)


@activity.defn(name=names.DO_STEP)
async def _refuses(errand: Errand) -> ErrandDone:
    raise ApplicationError(f"no way to do {errand.step}", non_retryable=True)
