"""Counters of the shipped lanes begin at zero, before anything happens.

A counter that begins at one has not increased for Prometheus: of the first case of a lane, the first breach of a
department, the first commitment that is broken nothing would be seen in a rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.definition.catalogue import lane_ids, shipped_lane
from workflows.definition.lane import Lane
from workflows.definition.steps import End, Result, Task
from workflows.measures.samples import COMMITMENT_LANE, RATING_LEVELS, Counted, Sample
from workflows.temporal.ratings import RATING_LANE

_EXTENSIONS: Final = ("asked", "granted", "refused")
_COMMITMENTS: Final = ("made", "kept", "rectified", "broken")
_TASKS: Final = (
    Counted.TASKS_ENABLED,
    Counted.TASKS_STARTED,
    Counted.TASKS_COMPLETED,
    Counted.TASKS_CANCELLED,
)


def at_zero() -> Iterator[Sample]:
    """Nothing of everything that can be counted of the shipped lanes."""
    for lane in map(shipped_lane, lane_ids()):
        for of, labels in _of_lane(lane):
            yield Sample(of, (lane.id, *labels), 0)
    for outcome in _COMMITMENTS:
        yield Sample(Counted.COMMITMENTS, (COMMITMENT_LANE, outcome), 0)
    for level in sorted(RATING_LEVELS):
        yield Sample(Counted.RATINGS, (RATING_LANE, level), 0)


def _of_lane(lane: Lane) -> Iterator[tuple[Counted, tuple[str, ...]]]:
    yield Counted.CASES_STARTED, ()
    yield Counted.CORRECTIONS, ()
    for outcome in _EXTENSIONS:
        yield Counted.EXTENSIONS, (outcome,)
    ends = {step.result for step in lane.steps.values() if isinstance(step, End)}
    for result in sorted(ends | {Result.WITHDRAWN}):  # which applicants may do in any lane
        yield Counted.CASES_ENDED, (result,)
    for pool in sorted({step.pool for step in lane.steps.values() if isinstance(step, Task)}):
        department = lane.pools[pool].department.en
        for of in _TASKS:
            yield of, (pool, department)
        for of in (Counted.WARNINGS, Counted.BREACHES):
            yield of, (department,)
