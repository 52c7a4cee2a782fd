"""Record the history of a round that a schedule started: ``python -m tests.replay.record_rounds``.

Only ever added to, like the histories of lanes; see :mod:`tests.replay.record`.
"""

from __future__ import annotations

import asyncio
import gzip
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Final

from temporalio import activity
from temporalio.client import Client, Schedule, ScheduleActionStartWorkflow, ScheduleBackfill, ScheduleOverlapPolicy
from temporalio.worker import Worker

from services.supervision.schedules import spec_of
from tests.conformance.on_server import typed
from tests.servers import shared_temporal_server
from workflows.instants import HOUR, datetime_of, start_of
from workflows.temporal.names import OPEN_ROUND, SUPERVISION_ROUND
from workflows.temporal.rounds import Round, RoundOrder, SupervisionRound
from workflows.temporal.sandbox import lane_runner

ROUNDS: Final = Path(__file__).parent / "rounds"
DUE_AT: Final = start_of(date(2026, 1, 5)) + 9 * HOUR


@activity.defn(name=OPEN_ROUND)
async def open_round(due: Round) -> list[str]:
    """Names the cases of a round without beginning them: what the workflow does is recorded, not what comes of it."""
    return [f"{due.lane}-{due.at}-{number}" for number in range(due.cases)]


async def main(name: str) -> None:
    """Record a round under a name that is still free."""
    with tempfile.TemporaryDirectory() as folder, shared_temporal_server(Path(folder)) as address:
        client = typed(await Client.connect(address, identity="recorder"))
        action = ScheduleActionStartWorkflow(
            SUPERVISION_ROUND, RoundOrder(lane="weekly_dispatch", cases=2), id="round", task_queue="recording"
        )
        async with Worker(
            client,
            task_queue="recording",
            workflows=[SupervisionRound],
            workflow_runner=lane_runner(),
            activities=[open_round],
        ):
            handle = await client.create_schedule("rounds", Schedule(action=action, spec=spec_of([DUE_AT])))
            start, end = datetime_of(DUE_AT - HOUR), datetime_of(DUE_AT + HOUR)
            await handle.backfill(ScheduleBackfill(start, end, overlap=ScheduleOverlapPolicy.ALLOW_ALL))
            while not (recent := (await handle.describe()).info.recent_actions):
                pass
            started = recent[0].action
            round_ = client.get_workflow_handle(getattr(started, "workflow_id"))  # noqa: B009 - the only kind there is
            await round_.result()
            history = await round_.fetch_history()
            with (ROUNDS / f"{name}.json.gz").open("xb") as file:
                file.write(gzip.compress(history.to_json().encode(), mtime=0))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
