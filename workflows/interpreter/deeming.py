"""Files that nobody has found wanting in time: accepted, as the law has it, since they came in (行政许可法 art. 32).

The check is not withdrawn when its time is over: somebody still has to read the file. But the case counts as accepted
from then on, its legal clock since the file came in, and no correction is asked for any more, whatever is found.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from workflows.definition.outcomes import checks_of
from workflows.definition.steps import Loop, Mark, Notice, Step
from workflows.events.event import DEEMED, EventKind
from workflows.instants import Instant, format_instant
from workflows.interpreter.travel import Travel
from workflows.working_time.legal_clock import due_at


async def read_in_time(
    loop: Loop, notice: Notice, travel: Travel, run: Callable[[Step, Travel], Awaitable[None]]
) -> None:
    """The body of a loop once, with the time beside it in which the applicant can be told what is missing."""
    received_at = travel.engine.now()
    due = None
    if Mark.ACCEPTED not in travel.marks:
        due = due_at(received_at, notice.working_days, (), travel.plan.days)
    if due is None:
        await run(loop.body, travel)
        return
    deeming = _Deeming(loop, travel, received_at)
    timer = travel.engine.call_at(travel, due, travel.plan.positions[loop.id].exit, deeming.happen)
    try:
        await run(loop.body, travel)
    finally:
        timer.cancel()
    if deeming.has_happened:
        travel.outcomes.update(dict.fromkeys(checks_of(loop), notice.counts_as))


class _Deeming:
    """What happens to a file when nobody has said in time what it lacks."""

    __slots__ = ("_loop", "_received_at", "_travel", "has_happened")

    def __init__(self, loop: Loop, travel: Travel, received_at: Instant) -> None:
        self._loop = loop
        self._travel = travel
        self._received_at = received_at
        self.has_happened = False

    def happen(self) -> None:
        """Accept the case, unless somebody has in the meantime."""
        travel = self._travel
        if Mark.ACCEPTED not in travel.marks:
            self.has_happened = True
            travel.marks.add(Mark.ACCEPTED)
            outcome = format_instant(self._received_at)
            travel.engine.emit(travel, EventKind.ACCEPTED, self._loop.id, cause=DEEMED, outcome=outcome)
