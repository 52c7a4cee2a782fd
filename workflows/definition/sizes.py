"""Amounts beyond anything that an office has: a slip of the keyboard, or a file made to keep a machine busy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.definition.lane import Lane
from workflows.definition.located import Located
from workflows.definition.places import Places
from workflows.definition.steps import ApplicantStep, Deadline, Loop, StatutoryWait, Task, ThirdPartyStep
from workflows.definition.values import WorkingDays
from workflows.definition.yaml_nodes import Path
from workflows.errors import Problem

MOST_MEMBERS: Final = 10_000
"""Of a pool."""
MOST_DAYS: Final = 36_600
"""Working days of a limit, a wait or a deadline; so many are more than a century."""
MOST_ROUNDS: Final = 1_000
"""Times that a loop may be done again."""
MOST_VISITS: Final = 1_000
MOST_CASES_A_ROUND: Final = 100_000
MOST_YUAN: Final = 1e9
"""An hour, or for a step."""
GREATEST_PRIORITY: Final = 1_000_000_000
"""Either way."""


def size_problems(lane: Lane, places: Places, steps: tuple[Located, ...]) -> Iterator[Problem]:
    """Numbers that are too large to be meant."""
    for id_, pool in lane.pools.items():
        if pool.members > MOST_MEMBERS:
            yield _too_many(places, ("pools", id_, "staff"), f"at most {MOST_MEMBERS} members", f"{pool.members:.6g}")
        if pool.cost_per_hour is not None and pool.cost_per_hour.yuan > MOST_YUAN:
            found = f"{pool.cost_per_hour.yuan:g}"
            yield _too_many(places, ("pools", id_, "cost_per_hour"), f"at most {MOST_YUAN:g} yuan an hour", found)
    batch = None if lane.arrivals is None else lane.arrivals.batch
    if batch is not None and batch.cases > MOST_CASES_A_ROUND:
        expected = f"at most {MOST_CASES_A_ROUND} cases a round"
        yield _too_many(places, ("arrivals", "batch", "cases"), expected, f"{batch.cases:.6g}")
    for index, priority in enumerate(lane.priorities):
        yield from _priority(priority.add, places, ("priorities", index, "add"))
    for index, limit in enumerate(lane.limits):
        yield from _days(limit, places, ("limits", index))
    yield from _days(lane.extension, places, ("extension",))
    for each in steps:
        yield from _of_step(each, places)


def _of_step(each: Located, places: Places) -> Iterator[Problem]:
    step, path = each.step, each.path
    match step:
        case Task():
            yield from _days(step.limit, places, (*path, "limit"))
            yield from _priority(step.priority, places, (*path, "priority"))
        case StatutoryWait():
            yield from _days(step.working_days, places, (*path, "working_days"))
        case Deadline():
            yield from _days(step.within, places, (*path, "within"))
        case Loop():
            yield from _days(step.notice, places, (*path, "notice"))
            if step.at_most > MOST_ROUNDS:
                expected = f"a loop that is done again at most {MOST_ROUNDS} times"
                yield _too_many(places, (*path, "at_most"), expected, f"{step.at_most:.6g}")
        case _:
            pass
    if isinstance(step, Task | ApplicantStep | ThirdPartyStep):
        if step.fee is not None and step.fee.yuan > MOST_YUAN:
            yield _too_many(places, (*path, "fee"), f"at most {MOST_YUAN:g} yuan", f"{step.fee.yuan:g}")
        visits = max([step.visits, *(variation.visits or 0 for variation in step.variations)])
        if visits > MOST_VISITS:
            yield _too_many(places, (*path, "visits"), f"at most {MOST_VISITS} trips to a window", f"{visits:.6g}")


def _days(limit: WorkingDays | None, places: Places, path: Path) -> Iterator[Problem]:
    if limit is not None and limit.working_days > MOST_DAYS:
        expected, found = f"at most {MOST_DAYS} working days", f"{limit.working_days:.6g}"
        yield _too_many(places, (*path, "working_days"), expected, found)


def _priority(priority: int, places: Places, path: Path) -> Iterator[Problem]:
    if abs(priority) > GREATEST_PRIORITY:
        expected = f"a priority from {-GREATEST_PRIORITY} to {GREATEST_PRIORITY}"
        yield _too_many(places, path, expected, f"{priority:.6g}")


def _too_many(places: Places, path: Path, expected: str, found: str) -> Problem:
    return Problem("too_many", places.of(*path), expected, found, "Check the number.")
