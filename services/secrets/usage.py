"""What Temporal still keeps under a key, so that none is thrown away that something can be opened with."""

from __future__ import annotations

from temporalio.service import RPCError, RPCStatusCode

from services.temporal_client import Temporal
from workflows.errors import ServerUnavailableError


async def use_of(temporal: Temporal, key: str) -> str | None:
    """Something that Temporal keeps and that a key has sealed.

    Every history is looked through, those of cases that have ended too, for as long as Temporal keeps them; it stops at
    the first find. What is sealed while it looks is sealed with the first key.

    Parameters
    ----------
    key : id, which stands in clear beside whatever it has sealed

    Returns
    -------
    the id of a workflow or schedule; none if nothing is left

    Raises
    ------
    ServerUnavailableError
        If Temporal does not answer: nobody knows then.
    """
    sign = key.encode()
    try:
        async for schedule in await temporal.client.list_schedules(rpc_timeout=temporal.unhurried):
            described = await temporal.client.get_schedule_handle(schedule.id).describe(rpc_timeout=temporal.unhurried)
            if sign in described.raw_description.SerializeToString():
                return schedule.id
        async for workflow in temporal.client.list_workflows(rpc_timeout=temporal.unhurried):
            if await _in_history(temporal, workflow.id, workflow.run_id, sign):
                return workflow.id
    except (RPCError, RuntimeError) as error:
        raise ServerUnavailableError(
            f"Temporal cannot be asked what is still sealed with key {key!r}, so it stays: {error}"
        ) from error
    return None


async def _in_history(temporal: Temporal, workflow: str, run: str, sign: bytes) -> bool:
    handle = temporal.client.get_workflow_handle(workflow, run_id=run)
    try:
        async for event in handle.fetch_history_events(rpc_timeout=temporal.unhurried):
            if sign in event.SerializeToString():
                return True
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:  # it has gone since it was listed
            raise
    return False
