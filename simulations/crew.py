"""Officers, applicants and third parties for a rehearsal: who acts when, from what the lane itself assumes.

A rehearsed case has a clock of its own, so nobody in it queues behind the cases beside it: whoever is asked begins as
soon as they are there. Rehearsals show that a lane works; how long people wait in it, the simulation of queues shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from simulations.streams import NamedDraws, inverse
from workflows.definition.distributions import Distribution
from workflows.definition.lane import DONE
from workflows.definition.steps import ApplicantStep, Task, ThirdPartyStep, Work
from workflows.definition.variations import time_of, variation_of
from workflows.errors import UnknownNameError
from workflows.instants import MINUTE, Instant, Milliseconds
from workflows.interpreter.case import Case
from workflows.interpreter.plan import Plan

PICK_UP: Final[Milliseconds] = 5 * MINUTE
"""Working time in which somebody who is there notices a new work item."""


@dataclass(frozen=True, slots=True)
class Answer:
    """When a step is begun and done, and how it comes out.

    Attributes
    ----------
    begins_at : none if it is begun and done in one go
    released_at : when the member was done, where the papers then circulate
    """

    member: str
    begins_at: Instant | None
    released_at: Instant | None
    completes_at: Instant
    outcome: str


class Crew:
    """Everybody who answers the work items of rehearsed cases.

    Parameters
    ----------
    plans : lane id to plan
    seed : of what they take and decide
    """

    def __init__(self, plans: Mapping[str, Plan], seed: int) -> None:
        self._plans = plans
        self._draws = NamedDraws(seed, 0)

    def answer(self, lane: str, case: Case, step: str, occurrence: int, enabled_at: Instant) -> Answer:
        """Say when a step that was enabled will be done; the same question has the same answer.

        Raises
        ------
        UnknownNameError
            If nobody does a step of that name in the lane.
        """
        plan = self._plans[lane]
        work = plan.lane.steps.get(step)
        if isinstance(work, Task):
            return self._officer(plan, case, work, occurrence, enabled_at)
        if isinstance(work, ApplicantStep):
            done_at = enabled_at + max(self._time(case, work, occurrence), 1)
        elif isinstance(work, ThirdPartyStep):
            done_at = plan.office.add(enabled_at + 1, self._time(case, work, occurrence))
        else:
            raise UnknownNameError("step that somebody does", step, tuple(plan.lane.tasks))
        return Answer("", None, None, done_at, self._outcome(plan, case, work, occurrence))

    def _officer(self, plan: Plan, case: Case, task: Task, occurrence: int, enabled_at: Instant) -> Answer:
        pool = plan.lane.pools[task.pool]
        hours = plan.axes[pool.staff[0].calendar or pool.calendar]
        begins_at = hours.add(enabled_at, PICK_UP)
        served_at = hours.add(begins_at, self._time(case, task, occurrence))
        done_at, released_at = served_at, None
        if task.circulation is not None:
            released_at = served_at
            done_at = plan.office.add(served_at, self._span(case, task.id, "circulation", occurrence, task.circulation))
        member = str(1 + case.number % pool.staff[0].count)
        return Answer(member, begins_at, released_at, done_at, self._outcome(plan, case, task, occurrence))

    def _time(self, case: Case, work: Work, occurrence: int) -> Milliseconds:
        return self._span(case, work.id, "service", occurrence, time_of(work, variation_of(work, case.attributes)))

    def _span(self, case: Case, step: str, purpose: str, occurrence: int, time: Distribution) -> Milliseconds:
        return inverse(time)(self._draws.uniform(case.draws, step, purpose)(case.number, occurrence))

    def _outcome(self, plan: Plan, case: Case, work: Work, occurrence: int) -> str:
        ways = plan.outcomes.get(work.id)
        if ways is None:
            return DONE
        u = self._draws.uniform(case.draws, work.id, "outcome")(case.number, occurrence)
        return next((id_ for id_, reached in ways if u < reached), ways[-1][0])
