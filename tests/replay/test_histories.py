"""Every history that was ever recorded replays under the workflows as they are now; and a change of conduct would show.

A failure here means that cases under way would get stuck after an upgrade. The histories are not to be touched: the
workflows have to go on understanding them (``workflow.patched``).
"""

from __future__ import annotations

import gzip
import json
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
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

from services.secrets.codec import ENCODING
from tests.conformance.directories import DIRECTORIES
from tests.replay.record import ANSWERED, HISTORIES, account_of, shipped
from tests.replay.record_automatic import AUTOMATIC, TAKEN_OVER
from tests.replay.record_orders import ORDERED
from tests.replay.record_owners import OWNED
from tests.replay.record_sealed import SEALED, converter_of_recordings
from workflows.temporal.agenda import Agenda, Entry
from workflows.temporal.conduct import Conduct
from workflows.temporal.lanes import WORKFLOWS
from workflows.temporal.messages import RecordedEvent
from workflows.temporal.sandbox import lane_runner

RECORDED: Sequence[Path] = sorted(HISTORIES.glob("*.json.gz"))
ALL: Sequence[Path] = [*RECORDED, *sorted(SEALED.glob("*.json.gz"))]
"""Those from before payloads were sealed, and those since: one worker reads both."""


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
                _, _, first, events, _ = input.args
                told.update(enumerate(events, first))
                return super().start_local_activity(input)

        class Inbound(WorkflowInboundInterceptor):
            def init(self, outbound: WorkflowOutboundInterceptor) -> None:
                super().init(Outbound(outbound))

        return Inbound


async def replay(path: Path, runner: WorkflowRunner) -> None:
    """Replay a history, which checks the commands of the workflow, and compare what it tells the world."""
    told = _Told()
    with tempfile.TemporaryDirectory() as folder:
        replayer = Replayer(
            workflows=WORKFLOWS,
            data_converter=converter_of_recordings(Path(folder)),
            workflow_runner=runner,
            interceptors=[told],
        )
        await replayer.replay_workflow(history_in(path))
    before = path.with_name(path.name.replace(".json.gz", ".txt")).read_text("utf-8")
    assert account_of(told.events) == before


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}/{path.name.removesuffix('.json.gz')}")
async def test_replays(path: Path) -> None:
    await replay(path, lane_runner())


def test_every_shipped_lane_every_scenario_and_every_behaviour_has_been_recorded() -> None:
    names = {path.name.partition("-")[0] for path in RECORDED}
    assert names >= {name for name, _ in shipped()} | {*DIRECTORIES, ANSWERED, ORDERED, AUTOMATIC, TAKEN_OVER, OWNED}


def test_some_are_recorded_with_every_payload_sealed() -> None:
    sealed = ALL[len(RECORDED) :]
    assert sealed
    for path in sealed:
        encodings = {payload["metadata"]["encoding"] for payload in _payloads(json.loads(history_in(path).to_json()))}
        # What the SDK writes about a local activity is its own, and none of ours.
        assert encodings <= {_base64(ENCODING), _base64(b"json/plain")}
        assert _base64(ENCODING) in encodings
        assert b"form_check" not in gzip.decompress(path.read_bytes())


def _payloads(part: object) -> Iterator[dict[str, dict[str, str]]]:
    if isinstance(part, dict):
        if "encoding" in part.get("metadata", {}):
            yield part
        for each in part.values():
            yield from _payloads(each)
    elif isinstance(part, list):
        for each in part:
            yield from _payloads(each)


def _base64(text: bytes) -> str:
    return b64encode(text).decode()


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
