"""Record a case of which people have ordered whatever can be ordered: ``python -m tests.replay.record_orders``."""

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
from workflows.events.causes import Ground, Handover, Opinion, Procedure
from workflows.instants import CHINA, HOUR, instant_of
from workflows.interpreter.case import Case
from workflows.temporal.messages import CaseStart
from workflows.temporal.order_messages import (
    AskExtension,
    AskOpinions,
    BeginProcedure,
    DecideExtension,
    EndCase,
    EndProcedure,
    GiveOpinion,
    HandOver,
)

ORDERED: Final = "ordered_by_people"


async def record_ordered(office: Office) -> None:
    """Have people order of a case whatever can be ordered, and take back what was decided."""
    case = Case(id=ORDERED, submitted_at=instant_of(datetime.now(CHINA)))
    start = CaseStart(declares=True, lanes={ORDER_LANE.id: ORDER_LANE}, lane=ORDER_LANE.id, case=case)
    handle = await office.start(start)
    await handle.complete("check", outcome="incomplete", member="1", missing=["plan"])
    await handle.complete("correct")
    await handle.complete("check", 1, outcome="complete", member="1")
    await handle.order(HandOver(step="review", how=Handover.CLAIMED, by="1", revision=0))
    await handle.begin("review", member="1")
    await handle.order(BeginProcedure(by="1", procedure=Procedure.EXPERT_REVIEW))
    await handle.order(AskExtension(by="1", reason="much to look at"))
    await handle.order(EndProcedure(by="2", procedure=Procedure.EXPERT_REVIEW), key="sent-twice")
    await handle.order(EndProcedure(by="2", procedure=Procedure.EXPERT_REVIEW), key="sent-twice")
    await handle.order(DecideExtension(by="2", granted=True))
    await handle.order(AskOpinions(step="review", by="1", departments=("fire",), within=5))
    await handle.order(GiveOpinion(step="review", by="3", department="fire", opinion=Opinion.AGREE))
    await handle.order(HandOver(step="review", how=Handover.DELEGATED, by="1", to="2"))
    await handle.order(BeginProcedure(by="1", procedure=Procedure.TENDER, at=case.submitted_at + HOUR))
    await handle.complete("review", member="2")
    await handle.order(EndCase(by="2", ground=Ground.RETRACTION))
    await handle.workflow.result()
    told = office.kept.events[case.id]
    add(HISTORIES, f"{recorded_as(ORDERED, ORDER_LANE)}-{ORDERED}", await handle.workflow.fetch_history(), told)


async def main() -> None:
    """Record the case; the lane as it is now must not have been recorded yet."""
    with tempfile.TemporaryDirectory() as folder, shared_temporal_server(Path(folder)) as address:
        async with open_office(typed(await Client.connect(address, identity="recorder"))) as office:
            await record_ordered(office)


if __name__ == "__main__":
    asyncio.run(main())
