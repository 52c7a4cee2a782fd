"""One task on its way through a pool."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from simulations.interrupting import InterruptingPool
from simulations.pools import Shift, SimulatedPool
from simulations.wakes import POSITIONS, Clock, Happening, Wake, schedule, wake_at
from workflows.definition.values import Variation
from workflows.events.event import EventKind
from workflows.events.log import Row
from workflows.instants import Instant, Milliseconds
from workflows.interpreter.branches import Branch
from workflows.interpreter.travel import Travel
from workflows.working_time.axis import WorkingTimeAxis

_STARTED = int(EventKind.STARTED)
_SUSPENDED = int(EventKind.SUSPENDED)
_RESUMED = int(EventKind.RESUMED)
_RELEASED = int(EventKind.RELEASED)
_COMPLETED = int(EventKind.COMPLETED)


class Draw(Protocol):
    """A draw of a step for a case: by the case's number and the occurrence of the step."""

    def __call__(self, number: int, occurrence: int, /) -> Milliseconds: ...


@dataclass(frozen=True, slots=True)
class Channel:
    """What every occurrence of one step has in common, looked up once.

    Attributes
    ----------
    step : the step's number in the log's words
    position : its place in the lane
    service : draws its service time, or the time that somebody else takes
    circulation : draws how long its papers then travel; none if they do not
    outcome : draws how it comes out: the outcome, and its number in the log's words
    pool : who does it; none if nobody of the agency
    members : numbers of the members' names in the log's words
    clock : the working time in which somebody else's time, or the papers' travelling, is counted
    variations : the cases for which it is not what it is for most
    """

    step: int
    position: int
    priority: int
    service: Draw
    circulation: Draw | None
    outcome: Callable[[int, int], tuple[str, int]]
    pool: SimulatedPool | InterruptingPool | None
    members: tuple[int, ...]
    clock: WorkingTimeAxis
    variations: tuple[Variation, ...]


class Service(Happening):
    """One occurrence of a task: the request, and the SimPy event of its being done, in one object."""

    # Most of a service is its defaults, and it is made for every task of every case.
    shift: Shift | None = None
    member = 0
    withdrawn = False
    papers: Wake | None = None
    rest: Wake | None = None
    left: Milliseconds = 0
    interrupted = False

    def __init__(
        self,
        clock: Clock,
        travel: Travel,
        channel: Channel,
        occurrence: int,
        record: Callable[[Row], None],
        branch: Branch,
    ) -> None:
        self.clock = clock
        self.travel = travel
        self.channel = channel
        self.occurrence = occurrence
        self.record = record
        self.branch = branch
        self.priority = channel.priority + travel.priority
        self.key = (travel.rank << POSITIONS) + channel.position
        self.enabled_at = clock.now

    def begin(self, shift: Shift, member: int, now: Instant) -> None:
        """A member who is on duty takes it, until the instant that their calendar gives."""
        channel = self.channel
        self.shift = shift
        self.member = member
        self.record((self.travel.rank, _STARTED, now, channel.step, self.occurrence, channel.members[member], 0, 0))
        schedule(self, shift.done_at(now, channel.service(self.travel.number, self.occurrence)), self.key)

    def interrupt(self, now: Instant) -> None:
        """The member leaves it for something more urgent."""
        assert self.shift is not None
        self._forget_the_end()
        self.interrupted = True
        self.left = self.shift.axis.between(now, self.at)
        self._note(_SUSPENDED, now)

    def go_on(self, now: Instant) -> None:
        """The member goes on with it where they were interrupted."""
        assert self.shift is not None
        self.interrupted = False
        self._note(_RESUMED, now)
        self.at = self.shift.axis.add(now, self.left)
        self.rest = wake_at(self.clock, self.at, self.key, self._served_after_all)

    def _served_after_all(self) -> None:
        self.rest = None
        self._served()

    def _note(self, kind: int, now: Instant) -> None:
        member = self.channel.members[self.member]
        self.record((self.travel.rank, kind, now, self.channel.step, self.occurrence, member, 0, 0))

    def _forget_the_end(self) -> None:
        """What SimPy's queue holds of it does nothing any more."""
        self.callbacks = ()
        if self.rest is not None:
            self.rest.cancel()
            self.rest = None

    def cancel(self) -> None:
        """Nobody wants it any more: out of the queue, or off the member's desk."""
        self.withdrawn = True
        self._forget_the_end()
        if self.papers is not None:
            self.papers.cancel()
            self.papers = None
        elif self.shift is not None and self.channel.pool is not None and not self.interrupted:
            self.channel.pool.free(self.shift, self.member, self.clock.now)

    def _served(self) -> None:
        """The member has done their part."""
        channel, shift, travel, occurrence = self.channel, self.shift, self.travel, self.occurrence
        assert shift is not None
        assert channel.pool is not None
        now = self.clock.now = self.at
        member = channel.members[self.member]
        if channel.circulation is None:
            outcome, word = channel.outcome(travel.number, occurrence)
            self.record((travel.rank, _COMPLETED, now, channel.step, occurrence, member, 0, word))
            channel.pool.release(shift, self.member, now)
            self.branch.resume(outcome)
            return
        self.record((travel.rank, _RELEASED, now, channel.step, occurrence, member, 0, 0))
        arrives_at = channel.clock.add(now, channel.circulation(travel.number, occurrence))
        self.papers = wake_at(self.clock, arrives_at, self.key, partial(_circulated, self))
        channel.pool.release(shift, self.member, now)

    callbacks: Any = (_served,)


def _circulated(service: Service) -> None:
    channel, travel, occurrence = service.channel, service.travel, service.occurrence
    outcome, word = channel.outcome(travel.number, occurrence)
    service.papers = None
    service.record(
        (travel.rank, _COMPLETED, service.clock.now, channel.step, occurrence, channel.members[service.member], 0, word)
    )
    service.branch.resume(outcome)
