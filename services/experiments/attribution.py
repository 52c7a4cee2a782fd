"""What each lever of a scenario, or each principle of a package, saves; and what is still missing to the target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from functools import partial
from itertools import groupby
from typing import TypeAlias

from services.experiments.questions import together
from services.experiments.simulating import Progress
from services.experiments.subjects import find_subject, scenarios_of
from simulations.attribution.attribution import Attribution, attribute
from simulations.attribution.changes import other_levers
from simulations.attribution.coalitions import Player, Reform
from simulations.attribution.limit_gap import Effort, LimitGap, limit_gap
from simulations.comparison import aim_of
from simulations.experiment import Design, Model
from workflows.definition.lane import Lane
from workflows.definition.provenance import Frozen
from workflows.errors import InvalidInputError
from workflows.levers.catalogue import Lever
from workflows.levers.overrides import Overrides
from workflows.levers.package import Package, Principle, joint_scenario, principle_of
from workflows.levers.scenario import Scenario, lanes_before
from workflows.levers.together import apply_together

Lanes: TypeAlias = tuple[Lane, ...]
"""The lane in question, and those beside it."""

Use: TypeAlias = tuple[int, Lever]
"""The place of a lane, and a lever that is applied to it."""


class Attributed(Frozen):
    """What a reform saves, by lever, and what is missing afterwards.

    Parameters
    ----------
    applied : how many levers the lane in question came out of
    gap : to the figure that the lane in question aims at; none if none was published
    """

    attribution: Attribution
    applied: int
    gap: LimitGap | None


def attribute_named(
    name: str,
    design: Design,
    orders: int,
    executor: Executor | None = None,
    progress: Progress = lambda done, of: None,
    effort: Effort | None = None,
) -> Attributed:
    """Attribute what the scenario or package of that name, or in that file, saves.

    Parameters
    ----------
    orders : how many orders of introduction are drawn, if there are too many to take all
    executor : where replications run; in this process if there is none
    progress : told how many replications of combinations are done; the search for the gap comes after that
    effort : how much is tried to close the gap

    Raises
    ------
    InvalidInputError
        If it is a lane, or has no levers, or is not found.
    """
    reform = reform_of(name)
    attribution = attribute(reform, design, orders, executor, progress)
    after = reform.model(reform.everybody)
    return Attributed(
        attribution=attribution,
        applied=len(after.lane.levers) - len(reform.model(0).lane.levers),
        gap=_gap(after, design, effort or Effort(), executor),
    )


def reform_of(name: str) -> Reform[Lanes]:
    """The scenario or package of that name, taken apart into those who are introduced.

    Raises
    ------
    InvalidInputError
        If it is a lane, or has no levers, or is not found.
    """
    subject = find_subject(name)
    if isinstance(subject, Lane):
        raise InvalidInputError(
            f"expected a scenario or a package, whose levers save something; found lane {subject.id!r}. "
            "Name a scenario."
        )
    scenario = joint_scenario(subject, scenarios_of(subject)) if isinstance(subject, Package) else subject
    uses = _uses_of(scenario)
    if not uses:
        raise InvalidInputError(f"scenario {scenario.id!r} has no levers: nothing is saved that could be attributed")
    if not isinstance(subject, Package):
        players = [*_own_levers(uses), *_reforms_of_lanes(scenario, uses, first=1)]
    elif subject.principles:
        players = _under_principles(uses, subject.principles)
    else:
        players = _reforms_of_lanes(scenario, uses, first=0)
    return Reform(
        scenario.id,
        scenario.title,
        lanes_before(scenario),
        [_introduced(use, scenario.overrides) for use in uses],
        players,
        partial(_together, scenario.overrides),
    )


def _gap(after: Model, design: Design, effort: Effort, executor: Executor | None) -> LimitGap | None:
    aim = aim_of(after.lane.limits, after.lane.targets)
    if aim is None:
        return None
    levers, untried = other_levers(after.lane)
    return limit_gap(after, aim, levers, untried, design, effort, executor)


def _together(overrides: Overrides, lanes: Lanes) -> Model:
    return together(lanes, overrides)


def _introduced(use: Use, overrides: Overrides) -> Callable[[Lanes], Lanes]:
    at, lever = use
    return lambda lanes: apply_together(lever, lanes, at, overrides)


def _uses_of(scenario: Scenario) -> list[Use]:
    own = [(0, lever) for lever in scenario.levers]
    return own + [(at, lever) for at, lane in enumerate(scenario.beside, start=1) for lever in lane.levers]


def _own_levers(uses: Sequence[Use]) -> list[Player]:
    """The levers of the lane in question; uses of one that follow each other are introduced together."""
    own = ((place, lever) for place, (at, lever) in enumerate(uses) if at == 0)
    players = []
    for id_, group in groupby(own, key=lambda use: use[1].lever):
        same = list(group)
        lever = same[-1][1]
        called = lever.called if len(same) == 1 else lever.title
        players.append(Player(id_, called, tuple(place for place, _ in same)))
    return players


def _reforms_of_lanes(scenario: Scenario, uses: Sequence[Use], first: int) -> list[Player]:
    """The reform of each lane as one, from a place on."""
    lanes = lanes_before(scenario)
    players = []
    for number, lane in enumerate(lanes[first:], start=first):
        own = tuple(place for place, (at, _) in enumerate(uses) if at == number)
        if own:
            players.append(Player(lane.id, lane.title, own))
    return players


def _under_principles(uses: Sequence[Use], principles: Iterable[Principle]) -> list[Player]:
    """The principles under which levers stand; one without any introduces nothing."""
    known = tuple(principles)
    by_principle = [principle_of(lever, known) for _, lever in uses]
    return [
        Player(principle.id, principle.title, own)
        for number, principle in enumerate(known)
        if (own := tuple(place for place, of in enumerate(by_principle) if of == number))
    ]
