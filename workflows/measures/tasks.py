"""How each step went, over all cases."""

from __future__ import annotations

import numpy as np
from pydantic import NonNegativeInt

from workflows.definition.provenance import Frozen
from workflows.definition.steps import Task
from workflows.instants import HOUR
from workflows.measures.columns import NONE
from workflows.measures.observation import Observation
from workflows.measures.setting import OFFICE
from workflows.measures.spread import Spread, spread_of


class StepMeasures(Frozen):
    """How one step went. The spans are hours, over the times that it was done.

    Parameters
    ----------
    step : id
    begun : times that a case had it to be done
    done : times that it was completed
    cancelled : times that it was no longer wanted
    under_way : times that it was neither, when the observation ended
    rework_share : share of `begun` that were not the first time for their case
    waiting_time : started − enabled, calendar time
    service_time : working time of the member; calendar time for an applicant's step
    circulation_time : office time from the member's release to completion, of the times that papers circulated
    sojourn_time : completed − enabled, calendar time
    """

    step: str
    begun: NonNegativeInt
    done: NonNegativeInt
    cancelled: NonNegativeInt
    under_way: NonNegativeInt
    rework_share: float | None
    waiting_time: Spread
    service_time: Spread
    circulation_time: Spread
    sojourn_time: Spread


def measure_tasks(observation: Observation) -> tuple[StepMeasures, ...]:
    """Measure every step that takes time, in the order of the lane."""
    work, service_time = observation.work, observation.service_time
    order = np.argsort(work.step, kind="stable")
    edges = np.searchsorted(work.step[order], np.arange(len(work.steps) + 1))
    circulated = np.flatnonzero((work.released_at != NONE) & (work.completed_at != NONE) & work.of_kind(Task))
    circulation_time = np.full(len(work.step), NONE, dtype=np.int64)
    office = observation.setting.hours[OFFICE]
    circulation_time[circulated] = office.between(work.released_at[circulated], work.completed_at[circulated])

    measures = []
    for number, step in enumerate(work.steps):
        rows = order[edges[number] : edges[number + 1]]
        done = rows[work.completed_at[rows] != NONE]
        served = done[work.started_at[done] != NONE]
        waited = served[work.enabled_at[served] != NONE]
        stayed = done[work.enabled_at[done] != NONE]
        cancelled = int(np.count_nonzero((work.cancelled_at[rows] != NONE) & (work.completed_at[rows] == NONE)))
        papers = circulation_time[done]
        again = int(np.count_nonzero(work.occurrence[rows] > 0))
        measures.append(
            StepMeasures(
                step=step.id,
                begun=len(rows),
                done=len(done),
                cancelled=cancelled,
                under_way=len(rows) - len(done) - cancelled,
                rework_share=again / len(rows) if len(rows) else None,
                waiting_time=spread_of(work.started_at[waited] - work.enabled_at[waited], HOUR),
                service_time=spread_of(service_time[served], HOUR),
                circulation_time=spread_of(papers[papers != NONE], HOUR),
                sojourn_time=spread_of(work.completed_at[stayed] - work.enabled_at[stayed], HOUR),
            )
        )
    return tuple(measures)
