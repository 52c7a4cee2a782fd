"""Whose a case is within the authority (首问负责): whoever was asked first owns it, until somebody else is said to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from workflows.definition.lane import Lane
from workflows.definition.steps import Task
from workflows.events.event import EventKind, Happened

_IN_HAND: Final = frozenset({EventKind.STARTED, EventKind.ASSIGNED})


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who follows a case to its end.

    Attributes
    ----------
    owner : nobody as long as no official has had it in hand
    supervisor : to whom they answer, if that was told; steps are escalated to them
    declared : whether somebody has said so; otherwise it is by first contact
    """

    owner: str = ""
    supervisor: str = ""
    declared: bool = False


def ownership(happened: Iterable[Happened], lane: Lane | None) -> Ownership:
    """Whose a case is after its events.

    Parameters
    ----------
    happened : events of one case, in order
    lane : that it travels; it tells which steps are a department's
    """
    found = Ownership()
    for event in happened:
        if event.kind == EventKind.OWNED:
            found = Ownership(event.member, event.outcome, declared=True)
        elif not found.owner and event.kind in _IN_HAND and event.member and _is_departments(lane, event.step):
            found = Ownership(event.member)
    return found


def _is_departments(lane: Lane | None, step: str) -> bool:
    return lane is not None and isinstance(lane.steps.get(step), Task)
