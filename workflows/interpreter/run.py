"""The one place where the control flow of a lane is interpreted.

``run_case`` is a pure coroutine. It knows no clock, no randomness and no event loop; it awaits pauses, and whoever
drives it (:func:`start_case`, on any engine) answers them. One short coroutine for every kind of step.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from typing import Any

from workflows.definition.steps import (
    ApplicantStep,
    Call,
    Choice,
    ClockStop,
    Deadline,
    End,
    Graph,
    Inclusive,
    Loop,
    Milestone,
    Ordered,
    Parallel,
    Path,
    Race,
    Sequence,
    StatutoryWait,
    Step,
    Task,
    ThirdPartyStep,
    Work,
)
from workflows.events.event import EventKind
from workflows.events.marks import EVENT_OF
from workflows.interpreter.branches import PENDING, Branch, CaseOver, Pause, Together
from workflows.interpreter.case import Submission
from workflows.interpreter.deadlines import Guard
from workflows.interpreter.deeming import read_in_time
from workflows.interpreter.flows import PrecedenceFlow, TokenFlow
from workflows.interpreter.plan import Plan
from workflows.interpreter.port import Engine
from workflows.interpreter.travel import Travel
from workflows.working_time.legal_clock import due_at

# Every case has these: a member of an enumeration takes as long to look up as to pass.
_SUBMITTED = EventKind.SUBMITTED
_ENABLED = EventKind.ENABLED


def start_case(plan: Plan, case: Submission, engine: Engine, rank: int = 0) -> Travel:
    """Begin a case on an engine, at the engine's present instant.

    Parameters
    ----------
    rank : order among the cases of the engine, for ties

    Returns
    -------
    the case under way; it has run up to the first things that it waits for
    """
    travel = Travel(plan, case, engine, rank)
    travel.root = Branch(run_case(travel), travel.ran_out, travel.over)
    travel.root.resume()
    return travel


async def run_case(travel: Travel) -> None:
    """Travel a lane from submission to an end. A lane that runs out without an end step has approved."""
    travel.engine.emit(travel, _SUBMITTED)
    if travel.case.attributes:
        for attribute, value in travel.declared():
            travel.engine.emit(travel, EventKind.DECLARED, attribute, outcome=value)
    body = travel.plan.lane.body
    await _KINDS[type(body)](body, travel)


def run_step(step: Step, travel: Travel) -> Awaitable[None]:
    """Interpret one step, whatever its kind."""
    return _KINDS[type(step)](step, travel)


class _Work:
    """A step that somebody does: what is awaited and the pause in one object, since most of a case is made of these."""

    __slots__ = ("_occurrence", "_step", "_travel")

    def __init__(self, step: Work, travel: Travel) -> None:
        self._step = step
        self._travel = travel
        self._occurrence = 0

    def __await__(self) -> Generator[_Work, str, None]:
        travel, id_ = self._travel, self._step.id
        self._occurrence = travel.begin(id_)
        travel.engine.emit(travel, _ENABLED, id_, self._occurrence)
        try:
            travel.outcomes[id_] = yield self
        except GeneratorExit:
            travel.engine.emit(travel, EventKind.CANCELLED, id_, self._occurrence)
            raise

    def arm(self, branch: Branch) -> Any:
        """See :class:`workflows.interpreter.branches.Pause`."""
        travel = self._travel
        branch.handle = travel.engine.perform(travel, self._step, self._occurrence, branch)
        return PENDING


async def _wait(step: StatutoryWait, travel: Travel) -> None:
    occurrence = travel.begin(step.id)
    engine, plan, now = travel.engine, travel.plan, travel.engine.now()
    if step.time is not None:
        due = now + engine.span(travel, step.id, occurrence, step.time)
    else:
        assert step.working_days is not None  # one of the two is given: checked when the lane is loaded
        due = due_at(now, step.working_days.working_days, (), plan.days) or now
    engine.emit(travel, EventKind.ENABLED, step.id, occurrence)

    def arm(branch: Branch) -> Any:
        branch.handle = engine.call_at(travel, due, plan.positions[step.id].entry, branch.resume)
        return PENDING

    try:
        await Pause(arm)
    except GeneratorExit:
        engine.emit(travel, EventKind.CANCELLED, step.id, occurrence)
        raise
    engine.emit(travel, EventKind.COMPLETED, step.id, occurrence)


async def _milestone(step: Milestone, travel: Travel) -> None:
    if step.mark not in travel.marks:
        travel.marks.add(step.mark)
        travel.engine.emit(travel, EVENT_OF[step.mark], step.id)


async def _end(step: End, travel: Travel) -> None:  # noqa: ARG001 - every kind of step is called alike
    raise CaseOver(step.result)


async def _sequence(step: Sequence, travel: Travel) -> None:
    for part in step.steps:
        await _KINDS[type(part)](part, travel)


async def _parallel(step: Parallel, travel: Travel) -> None:
    await Together([run_step(branch, travel) for branch in step.branches], travel.over).pause()


async def _ordered(step: Ordered, travel: Travel) -> None:
    await PrecedenceFlow(step, travel, run_step).pause()


async def _choice(step: Choice, travel: Travel) -> None:
    occurrence = travel.begin(step.id)
    taken = next((path.step for path in step.paths if path.when is not None and travel.holds(path.when)), None)
    if taken is None:
        taken = _drawn(step.paths, travel.engine.uniform(travel, step.id, occurrence, 0)) or step.otherwise
    if taken is not None:
        await run_step(taken, travel)


def _drawn(paths: tuple[Path, ...], u: float) -> Step | None:
    reached = 0.0
    for path in paths:
        if path.share is not None:
            reached += path.share.value
            if u < reached:
                return path.step
    return None


async def _inclusive(step: Inclusive, travel: Travel) -> None:
    occurrence = travel.begin(step.id)

    def taken(index: int, path: Path) -> bool:
        if path.when is not None:
            return travel.holds(path.when)
        chance = path.share.value if path.share is not None else 0.0
        return travel.engine.uniform(travel, step.id, occurrence, index) < chance

    chosen = [path.step for index, path in enumerate(step.paths) if taken(index, path)]
    if not chosen and step.otherwise is not None:
        chosen = [step.otherwise]
    if chosen:
        await Together([run_step(branch, travel) for branch in chosen], travel.over).pause()


async def _loop(step: Loop, travel: Travel) -> None:
    await _round(step, travel)
    for _ in range(step.at_most):
        if not travel.holds(step.again):
            return
        if step.redo is not None:
            await run_step(step.redo, travel)
        await _round(step, travel)


def _round(step: Loop, travel: Travel) -> Awaitable[None]:
    if step.notice is None:
        return run_step(step.body, travel)
    return read_in_time(step, step.notice, travel, run_step)


async def _race(step: Race, travel: Travel) -> None:
    strands = [run_step(contestant.step, travel) for contestant in step.branches]
    winner = await Together(strands, travel.over, first=True).pause()
    travel.outcomes[step.id] = step.branches[winner].id


async def _deadline(step: Deadline, travel: Travel) -> None:
    expired = await Guard(step, travel, run_step).pause()
    travel.outcomes[step.id] = "expired" if expired else "kept"
    if expired and step.interrupting and step.on_expiry is not None:
        await run_step(step.on_expiry, travel)


async def _clock_stop(step: ClockStop, travel: Travel) -> None:
    occurrence = travel.begin(step.id)
    engine = travel.engine
    engine.emit(travel, EventKind.CLOCK_STOPPED, step.id, occurrence, cause=step.reason)
    travel.clock.stop(engine.now())
    try:
        await run_step(step.body, travel)
    finally:
        travel.clock.resume(engine.now())
        engine.emit(travel, EventKind.CLOCK_RESUMED, step.id, occurrence, cause=step.reason)


async def _call(step: Call, travel: Travel) -> None:
    occurrence = travel.begin(step.id)
    engine = travel.engine
    child = f"{travel.case.id}/{step.id}" + (f"-{occurrence + 1}" if occurrence else "")
    engine.emit(travel, EventKind.OPENED, step.id, occurrence, cause=child)
    if not step.awaited:
        engine.call(travel, step, child, None)
        return

    def arm(branch: Branch) -> Any:
        branch.handle = engine.call(travel, step, child, branch)
        return PENDING

    try:
        result = await Pause(arm)
    except GeneratorExit:
        engine.emit(travel, EventKind.CANCELLED, step.id, occurrence, cause=child)
        raise
    travel.outcomes[step.id] = result
    engine.emit(travel, EventKind.COMPLETED, step.id, occurrence, cause=child, outcome=result)


async def _graph(step: Graph, travel: Travel) -> None:
    await TokenFlow(step, travel, run_step).pause()


_KINDS: dict[type, Callable[[Any, Travel], Awaitable[None]]] = {
    Task: _Work,
    ApplicantStep: _Work,
    ThirdPartyStep: _Work,
    StatutoryWait: _wait,
    Milestone: _milestone,
    End: _end,
    Sequence: _sequence,
    Parallel: _parallel,
    Ordered: _ordered,
    Choice: _choice,
    Inclusive: _inclusive,
    Loop: _loop,
    Race: _race,
    Deadline: _deadline,
    ClockStop: _clock_stop,
    Call: _call,
    Graph: _graph,
}
