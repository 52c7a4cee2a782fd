"""How an experiment's workflow is begun and cancelled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from temporalio.client import Client
from temporalio.common import Priority, WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError, RPCStatusCode

from services.experiments.temporal.messages import EXPERIMENT, ExperimentOrder
from services.secrets.key_file import KeyFile
from services.secrets.keys import KeyRing
from services.secrets.pseudonyms import pseudonym
from services.settings import Settings
from services.store.experiments import ExperimentRecord
from services.temporal_client import Temporal, bounded
from workflows.errors import ServerUnavailableError

_KEY: Final = 64
"""Characters that a fairness key may have."""


@dataclass(frozen=True, slots=True)
class Simulations:
    """Where experiments are carried out.

    Attributes
    ----------
    task_queue : on which their batches wait
    patience : how long an answer is waited for
    batches_at_once : how many batches of one experiment wait or run at a time
    keys : whose oldest makes pseudonyms of those who ask
    """

    client: Client
    task_queue: str
    patience: timedelta
    batches_at_once: int
    keys: KeyFile


def simulations_of(settings: Settings, temporal: Temporal) -> Simulations:
    """Where experiments are carried out, by the settings."""
    return Simulations(
        client=temporal.client,
        task_queue=settings.simulation_task_queue,
        patience=temporal.patience,
        batches_at_once=settings.batches_at_once,
        keys=KeyFile(settings.keys),
    )


def workflow_id(task_queue: str, experiment: str) -> str:
    """What the workflow of an experiment is called."""
    return f"experiment/{task_queue}/{experiment}"


async def begin_experiment(simulations: Simulations, record: ExperimentRecord) -> None:
    """Have an experiment carried out, unless that is under way.

    Raises
    ------
    ServerUnavailableError
        If Temporal does not answer; it may have begun nevertheless.
    """
    order = ExperimentOrder(
        experiment=record.id,
        batches=record.batches,
        at_once=simulations.batches_at_once,
        fairness_key=fairness_key(record, simulations.keys.ring()),
    )
    async with _in_our_words(simulations):
        await simulations.client.start_workflow(
            EXPERIMENT,
            order,
            id=workflow_id(simulations.task_queue, record.id),
            task_queue=simulations.task_queue,
            # One that was cancelled or had failed may be asked for again.
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            priority=Priority(fairness_key=order.fairness_key),
            rpc_timeout=simulations.patience,
        )


async def cancel_experiment(simulations: Simulations, experiment: str) -> None:
    """Have an experiment's batches stopped; if none are under way, there is nothing to do.

    Raises
    ------
    ServerUnavailableError
        If Temporal does not answer.
    """
    handle = simulations.client.get_workflow_handle(workflow_id(simulations.task_queue, experiment))
    async with _in_our_words(simulations):
        try:
            await handle.cancel(rpc_timeout=simulations.patience)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise


def fairness_key(record: ExperimentRecord, ring: KeyRing) -> str:
    """With whom an experiment shares the workers' time: with all of one person's, or with nobody if it has none.

    Temporal keeps it in clear, so it is no name.
    """
    return pseudonym(ring, record.requested_by) if record.requested_by else record.id[:_KEY]


@asynccontextmanager
async def _in_our_words(simulations: Simulations) -> AsyncIterator[None]:
    address = simulations.client.service_client.config.target_host
    try:
        async with bounded(simulations.patience, address):
            yield
    except RPCError as error:
        raise ServerUnavailableError(f"Temporal at {address} does not answer: {error.message}") from error
    except RuntimeError as error:
        if "client connect" not in str(error):
            raise
        raise ServerUnavailableError(f"Temporal at {address} cannot be reached") from error
