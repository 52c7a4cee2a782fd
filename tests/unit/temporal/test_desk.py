"""Whatever is said of a step, and when: what happens to it is begun, released and completed, in that order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from simulations.rerun import known_cases
from tests.conformance.scripted import event_of
from tests.unit.simulations.offices import at, lane, plans_of, task
from workflows.definition.steps import Call
from workflows.events.event import EventKind
from workflows.instants import MINUTE, SECOND, Instant
from workflows.interpreter.case import Case
from workflows.interpreter.run import start_case
from workflows.interpreter.travel import Travel
from workflows.temporal.agenda import Agenda
from workflows.temporal.engine import TemporalEngine
from workflows.temporal.messages import ActorKind, BeginWork, CompleteWork, Withdraw
from workflows.temporal.refusals import CLOCK_SKEW, Clocks, Effect, RefusedError

STEP = "stamp"
START = at("09:00")
LAST = START + 200 * MINUTE
CASE = Case(id="a", submitted_at=START, draws="office/")
PLAN = plans_of(lane(task(STEP, 60)))["office"]
minutes = st.integers(0, 60).map(lambda count: START + count * MINUTE)
perhaps = st.none() | minutes


class Nobody:
    """The children of a lane that calls none."""

    def __call__(self, step: Call, case: Case, *, awaited: bool) -> None:
        raise AssertionError(step.id)

    def forget(self, child: str) -> None:
        raise AssertionError(child)


class Office:
    """One case of one step, and a wall's clock."""

    def __init__(self) -> None:
        self.agenda = Agenda(START)
        self.engine = TemporalEngine(self.agenda, {}, None, 0, Nobody(), declares=True)
        self.wall = START
        self.travels: list[Travel] = []
        self.agenda.add(START, 0, lambda: self.travels.append(start_case(PLAN, CASE, self.engine)))
        self.turn_to(START)

    def turn_to(self, wall: Instant) -> None:
        self.wall = wall
        self.agenda.handle_until(wall, lambda: False)

    @property
    def clocks(self) -> Clocks:
        return Clocks(self.agenda.now, self.wall)

    def begin(self, message: BeginWork) -> Effect:
        self.engine.desk.check_begin(message, self.clocks)
        return self.engine.desk.begin(self.travels[0], message, self._effect_at(message.at))

    def complete(self, message: CompleteWork) -> Effect:
        self.engine.desk.check_complete(message, self.clocks, self._effect_at(message.at))
        return self.engine.desk.complete(self.travels[0], message, self._effect_at(message.at))

    def happened(self) -> list[tuple[EventKind, Instant]]:
        return [(EventKind(event.kind), event.at) for event in self.engine.events if event.step == STEP]

    def _effect_at(self, said: Instant | None) -> Instant:
        return self.agenda.message_at(self.wall if said is None else said)


def refused(say: Callable[[], Effect]) -> str | None:
    try:
        say()
    except RefusedError as refusal:
        return refusal.code
    return None


def begun(instant: Instant | None) -> BeginWork:
    return BeginWork(step=STEP, member="Li", at=instant)


@given(told_at=minutes, begins_at=perhaps, done_told_at=minutes, began=perhaps, released=perhaps, completed=perhaps)
@example(START + MINUTE, START + 40 * MINUTE, START + 20 * MINUTE, None, START + 10 * MINUTE, None)
@example(START + MINUTE, START + 40 * MINUTE, START + 20 * MINUTE, START + 5 * MINUTE, START + 10 * MINUTE, None)
@example(START + MINUTE, None, START + MINUTE, None, START + 1, None)
def test_a_step_is_begun_then_released_then_completed(
    told_at: Instant,
    begins_at: Instant | None,
    done_told_at: Instant,
    began: Instant | None,
    released: Instant | None,
    completed: Instant | None,
) -> None:
    office = Office()
    office.turn_to(told_at)
    assert refused(lambda: office.begin(begun(begins_at))) in {None, "too_late"}
    if done_told_at > told_at:  # or else both are told before the case goes on
        office.turn_to(done_told_at)
    done = CompleteWork(step=STEP, began_at=began, released_at=released, at=completed)
    refusal = refused(lambda: office.complete(done))
    assert refusal in {None, "too_late", "out_of_order", "already_begun"}
    if refusal is not None:
        office.turn_to(LAST)
        office.complete(CompleteWork(step=STEP))
        released = None
    office.turn_to(LAST + MINUTE)
    happened = office.happened()
    work = [EventKind.STARTED, *([EventKind.RELEASED] if released else []), EventKind.COMPLETED]
    assert [kind for kind, _ in happened] == [EventKind.ENABLED, *work]
    assert [instant for _, instant in happened] == sorted(instant for _, instant in happened)
    assert known_cases("office", [CASE], {"a": [event_of("a", event) for event in office.engine.events]})


