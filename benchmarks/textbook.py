"""The peer: the same models as SimPy's documentation would have them.

One generator process a case, a ``Resource`` a pool, a ``timeout`` a task, ``AllOf`` for what goes on at the same time.
It has no calendars, so nobody goes home; it logs five fields an event into a list, and draws with ``random``.
"""

from __future__ import annotations

import math
import random
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import simpy

from benchmarks.numbers import (
    DEFECTIVE,
    GAP_MINUTES,
    MEMBERS,
    MINUTES,
    MOST_REPEATS,
    POOL_OF,
    SPREAD,
    STATION_LOAD,
    STATION_MEMBERS,
    URGENT,
)

Course: TypeAlias = Generator[simpy.Event, None, None]
_SIGMA = math.sqrt(math.log1p(SPREAD**2))


@dataclass
class Office:
    """The ten tasks."""

    env: simpy.Environment
    random: random.Random
    pools: dict[str, simpy.PriorityResource]
    log: list[tuple[int, str, str, float, int]] = field(default_factory=list)
    tasks: int = 0

    def do(self, case: int, step: str, occurrence: int = 0) -> Course:
        """One task."""
        env, log = self.env, self.log
        log.append((case, "enabled", step, env.now, occurrence))
        with self.pools[POOL_OF[step]].request(priority=URGENT.get(step, 0)) as request:
            yield request
            log.append((case, "started", step, env.now, occurrence))
            yield env.timeout(self.random.lognormvariate(math.log(MINUTES[step]) - _SIGMA**2 / 2, _SIGMA))
        log.append((case, "completed", step, env.now, occurrence))
        self.tasks += 1

    def in_turn(self, case: int, *steps: str) -> Course:
        """One task after the other."""
        for step in steps:
            yield from self.do(case, step)

    def travel(self, case: int) -> Course:
        """One case."""
        env = self.env
        self.log.append((case, "submitted", "", env.now, 0))
        yield from self.do(case, "intake")
        yield from self.do(case, "check")
        for again in range(MOST_REPEATS):
            if self.random.random() >= DEFECTIVE:
                break
            yield from self.do(case, "mend", again)
            yield from self.do(case, "check", again + 1)
        yield env.process(self.do(case, "survey")) & env.process(self.do(case, "plan_review"))
        yield from self.do(case, "register")
        yield env.process(self.in_turn(case, "safety_review", "fire_review")) & env.process(self.do(case, "inspect"))
        yield from self.do(case, "sign")
        self.log.append((case, "ended", "", env.now, 0))

    def arrivals(self, cases: int) -> Course:
        """All cases."""
        for case in range(cases):
            yield self.env.timeout(self.random.expovariate(1 / GAP_MINUTES))
            self.env.process(self.travel(case))


def run_ten_tasks(cases: int, seed: int) -> tuple[int, Sequence[object]]:
    """Tasks done, and the log."""
    env = simpy.Environment()
    pools = {pool: simpy.PriorityResource(env, MEMBERS) for pool in set(POOL_OF.values())}
    office = Office(env, random.Random(seed), pools)  # noqa: S311 - a simulation, nothing secret
    env.process(office.arrivals(cases))
    env.run()
    return office.tasks, office.log


def run_one_station(cases: int, seed: int) -> tuple[int, Sequence[object]]:
    """M/M/4: tasks done, and the log."""
    env, draws = simpy.Environment(), random.Random(seed)  # noqa: S311 - a simulation, nothing secret
    desk, log = simpy.Resource(env, STATION_MEMBERS), []

    def travel(case: int) -> Course:
        log.append((case, "enabled", env.now))
        with desk.request() as request:
            yield request
            log.append((case, "started", env.now))
            yield env.timeout(draws.expovariate(1))
        log.append((case, "completed", env.now))

    def arrivals() -> Course:
        for case in range(cases):
            yield env.timeout(draws.expovariate(STATION_MEMBERS * STATION_LOAD))
            env.process(travel(case))

    env.process(arrivals())
    env.run()
    return cases, log
