"""Deadline pacing (按时限安排进度): officers work to the limit, as logs of real permits show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Source, Title
from workflows.definition.steps import Step, Task
from workflows.definition.values import Identifier
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed
from workflows.levers.merging import tasks_named
from workflows.levers.rewriting import replace_steps, revised


class PaceByDeadline(LeverFields):
    """Papers circulate for as long as the limit lets them. Shorter limits then make work faster, longer ones slower.

    A habit rather than a reform; put it into the scope of a scenario to have it on both sides.

    Parameters
    ----------
    steps : tasks with a limit; ``all`` for every task with a limit of a day or more that is not paced by it yet
    pace : working days of circulation per working day of limit, in the place of what the lane says
    """

    title: ClassVar[Title] = Title(zh="按时限安排进度", en="Work to the limit")
    explanation: ClassVar[Title] = Title(
        zh="办件按时限安排进度：时限长则慢、短则快，平均用时向时限靠拢。",
        en="Papers circulate for as long as the limit lets them, so processing time moves towards the limit.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列环节有一个工作日以上的时限。",
        en="The tasks have limits of a day or more.",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.UP}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        Provenance(
            source=Source.MEASURED,
            basis="Receipt phase log (J. Buijs, doi 10.4121/uuid:a07386a5-7be3-4367-9535-70bc9e77dbe6): 28.2 % of "
            "1,329 cases late; of the 291 whose limit was extended 28.5 %, with a median of 83.4 instead of 46.5 days",
        ),
        seed("FS-020", "嚴格按公示時限執行"),
    )

    lever: Literal["pace_by_deadline"] = "pace_by_deadline"
    steps: Literal["all"] | Annotated[tuple[Identifier, ...], Field(min_length=1)] = "all"
    pace: Distribution

    def apply(self, lane: Lane) -> Lane:
        """The lane whose officers work to the limit.

        Raises
        ------
        LeverRefusedError
            If a step has no limit of a day or more, or all that have one are paced by it already.
        """
        if self.steps == "all":
            chosen = [task for task in lane.tasks.values() if _days(task) and task.paced_by_limit is None]
        else:
            chosen = tasks_named(self, lane, self.steps)
        for task in chosen:
            if not _days(task):
                found = "no limit" if task.limit is None else "one of the same day, which leaves no time to circulate"
                raise refused(self, f"a task with a limit of a day or more as {task.id!r}", found, "Leave it out.")
        paced: dict[str, Step | None] = {
            task.id: revised(task, circulation_time=None, paced_by_limit=self.pace) for task in chosen
        }
        return reformed(self, lane, replace_steps(lane.body, paced) if paced else lane.body)


def _days(task: Task) -> int:
    return task.limit.working_days if task.limit else 0