@pytest.mark.parametrize(
    ("said", "started_at"),
    [
        pytest.param({"released_at": START + 10 * MINUTE}, START + 10 * MINUTE, id="with the release"),
        pytest.param(
            {"began_at": START + 5 * MINUTE, "released_at": START + 10 * MINUTE}, START + 5 * MINUTE, id="as told"
        ),
        pytest.param({}, START + 20 * MINUTE, id="with the end"),
        pytest.param({"at": START + 30 * MINUTE}, START + 30 * MINUTE, id="with an end that is to come"),
    ],
)
def test_an_appointment_to_begin_gives_way_to_an_end_before_it(said: dict[str, Instant], started_at: Instant) -> None:
    office = Office()
    appointment = office.begin(begun(START + 40 * MINUTE))
    office.turn_to(START + 20 * MINUTE)
    office.complete(CompleteWork.model_validate({"step": STEP, **said}))
    office.turn_to(START + 30 * MINUTE)
    assert (EventKind.STARTED, started_at) in office.happened()
    assert appointment.taken is False
    assert office.agenda.next_at() is None  # no timer is left for the appointment


def test_a_beginning_that_stands_is_not_told_otherwise() -> None:
    office = Office()
    office.begin(begun(START + 10 * MINUTE))
    with pytest.raises(RefusedError, match="is to be begun by Li") as before:
        office.complete(CompleteWork(step=STEP, began_at=START + MINUTE, at=START + 20 * MINUTE))
    with pytest.raises(RefusedError) as released_first:
        office.complete(CompleteWork(step=STEP, released_at=START + MINUTE, at=START + 20 * MINUTE))
    office.turn_to(START + 15 * MINUTE)
    with pytest.raises(RefusedError, match="was begun by Li") as after:
        office.complete(CompleteWork(step=STEP, began_at=START + 12 * MINUTE))
    assert [before.value.code, released_first.value.code, after.value.code] == [
        "already_begun",
        "out_of_order",
        "already_begun",
    ]


@pytest.mark.parametrize(
    "say",
    [
        lambda office, at: office.engine.desk.check_begin(begun(at), office.clocks),
        lambda office, at: office.engine.desk.check_complete(CompleteWork(step=STEP, at=at), office.clocks, at),
        lambda office, at: office.engine.desk.check_withdraw(Withdraw(at=at), office.clocks),
    ],
    ids=["begin", "complete", "withdraw"],
)
def test_nothing_takes_effect_in_the_past(say: Callable[[Office, Instant], None]) -> None:
    office = Office()
    office.turn_to(START + 50 * MINUTE)
    say(office, office.wall - CLOCK_SKEW)
    for late in (office.wall - CLOCK_SKEW - 1, START + SECOND, START):
        with pytest.raises(RefusedError) as refusal:
            say(office, late)
        assert refusal.value.code == "too_late"


def test_a_rehearsed_case_may_be_played_in_the_past_but_not_before_what_happened_to_it() -> None:
    office = Office()
    office.wall = START + 50 * MINUTE
    desk, rehearsed = office.engine.desk, Clocks(case=office.agenda.now, wall=None)
    desk.check_begin(begun(START + 1), rehearsed)
    desk.check_complete(CompleteWork(step=STEP, at=START + 1), rehearsed, START + 1)
    desk.check_withdraw(Withdraw(at=START + 1), rehearsed)
    with pytest.raises(RefusedError, match="to which the case has got"):
        desk.check_withdraw(Withdraw(at=START), rehearsed)


def test_a_step_is_not_answered_for_others() -> None:
    office = Office()
    office.engine.desk.check_waits_for(CompleteWork(step=STEP), ActorKind.POOL)
    for others in (ActorKind.APPLICANT, ActorKind.THIRD_PARTY):
        with pytest.raises(RefusedError) as refusal:
            office.engine.desk.check_waits_for(CompleteWork(step=STEP), others)
        assert refusal.value.code == "not_yours"
