"""Processes that run replications for a worker, so that the worker itself can go on giving signs of life."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import Pipe, get_context

from services.experiments.batches import Replicated, Run
from services.experiments.side_by_side import end_with_parent, load
from simulations.experiment import Design, Model
from workflows.errors import OperationFailedError


class Replicator:
    """Runs replications in processes that are replaced when one of them dies.

    Parameters
    ----------
    processes : how many replications run side by side
    """

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._told, self._telling = Pipe(duplex=False)
        self._stopped = False
        self._executor = self._started()

    def begin(self) -> None:
        """Have the processes started and loaded, or whoever asks for the first replications waits a second for that."""
        for _ in range(self._processes):
            self._executor.submit(load)

    async def run(self, run: Run, model: Model, design: Design, number: int) -> Replicated:
        """Run a replication; if it is cancelled, what is under way comes to its end unheard.

        Raises
        ------
        OperationFailedError
            If a process died meanwhile.
        """
        executor = self._executor
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(executor, run, model, design, number)
        except BrokenProcessPool as error:
            if self._executor is executor and not self._stopped:  # others may have noticed before
                self._executor = self._started()
            raise OperationFailedError("a process that ran replications died, perhaps for want of memory") from error

    def stop(self) -> None:
        """End the processes, whatever they are doing: a replication may take minutes, and its batch comes again."""
        self._stopped = True
        self._telling.close()
        self._executor.shutdown(cancel_futures=True)
        self._told.close()

    def _started(self) -> Executor:
        return ProcessPoolExecutor(
            self._processes, get_context("spawn"), initializer=end_with_parent, initargs=(self._told,)
        )


@contextmanager
def replicator(processes: int) -> Iterator[Replicator]:
    """Processes for replications, as long as the context lasts."""
    found = Replicator(processes)
    try:
        yield found
    finally:
        found.stop()
