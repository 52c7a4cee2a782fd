"""Pools of people with calendars: who does which task when.

The rules, in the order in which they decide:

1. Waiting tasks go by priority, then by the instant at which they were enabled, then by case and step.
2. A task is given to nobody before somebody who is on duty is free; among the free and on duty, to the first by name.
3. Whoever has begun a task keeps it. Off duty the task rests with them, and goes on at their next opening.
4. At one instant, members who come on duty are given waiting tasks before anything else happens to any case, and so
   are members whose task was withdrawn: once everything that is withdrawn with it has left the queue.

One SimPy event is enough for a task: when it is begun, the instant at which it will be done is read off the member's
calendar. Nothing wakes up in the evening or the morning, except a pool with people waiting while nobody is on duty.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from simulations.wakes import Clock, Wake, wake_at
from workflows.instants import Instant
from workflows.working_time.axis import WorkingTimeAxis

if TYPE_CHECKING:
    from simulations.services import Service

OPENING_KEY = -1
"""Before the key of any case."""


class Shift:
    """The members of a pool who keep the same hours.

    Attributes
    ----------
    idle : numbers of the members who do nothing, a heap: the first by name is asked first
    opened_at, closes : the present opening, or the next one; what is done before it closes needs no calendar
    """

    __slots__ = ("axis", "closes", "idle", "opened_at")

    def __init__(self, axis: WorkingTimeAxis, members: list[int]) -> None:
        self.axis = axis
        self.idle = list(members)
        self.opened_at = 0
        self.closes = 0

    def on_duty(self, now: Instant) -> bool:
        """Whether its members work at this instant. Time only goes forward, so the present opening is remembered."""
        if now >= self.closes:
            self.opened_at = self.axis.next_open(now)
            self.closes = self.axis.close_after(self.opened_at)
        return now >= self.opened_at

    def opens(self) -> Instant:
        """When its members are next on duty; asked when they are not."""
        return self.opened_at


class SimulatedPool:
    """A pool under simulation.

    Parameters
    ----------
    clock : of the run
    shifts : its members by the hours that they keep
    """

    __slots__ = ("_clock", "_only", "_opening", "_opening_at", "_shifts", "_waiting")

    def __init__(self, clock: Clock, shifts: list[Shift]) -> None:
        self._clock = clock
        self._shifts = shifts
        self._only = shifts[0] if len(shifts) == 1 else None
        for shift in shifts:
            heapify(shift.idle)
        self._waiting: list[tuple[int, Instant, int, Service]] = []
        self._opening: Wake | None = None
        self._opening_at: Instant = 0

    def request(self, service: Service, now: Instant) -> None:
        """Have a task done: at once if somebody on duty is free, otherwise when its turn comes."""
        waiting = self._waiting
        while waiting and waiting[0][3].withdrawn:
            heappop(waiting)
        if not waiting:
            shift = self._free_shift(now)
            if shift is not None:
                service.begin(shift, heappop(shift.idle), now)
                return
        heappush(waiting, (service.priority, now, service.key, service))
        self._await_opening(now)

    def release(self, shift: Shift, member: int, now: Instant) -> None:
        """A member is free again, and takes the next task if there is one and it is still working time."""
        waiting = self._waiting
        if waiting and shift is self._only and not shift.idle and shift.opened_at <= now < shift.closes:
            # Everybody else is busy, which is so for most tasks that had to wait: nobody has to be looked for.
            while waiting:
                service = heappop(waiting)[3]
                if not service.withdrawn:
                    service.begin(shift, member, now)
                    return
        heappush(shift.idle, member)
        if waiting:
            self._assign(now)

    def free(self, shift: Shift, member: int, now: Instant) -> None:
        """A member is free because nobody wants their task any more.

        They take the next task at this instant too, but only when whatever was withdrawn together with theirs has left
        the queue: otherwise a case that ends would be seen to begin what it is about to give up.
        """
        heappush(shift.idle, member)
        if self._waiting:
            self._wake(now)

    def hold(self, service: Service, member: int) -> Shift:
        """Somebody who is idle turns out to have begun a task before the run did; gives the hours that they keep."""
        shift = next(shift for shift in self._shifts if member in shift.idle)
        shift.idle.remove(member)
        heapify(shift.idle)
        return shift

    def keep_waiting(self, service: Service, enabled_at: Instant, now: Instant) -> None:
        """A task that could be begun before the run did waits on, in its place of then.

        Nobody is given it before all that waited so are in the queue.
        """
        heappush(self._waiting, (service.priority, enabled_at, service.key, service))
        self._wake(now)

    def _free_shift(self, now: Instant) -> Shift | None:
        """The shift of the first member by name who is idle and on duty."""
        only = self._only
        if only is not None:
            return only if only.idle and (only.opened_at <= now < only.closes or only.on_duty(now)) else None
        best: Shift | None = None
        for shift in self._shifts:
            if shift.idle and shift.on_duty(now) and (best is None or shift.idle[0] < best.idle[0]):
                best = shift
        return best

    def _assign(self, now: Instant) -> None:
        waiting = self._waiting
        while waiting:
            if waiting[0][3].withdrawn:
                heappop(waiting)
                continue
            shift = self._free_shift(now)
            if shift is None:
                self._await_opening(now)
                return
            service = heappop(waiting)[3]
            service.begin(shift, heappop(shift.idle), now)

    def _await_opening(self, now: Instant) -> None:
        """Wake up when somebody idle comes on duty. If nobody is idle, the next release assigns instead."""
        only = self._only
        if only is not None and not only.idle:
            return
        openings = [shift.opens() for shift in self._shifts if shift.idle and not shift.on_duty(now)]
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
        self._assign(self._opening_at)
