"""How an experiment is carried out, whoever does it: written down, run batch by batch, and answered once.

Every step may be done again. A batch that is there is not run again; a result that is there is the result.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Final, ParamSpec, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine

from services.errors import NoSuchExperimentError
from services.experiments.batches import (
    Batch,
    Experiment,
    Missing,
    Replicated,
    Run,
    answered,
    experiment_of,
    replications_of,
    run_of,
    versions_of,
    write_replicated,
)
from services.experiments.questions import Find
from services.experiments.request import ExperimentRequest, precision_of, questions_of
from services.experiments.simulating import Progress
from services.store.database import reading, writing
from services.store.experiments import (
    ExperimentRecord,
    ExperimentStage,
    Part,
    Place,
    add_batch,
    add_experiment,
    add_parts,
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
from simulations.experiment import Design, Model
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
    batches : of the first round; an answer that looks at these before it asks for more takes others later
    largest : how many replications it may need
    """

    request: ExperimentRequest
    experiment: Experiment
    models: dict[str, Model]
    batches: tuple[Batch, ...]
    largest: int

    @property
    def replications(self) -> int:
        """How many have to be run, as far as is known, if none is there."""
        return sum(batch.replications for batch in self.batches)


@dataclass(frozen=True, slots=True)
class Work:
    """A batch that has to be run."""

    batch: Batch
    model: Model
    design: Design
    run: Run


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
    experiment, models = experiment_of(request.kind, design, questions, precision_of(request, design))
    first = answered(experiment, models, {})
    assert isinstance(first, Missing)  # nothing can be answered from nothing
    prepared = Prepared(request, experiment, models | first.models, first.batches, largest)
    _check_size(prepared.replications, largest)
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
    parts = [_part(number, batch) for number, batch in enumerate(prepared.batches)]
    document = prepared.experiment.model_dump_json(by_alias=True)
    add_experiment(connection, record, document, _written(prepared.models), parts)
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
        experiment = _of_this_release(connection, id_)
        model = _model(connection, part.model)
    return Work(_batch(part), model, experiment.design, run_of(experiment.kind))


def has_ended(engine: Engine, id_: str) -> bool:
    """Whether nobody waits for an experiment any more."""
    with reading(engine) as connection:
        return require_experiment(connection, id_).stage is not ExperimentStage.OPEN


def keep_replicated(engine: Engine, batch: Batch, replicated: Sequence[Replicated]) -> bool:
    """Keep what a batch came to.

    Returns
    -------
    whether it was not there yet
    """
    with writing(engine) as connection:
        return add_batch(connection, batch.hash, write_replicated(replicated))


def conclude(engine: Engine, id_: str, at: Instant, largest: int) -> int | None:
    """Answer an experiment from its batches, or write down what else it needs; nothing, if it has ended.

    Parameters
    ----------
    at : instant at which it ends
    largest : how many replications it may need

    Returns
    -------
    how many batches it has, if some of them have to be run before it can be answered

    Raises
    ------
    InvalidInputError
        If it turns out to be too large, or cannot be answered.
    """
    with reading(engine) as connection:
        if require_experiment(connection, id_).stage is not ExperimentStage.OPEN:
            return None
        experiment = _of_this_release(connection, id_)
        parts = parts_of(connection, id_)
        if len(batches_there(connection, [part.batch for part in parts])) < len({part.batch for part in parts}):
            return len(parts)
        models = {hash_: _model(connection, hash_) for hash_ in experiment.models}
        found = answered(experiment, models, replications_of(experiment.kind, _documents(connection, parts)))
    with writing(engine) as connection:
        if isinstance(found, str):
            end_experiment(connection, id_, ExperimentStage.DONE, at, result=found)
            return None
        more = [_part(number, batch) for number, batch in enumerate(found.batches, start=len(parts))]
        _check_size(sum(part.replications for part in (*parts, *more)), largest)
        add_parts(connection, id_, _written(found.models), more)
        return require_experiment(connection, id_).batches


