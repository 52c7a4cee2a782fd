"""How the steps of drawn lanes go: at instants that meet as often as possible."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from simulations.rerun import KnownCase
from tests.conformance.scripted import ScriptedCase
from tests.strategies.lanes import LANE, MOST_REPEATS, Drawn, lanes
from workflows.definition.lane import DONE
from workflows.definition.steps import Task
from workflows.events.causes import Ground, Procedure
from workflows.events.event import EventKind
from workflows.events.papers import contents
from workflows.instants import DAY, HOUR, Instant, Milliseconds, start_of
from workflows.interpreter.case import Case
from workflows.interpreter.orders import Order
from workflows.interpreter.script import Performance, Script, ScriptedOrder, ScriptedStep

PUBLISHED = (start_of(date(2026, 2, 9)), start_of(date(2026, 9, 14)), start_of(date(2025, 4, 21)))
"""Weeks before the Spring Festival, the National Day and May Day, with make-up working days on weekends around them."""

TO_COME = (start_of(date(2040, 3, 5)), start_of(date(2040, 11, 26)))
"""Mondays so far ahead that a server's clock has not got there."""

_SPANS = st.one_of(
    st.sampled_from((0, 0, HOUR, 4 * HOUR, 8 * HOUR, DAY, 2 * DAY)),
    st.integers(0, 24).map(lambda hours: hours * HOUR),
    st.sampled_from((1, 999, 3 * DAY, 7 * DAY)),
)
_SELDOM = 7
"""One in so many cases is withdrawn; one in so many has steps that nobody ever does, one in so many of its steps."""
_seldom = st.integers(1, _SELDOM).map(lambda number: number == _SELDOM)


@st.composite
def scripted_cases(draw: st.DrawFn, weeks: tuple[Instant, ...], most_steps: int = 12) -> ScriptedCase:
    """A drawn lane, and a case that travels it to an end.

    Parameters
    ----------
    weeks : Mondays of weeks in which a case may be submitted, also on the weekend
    """
    drawn = draw(lanes(most_steps))
    left_undone = draw(_seldom)
    performances = [
        ScriptedStep(
            step=step,
            occurrence=occurrence,
            performance=draw(_performances(drawn, step, occurrence, left_undone=left_undone)),
        )
        for step, times in drawn.comes_up.items()
        for occurrence in range(times)
    ]
    unfinished = any(entry.performance.completed_after is None for entry in performances)
    withdrawn_after = 2 * draw(_SPANS) if unfinished or draw(_seldom) else None
    submitted_at = draw(st.sampled_from(weeks)) + draw(st.integers(0, 14 * 24 - 1)) * HOUR
    return ScriptedCase(
        lanes={LANE: drawn.lane},
        known=KnownCase(
            lane=LANE,
            case=Case(
                id="case", submitted_at=submitted_at, attributes={"size": draw(st.sampled_from(("small", "large")))}
            ),
            script=Script(steps=tuple(performances), withdrawn_after=withdrawn_after),
        ),
        seed=draw(st.integers(0, 99)),
    )


@st.composite
def _performances(draw: st.DrawFn, drawn: Drawn, step: str, occurrence: int, *, left_undone: bool) -> Performance:
    work = drawn.lane.steps[step]
    started_after = draw(_SPANS) if isinstance(work, Task) else 0
    if left_undone and draw(_seldom):
        return Performance(started_after=draw(st.sampled_from((None, started_after))))
    released_after = None
    done_after = started_after + draw(_SPANS)
    if isinstance(work, Task) and work.circulation is not None:
        released_after, done_after = done_after, done_after + draw(_SPANS)
    outcome = draw(st.sampled_from(("ok", "again"))) if getattr(work, "outcomes", ()) else DONE
    if step in drawn.decides and occurrence % (MOST_REPEATS + 1) == MOST_REPEATS:
        outcome = "ok"
    return Performance(
        started_after=started_after,
        released_after=released_after,
        completed_after=done_after,
        outcome=outcome,
        member="1" if isinstance(work, Task) else "",
    )


@st.composite
def disturbed_cases(draw: st.DrawFn, weeks: tuple[Instant, ...], most_steps: int = 12) -> ScriptedCase:
    """A drawn case to which people do what its lane does not foresee, at instants that meet as often as possible."""
    scripted = draw(scripted_cases(weeks, most_steps))
    tasks = [id_ for id_, step in scripted.lanes[LANE].steps.items() if isinstance(step, Task)]
    orders: list[ScriptedOrder] = []

    def ordered(after: Milliseconds, kind: EventKind, **said: str | int) -> None:
        order = Order.model_validate({"kind": kind, "member": "Wang", **said})
        orders.append(ScriptedOrder(after=after, order=order))

    for number, begins in enumerate(sorted(draw(st.lists(_SPANS, max_size=3)))):
        cause = draw(st.sampled_from(tuple(Procedure)))
        ordered(begins, EventKind.CLOCK_STOPPED, occurrence=number, cause=cause)
        if not draw(_seldom):
            ordered(begins + draw(_SPANS), EventKind.CLOCK_RESUMED, occurrence=number, cause=cause)
    if draw(st.booleans()):
        asked = draw(_SPANS)
        days = str(draw(st.sampled_from((1, 2, 10))))
        ordered(asked, EventKind.EXTENSION_ASKED, cause="much to look at", outcome=days)
        answer = draw(st.sampled_from((EventKind.EXTENDED, EventKind.EXTENSION_REFUSED)))
        ordered(asked + draw(_SPANS), answer, outcome=days if answer is EventKind.EXTENDED else "")
    for step in draw(st.lists(st.sampled_from(tasks), max_size=3)) if tasks else ():
        ordered(draw(_SPANS), EventKind.ASSIGNED, step=step, cause="claimed", outcome="Wang")
        ordered(draw(_SPANS), EventKind.OPINION, step=step, cause="Fire brigade", outcome="agree")
    for number, files in enumerate(sorted(draw(st.lists(_SPANS, max_size=2)))):
        ordered(files, EventKind.FILED, occurrence=number, cause="plan", outcome=contents("0" * 64, "image/png", 7))
        if draw(st.booleans()):
            ordered(files + draw(_SPANS), EventKind.TAKEN_OUT, occurrence=number, cause="plan")
    if draw(_seldom):
        ordered(3 * draw(_SPANS), EventKind.ENDED, cause=Ground.REVOCATION, outcome="revoked")
    orders.sort(key=lambda entry: entry.after)
    script = scripted.known.script.model_copy(update={"orders": tuple(orders)})
    return ScriptedCase(scripted.lanes, scripted.known.model_copy(update={"script": script}), scripted.seed)


def answerable(scripted: ScriptedCase) -> ScriptedCase:
    """The same case so that people can play it by messages: nothing is done before it was asked for, and all is done.

    A message takes effect after whatever came before it, so every step takes at least a millisecond here.
    """
    steps = tuple(
        entry.model_copy(update={"performance": _later(entry.performance)}) for entry in scripted.known.script.steps
    )
    known = scripted.known.model_copy(update={"script": Script(steps=steps)})
    return ScriptedCase(scripted.lanes, known, scripted.seed)


def _later(performance: Performance) -> Performance:
    started_after = (performance.started_after or 0) + 1
    released_after = performance.released_after
    return Performance(
        started_after=started_after,
        released_after=None if released_after is None else released_after + 1,
        completed_after=max(performance.completed_after or DAY, started_after) + 1,
        outcome=performance.outcome,
        member=performance.member,
    )
