"""Experiments, the batches of replications that they are made of, and their results: each by the hash of its content.

A batch does not belong to an experiment. It is what so many replications of a model come to, and every experiment that
asks for the same ones shares it; an experiment's progress is therefore read off the batches that are there, and never
counted, so nothing can be counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, RowMapping, func, select, tuple_, update

from services.store.inserting import Row, insert_new
from services.store.tables import experiment_batches, experiment_models, experiment_parts, experiments
from workflows.instants import Instant


class ExperimentStage(StrEnum):
    """How far an experiment has got."""

    OPEN = "open"
    """Asked for, and not ended; its progress tells how much of it is there."""
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Place(StrEnum):
    """Where an experiment was last asked to run."""

    HERE = "here"
    PROCESSES = "processes"
    TEMPORAL = "temporal"


@dataclass(frozen=True, slots=True)
class ExperimentRecord:
    """What the store knows of an experiment beside its content.

    Attributes
    ----------
    id : hash of the content
    request : as it was asked for first, as JSON
    requested_by : with whom it shares the workers' time; empty if nobody was named
    replications, batches : how many it needs, as far as is known yet
    reason : why it failed; empty if it did not
    """

    id: str
    kind: str
    request: str
    requested_by: str
    place: Place
    stage: ExperimentStage
    reason: str
    replications: int
    batches: int
    asked_at: Instant
    ended_at: Instant | None


@dataclass(frozen=True, slots=True)
class Part:
    """A batch as a part of an experiment.

    Attributes
    ----------
    number : its place among the experiment's batches
    batch, model : hashes
    first : number of its first replication
    """

    number: int
    batch: str
    model: str
    first: int
    replications: int


class Progress(NamedTuple):
    """How much of an experiment is there."""

    batches: int
    replications: int


class Position(NamedTuple):
    """Where an experiment stands in the list, which begins with the one that was asked for last."""

    asked_at: Instant
    id: str


def add_experiment(
    connection: Connection,
    record: ExperimentRecord,
    document: str,
    models: Mapping[str, str],
    parts: Iterable[Part],
) -> bool:
    """Keep an experiment, unless it is there; one that was cancelled or had failed is opened again.

    Parameters
    ----------
    document : its content, as JSON
    models : hash to content of each model

    Returns
    -------
    whether there is anything to do now: it is new, or was opened again
    """
    columns = {name: getattr(record, name) for name in ExperimentRecord.__slots__}
    if insert_new(connection, experiments, [{**columns, "document": document, "result": None}]):
        _add_models_and_parts(connection, record.id, models, parts)
        return True
    ended = experiments.c.stage.in_([ExperimentStage.CANCELLED, ExperimentStage.FAILED])
    again = {name: columns[name] for name in ("stage", "reason", "ended_at", "place", "requested_by", "asked_at")}
    changed = connection.execute(update(experiments).where(experiments.c.id == record.id, ended).values(again))
    return changed.rowcount > 0


def add_parts(connection: Connection, id_: str, models: Mapping[str, str], parts: Sequence[Part]) -> None:
    """Have an experiment need more batches; those that are known to be needed stay what they are.

    Parameters
    ----------
    models : hash to content of each model of theirs
    """
    _add_models_and_parts(connection, id_, models, parts)
    of_it = experiment_parts.c.experiment == id_
    counts = select(func.count(), func.sum(experiment_parts.c.replications)).where(of_it)
    batches, replications = connection.execute(counts).one()
    grown = {"batches": batches, "replications": int(replications)}
    connection.execute(update(experiments).where(experiments.c.id == id_).values(grown))


def find_experiment(connection: Connection, id_: str) -> ExperimentRecord | None:
    """The experiment of an id."""
    row = connection.execute(select(*_COLUMNS).where(experiments.c.id == id_)).mappings().one_or_none()
    return None if row is None else _record(row)


def ids_beginning(connection: Connection, beginning: str) -> list[str]:
    """Ids that begin with some characters, as people write them."""
    query = select(experiments.c.id).where(experiments.c.id.startswith(beginning, autoescape=True))
    return list(connection.scalars(query.order_by(experiments.c.id)))


def experiments_listed(
    connection: Connection, stage: ExperimentStage | None, after: Position | None, limit: int
) -> list[ExperimentRecord]:
    """Experiments, the one that was asked for last first.

    Parameters
    ----------
    stage : only those at it, if given
    after : only what stands after this
    limit : how many at most
    """
    order = (experiments.c.asked_at, experiments.c.id)
    query = select(*_COLUMNS).order_by(*(column.desc() for column in order)).limit(limit)
    if stage is not None:
        query = query.where(experiments.c.stage == stage)
    if after is not None:
        query = query.where(tuple_(*order) < tuple_(*after))
    return [_record(row) for row in connection.execute(query).mappings()]


def document_of(connection: Connection, id_: str) -> str:
    """The content of an experiment that is there."""
    return str(connection.execute(select(experiments.c.document).where(experiments.c.id == id_)).scalar_one())


def result_of(connection: Connection, id_: str) -> str | None:
    """The result of an experiment, if it has one: the same characters for ever."""
    found: str | None = connection.execute(
        select(experiments.c.result).where(experiments.c.id == id_)
    ).scalar_one_or_none()
    return found


def kept_model(connection: Connection, hash_: str) -> str:
    """The content of a model that some experiment asked for."""
    query = select(experiment_models.c.document).where(experiment_models.c.hash == hash_)
    return str(connection.execute(query).scalar_one())


def progress_of(connection: Connection, id_: str) -> Progress:
    """How much of an experiment is there."""
    there = experiment_parts.join(experiment_batches, experiment_parts.c.batch == experiment_batches.c.hash)
    query = (
        select(func.count(), func.coalesce(func.sum(experiment_parts.c.replications), 0))
        .select_from(there)
        .where(experiment_parts.c.experiment == id_)
    )
    batches, replications = connection.execute(query).one()
    return Progress(batches, int(replications))


def parts_of(connection: Connection, id_: str) -> list[Part]:
    """All batches of an experiment, in order."""
    query = select(*_PART).where(experiment_parts.c.experiment == id_).order_by(experiment_parts.c.number)
    return [Part(*row) for row in connection.execute(query)]


def part_of(connection: Connection, id_: str, number: int) -> Part:
    """One batch of an experiment that is there."""
    chosen = (experiment_parts.c.experiment == id_, experiment_parts.c.number == number)
    return Part(*connection.execute(select(*_PART).where(*chosen)).one())


def batch_of(connection: Connection, hash_: str) -> str | None:
    """What a batch came to, if it has been run."""
    query = select(experiment_batches.c.document).where(experiment_batches.c.hash == hash_)
    found: str | None = connection.execute(query).scalar_one_or_none()
    return found


def batches_there(connection: Connection, hashes: Sequence[str]) -> set[str]:
    """Which of some batches have been run."""
    query = select(experiment_batches.c.hash).where(experiment_batches.c.hash.in_(hashes))
    return set(connection.scalars(query))


def add_batch(connection: Connection, hash_: str, document: str) -> bool:
    """Keep what a batch came to, unless it is there.

    Returns
    -------
    whether it is new
    """
    return bool(insert_new(connection, experiment_batches, [{"hash": hash_, "document": document}]))


def end_experiment(
    connection: Connection,
    id_: str,
    stage: ExperimentStage,
    at: Instant,
    reason: str = "",
    result: str | None = None,
) -> bool:
    """End an experiment that is open; one that has ended stays as it is.

    Returns
    -------
    whether it was open
    """
    still_open = (experiments.c.id == id_, experiments.c.stage == ExperimentStage.OPEN)
    values = {"stage": stage, "ended_at": at, "reason": reason, "result": result}
    return connection.execute(update(experiments).where(*still_open).values(values)).rowcount > 0


def stages(connection: Connection) -> dict[str, int]:
    """How many experiments are at each stage."""
    query = select(experiments.c.stage, func.count()).group_by(experiments.c.stage)
    return {str(stage): int(count) for stage, count in connection.execute(query)}


class Replications(NamedTuple):
    """How many replications are there, and how many there are to be."""

    done: int
    planned: int


def replications_under_way(connection: Connection) -> Replications:
    """How far the experiments that have not ended have come, all together."""
    under_way = experiments.c.stage == ExperimentStage.OPEN
    there = experiment_parts.join(experiment_batches, experiment_parts.c.batch == experiment_batches.c.hash)
    done = (
        select(func.coalesce(func.sum(experiment_parts.c.replications), 0))
        .select_from(there.join(experiments, experiments.c.id == experiment_parts.c.experiment))
        .where(under_way)
    )
    planned = select(func.coalesce(func.sum(experiments.c.replications), 0)).where(under_way)
    return Replications(int(connection.execute(done).scalar_one()), int(connection.execute(planned).scalar_one()))


_COLUMNS = tuple(experiments.c[name] for name in ExperimentRecord.__slots__)
_PART = tuple(experiment_parts.c[name] for name in Part.__slots__)


def _add_models_and_parts(connection: Connection, id_: str, models: Mapping[str, str], parts: Iterable[Part]) -> None:
    known = set(connection.scalars(select(experiment_models.c.hash).where(experiment_models.c.hash.in_(models))))
    new: list[Row] = [{"hash": hash_, "document": each} for hash_, each in models.items() if hash_ not in known]
    insert_new(connection, experiment_models, new)
    insert_new(connection, experiment_parts, [_part_row(id_, part) for part in parts])


def _part_row(experiment: str, part: Part) -> Row:
    return {"experiment": experiment, **{name: getattr(part, name) for name in Part.__slots__}}


def _record(row: RowMapping) -> ExperimentRecord:
    return ExperimentRecord(**{**row, "stage": ExperimentStage(row["stage"]), "place": Place(row["place"])})
