"""Steps that are under way, or wait, at the instant of a forecast."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from simulations.services import Channel
from simulations.wakes import POSITIONS, wake_at
from workflows.definition.steps import Work
from workflows.events.event import EventKind
from workflows.instants import Instant, Milliseconds
from workflows.interpreter.branches import Branch, Handle
from workflows.interpreter.script import Performance
from workflows.interpreter.travel import Travel
from workflows.working_time.axis import WorkingTimeAxis


@dataclass(slots=True)
class Unfinished:
    """An occurrence of a step that was not done when what is known ends; what its strand holds of it.

    Attributes
    ----------
    enabled_at : when it could be begun
    known : how far it had come; nothing, if nothing is recorded of it
    handle : what goes on with it: the record up to now, then the simulation
    withdrawn : whether nobody wants it any more
    """

    travel: Travel
    step: Work
    occurrence: int
    branch: Branch
    enabled_at: Instant
    known: Performance
    handle: Handle | None
    withdrawn: bool = False

    def cancel(self) -> None:
        """See :class:`workflows.interpreter.branches.Handle`."""
        self.withdrawn = True
        if self.handle is not None:
            self.handle.cancel()

    @property
    def started_at(self) -> Instant | None:
        """When somebody began it."""
        return None if self.known.started_after is None else self.enabled_at + self.known.started_after

    @property
    def released_at(self) -> Instant | None:
        """Since when its papers have been circulating."""
        return None if self.known.released_after is None else self.enabled_at + self.known.released_after

    @property
    def suspended(self) -> bool:
        """Whether work on it rests."""
        return bool(self.known.rests) and self.known.rests[-1].resumed_after is None

    def worked(self, hours: WorkingTimeAxis, now: Instant) -> Milliseconds:
        """How long somebody has been at it by now, in their working time, rests left out."""
        assert self.known.started_after is not None  # asked of work that somebody has begun
        spells, since = [], self.known.started_after
        for rest in self.known.rests:
            spells.append((since, rest.suspended_after))
            since = now - self.enabled_at if rest.resumed_after is None else rest.resumed_after
        spells.append((since, now - self.enabled_at))
        return sum(hours.between(self.enabled_at + start, self.enabled_at + end) for start, end in spells)

    def finish_at(self, at: Instant, channel: Channel) -> None:
        """Have it done at an instant by whoever began it, who keeps nobody else waiting meanwhile."""
        key = (self.travel.rank << POSITIONS) + channel.position
        self.handle = wake_at(channel.clock, at, key, partial(self._finish, channel))

    def begin(self, channel: Channel, now: Instant) -> None:
        """Have it begun now, if nobody has; asked of the steps of applicants and third parties, who need no turn."""
        if self.known.started_after is None:
            note = channel.log.notes[EventKind.STARTED, channel.step, channel.members[0], "", ""]
            channel.record((self.travel.rank, now, note, self.occurrence))

    def _finish(self, channel: Channel) -> None:
        outcome, _ = channel.only or channel.outcome(self.travel.number, self.occurrence)
        note = channel.log.notes[EventKind.COMPLETED, channel.step, self.known.member, "", outcome]
        channel.record((self.travel.rank, channel.clock.now, note, self.occurrence))
        self.branch.resume(outcome)
