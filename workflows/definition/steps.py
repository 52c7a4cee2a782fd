"""The steps of a lane: what somebody does (leaves) and how the doing is ordered (blocks).

::

    leaves   task            a pool does it            wait        the law makes everybody wait
             applicant       the applicant does it     milestone   submitted, accepted, decided, delivered
             third_party     somebody outside does it  end         the case ends here
    blocks   sequence        one after the other       deadline    the body, with a timer beside it
             parallel        all at once, then join    race        whatever comes first
             ordered         as early as the law's     loop        again while a condition holds
                             order lets each begin     clock_stop  the legal clock stands still
             choice          exactly one path          call        another lane, awaited or with a life of its own
             inclusive       one path or several       graph       free flows between steps

Blocks nest, so a lane of blocks alone is sound by construction; only a ``graph`` needs the search of
:mod:`workflows.definition.soundness`.

The models of blocks are built when they are first needed: a lane's builds all of its steps at once, and to build that
of every block by itself as well takes longer than all the rest of this module.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, NonNegativeInt, PositiveInt

from workflows.definition.actors import Automatic, Payer
from workflows.definition.conditions import Condition
from workflows.definition.distributions import Distribution
from workflows.definition.provenance import Frozen, Provenance, Title
from workflows.definition.values import Identifier, Money, Outcome, Proportion, Variation, WorkingDays


class _Step(Frozen):
    id: Identifier
    title: Title


class _Work(_Step):
    """What the steps that somebody does have in common.

    Parameters
    ----------
    outcomes : ways it can come out, told apart by conditions downstream; none means that it is simply done
    visits : trips of the applicant to a window that it costs
    documents : ids of the documents that it needs from the applicant
    fee : what the applicant pays, unless the step says who else does
    variations : what it is like for some cases; the first that fits a case counts
    clauses : where the step itself comes from
    """

    outcomes: tuple[Outcome, ...] = ()
    visits: NonNegativeInt = 0
    documents: tuple[Identifier, ...] = ()
    fee: Money | None = None
    variations: tuple[Variation, ...] = ()
    clauses: tuple[Provenance, ...] = ()


class Task(_Work):
    """A step done by a member of a pool.

    Parameters
    ----------
    pool : id of the pool
    service_time : working time of the pool's calendar for which it keeps one member busy
    circulation_time : working time after that, in which the papers travel inside the department for review and
        signature without keeping a member of the pool busy
    paced_by_limit : instead of `circulation_time`: working days of circulation per working day of `limit`, since people
        work to the limit
    limit : its own maximum, statutory or promised
    priority : lower goes first among waiting work; equal: by instant of enablement
    after : steps that law puts before this one, wherever they stand in the lane
    stage : id of the stage of the lane in which an approval that has a limit of its own is decided
    automatic : the system that does it for live cases; what it takes of the pool's time in a simulation stands above
    """

    kind: Literal["task"] = "task"
    pool: Identifier
    service_time: Distribution
    circulation_time: Distribution | None = None
    paced_by_limit: Distribution | None = None
    limit: WorkingDays | None = None
    priority: int = 0
    after: tuple[Identifier, ...] = ()
    stage: Identifier | None = None
    automatic: Automatic | None = None

    @property
    def circulation(self) -> Distribution | None:
        """Working time in which the papers circulate, whichever way it is stated; none if they do not.

        A limit of the same day leaves no time to circulate.
        """
        if self.paced_by_limit is not None and self.limit is not None:
            days = self.limit.working_days
            return self.paced_by_limit.scaled(days) if days else None
        return self.circulation_time


class ApplicantStep(_Work):
    """A step done by the applicant, in calendar time.

    Parameters
    ----------
    time : from the moment it is asked for until it is done
    """

    kind: Literal["applicant"] = "applicant"
    time: Distribution


class ThirdPartyStep(_Work):
    """A step done by somebody who is neither the applicant nor a department: an intermediary, a bank, a seal maker.

    Parameters
    ----------
    time : from the moment it is asked for until it is done, in working time of the law's office hours
    paid_by : who pays its fee; the applicant, unless somebody else is named
    """

    kind: Literal["third_party"] = "third_party"
    party: Title
    time: Distribution
    paid_by: Payer | None = None


class StatutoryWait(_Step):
    """Time that the law makes everybody wait, such as a public notice.

    Parameters
    ----------
    working_days : ends at the midnight after the last of these working days; the day it begins does not count
    time : instead: a span of calendar time
    """

    kind: Literal["wait"] = "wait"
    working_days: WorkingDays | None = None
    time: Distribution | None = None


class Mark(StrEnum):
    """Instants of a case that the law or a promise counts from or to."""

    __hash__ = str.__hash__  # as the text that it equals, and at the cost of one: every case has one
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    DECIDED = "decided"
    DELIVERED = "delivered"


class Milestone(_Step):
    """The case reaches a mark. Takes no time. Only the first time that a mark is reached counts."""

    kind: Literal["milestone"] = "milestone"
    mark: Mark


class Result(StrEnum):
    """How a case ends."""

    __hash__ = str.__hash__  # as for marks
    APPROVED = "approved"
    APPROVED_WITH_MISSING_DOCUMENTS = "approved_with_missing_documents"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    RETRACTED = "retracted"
    """A lawful decision was taken back because the law or the facts have changed (行政许可法 art. 8)."""
    REVOKED = "revoked"
    """A decision that should not have been taken was struck down (行政许可法 art. 69)."""


class End(_Step):
    """The case ends here, and whatever else of it is still going on is withdrawn."""

    kind: Literal["end"] = "end"
    result: Result


class Sequence(Frozen, defer_build=True):
    """Steps one after the other."""

    kind: Literal["sequence"] = "sequence"
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]


class Parallel(_Step, defer_build=True):
    """Branches at the same time; goes on when all are done."""

    kind: Literal["parallel"] = "parallel"
    branches: Annotated[tuple[Step, ...], Field(min_length=2)]


class OrderedStep(Frozen, defer_build=True):
    """A step and those of the same block that must be done before it begins."""

    step: Step
    after: tuple[Identifier, ...] = ()


class Ordered(_Step, defer_build=True):
    """Each step begins as soon as those before it in law are done; goes on when all are done."""

    kind: Literal["ordered"] = "ordered"
    steps: Annotated[tuple[OrderedStep, ...], Field(min_length=2)]


class Path(Frozen, defer_build=True):
    """One way out of a choice.

    Parameters
    ----------
    when : taken if this holds
    share : instead: the chance that it is taken
    """

    step: Step
    when: Condition | None = None
    share: Proportion | None = None


class Choice(_Step, defer_build=True):
    """Exactly one path: the first whose condition holds; else one of those with shares, drawn; else `otherwise`."""

    kind: Literal["choice"] = "choice"
    paths: Annotated[tuple[Path, ...], Field(min_length=1)]
    otherwise: Step | None = None


class Inclusive(_Step, defer_build=True):
    """Every path whose condition holds, and each with a share by its own chance; `otherwise` if there is none."""

    kind: Literal["inclusive"] = "inclusive"
    paths: Annotated[tuple[Path, ...], Field(min_length=1)]
    otherwise: Step | None = None


class Notice(WorkingDays):
    """How long an applicant can be told what a file lacks; after that the file counts as accepted since it came in.

    The check is still done, but whatever it finds, nobody is sent away for it any more.

    Parameters
    ----------
    working_days : until the end of the last of these; the day on which the file, or its correction, came in does not
        count. Without effect once the case is accepted
    counts_as : outcome that the check, of which the loop asks whether to go on, then has in every condition of the lane
    """

    counts_as: Identifier


class Loop(_Step, defer_build=True):
    """The body once, and then `redo` and the body again as long as `again` holds.

    Parameters
    ----------
    at_most : times that it may be done again; after that the case goes on whatever `again` says
    notice : for corrections before acceptance: until when the applicant can be told, by 行政许可法 art. 32
    """

    kind: Literal["loop"] = "loop"
    body: Step
    again: Condition
    redo: Step | None = None
    at_most: PositiveInt
    notice: Notice | None = None
    provenance: Provenance


class Race(_Step, defer_build=True):
    """Branches at once; the first one done, on ties the earlier, withdraws the others. Its id is the outcome."""

    kind: Literal["race"] = "race"
    branches: Annotated[tuple[RaceBranch, ...], Field(min_length=2)]


class RaceBranch(Frozen, defer_build=True):
    """One contestant of a race."""

    id: Identifier
    step: Step


class Deadline(_Step, defer_build=True):
    """The body, with a timer beside it. Its outcome is ``kept`` or ``expired``.

    Parameters
    ----------
    within : until the end of the last of these working days, counted as the law counts
    on_expiry : what happens when the timer comes first
    interrupting : whether the body is then withdrawn; otherwise `on_expiry` runs beside it
    stops : whether the timer stands still while the legal clock does
    """

    kind: Literal["deadline"] = "deadline"
    body: Step
    within: WorkingDays
    on_expiry: Step | None = None
    interrupting: bool = True
    stops: bool = True


class StopReason(StrEnum):
    """Why the legal clock stands still."""

    CORRECTION = "correction"
    HEARING = "hearing"
    EXPERT_REVIEW = "expert_review"
    INSPECTION = "inspection"
    PUBLIC_NOTICE = "public_notice"
    APPLICANT = "applicant"
    """Between one item's decision and the next item's acceptance: the papers are with the applicant."""


class ClockStop(_Step, defer_build=True):
    """The legal clock stands still while the body goes on (a special procedure, a correction)."""

    kind: Literal["clock_stop"] = "clock_stop"
    reason: StopReason
    body: Step


class Call(_Step):
    """Another lane is travelled by a case of its own, a child of this one.

    Parameters
    ----------
    lane : id of the lane
    awaited : whether this case goes on only when the child has ended; its outcome is then the child's result
    """

    kind: Literal["call"] = "call"
    lane: Identifier
    awaited: bool = True


class Gateway(StrEnum):
    """How the flows into and out of a node of a graph belong together."""

    EXCLUSIVE = "exclusive"
    PARALLEL = "parallel"
    INCLUSIVE = "inclusive"


class Node(Frozen, defer_build=True):
    """A node of a graph: a step, or nothing but a gateway.

    Parameters
    ----------
    join : exclusive: every token in runs it; parallel: waits for a token on each flow in; inclusive: for every token
        that can still reach it
    split : which of the flows out get a token
    beside : instead of flows in: the node, whose step waits, begins whenever this other one begins, and is withdrawn if
        that one is done first; once it has come, what it leads to goes on whatever the other one does
    draws : name under which the split draws its way, and of nothing else; ``<id>.split`` if absent
    """

    id: Identifier
    step: Step | None = None
    join: Gateway = Gateway.EXCLUSIVE
    split: Gateway = Gateway.EXCLUSIVE
    beside: Identifier | None = None
    draws: Identifier | None = None


class Flow(Frozen):
    """A flow from one node of a graph to another; conditions and shares as in a choice, no condition is the default."""

    source: Identifier
    target: Identifier
    when: Condition | None = None
    share: Proportion | None = None


class Graph(_Step, defer_build=True):
    """Steps with free flows between them, as drawn in BPMN. A token that reaches a node without flows out is done.

    Of tokens that move at one instant, `depth_first` lets each go as far as it can before the next one, as in blocks.
    """

    kind: Literal["graph"] = "graph"
    start: Identifier
    depth_first: bool = False
    nodes: Annotated[tuple[Node, ...], Field(min_length=1, max_length=500)]
    flows: Annotated[tuple[Flow, ...], Field(max_length=2_000)] = ()


Leaf: TypeAlias = Task | ApplicantStep | ThirdPartyStep | StatutoryWait | Milestone | End
Block: TypeAlias = (
    Sequence | Parallel | Ordered | Choice | Inclusive | Loop | Race | Deadline | ClockStop | Call | Graph
)
Step: TypeAlias = Annotated[Leaf | Block, Field(discriminator="kind")]
Work: TypeAlias = Task | ApplicantStep | ThirdPartyStep
"""Steps that somebody does and that can come out in more than one way."""
