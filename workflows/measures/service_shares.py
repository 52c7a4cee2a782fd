"""Shares that documents ask for: one visit or none, decided at once, opened in time, online, satisfied, in the hall.

Which attribute tells the channel, which step the rating, which pools sit in the hall is a matter of the lane, so that
is an argument. Every share says how many cases it rests on, and is none where there are none.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np

from workflows.definition.provenance import Title
from workflows.definition.steps import Task
from workflows.errors import UnknownNameError
from workflows.events.event import EventKind
from workflows.measures.cases import case_table
from workflows.measures.columns import NONE, attributes_of_cases
from workflows.measures.hours import Flags
from workflows.measures.kpis import Kpi, KpiUnit
from workflows.measures.legal_days import elapsed_days, standstills
from workflows.measures.observation import Observation
from workflows.measures.summary import Figure

SHARES: Final[dict[str, Kpi]] = {
    "at_most_one_visit": Kpi(
        title=Title(zh="最多跑一次件占比", en="share of cases with one visit at most"),
        unit=KpiUnit.SHARE,
        better="higher",
    ),
    "no_visit": Kpi(
        title=Title(zh="零跑动件占比", en="share of cases without a visit"), unit=KpiUnit.SHARE, better="higher"
    ),
    "decided_at_once": Kpi(
        title=Title(zh="即办件占比", en="share decided on the day of acceptance"), unit=KpiUnit.SHARE, better="higher"
    ),
    "opened_in_time": Kpi(
        title=Title(zh="按期立案受理占比", en="share opened in time"), unit=KpiUnit.SHARE, better="higher"
    ),
    "with_attribute": Kpi(
        title=Title(zh="某类案件占比（如网上办件）", en="share of cases of a kind, such as online"),
        unit=KpiUnit.SHARE,
        better="higher",
    ),
    "came_out": Kpi(
        title=Title(zh="某环节结果占比（如满意）", en="share that came out in a way, such as satisfied"),
        unit=KpiUnit.SHARE,
        better="higher",
    ),
    "done_by_pools": Kpi(
        title=Title(zh="某些岗位完成环节占比（如厅内）", en="share of tasks done by some pools, such as in the hall"),
        unit=KpiUnit.SHARE,
        better="higher",
    ),
}
"""Function of this module to what its figure is called."""


def at_most_one_visit(observation: Observation) -> Figure:
    """Share of the finished cases that cost the applicant one trip to a window, or none (SY-001, FS-056)."""
    cases = case_table(observation)
    return _share(cases.visits <= 1, cases.finished)


def no_visit(observation: Observation) -> Figure:
    """Share of the finished cases that cost the applicant no trip at all (FS-025)."""
    cases = case_table(observation)
    return _share(cases.visits == 0, cases.finished)


def decided_at_once(observation: Observation) -> Figure:
    """Share of the decided cases that were decided on the day of their acceptance (即办件)."""
    cases = case_table(observation)
    return _share(cases.processing_days == 0, cases.processing_days != NONE)


def opened_in_time(observation: Observation, working_days: int) -> Figure:
    """Share of the cases that were accepted within some working days of submission (TL-006: cases left unopened).

    A case that has not been accepted counts as soon as it can no longer be in time, or has ended otherwise.

    Parameters
    ----------
    working_days : after the day of submission, >= 0; within five a file that is not sent back counts as accepted
        (行政许可法 art. 32)
    """
    cases, columns = case_table(observation), observation.columns
    opened = cases.accepted_at != NONE
    last_at = np.where(cases.ended_at != NONE, cases.ended_at, columns.observed_until)
    at = np.where(opened, cases.accepted_at, last_at)
    # The clock stops for corrections, and a file that was sent back is not one that was left lying.
    taken = elapsed_days(cases.submitted_at, at, standstills(columns), observation.setting.days)
    known = (cases.submitted_at != NONE) & (opened | (taken > working_days))
    return _share(opened & (taken <= working_days), known)


def with_attribute(observation: Observation, attribute: str, values: Collection[str]) -> Figure:
    """Share of the cases that are of a kind from the start, such as those that come online (FS-024, PJ-027).

    Parameters
    ----------
    attribute : that tells it; cases that have not declared it are left out
    values : that count
    """
    declared = [each.get(attribute) for each in attributes_of_cases(observation.columns)]
    known = np.array([value is not None for value in declared], dtype=np.bool_)
    return _share(np.array([value in values for value in declared], dtype=np.bool_), known)


def came_out(observation: Observation, step: str, outcomes: Collection[str]) -> Figure:
    """Share of the cases in which a step came out in some ways the last time, such as a good rating (SY-019, FS-032).

    Parameters
    ----------
    step : that was done; cases in which it was not are left out

    Raises
    ------
    UnknownNameError
        If the lane has no such step.
    """
    columns, lane = observation.columns, observation.setting.lane
    if step not in lane.steps:
        raise UnknownNameError("step", step, tuple(lane.steps))
    wanted = np.array([text == step for text in columns.texts], dtype=np.bool_)
    rows = np.flatnonzero((columns.kind == EventKind.COMPLETED) & wanted[columns.step])
    last = np.full(len(columns.cases), NONE, dtype=np.int64)
    last[columns.case[rows]] = columns.outcome[rows]  # of several values for one place, the last one written stays
    good = np.array([text in outcomes for text in columns.texts], dtype=np.bool_)
    known = last != NONE
    return _share(known & good[np.where(known, last, 0)], known)


def done_by_pools(observation: Observation, pools: Collection[str]) -> Figure:
    """Share of the completed tasks that some pools did, such as those in the hall (DD-004, DD-016).

    Returns
    -------
    the share, which rests on tasks and not on cases

    Raises
    ------
    UnknownNameError
        If the lane has no such pool.
    """
    work, lane = observation.work, observation.setting.lane
    unknown = next((pool for pool in pools if pool not in lane.pools), None)
    if unknown is not None:
        raise UnknownNameError("pool", unknown, tuple(lane.pools))
    theirs = np.array([isinstance(step, Task) and step.pool in pools for step in work.steps], dtype=np.bool_)
    return _share(theirs[work.step], work.of_kind(Task) & (work.completed_at != NONE))


def _share(true: Flags, known: Flags) -> Figure:
    """Share of those that are known for which something is true."""
    count = int(np.count_nonzero(known))
    return Figure(value=int(np.count_nonzero(true & known)) / count if count else None, cases=count)
