"""The workflow of an experiment: so many batches under way at a time, until all of them are there.

What they come to may ask for more: whoever searches looks at the first replications before it is known which others are
needed. So concluding either ends the experiment or tells how many batches there are by then.

The trap: a large experiment that hands everything out at once fills the queue, and whoever comes next waits until it is
through. So only a few batches of an experiment are in the queue at any time, and the queue serves experiments in turn.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Final

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():  # pure, and the same in every workflow: no need to load it for each
    from services.experiments.temporal.messages import (
        CLOSE_EXPERIMENT,
        CONCLUDE_EXPERIMENT,
        EXPERIMENT,
        RUN_BATCH,
        BatchDue,
        Closing,
        ExperimentOrder,
    )

HEARTBEAT_WITHIN: Final = timedelta(seconds=5)
"""After so long without a sign of life a batch is given to another worker."""
_LONGEST_BATCH: Final = timedelta(hours=12)
_LONGEST_CONCLUSION: Final = timedelta(hours=1)
_CLOSING: Final = timedelta(minutes=1)
_AGAIN: Final = RetryPolicy(
    initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30), maximum_attempts=60
)
"""Half an hour: long enough for a store or a release to come back, short enough for a batch that kills its workers."""
_FIRST: Final = 1
"""Of the queue's priorities: what ends an experiment takes moments and goes before what others begin."""


@workflow.defn(name=EXPERIMENT)
class ExperimentWorkflow:
    """Carries an experiment out."""

    @workflow.run
    async def run(self, order: ExperimentOrder) -> None:
        """Have every batch run, then the experiment answered, unless that takes more of them."""
        try:
            batches: int | None = order.batches
            while batches is not None:
                await _run_batches(order.model_copy(update={"batches": batches}))
                order = order.model_copy(update={"next": batches})
                batches = await _conclude(order)
        except asyncio.CancelledError:
            await _close(order, "")
            raise
        except ActivityError as error:
            await _close(order, "" if is_cancelled_exception(error) else _reason(error))
            raise


async def _run_batches(order: ExperimentOrder) -> None:
    number, handed_out = order.next, 0
    running: list[asyncio.Task[None]] = []
    try:
        while number < order.batches or running:
            full = handed_out >= order.batches_a_run or workflow.info().is_continue_as_new_suggested()
            while number < order.batches and len(running) < order.at_once and not full:
                running.append(asyncio.create_task(_run_batch(order, number)))
                number, handed_out = number + 1, handed_out + 1
            if not running:
                workflow.continue_as_new(order.model_copy(update={"next": number}))
            done, running = await workflow.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                await task
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)  # or what they end with would be held against nobody


async def _conclude(order: ExperimentOrder) -> int | None:
    """End the experiment, or learn how many batches it has by now."""
    batches: int | None = await workflow.execute_activity(
        CONCLUDE_EXPERIMENT,
        order.experiment,
        start_to_close_timeout=_LONGEST_CONCLUSION,
        heartbeat_timeout=HEARTBEAT_WITHIN,
        retry_policy=_AGAIN,
        priority=Priority(priority_key=_FIRST, fairness_key=order.fairness_key),
    )
    return batches


async def _run_batch(order: ExperimentOrder, number: int) -> None:
    await workflow.execute_activity(
        RUN_BATCH,
        BatchDue(experiment=order.experiment, number=number),
        start_to_close_timeout=_LONGEST_BATCH,
        heartbeat_timeout=HEARTBEAT_WITHIN,
        retry_policy=_AGAIN,
        priority=Priority(fairness_key=order.fairness_key),
        summary=f"batch {number}",
    )


async def _close(order: ExperimentOrder, reason: str) -> None:
    await workflow.execute_activity(
        CLOSE_EXPERIMENT,
        Closing(experiment=order.experiment, reason=reason),
        start_to_close_timeout=_CLOSING,
        priority=Priority(priority_key=_FIRST, fairness_key=order.fairness_key),
    )


def _reason(error: ActivityError) -> str:
    return str(error.cause) if error.cause is not None else str(error)
