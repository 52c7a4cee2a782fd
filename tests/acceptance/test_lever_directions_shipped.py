"""In some shipped scenario that uses it, a lever moves what it says it moves, with the parameters that it has there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

import pytest

from tests.acceptance.directions import changed_by
from workflows.definition.lane import Lane
from workflows.levers.catalogue import LEVERS
from workflows.levers.lever import Direction
from workflows.levers.scenario import base_lane, before, shipped_scenarios, steps_of

CASES, MANY = 120, 1_500
"""Cases of a replication; many where what changes happens to one case in fifty."""
OTHERWISE: Final[Mapping[str, Mapping[str, Direction]]] = {"devolve_to_county": {"cycle_time.mean": Direction.DOWN}}
"""What moves where a scenario shows a lever at its beginning: people in training have queues of their own."""
RARE: Final = frozenset({"credit_gate", "devolve_to_county"})
MOVING: Final = sorted(kind for kind, lever in LEVERS.items() if lever.moves)


@cache
def uses() -> Mapping[str, Sequence[tuple[Lane, Lane]]]:
    """The lanes before and after each use of a lever, short lanes first; also of what a scenario has on both sides."""
    found: dict[str, list[tuple[Lane, Lane]]] = defaultdict(list)
    for scenario in shipped_scenarios().values():
        lane = base_lane(scenario.base)
        for lever in scenario.scope:
            scoped = lever.apply(lane)
            found[lever.lever].append((lane, scoped))
            lane = scoped
        lane = before(scenario)
        for lever, later in steps_of(scenario):
            found[lever.lever].append((lane, later))
            lane = later
    return {kind: sorted(lanes, key=lambda pair: len(pair[0].steps)) for kind, lanes in found.items()}


def goes(kpi: str, direction: Direction, old: Lane, new: Lane, cases: int) -> bool:
    difference = changed_by(kpi, old, new, cases)
    return difference.excludes_zero and (difference.mean > 0) == (direction is Direction.UP)


@pytest.mark.parametrize("kind", MOVING)
def test_a_lever_moves_what_it_says_in_a_scenario_that_uses_it(kind: str) -> None:
    moves = OTHERWISE.get(kind, LEVERS[kind].moves)
    cases = MANY if kind in RARE else CASES
    assert any(all(goes(kpi, way, *lanes, cases) for kpi, way in moves.items()) for lanes in uses()[kind])


def test_every_lever_is_used_by_a_shipped_scenario() -> None:
    assert sorted(uses()) == sorted(LEVERS)
