"""How a workflow conducts its case: handles what is due, tells the world, waits for the next thing.

The whole of the adapter's dealing with Temporal is in here. One durable timer stands for the earliest entry of the
agenda; a message wakes the case before that. Nothing in here decides what happens to a case, or in which order.
"""

from __future__ import annotations

from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():  # pure, and the same in every workflow: no need to load it for each
    from workflows.definition.steps import Call, Result
    from workflows.errors import GreenlaneError
    from workflows.instants import Instant, date_of, instant_of
    from workflows.interpreter.case import Case
    from workflows.interpreter.plan import Plan, plan_of
    from workflows.interpreter.run import start_case
    from workflows.interpreter.script import WITHDRAWAL, Script, ScriptGapError
    from workflows.interpreter.travel import Travel
    from workflows.temporal.agenda import Agenda
    from workflows.temporal.desk import Desk
    from workflows.temporal.engine import TemporalEngine
    from workflows.temporal.errand_messages import ErrandDone
    from workflows.temporal.errands import Errands
    from workflows.temporal.messages import (
        ActorKind,
        BeginWork,
        CaseResult,
        CaseStart,
        CaseState,
        ChildEnded,
        CompleteWork,
        Events,
        Receipt,
        RecordedEvent,
        Withdraw,
    )
    from workflows.temporal.names import CHILD_ENDED, PARENT_GONE, RECORD_EVENTS, workflow_of
    from workflows.temporal.order_messages import AnyOrder, GiveOrder
    from workflows.temporal.orders import Orders, procedures_of
    from workflows.temporal.refusals import Clocks, Effect, RefusedError, check_takes_effect
    from workflows.working_time.state_council import WorkingDays

refusals = [GreenlaneError, ScriptGapError]
"""Errors that end a case's workflow as failed, rather than have its task tried again for ever."""

_LONGEST_LIFE = 10
"""Calendar years, beside the first, for which a case's calendars are compiled."""

_RECORDING = timedelta(seconds=30)


