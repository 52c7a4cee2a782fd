"""Pools in which a more urgent task interrupts one that somebody is at.

The rules of :mod:`simulations.pools` hold, and two more:

5. A waiting task for which nobody on duty is free is given at once to whoever is at the least urgent task, if that is
   less urgent by priority; of several, to the one whose task would come last in the queue.
6. Whoever was interrupted keeps the task, and goes on where they stopped as soon as nothing that comes before it in the
   queue wants them. Nobody else takes it over.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from simulations.pools import OPENING_KEY, Shift
from simulations.wakes import Clock, Wake, wake_at
from workflows.instants import Instant

if TYPE_CHECKING:
    from simulations.services import Service


class _Member:
    """Somebody of the pool.

    Attributes
    ----------
    at : the task that they are at
    rests : those that they were interrupted at, the latest last, which is the most urgent of them
    """

    __slots__ = ("at", "number", "rests", "shift")

    def __init__(self, number: int, shift: Shift) -> None:
        self.number = number
        self.shift = shift
        self.at: Service | None = None
        self.rests: list[Service] = []


class InterruptingPool:
    """A pool under simulation whose members leave what they are at for something more urgent.

    Parameters
    ----------
    clock : of the run
    shifts : its members by the hours that they keep
    """

    __slots__ = ("_clock", "_freed", "_members", "_opening", "_opening_at", "_waiting")

    def __init__(self, clock: Clock, shifts: Sequence[Shift]) -> None:
        self._clock = clock
        members = (_Member(number, shift) for shift in shifts for number in shift.idle)
        self._members = {member.number: member for member in sorted(members, key=lambda member: member.number)}
        self._waiting: list[tuple[int, Instant, int, Service]] = []
        self._freed: list[_Member] = []
        self._opening: Wake | None = None
        self._opening_at: Instant = 0

    def request(self, service: Service, now: Instant) -> None:
        """Have a task done: at once if somebody is free or can be interrupted, otherwise when its turn comes."""
        service.enabled_at = now
        heappush(self._waiting, (service.priority, now, service.key, service))
        self._assign(now)

    def release(self, shift: Shift, member: int, now: Instant) -> None:
        """A member has done a task, and goes on with what they were interrupted at or takes the next one."""
        self._members[member].at = None
        self._go_on(self._members[member], now)
        self._assign(now)

    def free(self, shift: Shift, member: int, now: Instant) -> None:
        """Nobody wants a member's task any more; see :meth:`simulations.pools.SimulatedPool.free`."""
        self._members[member].at = None
        self._freed.append(self._members[member])
        self._wake(now)

    def hold(self, service: Service, member: int) -> Shift:
        """See :meth:`simulations.pools.SimulatedPool.hold`."""
        self._members[member].at = service
        return self._members[member].shift

    def keep_waiting(self, service: Service, enabled_at: Instant, now: Instant) -> None:
        """See :meth:`simulations.pools.SimulatedPool.keep_waiting`."""
        service.enabled_at = enabled_at
        heappush(self._waiting, (service.priority, enabled_at, service.key, service))
        self._wake(now)

    def lay_aside(self, service: Service, member: int, now: Instant) -> Shift:
        """A member turns out to have been interrupted at a task; later ones of the same member were more urgent."""
        self._members[member].rests.append(service)
        self._freed.append(self._members[member])
        self._wake(now)
        return self._members[member].shift

    def _go_on(self, member: _Member, now: Instant) -> None:
        """Let a member who is at nothing go on with the latest task that they were interrupted at."""
        rests = member.rests
        while rests and rests[-1].withdrawn:
            rests.pop()
        if member.at is not None or not rests:
            return
        first = self._first()
        mine = rests[-1]
        if first is not None and member.shift.on_duty(now) and first < (mine.priority, mine.enabled_at, mine.key):
            self._begin(member, now)
        else:
            member.at = rests.pop()
            member.at.go_on(now)

    def _assign(self, now: Instant) -> None:
        while (first := self._first()) is not None:
            member = self._free(now) or self._interruptible(first[0], now)
            if member is None:
                self._await_opening(first[0], now)
                return
            if member.at is not None:
                member.at.interrupt(now)
                member.rests.append(member.at)
            self._begin(member, now)

    def _begin(self, member: _Member, now: Instant) -> None:
        service = heappop(self._waiting)[3]
        member.at = service
        service.begin(member.shift, member.number, now)

    def _first(self) -> tuple[int, Instant, int] | None:
        """The place in the queue of the task that is first in it."""
        waiting = self._waiting
        while waiting and waiting[0][3].withdrawn:
            heappop(waiting)
        return waiting[0][:3] if waiting else None

    def _free(self, now: Instant) -> _Member | None:
        """The first by name who is on duty and has nothing to go on with."""
        return next((each for each in self._members.values() if _is_free(each) and each.shift.on_duty(now)), None)

    def _interruptible(self, priority: int, now: Instant) -> _Member | None:
        """Who is on duty and at the least urgent task, if that is less urgent than the priority."""
        at_less = [
            (each.at.priority, each.at.enabled_at, each.at.key, each)
            for each in self._members.values()
            if each.at is not None and each.at.priority > priority and each.shift.on_duty(now)
        ]
        return max(at_less)[3] if at_less else None

    def _await_opening(self, priority: int, now: Instant) -> None:
        """Wake up when somebody comes on duty who could take a task of that priority."""
        openings = [
            each.shift.opens()
            for each in self._members.values()
            if (_is_free(each) or (each.at is not None and each.at.priority > priority)) and not each.shift.on_duty(now)
        ]
        if openings:
            self._wake(min(openings))

    def _wake(self, at: Instant) -> None:
        """Give out tasks at that instant, unless that happens even earlier."""
        if self._opening is not None:
            if self._opening_at <= at:
                return
            self._opening.cancel()
        self._opening_at = at
        self._opening = wake_at(self._clock, at, OPENING_KEY, self._open)

    def _open(self) -> None:
        self._opening = None
        freed, self._freed = self._freed, []
        for member in freed:
            self._go_on(member, self._opening_at)
        self._assign(self._opening_at)


def _is_free(member: _Member) -> bool:
    return member.at is None and not member.rests
