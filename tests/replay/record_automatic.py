"""Record a case of which a department's system does a step: ``python -m tests.replay.record_automatic``."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

from tests.conformance.automatic_lane import AUTOMATIC_LANE
from tests.conformance.office import Office, open_office
from tests.conformance.on_server import typed
from tests.replay.record import HISTORIES, add, recorded_as
from tests.servers import shared_temporal_server
from workflows.instants import CHINA, instant_of
from workflows.interpreter.case import Case
from workflows.temporal import names
from workflows.temporal.errand_messages import Errand, ErrandDone
from workflows.temporal.messages import CaseStart

AUTOMATIC: Final = "done_by_a_system"
TAKEN_OVER: Final = "taken_over_from_a_system"


@activity.defn(name=names.DO_STEP)
async def _do_step(errand: Errand) -> ErrandDone:
    outcome = errand.automatic.outcome or "done"
    return ErrandDone(step=errand.step, outcome=outcome, member="registry", began_at=errand.enabled_at)


async def record_automatic(office: Office) -> None:
    """Have a system do the step of one case, and people that of another, whose system is down."""
    for name in (TAKEN_OVER, AUTOMATIC):
        case = Case(id=name, submitted_at=instant_of(datetime.now(CHINA)))
        lanes = {AUTOMATIC_LANE.id: AUTOMATIC_LANE}
        handle = await office.start(CaseStart(declares=True, lanes=lanes, lane=AUTOMATIC_LANE.id, case=case))
        if name == TAKEN_OVER:
            while not (await handle.workflow.describe()).raw_description.pending_activities:
                continue
            await handle.complete("register", outcome="granted", member="1")
        else:
            queue = names.department_queue(office.queue, "registry")
            async with Worker(office.client, task_queue=queue, activities=[_do_step]):
                while "collect" not in {item.step for item in (await handle.state()).items}:
                    continue
        await handle.complete("collect")
        await handle.workflow.result()
        recorded = f"{recorded_as(name, AUTOMATIC_LANE)}-{name}"
        add(HISTORIES, recorded, await handle.workflow.fetch_history(), office.kept.events[case.id])


async def main() -> None:
    """Record the cases; the lane as it is now must not have been recorded yet."""
    with tempfile.TemporaryDirectory() as folder, shared_temporal_server(Path(folder)) as address:
        async with open_office(typed(await Client.connect(address, identity="recorder"))) as office:
            await record_automatic(office)


if __name__ == "__main__":
    asyncio.run(main())
