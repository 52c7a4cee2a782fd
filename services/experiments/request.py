"""What is asked of an experiment: which lanes, how they are run, and what is to be found out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Final, TypeVar

from pydantic import Field, JsonValue, NonNegativeInt

from services.experiments.asked import (
    AskedAttribution,
    AskedPrecision,
    AskedSelection,
    AskedSensitivity,
    AskedStaffing,
    AskedTrace,
    AskedTradeOff,
    Replications,
)
from services.experiments.forms import Question
from services.experiments.questions import Find, Origin, how_it_does, how_it_goes, what_each_value_does, what_they_save
from services.experiments.simulating import designed
from services.experiments.studies import (
    how_long_to_warm_up,
    how_many_people,
    selection_wanted,
    what_each_lever_saves,
    what_moves_it,
    what_shorter_costs,
    which_is_best,
)
from services.experiments.subjects import Subject, find_subject
from simulations.experiment import Design
from simulations.precise import Precise
from workflows.definition.catalogue import lane_ids
from workflows.definition.lane import Lane
from workflows.definition.loading import parse_lane, parse_model
from workflows.definition.provenance import Frozen
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.levers.checking import check_scenario
from workflows.levers.package import shipped_packages
from workflows.levers.scenario import LaneOf, Scenario, base_lane, shipped_scenarios

_YEARS: Final = 10
_MOST_TRACED: Final = 200
"""What is kept of each is up to 50 kB, and whoever answers reads all of it at once."""
Days = Annotated[int, Field(ge=0, le=_YEARS * 366)]


class ExperimentKind(StrEnum):
    """What is to be found out."""

    SIMULATE = "simulate"
    """How each of the subjects does."""
    COMPARE = "compare"
    """What a scenario or a package saves, or how the first subject compares with each of the others."""
    SWEEP = "sweep"
    """What comes of every value of a scenario's sweep."""
    ATTRIBUTE = "attribute"
    """What each lever of a scenario saves, or each principle of a package, and what is missing to the target."""
    SELECT = "select"
    """Which of the subjects is the best."""
    STAFF = "staff"
    """How many people a goal takes."""
    SENSITIVITY = "sensitivity"
    """Which numbers of a lane move a figure."""
    PARETO = "pareto"
    """What a shorter time costs."""
    WARM_UP = "warm-up"
    """How long a lane takes from empty until it is what it usually is."""
    TRACE = "trace"
    """What a lane looks like from near, or a lane before and after: hours of the week, days, single cases."""


