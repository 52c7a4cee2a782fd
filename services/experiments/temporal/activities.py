"""What a simulation worker does. Everything may happen twice: batches and results are kept by their content."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Final, TypeVar

from sqlalchemy import Engine
from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from services.experiments.batches import Replicated
from services.experiments.carrying_out import Work, batch_to_run, conclude, has_ended, keep_replicated
from services.experiments.metrics import SimulationMetrics
from services.experiments.temporal.messages import (
    CLOSE_EXPERIMENT,
    CONCLUDE_EXPERIMENT,
    RUN_BATCH,
    BatchDue,
    Closing,
)
from services.experiments.temporal.replicating import Replicator
from services.store.database import writing
from services.store.experiments import ExperimentStage, end_experiment
from services.temporal_clock import instant_given_out
from workflows.errors import OperationFailedError

_SIGN_OF_LIFE: Final = 1.0
"""Seconds between one heartbeat and the next, whatever is done meanwhile."""

_Result = TypeVar("_Result")


class SimulationActivities:
    """The activities of a simulation worker.

    Parameters
    ----------
    engine : the store
    replicator : what runs replications
    largest : how many replications an experiment may need
    """

    def __init__(self, engine: Engine, replicator: Replicator, metrics: SimulationMetrics, largest: int) -> None:
        self._engine = engine
        self._replicator = replicator
        self._metrics = metrics
        self._largest = largest

    @activity.defn(name=RUN_BATCH)
    async def run_batch(self, due: BatchDue) -> int:
        """Run a batch unless it is there.

        Returns
        -------
        replications that were run
        """
        async with in_temporals_words():
            work = await asyncio.to_thread(batch_to_run, self._engine, due.experiment, due.number)
            if work is None:
                return 0
            replicated = await self._replicate(due.experiment, work)
            whole = len(replicated) == work.batch.replications
            if whole and await asyncio.to_thread(keep_replicated, self._engine, work.batch, replicated):
                self._metrics.count_batch(len(replicated))
        if not whole:  # to be looked at again, in case that somebody has asked for it again meanwhile
            raise ApplicationError("the experiment was ended", type="Ended", category=ApplicationErrorCategory.BENIGN)
        return len(replicated)

    @activity.defn(name=CONCLUDE_EXPERIMENT)
    async def conclude_experiment(self, experiment: str) -> int | None:
        """Answer an experiment from its batches.

        Returns
        -------
        how many batches it has, if some of them have to be run before it can be answered
        """
        async with in_temporals_words():
            concluding = asyncio.to_thread(conclude, self._engine, experiment, instant_given_out(), self._largest)
            return await alive(concluding, "concluding")

    @activity.defn(name=CLOSE_EXPERIMENT)
    async def close_experiment(self, closing: Closing) -> None:
        """Write down that an experiment was cancelled or has failed."""
        stage = ExperimentStage.FAILED if closing.reason else ExperimentStage.CANCELLED
        at = instant_given_out()

        def close() -> None:
            with writing(self._engine) as connection:
                end_experiment(connection, closing.experiment, stage, at, reason=closing.reason)

        await asyncio.to_thread(close)

    async def _replicate(self, experiment: str, work: Work) -> list[Replicated]:
        """Run what a batch consists of, as long as somebody waits for it.

        The trap: Temporal tells of a cancellation seconds later, with one of the next signs of life. Meanwhile whoever
        has cancelled it to ask something else would wait for this.
        """
        replicated: list[Replicated] = []
        for number in work.batch.numbers:
            ended = len(replicated) > 0 and await asyncio.to_thread(has_ended, self._engine, experiment)
            if ended:
                break
            with self._metrics.timed():
                running = self._replicator.run(work.run, work.model, work.design, number)
                replicated.append(await alive(running, f"{len(replicated)} of {work.batch.replications}"))
        return replicated


async def alive(doing: Awaitable[_Result], progress: str) -> _Result:
    """Wait for something, and give a sign of life all along; that is how a worker hears of a cancellation too."""
    task = asyncio.ensure_future(doing)
    try:
        while not task.done():
            activity.heartbeat(progress)
            await asyncio.wait({task}, timeout=_SIGN_OF_LIFE)
        return await task
    finally:
        task.cancel()


@asynccontextmanager
async def in_temporals_words() -> AsyncIterator[None]:
    """What the surroundings have done is tried again; what the input or this program has done would happen again."""
    try:
        yield
    except OperationFailedError:
        raise
    except asyncio.CancelledError as error:
        if activity.is_worker_shutdown():  # nobody has cancelled the experiment: somebody else will go on with it
            raise OperationFailedError("the worker was stopped") from error
        raise
    except Exception as error:
        raise ApplicationError(str(error), type=type(error).__name__, non_retryable=True) from error
