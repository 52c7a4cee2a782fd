"""What is asked of an experiment: which lanes, how they are run, and what is to be found out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field, JsonValue, NonNegativeInt

from services.experiments.questions import Find, Question, how_it_does, what_each_value_does, what_they_save
from services.experiments.simulating import designed
from services.experiments.subjects import Subject, find_subject
from simulations.experiment import Design
from workflows.definition.catalogue import lane_ids
from workflows.definition.lane import Lane
from workflows.definition.loading import parse_lane
from workflows.definition.provenance import Frozen
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.levers.package import shipped_packages
from workflows.levers.scenario import shipped_scenarios

_YEARS: Final = 10
Replications = Annotated[int, Field(ge=1, le=10_000)]
Days = Annotated[int, Field(ge=0, le=_YEARS * 366)]


class ExperimentKind(StrEnum):
    """What is to be found out."""

    SIMULATE = "simulate"
    """How each of the subjects does."""
    COMPARE = "compare"
    """What a scenario or a package saves, or how the first subject compares with each of the others."""
    SWEEP = "sweep"
    """What comes of every value of a scenario's sweep."""


class AskedDesign(Frozen):
    """How an experiment is to be run; whatever is left out, a scenario may ask for, or else it is as usual.

    Parameters
    ----------
    seed : of all its random numbers
    replications : how many times
    lever_replications : how many of them are run for the lanes between before and after too
    cases : of each lane in each replication, all of them measured; a span of days is run if absent
    starts_on : first day of arrivals
    warm_up_days, window_days, cool_down_days : calendar days not yet measured, measured, and no longer measured
    background : whether lanes that are called have cases of their own as well
    confidence : of every interval
    assume_weekdays : whether years without a published calendar are taken as Monday to Friday
    """

    seed: Annotated[NonNegativeInt, Field(le=2**63 - 1)] = 1
    replications: Replications | None = None
    lever_replications: Replications | None = None
    cases: Annotated[int, Field(ge=1, le=100_000)] | None = None
    starts_on: date | None = None
    warm_up_days: Days | None = None
    window_days: Annotated[Days, Field(ge=1)] | None = None
    cool_down_days: Days | None = None
    background: bool | None = None
    confidence: Annotated[float, Field(gt=0, lt=1)] | None = None
    assume_weekdays: bool = False


class ExperimentRequest(Frozen):
    """An experiment to run.

    Parameters
    ----------
    subjects : ids of lanes, scenarios and packages: those in `lanes` first, then the shipped ones
    lanes : lanes of one's own, each with an id that the subjects name it by
    """

    kind: ExperimentKind
    subjects: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=500)], ...], Field(min_length=1)]
    lanes: tuple[Lane, ...] = ()
    design: AskedDesign = AskedDesign()


def read_lanes(written: Sequence[Mapping[str, JsonValue]]) -> tuple[Lane, ...]:
    """Lanes that came as JSON, checked as if they stood in files.

    Raises
    ------
    InvalidFileError
        With what is wrong with the first lane that is not sound, and where in it.
    """
    return tuple(parse_lane(json.dumps(lane), f"lane {number}") for number, lane in enumerate(written, start=1))


def find_shipped(given: Sequence[Lane]) -> Find:
    """What finds the lanes that came with a request and what is shipped, but never a file."""
    own = {lane.id: lane for lane in given}

    def find(name: str) -> Subject:
        if name in own:
            return own[name]
        known = [*lane_ids(), *shipped_scenarios(), *shipped_packages()]
        if name not in known:
            raise UnknownNameError("lane, scenario or package", name, [*own, *known])
        return find_subject(name)

    return find


def questions_of(request: ExperimentRequest, find: Find) -> tuple[Design, tuple[Question, ...]]:
    """What a request asks, with everything that it names looked up.

    Raises
    ------
    InvalidInputError
        If something is not there or cannot be asked so.
    """
    if len(set(request.subjects)) < len(request.subjects):
        raise InvalidInputError(f"expected every subject once; found {', '.join(request.subjects)}. Leave one out.")
    match request.kind:
        case ExperimentKind.SIMULATE:
            questions = [how_it_does(find(name)) for name in request.subjects]
        case ExperimentKind.COMPARE:
            questions = what_they_save(request.subjects, find)
        case ExperimentKind.SWEEP:
            questions = [what_each_value_does(find(name)) for name in request.subjects]
    alone = find(request.subjects[0]) if len(request.subjects) == 1 else None
    return _design(request.design, alone), tuple(questions)


def usual_kind(subjects: Sequence[Subject]) -> ExperimentKind:
    """What is asked of subjects if nothing is said: how a lane does, what anything else saves."""
    alone = len(subjects) == 1 and isinstance(subjects[0], Lane)
    return ExperimentKind.SIMULATE if alone else ExperimentKind.COMPARE


def _design(asked: AskedDesign, subject: Subject | None) -> Design:
    horizon = None if subject is None or isinstance(subject, Lane) else subject.design
    usual = designed(Design(seed=asked.seed, assume_weekdays=asked.assume_weekdays), horizon)
    given = asked.model_dump(exclude_none=True)
    if asked.replications is not None and asked.lever_replications is None:
        given["lever_replications"] = min(asked.replications, usual.lever_replications)
    try:
        return Design.model_validate(usual.model_dump() | given)
    except ValueError as error:
        raise InvalidInputError(str(error)) from error
