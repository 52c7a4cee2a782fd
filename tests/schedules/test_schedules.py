"""Shipped lanes under schedules that nobody thought of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.schedules.choices import Choices, shortest
from tests.schedules.invariants import check_world
from tests.schedules.restarting import Kept
from tests.schedules.schedule import World, play
from workflows.definition.catalogue import LaneGroup, find_lane, lane_groups, shipped_lane, with_called_lanes
from workflows.definition.lane import Lane
from workflows.instants import HOUR, start_of
from workflows.interpreter.case import Case
from workflows.interpreter.plan import Plan, plan_of
from workflows.working_time.state_council import WorkingDays

FOLDER: Final = Path(__file__).with_name("called_beside")
LANES: Final = [*lane_groups()[LaneGroup.APPROVAL], "called_beside"]
MONDAY: Final = start_of(date(2025, 4, 28))
"""Before a holiday of five days with a make-up working day before it."""
SEED: Final = 7
QUICK: Final = 60
MANY: Final = 1_000
_YEARS: Final = range(2024, 2040)


@cache
def plans_of(id_: str) -> tuple[Mapping[str, Lane], Mapping[str, Plan]]:
    """A lane and those that it calls, made ready."""
    own = FOLDER / f"{id_}.yaml"
    lanes = with_called_lanes(find_lane(str(own)) if own.exists() else shipped_lane(id_), FOLDER)
    days = WorkingDays(beyond="weekdays")
    return lanes, {name: plan_of(lane, _YEARS, days) for name, lane in lanes.items()}


def played(id_: str, choices: Choices) -> World:
    """A schedule, and what has to be true after it."""
    lanes, plans = plans_of(id_)
    attributes = {
        name: attribute.values[choices.below(len(attribute.values))].value
        for name, attribute in lanes[id_].attributes.items()
    }
    submitted_at = MONDAY + choices.below(14 * 24) * HOUR
    case = Case(id="case", submitted_at=submitted_at, attributes=attributes, draws=f"{id_}/")
    world = World(plans, lanes, choices, SEED, submitted_at)
    try:
        play(world, id_, case)
        check_world(world, id_, case)
    except Exception as error:
        error.add_note("\n".join(world.trace))
        raise
    return world


def run_schedules(id_: str, seeds: range) -> Counter[str]:
    """Run a schedule for each seed, and count what happened; of one that fails, tell the shortest trace that does."""
    counted = Counter[str]()
    for seed in seeds:
        choices = Choices(seed=seed)
        try:
            world = played(id_, choices)
            counted["choices"] += len(choices.made)
            counted["events"] += sum(map(len, world.stored.values()))
            counted["effects"] += sum(map(len, world.effects.values()))
            counted["crashes"] += sum(line.endswith(" crashes") for line in world.trace)
            counted["schedules"] += 1
        except AssertionError:
            found = shortest(choices.made, lambda given: _fails(id_, given))
            with pytest.raises(AssertionError) as failure:
                played(id_, Choices(found))
            trace = "\n".join(failure.value.__notes__)
            pytest.fail(f"{id_}, seed {seed}: {failure.value}\nchoices {found}\n{trace}")
    return counted


def _fails(id_: str, given: Sequence[int]) -> bool:
    try:
        played(id_, Choices(given))
    except AssertionError:
        return True
    return False


@pytest.mark.parametrize("id_", LANES)
def test_some_schedules(id_: str) -> None:
    run_schedules(id_, range(QUICK))


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("id_", LANES)
def test_a_thousand_schedules(id_: str) -> None:
    run_schedules(id_, range(QUICK, MANY))


def test_a_crash_that_loses_something_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks can fail: here what a case was told last is not in its journal."""
    crash = Kept.crash

    def forgetful(kept: Kept) -> None:
        del kept.journal[-1:]
        crash(kept)

    monkeypatch.setattr(Kept, "crash", forgetful)
    with pytest.raises(pytest.fail.Exception, match="begun anew from its journal"):
        run_schedules("commitment_follow_up", range(QUICK))


def test_work_that_is_asked_for_twice_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks can fail: here the world takes no note of what it has done."""
    play_on = World.turn

    def forgetful(world: World) -> None:
        play_on(world)
        for done in world.effects.values():
            for asked in done:
                done[asked] = 2

    monkeypatch.setattr(World, "turn", forgetful)
    with pytest.raises(pytest.fail.Exception, match="asked twice"):
        run_schedules("commitment_follow_up", range(1))


def test_a_failure_is_told_by_the_plainest_choices_that_fail() -> None:
    def fails(choices: Sequence[int]) -> bool:
        return sum(choice >= 3 for choice in choices) >= 2

    assert shortest([9, 0, 1, 7, 2, 4, 4], fails) == [3, 3]
