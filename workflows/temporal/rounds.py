"""A round of a loop: what a schedule starts, and what in turn begins the round's cases.

A schedule can start a workflow with an input that was fixed when the schedule was made. But a case is to be submitted
at the instant of its round, and to travel the lane as it stands then. So what is scheduled is not the case: it is this
workflow, which lives for a moment, knows for which instant it was started, and has an activity begin the cases.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from pydantic import PositiveInt
from temporalio import workflow
from temporalio.common import SearchAttributeKey

with workflow.unsafe.imports_passed_through():  # pure, and the same in every workflow: no need to load it for each
    from workflows.definition.provenance import Frozen
    from workflows.definition.values import Identifier
    from workflows.instants import Instant, instant_of
    from workflows.temporal.names import OPEN_ROUND, SUPERVISION_ROUND

_SCHEDULED_FOR: Final = SearchAttributeKey.for_datetime("TemporalScheduledStartTime")
"""Where the server writes the instant that a schedule meant, however late it came to start the workflow."""

_OPENING: Final = timedelta(minutes=1)


class RoundOrder(Frozen):
    """What every round of a loop begins.

    Parameters
    ----------
    lane : id of the lane that the cases travel
    cases : how many
    """

    lane: Identifier
    cases: PositiveInt


class Round(RoundOrder):
    """One round.

    Parameters
    ----------
    lane : id of the lane that the cases travel
    cases : how many
    at : when it is due; its cases are submitted at this instant
    """

    at: Instant


@workflow.defn(name=SUPERVISION_ROUND)
class SupervisionRound:
    """Begins the cases of one round."""

    @workflow.run
    async def run(self, order: RoundOrder) -> list[str]:
        """Have the cases begun; tried again until the store and Temporal answer.

        Returns
        -------
        their ids
        """
        due = workflow.info().typed_search_attributes.get(_SCHEDULED_FOR)
        at = instant_of(due or workflow.now())
        opened: list[str] = await workflow.execute_activity(
            OPEN_ROUND,
            Round(lane=order.lane, cases=order.cases, at=at),
            result_type=list[str],
            start_to_close_timeout=_OPENING,
        )
        return opened
