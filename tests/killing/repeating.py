"""Experiments as they are found, each beside what it comes to in one process that nobody strikes."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, select

from services.experiments.request import ExperimentRequest
from services.store.experiments import ExperimentStage, find_experiment, progress_of, result_of
from services.store.tables import experiments
from tests.acceptance.experiments import carried_out_here
from tests.killing.found import FoundExperiment


def found_experiments(connection: Connection, folder: Path) -> tuple[FoundExperiment, ...]:
    """Every experiment of a store.

    Parameters
    ----------
    folder : for the store of the process that nobody strikes
    """
    url = f"sqlite:///{folder / 'undisturbed.db'}"
    return tuple(_found(connection, id_, url) for id_ in connection.scalars(select(experiments.c.id)).all())


def _found(connection: Connection, id_: str, url: str) -> FoundExperiment:
    record = find_experiment(connection, id_)
    assert record is not None, id_
    done = record.stage is ExperimentStage.DONE
    return FoundExperiment(
        id=id_,
        asked_by=record.requested_by,
        stage=record.stage,
        batches=record.batches,
        kept=progress_of(connection, id_).batches,
        result=result_of(connection, id_) if done else None,
        undisturbed=carried_out_here(url, ExperimentRequest.model_validate_json(record.request)) if done else "",
    )
