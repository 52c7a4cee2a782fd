"""Experiments that tests ask for, and workers that carry them out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from prometheus_client import CollectorRegistry
from sqlalchemy import Engine, text

from services.api.context import Surroundings, open_surroundings
from services.experiments.carrying_out import Prepared, prepare, run_batches, write_down
from services.experiments.request import AskedDesign, ExperimentKind, ExperimentRequest, find_shipped
from services.experiments.temporal.client import Simulations, simulations_of
from services.experiments.temporal.worker import simulation_worker
from services.settings import Settings
from services.store.database import open_database, reading, writing
from services.store.experiments import (
    ExperimentRecord,
    ExperimentStage,
    Place,
    Progress,
    find_experiment,
    progress_of,
    result_of,
)
from services.telemetry import Telemetry
from services.temporal_client import connect, worker_client

PATIENCE = 120.0
"""Seconds; a guard against waiting for ever."""


@dataclass(frozen=True, slots=True)
class Laboratory:
    """A store, and Temporal beside it."""

    around: Surroundings
    simulations: Simulations

    @property
    def engine(self) -> Engine:
        return self.around.engine

    def ask(self, request: ExperimentRequest, requested_by: str = "", at: int = 1) -> Prepared:
        """Write an experiment down."""
        prepared = prepare(request, find_shipped(request.lanes), 10_000)
        with writing(self.engine) as connection:
            write_down(connection, prepared, Place.TEMPORAL, requested_by, at)
        return prepared

    def record(self, id_: str) -> ExperimentRecord:
        with reading(self.engine) as connection:
            found = find_experiment(connection, id_)
        assert found is not None
        return found

    def result(self, id_: str) -> str | None:
        with reading(self.engine) as connection:
            return result_of(connection, id_)

    def progress(self, id_: str) -> Progress:
        with reading(self.engine) as connection:
            return progress_of(connection, id_)

    def kept(self) -> list[str]:
        """Hashes of all batches, in the order in which SQLite was given them."""
        with reading(self.engine) as connection:
            return list(connection.execute(text("SELECT hash FROM experiment_batches ORDER BY rowid")).scalars())

    async def ended(self, id_: str, within: float = PATIENCE) -> ExperimentRecord:
        """Wait until an experiment has ended."""
        async with asyncio.timeout(within):
            while (record := self.record(id_)).stage is ExperimentStage.OPEN:  # noqa: ASYNC110 - a store tells nobody
                await asyncio.sleep(0.05)
        return record

    async def has(self, id_: str, batches: int, within: float = PATIENCE) -> None:
        """Wait until so many batches of an experiment are there."""
        async with asyncio.timeout(within):
            while self.progress(id_).batches < batches:  # noqa: ASYNC110 - a store tells nobody
                await asyncio.sleep(0.02)

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[Surroundings]:
        """A simulation worker inside this process, with metrics of its own."""
        telemetry = Telemetry(self.around.telemetry.runtime, CollectorRegistry(), self.around.telemetry.exporter)
        around = Surroundings(self.around.settings, self.engine, self.around.temporal, telemetry)
        async with simulation_worker(around, await worker_client(around.settings, telemetry.runtime)):
            yield around


@asynccontextmanager
async def laboratory(settings: Settings, telemetry: Telemetry) -> AsyncIterator[Laboratory]:
    """A store of its own and the Temporal of the settings, as long as the context lasts."""
    around = await open_surroundings(settings, telemetry)
    try:
        yield Laboratory(around, simulations_of(settings, await connect(settings, telemetry.runtime)))
    finally:
        around.engine.dispose()


def simulation(lane: str, replications: int, seed: int = 1, cases: int = 20) -> ExperimentRequest:
    """How a lane does."""
    design = AskedDesign(seed=seed, cases=cases, replications=replications)
    return ExperimentRequest(kind=ExperimentKind.SIMULATE, subjects=(lane,), design=design)


def carried_out_here(url: str, request: ExperimentRequest) -> str:
    """The result of an experiment that ran in this process, with a store of its own."""
    engine = open_database(url)
    prepared = prepare(request, find_shipped(request.lanes), 10_000)
    with writing(engine) as connection:
        write_down(connection, prepared, Place.HERE, "", 1)
    run_batches(engine, prepared, lambda: 5, None, 1, lambda done, of: None)
    with reading(engine) as connection:
        found = result_of(connection, prepared.experiment.id)
    engine.dispose()
    assert found is not None
    return found
