"""Cases whose course is known in advance, and what it means that two engines agree on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, TypeAlias

import yaml

from simulations.rerun import KnownCase
from workflows.definition.lane import Lane
from workflows.definition.provenance import Frozen
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import datetime_of, format_instant
from workflows.interpreter.case import Case
from workflows.temporal.messages import CaseResult, CaseStart, Events, RecordedEvent, Rehearsal

EventsByCase: TypeAlias = Mapping[str, Sequence[CaseEvent]]
"""Case id to the events of the case, in order."""


@dataclass(frozen=True)
class ScriptedCase:
    """A case, the lanes that it needs, and how everything in it goes.

    Parameters
    ----------
    lanes : lane id to lane: the one that it travels and those that it calls
    known : the case and the scripts of itself and its children
    seed : of the decisions that nobody takes
    """

    lanes: Mapping[str, Lane]
    known: KnownCase
    seed: int = 0

    @property
    def case(self) -> Case:
        """The case as it is submitted."""
        return self.known.case

    def start(self) -> CaseStart:
        """The same for a workflow, whose result then has the events."""
        return CaseStart(
            declares=True,
            lanes=dict(self.lanes),
            lane=self.known.lane,
            case=self.case,
            draws_seed=self.seed,
            events=Events.RETURNED,
            rehearsal=Rehearsal(script=self.known.script, children=self.known.children),
        )

    def __str__(self) -> str:
        """As YAML, so that a counterexample can be read and kept as a directory of its own."""
        parts: dict[str, Any] = {lane.id: _written(lane) for lane in self.lanes.values()}
        parts["case"] = _written(self.known) | {"submitted_at": format_instant(self.case.submitted_at)}
        return "\n" + yaml.safe_dump(parts, sort_keys=False, allow_unicode=True, width=120)


def event_of(case: str, event: RecordedEvent) -> CaseEvent:
    """An event that a workflow gave away, as an event log has it."""
    return CaseEvent(
        case, EventKind(event.kind), event.at, event.step, event.occurrence, event.member, event.cause, event.outcome
    )


def events_of(result: CaseResult) -> list[CaseEvent]:
    """The events that a workflow returned."""
    return [event_of(result.case, event) for event in result.events]


def shown(event: CaseEvent | None) -> str:
    """One event in one line: the instant, what happened, to which occurrence of which step, and the rest if any."""
    if event is None:
        return "(nothing)"
    step = f"{event.step}#{event.occurrence}" if event.step else "-"
    rest = [f"{name}={value}" for name in ("member", "cause", "outcome") if (value := getattr(event, name))]
    at = f"{datetime_of(event.at):%a %Y-%m-%d %H:%M:%S}.{event.at % 1000:03}"
    return "  ".join([at, event.kind.name, step, *rest])


def check_same(scripted: object, first: str, one: EventsByCase, second: str, other: EventsByCase) -> None:
    """Refuse two accounts that differ anywhere: kind, instant, step, occurrence, member, cause or outcome.

    Raises
    ------
    AssertionError
        With the case, and the first event in which they differ with what went before it.
    """
    for case in {**one, **other}:
        known: list[CaseEvent] = []
        for mine, theirs in zip_longest(one.get(case, ()), other.get(case, ())):
            if mine != theirs:
                before = "".join(f"    {shown(event)}\n" for event in known[-6:])
                raise AssertionError(
                    f"{scripted}\ncase {case}: after\n{before}{first} has\n    {shown(mine)}\n"
                    f"{second} has\n    {shown(theirs)}"
                )
            known.append(mine)


def _written(model: Frozen) -> dict[str, Any]:
    written: dict[str, Any] = model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return written
