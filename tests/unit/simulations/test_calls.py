"""Cases that open cases, and pools that lanes share."""

from __future__ import annotations

import gc

import simpy

from simulations.what_if import Past, what_if
from tests.unit.simulations.offices import account, at, fixed, lane, plans_of, run, served, task
from workflows.definition.lane import Lane
from workflows.events.event import EventKind
from workflows.interpreter.case import Case
from workflows.interpreter.draws import key_of, stream_name, uniform
from workflows.interpreter.travel import Travel

CHILD = lane(task("stamp", 30), id_="child")


def parent(*, awaited: bool = True, then: str = task("after", 10)) -> Lane:
    call = f"{{kind: call, id: open, title: *t, lane: child, awaited: {str(awaited).lower()}}}"
    return lane(f"{{kind: sequence, steps: [{task('before', 10)}, {call}, {then}]}}")


def test_a_parent_waits_for_its_child() -> None:
    happened = run([parent(), CHILD], {"a": "09:00"})
    assert account(happened) == [
        "09:00 a submitted",
        "09:00 a before enabled",
        "09:00 a before started 1",
        "09:10 a before completed 1 done",
        "09:10 a open opened a/open",
        "09:10 a/open submitted",
        "09:10 a/open stamp enabled",
        "09:10 a/open stamp started 1",
        "09:40 a/open stamp completed 1 done",
        "09:40 a/open ended approved",
        "09:40 a open completed a/open approved",
        "09:40 a after enabled",
        "09:40 a after started 1",
        "09:50 a after completed 1 done",
        "09:50 a ended approved",
    ]
    assert happened.lanes == ["office", "child"]
    assert happened.cases_of("child") == ["a/open"]


def test_a_child_of_its_own_life_outlives_its_parent_and_queues_with_it() -> None:
    assert served(run([parent(awaited=False), CHILD], {"a": "09:00"}))[2:] == [
        "09:10 a after started 1",
        "09:20 a after completed 1 done",
        "09:20 a/open stamp started 1",
        "09:50 a/open stamp completed 1 done",
    ]


def test_what_the_parent_does_not_know_of_its_child_is_drawn() -> None:
    size = (
        "attributes: {size: {title: *t, values: [{value: small, title: *t, share: {value: 0.5, provenance: *p}}, "
        "{value: large, title: *t, share: {value: 0.5, provenance: *p}}]}}"
    )
    little = f"paths: [{{when: {{attribute: size, in: [small]}}, step: {task('little', 1)}}}]"
    child = lane(
        f"{{kind: choice, id: which, title: *t, {little}, otherwise: {task('much', 1)}}}", id_="child", more=size
    )
    happened = run([parent(), child], dict.fromkeys("abcdefgh", "09:00")).log
    for number, case in enumerate("abcdefgh"):
        u = uniform(key_of(1, 0, stream_name("", "office/open/size", "attribute")), number)
        [chosen] = {event.step for event in happened.by_case()[f"{case}/open"]} - {"", "size"}
        assert chosen == ("little" if u < 0.5 else "much")
    assert {"little", "much"} < {event.step for event in happened}


def given_up_after(minutes: int) -> Lane:
    wait = f"{{kind: wait, id: patience, title: *t, time: {fixed(minutes)}}}"
    call = "{kind: call, id: open, title: *t, lane: child}"
    return lane(
        f"{{kind: race, id: first, title: *t, branches: [{{id: open, step: {call}}}, {{id: gone, step: {wait}}}]}}"
    )


def test_a_child_that_is_no_longer_awaited_is_withdrawn() -> None:
    ends = (EventKind.CANCELLED, EventKind.ENDED)
    assert account(run([given_up_after(20), CHILD], {"a": "09:00"}), *ends) == [
        "09:20 a/open stamp cancelled",
        "09:20 a/open ended withdrawal withdrawn",
        "09:20 a open cancelled a/open",
        "09:20 a ended approved",
    ]


def test_a_child_that_was_about_to_begin_never_does() -> None:
    happened = run([given_up_after(0), CHILD], {"a": "09:00"})
    assert "a/open submitted" not in " ".join(account(happened))
    assert account(happened, EventKind.ENDED) == ["09:00 a ended approved"]


def test_called_cases_leave_nothing_behind_either() -> None:
    plans = plans_of(given_up_after(20), CHILD)
    cases = [Case(id=f"c{number}", submitted_at=at("09:00"), number=number, draws="o/") for number in range(5)]
    gc.collect()
    gc.disable()
    try:
        gc.freeze()
        what_if(plans, "office", cases, Past(), seed=1)
        left = [thing for thing in gc.get_objects() if isinstance(thing, Travel | simpy.Event)]
    finally:
        gc.unfreeze()
        gc.enable()
    assert left == []
