"""How an experiment is carried out, whoever does it: written down, run batch by batch, and answered once.

Every step may be done again. A batch that is there is not run again; a result that is there is the result.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Final, ParamSpec, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine

from services.errors import NoSuchExperimentError
from services.experiments.batches import (
    Batch,
    Experiment,
    batches_of,
    experiment_of,
    result_of_batches,
    write_observed,
)
from services.experiments.questions import Find
from services.experiments.request import ExperimentRequest, questions_of
from services.experiments.simulating import Progress
from services.experiments.versions import versions
from services.store.database import reading, writing
from services.store.experiments import (
    ExperimentRecord,
    ExperimentStage,
    Part,
    Place,
    add_batch,
    add_experiment,
    batch_of,
    batches_there,
    document_of,
    end_experiment,
    find_experiment,
    kept_model,
    part_of,
    parts_of,
    progress_of,
)
from simulations.experiment import Design, Model, Observed, run_replication
from workflows.errors import InvalidInputError, OperationFailedError
from workflows.instants import Instant

Clock: TypeAlias = Callable[[], Instant]
_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class OtherReleaseError(OperationFailedError):
    """An experiment was asked of another release than the one that is to run it: the numbers would not be its own."""

    def __init__(self, id_: str, differing: Sequence[str]) -> None:
        super().__init__(
            f"expected a worker of the release that experiment {id_} was asked of; this one differs in "
            f"{', '.join(differing)}. Run a worker of that release, or ask for the experiment again."
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """An experiment with everything that it needs.

    Attributes
    ----------
    request : that it came from
    models : by hash
    """

    request: ExperimentRequest
    experiment: Experiment
    models: dict[str, Model]
    batches: tuple[Batch, ...]

    @property
    def replications(self) -> int:
        """How many have to be run, if none is there."""
        return sum(batch.replications for batch in self.batches)


@dataclass(frozen=True, slots=True)
class Work:
    """A batch that has to be run."""

    batch: Batch
    model: Model
    design: Design


def prepare(request: ExperimentRequest, find: Find, largest: int) -> Prepared:
    """Look up what a request names, and see that it can be carried out.

    Parameters
    ----------
    find : what a name stands for
    largest : how many replications it may need

    Raises
    ------
    InvalidInputError
        If it cannot be carried out, or is too large.
    """
    design, questions = questions_of(request, find)
    experiment, models = experiment_of(request.kind, design, questions, versions())
    prepared = Prepared(request, experiment, models, batches_of(experiment, models))
    if prepared.replications > largest:
        raise InvalidInputError(
            f"expected an experiment of at most {largest} replications; found {prepared.replications}. "
            "Ask for fewer replications or subjects, or raise GREENLANE_LARGEST_EXPERIMENT."
        )
    return prepared


def write_down(
    connection: Connection, prepared: Prepared, place: Place, requested_by: str, at: Instant
) -> ExperimentRecord:
    """Keep an experiment; if it is there, it is the one that is there.

    Returns
    -------
    the experiment as it is now
    """
    id_ = prepared.experiment.id
    record = ExperimentRecord(
        id=id_,
        kind=prepared.request.kind,
        request=prepared.request.model_dump_json(by_alias=True),
        requested_by=requested_by,
        place=place,
        stage=ExperimentStage.OPEN,
        reason="",
        replications=prepared.replications,
        batches=len(prepared.batches),
        asked_at=at,
        ended_at=None,
    )
    parts = [
        Part(number, batch.hash, batch.model, batch.first, batch.replications)
        for number, batch in enumerate(prepared.batches)
    ]
    models = {hash_: model.model_dump_json(by_alias=True) for hash_, model in prepared.models.items()}
    document = prepared.experiment.model_dump_json(by_alias=True)
    if add_experiment(connection, record, document, models, parts):
        return record
    return require_experiment(connection, id_)


def require_experiment(connection: Connection, id_: str) -> ExperimentRecord:
    """The experiment of an id.

    Raises
    ------
    NoSuchExperimentError
        If there is none.
    """
    record = find_experiment(connection, id_)
    if record is None:
        raise NoSuchExperimentError(id_)
    return record


def batch_to_run(engine: Engine, id_: str, number: int) -> Work | None:
    """A batch of an experiment, if it has to be run.

    Returns
    -------
    none if the batch is there, or the experiment has ended

    Raises
    ------
    OperationFailedError
        If this process is of another release than the one that the experiment was asked of.
    """
    with reading(engine) as connection:
        part = part_of(connection, id_, number)
        ended = require_experiment(connection, id_).stage is not ExperimentStage.OPEN
        if ended or batches_there(connection, [part.batch]):
            return None
        experiment = _of_this_release(document_of(connection, id_))
        model = _model(connection, part.model)
    return Work(Batch(part.batch, part.model, part.first, part.replications), model, experiment.design)


def keep_observed(engine: Engine, batch: Batch, observed: Sequence[Observed]) -> bool:
    """Keep what a batch came to.

    Returns
    -------
    whether it was not there yet
    """
    with writing(engine) as connection:
        return add_batch(connection, batch.hash, write_observed(observed))


def conclude(engine: Engine, id_: str, at: Instant) -> None:
    """Answer an experiment of which all batches are there, unless it has ended.

    Parameters
    ----------
    at : instant at which it ends
    """
    with reading(engine) as connection:
        if require_experiment(connection, id_).stage is not ExperimentStage.OPEN:
            return
        experiment = _of_this_release(document_of(connection, id_))
        hashes = dict.fromkeys(hash_ for asked in experiment.asked for hash_ in asked.models)
        models = {hash_: _model(connection, hash_) for hash_ in hashes}
        result = result_of_batches(experiment, models, _documents(connection, id_))
    with writing(engine) as connection:
        end_experiment(connection, id_, ExperimentStage.DONE, at, result=result)


def run_batches(
    engine: Engine, prepared: Prepared, clock: Clock, executor: Executor | None, at_once: int, progress: Progress
) -> None:
    """Carry out an experiment that is written down, on this machine.

    Parameters
    ----------
    executor : where replications run; in this process if there is none
    at_once : batches that are handed to it at a time
    progress : told how many replications of how many are there

    Raises
    ------
    OperationFailedError
        If it was cancelled meanwhile.
    """
    id_ = prepared.experiment.id
    with reading(engine) as connection:
        there = batches_there(connection, [batch.hash for batch in prepared.batches])
    waiting = deque(batch for batch in prepared.batches if batch.hash not in there)
    running: deque[tuple[Batch, list[Future[Observed]]]] = deque()
    chosen = _Directly() if executor is None else executor
    try:
        while waiting or running:
            done = _require_open(engine, id_)
            progress(done, prepared.replications)
            while waiting and len(running) < at_once:
                batch = waiting.popleft()
                model, design = prepared.models[batch.model], prepared.experiment.design
                futures = [chosen.submit(run_replication, model, design, number) for number in batch.numbers]
                running.append((batch, futures))
            batch, futures = running.popleft()
            keep_observed(engine, batch, [future.result() for future in futures])
        progress(prepared.replications, prepared.replications)
        conclude(engine, id_, clock())
    except InvalidInputError as error:
        with writing(engine) as connection:
            end_experiment(connection, id_, ExperimentStage.FAILED, clock(), reason=str(error))
        raise
    finally:
        for _, futures in running:
            for future in futures:
                future.cancel()


def _require_open(engine: Engine, id_: str) -> int:
    """How many replications are there, unless somebody has ended the experiment."""
    with reading(engine) as connection:
        if require_experiment(connection, id_).stage is not ExperimentStage.OPEN:
            raise OperationFailedError(f"experiment {id_} was ended while it ran; ask for it again to go on with it")
        return progress_of(connection, id_).replications


def _documents(connection: Connection, id_: str) -> Iterator[tuple[Batch, str]]:
    for part in parts_of(connection, id_):
        document = batch_of(connection, part.batch)
        assert document is not None  # an experiment is concluded once all of them are there
        yield Batch(part.batch, part.model, part.first, part.replications), document


def _of_this_release(document: str) -> Experiment:
    experiment = Experiment.model_validate_json(document)
    differing = sorted(name for name, version in versions().items() if experiment.versions.get(name) != version)
    if differing:
        raise OtherReleaseError(experiment.id, differing)
    return experiment


_KEPT: Final = 32
_models: OrderedDict[str, Model] = OrderedDict()


def _model(connection: Connection, hash_: str) -> Model:
    """A model by its hash, which says what it is: the last ones that were asked for need not be read again."""
    found = _models.get(hash_)
    if found is None:
        _models[hash_] = found = Model.model_validate_json(kept_model(connection, hash_))
        if len(_models) > _KEPT:
            _models.popitem(last=False)
    return found


class _Directly(Executor):
    """Runs what is submitted at once, in this process."""

    def submit(
        self, fn: Callable[_Arguments, _Result], /, *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> Future[_Result]:
        future: Future[_Result] = Future()
        future.set_result(fn(*args, **kwargs))
        return future
