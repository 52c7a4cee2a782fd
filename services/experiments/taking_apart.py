"""Reforms taken apart into those who are introduced, and put together again with some of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby
from typing import TypeAlias

from services.experiments.forms import TakenApart
from services.experiments.questions import together
from services.experiments.subjects import Subject, scenarios_of
from simulations.attribution.coalitions import Player, Reform
from simulations.experiment import Model
from simulations.members import with_members
from simulations.trade_off import Build
from simulations.trade_off import Lever as OfferedLever
from workflows.definition.lane import Lane
from workflows.errors import InvalidInputError, LeverRefusedError, UnknownNameError
from workflows.levers.catalogue import Lever
from workflows.levers.overrides import Overrides
from workflows.levers.package import Package, Principle, joint_scenario, principle_of
from workflows.levers.rewriting import revised
from workflows.levers.scenario import LaneOf, Scenario, base_lane, lanes_after, lanes_before
from workflows.levers.together import apply_together

Lanes: TypeAlias = tuple[Lane, ...]
"""The lane in question, and those beside it."""

Use: TypeAlias = tuple[int, Lever]
"""The place of a lane, and a lever that is applied to it."""


def taken_apart(subject: Subject, lane_of: LaneOf = base_lane) -> TakenApart:
    """A scenario or a package, with the lanes that it begins from and those who are introduced.

    Parameters
    ----------
    lane_of : which lanes a scenario means by its bases

    Raises
    ------
    InvalidInputError
        If it is a lane, or has no levers.
    """
    if isinstance(subject, Lane):
        raise InvalidInputError(
            f"expected a scenario or a package, whose levers save something; found lane {subject.id!r}. "
            "Name a scenario."
        )
    scenario = joint_scenario(subject, scenarios_of(subject)) if isinstance(subject, Package) else subject
    uses = _uses_of(scenario)
    if not uses:
        raise InvalidInputError(f"scenario {scenario.id!r} has no levers: nothing is saved that could be attributed")
    lanes = lanes_before(scenario, lane_of)
    if not isinstance(subject, Package):
        players = [*_own_levers(uses), *_reforms_of_lanes(lanes, uses, first=1)]
    elif subject.principles:
        players = _under_principles(uses, subject.principles)
    else:
        players = _reforms_of_lanes(lanes, uses, first=0)
    return _with_its_lanes(scenario, players, lane_of)


def reform_of(apart: TakenApart) -> Reform[Lanes]:
    """What the levers of a reform make of its lanes, whichever of them are introduced."""
    scenario = apart.scenario
    return Reform(
        scenario.id,
        scenario.title,
        lanes_before(scenario, _lane_of(apart)),
        [_introduced(use, scenario.overrides) for use in _uses_of(scenario)],
        apart.players,
        partial(_together, scenario.overrides),
    )


def buildable(model: Model, apart: TakenApart | None) -> tuple[Build, tuple[OfferedLever, ...]]:
    """What makes lanes of a choice of staff and levers, and the levers that there are to choose.

    Parameters
    ----------
    model : whose staff is varied, if no levers are
    apart : whose levers may be introduced or not
    """
    if apart is None:
        return lambda members, _: with_members(model, members), ()
    scenario = apart.scenario

    def build(members: dict[str, int], places: tuple[int, ...]) -> Model | None:
        chosen = revised(scenario, levers=tuple(scenario.levers[place] for place in places), sweep=None)
        try:
            return with_members(together(lanes_after(chosen, _lane_of(apart)), scenario.overrides), members)
        except (LeverRefusedError, UnknownNameError):
            # A lever that stands on another one, or a pool that only a lever brings: this cannot be chosen.
            return None

    return build, tuple(OfferedLever(lever=lever.lever, called=lever.called) for lever in scenario.levers)


def _with_its_lanes(scenario: Scenario, players: Iterable[Player], lane_of: LaneOf) -> TakenApart:
    bases = (scenario.base, *(lane.base for lane in scenario.beside))
    beside = tuple(revised(lane, base=str(place)) for place, lane in enumerate(scenario.beside, start=1))
    named = revised(scenario, base="0", beside=beside)
    # Neither is part of what is run: the design has taken what the one asks for, and the other is for readers.
    named = revised(named, design=None, notes=None, sweep=None)
    return TakenApart(scenario=named, lanes=tuple(map(lane_of, bases)), players=tuple(players))


def _lane_of(apart: TakenApart) -> Callable[[str], Lane]:
    return lambda base: apart.lanes[int(base)]


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


def _reforms_of_lanes(lanes: Lanes, uses: Sequence[Use], first: int) -> list[Player]:
    """The reform of each lane as one, from a place on."""
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
