"""What designers send and are sent."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, JsonValue, NonNegativeInt

from services.api.moments import MomentOut
from services.experiments.asked import (
    AskedAttribution,
    AskedPrecision,
    AskedSelection,
    AskedSensitivity,
    AskedStaffing,
    AskedTrace,
    AskedTradeOff,
)
from services.experiments.request import AskedDesign, ExperimentKind, ExperimentRequest, read_lanes, read_scenarios
from services.store.experiments import ExperimentRecord, ExperimentStage, Place, Progress
from workflows.definition.provenance import Frozen


class NewExperiment(Frozen):
    """An experiment to run.

    Parameters
    ----------
    subjects : ids of lanes, scenarios and packages: those in `lanes` and `scenarios` first, then the shipped ones
    lanes : lanes of one's own, each as `GET /lanes/{lane}` shows one or as a lane file has it
    scenarios : reforms of one's own, each as `GET /scenarios/{scenario}` shows one or as a scenario file has it; their
        `base` is the id of one of `lanes`, or of a shipped lane or scenario
    attribute, select, staff, sensitivity, pareto, trace : what that kind has to be told, and no other kind
    precision : until when `simulate` and `compare` are replicated, instead of `design.replications` times
    requested_by : with whose other experiments this one shares the workers' time: whoever sends it, unless an operator
        names somebody else; no part of what identifies it
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"kind": "compare", "subjects": ["business_setup_after"], "design": {"replications": 20, "seed": 1}},
                {
                    "kind": "simulate",
                    "subjects": ["property_registration"],
                    "design": {"cases": 200, "replications": 10},
                },
                {
                    "kind": "staff",
                    "subjects": ["property_registration"],
                    "staff": {"pools": ["registry_window=1..3"], "goal": "processing_time.p90<=40"},
                },
                {
                    "kind": "trace",
                    "subjects": ["property_registration_after"],
                    "design": {"replications": 5},
                    "trace": {"shares": [0.5, 0.9], "cases": [17]},
                },
            ]
        }
    )

    kind: ExperimentKind
    subjects: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=200)], ...], Field(min_length=1, max_length=10)
    ]
    lanes: Annotated[tuple[dict[str, JsonValue], ...], Field(max_length=10)] = ()
    scenarios: Annotated[tuple[dict[str, JsonValue], ...], Field(max_length=10)] = ()
    design: AskedDesign = AskedDesign()
    attribute: AskedAttribution | None = None
    select: AskedSelection | None = None
    staff: AskedStaffing | None = None
    sensitivity: AskedSensitivity | None = None
    pareto: AskedTradeOff | None = None
    trace: AskedTrace | None = None
    precision: AskedPrecision | None = None
    requested_by: Annotated[str, Field(max_length=64)] = ""

    @property
    def request(self) -> ExperimentRequest:
        """What identifies the experiment.

        Raises
        ------
        InvalidFileError
            If a lane that came with it is not sound, or a scenario cannot be carried out.
        """
        lanes = read_lanes(self.lanes)
        return ExperimentRequest(
            kind=self.kind,
            subjects=self.subjects,
            lanes=lanes,
            scenarios=read_scenarios(self.scenarios, lanes),
            design=self.design,
            attribute=self.attribute,
            select=self.select,
            staff=self.staff,
            sensitivity=self.sensitivity,
            pareto=self.pareto,
            trace=self.trace,
            precision=self.precision,
        )


class Amount(Frozen):
    """How much of an experiment there is, or is to be."""

    batches: NonNegativeInt
    replications: NonNegativeInt


class ExperimentView(Frozen):
    """Where an experiment is.

    Parameters
    ----------
    id : hash of all that its result depends on
    place : where it was last asked to run
    reason : why it failed
    done, of : how much of it is there, and how much it takes as far as is known: whoever searches learns it on the way
    result : address of the result; none while there is none
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "5b1f0c3a9d7e4a6f8c2b1d0e9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a",
                    "kind": "compare",
                    "stage": "open",
                    "place": "temporal",
                    "reason": "",
                    "done": {"batches": 3, "replications": 15},
                    "of": {"batches": 8, "replications": 40},
                    "asked_at": "2026-03-02T09:30:00.000+08:00",
                    "ended_at": None,
                    "result": None,
                }
            ]
        }
    )

    id: str
    kind: ExperimentKind
    stage: ExperimentStage
    place: Place
    reason: str
    done: Amount
    of: Amount
    asked_at: MomentOut
    ended_at: MomentOut | None
    result: str | None


class ExperimentsPage(Frozen):
    """Experiments, the one that was asked for last first.

    Parameters
    ----------
    next : the `cursor` that gives the next page; none at the end
    """

    experiments: tuple[ExperimentView, ...]
    next: str | None


def shown_experiment(record: ExperimentRecord, progress: Progress) -> ExperimentView:
    """An experiment as designers see it."""
    return ExperimentView(
        id=record.id,
        kind=ExperimentKind(record.kind),
        stage=record.stage,
        place=record.place,
        reason=record.reason,
        done=Amount(batches=progress.batches, replications=progress.replications),
        of=Amount(batches=record.batches, replications=record.replications),
        asked_at=record.asked_at,
        ended_at=record.ended_at,
        result=f"/experiments/{record.id}/result" if record.stage is ExperimentStage.DONE else None,
    )
