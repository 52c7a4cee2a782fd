"""What Temporal knows of cases: how they began, and what has happened to them.

Events do not stand in a history; a case's workflow makes them, and hands them to a local activity whose arguments the
server never sees. But the workflow makes the same events whenever its history is played to it, and that takes neither a
worker nor the store. So the history is replayed in here, and what the workflow hands over is kept. A case that keeps to
the code of another release cannot be replayed by this one; then its worker is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from temporalio import workflow
from temporalio.client import WorkflowExecutionStatus, WorkflowHistory, WorkflowQueryFailedError
from temporalio.service import RPCError
from temporalio.worker import (
    Interceptor,
    Replayer,
    StartLocalActivityInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)
from typing_extensions import override

from services.store.tellings import Telling
from services.temporal_client import Temporal
from workflows.errors import OperationFailedError, ServerUnavailableError
from workflows.temporal import names
from workflows.temporal.lanes import WORKFLOWS
from workflows.temporal.messages import CaseStart, Events, RecordedEvent
from workflows.temporal.sandbox import lane_runner

TYPES: Final = (*names.LANE_WORKFLOWS.values(), names.ANY_LANE)


@dataclass(frozen=True, slots=True)
class Found:
    """A case that Temporal has.

    Attributes
    ----------
    run : id of its run
    open : whether it goes on
    """

    case: str
    run: str
    open: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What Temporal knows of a case.

    Attributes
    ----------
    parent : id of the case that opened it; none if it was started
    tellings : all that it has told, from the beginning
    """

    start: CaseStart
    parent: str | None
    tellings: tuple[Telling, ...]

    @property
    def events(self) -> tuple[RecordedEvent, ...]:
        """All that happened to it, from the beginning."""
        return tuple(event for telling in self.tellings for event in telling.events)


class UntoldError(OperationFailedError):
    """A case whose events neither its history nor a worker tells."""


async def found_cases(temporal: Temporal) -> list[Found]:
    """The cases on the task queue of this installation, those before others that were opened by them.

    Raises
    ------
    ServerUnavailableError
        If Temporal does not answer.
    """
    types = ", ".join(f"'{each}'" for each in TYPES)
    query = f"TaskQueue = '{temporal.task_queue}' AND WorkflowType IN ({types})"
    try:
        found = [
            Found(each.id, each.run_id, each.status is WorkflowExecutionStatus.RUNNING)
            async for each in temporal.client.list_workflows(query, page_size=1_000, rpc_timeout=temporal.unhurried)
        ]
    except (RPCError, RuntimeError) as error:
        raise _unavailable(error) from error
    # A case's id begins with that of the case that opened it.
    return sorted(found, key=lambda each: (len(each.case), each.case))


async def told_of(temporal: Temporal, found: Found) -> Told | None:
    """What Temporal knows of a case.

    Returns
    -------
    none if the case keeps its events to itself, or is gone since it was found

    Raises
    ------
    ServerUnavailableError
        If Temporal does not answer.
    UntoldError
        If neither its history nor a worker tells its events.
    """
    handle = temporal.client.get_workflow_handle(found.case, run_id=found.run)
    try:
        history = await handle.fetch_history(rpc_timeout=temporal.unhurried)
    except (RPCError, RuntimeError) as error:
        raise _unavailable(error) from error
    if not history.events:
        return None
    began = history.events[0].workflow_execution_started_event_attributes
    [start] = await temporal.client.data_converter.decode(began.input.payloads, [CaseStart])
    if start.events is not Events.RECORDED:
        return None
    parent = began.parent_workflow_execution.workflow_id or None
    return Told(start, parent, await _tellings(temporal, history, found))


async def _tellings(temporal: Temporal, history: WorkflowHistory, found: Found) -> tuple[Telling, ...]:
    kept = _Keeping()
    replayer = Replayer(
        workflows=WORKFLOWS,
        data_converter=temporal.client.data_converter,
        workflow_runner=lane_runner(),
        interceptors=[kept],
    )
    result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
    if result.replay_failure is None:
        return tuple(sorted(kept.tellings, key=lambda telling: telling.first))
    handle = temporal.client.get_workflow_handle(found.case, run_id=found.run)
    try:
        told: list[RecordedEvent] = await handle.query(
            names.EVENTS, 0, result_type=list[RecordedEvent], rpc_timeout=temporal.unhurried
        )
    except (RPCError, WorkflowQueryFailedError) as error:
        raise UntoldError(
            f"the history of case {found.case!r} does not replay under this release ({result.replay_failure}), and no "
            f"worker tells its events ({error}). Run a worker of the release that the case keeps to."
        ) from error
    return (Telling(0, tuple(told)),)


class _Keeping(Interceptor):
    """Keeps what a workflow hands over to be recorded."""

    def __init__(self) -> None:
        self.tellings: list[Telling] = []

    @override
    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        kept = self.tellings

        class Outbound(WorkflowOutboundInterceptor):
            @override
            def start_local_activity(self, input: StartLocalActivityInput) -> workflow.ActivityHandle[object]:
                if input.activity == names.RECORD_EVENTS:
                    _, _, first, events, told_at = input.args
                    kept.append(Telling(first, tuple(events), told_at))
                return super().start_local_activity(input)

        class Inbound(WorkflowInboundInterceptor):
            @override
            def init(self, outbound: WorkflowOutboundInterceptor) -> None:
                super().init(Outbound(outbound))

        return Inbound


def _unavailable(error: RPCError | RuntimeError) -> ServerUnavailableError:
    return ServerUnavailableError(f"Temporal cannot be asked for its cases: {error}")
