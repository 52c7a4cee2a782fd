"""The result of an experiment: what a report, its tables and its JSON are all read from."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from pydantic import NonNegativeFloat, NonNegativeInt

from services.experiments.provenance import Assumption, assumptions_of, counts_by_source
from services.experiments.quantity import quantity_of
from simulations.comparison import Comparison
from workflows.definition.lane import Lane
from workflows.definition.limits import critical_path, serial_sum, stage_maxima
from workflows.definition.provenance import Frozen, Provenance, Source, Title
from workflows.levers.catalogue import Lever


class SideName(StrEnum):
    """Which lane of a comparison."""

    BEFORE = "before"
    AFTER = "after"


class Proof(Frozen):
    """An identity rerun: cases that ran on Temporal, rerun on SimPy with nothing changed.

    Parameters
    ----------
    lane : title of the lane
    cases : that ran on Temporal
    events : that they left there, all of them compared
    agreed : events that the rerun gave back exactly
    first_difference : the first event that differs, in words; none if all agreed
    """

    lane: Title
    side: SideName
    cases: NonNegativeInt
    events: NonNegativeInt
    agreed: NonNegativeInt
    first_difference: str | None = None


class Medians(Frozen):
    """Medians of some cases.

    Parameters
    ----------
    processing_time : working days of eight office hours; none if no case was decided
    cycle_time : calendar days; none if no case ended
    """

    processing_time: NonNegativeFloat | None
    cycle_time: NonNegativeFloat | None


class SameCases(Frozen):
    """The very cases that ran on Temporal, and how they fare under the lane after."""

    lane: Title
    cases: NonNegativeInt
    before: Medians
    after: Medians


class StagePaper(Frozen):
    """The longest limit in one stage, in working days."""

    stage: Title
    working_days: NonNegativeInt


class Paper(Frozen):
    """Arithmetic of limits: what published totals come from, and no prediction.

    Parameters
    ----------
    serial : working days, every item after the other
    in_law_order : working days along the longest chain that the law puts one after the other
    stages : what is left of each stage if its items are reviewed together; empty for a lane without stages
    """

    serial: NonNegativeInt
    in_law_order: NonNegativeInt
    stages: tuple[StagePaper, ...] = ()


class LeverGround(Frozen):
    """What a lever changes and the clauses that it comes from."""

    explanation: Title
    clauses: tuple[Provenance, ...]


class CalendarGround(Frozen):
    """A calendar that a lane rests on.

    Parameters
    ----------
    hours : when it is open
    """

    calendar: str
    hours: Title
    provenance: Provenance


class Grounds(Frozen):
    """What one comparison rests on.

    Parameters
    ----------
    scenario : id of the comparison that it belongs to
    lane : title of the lane before
    notes : what the scenario's author wants a reader to know
    levers : one for each lever of the comparison, or none if they are not known
    calendars : of both sides, each once
    sources : how many numbers and steps of both sides have which source
    assumptions : of both sides
    """

    scenario: str
    lane: Title
    notes: Title | None = None
    levers: tuple[LeverGround, ...] = ()
    paper_before: Paper
    paper_after: Paper
    calendars: tuple[CalendarGround, ...]
    sources: dict[Source, NonNegativeInt]
    assumptions: tuple[Assumption, ...]


class DemoResult(Frozen):
    """Everything that was found out.

    Parameters
    ----------
    seed : of the cases that ran on Temporal; each comparison carries the design of its own
    versions : name of each part to its version
    reproduce : the command that gives this result again
    """

    seed: NonNegativeInt
    versions: dict[str, str]
    reproduce: str
    comparisons: tuple[Comparison, ...]
    grounds: tuple[Grounds, ...] = ()
    proofs: tuple[Proof, ...] = ()
    same_cases: tuple[SameCases, ...] = ()

    def grounds_of(self, comparison: Comparison) -> Grounds | None:
        """What a comparison rests on, if it was handed over."""
        return next((grounds for grounds in self.grounds if grounds.scenario == comparison.scenario), None)


def grounds_of(
    scenario: str,
    before: Sequence[Lane],
    after: Sequence[Lane],
    levers: Sequence[Lever] = (),
    notes: Title | None = None,
) -> Grounds:
    """Collect what a comparison rests on.

    Parameters
    ----------
    before, after : the lane, then the lanes that it calls
    levers : of the scenario, in order
    """
    lanes = (*before, *after)
    calendars = {(id_, calendar) for lane in lanes for id_, calendar in lane.calendars.items()}
    return Grounds(
        scenario=scenario,
        lane=before[0].title,
        notes=notes,
        levers=tuple(LeverGround(explanation=lever.explanation, clauses=lever.clauses) for lever in levers),
        paper_before=_paper(before[0]),
        paper_after=_paper(after[0]),
        calendars=tuple(
            CalendarGround(calendar=id_, hours=quantity_of(calendar), provenance=calendar.provenance)
            for id_, calendar in sorted(calendars, key=lambda pair: (pair[0], pair[1].model_dump_json()))
        ),
        sources=counts_by_source(lanes),
        assumptions=assumptions_of(lanes),
    )


def _paper(lane: Lane) -> Paper:
    return Paper(
        serial=serial_sum(lane),
        in_law_order=critical_path(lane),
        stages=tuple(
            StagePaper(stage=lane.stages[stage], working_days=days) for stage, days in stage_maxima(lane).items()
        ),
    )
