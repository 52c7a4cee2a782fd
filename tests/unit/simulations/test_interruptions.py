"""Something more urgent interrupts what somebody is at: the rules of simulations.interrupting, one by one."""

from __future__ import annotations

import gc

import simpy

from simulations.rerun import known_cases, rerun
from simulations.run import Run
from simulations.what_if import Past, past_of, what_if
from tests.unit.simulations.offices import account, at, fixed, lane, plans_of, task
from workflows.definition.lane import Lane
from workflows.events.event import EventKind
from workflows.interpreter.case import Case
from workflows.measures import observe, setting_of

KINDS = (
    "attributes: {kind: {title: *t, values: [{value: usual, title: *t, share: {value: 0.8, provenance: *p}}, "
    "{value: urgent, title: *t, share: {value: 0.2, provenance: *p}}]}}\n"
    "priorities: [{when: {attribute: kind, in: [urgent]}, add: -1, provenance: *p}]"
)
COURSE = (EventKind.STARTED, EventKind.SUSPENDED, EventKind.RESUMED, EventKind.COMPLETED, EventKind.CANCELLED)


def office(body: str, members: int = 1) -> Lane:
    plain = lane(body, staff=f"[{{count: {members}, provenance: *p}}]", more=KINDS)
    desk = plain.pools["desk"].model_copy(update={"interrupts": True})
    return plain.model_copy(update={"pools": plain.pools | {"desk": desk}})


def cases_of(cases: dict[str, str]) -> list[Case]:
    """Cases by name, with the time at which they are submitted; those in capitals are urgent."""
    return [
        Case(
            id=id_,
            submitted_at=at(clock),
            number=number,
            draws="office/",
            attributes={"kind": "urgent" if id_.isupper() else "usual"},
        )
        for number, (id_, clock) in enumerate(cases.items())
    ]


def played(lane_: Lane, cases: dict[str, str]) -> Run:
    return what_if(plans_of(lane_), "office", cases_of(cases), Past(), seed=1)


def test_the_urgent_interrupt_and_who_was_interrupted_goes_on_where_they_stopped() -> None:
    assert account(played(office(task("serve", 60)), {"a": "09:00", "B": "09:20", "C": "09:30"}), *COURSE) == [
        "09:00 a serve started 1",
        "09:20 a serve suspended 1",
        "09:20 B serve started 1",
        "10:20 B serve completed 1 done",
        "10:20 C serve started 1",
        "11:20 C serve completed 1 done",
        "11:20 a serve resumed 1",
        "12:00 a serve completed 1 done",
    ]


def test_nobody_is_interrupted_for_the_same_urgency_nor_while_somebody_is_free() -> None:
    happened = played(office(task("serve", 60), members=2), {"a": "09:00", "B": "09:20", "C": "09:30", "D": "09:40"})
    assert account(happened, *COURSE)[:5] == [
        "09:00 a serve started 1",
        "09:20 B serve started 2",
        "09:30 a serve suspended 1",
        "09:30 C serve started 1",
        "10:20 B serve completed 2 done",
    ]


def test_who_is_at_the_task_that_came_last_is_interrupted() -> None:
    happened = played(office(task("serve", 60), members=2), {"a": "09:00", "b": "09:10", "C": "09:20"})
    assert account(happened, EventKind.SUSPENDED, EventKind.RESUMED) == [
        "09:20 b serve suspended 2",
        "10:20 b serve resumed 2",
    ]


def test_an_urgent_task_of_the_night_interrupts_when_people_come_on_duty() -> None:
    assert account(played(office(task("serve", 60)), {"a": "16:30", "B": "20:00"}), *COURSE) == [
        "16:30 a serve started 1",
        "03-06 09:00 a serve suspended 1",
        "03-06 09:00 B serve started 1",
        "03-06 10:00 B serve completed 1 done",
        "03-06 10:00 a serve resumed 1",
        "03-06 10:30 a serve completed 1 done",
    ]


def test_what_is_withdrawn_while_it_rests_is_not_gone_on_with() -> None:
    patience = f"{{id: patience, step: {{kind: wait, id: patience_wait, title: *t, time: {fixed(30)}}}}}"
    race = f"{{kind: race, id: who, title: *t, branches: [{{id: served, step: {task('serve', 60)}}}, {patience}]}}"
    assert account(played(office(race), {"a": "09:00", "B": "09:20", "c": "09:40"}), *COURSE) == [
        "09:00 a serve started 1",
        "09:20 a serve suspended 1",
        "09:20 B serve started 1",
        "09:30 a patience_wait completed",
        "09:30 a serve cancelled",
        "09:50 B patience_wait completed",
        "09:50 B serve cancelled",
        "09:50 c serve started 1",
        "10:10 c patience_wait completed",
        "10:10 c serve cancelled",
    ]


def test_rest_is_no_service_neither_measured_nor_remembered() -> None:
    there = office(task("serve", 60))
    log = played(there, {"a": "09:00", "B": "09:20"}).log
    plan = plans_of(there)["office"]
    observed = observe(log, setting_of(there, plan.axes, plan.days))
    assert observed.service_time.tolist() == [60 * 60_000, 60 * 60_000]
    past = past_of(plan, cases_of({"a": "09:00", "B": "09:20"}), log.by_case())
    assert set(past.times.values()) == {1.0}


def test_cases_that_were_interrupted_rerun_event_for_event() -> None:
    there = office(task("serve", 50), members=2)
    submitted = {"a": "09:00", "b": "09:10", "C": "09:20", "D": "09:30", "e": "09:40", "F": "10:00"}
    log = played(there, submitted).log
    again = rerun(plans_of(there), known_cases("office", cases_of(submitted), log.by_case()), seed=1)
    assert again.by_case() == log.by_case()


def test_interruptions_leave_nothing_behind() -> None:
    there = office(task("serve", 60))
    played(there, {"a": "09:00", "B": "09:20"})
    gc.collect()
    gc.disable()
    try:
        played(there, {"a": "09:00", "B": "09:20"})
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        assert not [each for each in gc.garbage if isinstance(each, simpy.Event)]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
