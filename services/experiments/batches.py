"""An experiment in batches of replications, each of which can be run anywhere, at any time, more than once.

What an experiment needs is asked of the experiment itself: it is answered once with an executor that only notes which
replications are wanted. Once they are there, it is answered again with an executor that looks them up. So there is no
second account of which replications an answer takes, and an answer cannot tell where they were run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, ParamSpec, TypeVar

from pydantic import TypeAdapter

from services.experiments.questions import Answer, Form, Question, answer
from services.experiments.request import ExperimentKind
from simulations.experiment import Design, Model, Observed
from workflows.definition.provenance import Frozen

BATCH: Final = 5
"""Replications of one batch. A replication of a year takes seconds: long enough that a batch outweighs what it costs to
hand it out, short enough that little is lost with a worker."""

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class AskedForm(Frozen):
    """A question whose models are kept elsewhere.

    Parameters
    ----------
    models : their hashes
    """

    form: Form
    models: tuple[str, ...]


class Experiment(Frozen):
    """All that a result depends on; its hash is the experiment's id.

    Parameters
    ----------
    versions : of the program
    """

    kind: ExperimentKind
    design: Design
    asked: tuple[AskedForm, ...]
    versions: dict[str, str]

    @property
    def id(self) -> str:
        """SHA-256 of the content, as 64 hexadecimal digits."""
        return _hash(self.model_dump_json(by_alias=True))


class ExperimentResult(Frozen):
    """What came of an experiment.

    Parameters
    ----------
    experiment : id of the experiment
    models : hashes of what was simulated
    answers : one for each question
    """

    experiment: str
    kind: ExperimentKind
    versions: dict[str, str]
    models: tuple[str, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some replications of a model.

    Attributes
    ----------
    hash : of all that they depend on
    model : its hash
    first : number of the first one
    """

    hash: str
    model: str
    first: int
    replications: int

    @property
    def numbers(self) -> range:
        """Of its replications."""
        return range(self.first, self.first + self.replications)


def model_hash(model: Model) -> str:
    """SHA-256 of a model as it is written; the order of its parts counts, since results list them in that order."""
    return _hash(model.model_dump_json(by_alias=True))


def experiment_of(
    kind: ExperimentKind, design: Design, questions: Sequence[Question], versions: dict[str, str]
) -> tuple[Experiment, dict[str, Model]]:
    """Identify an experiment by its content.

    Returns
    -------
    the experiment, and its models by hash
    """
    models: dict[str, Model] = {}
    asked = []
    for question in questions:
        hashes = tuple(map(model_hash, question.models))
        models.update(zip(hashes, question.models, strict=True))
        asked.append(AskedForm(form=question.form, models=hashes))
    return Experiment(kind=kind, design=design, asked=tuple(asked), versions=versions), models


def batches_of(experiment: Experiment, models: Mapping[str, Model]) -> tuple[Batch, ...]:
    """The batches that an experiment needs, each once.

    Raises
    ------
    InvalidInputError
        If a lane that is measured has no arrivals.
    """
    wanted: dict[str, int] = {}
    for question in _questions(experiment, models):
        noting = _Noting()
        try:
            answer(question, experiment.design, noting)
        except _NotedError:
            for model, number in noting.wanted:
                hash_ = next(each for each, its in models.items() if its is model)
                wanted[hash_] = max(wanted.get(hash_, 0), number + 1)
    return tuple(
        _batch(experiment, hash_, first, min(BATCH, count - first))
        for hash_, count in wanted.items()
        for first in range(0, count, BATCH)
    )


def result_of_batches(experiment: Experiment, models: Mapping[str, Model], batches: Iterator[tuple[Batch, str]]) -> str:
    """Answer an experiment from what its batches came to.

    Returns
    -------
    the result as JSON, the same characters wherever and in whatever order the batches were run
    """
    observed = {
        (batch.model, each.replication): each for batch, document in batches for each in read_observed(document)
    }
    looking_up = _LookingUp({(id(models[hash_]), number): each for (hash_, number), each in observed.items()})
    result = ExperimentResult(
        experiment=experiment.id,
        kind=experiment.kind,
        versions=experiment.versions,
        models=tuple(models),
        answers=tuple(answer(question, experiment.design, looking_up) for question in _questions(experiment, models)),
    )
    return result.model_dump_json(by_alias=True)


def write_observed(observed: Sequence[Observed]) -> str:
    """What replications came to, as JSON."""
    return _OBSERVED.dump_json(tuple(observed), by_alias=True).decode()


def read_observed(document: str) -> tuple[Observed, ...]:
    """What :func:`write_observed` has written."""
    return _OBSERVED.validate_json(document)


_OBSERVED: Final[TypeAdapter[tuple[Observed, ...]]] = TypeAdapter(tuple[Observed, ...])


def _batch(experiment: Experiment, model: str, first: int, count: int) -> Batch:
    # What one replication does not depend on is left out, so that experiments that differ in it share batches.
    alike = {"replications": 1, "lever_replications": 1, "confidence": 0.95}
    design = experiment.design.model_copy(update=alike).model_dump_json()
    content = "\n".join([model, design, f"{first} {count}", *map(str, sorted(experiment.versions.items()))])
    return Batch(_hash(content), model, first, count)


def _questions(experiment: Experiment, models: Mapping[str, Model]) -> Iterator[Question]:
    for asked in experiment.asked:
        yield Question.model_construct(form=asked.form, models=tuple(models[hash_] for hash_ in asked.models))


def _hash(content: str) -> str:
    return sha256(content.encode()).hexdigest()


class _NotedError(Exception):
    """The first replication was waited for: all that are wanted have been noted."""


class _Noting(Executor):
    """Runs nothing, and notes what it was to run."""

    def __init__(self) -> None:
        self.wanted: list[tuple[Model, int]] = []

    def submit(
        self, fn: Callable[_Arguments, _Result], /, *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> Future[_Result]:
        model, _, number = args
        assert isinstance(model, Model)
        assert isinstance(number, int)
        self.wanted.append((model, number))
        future: Future[_Result] = Future()
        future.set_exception(_NotedError())
        return future


class _LookingUp(Executor):
    """Runs nothing, and gives what is there.

    Parameters
    ----------
    observed : by the identity of the model and the number of the replication
    """

    def __init__(self, observed: Mapping[tuple[int, int], Observed]) -> None:
        self._observed = observed

    def submit(
        self, fn: Callable[_Arguments, _Result], /, *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> Future[_Result]:
        model, _, number = args
        assert isinstance(number, int)
        future: Future[_Result] = Future()
        future.set_result(self._observed[id(model), number])  # type: ignore[arg-type] # what run_replication gives
        return future
