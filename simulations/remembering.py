"""Replications that have been run are not run again: an executor that remembers what it was asked.

A search asks for more replications of the same lanes, and whoever then writes the result asks for all of them. The same
arguments give the same bytes, so the first answer does for every later one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from typing import Any

from typing_extensions import override

from simulations.experiment import Design, Model, Observed, run_replication


class RememberingExecutor(Executor):
    """Runs each replication of each model once.

    Parameters
    ----------
    executor : where they run
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._asked: dict[tuple[str, str, int], Future[Observed]] = {}

    @override
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if fn is not run_replication:
            return self._executor.submit(fn, *args, **kwargs)
        model, design, number = args
        return self.observe(model, design, number)

    def observe(self, model: Model, design: Design, number: int) -> Future[Observed]:
        """What one replication of a model comes to."""
        # How many replications are wanted changes none of them.
        one = design.model_copy(update={"replications": 1, "lever_replications": 1})
        key = (model.key, one.model_dump_json(), number)
        if key not in self._asked:
            self._asked[key] = self._executor.submit(run_replication, model, one, number)
        return self._asked[key]

    def prepare(self, models: Sequence[Model], design: Design, numbers: Sequence[int]) -> None:
        """Have replications of some models begun, those of one model together: a process keeps the plans of one."""
        for model in models:
            for number in numbers:
                self.observe(model, design, number)
