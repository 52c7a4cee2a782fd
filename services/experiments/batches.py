"""An experiment in batches of replications, each of which can be run anywhere, at any time, more than once.

What an experiment needs is asked of the experiment itself: it is answered with an executor that looks replications up,
and notes those that are not there. Once these are there too, it is answered again. A question that looks at its first
replications before it asks for more takes several such rounds. So there is no second account of which replications an
answer takes, and an answer cannot tell where they were run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from types import MappingProxyType
from typing import Final, ParamSpec, TypeAlias, TypeVar

from pydantic import TypeAdapter

from services.experiments.answering import Answer, answer, models_compared
from services.experiments.forms import Form, Question
from services.experiments.request import ExperimentKind
from services.experiments.versions import of_simulations, versions, versions_of_studies
from simulations.experiment import Design, Model, Observed, run_replication
from simulations.precise import Precise, Reached, precise_design
from simulations.remembering import RememberingExecutor
from simulations.tracing import Traced, run_trace
from simulations.transient import Course, run_course
from workflows.definition.provenance import Frozen

BATCH: Final = 5
"""Replications of one batch. A replication of a year takes seconds: long enough that a batch outweighs what it costs to
hand it out, short enough that little is lost with a worker."""

_FIRST: Final = (1, 3)
"""Where the first batches end, so that a first answer can rest on one replication or three without any that the next
answer would run again."""

Replicated: TypeAlias = Observed | Course | Traced
"""What one replication came to."""

Run: TypeAlias = Callable[[Model, Design, int], Replicated]
"""Runs one replication."""

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
    precise : how well figures are to be known; the design's number of replications does not count then
    """

    kind: ExperimentKind
    design: Design
    asked: tuple[AskedForm, ...]
    versions: dict[str, str]
    precise: Precise | None = None

    @property
    def id(self) -> str:
        """SHA-256 of the content, as 64 hexadecimal digits."""
        return _hash(self.model_dump_json(by_alias=True))

    @property
    def models(self) -> tuple[str, ...]:
        """Hashes of the models that are asked about, each once."""
        return tuple(dict.fromkeys(hash_ for asked in self.asked for hash_ in asked.models))


class ExperimentResult(Frozen):
    """What came of an experiment.

    Parameters
    ----------
    experiment : id of the experiment
    models : hashes of what was asked about
    answers : one for each question
    precision : how the precision was come by, if one was asked for
    """

    experiment: str
    kind: ExperimentKind
    versions: dict[str, str]
    models: tuple[str, ...]
    answers: tuple[Answer, ...]
    precision: Reached | None = None


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


@dataclass(frozen=True, slots=True)
class Missing:
    """What has to be run before an experiment can be answered, or be asked what else it needs.

    Attributes
    ----------
    models : by hash
    batches : each once
    """

    models: dict[str, Model]
    batches: tuple[Batch, ...]


There: TypeAlias = Mapping[tuple[str, int], Replicated]
"""What replications came to: by the hash of the model and the number of the replication."""


def model_hash(model: Model) -> str:
    """SHA-256 of a model as it is written; the order of its parts counts, since results list them in that order."""
    return _hash(model.model_dump_json(by_alias=True))


def run_of(kind: ExperimentKind) -> Run:
    """What runs a replication of an experiment: most look at its figures, a warm-up and a trace at other things."""
    return _OTHERS[kind].run if kind in _OTHERS else run_replication


def versions_of(kind: ExperimentKind) -> dict[str, str]:
    """Of this program, as far as answers of a kind depend on them."""
    studied = kind in {ExperimentKind.SENSITIVITY, ExperimentKind.PARETO}
    return versions_of_studies() if studied else versions()


