"""Rounds that were recorded replay under the workflow as it is now, and a change of what it does would show."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner, WorkflowRunner

from tests.replay.record_rounds import DUE_AT, ROUNDS
from workflows.temporal import rounds
from workflows.temporal.sandbox import lane_runner

RECORDED = sorted(ROUNDS.glob("*.json.gz"))


def history_in(path: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json("round", gzip.decompress(path.read_bytes()).decode())


async def replay(path: Path, runner: WorkflowRunner) -> None:
    replayer = Replayer(
        workflows=[rounds.SupervisionRound], data_converter=pydantic_data_converter, workflow_runner=runner
    )
    await replayer.replay_workflow(history_in(path))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name.removesuffix(".json.gz"))
async def test_replays(path: Path) -> None:
    await replay(path, lane_runner())


def test_a_round_is_due_when_the_schedule_meant_it() -> None:
    """However late it was started: this one was caught up long after its day."""
    assert RECORDED
    last = history_in(RECORDED[0]).events[-1].workflow_execution_completed_event_attributes
    assert f"weekly_dispatch-{DUE_AT}-0".encode() in last.result.payloads[0].data


async def test_another_activity_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "OPEN_ROUND", "open_something_else")
    with pytest.raises(workflow.NondeterminismError):
        await replay(RECORDED[0], UnsandboxedWorkflowRunner())
