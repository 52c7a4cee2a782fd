"""What became of each case: one row a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from workflows.definition.actors import Payer
from workflows.definition.lane import DocumentSource, LaneLimit
from workflows.definition.steps import Mark, StatutoryWait, StopReason, Task, ThirdPartyStep
from workflows.definition.variations import variation_of, visits_of
from workflows.events.event import EventKind
from workflows.instants import HOUR
from workflows.measures.columns import NONE, Columns, attributes_of_cases
from workflows.measures.hours import Flags, Numbers
from workflows.measures.legal_days import Standstills, elapsed_days, processing_time, standstills
from workflows.measures.legal_span import accepted_at, extended_days
from workflows.measures.observation import Observation, TimedStep


class Timeliness(IntEnum):
    """Whether a case kept a limit."""

    OPEN = NONE
    """Not known yet, or never: the case ended within the limit, but elsewhere, or before the limit applied to it."""
    LATE = 0
    """It took longer, or had already when it ended elsewhere, or has so far if it is under way."""
    ON_TIME = 1


@dataclass(frozen=True, slots=True, eq=False)
class CaseTable:
    """One row for each case. Instants and spans are NONE where they are not known.

    Attributes
    ----------
    cases : ids
    submitted_at, accepted_at, decided_at, delivered_at, ended_at : the first time that the case reached the mark; of a
        case that was deemed accepted, `accepted_at` is when the file came in, from which the law counts
    result : index into `results`; 0 while the case goes on
    results : results in the log, in alphabetic order after ``""``
    cycle_time : milliseconds of calendar time from submission to delivery, or to the end of a case that got none
    processing_time : milliseconds of office time from acceptance to decision, standstills removed
    processing_days : whole working days from acceptance to decision as the law counts them
    visits : trips of the applicant to a window
    documents : documents handed in by the applicant, again for every time that they were handed in
    steps : tasks, steps of the applicant and steps of third parties that were done
    corrections : times that the legal clock stopped for a correction
    redone : times that work was begun on a step that the case had had before
    agency_cost : yuan for members' service time and for fees that the agency pays; nan if a pool that does tasks of the
        lane has no cost
    fees : yuan paid by the applicant, again for every time that the step was done
    timeliness : for each limit of the lane, :class:`Timeliness`; an extension that was granted counts
    """

    cases: tuple[str, ...]
    submitted_at: Numbers
    accepted_at: Numbers
    decided_at: Numbers
    delivered_at: Numbers
    ended_at: Numbers
    result: Numbers
    results: tuple[str, ...]
    cycle_time: Numbers
    processing_time: Numbers
    processing_days: Numbers
    visits: Numbers
    documents: Numbers
    steps: Numbers
    corrections: Numbers
    redone: Numbers
    agency_cost: NDArray[np.float64]
    fees: NDArray[np.float64]
    timeliness: tuple[tuple[LaneLimit, Numbers], ...]

    @property
    def closed_at(self) -> Numbers:
        """The end of `cycle_time`."""
        return np.where(self.delivered_at != NONE, self.delivered_at, self.ended_at)

    @property
    def finished(self) -> Flags:
        """Which cases have a cycle time."""
        finished: Flags = self.cycle_time != NONE
        return finished


def case_table(observation: Observation) -> CaseTable:
    """Work out what became of each case."""
    columns, setting = observation.columns, observation.setting
    marks = {
        Mark.SUBMITTED: columns.first(EventKind.SUBMITTED),
        Mark.ACCEPTED: accepted_at(columns),
        Mark.DECIDED: columns.first(EventKind.DECIDED),
        Mark.DELIVERED: columns.first(EventKind.DELIVERED),
    }
    submitted_at, delivered_at = marks[Mark.SUBMITTED], marks[Mark.DELIVERED]
    counted_from, decided_at = marks[Mark.ACCEPTED], marks[Mark.DECIDED]
    ended_at = columns.first(EventKind.ENDED)
    closed_at = np.where(delivered_at != NONE, delivered_at, ended_at)
    stops = standstills(columns)
    result, results = _results(columns)
    work, count = observation.work, len(columns.cases)
    happened, begun = _happened(observation), work.started_at != NONE

    def per_case(rows: Flags, amounts: list[int]) -> Numbers:
        weights = np.array(amounts, dtype=np.int64)[work.step[rows]]
        return np.bincount(work.case[rows], weights, minlength=count).astype(np.int64)

    corrections = columns.kind == EventKind.CLOCK_STOPPED
    corrections &= np.array([text == StopReason.CORRECTION for text in columns.texts], dtype=np.bool_)[columns.cause]
    return CaseTable(
        cases=columns.cases,
        submitted_at=submitted_at,
        accepted_at=counted_from,
        decided_at=decided_at,
        delivered_at=delivered_at,
        ended_at=ended_at,
        result=result,
        results=results,
        cycle_time=np.where((submitted_at != NONE) & (closed_at != NONE), closed_at - submitted_at, NONE),
        processing_time=processing_time(counted_from, decided_at, stops, setting.office),
        processing_days=elapsed_days(counted_from, decided_at, stops, setting.days),
        visits=_visits(observation, happened),
        documents=per_case(happened, _documents(observation)),
        steps=np.bincount(
            work.case[(work.completed_at != NONE) & ~work.of_kind(StatutoryWait)], minlength=count
        ).astype(np.int64),
        corrections=np.bincount(columns.case[corrections], minlength=count).astype(np.int64),
        redone=np.bincount(work.case[begun & (work.occurrence > 0)], minlength=count).astype(np.int64),
        agency_cost=_agency_cost(observation) + _fees(observation, happened, Payer.AGENCY),
        fees=_fees(observation, happened, Payer.APPLICANT),
        timeliness=tuple(
            (limit, _timeliness(limit, marks, ended_at, stops, observation)) for limit in setting.lane.limits
        ),
    )


def _happened(observation: Observation) -> Flags:
    """Work that has cost the applicant what it costs: tasks that were begun, and steps of others that were done.

    Somebody who has come to the window has come, even if the case is withdrawn there; somebody who was asked and never
    came has not.
    """
    work = observation.work
    happened: Flags = np.where(work.of_kind(Task), work.started_at != NONE, work.completed_at != NONE)
    return happened


def _results(columns: Columns) -> tuple[Numbers, tuple[str, ...]]:
    ended = np.flatnonzero(columns.kind == EventKind.ENDED)
    codes, inverse = np.unique(columns.outcome[ended], return_inverse=True)
    texts = [columns.texts[code] for code in codes.tolist()]
    results = ("", *sorted(set(texts) - {""}))
    result = np.zeros(len(columns.cases), dtype=np.int64)
    result[columns.case[ended]] = np.array([results.index(text) for text in texts], dtype=np.int64)[inverse]
    return result, results


def _documents(observation: Observation) -> list[int]:
    documents = observation.setting.lane.documents
    return [
        0
        if isinstance(step, StatutoryWait)
        else sum(documents[id_].source is DocumentSource.APPLICANT for id_ in step.documents)
        for step in observation.work.steps
    ]


def _visits(observation: Observation, happened: Flags) -> Numbers:
    """Trips to a window, which the same step may cost some cases and spare others."""
    work, count = observation.work, len(observation.columns.cases)
    own = [0 if isinstance(step, StatutoryWait) else step.visits for step in work.steps]
    trips = np.array(own, dtype=np.int64)[work.step]
    varying = [at for at, step in enumerate(work.steps) if not isinstance(step, StatutoryWait) and step.variations]
    attributes = attributes_of_cases(observation.columns) if varying else []
    for at in varying:
        step = work.steps[at]
        assert not isinstance(step, StatutoryWait)
        by_case = np.array([visits_of(step, variation_of(step, each)) for each in attributes], dtype=np.int64)
        rows = work.step == at
        trips[rows] = by_case[work.case[rows]]
    return np.bincount(work.case[happened], trips[happened], minlength=count).astype(np.int64)


def _agency_cost(observation: Observation) -> NDArray[np.float64]:
    work, lane, count = observation.work, observation.setting.lane, len(observation.columns.cases)
    prices = [lane.pools[step.pool].cost_per_hour if isinstance(step, Task) else None for step in work.steps]
    if any(price is None for step, price in zip(work.steps, prices, strict=True) if isinstance(step, Task)):
        return np.full(count, np.nan)
    yuan_per_hour = np.array([price.yuan if price else 0.0 for price in prices])
    rows = np.flatnonzero(observation.service_time != NONE)
    costs = observation.service_time[rows] * yuan_per_hour[work.step[rows]] / HOUR
    return np.bincount(work.case[rows], costs, minlength=count).astype(np.float64)


def _fees(observation: Observation, happened: Flags, payer: Payer) -> NDArray[np.float64]:
    work = observation.work
    yuan = np.array([_fee(step) if _payer(step) is payer else 0.0 for step in work.steps], dtype=np.float64)
    rows = work.step[happened]
    return np.bincount(work.case[happened], yuan[rows], minlength=len(observation.columns.cases)).astype(np.float64)


def _fee(step: TimedStep) -> float:
    return 0.0 if isinstance(step, StatutoryWait) or not step.fee else step.fee.yuan


def _payer(step: TimedStep) -> Payer:
    paid_by = step.paid_by if isinstance(step, ThirdPartyStep) else None
    return paid_by or Payer.APPLICANT


def _timeliness(
    limit: LaneLimit, marks: Mapping[Mark, Numbers], ended_at: Numbers, stops: Standstills, observation: Observation
) -> Numbers:
    start_at, until_at = marks[limit.start], marks[limit.until]
    arrived = until_at != NONE
    last_at = np.where(ended_at != NONE, ended_at, observation.columns.observed_until)
    at = np.where(arrived, until_at, last_at)
    taken = elapsed_days(start_at, at, stops, observation.setting.days)
    allowed = limit.working_days + (extended_days(observation.columns) if limit.is_for_the_decision else 0)
    verdict = np.where(taken <= allowed, Timeliness.ON_TIME, Timeliness.LATE)
    undecided = (taken == NONE) | (~arrived & (verdict == Timeliness.ON_TIME))
    return np.where(undecided, Timeliness.OPEN, verdict).astype(np.int64)
