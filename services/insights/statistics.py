"""Lanes in figures, from live events, by the same functions and under the same names as simulated ones.

Cases keep the lane that they started under, and a figure over cases of two different lanes means nothing; so there is
one set of figures for each version of a lane.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from pydantic import NonNegativeFloat, NonNegativeInt
from sqlalchemy import Connection, Engine

from services.api.moments import MomentOut
from services.errors import NothingThereError
from services.insights.observing import events_of_cases, observed
from services.store.cases import CaseRecord, cases_submitted, kept_lane
from services.store.database import reading
from services.store.exporting import check_lane
from workflows.definition.catalogue import lane_ids
from workflows.definition.provenance import Frozen, Title
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.instants import Instant, format_instant
from workflows.measures import KPIS, KpiUnit, StepMeasures, measure_pools, measure_tasks, summarise

MOST_CASES: Final = 20_000
"""Cases that are measured at once: some tens of megabytes and a few seconds."""


class KpiFigure(Frozen):
    """A KPI of some cases.

    Parameters
    ----------
    value : in the unit; none if no case tells
    cases : how many cases it rests on
    """

    title: Title
    unit: KpiUnit
    value: float | None
    cases: NonNegativeInt


class PoolFigures(Frozen):
    """How a pool fared with the cases that are measured; what others asked of it is not in here.

    All three run from `start` to `at`, not to `end`: cases that were submitted before `end` keep their pools busy until
    the instant up to which they are followed.

    Parameters
    ----------
    utilisation : share of its members' working time from `start` to `at` in which they served these cases
    queue_length : tasks waiting, mean over the time from `start` to `at`
    waiting_hours : mean calendar hours waited by the tasks that joined in that time and have been started
    """

    pool: str
    title: Title
    utilisation: NonNegativeFloat | None
    queue_length: NonNegativeFloat | None
    waiting_hours: NonNegativeFloat | None


class VersionStatistics(Frozen):
    """The figures of one version of a lane.

    Parameters
    ----------
    lane_hash : of its content
    scenario : whose reform made it; none for the lane as it is
    submitted, finished, unfinished, overdue : cases; `overdue` are those of the unfinished that are past a limit
    results : how many cases came to which result
    figures : KPI id to its value, the same as of a simulation
    steps : how each step went, over the same cases; spans in hours
    """

    lane_hash: str
    scenario: str | None
    submitted: NonNegativeInt
    finished: NonNegativeInt
    unfinished: NonNegativeInt
    overdue: NonNegativeInt
    results: dict[str, NonNegativeInt]
    figures: dict[str, KpiFigure]
    steps: tuple[StepMeasures, ...]
    pools: tuple[PoolFigures, ...]


class LaneStatistics(Frozen):
    """A lane in figures.

    Parameters
    ----------
    start, end : the cases that were submitted in [start, end)
    at : instant up to which they were followed, and to which the figures of pools run from `start`
    versions : one for each lane that such cases started under, in the order of their first case
    """

    lane: str
    start: MomentOut
    end: MomentOut
    at: MomentOut
    versions: tuple[VersionStatistics, ...]


def lane_statistics(engine: Engine, lane: str, start: Instant | None, end: Instant, now: Instant) -> LaneStatistics:
    """Work out the figures of a lane's cases that were submitted in [start, end).

    Parameters
    ----------
    start : from the first case on if absent

    Raises
    ------
    NothingThereError
        If no lane is called so.
    InvalidInputError
        If the window does not end after its start, or holds too many cases.
    """
    if start is not None and start >= end:
        raise InvalidInputError(
            f"expected a window that ends after its start; was {format_instant(start)} to {format_instant(end)}"
        )
    with reading(engine) as connection:
        try:
            check_lane(connection, lane, lane_ids())
        except UnknownNameError as error:
            raise NothingThereError(str(error)) from error
        found = cases_submitted(connection, lane, start, end, MOST_CASES + 1)
        if len(found) > MOST_CASES:
            raise InvalidInputError(
                f"expected at most {MOST_CASES} cases of lane {lane!r} at once; there are more between "
                f"{format_instant(found[0].submitted_at)} and {format_instant(end)}. Ask for a shorter time."
            )
        first = found[0].submitted_at if found else end
        versions = tuple(
            _version(connection, hash_, records, first if start is None else start, end, now)
            for hash_, records in _by_version(found).items()
        )
    return LaneStatistics(lane=lane, start=first if start is None else start, end=end, at=now, versions=versions)


def _by_version(found: Sequence[CaseRecord]) -> dict[str, list[CaseRecord]]:
    by_hash: dict[str, list[CaseRecord]] = {}
    for record in found:
        if record.lane_hash is not None:
            by_hash.setdefault(record.lane_hash, []).append(record)
    return by_hash


def _version(
    connection: Connection, hash_: str, records: Sequence[CaseRecord], start: Instant, end: Instant, now: Instant
) -> VersionStatistics:
    lane = kept_lane(connection, hash_)
    observation = observed(lane, events_of_cases(connection, records), now)
    summary = summarise(observation, start, end)
    return VersionStatistics(
        lane_hash=hash_,
        scenario=records[0].scenario,
        submitted=summary.submitted,
        finished=summary.finished,
        unfinished=summary.unfinished,
        overdue=summary.overdue,
        results=summary.results,
        figures={
            id_: KpiFigure(title=KPIS[id_].title, unit=KPIS[id_].unit, value=figure.value, cases=figure.cases)
            for id_, figure in summary.figures.items()
        },
        steps=measure_tasks(observation),
        pools=tuple(
            PoolFigures(
                pool=pool.pool,
                title=lane.pools[pool.pool].title,
                utilisation=_known(pool.utilisation),
                queue_length=_known(pool.mean_queue_length),
                waiting_hours=_known(pool.mean_waiting_hours),
            )
            for pool in measure_pools([observation], start, max(now, start + 1))
        ),
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
