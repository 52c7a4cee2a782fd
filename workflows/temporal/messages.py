"""What goes into a case's workflow and comes out of it: its start, its messages, its state."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, NonNegativeInt

from workflows.definition.lane import Lane
from workflows.definition.provenance import Frozen, Title
from workflows.definition.steps import (
    Mark,
)
from workflows.definition.values import (
    Identifier,
)
from workflows.events.causes import Opinion, Procedure
from workflows.instants import Instant
from workflows.interpreter.case import Case
from workflows.interpreter.script import Script
from workflows.working_time.state_council import PUBLISHED_YEARS


class Events(StrEnum):
    """Where the events of a case go."""

    RECORDED = "recorded"
    """To the product's store, by an activity."""
    RETURNED = "returned"
    """Into the workflow's result."""


class Rehearsal(Frozen):
    """A case that is played rather than lived: its clock may run ahead of the wall, so it must not run past anybody.

    While somebody has not yet said when they will act on a step that waits for them, a rehearsed case sets no timer.

    Parameters
    ----------
    script : how the steps go, if nobody is going to be asked
    children : case id to script, for the cases that it opens
    """

    script: Script | None = None
    children: dict[str, Script] = {}


class CaseStart(Frozen):
    """How a case begins.

    Parameters
    ----------
    lanes : lane id to lane as it stands now: the case keeps to it whatever is published later
    lane : id of the lane to travel; the others are there to be called
    case : the case; an instant of submission that is still to come is waited for
    draws_seed : of the decisions that nobody takes
    parent : workflow id of the case that waits for this one
    published_through : last year whose working days were published when the case began. It counts on those to its end:
        a calendar that comes out later must not move the deadlines of a case that is under way
    declares : whether it tells its attributes first of all; cases that began when nobody told them do not
    """

    lanes: dict[str, Lane]
    lane: Identifier
    case: Case
    draws_seed: NonNegativeInt = 0
    events: Events = Events.RECORDED
    rehearsal: Rehearsal | None = None
    parent: str | None = None
    published_through: int = PUBLISHED_YEARS[-1]
    declares: bool = False


class RecordedEvent(Frozen):
    """A :class:`workflows.events.event.CaseEvent` on its way out of a workflow."""

    kind: int
    at: Instant
    step: str = ""
    occurrence: int = 0
    member: str = ""
    cause: str = ""
    outcome: str = ""


class CaseResult(Frozen):
    """How a case ended.

    Parameters
    ----------
    events : if they were to be returned

    """

    case: str
    result: str
    ended_at: Instant
    events: tuple[RecordedEvent, ...] = ()


class ActorKind(StrEnum):
    """Who a step waits for."""

    POOL = "pool"
    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"


class AskedOpinion(Frozen):
    """What a department was asked about a step, and what it has said.

    Parameters
    ----------
    due_at : from when on the step need not wait for it
    opinion : none as long as it has said nothing
    by : who has said it
    """

    department: str
    due_at: Instant
    opinion: Opinion | None = None
    by: str = ""


class ExtensionState(Frozen):
    """Whether the decision gets more time.

    Parameters
    ----------
    days : working days asked for or granted
    asked_by : who has asked and still waits for an answer; nobody if empty
    granted : whether it was granted
    """

    days: NonNegativeInt
    asked_by: str = ""
    granted: bool = False


class WorkItem(Frozen):
    """A step that waits for somebody, or that somebody has begun.

    Parameters
    ----------
    outcomes : the ways in which it can come out; ``done`` if there is only one
    planned : whether it is known when it will be completed
    assignee : whose it is; anybody's of the pool if empty
    revision : how many things have happened to it since it was enabled
    opinions : of the departments that were asked, in the order of asking
    """

    step: Identifier
    occurrence: NonNegativeInt
    title: Title
    actor: ActorKind
    pool: str = ""
    enabled_at: Instant
    started_at: Instant | None = None
    member: str = ""
    outcomes: tuple[str, ...]
    planned: bool = False
    assignee: str = ""
    revision: NonNegativeInt = 0
    opinions: tuple[AskedOpinion, ...] = ()


