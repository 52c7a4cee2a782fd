"""Every history that was ever recorded replays under the workflows as they are now; and a change of conduct would show.

A failure here means that cases under way would get stuck after an upgrade. The histories are not to be touched: the
workflows have to go on understanding them (``workflow.patched``).
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import (
    Interceptor,
    Replayer,
    StartLocalActivityInput,
    UnsandboxedWorkflowRunner,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
    WorkflowRunner,
)

from tests.conformance.directories import DIRECTORIES
from tests.replay.record import ANSWERED, HISTORIES, account_of, shipped
from workflows.temporal.agenda import Agenda, Entry
from workflows.temporal.conduct import Conduct
from workflows.temporal.lanes import WORKFLOWS
from workflows.temporal.messages import RecordedEvent
from workflows.temporal.sandbox import lane_runner

RECORDED: Sequence[Path] = sorted(HISTORIES.glob("*.json.gz"))


def history_in(path: Path) -> WorkflowHistory:
    case = path.name.removesuffix(".json.gz").rpartition("-")[2]
    return WorkflowHistory.from_json(case, gzip.decompress(path.read_bytes()).decode())


class _Told(Interceptor):
    """Keeps what workflows hand over to be recorded."""

    def __init__(self) -> None:
        self.events: dict[int, RecordedEvent] = {}

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:  # noqa: A002
        told = self.events

        class Outbound(WorkflowOutboundInterceptor):
            def start_local_activity(self, input: StartLocalActivityInput) -> workflow.ActivityHandle[object]:  # noqa: A002
                _, _, first, events = input.args
                told.update(enumerate(events, first))
                return super().start_local_activity(input)

        class Inbound(WorkflowInboundInterceptor):
            def init(self, outbound: WorkflowOutboundInterceptor) -> None:
                super().init(Outbound(outbound))

        return Inbound


async def replay(path: Path, runner: WorkflowRunner) -> None:
    """Replay a history, which checks the commands of the workflow, and compare what it tells the world."""
    told = _Told()
    replayer = Replayer(
        workflows=WORKFLOWS, data_converter=pydantic_data_converter, workflow_runner=runner, interceptors=[told]
    )
    await replayer.replay_workflow(history_in(path))
    before = path.with_name(path.name.replace(".json.gz", ".txt")).read_text("utf-8")
    assert account_of(told.events) == before


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name.removesuffix(".json.gz"))
async def test_replays(path: Path) -> None:
    await replay(path, lane_runner())


def test_every_shipped_lane_every_scenario_and_every_behaviour_has_been_recorded() -> None:
    names = {path.name.partition("-")[0] for path in RECORDED}
    assert names >= {name for name, _ in shipped()} | {*DIRECTORIES, ANSWERED}


async def test_a_conduct_that_no_longer_records_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    async def silently(self: Conduct) -> None:
        """Tell nobody anything."""

    monkeypatch.setattr(Conduct, "_tell", silently)
    await found_out()


async def test_a_timer_too_few_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Agenda, "next_at", lambda self: None)
    await found_out()


async def test_another_order_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    keeping_the_rule = Agenda.add

    def add(self: Agenda, at: int, key: int, action: Callable[[], None]) -> Entry:
        return keeping_the_rule(self, at, -key, action)

    monkeypatch.setattr(Agenda, "add", add)
    [ties] = (path for path in RECORDED if path.name.startswith("ties-") and path.suffix == ".gz")
    with pytest.raises(AssertionError):
        await replay(ties, UnsandboxedWorkflowRunner())


async def found_out() -> None:
    with pytest.raises(workflow.NondeterminismError):
        await replay(RECORDED[0], UnsandboxedWorkflowRunner())
