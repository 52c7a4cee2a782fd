"""Scripted cases on a real Temporal server, which skips the time in which nothing happens to a workflow."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import uuid4

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import TimeSkipper
from temporalio.worker import Worker

from tests.conformance.scripted import EventsByCase, ScriptedCase, events_of
from workflows.temporal.lanes import WORKFLOWS
from workflows.temporal.messages import CaseResult
from workflows.temporal.names import workflow_of
from workflows.temporal.sandbox import lane_runner

AT_ONCE = 500
"""Workflows that a worker keeps at hand, so that none has to be replayed for want of room."""


def typed(client: Client) -> Client:
    """A client of the same server that speaks in models."""
    return Client(client.service_client, namespace=client.namespace, data_converter=pydantic_data_converter)


async def events_on_server(client: Client, cases: Sequence[ScriptedCase]) -> list[EventsByCase]:
    """What happens to some cases and their children, all of them started at once.

    Parameters
    ----------
    cases : with ids that no other workflow of the server has
    """
    skipping = TimeSkipper(typed(client)).client
    queue = f"conformance-{uuid4()}"

    async def of(id_: str) -> CaseResult:
        result: CaseResult = await skipping.get_workflow_handle(id_, result_type=CaseResult).result()
        return result

    async def events(scripted: ScriptedCase) -> EventsByCase:
        workflow = workflow_of(scripted.known.lane)
        await skipping.start_workflow(workflow, scripted.start(), id=scripted.case.id, task_queue=queue)
        # A child has been opened by the time that its parent has ended.
        results = [await of(scripted.case.id), *[await of(child) for child in scripted.known.children]]
        return {result.case: events_of(result) for result in results}

    async with Worker(
        skipping,
        task_queue=queue,
        workflows=WORKFLOWS,
        workflow_runner=lane_runner(),
        max_cached_workflows=AT_ONCE,
    ):
        return await asyncio.gather(*(events(scripted) for scripted in cases))
