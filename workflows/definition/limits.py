"""What the limits of a lane add up to on paper: the arithmetic of caps that published totals come from.

Every item takes all of its limit, nobody waits for anybody, nothing is corrected. That bounds a published total and
predicts nothing. An *item* is an approval with a limit of its own: a task that has a stage, or, in a lane without
stages, any task with a limit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from graphlib import TopologicalSorter

from workflows.definition.lane import Lane
from workflows.definition.steps import Task


def items(lane: Lane, only: Iterable[str] | None = None) -> dict[str, int]:
    """The items of a lane with their limits.

    Parameters
    ----------
    only : stages to which it is narrowed; by default all

    Returns
    -------
    task id to limit in working days, in the order of the lane
    """
    stages = None if only is None else frozenset(only)
    return {
        task.id: task.limit.working_days
        for task in lane.tasks.values()
        if task.limit is not None
        and (task.stage is not None or not lane.stages)
        and (stages is None or task.stage in stages)
    }


def serial_sum(lane: Lane, only: Iterable[str] | None = None, without: Collection[str] = ()) -> int:
    """Limits added up, one item after the other.

    Parameters
    ----------
    only : stages that count; by default all
    without : ids of items that do not

    Returns
    -------
    working days
    """
    return sum(days for name, days in items(lane, only).items() if name not in without)


def critical_path(lane: Lane, only: Iterable[str] | None = None, without: Collection[str] = ()) -> int:
    """Limits added up along the longest chain of items that the law puts one after the other, wherever they stand.

    Parameters
    ----------
    only : stages that count; by default all
    without : ids of items that take no time here; what they stand between stays in order

    Returns
    -------
    working days

    Raises
    ------
    graphlib.CycleError
        If the law's order runs in a circle.
    """
    limits = {name: days for name, days in items(lane, only).items() if name not in without}
    return longest_chain({name: task.after for name, task in lane.tasks.items()}, limits)


def longest_chain(before: Mapping[str, Iterable[str]], days: Mapping[str, int]) -> int:
    """Days added up along the longest chain of things that come one after the other.

    Parameters
    ----------
    before : by name, what comes directly before each thing
    days : by name, working days that it takes; what is not named takes none

    Returns
    -------
    working days

    Raises
    ------
    graphlib.CycleError
        If the order runs in a circle.
    """
    done_after: dict[str, int] = {}
    for name in TopologicalSorter(before).static_order():
        own = days.get(name, 0)
        done_after[name] = own + max((done_after[earlier] for earlier in before.get(name, ())), default=0)
    return max(done_after.values(), default=0)


def stage_maxima(lane: Lane, only: Iterable[str] | None = None, without: Collection[str] = ()) -> dict[str, int]:
    """The longest limit of each stage: what is left when a stage's items are all reviewed together.

    Parameters
    ----------
    only : stages that count; by default all
    without : ids of items that do not

    Returns
    -------
    stage id to working days, in the order of the lane's stages; their sum is what the whole lane then takes
    """
    stages = lane.stages if only is None else [stage for stage in lane.stages if stage in frozenset(only)]
    staged = [task for task in lane.tasks.values() if task.limit is not None and task.id not in without]
    return {stage: max((_days(task) for task in staged if task.stage == stage), default=0) for stage in stages}


def _days(task: Task) -> int:
    return task.limit.working_days if task.limit else 0
