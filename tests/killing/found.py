"""What is found after a trial: in the store, in Temporal, and in a store that was made anew from Temporal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.audit.chain import Break, Head, Row
from workflows.events.event import CaseEvent
from workflows.instants import Instant


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
class FoundExperiment:
    """An experiment.

    Attributes
    ----------
    asked_by : whose it is
    batches, kept : how many it consists of, and how many of these are there
    result : as the store has it; none if it has none
    undisturbed : what it comes to in one process that nobody strikes
    """

    id: str
    asked_by: str
    stage: str
    batches: int
    kept: int
    result: str | None
    undisturbed: str


@dataclass(frozen=True, slots=True)
class Recovery:
    """How the system came back from one fault.

    Attributes
    ----------
    victims : names of the processes
    down : seconds from the fault until each of them was ready again
    silent : seconds from then until a request that was sent after it was acknowledged; none if none was
    how : the kind of fault
    at_mark : whether it struck at a marked point of the code
    """

    victims: tuple[str, ...]
    down: float
    silent: float | None
    how: str = "killed"
    at_mark: bool = False


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
    untold : cases whose history does not replay, so that no worker could ever go on with them, and why
    recoveries : in the order of the faults
    between : instants at which the trial began and ended, by a clock that is right
    instants : name of a column that holds instants to those in it
    """

    cases: Mapping[str, FoundCase]
    effects: tuple[FoundEffect, ...] = ()
    registers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbered: Mapping[str, int] = field(default_factory=dict)
    trail: tuple[Row, ...] = ()
    chain: Head | Break = field(default_factory=lambda: Head(0, ""))
    kept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rebuilt: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    untold: tuple[str, ...] = ()
    recoveries: tuple[Recovery, ...] = ()
    experiments: tuple[FoundExperiment, ...] = ()
    between: tuple[Instant, Instant] = (0, 0)
    instants: Mapping[str, tuple[Instant, ...]] = field(default_factory=dict)