class Conduct:
    """One case inside its workflow.

    Parameters
    ----------
    start : how it begins
    """

    def __init__(self, start: CaseStart) -> None:
        self._start = start
        self._agenda = Agenda(start.case.submitted_at)
        rehearsal = start.rehearsal
        script = rehearsal.script if rehearsal else None
        self._engine = TemporalEngine(
            self._agenda, start.lanes, script, start.draws_seed, self, declares=start.declares
        )
        self._orders = Orders(self._engine)
        self._errands = Errands(start.case.id, start.lane, self._engine.desk, self._errand_done)
        self._plan = _plan(start)
        self._travel: Travel | None = None
        self._reached: Instant = _now()
        self._woken = False
        self._recorded = 0
        self._openings: list[tuple[Call, Case, bool]] = []
        self._gone: list[str] = []
        self._agenda.add(start.case.submitted_at, 0, self._begin)
        # Messages that come with the start are checked before `run` is first called: they find the case begun.
        self._agenda.handle_until(self._reached, self._held)

    # --- from the start to the end ---------------------------------------------------------------------------------

    async def run(self) -> CaseResult:
        """Conduct the case to its end."""
        while True:
            self._reached = max(self._reached, _now())
            self._agenda.handle_until(self._reached, self._held)
            await self._tell()
            if self._travel is not None and self._travel.result is not None:
                break
            await self._wait()
        await workflow.wait_condition(workflow.all_handlers_finished)
        return await self._close(self._travel)

    def _begin(self) -> None:
        self._travel = start_case(self._plan, self._start.case, self._engine)
        script = self._start.rehearsal.script if self._start.rehearsal else None
        if script is not None and script.disturbs:
            script.disturb(self._travel)

    def _held(self) -> bool:
        """Whether a rehearsed case waits for somebody to say when they will act."""
        return self._start.rehearsal is not None and self._engine.awaits_somebody()

    def _heard(self) -> bool:
        """Whether anybody has to hear now. Who watches a rehearsal waits for a new work item, a child or the end."""
        over = self._travel is not None and self._travel.result is not None
        return self._start.rehearsal is None or over or bool(self._openings) or self._held()

    async def _tell(self) -> None:
        """Record what has happened, and only then open the cases that were called: no child precedes its opening."""
        if self._start.events is Events.RECORDED and self._recorded < len(self._engine.events) and self._heard():
            first, self._recorded = self._recorded, len(self._engine.events)
            await workflow.execute_local_activity(
                RECORD_EVENTS,
                args=[self._start.case.id, self._start.lane, first, self._engine.events[first:], _now()],
                start_to_close_timeout=_RECORDING,
            )
        while self._openings:
            step, case, awaited = self._openings.pop(0)
            await self._open(step, case, awaited=awaited)
        while self._gone:
            await _say(self._gone.pop(0), PARENT_GONE, self._agenda.now)
        if self._start.rehearsal is None:  # what is only played has no effects on the world
            self._errands.follow()

    async def _wait(self) -> None:
        next_at = None if self._held() else self._agenda.next_at()
        timeout = None if next_at is None else timedelta(milliseconds=max(next_at - _now(), 0))
        try:
            await workflow.wait_condition(lambda: self._woken, timeout=timeout)
        except TimeoutError:
            # The timer stood for this instant, whatever the server's clock says now.
            self._reached = max(self._reached, next_at or 0)
        self._woken = False

    async def _close(self, travel: Travel | None) -> CaseResult:
        assert travel is not None  # the loop ends with a result, and a result needs a case that began
        result = CaseResult(
            case=self._start.case.id,
            result=travel.result or Result.APPROVED,
            ended_at=self._agenda.now,
            events=tuple(self._engine.events) if self._start.events is Events.RETURNED else (),
        )
        if self._start.parent is not None:
            ended = ChildEnded(child=result.case, result=result.result, at=result.ended_at + self._script.heard_after)
            await _say(self._start.parent, CHILD_ENDED, ended)
        return result

    @property
    def _script(self) -> Script:
        """How it goes, as far as that is known; of a case that is not played, nothing is."""
        rehearsal = self._start.rehearsal
        return Script() if rehearsal is None or rehearsal.script is None else rehearsal.script

    # --- children --------------------------------------------------------------------------------------------------

    def __call__(self, step: Call, case: Case, *, awaited: bool) -> None:
        """See :class:`workflows.temporal.engine.Children`."""
        self._openings.append((step, case, awaited))

    def forget(self, child: str) -> None:
        """See :class:`workflows.temporal.engine.Children`."""
        self._gone.append(child)

    async def _open(self, step: Call, case: Case, *, awaited: bool) -> None:
        start = self._start
        rehearsal = start.rehearsal
        if rehearsal is not None:
            scripted = rehearsal.script is not None
            script = rehearsal.children.get(case.id, Script()) if scripted else None
            rehearsal = rehearsal.model_copy(update={"script": script})
        child = start.model_copy(
            update={
                "lane": step.lane,
                "case": case,
                "rehearsal": rehearsal,
                "parent": workflow.info().workflow_id if awaited else None,
            }
        )
        await workflow.start_child_workflow(
            workflow_of(step.lane),
            child,
            id=case.id,
            parent_close_policy=workflow.ParentClosePolicy.ABANDON,
            cancellation_type=workflow.ChildWorkflowCancellationType.ABANDON,
        )

    def child_ended(self, ended: ChildEnded) -> None:
        """A child that was waited for has ended, at an instant of its own."""
        self._engine.child_ended(self._plan.last, ended.child, ended.result, ended.at)
        self._wake(ended.at)

    # --- messages --------------------------------------------------------------------------------------------------

    def check(
        self, message: BeginWork | CompleteWork | Withdraw | GiveOrder, *, waits_for: ActorKind | None = None
    ) -> None:
        """Refuse a message that does not fit the case as it is.

        Parameters
        ----------
        waits_for : those by whom a step is completed, if only they may say so

        Raises
        ------
        ApplicationError
            Its type is the code of :class:`workflows.temporal.refusals.RefusedError`.
        """
        clocks = Clocks(case=self._agenda.now, wall=_now() if self._start.rehearsal is None else None)
        try:
            if self._travel is not None and self._travel.result is not None:
                raise RefusedError("case_over", f"case {self._start.case.id!r} has ended: {self._travel.result}")
            match message:
                case BeginWork():
                    self._desk.check_begin(message, clocks)
                case CompleteWork():
                    if waits_for is not None:
                        self._desk.check_waits_for(message, waits_for)
                    self._desk.check_complete(message, clocks, self._message_at(message.at))
                    self._desk.check_notice(message, self._under_way, clocks)
                case Withdraw():
                    self._desk.check_withdraw(message, self._begun(clocks))
                case GiveOrder(order=order):
                    check_takes_effect(order.at, self._begun(clocks), f"the order to {order.kind}")
                    self._orders.check(order, self._under_way, self._message_at(order.at))
        except RefusedError as refusal:
            raise _refusal(refusal.code, str(refusal)) from None

    async def begin_work(self, message: BeginWork) -> Receipt:
        """Somebody begins a step, now or by appointment."""
        at = self._message_at(message.at)
        return await self._receipt(at, self._desk.begin(self._under_way, message, at), message.step)

    async def complete_work(self, message: CompleteWork) -> Receipt:
        """Somebody has done a step, now or by appointment."""
        at = self._message_at(message.at)
        return await self._receipt(at, self._desk.complete(self._under_way, message, at), message.step)

    def _errand_done(self, done: ErrandDone) -> None:
        """A department's system has done a step; it is completed as if somebody had said so, unless somebody has."""
        # Its clock may be ahead of ours, and something else may have happened to the case since it began.
        began_at = self._agenda.message_at(min(done.began_at, _now()))
        at = self._message_at(None)
        message = CompleteWork(
            step=done.step, occurrence=done.occurrence, outcome=done.outcome, member=done.member, began_at=began_at
        )
        try:
            self.check(message)
        except ApplicationError as refusal:
            workflow.logger.info("an answer of %s came to nothing: %s", done.member, refusal.message)
            return
        self._desk.complete(self._under_way, message, at)
        self._wake(at)

    def _begun(self, clocks: Clocks) -> Clocks:
        """The clocks by which a message to a case under way is judged."""
        if self._travel is None:
            raise RefusedError("too_early", f"case {self._start.case.id!r} has not been submitted yet")
        return clocks

    async def give_order(self, message: GiveOrder) -> Receipt:
        """Somebody orders what the lane did not foresee, now or by appointment."""
        at, effect = self._message_at(message.order.at), Effect()
        self._agenda.add(at, self._plan.last, lambda: self._ordered(message.order, effect))
        self._wake(at)
        # Whoever gives the next order is to find this one done: two claims of one step never both fit.
        if self._start.rehearsal is None:
            self._agenda.handle_until(self._reached, self._held)
        else:  # who orders something in a rehearsal waits for nobody who has not said when they will act
            self._reached = max(self._reached, at)
            self._agenda.handle_until(at, lambda: False)
        return await self._receipt(at, effect, "the order")

    def _ordered(self, order: AnyOrder, effect: Effect) -> None:
        travel = self._under_way
        try:
            if travel.result is not None:
                raise RefusedError("case_over", f"case {self._start.case.id!r} has ended: {travel.result}")
            self._orders.take_effect(order, travel)
        except RefusedError as refusal:
            effect.refusal = refusal
        effect.taken = effect.refusal is None

    async def withdraw(self, message: Withdraw) -> Receipt:
        """The applicant withdraws the case."""
        at, effect = self._message_at(message.at), Effect()
        self._withdraw_at(at, effect)
        self._wake(at)
        if self._start.rehearsal is None:  # a last step that was done at the same moment may have ended the case
            self._agenda.handle_until(self._reached, self._held)
        if effect.taken is False:
            raise _refusal("case_over", f"case {self._start.case.id!r} has ended: {self._under_way.result}")
        return Receipt(at=at)

    def parent_gone(self, at: Instant) -> None:
        """The case that waited for this one does so no longer: this one is withdrawn with it."""
        if self._start.rehearsal is None:
            at = self._agenda.message_at(at)
        else:  # all clocks are one, so an instant may be shared
            at = max(at + self._script.gone_after, self._agenda.now)
        self._withdraw_at(at, Effect())
        self._wake(at)

    def _message_at(self, at: Instant | None) -> Instant:
        return self._agenda.message_at(_now() if at is None else at)

    async def _receipt(self, at: Instant, effect: Effect, step: str) -> Receipt:
        """Answer when the message has taken effect; an appointment is answered when it is entered.

        So is any message to a rehearsed case that waits for somebody else: nobody may have to answer before they can.
        """
        self._wake(at)
        if at <= self._reached:
            await workflow.wait_condition(lambda: effect.taken is not None or self._held())
            if effect.refusal is not None:
                raise _refusal(effect.refusal.code, str(effect.refusal))
            if effect.taken is False:
                raise _refusal("too_late", f"step {step!r} was withdrawn or done before the message took effect")
        return Receipt(at=at)

    def _wake(self, at: Instant) -> None:
        """Have the case go on; a message that is for now is reached even if it was put off by a millisecond."""
        if at <= _now() + 1_000:
            self._reached = max(self._reached, at)
        self._woken = True

    def _withdraw_at(self, at: Instant, effect: Effect) -> None:
        def over() -> None:
            effect.taken = self._under_way.result is None
            self._under_way.over(Result.WITHDRAWN, WITHDRAWAL)

        self._agenda.add(at, self._plan.last, over)

    # --- looking ---------------------------------------------------------------------------------------------------

    def state(self) -> CaseState:
        """Where the case is."""
        travel = self._travel
        years = range(date_of(self._start.case.submitted_at).year, date_of(self._agenda.now).year + 1)
        return CaseState(
            case=self._start.case.id,
            lane=self._start.lane,
            at=self._agenda.now,
            marks=tuple(sorted(travel.marks)) if travel else (),
            stopped=travel is not None and travel.clock.stands_still,
            result=travel.result if travel else None,
            items=self._desk.items(),
            events=len(self._engine.events),
            assumed_years=self._plan.days.assumed_years(years),
            procedures=procedures_of(travel) if travel else (),
            extension=self._orders.extension,
        )

    def events(self, after: int) -> list[RecordedEvent]:
        """What has happened to it, from an event on."""
        return self._engine.events[after:]

    @property
    def _desk(self) -> Desk:
        return self._engine.desk

    @property
    def _under_way(self) -> Travel:
        if self._travel is None:
            raise _refusal("too_early", f"case {self._start.case.id!r} has not been submitted yet")
        return self._travel


def _plan(start: CaseStart) -> Plan:
    year = date_of(start.case.submitted_at).year
    days = WorkingDays(beyond="weekdays", published_through=start.published_through)
    return plan_of(start.lanes[start.lane], range(year - 1, year + _LONGEST_LIFE), days)


def _now() -> Instant:
    return instant_of(workflow.now())


async def _say(case: str, signal: str, what: ChildEnded | Instant) -> None:
    """Tell another case something; one that has ended in the meantime need not know."""
    try:
        await workflow.get_external_workflow_handle(case).signal(signal, what)
    except ApplicationError:
        workflow.logger.info("case %s is no longer there to be told", case)


def _refusal(code: str, message: str) -> ApplicationError:
    return ApplicationError(message, type=code, non_retryable=True)
