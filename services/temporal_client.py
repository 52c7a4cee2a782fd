"""What the services say to Temporal, and Temporal's answers in the product's words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final, TypeVar

from pydantic import BaseModel
from temporalio.client import (
    Client,
    Interceptor,
    WorkflowQueryFailedError,
    WorkflowQueryRejectedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.runtime import Runtime
from temporalio.service import KeepAliveConfig, RPCError, RPCStatusCode

from services.errors import CaseNotFoundError, MessageRefusedError
from services.logs_of_activities import CasesInLogs
from services.rehearsals import RunsAhead
from services.secrets.converter import sealing_converter
from services.secrets.key_file import KeyFile
from services.settings import Settings
from workflows.errors import ServerUnavailableError
from workflows.temporal import names
from workflows.temporal.messages import CaseStart, CaseState, Receipt

_Message = TypeVar("_Message", bound=BaseModel)

_UNHURRIED: Final = timedelta(seconds=10)

_HEALTH: Final = timedelta(seconds=2)
"""That Temporal may take to say that it is well."""

_SIGNS_OF_LIFE: Final = KeepAliveConfig(interval_millis=11_000, timeout_millis=3_000)
"""How a connection is found out to be half open, to which nobody has said that it is over: within 14 seconds. A server
takes it for an attack if it is asked more often than every ten."""

_GRACE: Final = 0.5
"""Seconds that are left beyond all patience for the client to say itself why there was no answer."""


@dataclass(frozen=True, slots=True)
class Temporal:
    """Where cases live.

    Attributes
    ----------
    client : connects when it is first used, so that a service is up before Temporal is
    patience : how long an answer is waited for by whoever has a request to answer
    """

    client: Client
    task_queue: str
    patience: timedelta

    @property
    def unhurried(self) -> timedelta:
        """How long one is waited for where nobody stands at a window; long lists take a while."""
        return max(self.patience, _UNHURRIED)


async def connect(
    settings: Settings, runtime: Runtime | None = None, interceptors: Sequence[Interceptor] = ()
) -> Temporal:
    """A client by the settings, not yet connected.

    Parameters
    ----------
    interceptors : see what is said to Temporal

    Raises
    ------
    KeyRingError
        If there are no keys to seal with.
    """
    client = await _client(settings, runtime, interceptors, lazy=True)
    return Temporal(client, settings.task_queue, timedelta(seconds=settings.answer_within))


async def worker_client(
    settings: Settings, runtime: Runtime | None = None, interceptors: Sequence[Interceptor] = ()
) -> Client:
    """A client that is connected, as a worker needs one.

    Parameters
    ----------
    interceptors : see what is said to Temporal, and what the worker does

    Raises
    ------
    ServerUnavailableError
        If Temporal does not answer.
    """
    try:
        return await _client(settings, runtime, [CasesInLogs(), *interceptors], lazy=False)
    except RuntimeError as error:
        raise ServerUnavailableError(f"Temporal at {settings.temporal_address} cannot be reached: {error}") from error


async def _client(
    settings: Settings, runtime: Runtime | None, interceptors: Sequence[Interceptor], *, lazy: bool
) -> Client:
    return await Client.connect(
        settings.temporal_address,
        namespace=settings.temporal_namespace,
        data_converter=sealing_converter(KeyFile(settings.keys)),
        interceptors=[*([RunsAhead()] if settings.rehearsal else []), *interceptors],
        runtime=runtime,
        keep_alive_config=_SIGNS_OF_LIFE,
        lazy=lazy,
    )


async def answers(temporal: Temporal) -> bool:
    """Whether Temporal answers now."""
    try:
        async with bounded(_HEALTH, temporal.client.service_client.config.target_host):
            return await temporal.client.service_client.check_health(timeout=_HEALTH)
    except (RPCError, RuntimeError, ServerUnavailableError):
        return False


@asynccontextmanager
async def bounded(patience: timedelta, address: str) -> AsyncIterator[None]:
    """Give up what takes longer than somebody waits.

    The trap: what the client is told as a timeout bounds one attempt. It makes as many as it can in ten seconds, and a
    connection to somebody who takes it and then says nothing is waited for without any bound.

    Raises
    ------
    ServerUnavailableError
        If it takes longer.
    """
    try:
        async with asyncio.timeout(patience.total_seconds() + _GRACE):
            yield
    except TimeoutError as error:
        raise ServerUnavailableError(
            f"Temporal at {address} does not answer within {patience.total_seconds():g} s"
        ) from error


async def start_case(temporal: Temporal, start: CaseStart) -> bool:
    """Start a case's workflow.

    Returns
    -------
    whether it is new; a case of that id may have been started before

    Raises
    ------
    ServerUnavailableError
        If Temporal does not answer in time; the case may have been started nevertheless.
    """
    try:
        async with _in_our_words(temporal, start.case.id):
            await temporal.client.start_workflow(
                names.workflow_of(start.lane),
                start,
                id=start.case.id,
                task_queue=temporal.task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
                rpc_timeout=temporal.patience,
            )
    except WorkflowAlreadyStartedError:
        return False
    return True


async def send(temporal: Temporal, case: str, update: str, message: _Message, key: str | None) -> Receipt:
    """Send a message to a case and wait until it has taken effect.

    Parameters
    ----------
    update : name of the message
    key : the same message under the same key takes effect once

    Raises
    ------
    MessageRefusedError
        If it does not fit the case as it is.
    CaseNotFoundError
        If there is no such case, or it has been over for long.
    ServerUnavailableError
        If there is no answer in time; the message may take effect nevertheless.
    """
    async with _in_our_words(temporal, case):
        receipt: Receipt = await temporal.client.get_workflow_handle(case).execute_update(
            update, message, id=_update_id(key), result_type=Receipt, rpc_timeout=temporal.patience
        )
    return receipt


def _update_id(key: str | None) -> str | None:
    """An update's id stands in clear in the history, and nobody knows what clients put into their keys."""
    return None if key is None else sha256(key.encode()).hexdigest()


async def look(temporal: Temporal, case: str) -> CaseState:
    """Where a case is, as it says itself.

    Raises
    ------
    CaseNotFoundError
        If Temporal has no such case, or no longer.
    ServerUnavailableError
        If there is no answer in time.
    """
    async with _in_our_words(temporal, case):
        state: CaseState = await temporal.client.get_workflow_handle(case).query(
            names.STATE, result_type=CaseState, rpc_timeout=temporal.patience
        )
    return state


@asynccontextmanager
async def _in_our_words(temporal: Temporal, case: str) -> AsyncIterator[None]:
    address = temporal.client.service_client.config.target_host
    try:
        async with bounded(temporal.patience, address):
            yield
    except WorkflowUpdateFailedError as error:
        cause = error.cause
        if isinstance(cause, ApplicationError) and cause.type:
            raise MessageRefusedError(cause.type, cause.message) from error
        raise
    except WorkflowUpdateRPCTimeoutOrCancelledError as error:
        raise ServerUnavailableError(
            f"no worker answered for case {case!r} within {temporal.patience.total_seconds():g} s. "
            "See that a worker runs (greenlane worker), then send the same request again."
        ) from error
    except (WorkflowQueryFailedError, WorkflowQueryRejectedError) as error:
        raise ServerUnavailableError(f"no worker could tell where case {case!r} is: {error}") from error
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise CaseNotFoundError(case) from error
        raise ServerUnavailableError(f"Temporal at {address} does not answer: {error.message}") from error
    except RuntimeError as error:
        if "client connect" not in str(error):
            raise
        raise ServerUnavailableError(f"Temporal at {address} cannot be reached") from error
