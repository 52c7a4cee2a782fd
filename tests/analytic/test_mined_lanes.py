"""A lane is simulated, and a lane is mined of the log: the same people, the same hours, and as long as the first one.

The log is one sample of what the lane does. How far the mean of such a sample is from the lane's is seen in
replications of the lane itself: the mined lane may be as far from it as chance puts the log, and no further.
"""

from __future__ import annotations

from functools import cache
from statistics import fmean, stdev
from typing import Final

from simulations.calibration.mining import Mined, mined
from simulations.calibration.observed import observed
from simulations.calibration.replaying import fitness
from simulations.experiment import Design, Model, plans_for
from simulations.run import Run, simulate
from workflows.definition.catalogue import shipped_lane
from workflows.definition.lane import Lane
from workflows.definition.steps import Loop, Task
from workflows.definition.tree import walk
from workflows.events.formats.intake import Taken
from workflows.instants import DAY

LANE: Final = "property_registration"
CASES: Final = 250
SEED: Final = 7
REPLICATIONS: Final = 5


def run(lane: Lane, replication: int) -> Run:
    design = Design(seed=SEED, cases=CASES, replications=REPLICATIONS + 1)
    return simulate(plans_for(Model(lane=lane), design), design.replication(replication))


@cache
def found() -> Mined:
    """The lane that is mined of the last replication, which is compared with the others."""
    return mined(Taken(run(shipped_lane(LANE), REPLICATIONS).log), f"{LANE}.csv", noise=0.0)


def means(lane: Lane) -> list[float]:
    """Mean days from submission to the end, by replication."""
    return [
        fmean((events[-1].at - events[0].at) / DAY for events in run(lane, number).log.by_case().values())
        for number in range(REPLICATIONS)
    ]


def test_every_case_of_the_log_can_be_replayed() -> None:
    traces = observed(run(shipped_lane(LANE), REPLICATIONS).log, foreign=False).traces()
    assert traces.total() == CASES
    assert fitness(found().tree, traces) == 1


def test_the_same_people_do_the_same_things_in_the_same_hours() -> None:
    lane, original = found().lane, shipped_lane(LANE)

    def crews(of: Lane) -> set[tuple[frozenset[str], int]]:
        tasks = {pool: frozenset(id_ for id_, task in of.tasks.items() if task.pool == pool) for pool in of.pools}
        return {(tasks[pool].intersection(lane.tasks), of.pools[pool].members) for pool in of.pools}

    assert crews(lane) == crews(original)
    [hours] = {lane.calendars[pool.calendar] for pool in lane.pools.values()}
    [theirs] = {original.calendars[pool.calendar].hours for pool in original.pools.values()}
    assert (hours.base, hours.hours) == ("state_council", theirs)


def test_rework_is_measured() -> None:
    loops = [step for step in walk(found().lane.body) if isinstance(step, Loop)]
    assert len(loops) == sum(isinstance(step, Loop) for step in walk(shipped_lane(LANE).body))


def test_service_times_are_those_that_were_drawn() -> None:
    log = run(shipped_lane(LANE), REPLICATIONS).log
    for id_, task in found().lane.tasks.items():
        original = shipped_lane(LANE).tasks[id_]
        assert isinstance(original, Task)
        done = sum(each.activity == id_ for case in observed(log, foreign=False).executions for each in case)
        minutes = original.service_time.mean, task.service_time.mean
        # Four standard errors of a mean of so many: one of ten thousand such tasks is further off by chance.
        assert abs(minutes[0] - minutes[1]) <= 4 * (original.service_time.variance / done) ** 0.5 + 0.5, id_


def test_the_mined_lane_takes_as_long_as_the_first_one() -> None:
    theirs, ours = means(shipped_lane(LANE)), means(found().lane)
    chance = stdev(theirs) * (1 + 2 / REPLICATIONS) ** 0.5  # of one log, and of the two means that are compared
    assert abs(fmean(theirs) - fmean(ours)) <= 3 * chance
