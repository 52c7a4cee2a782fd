"""Experiments that were recorded replay under the workflow as it is now, and a change of what it does would show."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from temporalio import workflow as temporal_workflow
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner, WorkflowRunner

from services.experiments.temporal import workflow
from services.experiments.temporal.sandbox import experiment_runner
from tests.replay.record_experiments import EXPERIMENTS

RECORDED = sorted(EXPERIMENTS.glob("*.json.gz"))


def history_in(path: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json("experiment", gzip.decompress(path.read_bytes()).decode())


async def replay(path: Path, runner: WorkflowRunner) -> None:
    replayer = Replayer(
        workflows=[workflow.ExperimentWorkflow], data_converter=pydantic_data_converter, workflow_runner=runner
    )
    await replayer.replay_workflow(history_in(path))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name.removesuffix(".json.gz"))
async def test_replays(path: Path) -> None:
    await replay(path, experiment_runner())


def test_every_way_in_which_an_experiment_goes_is_recorded() -> None:
    last = {path.name.split("-", 1)[1]: history_in(path).events[-1].WhichOneof("attributes") for path in RECORDED}
    assert last == {
        "done-0.json.gz": "workflow_execution_continued_as_new_event_attributes",
        "done-1.json.gz": "workflow_execution_completed_event_attributes",
        "cancelled-0.json.gz": "workflow_execution_canceled_event_attributes",
        "failed-0.json.gz": "workflow_execution_failed_event_attributes",
        "grown-0.json.gz": "workflow_execution_continued_as_new_event_attributes",
        "grown-1.json.gz": "workflow_execution_completed_event_attributes",
    }


async def test_another_order_of_batches_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workflow, "RUN_BATCH", "run_something_else")
    with pytest.raises(temporal_workflow.NondeterminismError):
        await replay(RECORDED[0], UnsandboxedWorkflowRunner())
