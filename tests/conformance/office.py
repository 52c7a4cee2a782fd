"""An office that people send messages to: a worker on a real server, and cases with what may be said to them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

from tests.conformance.desk_lane import DESK_LANE
from tests.conformance.on_server import typed
from tests.conformance.scripted import events_of
from workflows.events.event import CaseEvent
from workflows.instants import CHINA, Instant, instant_of
from workflows.interpreter.case import Case
from workflows.temporal import names
from workflows.temporal.activities import Recorder
from workflows.temporal.lanes import WORKFLOWS
from workflows.temporal.messages import (
    BeginWork,
    CaseResult,
    CaseStart,
    CaseState,
    CompleteWork,
    Events,
    Receipt,
    RecordedEvent,
    Rehearsal,
    Withdraw,
)
from workflows.temporal.order_messages import AnyOrder, GiveOrder
from workflows.temporal.sandbox import lane_runner


@dataclass
class Kept:
    """Events kept by case and number, as the activity hands them over, and how often it did."""

    events: dict[str, dict[int, RecordedEvent]] = field(default_factory=dict)
    times: int = 0

    def record(self, case: str, lane: str, first: int, events: list[RecordedEvent], told_at: Instant) -> None:
        """Keep events; those already kept stay."""
        self.times += 1
        kept = self.events.setdefault(case, {})
        for number, event in enumerate(events, first):
            kept.setdefault(number, event)


@dataclass
class Office:
    """A server with a worker, and the handle of a case."""

    client: Client
    queue: str
    kept: Kept

    async def submit(self, case: Case, events: Events = Events.RETURNED, rehearsal: Rehearsal | None = None) -> Handle:
        lanes = {"desk_lane": DESK_LANE}
        return await self.start(
            CaseStart(declares=True, lanes=lanes, lane="desk_lane", case=case, events=events, rehearsal=rehearsal)
        )

    async def start(self, start: CaseStart) -> Handle:
        return Handle(
            await self.client.start_workflow(
                names.ANY_LANE, start, id=start.case.id, task_queue=self.queue, result_type=CaseResult
            )
        )


@dataclass
class Handle:
    """One case, and what people may say to it."""

    workflow: WorkflowHandle[Any, CaseResult]

    async def begin(self, step: str, occurrence: int = 0, **said: object) -> Receipt:
        message = BeginWork.model_validate({"step": step, "occurrence": occurrence, **said})
        return await self._say(names.BEGIN_WORK, message, None)

    async def complete(self, step: str, occurrence: int = 0, key: str | None = None, **said: object) -> Receipt:
        message = CompleteWork.model_validate({"step": step, "occurrence": occurrence, **said})
        return await self._say(names.COMPLETE_WORK, message, key)

    async def withdraw(self, at: Instant | None = None) -> Receipt:
        return await self._say(names.WITHDRAW, Withdraw(at=at), None)

    async def order(self, order: AnyOrder, key: str | None = None) -> Receipt:
        return await self._say(names.GIVE_ORDER, GiveOrder(order=order), key)

    async def state(self) -> CaseState:
        state: CaseState = await self.workflow.query(names.STATE, result_type=CaseState)
        return state

    async def events(self) -> list[CaseEvent]:
        result = await self.workflow.result()
        return events_of(result)

    async def _say(
        self, name: str, message: BeginWork | CompleteWork | Withdraw | GiveOrder, key: str | None
    ) -> Receipt:
        receipt: Receipt = await self.workflow.execute_update(name, message, id=key, result_type=Receipt)
        return receipt


@asynccontextmanager
async def open_office(temporal_client: Client) -> AsyncIterator[Office]:
    client, queue, kept = typed(temporal_client), f"office-{uuid4()}", Kept()
    with ThreadPoolExecutor(2) as executor:
        activities: Sequence[Callable[..., Any]] = [Recorder(kept).record_events]
        async with Worker(
            client,
            task_queue=queue,
            workflows=WORKFLOWS,
            workflow_runner=lane_runner(),
            activities=activities,
            activity_executor=executor,
        ):
            yield Office(client, queue, kept)


def case_now() -> Case:
    return Case(id=f"case-{uuid4()}", submitted_at=instant_of(datetime.now(CHINA)))
