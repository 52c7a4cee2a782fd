"""In some shipped scenario that uses it, a lever moves what it says it moves, with the parameters that it has there.

What some levers move depends on their parameters or on the class of a case, so they declare no figure. These move here
what their explanation says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from statistics import fmean
from typing import Final

import pytest

from simulations.run import Replication, simulate
from simulations.statistics.intervals import paired_interval
from tests.acceptance.directions import REPLICATIONS, SEED, STARTS_ON, changed_by, observed
from workflows.definition.catalogue import shipped_lane, with_called_lanes
from workflows.definition.lane import Lane
from workflows.events.event import EventKind
from workflows.events.log import EventLog
from workflows.instants import start_of
from workflows.interpreter.plan import plan_of
from workflows.levers.catalogue import LEVERS
from workflows.levers.lever import Direction
from workflows.levers.scenario import base_lane, before, shipped_scenarios, steps_of
from workflows.working_time.state_council import WorkingDays

CASES, MANY = 120, 1_500
"""Cases of a replication; many where what changes happens to one case in fifty."""
MORE_HANDS: Final[Mapping[str, str]] = {
    "agent_staffing": "holding.queueing",
    "change_hours": "holding.off_duty",
    "change_staff": "holding.queueing",
}
"""Levers about how many people work and when, and what falls where they are more or work longer."""
OF_CLASSES: Final = {"green_channel"}
OF_OTHERS: Final = {"split_supervision"}
"""Nothing changes for the applicant; somebody else has more to do."""
NO_REFORM: Final = {"end_at"}
"""It says how much of a lane is looked at, on both sides of a comparison, and changes nobody's work."""
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


def travelled(lane: Lane, number: int) -> EventLog:
    """What happened in one replication of a lane that calls no other."""
    plans = {lane.id: plan_of(lane, range(STARTS_ON.year - 1, STARTS_ON.year + 10), WorkingDays())}
    return simulate(plans, Replication(seed=SEED, number=number, start_at=start_of(STARTS_ON), cases=CASES)).log


def cycle_times(log: EventLog) -> dict[str, int]:
    """Case to milliseconds from its submission to its end."""
    return {case: events[-1].at - events[0].at for case, events in log.by_case().items()}


@pytest.mark.parametrize("kind", MOVING)
def test_a_lever_moves_what_it_says_in_a_scenario_that_uses_it(kind: str) -> None:
    moves = LEVERS[kind].moves
    cases = MANY if kind in RARE else CASES
    assert any(all(goes(kpi, way, *lanes, cases) for kpi, way in moves.items()) for lanes in uses()[kind])


@pytest.mark.parametrize("kind", sorted(MORE_HANDS))
def test_more_hands_or_hours_leave_less_waiting_and_each_of_them_less_busy(kind: str) -> None:
    shown = [lanes for lanes in uses()[kind] if goes(MORE_HANDS[kind], Direction.DOWN, *lanes, CASES)]
    assert shown
    for old, new in shown:
        [changed] = [id_ for id_ in old.pools if old.pools[id_] != new.pools[id_]]
        for without, given in zip(observed(old, CASES), observed(new, CASES), strict=True):
            busy = [{pool.pool: pool.utilisation for pool in run.pools}[changed] for run in (without, given)]
            assert busy[0] > busy[1] > 0


def test_the_green_channel_takes_from_some_what_it_gives_to_others() -> None:
    [(old, new)] = uses()["green_channel"]
    gained: dict[str, list[float]] = {"yes": [], "no": []}
    for number in range(REPLICATIONS):
        without, given = travelled(old, number), travelled(new, number)
        told = {
            event.case: event.outcome
            for event in given
            if event.kind is EventKind.DECLARED and event.step == "key_project"
        }
        took, takes = cycle_times(without), cycle_times(given)
        for who, means in gained.items():
            means.append(fmean(takes[case] - took[case] for case in told if told[case] == who))
    nothing = [0.0] * REPLICATIONS
    sooner, later = (paired_interval(nothing, gained[who], 0.95) for who in ("yes", "no"))
    assert sooner.excludes_zero
    assert sooner.mean < 0 < later.mean


def test_supervision_that_is_split_off_keeps_others_busy_and_no_applicant_waiting() -> None:
    lanes = uses()["split_supervision"]
    assert lanes
    for old, new in lanes:
        supervision = set(with_called_lanes(new)) - set(with_called_lanes(old))
        supervisors = {pool for id_ in supervision for pool in shipped_lane(id_).pools}
        for without, split in zip(observed(old, CASES), observed(new, CASES), strict=True):
            assert without.summary.value("cycle_time.mean") == split.summary.value("cycle_time.mean")
            assert not supervisors & {pool.pool for pool in without.pools}
            assert sum(pool.utilisation for pool in split.pools if pool.pool in supervisors) > 0


def test_every_lever_is_held_to_something() -> None:
    assert {*MOVING, *MORE_HANDS, *OF_CLASSES, *OF_OTHERS, *NO_REFORM} == set(LEVERS)
    assert not {*MOVING} & {*MORE_HANDS, *OF_CLASSES, *OF_OTHERS, *NO_REFORM}


def test_every_lever_is_used_by_a_shipped_scenario() -> None:
    assert sorted(uses()) == sorted(LEVERS)
