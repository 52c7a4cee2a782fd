"""Steps that a department's system does: each an activity on that department's own task queue.

The step stands on the desk like any other, so people see it and can do it themselves; whoever is first has done it.
The system's answer completes it by the message that a person would have sent, so what happens, and what a rerun makes
of it, does not depend on who was asked. An activity may be carried out twice; its key is the same both times.

The trap is a system that answers nonsense. What cannot be read fails the workflow's task, which is then tried again for
ever, and nobody gets at the case any more; and what can be read may speak of a step that nobody has asked for. So the
answer is taken as it comes, looked at here, and the step left to people unless this is what was asked for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

from pydantic import ValidationError
from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():  # pure, and the same in every workflow: no need to load it for each
    from workflows.definition.steps import Task
    from workflows.temporal.desk import Desk, OpenItem
    from workflows.temporal.errand_messages import Errand, ErrandDone
    from workflows.temporal.names import DO_STEP, department_queue

_LONGEST: Final = timedelta(hours=1)
"""That one attempt may take, as long as it gives signs of life."""

_SIGN_OF_LIFE: Final = timedelta(seconds=20)
"""Without one for so long, whoever does it counts as dead, and it is given to the next."""

_AGAIN: Final = RetryPolicy(
    initial_interval=timedelta(seconds=1), backoff_coefficient=2, maximum_interval=timedelta(minutes=1)
)
"""For ever: a system that is down comes back, and people can do the step meanwhile."""

_Key = tuple[str, int]


class Errands:
    """What departments' systems have been asked to do for one case.

    Parameters
    ----------
    case : id of the case
    lane : id of the lane that it travels
    desk : where its open steps are
    done : told of every answer
    """

    def __init__(self, case: str, lane: str, desk: Desk, done: Callable[[ErrandDone], None]) -> None:
        self._case = case
        self._lane = lane
        self._desk = desk
        self._done = done
        self._asked: dict[_Key, asyncio.Task[None]] = {}

    def follow(self) -> None:
        """Ask for what has come up since, and take back what nobody needs any more."""
        wanted = dict(self._wanted())
        for key, answering in self._asked.items():
            if key not in wanted:
                answering.cancel()
        for key, errand in wanted.items():
            if key not in self._asked:
                self._asked[key] = asyncio.create_task(self._ask(errand))

    def _wanted(self) -> Iterator[tuple[_Key, Errand]]:
        for item in self._desk.open_items():
            step = item.step
            if isinstance(step, Task) and step.automatic is not None and not _in_hand(item):
                yield (
                    (step.id, item.occurrence),
                    Errand(
                        case=self._case,
                        lane=self._lane,
                        step=step.id,
                        occurrence=item.occurrence,
                        automatic=step.automatic,
                        documents=step.automatic.documents or step.documents,
                        enabled_at=item.enabled_at,
                    ),
                )

    async def _ask(self, errand: Errand) -> None:
        try:
            answer: object = await workflow.execute_activity(
                DO_STEP,
                errand,
                task_queue=department_queue(workflow.info().task_queue, errand.automatic.system),
                start_to_close_timeout=_LONGEST,
                heartbeat_timeout=_SIGN_OF_LIFE,
                retry_policy=_AGAIN,
            )
        except ActivityError as error:
            workflow.logger.info("step %s is left to people: %s", errand.key, error.cause)
            return
        done = _answered(errand, answer)
        if done is None:
            workflow.logger.warning("step %s is left to people: what was answered is no answer to it", errand.key)
        else:
            self._done(done)


def _answered(errand: Errand, answer: object) -> ErrandDone | None:
    """What a system has done, if that is what it was asked to do."""
    try:
        done = ErrandDone.model_validate(answer)
    except ValidationError:
        return None
    asked = (errand.step, errand.occurrence, errand.automatic.system)
    return done if (done.step, done.occurrence, done.member) == asked else None


def _in_hand(item: OpenItem) -> bool:
    """Whether somebody has taken the step into their own hands."""
    return item.completes_at is not None or item.beginning is not None or item.assignee != ""
