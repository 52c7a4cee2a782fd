"""Scripts are read off events, and only what somebody did is in them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from workflows.events.event import CaseEvent, EventKind
from workflows.interpreter.script import Performance, Script, ScriptedStep, script_of


def event(kind: EventKind, at: int, step: str = "", outcome: str = "", cause: str = "", member: str = "") -> CaseEvent:
    return CaseEvent("case", kind, at, step, 0, member, cause, outcome)


def test_spans_count_from_the_moment_a_step_was_enabled() -> None:
    events = [
        event(EventKind.SUBMITTED, 100),
        event(EventKind.ENABLED, 100, "review"),
        event(EventKind.STARTED, 130, "review", member="2"),
        event(EventKind.RELEASED, 150, "review", member="2"),
        event(EventKind.COMPLETED, 190, "review", "passed", member="2"),
        event(EventKind.ENDED, 190, outcome="approved"),
    ]
    done = Performance(started_after=30, released_after=50, completed_after=90, outcome="passed", member="2")
    assert script_of(events) == Script(steps=(ScriptedStep(step="review", performance=done),))


def test_what_was_cancelled_keeps_how_far_it_got() -> None:
    events = [
        event(EventKind.SUBMITTED, 0),
        event(EventKind.ENABLED, 5, "begun"),
        event(EventKind.ENABLED, 5, "waiting"),
        event(EventKind.STARTED, 9, "begun"),
        event(EventKind.CANCELLED, 20, "begun"),
        event(EventKind.CANCELLED, 20, "waiting"),
        event(EventKind.ENDED, 20, cause="withdrawal", outcome="withdrawn"),
    ]
    script = script_of(events)
    assert script.withdrawn_after == 20
    assert script.table() == {
        ("begun", 0): Performance(started_after=4),
        ("waiting", 0): Performance(started_after=None),
    }


def test_a_wait_of_the_law_is_nobodys_doing() -> None:
    events = [
        event(EventKind.SUBMITTED, 0),
        event(EventKind.ENABLED, 0, "notice"),
        event(EventKind.COMPLETED, 50, "notice"),
        event(EventKind.ENDED, 50, outcome="approved"),
    ]
    assert script_of(events) == Script()


def test_a_performance_out_of_order_is_refused() -> None:
    with pytest.raises(ValidationError, match="started <= released <= completed"):
        Performance(started_after=10, completed_after=5)
    with pytest.raises(ValidationError, match="started <= released <= completed"):
        Performance(started_after=None, completed_after=5)
