"""What is found after a trial: in the store, in Temporal, and in a store that was made anew from Temporal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.audit.chain import Break, Head, Row
from workflows.events.event import CaseEvent


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case.

    Attributes
    ----------
    stage, result : as its own row says
    closed : how Temporal says that its workflow ended, such as ``COMPLETED``; none if it has no such workflow
    events : in the order of their numbers
    """

    id: str
    applicant: str | None
    parent: str | None
    stage: str
    result: str | None
    closed: str | None
    events: tuple[CaseEvent, ...]


@dataclass(frozen=True, slots=True)
class FoundEffect:
    """Something that a department's system has done.

    Attributes
    ----------
    key : case, step and occurrence
    system : whose it is
    found : whether there was something to do
    """

    key: str
    system: str
    case: str
    found: bool


@dataclass(frozen=True, slots=True)
class Recovery:
    """How the system came back from one kill.

    Attributes
    ----------
    victims : names of the processes
    down : seconds from the kill until each of them was ready again
    silent : seconds from then until a request that was sent after it was acknowledged; none if none was
    """

    victims: tuple[str, ...]
    down: float
    silent: float | None


@dataclass(frozen=True, slots=True)
class Found:
    """All of it.

    Attributes
    ----------
    registers : name of a register to the cases of its rows, one for each row
    numbered : name of a counter to its value
    trail : rows of the audit trail
    chain : its head, or where it is broken
    kept, rebuilt : table to its rows as text, of the store and of one that was made anew from Temporal's histories
    recoveries : in the order of the kills
    """

    cases: Mapping[str, FoundCase]
    effects: tuple[FoundEffect, ...] = ()
    registers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbered: Mapping[str, int] = field(default_factory=dict)
    trail: tuple[Row, ...] = ()
    chain: Head | Break = field(default_factory=lambda: Head(0, ""))
    kept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rebuilt: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    recoveries: tuple[Recovery, ...] = ()
