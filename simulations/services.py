"""One task on its way through a pool."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeAlias

from simulations.interrupting import InterruptingPool
from simulations.pools import Shift, SimulatedPool
from simulations.wakes import POSITIONS, Clock, Happening, Wake, wake_at
from workflows.definition.values import Variation
from workflows.events.event import EventKind
from workflows.events.log import EventLog, Row
from workflows.instants import Instant, Milliseconds
from workflows.interpreter.branches import Branch
from workflows.interpreter.travel import Travel
from workflows.working_time.axis import WorkingTimeAxis


class Draw(Protocol):
    """A draw of a step for a case: by the case's number and the occurrence of the step."""

    def __call__(self, number: int, occurrence: int, /) -> Milliseconds: ...


Outcome: TypeAlias = tuple[str, tuple[int, ...]]
"""How a step comes out, and for each member the number of the note that they have completed it so."""


@dataclass(frozen=True, slots=True)
class Channel:
    """What every occurrence of one step has in common, looked up once.

    Attributes
    ----------
    step : id of the step
    position : its place in the lane
    service : draws its service time, or the time that somebody else takes
    circulation : draws how long its papers then travel; none if they do not
    only : how it comes out, if it can come out in one way only
    outcome : draws how it comes out
    pool : who does it; none if nobody of the agency
    members : names of the members; one without a name, if nobody of the agency does it
    started : for each member, the number of the note that they have started
    hours : the working time in which somebody else's time, or the papers' travelling, is counted
    variations : the cases for which it is not what it is for most
    clock, log : of the run
    put, record : theirs, since they are called for every task
    """

    step: str
    position: int
    priority: int
    service: Draw
    circulation: Draw | None
    only: Outcome | None
    outcome: Callable[[int, int], Outcome]
    pool: SimulatedPool | InterruptingPool | None
    members: tuple[str, ...]
    started: tuple[int, ...]
    hours: WorkingTimeAxis
    variations: tuple[Variation, ...]
    clock: Clock
    log: EventLog
    put: Callable[[Happening, Instant, int], None]
    record: Callable[[Row], None]

    def completed(self, travel: Travel, occurrence: int, member: int, now: Instant) -> str:
        """Record that it is done; gives how it came out."""
        outcome, notes = self.only or self.outcome(travel.number, occurrence)
        self.record((travel.rank, now, notes[member], occurrence))
        return outcome


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
    enabled_at: Instant = 0

    def __init__(self, travel: Travel, channel: Channel, occurrence: int, branch: Branch) -> None:
        self.travel = travel
        self.channel = channel
        self.occurrence = occurrence
        self.branch = branch
        self.priority = channel.priority + travel.priority
        self.key = (travel.rank << POSITIONS) + channel.position

    def begin(self, shift: Shift, member: int, now: Instant) -> None:
        """A member who is on duty takes it, until the instant that their calendar gives."""
        channel, travel, occurrence = self.channel, self.travel, self.occurrence
        self.shift = shift
        self.member = member
        channel.record((travel.rank, now, channel.started[member], occurrence))
        span = channel.service(travel.number, occurrence)
        done_at = now + span
        # Most of it is done before they go home.
        channel.put(self, done_at if done_at <= shift.closes else shift.axis.add(now, span), self.key)

    def carry_on(self, shift: Shift, member: int, left: Milliseconds, now: Instant) -> None:
        """The member who began it before the run did goes on with it."""
        self.shift = shift
        self.member = member
        self.channel.put(self, shift.axis.add(now, left), self.key)

    def lie_idle(self, shift: Shift, member: int, left: Milliseconds) -> None:
        """The member who began it before the run did was interrupted, and has not yet gone on."""
        self.shift = shift
        self.member = member
        self.left = left
        self.interrupted = True

    def interrupt(self, now: Instant) -> None:
        """The member leaves it for something more urgent."""
        assert self.shift is not None
        self._forget_the_end()
        self.interrupted = True
        self.left = self.shift.axis.between(now, self.at)
        self._note(EventKind.SUSPENDED, now)

    def go_on(self, now: Instant) -> None:
        """The member goes on with it where they were interrupted."""
        assert self.shift is not None
        self.interrupted = False
        self._note(EventKind.RESUMED, now)
        self.at = self.shift.axis.add(now, self.left)
        self.rest = wake_at(self.channel.clock, self.at, self.key, self._served_after_all)

    def _served_after_all(self) -> None:
        self.rest = None
        self._served()

    def _note(self, kind: EventKind, now: Instant) -> None:
        channel = self.channel
        note = channel.log.notes[kind, channel.step, channel.members[self.member], "", ""]
        channel.record((self.travel.rank, now, note, self.occurrence))

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
            self.channel.pool.free(self.shift, self.member, self.channel.clock.now)

    def _served(self) -> None:
        """The member has done their part."""
        channel, shift = self.channel, self.shift
        assert shift is not None
        assert channel.pool is not None
        now = channel.clock.now = self.at
        if channel.circulation is None:
            outcome = channel.completed(self.travel, self.occurrence, self.member, now)
            channel.pool.release(shift, self.member, now)
            self.branch.resume(outcome)
            return
        self._note(EventKind.RELEASED, now)
        arrives_at = channel.hours.add(now, channel.circulation(self.travel.number, self.occurrence))
        self.papers = wake_at(channel.clock, arrives_at, self.key, partial(_circulated, self))
        channel.pool.release(shift, self.member, now)

    callbacks: Any = (_served,)


def _circulated(service: Service) -> None:
    service.papers = None
    channel = service.channel
    service.branch.resume(channel.completed(service.travel, service.occurrence, service.member, channel.clock.now))
