"""An experiment on Temporal: the same bytes, fair to others, and stopped when it is cancelled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowExecutionStatus

from services.experiments.request import AskedDesign, ExperimentKind, ExperimentRequest
from services.experiments.temporal.client import begin_experiment, cancel_experiment, fairness_key, workflow_id
from services.experiments.temporal.messages import EXPERIMENT, ExperimentOrder
from services.store.database import writing
from services.store.experiments import ExperimentStage, end_experiment
from services.telemetry import Telemetry, begin_telemetry
from tests.acceptance.experiments import Laboratory, carried_out_here, laboratory, simulation
from tests.acceptance.running import settings_of

COMPARE = ExperimentRequest(
    kind=ExperimentKind.COMPARE,
    subjects=("property_registration_after",),
    design=AskedDesign(cases=20, replications=7),
)


@pytest.fixture(scope="module")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def lab(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Laboratory]:
    queue = f"simulations-{uuid4().hex}"
    settings = settings_of(
        tmp_path, temporal_address, simulation_task_queue=queue, simulation_processes=1, batches_at_once=3
    )
    async with laboratory(settings, telemetry) as found:
        yield found


async def test_it_gives_the_same_bytes_as_here(lab: Laboratory, tmp_path: Path) -> None:
    prepared = lab.ask(COMPARE)
    id_ = prepared.experiment.id
    async with lab.worker() as around:
        await begin_experiment(lab.simulations, lab.record(id_))
        await begin_experiment(lab.simulations, lab.record(id_))  # asked for twice, it runs once
        assert (await lab.ended(id_)).stage is ExperimentStage.DONE
        told = await around.telemetry.text()
    assert lab.result(id_) == carried_out_here(f"sqlite:///{tmp_path / 'here.db'}", COMPARE)
    assert f"greenlane_simulation_batches_total {float(len(prepared.batches))}" in told
    assert f"greenlane_simulation_replications_total {float(prepared.replications)}" in told
    assert "greenlane_simulation_processes 1.0" in told

    history = await lab.simulations.client.get_workflow_handle(
        workflow_id(lab.simulations.task_queue, id_)
    ).fetch_history()
    assert max(event.ByteSize() for event in history.events) < 2_000


async def test_it_goes_on_in_new_histories(lab: Laboratory) -> None:
    prepared = lab.ask(simulation("property_registration", 30))
    id_ = prepared.experiment.id
    assert len(prepared.batches) == 8
    order = ExperimentOrder(experiment=id_, batches=8, at_once=2, fairness_key="somebody", batches_a_run=2)
    async with lab.worker():
        handle = await lab.simulations.client.start_workflow(
            EXPERIMENT, order, id=workflow_id(lab.simulations.task_queue, id_), task_queue=lab.simulations.task_queue
        )
        await handle.result()
    assert lab.record(id_).stage is ExperimentStage.DONE
    described = await lab.simulations.client.get_workflow_handle(handle.id).describe()
    assert described.run_id != handle.first_execution_run_id
    scheduled = [
        event
        async for event in lab.simulations.client.get_workflow_handle(handle.id).fetch_history_events()
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
    ]
    assert len(scheduled) == 3  # the last two batches, and the conclusion


async def test_with_one_worker_a_small_experiment_ends_before_a_large_one(lab: Laboratory) -> None:
    large, small = lab.ask(simulation("construction_permit", 200)), lab.ask(simulation("property_registration", 10))
    async with lab.worker():
        await begin_experiment(lab.simulations, lab.record(large.experiment.id))
        await lab.has(large.experiment.id, 1)
        ahead = lab.progress(large.experiment.id).batches
        await begin_experiment(lab.simulations, lab.record(small.experiment.id))
        assert (await lab.ended(small.experiment.id)).stage is ExperimentStage.DONE
        assert lab.record(large.experiment.id).stage is ExperimentStage.OPEN
        # Read off the order in which batches were kept: when this test hears of an end is up to the machine's load.
        kept = lab.kept()
        last = max(kept.index(batch.hash) for batch in small.batches)
        before_it = sum(batch.hash in kept[:last] for batch in large.batches)
        assert before_it - ahead < len(large.batches) // 2
        await cancel_experiment(lab.simulations, large.experiment.id)
        assert (await lab.ended(large.experiment.id)).stage is ExperimentStage.CANCELLED


async def test_cancelled_it_stops_and_asked_for_again_it_goes_on(lab: Laboratory, tmp_path: Path) -> None:
    request = simulation("construction_permit", 30)
    prepared = lab.ask(request)
    id_ = prepared.experiment.id
    handle = lab.simulations.client.get_workflow_handle(workflow_id(lab.simulations.task_queue, id_))
    async with lab.worker() as around:
        await begin_experiment(lab.simulations, lab.record(id_))
        await lab.has(id_, 1)
        await cancel_experiment(lab.simulations, id_)
        assert (await lab.ended(id_)).stage is ExperimentStage.CANCELLED
        while (await handle.describe()).status is WorkflowExecutionStatus.RUNNING:
            pass
        assert (await handle.describe()).status is WorkflowExecutionStatus.CANCELED
        assert lab.progress(id_).batches < len(prepared.batches)
        assert lab.result(id_) is None

        lab.ask(request, at=2)
        await begin_experiment(lab.simulations, lab.record(id_))
        assert (await lab.ended(id_)).stage is ExperimentStage.DONE
        told = await around.telemetry.text()
    assert lab.result(id_) == carried_out_here(f"sqlite:///{tmp_path / 'here.db'}", request)
    assert f"greenlane_simulation_batches_total {float(len(prepared.batches))}" in told
    await cancel_experiment(lab.simulations, "no such experiment")


async def test_ended_in_the_store_its_batches_are_not_run(lab: Laboratory) -> None:
    """Cancelled while Temporal did not answer: what waits there finds nothing to do."""
    prepared = lab.ask(simulation("property_registration", 10))
    id_ = prepared.experiment.id
    await begin_experiment(lab.simulations, lab.record(id_))
    with writing(lab.engine) as connection:
        end_experiment(connection, id_, ExperimentStage.CANCELLED, 3)
    async with lab.worker():
        await lab.simulations.client.get_workflow_handle(workflow_id(lab.simulations.task_queue, id_)).result()
    assert lab.progress(id_) == (0, 0)
    assert lab.record(id_).stage is ExperimentStage.CANCELLED


async def test_what_cannot_be_simulated_fails_with_its_reason(lab: Laboratory) -> None:
    """So many cases take longer than calendars are published for."""
    prepared = lab.ask(simulation("construction_permit", 1, cases=20_000))
    async with lab.worker():
        await begin_experiment(lab.simulations, lab.record(prepared.experiment.id))
        record = await lab.ended(prepared.experiment.id)
    assert record.stage is ExperimentStage.FAILED
    assert "calendar" in record.reason


async def test_a_stopped_worker_leaves_the_rest_to_the_next(lab: Laboratory) -> None:
    prepared = lab.ask(simulation("construction_permit", 20))
    id_ = prepared.experiment.id
    async with lab.worker():
        await begin_experiment(lab.simulations, lab.record(id_))
        await lab.has(id_, 1)
    assert lab.record(id_).stage is ExperimentStage.OPEN
    async with lab.worker():
        assert (await lab.ended(id_)).stage is ExperimentStage.DONE


def test_time_is_shared_between_people_if_they_are_named(lab: Laboratory) -> None:
    mine, another = (
        lab.record(lab.ask(simulation("property_registration", 1, seed), by).experiment.id)
        for seed, by in ((1, "民政" * 20), (2, ""))
    )
    ring = lab.simulations.keys.ring()
    assert len(fairness_key(mine, ring).encode()) <= 64
    assert "民政" not in fairness_key(mine, ring)
    assert fairness_key(mine, ring) == fairness_key(replace(another, requested_by=mine.requested_by), ring)
    assert fairness_key(another, ring) == another.id
