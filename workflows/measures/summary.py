"""A log in some twenty figures: what replications of an experiment are compared by."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from pydantic import NonNegativeInt

from workflows.definition.lane import LimitKind
from workflows.definition.provenance import Frozen
from workflows.definition.steps import Result
from workflows.definition.units import OFFICE_DAY
from workflows.errors import UnknownNameError
from workflows.instants import DAY, Instant
from workflows.measures.cases import CaseTable, Timeliness, case_table
from workflows.measures.columns import NONE
from workflows.measures.holding import holding
from workflows.measures.hours import Flags, Numbers
from workflows.measures.kpis import KPIS
from workflows.measures.observation import Observation
from workflows.measures.over_time import work_in_progress
from workflows.measures.spread import Spread, spread_of


class Figure(Frozen):
    """The value of one KPI.

    Parameters
    ----------
    value : in the KPI's unit; none if no case tells
    cases : how many cases it rests on
    """

    value: float | None
    cases: NonNegativeInt


class Summary(Frozen):
    """The KPIs of the cases that were submitted in a window.

    A case that is not finished has no cycle time, and leaving it out makes the means look better than they are; so it
    is counted here. An unfinished case that is already past a limit is late, and counts as such in the on-time shares.

    Parameters
    ----------
    start, end : the window of submission, [start, end)
    submitted : cases submitted in the window
    finished : those of them that have been delivered or have ended
    unfinished : the rest
    overdue : those of the rest that are already past a limit
    results : how many cases came to which result
    figures : KPI id to its value, for every one of :data:`KPIS`
    """

    start: Instant
    end: Instant
    submitted: NonNegativeInt
    finished: NonNegativeInt
    unfinished: NonNegativeInt
    overdue: NonNegativeInt
    results: dict[str, NonNegativeInt]
    figures: dict[str, Figure]

    def value(self, kpi: str) -> float | None:
        """The value of a KPI.

        Raises
        ------
        UnknownNameError
            If there is no such KPI.
        """
        if kpi not in self.figures:
            raise UnknownNameError("KPI", kpi, tuple(KPIS))
        return self.figures[kpi].value


def summarise(observation: Observation, start: Instant, end: Instant) -> Summary:
    """Work out the KPIs of the cases submitted in [start, end).

    Parameters
    ----------
    start, end : work in progress is averaged over the window, and counts the cases of the whole observation

    Raises
    ------
    ValueError
        If the window does not end after its start.
    """
    if start >= end:
        raise ValueError(f"expected a window that ends after its start; was {start} to {end}")
    cases = case_table(observation)
    chosen = (cases.submitted_at >= start) & (cases.submitted_at < end) & (cases.submitted_at != NONE)
    finished = chosen & cases.finished
    results = np.bincount(cases.result[chosen], minlength=len(cases.results)).tolist()
    figures = dict(_figures(observation, cases, chosen))
    under_way = work_in_progress(cases.submitted_at, cases.closed_at, observation)
    submitted = int(np.count_nonzero(chosen))
    figures["work_in_progress"] = Figure(value=under_way.mean(start, end), cases=submitted)
    return Summary(
        start=start,
        end=end,
        submitted=submitted,
        finished=int(np.count_nonzero(finished)),
        unfinished=submitted - int(np.count_nonzero(finished)),
        overdue=int(np.count_nonzero(chosen & ~cases.finished & (_kept(cases, None) == Timeliness.LATE))),
        results={name: count for name, count in zip(cases.results, results, strict=True) if name and count},
        figures={kpi: figures[kpi] for kpi in KPIS},
    )


def _figures(observation: Observation, cases: CaseTable, chosen: Flags) -> Iterator[tuple[str, Figure]]:
    finished = chosen & cases.finished
    processed = chosen & (cases.processing_time != NONE)
    yield from _statistics("processing_time", spread_of(cases.processing_time[processed], OFFICE_DAY))
    yield from _statistics("processing_days", spread_of(cases.processing_days[processed]))
    yield from _statistics("cycle_time", spread_of(cases.cycle_time[finished], DAY))

    yield "on_time", _share(_kept(cases, None)[chosen])
    yield "on_time.statutory", _share(_kept(cases, LimitKind.STATUTORY)[chosen])
    yield "on_time.promised", _share(_kept(cases, LimitKind.PROMISED)[chosen])
    approvals = {Result.APPROVED, Result.APPROVED_WITH_MISSING_DOCUMENTS}
    approved = np.array([name in approvals for name in cases.results], dtype=np.bool_)[cases.result]
    yield "approved", _share(np.where(cases.result == 0, Timeliness.OPEN, approved)[chosen])
    yield "corrected", _share((cases.corrections > 0)[finished].astype(np.int64))

    yield "visits", _mean(cases.visits[finished])
    yield "documents", _mean(cases.documents[finished])
    yield "steps", _mean(cases.steps[finished])
    yield "redone", _mean(cases.redone[finished])
    yield "agency_cost", _mean(cases.agency_cost[finished])
    yield "fees", _mean(cases.fees[finished])
    for who, time in holding(observation, cases).time.items():
        yield f"holding.{who}", _mean(time[finished], DAY)


def _statistics(kpi: str, spread: Spread) -> Iterator[tuple[str, Figure]]:
    yield f"{kpi}.mean", Figure(value=spread.mean, cases=spread.count)
    yield f"{kpi}.median", Figure(value=spread.median, cases=spread.count)
    yield f"{kpi}.p90", Figure(value=spread.p90, cases=spread.count)


def _mean(values: Numbers | NDArray[np.float64], unit: float = 1.0) -> Figure:
    if not len(values) or np.isnan(values).any():
        return Figure(value=None, cases=0)
    return Figure(value=math.fsum(values.tolist()) / len(values) / unit, cases=len(values))


def _share(verdicts: Numbers) -> Figure:
    """Share of ones among the verdicts that are known."""
    known = int(np.count_nonzero(verdicts != NONE))
    return Figure(value=int(np.count_nonzero(verdicts == 1)) / known if known else None, cases=known)


def _kept(cases: CaseTable, kind: LimitKind | None) -> Numbers:
    """Whether each case kept all the limits of a kind, or all limits; one broken limit is enough to be late."""
    kept = np.full(len(cases.cases), Timeliness.OPEN, dtype=np.int64)
    for limit, verdicts in cases.timeliness:
        if kind is None or limit.kind is kind:
            late = (kept == Timeliness.LATE) | (verdicts == Timeliness.LATE)
            kept = np.where(late, Timeliness.LATE, np.maximum(kept, verdicts))
    return kept
