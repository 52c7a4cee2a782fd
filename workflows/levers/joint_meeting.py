"""Joint meetings (联审会议): offices that wait for each other's paper sit down together, and then work side by side."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Series
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import End, Loop, Milestone, Parallel, Step, Task
from workflows.definition.tree import walk
from workflows.definition.values import Identifier
from workflows.levers.cancelling import check_not_needed
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed
from workflows.levers.parallel_handling import ParallelBlock, made_parallel
from workflows.levers.rewriting import find, flattened, in_sequence, replace_step
from workflows.levers.runs import Branch


class JointMeeting(LeverFields):
    """A circle of offices that each ask for the other's paper first becomes one meeting, where all of them sit.

    Parameters
    ----------
    circle : the loop that sends the applicant from one to the other
    called_by : id of the pool that calls the meeting
    calling_time : its working time for that
    until_meeting : working time from then until the meeting; none if it is held at once
    meeting_time : working time in the meeting, of one member of every office
    together : consecutive steps that are then handled at the same time, as far as law lets them
    """

    title: ClassVar[Title] = Title(zh="联审会议、同步办理", en="Joint meeting")
    explanation: ClassVar[Title] = Title(
        zh="互为前置的部门由联审会议一次议定、同步办理，破解审批死循环。",
        en="One meeting takes the place of a circle of offices that wait for each other; they then work side by side.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="须有至少两个部门往返的循环，其中不含里程碑或终点；法律未将其中环节列为他项前置。",
        en=(
            "There is a loop of at least two offices without milestone or end, law puts no task after one in it, and "
            "nothing else asks how one came out."
        ),
    )
    moves: ClassVar[Mapping[str, Direction]] = {"visits": Direction.DOWN, "cycle_time.mean": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("DD-007", "通过召开联审会议、同步办理等措施,有效破解审批过程走入死循环的问题"),
    )

    lever: Literal["joint_meeting"] = "joint_meeting"
    circle: Identifier
    called_by: Identifier
    calling_time: Distribution
    until_meeting: Distribution | None = None
    meeting_time: Distribution
    together: Annotated[tuple[Branch, ...], Field(min_length=2)] | None = None

    def apply(self, lane: Lane) -> Lane:
        """The lane with a meeting.

        Raises
        ------
        LeverRefusedError
            If there is no circle of at least two offices, if law or a condition needs a step of it, or if law lets
            none of the steps behind it be handled at the same time.
        """
        known("pool", self.called_by, lane.pools)
        offices = self._offices(find(lane.body, self.circle))
        check_not_needed(self, lane, (self.circle,), "A meeting cannot stand in for what law asks of that step.")
        body = replace_step(flattened(lane.body), self.circle, self._meeting(lane, offices))
        if self.together is not None:
            title = Title(zh="同步办理", en="Handled at the same time")
            body = made_parallel(self, lane, body, ParallelBlock("simultaneous_handling", title, self.together, {}))
        return reformed(self, lane, body)

    def _offices(self, circle: Step) -> Mapping[str, Series[Task]]:
        """Pool id to its tasks in the circle, in the order in which the applicant comes to them."""
        if not isinstance(circle, Loop):
            raise refused(self, f"a loop as {self.circle!r}", circle.kind, "Name the loop that goes round in a circle.")
        offices: dict[str, list[Task]] = {}
        for step in walk(circle):
            if isinstance(step, Milestone | End):
                raise refused(
                    self,
                    f"nothing that the law counts from in {self.circle!r}",
                    f"{step.kind} {step.id!r}",
                    "Name a loop without it.",
                )
            if isinstance(step, Task):
                offices.setdefault(step.pool, []).append(step)
        if len(offices) < 2:
            raise refused(
                self,
                f"at least two offices that wait for each other in {self.circle!r}",
                f"{', '.join(offices) or 'none'}",
                "Corrections at one office are no circle; use one_time_notification or online_pre_review.",
            )
        return offices

    def _meeting(self, lane: Lane, offices: Mapping[str, Series[Task]]) -> Step:
        calling = Task(
            id="call_joint_meeting",
            title=Title(zh="召集联审会议", en="Call the joint meeting"),
            pool=self.called_by,
            service_time=self.calling_time,
            circulation_time=self.until_meeting,
            clauses=self.clauses,
        )
        seats = tuple(
            Task(
                id=f"joint_meeting_{pool}"[:63],
                title=Title(
                    zh=f"联审会议：{lane.pools[pool].title.zh}"[:200],
                    en=f"Joint meeting: {lane.pools[pool].title.en}"[:200],
                ),
                pool=pool,
                service_time=self.meeting_time,
                documents=tuple(dict.fromkeys(name for task in tasks for name in task.documents)),
                clauses=self.clauses,
            )
            for pool, tasks in offices.items()
        )
        return in_sequence(calling, Parallel(id="joint_meeting", title=self.title, branches=seats))
