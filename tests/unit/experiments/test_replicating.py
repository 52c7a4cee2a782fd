"""The processes of a worker are there before anybody asks, and run nothing on for nobody."""

from __future__ import annotations

from datetime import date
from multiprocessing import active_children
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from services.experiments.batches import Replicated, Run
from services.experiments.carrying_out import prepare, write_down
from services.experiments.metrics import SimulationMetrics
from services.experiments.request import AskedDesign, ExperimentKind, ExperimentRequest, find_shipped
from services.experiments.temporal.activities import SimulationActivities
from services.experiments.temporal.messages import BatchDue
from services.experiments.temporal.replicating import Replicator, replicator
from services.store.database import open_database, reading, writing
from services.store.experiments import ExperimentStage, Place, end_experiment, progress_of
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


class _EndedAfterTheFirst(Replicator):
    """Somebody ends the experiment while its first replication runs."""

    def __init__(self, engine: Engine, experiment: str) -> None:
        super().__init__(1)
        self.ran: list[int] = []
        self._engine = engine
        self._experiment = experiment

    async def run(self, run: Run, model: Model, design: Design, number: int) -> Replicated:
        self.ran.append(number)
        with writing(self._engine) as connection:
            end_experiment(connection, self._experiment, ExperimentStage.CANCELLED, 2)
        return await super().run(run, model, design, number)


async def test_a_batch_that_nobody_waits_for_ends_with_the_replication_under_way(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'store.db'}")
    design = AskedDesign(cases=5, replications=10)
    request = ExperimentRequest(kind=ExperimentKind.SIMULATE, subjects=("property_registration",), design=design)
    prepared = prepare(request, find_shipped(()), 1_000)
    with writing(engine) as connection:
        write_down(connection, prepared, Place.TEMPORAL, "", 1)
    id_ = prepared.experiment.id
    replicating = _EndedAfterTheFirst(engine, id_)
    try:
        metrics = SimulationMetrics(CollectorRegistry(), 1)
        activities = SimulationActivities(engine, replicating, metrics, 1_000)
        with pytest.raises(ApplicationError, match="was ended") as refused:
            await ActivityEnvironment().run(activities.run_batch, BatchDue(experiment=id_, number=0))
        assert not refused.value.non_retryable
        assert await ActivityEnvironment().run(activities.run_batch, BatchDue(experiment=id_, number=0)) == 0
    finally:
        replicating.stop()
    assert replicating.ran == [prepared.batches[0].first]
    with reading(engine) as connection:
        assert progress_of(connection, id_) == (0, 0)
    engine.dispose()