class CaseState(Frozen):
    """Where a case is.

    Parameters
    ----------
    at : instant up to which everything that happened to the case is in here
    marks : marks reached
    stopped : whether the legal clock stands still
    result : how it ended; none while it goes on
    assumed_years : calendar years that it counts on although their working days are not yet published
    procedures : special procedures that go on, by which the clock stands still, in the order in which they began
    extension : if more time for the decision was asked for
    """

    case: str
    lane: str
    at: Instant
    marks: tuple[Mark, ...]
    stopped: bool
    result: str | None
    items: tuple[WorkItem, ...]
    events: NonNegativeInt
    assumed_years: tuple[int, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    extension: ExtensionState | None = None


class BeginWork(Frozen):
    """Somebody begins a step.

    Parameters
    ----------
    member : who
    at : when it takes effect; an instant to come is an appointment. Now if absent
    revision : of the work item that the sender has seen; any if absent
    """

    step: Identifier
    occurrence: NonNegativeInt = 0
    member: Annotated[str, Field(max_length=120)] = ""
    at: Instant | None = None
    revision: NonNegativeInt | None = None


class CompleteWork(Frozen):
    """Somebody has done a step.

    Parameters
    ----------
    outcome : how it came out, one of the work item's outcomes
    member : who
    began_at : when it was begun, if nobody has said so before; may be past, though not before what last happened to the
        case. An appointment to begin it after `at` gives way
    released_at : when the member was done, where the papers then circulated until `at`; past as `began_at` may be
    at : when it takes effect; an instant to come is an appointment. Now if absent
    missing : documents that a correction notice names; it has an outcome that comes from documents
    revision : of the work item that the sender has seen; any if absent
    """

    step: Identifier
    occurrence: NonNegativeInt = 0
    outcome: Identifier = "done"
    member: Annotated[str, Field(max_length=120)] = ""
    began_at: Instant | None = None
    released_at: Instant | None = None
    at: Instant | None = None
    missing: Annotated[tuple[Identifier, ...], Field(max_length=200)] = ()
    revision: NonNegativeInt | None = None


class _Own(Frozen):
    """What the messages of single lanes have in common.

    Parameters
    ----------
    by : who
    at : when it takes effect; now if absent
    """

    by: Annotated[str, Field(max_length=120)] = ""
    occurrence: NonNegativeInt = 0
    at: Instant | None = None

    def _complete(self, step: str, outcome: str = "done") -> CompleteWork:
        return CompleteWork(step=step, occurrence=self.occurrence, outcome=outcome, member=self.by, at=self.at)


class LicenceDecision(_Own):
    """A licence is granted or refused."""

    granted: bool

    def work(self, step: str) -> CompleteWork:
        """The completion that it stands for."""
        return self._complete(step, "granted" if self.granted else "refused")


class TaxPaid(_Own):
    """The deed tax is paid.

    Parameters
    ----------
    receipt : number of the tax receipt
    """

    receipt: Annotated[str, Field(min_length=1, max_length=60)]

    def work(self) -> CompleteWork:
        """The completion that it stands for."""
        return self._complete("tax_payment")


class ItemDecision(_Own):
    """One item of a project is decided.

    Parameters
    ----------
    item : id of the step
    outcome : one of the step's outcomes
    """

    item: Identifier
    outcome: Identifier = "done"

    def work(self) -> CompleteWork:
        """The completion that it stands for."""
        return self._complete(self.item, self.outcome)


class SignedCommitment(_Own):
    """A commitment in writing.

    Parameters
    ----------
    digest : SHA-256 of the signed document, in hexadecimal
    """

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

    def work(self) -> CompleteWork:
        """The completion that it stands for."""
        return self._complete("commitment_signed")


class Finding(_Own):
    """What a check after the decision has found."""

    kept: bool

    def work(self) -> CompleteWork:
        """The completion that it stands for."""
        return self._complete("ex_post_check", "kept" if self.kept else "broken")


class AgentAssigned(_Own):
    """An agent is named for a client."""

    agent: Annotated[str, Field(min_length=1, max_length=120)]

    def work(self) -> CompleteWork:
        """The completion that it stands for."""
        return self._complete("agent_assigned")


class Receipt(Frozen):
    """The answer to a message.

    Parameters
    ----------
    at : when it took effect, or will
    """

    at: Instant


class Withdraw(Frozen):
    """The applicant withdraws the case.

    Parameters
    ----------
    at : when it takes effect; now if absent
    """

    at: Instant | None = None


class ChildEnded(Frozen):
    """A case that another one waits for has ended."""

    child: str
    result: str
    at: Instant
