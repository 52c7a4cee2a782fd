"""The Temporal adapter of the interpreter's port: one engine a workflow, one workflow a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from workflows.definition.distributions import Distribution, span
from workflows.definition.lane import Lane
from workflows.definition.steps import Call, Work
from workflows.events.event import EventKind
from workflows.instants import Instant, Milliseconds
from workflows.interpreter.branches import Branch, Handle
from workflows.interpreter.case import Case, child_case
from workflows.interpreter.draws import key_of, stream_name, uniform
from workflows.interpreter.script import Script, ScriptedWork
from workflows.interpreter.travel import Travel
from workflows.temporal.agenda import Agenda
from workflows.temporal.desk import Desk
from workflows.temporal.messages import RecordedEvent


class Children(Protocol):
    """How the cases that this one opens come to life."""

    def __call__(self, step: Call, case: Case, *, awaited: bool) -> None:
        """Start a child's workflow."""

    def forget(self, child: str) -> None:
        """Tell a child that nobody waits for it any more."""


class TemporalEngine:
    """What runs a case inside its workflow.

    Parameters
    ----------
    agenda : what the case has ahead of it
    lanes : lane id to lane, for the cases that this one opens
    script : how the steps go; none if people are asked
    seed : of the decisions that nobody takes
    children : starts a child's workflow
    declares : whether it tells the attributes of its case
    """

    def __init__(
        self,
        agenda: Agenda,
        lanes: Mapping[str, Lane],
        script: Script | None,
        seed: int,
        children: Children,
        *,
        declares: bool,
    ) -> None:
        self.agenda = agenda
        self.desk = Desk(self)
        self.events: list[RecordedEvent] = []
        self.awaited: dict[str, Branch] = {}
        self._ends_known: set[str] = set()
        self._lanes = lanes
        self._work = ScriptedWork(script.table()) if script is not None else self.desk
        self._seed = seed
        self._children = children
        self._declares = declares

    def now(self) -> Instant:
        """Instant of whatever the agenda is handling."""
        return self.agenda.now

    def call_at(self, travel: Travel, at: Instant, key: int, action: Callable[[], None]) -> Handle:
        """See the port."""
        return self.agenda.add(at, key, action)

    def perform(self, travel: Travel, step: Work, occurrence: int, branch: Branch) -> Handle:
        """See the port: by script, or by whoever answers."""
        return self._work.perform(travel, step, occurrence, branch)

    def call(self, travel: Travel, step: Call, child: str, branch: Branch | None) -> Handle | None:
        """See the port: the child is a workflow of its own."""

        def drawn(name: str) -> float:
            return self._draw(stream_name("", name, "attribute"), travel.case.number)

        case = child_case(travel.case, self._lanes[step.lane], child, self.now(), drawn)
        if branch is not None:
            self.awaited[child] = branch
        self._children(step, case, awaited=branch is not None)
        return _Awaited(self, child) if branch is not None else None

    def span(self, travel: Travel, step: str, occurrence: int, time: Distribution) -> Milliseconds:
        """See the port."""
        return span(time, self._draw(stream_name(travel.case.draws, step, "time", occurrence), travel.case.number))

    def uniform(self, travel: Travel, step: str, occurrence: int, path: int) -> float:
        """See the port."""
        return self._draw(stream_name(travel.case.draws, step, f"path{path}", occurrence), travel.case.number)

    def _draw(self, name: str, number: int) -> float:
        return uniform(key_of(self._seed, 0, name), number)

    def emit(
        self,
        travel: Travel,
        kind: EventKind,
        step: str = "",
        occurrence: int = 0,
        member: str = "",
        cause: str = "",
        outcome: str = "",
    ) -> None:
        """See the port."""
        if kind is EventKind.DECLARED and not self._declares:
            return
        self.events.append(
            RecordedEvent(
                kind=kind,
                at=self.agenda.now,
                step=step,
                occurrence=occurrence,
                member=member,
                cause=cause,
                outcome=outcome,
            )
        )
        self.desk.take_note(step, occurrence)

    def ended(self, travel: Travel) -> None:
        """Nothing to do: the workflow sees the result."""

    def child_ended(self, key: int, child: str, result: str, at: Instant) -> None:
        """A child's end is known: go on where it was waited for when its instant comes.

        Parameters
        ----------
        key : after every position of the lane
        """
        self._ends_known.add(child)
        self.agenda.add(at, key, lambda: self._go_on(child, result))

    def _go_on(self, child: str, result: str) -> None:
        branch = self.awaited.pop(child, None)
        if branch is not None:
            branch.resume(result)

    def forget(self, child: str) -> None:
        """Wait no longer for a child."""
        if self.awaited.pop(child, None) is not None:
            self._children.forget(child)

    def awaits_somebody(self) -> bool:
        """Whether something is waited for of which it is not known when it will be."""
        return not self.awaited.keys() <= self._ends_known or self.desk.awaits_somebody()


class _Awaited:
    """What the parent holds of a child that it waits for."""

    __slots__ = ("_child", "_engine")

    def __init__(self, engine: TemporalEngine, child: str) -> None:
        self._engine = engine
        self._child = child

    def cancel(self) -> None:
        """The parent no longer waits, and the child is told so."""
        self._engine.forget(self._child)
