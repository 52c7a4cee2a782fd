"""Record a case that changes owners, and a step that is escalated: ``python -m tests.replay.record_owners``."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from temporalio.client import Client

from tests.conformance.office import Office, open_office
from tests.conformance.on_server import typed
from tests.conformance.order_lane import ORDER_LANE
from tests.replay.record import HISTORIES, add, recorded_as
from tests.servers import shared_temporal_server
from workflows.events.causes import Capacity, Handover
from workflows.instants import CHINA, instant_of
from workflows.interpreter.case import Case
from workflows.temporal.messages import CaseStart
from workflows.temporal.order_messages import HandOver, TakeOwnership

OWNED: Final = "owned_by_people"


async def record_owned(office: Office) -> None:
    """Have a case come into hands, be given away, and its steps go up to whom its owners answer to."""
    case = Case(id=OWNED, submitted_at=instant_of(datetime.now(CHINA)))
    start = CaseStart(declares=True, lanes={ORDER_LANE.id: ORDER_LANE}, lane=ORDER_LANE.id, case=case)
    handle = await office.start(start)
    await handle.order(HandOver(step="check", how=Handover.CLAIMED, by="1", revision=0))
    await handle.order(TakeOwnership(by="1", owner="1", supervisor="9"))
    await handle.order(HandOver(step="check", how=Handover.ESCALATED, by="1"))
    await handle.complete("check", outcome="complete", member="9")
    await handle.order(TakeOwnership(by="1", owner="2", supervisor="8"), key="sent-twice")
    await handle.order(TakeOwnership(by="1", owner="2", supervisor="8"), key="sent-twice")
    await handle.order(HandOver(step="review", how=Handover.ESCALATED, by="2"))
    await handle.order(TakeOwnership(by="9", owner="3", capacity=Capacity.SUPERVISOR))
    await handle.order(HandOver(step="review", how=Handover.REASSIGNED, by="8", to="3"))
    await handle.complete("review", member="3")
    await handle.complete("issue", member="3")
    await handle.workflow.result()
    told = office.kept.events[case.id]
    add(HISTORIES, f"{recorded_as(OWNED, ORDER_LANE)}-{OWNED}", await handle.workflow.fetch_history(), told)


async def main() -> None:
    """Record the case; the lane as it is now must not have been recorded yet."""
    with tempfile.TemporaryDirectory() as folder, shared_temporal_server(Path(folder)) as address:
        async with open_office(typed(await Client.connect(address, identity="recorder"))) as office:
            await record_owned(office)


if __name__ == "__main__":
    asyncio.run(main())
