"""The processes of a worker are there before anybody asks, and end with it."""

from __future__ import annotations

from datetime import date
from multiprocessing import active_children

from services.experiments.temporal.replicating import replicator
from simulations.experiment import Design, Model, run_replication
from tests.analytic.lanes import fixed, queue, task

MODEL = Model(lane=queue(task("serve", "desk", fixed(1)), {"desk": 1}, fixed(2)))
DESIGN = Design(starts_on=date(2024, 3, 4), replications=1, cases=5)


async def test_processes_are_there_before_they_are_asked() -> None:
    before = set(active_children())
    with replicator(2) as replicating:
        replicating.begin()
        begun = set(active_children()) - before
        assert len(begun) == 2
        assert await replicating.run(run_replication, MODEL, DESIGN, 0) == run_replication(MODEL, DESIGN, 0)
        assert set(active_children()) - before == begun
    assert not set(active_children()) & begun