class AskedDesign(Frozen):
    """How an experiment is to be run; whatever is left out, a scenario may ask for, or else it is as usual.

    Parameters
    ----------
    seed : of all its random numbers
    replications : how many times
    lever_replications : how many of them are run for the lanes between before and after too; 0: only the whole is told
    cases : of each lane in each replication, all of them measured; a span of days is run if absent
    starts_on : first day of arrivals
    warm_up_days, window_days, cool_down_days : calendar days not yet measured, measured, and no longer measured
    background : whether lanes that are called have cases of their own as well
    confidence : of every interval
    assume_weekdays : whether years without a published calendar are taken as Monday to Friday
    """

    seed: Annotated[NonNegativeInt, Field(le=2**63 - 1)] = 1
    replications: Replications | None = None
    lever_replications: Annotated[int, Field(ge=0, le=10_000)] | None = None
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
    subjects : ids of lanes, scenarios and packages: those in `lanes` and `scenarios` first, then the shipped ones
    lanes : lanes of one's own, each with an id that the subjects name it by
    scenarios : reforms of one's own; their bases are ids of those lanes first, then of shipped lanes and scenarios
    attribute, select, staff, sensitivity, pareto, trace : what that kind has to be told, and no other kind
    precision : until when `simulate` and `compare` are replicated
    """

    kind: ExperimentKind
    subjects: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=500)], ...], Field(min_length=1)]
    lanes: tuple[Lane, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    design: AskedDesign = AskedDesign()
    attribute: AskedAttribution | None = None
    select: AskedSelection | None = None
    staff: AskedStaffing | None = None
    sensitivity: AskedSensitivity | None = None
    pareto: AskedTradeOff | None = None
    trace: AskedTrace | None = None
    precision: AskedPrecision | None = None


def read_lanes(written: Sequence[Mapping[str, JsonValue]]) -> tuple[Lane, ...]:
    """Lanes that came as JSON, checked as if they stood in files.

    Raises
    ------
    InvalidFileError
        With what is wrong with the first lane that is not sound, and where in it.
    """
    # Characters stay as they are: escaped, half of one could pass for a whole one.
    texts = (json.dumps(lane, ensure_ascii=False) for lane in written)
    return tuple(parse_lane(text, f"lane {number}") for number, text in enumerate(texts, start=1))


def read_scenarios(written: Sequence[Mapping[str, JsonValue]], given: Sequence[Lane]) -> tuple[Scenario, ...]:
    """Scenarios that came as JSON, carried out once to see that they can be.

    Parameters
    ----------
    given : lanes that came with them

    Raises
    ------
    InvalidFileError
        With what is wrong with the first one that cannot be carried out, and where in it.
    """
    lane_of, scenarios = given_or_shipped(given), []
    for number, scenario in enumerate(written, start=1):
        loaded = parse_model(json.dumps(scenario, ensure_ascii=False), f"scenario {number}", Scenario)
        check_scenario(loaded, lane_of)
        scenarios.append(loaded.model)
    return tuple(scenarios)


def given_or_shipped(given: Sequence[Lane]) -> LaneOf:
    """What bases of scenarios that came with a request mean: lanes beside them, or what is shipped; never a file."""
    own = {lane.id: lane for lane in given}

    def lane_of(name: str) -> Lane:
        if name in own:
            return own[name]
        known = (*lane_ids(), *shipped_scenarios())
        if name not in known:
            raise UnknownNameError("lane or scenario", name, (*own, *known))
        return base_lane(name)

    return lane_of


def origin_of(request: ExperimentRequest) -> Origin:
    """Which lanes the scenarios of a request mean: those that came with it may mean lanes that did."""
    lane_of = given_or_shipped(request.lanes)
    return lambda subject: lane_of if any(subject is own for own in request.scenarios) else base_lane


def find_shipped(given: Sequence[Lane], scenarios: Sequence[Scenario] = ()) -> Find:
    """What finds the lanes and scenarios that came with a request and what is shipped, but never a file."""
    own: dict[str, Subject] = {}
    own |= {scenario.id: scenario for scenario in scenarios}
    own |= {lane.id: lane for lane in given}

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
    _check_own(request)
    _check_told(request)
    alone_or_first = len(request.subjects) == 1 or request.kind is ExperimentKind.SELECT
    designed_by = find(request.subjects[0]) if alone_or_first else None
    design = _design(request, designed_by)
    if request.kind is ExperimentKind.TRACE and design.replications > _MOST_TRACED:
        raise InvalidInputError(
            f"expected at most {_MOST_TRACED} replications to look at from near; found {design.replications}. "
            "Ask for fewer; figures of many replications are those of kind simulate or compare."
        )
    return design, _questions(request, design, find)


def _check_own(request: ExperimentRequest) -> None:
    ids = [*(lane.id for lane in request.lanes), *(scenario.id for scenario in request.scenarios)]
    if twice := next((id_ for id_ in ids if ids.count(id_) > 1), None):
        raise InvalidInputError(
            f"expected lanes and scenarios of one's own with an id each; found {twice!r} twice. Rename one of them."
        )


def precision_of(request: ExperimentRequest, design: Design) -> Precise | None:
    """How well figures are to be known, if that is what the replications are for."""
    return None if request.precision is None else request.precision.precise(design.confidence)


def _questions(request: ExperimentRequest, design: Design, find: Find) -> tuple[Question, ...]:
    subjects = [(name, find(name)) for name in request.subjects]
    origin = origin_of(request)
    match request.kind:
        case ExperimentKind.SIMULATE:
            return tuple(how_it_does(subject, origin(subject)) for _, subject in subjects)
        case ExperimentKind.COMPARE:
            return tuple(what_they_save(request.subjects, find, origin))
        case ExperimentKind.SWEEP:
            return tuple(what_each_value_does(subject, origin(subject)) for _, subject in subjects)
        case ExperimentKind.ATTRIBUTE:
            orders = (request.attribute or AskedAttribution()).orders
            return tuple(what_each_lever_saves(subject, orders, origin(subject)) for _, subject in subjects)
        case ExperimentKind.SELECT:
            asked = _told(request.select, request.kind)
            wanted = selection_wanted(asked.indifference, design.confidence, asked.first, asked.most)
            return (which_is_best(subjects, asked.kpi, wanted, origin),)
        case ExperimentKind.TRACE:
            drawn = request.trace or AskedTrace()
            return (how_it_goes(request.subjects, drawn.shares, drawn.cases, find, origin),)
        case ExperimentKind.WARM_UP:
            return tuple(how_long_to_warm_up(subject, origin(subject)) for _, subject in subjects)
        case _:
            return tuple(_about_numbers(request, subject, origin(subject)) for _, subject in subjects)


def _about_numbers(request: ExperimentRequest, subject: Subject, lane_of: LaneOf) -> Question:
    """A question that varies people or other numbers of a lane."""
    if request.kind is ExperimentKind.STAFF:
        staff = _told(request.staff, request.kind)
        return how_many_people(subject, staff.pools, staff.goal, staff.most, lane_of)
    if request.kind is ExperimentKind.SENSITIVITY:
        varied = _told(request.sensitivity, request.kind)
        return what_moves_it(subject, varied.inputs, varied.kpi, varied.method, varied.size, lane_of)
    asked = _told(request.pareto, request.kind)
    return what_shorter_costs(subject, asked.pools, asked.kpi, asked.trials, lane_of, with_levers=asked.levers)


_Told = TypeVar("_Told")
_TOLD: Final = {
    "attribute": {ExperimentKind.ATTRIBUTE},
    "select": {ExperimentKind.SELECT},
    "staff": {ExperimentKind.STAFF},
    "sensitivity": {ExperimentKind.SENSITIVITY},
    "pareto": {ExperimentKind.PARETO},
    "trace": {ExperimentKind.TRACE},
    "precision": {ExperimentKind.SIMULATE, ExperimentKind.COMPARE},
}
"""Field to the kinds that it tells something."""


def _check_told(request: ExperimentRequest) -> None:
    for name, kinds in _TOLD.items():
        if getattr(request, name) is not None and request.kind not in kinds:
            raise InvalidInputError(
                f"expected {name!r} with kind {' or '.join(sorted(kinds))} only; found it with kind {request.kind}. "
                f"Leave {name!r} out, or ask for another kind."
            )
    if request.precision is not None and request.kind is ExperimentKind.SIMULATE and len(request.subjects) > 1:
        raise InvalidInputError(
            f"expected one subject to simulate to a precision; found {len(request.subjects)}. Ask for one at a time."
        )
    if request.precision is not None and request.design.replications is not None:
        raise InvalidInputError(
            "expected replications or a precision; found both. Say how many at most with precision's own most."
        )


def _told(found: _Told | None, kind: ExperimentKind) -> _Told:
    if found is None:
        raise InvalidInputError(f"expected {kind.value!r}, which says what is asked; found nothing. Add it.")
    return found


def usual_kind(subjects: Sequence[Subject]) -> ExperimentKind:
    """What is asked of subjects if nothing is said: how a lane does, what anything else saves."""
    alone = len(subjects) == 1 and isinstance(subjects[0], Lane)
    return ExperimentKind.SIMULATE if alone else ExperimentKind.COMPARE


_USUAL_REPLICATIONS: Final = MappingProxyType(
    {
        ExperimentKind.STAFF: 10,
        ExperimentKind.SENSITIVITY: 5,
        ExperimentKind.PARETO: 10,
        ExperimentKind.WARM_UP: 20,
        ExperimentKind.TRACE: 10,
    }
)
"""Of kinds that simulate many lanes, or look at none twice: whatever a scenario asks for."""


def _design(request: ExperimentRequest, subject: Subject | None) -> Design:
    asked = request.design
    horizon = None if subject is None or isinstance(subject, Lane) else subject.design
    usual = designed(Design(seed=asked.seed, assume_weekdays=asked.assume_weekdays), horizon)
    given = asked.model_dump(exclude_none=True)
    replications = asked.replications or _USUAL_REPLICATIONS.get(request.kind)
    if replications is not None:
        given["replications"] = replications
        given.setdefault("lever_replications", min(replications, usual.lever_replications))
    try:
        return Design.model_validate(usual.model_dump() | given)
    except ValueError as error:
        raise InvalidInputError(str(error)) from error