def experiment_of(
    kind: ExperimentKind, design: Design, questions: Sequence[Question], precise: Precise | None = None
) -> tuple[Experiment, dict[str, Model]]:
    """Identify an experiment, asked of this program, by its content.

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
    found = Experiment(kind=kind, design=design, asked=tuple(asked), versions=versions_of(kind), precise=precise)
    return found, models


def answered(experiment: Experiment, models: Mapping[str, Model], there: There) -> str | Missing:
    """Answer an experiment from the replications that are there.

    Parameters
    ----------
    models : those that are asked about, by hash

    Returns
    -------
    the result as JSON, the same characters wherever and in whatever order the replications were run; or what else has
    to be run first

    Raises
    ------
    InvalidInputError
        If a lane that is measured has no arrivals, or a figure has no value.
    """
    questions = [
        Question.model_construct(form=asked.form, models=tuple(models[hash_] for hash_ in asked.models))
        for asked in experiment.asked
    ]
    known, design, reached = _Known(there), experiment.design, None
    answers: list[Answer] = []
    try:
        if experiment.precise is not None:
            models_, remembering = models_compared(questions), RememberingExecutor(known)
            design, reached = precise_design(models_, experiment.precise, design, remembering)
    except _MissingError:
        return known.missing(experiment)
    for question in questions:
        try:
            answers.append(answer(question, design, known))
        except _MissingError:  # what the other questions need can be run at the same time
            continue
    if len(answers) < len(questions):
        return known.missing(experiment)
    result = ExperimentResult(
        experiment=experiment.id,
        kind=experiment.kind,
        versions=experiment.versions,
        models=experiment.models,
        answers=tuple(answers),
        precision=reached,
    )
    return result.model_dump_json(by_alias=True)


def replications_of(kind: ExperimentKind, batches: Iterator[tuple[Batch, str]]) -> There:
    """What the replications of some batches came to, from how the batches are written."""
    return {
        (batch.model, each.replication): each for batch, document in batches for each in read_replicated(kind, document)
    }


def write_replicated(replicated: Sequence[Replicated]) -> str:
    """What replications came to, as JSON."""
    return f"[{','.join(each.model_dump_json(by_alias=True) for each in replicated)}]"


def read_replicated(kind: ExperimentKind, document: str) -> Sequence[Replicated]:
    """What :func:`write_replicated` has written, of an experiment of that kind."""
    return (_OTHERS[kind].read if kind in _OTHERS else _OBSERVED).validate_json(document)


_OBSERVED: Final[TypeAdapter[tuple[Observed, ...]]] = TypeAdapter(tuple[Observed, ...])


@dataclass(frozen=True, slots=True)
class _Other:
    """What a kind looks at that does not look at figures.

    Attributes
    ----------
    called : what its batches are told apart by
    read : reads them
    """

    called: str
    run: Run
    read: TypeAdapter[tuple[Course, ...]] | TypeAdapter[tuple[Traced, ...]]


_OTHERS: Final = MappingProxyType(
    {
        ExperimentKind.WARM_UP: _Other("course", run_course, TypeAdapter(tuple[Course, ...])),
        ExperimentKind.TRACE: _Other("trace", run_trace, TypeAdapter(tuple[Traced, ...])),
    }
)


def _batch(experiment: Experiment, model: str, first: int, count: int) -> Batch:
    # What one replication does not depend on is left out, so that experiments that differ in it share batches.
    alike = {"replications": 1, "lever_replications": 1, "confidence": 0.95}
    design = experiment.design.model_copy(update=alike).model_dump_json()
    parts = [model, design, f"{first} {count}", *map(str, sorted(of_simulations(experiment.versions).items()))]
    if experiment.kind in _OTHERS:
        parts.append(_OTHERS[experiment.kind].called)
    return Batch(_hash("\n".join(parts)), model, first, count)


def _hash(content: str) -> str:
    return sha256(content.encode()).hexdigest()


class _MissingError(Exception):
    """A replication was waited for that is not there: all that can be asked for before it has been noted."""


class _Known(Executor):
    """Runs nothing: gives what is there, and notes what is not.

    Parameters
    ----------
    there : what is
    """

    def __init__(self, there: There) -> None:
        self._there = there
        self._wanted: dict[str, set[int]] = {}
        self._models: dict[str, Model] = {}
        # With the models themselves, or another one could come to the same address.
        self._hashes: dict[int, tuple[Model, str]] = {}

    def submit(
        self, fn: Callable[_Arguments, _Result], /, *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> Future[_Result]:
        model, _, number = args
        assert isinstance(model, Model)
        assert isinstance(number, int)
        hash_ = self._hash(model)
        future: Future[_Result] = Future()
        found = self._there.get((hash_, number))
        if found is None:
            self._models[hash_] = model
            self._wanted.setdefault(hash_, set()).add(number)
            future.set_exception(_MissingError())
        else:
            future.set_result(found)  # type: ignore[arg-type] # what `fn` gives, since all of a kind ask for one
        return future

    def missing(self, experiment: Experiment) -> Missing:
        """What was noted, in batches."""
        batches = [
            _batch(experiment, hash_, first, count)
            for hash_, numbers in self._wanted.items()
            for first, count in _in_batches(sorted(numbers))
        ]
        # The longest first: whoever runs several side by side is through with all of them sooner.
        return Missing(self._models, tuple(sorted(batches, key=lambda batch: -batch.replications)))

    def _hash(self, model: Model) -> str:
        if id(model) not in self._hashes:
            self._hashes[id(model)] = (model, model_hash(model))
        return self._hashes[id(model)][1]


def _in_batches(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First number and count of batches that hold some numbers, ascending.

    Where a batch ends depends on the numbers themselves, not on how many are wanted: who has had some of them run and
    wants more shares the batches that are there.
    """
    ends = [
        place
        for place, (one, next_) in enumerate(pairwise(numbers), start=1)
        if next_ != one + 1 or next_ in _FIRST or not next_ % BATCH
    ]
    for start, end in pairwise([0, *ends, len(numbers)]):
        yield numbers[start], end - start
