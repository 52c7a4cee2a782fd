"""What it costs to take up a case that no worker has at hand: its history is played to the workflow again."""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path
from time import process_time
from typing import Final

from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from workflows.temporal.lanes import WORKFLOWS
from workflows.temporal.sandbox import lane_runner

_HISTORIES: Final = Path(__file__).parents[2] / "tests/replay/histories"
_ROUNDS: Final = 5


def replay_time() -> float:
    """Seconds of processor for an event of a history, over the kept histories of shipped lanes."""
    paths = sorted(_HISTORIES.glob("business_setup-*.json.gz"))
    return asyncio.run(_replay_time([_history_in(path) for path in paths]))


def _history_in(path: Path) -> WorkflowHistory:
    case = path.name.removesuffix(".json.gz").rpartition("-")[2]
    return WorkflowHistory.from_json(case, gzip.decompress(path.read_bytes()).decode())


async def _replay_time(histories: list[WorkflowHistory]) -> float:
    replayer = Replayer(workflows=WORKFLOWS, data_converter=pydantic_data_converter, workflow_runner=lane_runner())
    await replayer.replay_workflow(histories[0])  # so that what is loaded once is not counted
    begun = process_time()
    for _ in range(_ROUNDS):
        for history in histories:
            await replayer.replay_workflow(history)
    events = _ROUNDS * sum(len(history.events) for history in histories)
    return (process_time() - begun) / events
