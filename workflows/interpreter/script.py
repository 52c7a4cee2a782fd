"""Work whose course is already known: who took how long over what, and how it came out.

A script is how a case is given the same durations on both engines, and how a finished live case is run again on SimPy.
Both engines follow scripts through the same few lines below, so a scripted run differs between them in nothing but the
clock that carries it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Annotated, Self, TypeAlias

from pydantic import Field, NonNegativeInt, model_validator

from workflows.definition.lane import DONE
from workflows.definition.provenance import Frozen
from workflows.definition.steps import Result, Work
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant, Milliseconds
from workflows.interpreter.branches import Branch, Handle
from workflows.interpreter.orders import Order, order_of, take_effect
from workflows.interpreter.travel import Travel

Span: TypeAlias = Annotated[Milliseconds, Field(ge=0)]


class Rest(Frozen):
    """While work on a step was suspended: spans on the wall's clock from the moment the step was enabled.

    Parameters
    ----------
    resumed_after : until it went on; it never did if absent
    """

    suspended_after: Span
    resumed_after: Span | None = None


class Performance(Frozen):
    """How one step went: spans on the wall's clock from the moment it was enabled. What never happened has none.

    Parameters
    ----------
    started_after : until somebody began it
    released_after : until the member was free again, where the papers then circulated
    completed_after : until it was done
    rests : while somebody had begun it and work on it was suspended, in order
    outcome : how it came out
    member : who began it
    finisher : who then did it, if that was somebody else
    missing : ids of the documents that it found missing, in the order in which the applicant was told
    """

    started_after: Span | None = 0
    released_after: Span | None = None
    completed_after: Span | None = None
    rests: tuple[Rest, ...] = ()
    outcome: str = DONE
    member: str = ""
    finisher: str | None = None
    missing: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        reached = [span for span in (self.started_after, self.released_after, self.completed_after) if span is not None]
        if reached != sorted(reached) or (reached and self.started_after is None):
            raise ValueError(f"expected started <= released <= completed; were {reached} ms after enabling")
        rests = [span for rest in self.rests for span in (rest.suspended_after, rest.resumed_after) if span is not None]
        worked = [*reached[:1], *rests, *reached[2 if self.released_after is not None else 1 :]]
        if worked != sorted(worked) or (rests and self.started_after is None) or self._never_resumed_and_done:
            raise ValueError(
                f"expected rests one after the other while it was worked on; were {worked} ms after enabling"
            )
        return self

    @property
    def _never_resumed_and_done(self) -> bool:
        broken_off = [number for number, rest in enumerate(self.rests) if rest.resumed_after is None]
        return bool(broken_off) and (self.completed_after is not None or broken_off != [len(self.rests) - 1])

    @property
    def finished_by(self) -> str:
        """Who did it in the end."""
        return self.member if self.finisher is None else self.finisher

    @property
    def course(self) -> tuple[tuple[EventKind, Milliseconds], ...]:
        """What happens to the step after it was begun, and when, in order."""
        happens = [
            (kind, after)
            for rest in self.rests
            for kind, after in ((EventKind.SUSPENDED, rest.suspended_after), (EventKind.RESUMED, rest.resumed_after))
            if after is not None
        ]
        if self.released_after is not None:
            # What is suspended after the release is no more than papers that rest; it stands where it happened.
            happens.append((EventKind.RELEASED, self.released_after))
            happens.sort(key=lambda each: each[1])
        if self.completed_after is not None:
            happens.append((EventKind.COMPLETED, self.completed_after))
        return tuple(happens)


class ScriptedStep(Frozen):
    """One occurrence of a step and how it went."""

    step: str
    occurrence: NonNegativeInt = 0
    performance: Performance


class ScriptedOrder(Frozen):
    """What somebody orders.

    Parameters
    ----------
    after : from submission until it takes effect
    """

    after: Span
    order: Order


class Script(Frozen):
    """How the steps of a case go.

    Parameters
    ----------
    steps : for every step and occurrence that the case comes to
    orders : what people ordered beside that, in the order in which it took effect
    withdrawn_after : from submission until the applicant withdraws the case; never if absent
    heard_after : from its end until the case that waited for that hears of it, of a case that another one opened: it
        may have been told of something else in the meantime
    gone_after : from when the case that opened it waits for it no longer until it hears of that, likewise
    """

    steps: tuple[ScriptedStep, ...] = ()
    orders: tuple[ScriptedOrder, ...] = ()
    withdrawn_after: Span | None = None
    heard_after: Span = 0
    gone_after: Span = 0

    def table(self) -> dict[tuple[str, int], Performance]:
        """Performances by step and occurrence."""
        return {(entry.step, entry.occurrence): entry.performance for entry in self.steps}

    @property
    def disturbs(self) -> bool:
        """Whether anything happens to the case from outside its lane."""
        return bool(self.orders) or self.withdrawn_after is not None

    def disturb(self, travel: Travel) -> None:
        """Have whatever is ordered, and then the withdrawal, happen at its instant, after all else at it."""
        submitted_at, last = travel.case.submitted_at, travel.plan.last
        for entry in self.orders:
            travel.engine.call_at(travel, submitted_at + entry.after, last, partial(take_effect, entry.order, travel))
        if self.withdrawn_after is not None:
            withdraw = partial(travel.over, Result.WITHDRAWN, WITHDRAWAL)
            travel.engine.call_at(travel, submitted_at + self.withdrawn_after, last, withdraw)


class ScriptGapError(LookupError):
    """A case came to a step that its script does not have."""

    def __init__(self, case: str, step: str, occurrence: int) -> None:
        super().__init__(
            f"the script of case {case!r} has no occurrence {occurrence} of step {step!r}: "
            "it was made under another lane, or its events are incomplete"
        )


class ScriptedWork:
    """Performs steps as a script says.

    Parameters
    ----------
    performances : by step and occurrence, see :meth:`Script.table`
    """

    __slots__ = ("_performances",)

    def __init__(self, performances: Mapping[tuple[str, int], Performance]) -> None:
        self._performances = performances

    def perform(self, travel: Travel, step: Work, occurrence: int, branch: Branch) -> Handle:
        """See :meth:`workflows.interpreter.port.Engine.perform`."""
        performance = self._performances.get((step.id, occurrence))
        if performance is None:
            raise ScriptGapError(travel.case.id, step.id, occurrence)
        return _Course(travel, step, occurrence, branch, performance)


class _Course:
    """One step on its way through its performance."""

    __slots__ = ("_ahead", "_branch", "_enabled_at", "_next", "_occurrence", "_performance", "_step", "_travel")

    def __init__(self, travel: Travel, step: Work, occurrence: int, branch: Branch, performance: Performance) -> None:
        self._travel = travel
        self._step = step
        self._occurrence = occurrence
        self._branch = branch
        self._performance = performance
        self._enabled_at = travel.engine.now()
        self._next: Handle | None = None
        self._ahead = iter(performance.course)
        if performance.started_after == 0:
            self._start()
        else:
            self._reach(performance.started_after, self._start)

    def _reach(self, after: Milliseconds | None, action: Callable[[], None]) -> None:
        if after is not None:
            travel = self._travel
            key = travel.plan.positions[self._step.id].entry
            self._next = travel.engine.call_at(travel, self._enabled_at + after, key, action)

    def _emit(self, kind: EventKind, member: str, cause: str = "", outcome: str = "") -> None:
        self._travel.engine.emit(self._travel, kind, self._step.id, self._occurrence, member, cause, outcome)

    def _start(self) -> None:
        self._emit(EventKind.STARTED, self._performance.member)
        self._go_on()

    def _go_on(self) -> None:
        kind, after = next(self._ahead, (None, None))
        if kind is EventKind.COMPLETED:
            self._reach(after, self._complete)
        elif kind is not None:
            self._reach(after, partial(self._pass, kind))

    def _pass(self, kind: EventKind) -> None:
        self._emit(kind, self._performance.finished_by if kind is EventKind.RELEASED else self._performance.member)
        self._go_on()

    def _complete(self) -> None:
        self._next = None
        done = self._performance
        for document in done.missing:
            self._emit(EventKind.NOTICED, done.finished_by, document)
        self._emit(EventKind.COMPLETED, done.finished_by, outcome=done.outcome)
        self._branch.resume(self._performance.outcome)

    def cancel(self) -> None:
        if self._next is not None:
            self._next.cancel()
            self._next = None


def script_of(events: Iterable[CaseEvent]) -> Script:
    """Read a case's script off its events.

    Parameters
    ----------
    events : of one case, in order, from its submission on
    """
    enabled: dict[tuple[str, int], Instant] = {}
    reached: dict[tuple[str, int], dict[EventKind, CaseEvent]] = {}
    rests: dict[tuple[str, int], list[Rest]] = {}
    missing: dict[tuple[str, int], list[str]] = {}
    orders: list[ScriptedOrder] = []
    submitted_at, withdrawn_after = 0, None
    for event in events:
        name = (event.step, event.occurrence)
        if event.kind is EventKind.ENDED:
            orders = _without_closings(orders, event.at - submitted_at)
        if (order := order_of(event)) is not None:
            orders.append(ScriptedOrder(after=event.at - submitted_at, order=order))
        if event.kind is EventKind.SUBMITTED and not event.step:
            submitted_at = event.at
        elif event.kind is EventKind.ENDED and event.cause == WITHDRAWAL:
            withdrawn_after = event.at - submitted_at
        elif event.kind is EventKind.ENABLED:
            enabled[name] = event.at
            reached[name] = {}
            rests[name] = []
        elif event.kind in _COURSE and name in reached:
            reached[name][event.kind] = event
        elif event.kind is EventKind.NOTICED:
            missing.setdefault(name, []).append(event.cause)
        elif event.kind is EventKind.SUSPENDED and name in rests:
            rests[name].append(Rest(suspended_after=event.at - enabled[name]))
        elif event.kind is EventKind.RESUMED and name in rests:
            begun = rests[name].pop()
            rests[name].append(Rest(suspended_after=begun.suspended_after, resumed_after=event.at - enabled[name]))
    steps = tuple(
        ScriptedStep(
            step=step,
            occurrence=occurrence,
            performance=_performance(
                at, reached[step, occurrence], rests[step, occurrence], tuple(missing.get((step, occurrence), ()))
            ),
        )
        for (step, occurrence), at in enabled.items()
        if not _is_wait(reached[step, occurrence])
    )
    return Script(steps=steps, orders=tuple(orders), withdrawn_after=withdrawn_after)


def scripts_of(events: Mapping[str, Sequence[CaseEvent]]) -> dict[str, Script]:
    """Read the scripts of a case, and of those that it opened, off their events.

    Parameters
    ----------
    events : case id to its events, in order

    Returns
    -------
    case id to script
    """
    heard, gone = (
        {
            event.cause: event.at
            for of in events.values()
            for event in of
            if event.kind is kind and event.cause in events
        }
        for kind in (EventKind.COMPLETED, EventKind.CANCELLED)
    )
    scripts = {}
    for id_, of in events.items():
        late = {
            "heard_after": heard.get(id_, of[-1].at) - of[-1].at,
            "gone_after": of[-1].at - gone.get(id_, of[-1].at),
        }
        told = {name: span for name, span in late.items() if span > 0}
        scripts[id_] = script_of(of).model_copy(update=told)
    return scripts


def _without_closings(orders: list[ScriptedOrder], ended_after: Milliseconds) -> list[ScriptedOrder]:
    """Orders without the ends of special procedures that were over because the case was: nobody has ordered those."""
    while (
        orders
        and (orders[-1].order.kind, orders[-1].order.member) == (EventKind.CLOCK_RESUMED, "")
        and orders[-1].after == ended_after
    ):
        orders = orders[:-1]
    return orders


WITHDRAWAL = "withdrawal"
"""Cause of the end of a case that its applicant withdrew."""

_COURSE = (EventKind.STARTED, EventKind.RELEASED, EventKind.COMPLETED)


def _is_wait(reached: Mapping[EventKind, CaseEvent]) -> bool:
    """Whether the law made everybody wait: that is over without anybody having begun it, and is in no script."""
    return EventKind.COMPLETED in reached and EventKind.STARTED not in reached


def _performance(
    enabled_at: Instant, reached: Mapping[EventKind, CaseEvent], rests: list[Rest], missing: tuple[str, ...]
) -> Performance:
    started, released, completed = (reached.get(kind) for kind in _COURSE)
    finish = completed or released
    return Performance(
        started_after=started.at - enabled_at if started else None,
        released_after=released.at - enabled_at if released else None,
        completed_after=completed.at - enabled_at if completed else None,
        rests=tuple(rests),
        outcome=completed.outcome if completed else DONE,
        member=started.member if started else "",
        finisher=finish.member if started and finish and finish.member != started.member else None,
        missing=missing,
    )
