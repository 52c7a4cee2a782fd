"""What a log tells of the work in it: who did which activity of which case, and from when until when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from simulations.calibration.directly_follows import Trace
from workflows.events.event import CaseEvent, EventKind
from workflows.events.log import EventLog
from workflows.instants import Instant

_OF_STEPS: Final = frozenset(
    {EventKind.ENABLED, EventKind.STARTED, EventKind.RELEASED, EventKind.COMPLETED, EventKind.CANCELLED}
)


@dataclass(frozen=True, slots=True)
class Execution:
    """An activity that was done.

    Attributes
    ----------
    asked_at : since when it could be done: as the log tells, or when the case's activity before it was done
    started_at : none if the log does not tell
    released_at : when the member was free again; `completed_at`, unless papers circulated after that
    member : empty if nobody is named
    """

    case: int
    activity: str
    asked_at: Instant
    started_at: Instant | None
    released_at: Instant
    completed_at: Instant
    member: str


@dataclass(frozen=True, slots=True)
class Observed:
    """The cases of a log.

    Attributes
    ----------
    executions : by case, in the order in which they were done
    began_at : when each case began, ascending
    own : whether this program wrote the log, so that members are named within their pools
    """

    executions: tuple[tuple[Execution, ...], ...]
    began_at: tuple[Instant, ...]
    own: bool

    def traces(self) -> Counter[Trace]:
        """The activities of each case in order, and how many cases have each such trace."""
        return Counter(tuple(each.activity for each in case) for case in self.executions)

    def all(self) -> list[Execution]:
        """Everything that was done, by the instant at which it was."""
        return sorted(
            (each for case in self.executions for each in case), key=lambda each: (each.completed_at, each.case)
        )

    def without(self, activities: Iterable[str]) -> Observed:
        """The same without some activities."""
        left_out = frozenset(activities)
        kept = (tuple(each for each in case if each.activity not in left_out) for case in self.executions)
        return replace(self, executions=tuple(kept))


def observed(log: EventLog, *, foreign: bool) -> Observed:
    """Read a log as work.

    Parameters
    ----------
    foreign : whether another tool wrote it; of a log of this program, cases that have not ended are left out, since
        what they skip may still come
    """
    cases = [events for events in log.by_case().values() if events and (foreign or _has_ended(events))]
    began = sorted(events[0].at for events in cases)
    return Observed(
        tuple(_executions(number, events) for number, events in enumerate(cases)), tuple(began), not foreign
    )


def _has_ended(events: Iterable[CaseEvent]) -> bool:
    return any(event.kind is EventKind.ENDED for event in events)


def _executions(case: int, events: list[CaseEvent]) -> tuple[Execution, ...]:
    open_: dict[tuple[str, int], dict[EventKind, CaseEvent]] = defaultdict(dict)
    found: list[Execution] = []
    before = events[0].at
    for event in events:
        if event.kind not in _OF_STEPS:
            continue
        key = event.step, event.occurrence
        if event.kind is EventKind.CANCELLED:
            open_.pop(key, None)
        elif event.kind is EventKind.COMPLETED:
            came = open_.pop(key, {})
            enabled, started, released = map(came.get, (EventKind.ENABLED, EventKind.STARTED, EventKind.RELEASED))
            began_at = None if started is None else started.at
            asked_at = enabled.at if enabled else before if began_at is None else min(before, began_at)
            member = event.member or (started.member if started else "")
            free_at = event.at if released is None else released.at
            found.append(Execution(case, event.step, asked_at, began_at, free_at, event.at, member))
            before = event.at
        else:
            open_[key][event.kind] = event
    return tuple(found)
