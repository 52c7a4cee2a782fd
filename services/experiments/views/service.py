"""What designers, and those whom they show it to, see of an experiment beside its result."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError
from sqlalchemy import Connection, Engine

from services.errors import NothingThereError
from services.experiments.api import service as experiments
from services.experiments.api.schemas import NewExperiment
from services.experiments.batches import Experiment, ExperimentResult, experiment_of
from services.experiments.carrying_out import require_experiment
from services.experiments.report.experiment_page import experiment_page
from services.experiments.report.language import Language
from services.experiments.request import ExperimentRequest, find_shipped, precision_of, questions_of
from services.experiments.views.document import ExperimentViews, View
from services.experiments.views.live import live_view
from services.experiments.views.making import askings_of, told_by, views_of
from services.experiments.views.of_studies import LiveAgainstSimulatedView
from services.experiments.views.told import Sided, Told
from services.insights.statistics import lane_statistics
from services.store.database import reading
from services.store.experiments import document_of, kept_model, result_of
from simulations.experiment import Model
from workflows.errors import InvalidInputError
from workflows.instants import Instant
from workflows.interchange.lane_text import lane_text

_KEPT: Final = 16
"""Experiments whose views are kept in memory. Their ids say all that views depend on, so what is kept stays true."""


@dataclass(frozen=True, slots=True)
class Found:
    """An experiment that is done, with its lanes and what came of it."""

    experiment: Experiment
    models: dict[str, Model]
    result: ExperimentResult


_views: OrderedDict[str, ExperimentViews] = OrderedDict()


def views(engine: Engine, id_: str) -> ExperimentViews:
    """The result of an experiment in views.

    Raises
    ------
    NoSuchExperimentError
        If there is no experiment of that id.
    ExperimentNotDoneError
        If it has no result.
    NothingThereError
        If its result is of a release whose results this one cannot read.
    """
    kept = _views.get(id_)
    if kept is None:
        found = _found(engine, id_)
        _views[id_] = kept = views_of(found.experiment, found.models, found.result)
        if len(_views) > _KEPT:
            _views.popitem(last=False)
    return kept


def view(engine: Engine, id_: str, name: str) -> View:
    """One view.

    Raises
    ------
    NothingThereError
        If the experiment has no such view; further as :func:`views`.
    """
    shown = views(engine, id_).views
    for each in shown:
        if each.id == name:
            return each
    known = ", ".join(each.id for each in shown)
    raise NothingThereError(f"experiment {id_} has no view {name!r}; it has {known}. Name one of these.")


def report(engine: Engine, id_: str, language: Language) -> str:
    """The report of one experiment, to be read and printed; raises as :func:`views`."""
    return experiment_page(views(engine, id_), language)


def lane_in_question(engine: Engine, id_: str) -> str:
    """Id of the lane that an experiment is about first, whether it is done or not.

    Raises
    ------
    NoSuchExperimentError
        If there is no experiment of that id.
    """
    with reading(engine) as connection:
        require_experiment(connection, id_)
        return _model(connection, _experiment(connection, id_).models[0]).lane.id


def live(engine: Engine, id_: str, start: Instant | None, end: Instant, now: Instant) -> LiveAgainstSimulatedView:
    """Live cases of the lane in question beside the simulation of the very version of it that they started under.

    Parameters
    ----------
    start, end : live cases that were submitted in [start, end); from the first on if there is no start
    now : instant up to which they are followed

    Raises
    ------
    NothingThereError
        If no case has started under a lane of the experiment; further as :func:`views`.
    InvalidInputError
        If the window does not end after its start, or holds too many cases.
    """
    found = _found(engine, id_)
    lane = found.models[found.experiment.models[0]].lane.id
    statistics = lane_statistics(engine, lane, start, end, now)
    versions = {version.lane_hash: version for version in statistics.versions}
    for told, sided in _sides(found):
        version = versions.get(sided.figures.lane_hash)
        if sided.lane.id == lane and version is not None:
            return live_view(told, sided, statistics, version)
    raise NothingThereError(
        f"expected cases that were submitted in that time under a lane of experiment {id_}; found none: "
        "simulate the lane that cases start under, as it is, or ask for another time."
    )


def model(engine: Engine, id_: str, hash_: str) -> str:
    """A model of an experiment, as JSON.

    Raises
    ------
    NoSuchExperimentError
        If there is no experiment of that id.
    NothingThereError
        If it asked for no such model.
    """
    with reading(engine) as connection:
        require_experiment(connection, id_)
        known = _experiment(connection, id_).models
        if hash_ not in known:
            raise NothingThereError(
                f"experiment {id_} asked for no model {hash_!r}. GET /experiments/{id_}/views lists those of it."
            )
        return kept_model(connection, hash_)


def asked(engine: Engine, id_: str) -> NewExperiment:
    """What was asked, so that it can be changed and asked again.

    Raises
    ------
    NoSuchExperimentError
        If there is no experiment of that id.
    NothingThereError
        If it was asked for in a way that cannot be sent: on the command line, with more or longer names.
    """
    with reading(engine) as connection:
        record = require_experiment(connection, id_)
    try:
        return NewExperiment.model_validate_json(record.request)
    except ValidationError as error:
        raise NothingThereError(
            f"what experiment {id_} asked cannot be sent as a request: it was asked for on the command line. "
            "Ask for it there again."
        ) from error


def scenario(engine: Engine, id_: str, subject: str | None) -> tuple[str, str]:
    """The file of a scenario, a package or a lane that an experiment asked about.

    Parameters
    ----------
    subject : which; the first if absent

    Returns
    -------
    its id, and the file as YAML

    Raises
    ------
    NoSuchExperimentError
        If there is no experiment of that id.
    NothingThereError
        If it asked about nothing of that name, or this release has something else under it.
    """
    with reading(engine) as connection:
        record = require_experiment(connection, id_)
        experiment = _experiment(connection, id_)
    try:
        request = ExperimentRequest.model_validate_json(record.request)
    except ValidationError as error:
        raise _unreadable(id_) from error
    name = request.subjects[0] if subject is None else subject
    if name not in request.subjects:
        known = ", ".join(request.subjects)
        raise NothingThereError(f"experiment {id_} asked nothing about {name!r}; it asked about {known}.")
    try:
        find = find_shipped(request.lanes, request.scenarios)
        design, questions = questions_of(request, find)
        again, _ = experiment_of(request.kind, design, questions, precision_of(request, design))
    except InvalidInputError as error:
        raise _gone(id_, name) from error
    if again.models != experiment.models:
        raise _gone(id_, name)
    return name, lane_text(find(name))


def _gone(id_: str, name: str) -> NothingThereError:
    return NothingThereError(
        f"this release has no {name!r} that leads to the lanes of experiment {id_}, which another one carried out. "
        f"GET /experiments/{id_}/models/… still gives the lanes themselves."
    )


def _found(engine: Engine, id_: str) -> Found:
    with reading(engine) as connection:
        written = result_of(connection, id_)
        if written is None:
            experiments.result(engine, id_)  # says what is wrong
            raise AssertionError("an experiment without a result is refused")
        experiment = _experiment(connection, id_)
        models = {hash_: _model(connection, hash_) for hash_ in experiment.models}
    try:
        return Found(experiment, models, ExperimentResult.model_validate_json(written))
    except ValidationError as error:
        raise _unreadable(id_) from error


def _sides(found: Found) -> list[tuple[Told, Sided]]:
    askings = askings_of(found.experiment, found.models)
    pairs = zip(askings, found.result.answers, strict=True)
    told = (each for asking, answer in pairs for each in told_by(asking, answer))
    return [(each, sided) for each in told for sided in each.sides]


def _experiment(connection: Connection, id_: str) -> Experiment:
    try:
        return Experiment.model_validate_json(document_of(connection, id_))
    except ValidationError as error:
        raise _unreadable(id_) from error


def _model(connection: Connection, hash_: str) -> Model:
    return Model.model_validate_json(kept_model(connection, hash_))


def _unreadable(id_: str) -> NothingThereError:
    return NothingThereError(
        f"experiment {id_} was carried out by another release, whose results this one cannot show. "
        f"GET /experiments/{id_}/result gives the result as it is; ask for the experiment again to see it in views."
    )