def run_batches(
    engine: Engine, prepared: Prepared, clock: Clock, executor: Executor | None, at_once: int, progress: Progress
) -> None:
    """Carry out an experiment that is written down, on this machine.

    Parameters
    ----------
    executor : where replications run; in this process if there is none
    at_once : batches that are handed to it at a time
    progress : told how many replications of how many are there, as far as is known how many it takes

    Raises
    ------
    OperationFailedError
        If it was cancelled meanwhile.
    """
    id_ = prepared.experiment.id
    chosen = _Directly() if executor is None else executor
    try:
        while True:
            _run_missing(engine, id_, chosen, at_once, progress)
            if conclude(engine, id_, clock(), prepared.largest) is None:
                break
    except InvalidInputError as error:
        with writing(engine) as connection:
            end_experiment(connection, id_, ExperimentStage.FAILED, clock(), reason=str(error))
        raise


def _run_missing(engine: Engine, id_: str, executor: Executor, at_once: int, progress: Progress) -> None:
    """Run all batches that are known to be needed and are not there."""
    with reading(engine) as connection:
        parts = parts_of(connection, id_)
        there = batches_there(connection, [part.batch for part in parts])
    waiting = deque(part.number for part in parts if part.batch not in there)
    running: deque[tuple[Batch, list[Future[Replicated]]]] = deque()
    of = sum(part.replications for part in parts)
    try:
        while waiting or running:
            progress(_require_open(engine, id_), of)
            while waiting and len(running) < at_once:
                work = batch_to_run(engine, id_, waiting.popleft())
                if work is not None:  # somebody else may have run it
                    futures = [executor.submit(work.run, work.model, work.design, each) for each in work.batch.numbers]
                    running.append((work.batch, futures))
            if running:
                batch, futures = running.popleft()
                keep_replicated(engine, batch, [future.result() for future in futures])
        progress(of, of)
    finally:
        for _, futures in running:
            for future in futures:
                future.cancel()


def _check_size(replications: int, largest: int) -> None:
    if replications > largest:
        raise InvalidInputError(
            f"expected an experiment of at most {largest} replications; found {replications}. "
            "Ask for fewer replications or subjects, or raise GREENLANE_LARGEST_EXPERIMENT."
        )


def _require_open(engine: Engine, id_: str) -> int:
    """How many replications are there, unless somebody has ended the experiment."""
    with reading(engine) as connection:
        if require_experiment(connection, id_).stage is not ExperimentStage.OPEN:
            raise OperationFailedError(f"experiment {id_} was ended while it ran; ask for it again to go on with it")
        return progress_of(connection, id_).replications


def _documents(connection: Connection, parts: Sequence[Part]) -> Iterator[tuple[Batch, str]]:
    for part in parts:
        document = batch_of(connection, part.batch)
        assert document is not None  # an experiment is concluded once all of them are there
        yield _batch(part), document


def _part(number: int, batch: Batch) -> Part:
    return Part(number, batch.hash, batch.model, batch.first, batch.replications)


def _batch(part: Part) -> Batch:
    return Batch(part.batch, part.model, part.first, part.replications)


def _written(models: Mapping[str, Model]) -> dict[str, str]:
    return {hash_: model.model_dump_json(by_alias=True) for hash_, model in models.items()}


def _of_this_release(connection: Connection, id_: str) -> Experiment:
    experiment = _experiment(connection, id_)
    own = versions_of(experiment.kind)
    differing = sorted(name for name in own | experiment.versions if experiment.versions.get(name) != own.get(name))
    if differing:
        raise OtherReleaseError(experiment.id, differing)
    return experiment


_KEPT: Final = 32
_models: OrderedDict[str, Model] = OrderedDict()
_experiments: OrderedDict[str, Experiment] = OrderedDict()


def _experiment(connection: Connection, id_: str) -> Experiment:
    """An experiment by its id, which is its hash, as :func:`_model`."""
    found = _experiments.get(id_)
    if found is None:
        _experiments[id_] = found = Experiment.model_validate_json(document_of(connection, id_))
        if len(_experiments) > _KEPT:
            _experiments.popitem(last=False)
    return found


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
