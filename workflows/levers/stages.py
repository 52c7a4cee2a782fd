"""From before to after in stages, each with all lanes as it leaves them: what a waterfall is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from workflows.definition.lane import Lane
from workflows.definition.places import Places
from workflows.definition.provenance import Title
from workflows.errors import InvalidInputError
from workflows.levers.misfits import at_place
from workflows.levers.package import Principle, under_principles
from workflows.levers.scenario import (
    LaneOf,
    Scenario,
    base_lane,
    lanes_after,
    lanes_before,
    lanes_beside,
    lanes_between,
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a reform.

    Attributes
    ----------
    id : of the lever, of the lane beside whose reform it is, or of the principle
    lanes : the lane that is compared and those beside it, as this stage and those before it leave them
    """

    id: str
    called: Title
    lanes: tuple[Lane, ...]


def stages_of(scenario: Scenario, lane_of: LaneOf = base_lane) -> tuple[Stage, ...]:
    """The levers of the lane that is compared, one after the other, then the reform of each lane beside it.

    Uses of one lever after another are one stage: nobody introduces half of a one-window intake.

    Raises
    ------
    InvalidInputError
        If there is none: before and after are the same.
    """
    between = lanes_between(scenario, lane_of)
    stages = []
    for id_, group in groupby(between, key=lambda step: step[0].lever):
        uses = list(group)
        lever, lanes = uses[-1]
        stages.append(Stage(id_, lever.called if len(uses) == 1 else lever.title, lanes))
    own = between[-1][1] if between else lanes_before(scenario, lane_of)
    reformed = [number for number, lane in enumerate(scenario.beside, start=1) if lane.levers]
    for number, lanes in zip(reformed, lanes_beside(scenario, own), strict=True):
        stages.append(Stage(lanes[number].id, lanes[number].title, lanes))
    if not stages:
        raise _nothing_to_compare(scenario)
    return tuple(stages)


def _nothing_to_compare(scenario: Scenario) -> InvalidInputError:
    return InvalidInputError(f"scenario {scenario.id!r} has no levers: before and after are the same")


def lane_stages(scenario: Scenario, lane_of: LaneOf = base_lane) -> tuple[Stage, ...]:
    """The whole reform of one lane after the other, for a package without principles.

    Raises
    ------
    InvalidInputError
        If there is none: before and after are the same.
    """
    between = lanes_between(scenario, lane_of)
    own = between[-1][1] if between else lanes_before(scenario, lane_of)
    numbers = [0] if between else []
    numbers += [number for number, lane in enumerate(scenario.beside, start=1) if lane.levers]
    series = ([own] if between else []) + list(lanes_beside(scenario, own))
    if not series:
        raise _nothing_to_compare(scenario)
    return tuple(
        Stage(lanes[number].id, lanes[number].title, lanes) for number, lanes in zip(numbers, series, strict=True)
    )


def principle_stages(
    scenario: Scenario, principles: Sequence[Principle], lane_of: LaneOf = base_lane, places: Places | None = None
) -> tuple[Stage, ...]:
    """The principles of a package, one after the other; within one, lane by lane in the order of the levers.

    Parameters
    ----------
    scenario : the package as one
    places : of the package's file

    Raises
    ------
    InvalidInputError
        If a lever stands under no principle, or needs one that a later principle introduces.
    """
    stages = []
    for count, principle in enumerate(principles, start=1):
        with at_place(places, "principles", count - 1):
            part = under_principles(scenario, principles, count)
            stages.append(Stage(principle.id, principle.title, lanes_after(part, lane_of)))
    return tuple(stages)
