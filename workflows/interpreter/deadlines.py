"""A timer beside a step, counted the way the law counts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from workflows.definition.steps import Deadline, Step, Task
from workflows.definition.tree import walk
from workflows.events.event import EventKind
from workflows.interpreter.branches import PENDING, Branch, Handle, Pause
from workflows.interpreter.travel import Travel
from workflows.working_time.legal_clock import due_at


class Guard:
    """The body of a deadline and its timer; awaiting :meth:`pause` tells whether the timer came first.

    The timer stands still with the legal clock: it is taken down when the clock stops and set anew, for the instant
    that the stops so far lead to, when the clock goes on. If the decision gets more time while it runs, so does it; but
    not one under which nobody but the applicant or a third party has to act, for whom the extension is not meant.
    """

    __slots__ = (
        "_body", "_closed", "_expired", "_extended", "_occurrence", "_parent", "_remedy", "_run", "_settled", "_since",
        "_step", "_timer", "_travel",
    )  # fmt: skip

    def __init__(
        self,
        step: Deadline,
        travel: Travel,
        run: Callable[[Step, Travel], Awaitable[None]],
    ) -> None:
        self._step = step
        self._travel = travel
        self._run = run
        self._occurrence = travel.begin(step.id)
        self._since = travel.engine.now()
        self._extended = travel.clock.extended
        self._parent: Branch | None = None
        self._body: Branch | None = None
        self._remedy: Branch | None = None
        self._timer: Handle | None = None
        self._expired = False
        self._settled = False
        self._closed = False

    def pause(self) -> Pause:
        """What to await."""
        return Pause(self._arm)

    def _arm(self, parent: Branch) -> Any:
        parent.handle = self
        self._set_timer()
        if self._step.stops:
            self._travel.clock.listeners.append(self._set_timer)
        self._body = Branch(self._run(self._step.body, self._travel), self._body_done, self._travel.over)
        self._body.resume()
        self._parent = parent
        # A body that ended the case on the spot has closed the parent, which must then not be sent an answer.
        return self._expired if self._settled and not self._closed else PENDING

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        travel, step = self._travel, self._step
        stops = tuple(travel.clock.stops) if step.stops else ()
        due = due_at(self._since, step.within.working_days + self._granted(), stops, travel.plan.days)
        if due is not None:
            at = max(due, travel.engine.now())
            key = travel.plan.positions[step.id].exit
            self._timer = travel.engine.call_at(travel, at, key, self._expire)

    def _granted(self) -> int:
        """Working days by which the decision's time was extended since this deadline began."""
        days = self._travel.clock.extended - self._extended
        if days and self._step.stops and any(isinstance(part, Task) for part in walk(self._step.body)):
            return days
        return 0

    def _expire(self) -> None:
        self._timer = None
        self._expired = True
        self._unlisten()
        self._travel.engine.emit(self._travel, EventKind.EXPIRED, self._step.id, self._occurrence)
        if self._step.interrupting:
            body, self._body = self._body, None
            if body is not None:
                body.cancel()
        elif self._step.on_expiry is not None:
            remedy = self._run(self._step.on_expiry, self._travel)
            self._remedy = Branch(remedy, self._remedy_done, self._travel.over)
            self._remedy.resume()
        self._settle()

    def _body_done(self) -> None:
        self._body = None
        self._stand_down()
        self._settle()

    def _remedy_done(self) -> None:
        self._remedy = None
        self._settle()

    def _settle(self) -> None:
        if self._settled or self._body is not None or self._remedy is not None:
            return
        self._settled = True
        if self._parent is not None:
            self._parent.resume(self._expired)

    def _stand_down(self) -> None:
        self._unlisten()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _unlisten(self) -> None:
        if self._set_timer in self._travel.clock.listeners:
            self._travel.clock.listeners.remove(self._set_timer)

    def cancel(self) -> None:
        """Withdraw the body, the timer and the remedy."""
        self._settled = self._closed = True
        self._stand_down()
        # The branches know this object; forgetting them leaves no cycle for a garbage collector to find.
        branches, self._body, self._remedy = (self._body, self._remedy), None, None
        for branch in branches:
            if branch is not None:
                branch.cancel()
