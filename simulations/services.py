"""One task on its way through a pool, and one step of somebody else on its way through time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import simpy

from simulations.pools import Shift, SimulatedPool
from simulations.wakes import POSITIONS, Wake, schedule
from workflows.events.event import EventKind
from workflows.events.log import Row
from workflows.instants import Instant, Milliseconds
from workflows.interpreter.branches import Branch
from workflows.interpreter.travel import Travel
from workflows.working_time.axis import WorkingTimeAxis

_STARTED = int(EventKind.STARTED)
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
    """

    step: int
    position: int
    priority: int
    service: Draw
    circulation: Draw | None
    outcome: Callable[[int, int], tuple[str, int]]
    pool: SimulatedPool | None
    members: tuple[int, ...]
    clock: WorkingTimeAxis


class Service(simpy.Event):
    """One occurrence of a task: the request, and the SimPy event of its being done, in one object.

    See :class:`simulations.wakes.Wake` for why it is a SimPy event of its own kind.
    """

    _ok = True
    _value = None

    # Most of a service is its defaults, and it is made for every task of every case.
    shift: Shift | None = None
    member = 0
    withdrawn = False
    papers: Wake | None = None

    def __init__(
        self,
        env: simpy.Environment,
        travel: Travel,
        channel: Channel,
        occurrence: int,
        record: Callable[[Row], None],
        branch: Branch,
    ) -> None:
        self.env = env
        self.callbacks = [_served]
        self.travel = travel
        self.channel = channel
        self.occurrence = occurrence
        self.record = record
        self.branch = branch
        self.priority = channel.priority + travel.priority
        self.key = (travel.rank << POSITIONS) + channel.position

    def begin(self, shift: Shift, member: int, now: Instant) -> None:
        """A member takes it, until the instant that their calendar gives."""
        channel = self.channel
        self.shift = shift
        self.member = member
        self.record((self.travel.rank, _STARTED, now, channel.step, self.occurrence, channel.members[member], 0, 0))
        done_at = shift.axis.add(now, channel.service(self.travel.case.number, self.occurrence))
        schedule(self.env, self, done_at, self.key)

    def cancel(self) -> None:
        """Nobody wants it any more: out of the queue, or off the member's desk."""
        self.withdrawn = True
        self.callbacks = []
        if self.papers is not None:
            self.papers.cancel()
            self.papers = None
        elif self.shift is not None and self.channel.pool is not None:
            self.channel.pool.free(self.shift, self.member, int(self.env.now))


def _served(event: simpy.Event) -> None:
    """The member has done their part."""
    assert isinstance(event, Service)
    channel, shift, travel, now = event.channel, event.shift, event.travel, int(event.env.now)
    assert shift is not None
    assert channel.pool is not None
    member, occurrence, number = channel.members[event.member], event.occurrence, travel.case.number
    if channel.circulation is None:
        outcome, word = channel.outcome(number, occurrence)
        event.record((travel.rank, _COMPLETED, now, channel.step, occurrence, member, 0, word))
        channel.pool.release(shift, event.member, now)
        event.branch.resume(outcome)
        return
    event.record((travel.rank, _RELEASED, now, channel.step, occurrence, member, 0, 0))
    arrives_at = channel.clock.add(now, channel.circulation(number, occurrence))
    event.papers = Wake(event.env, partial(_circulated, event))
    schedule(event.env, event.papers, arrives_at, event.key)
    channel.pool.release(shift, event.member, now)


def _circulated(event: Service) -> None:
    channel, travel, now = event.channel, event.travel, int(event.env.now)
    outcome, word = channel.outcome(travel.case.number, event.occurrence)
    member = channel.members[event.member]
    event.papers = None
    event.record((travel.rank, _COMPLETED, now, channel.step, event.occurrence, member, 0, word))
    event.branch.resume(outcome)
