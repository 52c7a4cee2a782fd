"""A lane: the declared path of one kind of request, with everything that a run of it needs to know."""

from __future__ import annotations

import math
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import Field, PositiveFloat, PositiveInt

from workflows.definition.cadence import Batch, Cadence
from workflows.definition.conditions import Condition
from workflows.definition.distributions import Distribution
from workflows.definition.provenance import Frozen, Provenance, Title
from workflows.definition.steps import (
    Mark,
    Sequence,
    Step,
    Task,
    Work,
)
from workflows.definition.tree import walk
from workflows.definition.values import (
    Identifier,
    Money,
    Outcome,
    Proportion,
    WorkingDays,
)
from workflows.working_time.calendars import Calendar

DONE: Final = "done"
"""The outcome of a step that can come out in one way only."""


class DocumentSource(StrEnum):
    """Where a document comes from."""

    APPLICANT = "applicant"
    SHARED = "shared"
    COMMITMENT = "commitment"


class Document(Frozen):
    """A document that steps need.

    Parameters
    ----------
    source : who supplies it: the applicant, another authority's data, or a signed commitment instead
    defect_share : the chance that a copy handed in, the first or a corrected one, is missing or defective; it applies
        every time that the document is checked
    """

    title: Title
    source: DocumentSource = DocumentSource.APPLICANT
    defect_share: Proportion


class Staff(Frozen):
    """Members of a pool who keep the same hours."""

    count: PositiveInt
    provenance: Provenance
    calendar: Identifier | None = None


class Pool(Frozen):
    """The people of a department who can do a task.

    Parameters
    ----------
    department : whose people they are
    calendar : id of the calendar that they keep, unless their staff entry says otherwise
    cost_per_hour : what an hour of a member's service time costs the agency
    interrupts : whether a more urgent task interrupts one that a member is at; they go on with it afterwards
    """

    title: Title
    department: Title
    calendar: Identifier
    staff: Annotated[tuple[Staff, ...], Field(min_length=1)]
    cost_per_hour: Money | None = None
    interrupts: bool = False

    @property
    def members(self) -> int:
        """How many people the pool has."""
        return sum(group.count for group in self.staff)


class CasePriority(Frozen):
    """Cases that go before others, or after them, wherever they wait.

    Parameters
    ----------
    when : which: a condition on their attributes
    add : to the priority of each of their tasks; lower goes first
    """

    when: Condition
    add: int
    provenance: Provenance


class LimitKind(StrEnum):
    """Who set a limit."""

    STATUTORY = "statutory"
    PROMISED = "promised"


class LaneLimit(WorkingDays):
    """A maximum of processing time for the whole lane.

    Parameters
    ----------
    start, until : the marks between which it counts
    """

    kind: LimitKind
    start: Mark = Mark.ACCEPTED
    until: Mark = Mark.DECIDED

    @property
    def is_for_the_decision(self) -> bool:
        """Whether it is one that an extension moves: from acceptance to decision."""
        return (self.start, self.until) == (Mark.ACCEPTED, Mark.DECIDED)


class Target(Frozen):
    """A published figure that a reader will compare the result with. Never an input of a run.

    Parameters
    ----------
    working_days : the figure
    """

    title: Title
    working_days: PositiveFloat
    provenance: Provenance


class AttributeValue(Frozen):
    """One value of a case attribute and how many cases have it."""

    value: Identifier
    title: Title
    share: Proportion


class Attribute(Frozen):
    """Something by which cases differ from the start; a lane's conditions may ask for it."""

    title: Title
    values: Annotated[tuple[AttributeValue, ...], Field(min_length=1)]


class ArrivalClock(StrEnum):
    """Which time the gaps between arrivals are counted in. Tools differ, and results with them, so it is declared."""

    WORKING_TIME = "working_time"
    WALL_CLOCK = "wall_clock"
    WALL_CLOCK_FROM_ARRIVAL = "wall_clock_from_arrival"


class Arrivals(Frozen):
    """How cases enter: one by one with gaps between them, or at the rounds of a cadence. Exactly one of the two.

    Parameters
    ----------
    gap : time between one case and the next
    clock : what `gap` is counted in; on the wall clock an arrival outside the calendar moves to the next opening, and
        the next gap runs from the instant that it moved from, or, on the wall clock from arrival, from where it moved
        to, so that fewer cases come than there are gaps in a year
    cadence : when rounds are; a round outside the calendar moves to the next opening
    batch : how many cases begin with each round; one if absent
    calendar : id of the calendar in which cases can be submitted
    """

    gap: Distribution | None = None
    clock: ArrivalClock = ArrivalClock.WORKING_TIME
    cadence: Cadence | None = None
    batch: Batch | None = None
    calendar: Identifier

    @property
    def per_round(self) -> int:
        """How many cases begin with each round."""
        return 1 if self.batch is None else self.batch.cases


class Lane(Frozen):
    """The declared path of one kind of request.

    Parameters
    ----------
    format : version of this file format
    id : how the lane is called everywhere
    office : id of the calendar of the law's office hours, on which processing time is measured
    body : the steps
    pools, calendars, documents, attributes : what the steps refer to, by id
    priorities : cases that go before others; the first that fits a case counts
    sealed : which cases are not given away, by their attributes; none if absent
    stages : parts of a long lane, in order; the approvals of one stage could be reviewed together
    limits : maxima of processing time, statutory or promised
    extension : by how much the time for the decision can be extended, once; as the law has it for most cases if absent
    targets : published figures to compare with
    levers : ids of the levers that this lane came out of, in order; empty for a lane that somebody wrote
    """

    format: Literal[1] = 1
    id: Identifier
    title: Title
    description: Title | None = None
    office: Identifier
    calendars: dict[Identifier, Calendar]
    pools: dict[Identifier, Pool] = {}
    documents: dict[Identifier, Document] = {}
    attributes: dict[Identifier, Attribute] = {}
    priorities: tuple[CasePriority, ...] = ()
    sealed: Condition | None = None
    stages: dict[Identifier, Title] = {}
    limits: tuple[LaneLimit, ...] = ()
    extension: WorkingDays | None = None
    targets: tuple[Target, ...] = ()
    arrivals: Arrivals | None = None
    body: Step
    levers: tuple[str, ...] = ()

    @cached_property
    def steps(self) -> dict[str, Step]:
        """Every step that has an id, in the order of the lane."""
        return {step.id: step for step in walk(self.body) if not isinstance(step, Sequence)}

    @cached_property
    def titles(self) -> dict[str, Title]:
        """Step id to title."""
        return {step.id: step.title for step in walk(self.body) if not isinstance(step, Sequence)}

    @cached_property
    def tasks(self) -> dict[str, Task]:
        """The steps that pools do."""
        return {id_: step for id_, step in self.steps.items() if isinstance(step, Task)}

    def outcome_shares(self, step: Work) -> tuple[tuple[str, float], ...]:
        """How often a step comes out in which way.

        Returns
        -------
        outcome ids with shares that add up to 1; a step without outcomes is ``done``
        """
        if not step.outcomes:
            return ((DONE, 1.0),)
        shares = {outcome.id: self._share(step, outcome) for outcome in step.outcomes}
        left = 1 - math.fsum(share for share in shares.values() if share is not None)
        return tuple((id_, left if share is None else share) for id_, share in shares.items())

    def _share(self, step: Work, outcome: Outcome) -> float | None:
        if outcome.from_documents:
            return 1 - math.prod(1 - self.documents[id_].defect_share.value for id_ in step.documents)
        return outcome.share.value if outcome.share else None
