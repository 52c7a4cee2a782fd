"""Whose a case is, on a real server: by first contact, by word, and when steps are escalated; and rerun from events."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from temporalio.client import Client

from tests.conformance.office import Office, open_office
from tests.conformance.test_orders import begun, finish, refused, the_same_when_rerun
from workflows.events.causes import Capacity, Handover
from workflows.events.event import EventKind
from workflows.temporal.order_messages import HandOver, TakeOwnership


@pytest.fixture
async def office(temporal_client: Client) -> AsyncIterator[Office]:
    async with open_office(temporal_client) as opened:
        yield opened


async def test_a_case_is_whose_it_first_was_until_it_is_given_away(office: Office) -> None:
    case, handle = await begun(office)
    assert await refused(handle.order(TakeOwnership(by="Wang", owner="Li"))) == "not_owner"
    await handle.begin("check", member="Li")
    assert await refused(handle.order(TakeOwnership(by="Wang", owner="Wang"))) == "not_owner"
    given = TakeOwnership(by="Li", owner="Wang", supervisor="Chen")
    await handle.order(given)
    assert await refused(handle.order(given)) == "not_owner"
    by_chen = given.model_copy(update={"by": "Chen", "capacity": Capacity.SUPERVISOR})
    assert await refused(handle.order(by_chen)) == "already_owned"
    await handle.order(by_chen.model_copy(update={"owner": "Zhao", "supervisor": None}))
    await handle.complete("check", outcome="complete", member="Li")
    await finish(handle)
    events = await the_same_when_rerun(case, handle)
    told = [(event.member, event.cause, event.outcome) for event in events if event.kind is EventKind.OWNED]
    assert told == [("Wang", "Li", "Chen"), ("Zhao", "Chen", "")]


async def test_a_case_that_nobody_owns_is_taken_and_a_step_goes_to_whom_the_owner_answers_to(office: Office) -> None:
    case, handle = await begun(office)
    escalated = HandOver(by="Li", step="check", how=Handover.ESCALATED)
    assert await refused(handle.order(escalated)) == "nobody_named"
    await handle.order(TakeOwnership(by="Li", owner="Li"))
    assert await refused(handle.order(escalated)) == "nobody_named"
    await handle.order(TakeOwnership(by="Li", owner="Li", supervisor="Chen"))
    await handle.order(escalated)
    [item] = (await handle.state()).items
    assert item.assignee == "Chen"
    await handle.order(escalated.model_copy(update={"to": "Wu"}))
    await handle.complete("check", outcome="complete", member="Wu")
    await finish(handle)
    events = await the_same_when_rerun(case, handle)
    told = [(event.member, event.cause, event.outcome) for event in events if event.kind is EventKind.ASSIGNED]
    assert told == [("Chen", "escalated", "Li"), ("Wu", "escalated", "Li")]
