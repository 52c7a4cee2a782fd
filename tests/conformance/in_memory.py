"""Scripted cases in real workflows without a server: a history is made up, and Temporal's own replayer runs it.

The history is the one that a server would write if another engine's account of the case were true: a timer for every
instant at which something happens, a workflow task after each. The replayer then runs the workflow against it, and
refuses it as non-deterministic unless the workflow asks for exactly these timers; what the workflow returns is compared
with the account by the test. The workers of these histories are late by some seconds again and again, and now and then
by days, as real ones are. Cases that open children are left to the real server.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from random import Random

from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import (
    ExecuteWorkflowInput,
    Interceptor,
    Replayer,
    UnsandboxedWorkflowRunner,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)

from tests.conformance.scripted import EventsByCase, ScriptedCase, events_of
from workflows.events.event import CaseEvent
from workflows.instants import DAY, HOUR, SECOND, Instant
from workflows.temporal.lanes import WORKFLOWS
from workflows.temporal.messages import CaseResult
from workflows.temporal.names import ANY_LANE

_CORE_FLAGS = (1, 2, 3, 4)
"""Of the SDK's core, as a new workflow has them on a real server."""


async def events_in_memory(cases: Iterable[tuple[ScriptedCase, Sequence[CaseEvent]]], seed: int) -> list[EventsByCase]:
    """What the workflows of some cases return when they are run against another engine's account of them.

    Parameters
    ----------
    cases : each with the account; ids of cases differ
    seed : of the lateness of workers

    Raises
    ------
    temporalio.workflow.NondeterminismError
        If a workflow does not set the timers that follow from its account.
    """
    results = _Results()
    replayer = Replayer(
        workflows=WORKFLOWS,
        data_converter=pydantic_data_converter,
        workflow_runner=UnsandboxedWorkflowRunner(),
        interceptors=[results],
    )
    lateness = Random(seed)  # noqa: S311 - a test, not a secret
    ids = []

    async def histories() -> AsyncIterator[WorkflowHistory]:
        for scripted, account in cases:
            ids.append(scripted.case.id)
            yield await _history(scripted, [event.at for event in account], lateness)

    await replayer.replay_workflows(histories())
    return [{id_: events_of(results.by_case[id_])} for id_ in ids]


class _Results(Interceptor):
    """Keeps what workflows return."""

    def __init__(self) -> None:
        self.by_case: dict[str, CaseResult] = {}

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:  # noqa: A002
        by_case = self.by_case

        class Inbound(WorkflowInboundInterceptor):
            async def execute_workflow(self, input: ExecuteWorkflowInput) -> CaseResult:  # noqa: A002
                result: CaseResult = await super().execute_workflow(input)
                by_case[result.case] = result
                return result

        return Inbound


async def _history(scripted: ScriptedCase, happens_at: Sequence[Instant], lateness: Random) -> WorkflowHistory:
    history = _History(scripted.case.id)
    payloads = await pydantic_data_converter.encode([scripted.start()])
    history.started(payloads, happens_at[0] - lateness.choice((DAY, HOUR, 1)))
    waiting = sorted(set(happens_at))
    while waiting:
        history.timer(waiting[0], late=lateness.choice((0, 0, 0, 1, 700, 40 * SECOND, 3 * HOUR, 5 * DAY)))
        waiting = [at for at in waiting if at > history.now]
    history.completed()
    return WorkflowHistory(workflow_id=scripted.case.id, events=history.events)


class _History:
    """A history as a server writes it, event by event."""

    def __init__(self, workflow: str) -> None:
        self.events: list[HistoryEvent] = []
        self.now: Instant = 0
        self._workflow = workflow
        self._timers = 0

    def started(self, payloads: Sequence[Payload], at: Instant) -> None:
        self.now = at
        attributes = self._add(
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED
        ).workflow_execution_started_event_attributes
        attributes.workflow_type.name = ANY_LANE
        attributes.task_queue.name = "cases"
        attributes.workflow_id = self._workflow
        attributes.original_execution_run_id = attributes.first_execution_run_id = f"run-of-{self._workflow}"
        attributes.attempt = 1
        attributes.input.payloads.extend(payloads)
        self._workflow_task()

    def timer(self, due_at: Instant, late: int) -> None:
        self._timers += 1
        started = self._add(EventType.EVENT_TYPE_TIMER_STARTED)
        started.timer_started_event_attributes.timer_id = str(self._timers)
        started.timer_started_event_attributes.start_to_fire_timeout.FromMilliseconds(due_at - self.now)
        started.timer_started_event_attributes.workflow_task_completed_event_id = started.event_id - 1
        self.now = due_at + late
        fired = self._add(EventType.EVENT_TYPE_TIMER_FIRED).timer_fired_event_attributes
        fired.timer_id = str(self._timers)
        fired.started_event_id = started.event_id
        self._workflow_task()

    def completed(self) -> None:
        done = self._add(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED)
        done.workflow_execution_completed_event_attributes.workflow_task_completed_event_id = done.event_id - 1

    def _workflow_task(self) -> None:
        scheduled = self._add(EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED)
        scheduled.workflow_task_scheduled_event_attributes.attempt = 1
        started = self._add(EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED)
        started.workflow_task_started_event_attributes.scheduled_event_id = scheduled.event_id
        completed = self._add(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED).workflow_task_completed_event_attributes
        completed.scheduled_event_id = scheduled.event_id
        completed.started_event_id = started.event_id
        if not self._timers:
            completed.sdk_metadata.core_used_flags.extend(_CORE_FLAGS)

    def _add(self, kind: EventType.ValueType) -> HistoryEvent:
        event = HistoryEvent(event_id=len(self.events) + 1, event_type=kind)
        event.event_time.FromMilliseconds(self.now)
        self.events.append(event)
        return event
