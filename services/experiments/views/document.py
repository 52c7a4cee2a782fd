"""All views of one experiment, with what they rest on: one document."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field, NonNegativeInt

from services.experiments.provenance import Assumption
from services.experiments.request import ExperimentKind
from services.experiments.result import CalendarGround
from services.experiments.views.of_courses import GanttView, UtilisationByHourView, WorkInProgressView
from services.experiments.views.of_lanes import (
    DistributionView,
    KpisView,
    PrecisionView,
    TargetsView,
    WaterfallView,
)
from services.experiments.views.of_steps import BottlenecksView, HeatView, WaitingView
from services.experiments.views.of_studies import (
    LiveAgainstSimulatedView,
    ParetoView,
    SelectionView,
    SensitivityView,
    StaffingView,
    SweepView,
    WarmUpView,
)
from services.experiments.views.shapes import Role, Words
from simulations.experiment import Design
from workflows.definition.provenance import Frozen, Source

View: TypeAlias = Annotated[
    KpisView
    | TargetsView
    | DistributionView
    | WaterfallView
    | BottlenecksView
    | WaitingView
    | HeatView
    | PrecisionView
    | UtilisationByHourView
    | GanttView
    | WorkInProgressView
    | SweepView
    | ParetoView
    | StaffingView
    | SelectionView
    | SensitivityView
    | WarmUpView
    | LiveAgainstSimulatedView,
    Field(discriminator="view"),
]


class ModelShown(Frozen):
    """A model of an experiment.

    Parameters
    ----------
    hash : of the model: lanes that are simulated together
    question : place of the question that it is of, from 0; an experiment on several subjects asks several
    lane, lane_hash : id of the lane in question, and hash of its content
    title : of what it is here: the lane, or the lane after a lever
    beside : ids of lanes that are measured with it
    called : ids of lanes that these open cases of
    """

    hash: str
    question: NonNegativeInt
    role: Role
    lane: str
    lane_hash: str
    title: Words
    beside: tuple[str, ...]
    called: tuple[str, ...]


class Manifest(Frozen):
    """All that it takes to get the same numbers again, and to know what they mean.

    Parameters
    ----------
    versions : name of each part of the program to its version
    interval : how intervals come about
    calendar : which days count as working days
    calendars : hours that the lanes rest on, each once
    sources : how many numbers and steps of the lanes have which source
    """

    seed: NonNegativeInt
    replications: NonNegativeInt
    confidence: float
    interval: Words
    observed: Words
    calendar: Words
    versions: dict[str, str]
    models: tuple[str, ...]
    lane_hashes: tuple[str, ...]
    calendars: tuple[CalendarGround, ...]
    sources: dict[Source, NonNegativeInt]


class ExperimentViews(Frozen):
    """A result in views.

    Parameters
    ----------
    experiment : its id
    title : what was asked, in short
    cautions : what makes all figures look other than they are
    assumptions : of all lanes, each once
    """

    experiment: str
    kind: ExperimentKind
    title: Words
    design: Design
    models: tuple[ModelShown, ...]
    views: tuple[View, ...]
    cautions: tuple[Words, ...]
    assumptions: tuple[Assumption, ...]
    manifest: Manifest
