"""Record histories of experiments' workflows: ``python -m tests.replay.record_experiments``.

Only ever added to, like the histories of lanes; see :mod:`tests.replay.record`.
"""

from __future__ import annotations

import asyncio
import gzip
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

from temporalio import activity
from temporalio.client import Client, WorkflowFailureError
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker

from services.experiments.temporal.messages import (
    CLOSE_EXPERIMENT,
    CONCLUDE_EXPERIMENT,
    EXPERIMENT,
    RUN_BATCH,
    BatchDue,
    Closing,
    ExperimentOrder,
)
from services.experiments.temporal.sandbox import experiment_runner
from services.experiments.temporal.workflow import ExperimentWorkflow
from tests.conformance.on_server import typed
from tests.servers import shared_temporal_server

EXPERIMENTS: Final = Path(__file__).parent / "experiments"
ORDER: Final = ExperimentOrder(experiment="", batches=5, at_once=2, fairness_key="somebody", batches_a_run=3)
WAITS: Final = "cancelled"
FAILS: Final = "failed"
GROWS: Final = "grown"

_concluded: Counter[str] = Counter()


@activity.defn(name=RUN_BATCH)
async def run_batch(due: BatchDue) -> int:
    """Runs nothing: what the workflow does is recorded, not what comes of it."""
    if due.experiment == FAILS and due.number == 1:
        raise ApplicationError("a year without published calendar", type="CalendarYearError", non_retryable=True)
    while due.experiment == WAITS and due.number == 2:
        activity.heartbeat()
        await asyncio.sleep(0.2)
    return 5


@activity.defn(name=CONCLUDE_EXPERIMENT)
async def conclude_experiment(experiment: str) -> int | None:
    """Nothing is concluded; one experiment learns on the way that it takes two more batches."""
    if experiment != GROWS:
        return None
    _concluded[experiment] += 1
    return ORDER.batches + 2 if _concluded[experiment] == 1 else None


@activity.defn(name=CLOSE_EXPERIMENT)
async def close_experiment(_closing: Closing) -> None:
    """Nothing is closed."""


async def main(name: str) -> None:
    """Record every way in which an experiment goes, under a name that is still free."""
    with tempfile.TemporaryDirectory() as folder, shared_temporal_server(Path(folder)) as address:
        client = typed(await Client.connect(address, identity="recorder"))
        async with Worker(
            client,
            task_queue="recording",
            workflows=[ExperimentWorkflow],
            workflow_runner=experiment_runner(),
            activities=[run_batch, conclude_experiment, close_experiment],
        ):
            for way in ("done", WAITS, FAILS, GROWS):
                await _record(client, way, name)


async def _record(client: Client, way: str, name: str) -> None:
    order = ORDER.model_copy(update={"experiment": way})
    handle = await client.start_workflow(EXPERIMENT, order, id=f"experiment/{way}", task_queue="recording")
    if way == WAITS:
        await asyncio.sleep(2)
        await client.get_workflow_handle(handle.id).cancel()
    try:
        await handle.result()
    except WorkflowFailureError:
        if way in {"done", GROWS}:
            raise
    last = (await client.get_workflow_handle(handle.id).describe()).run_id
    for part, run in enumerate(dict.fromkeys((handle.first_execution_run_id, last))):
        history = await client.get_workflow_handle(handle.id, run_id=run).fetch_history()
        with (EXPERIMENTS / f"{name}-{way}-{part}.json.gz").open("xb") as file:
            file.write(gzip.compress(history.to_json().encode(), mtime=0))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
