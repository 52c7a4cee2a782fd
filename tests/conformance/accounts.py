"""What is true of every account of a case, whatever its lane and whichever engine gave it."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant, date_of, start_of

_OVER = (EventKind.COMPLETED, EventKind.CANCELLED)
_COURSE = (EventKind.ENABLED, EventKind.STARTED, EventKind.RELEASED, *_OVER)

ORDERED = (
    EventKind.EXTENSION_ASKED,
    EventKind.EXTENDED,
    EventKind.EXTENSION_REFUSED,
    EventKind.ASSIGNED,
    EventKind.OPINION_ASKED,
    EventKind.OPINION,
    EventKind.NOTICED,
    EventKind.OWNED,
    EventKind.FILED,
    EventKind.TAKEN_OUT,
)
"""Kinds of events that say something of a step, or of the case, and move neither."""


def check_account(events: Sequence[CaseEvent]) -> None:
    """Refuse an account that could not be true of any finished case without calls.

    Raises
    ------
    AssertionError
        With the step or event that is wrong.
    """
    assert (events[0].kind, events[0].step) == (EventKind.SUBMITTED, "")
    assert [event for event in events if event.kind is EventKind.ENDED] == [events[-1]]
    instants = [event.at for event in events]
    assert instants == sorted(instants)
    by_step: dict[tuple[str, int], list[CaseEvent]] = {}
    declared = [event.kind is EventKind.DECLARED for event in events]
    assert declared == [False, *sorted(declared[1:], reverse=True)], "attributes are told after the submission"
    for event in events[1 + sum(declared) : -1]:
        if event.kind in ORDERED:
            continue
        by_step.setdefault((event.step, event.occurrence), []).append(event)
    resumed = {event.at for event in events if event.kind is EventKind.CLOCK_RESUMED}
    for name, course in by_step.items():
        _check_course(name, course, resumed)
    # A deadline counts how often it was begun; it is heard of only when it expires.
    heard = [name for name, course in by_step.items() if course[0].kind is not EventKind.EXPIRED]
    for step in dict.fromkeys(step for step, _ in heard):
        occurrences = [occurrence for name, occurrence in heard if name == step]
        assert sorted(occurrences) == list(range(len(occurrences))), f"{step} came up as {occurrences}"


def _check_course(name: tuple[str, int], course: list[CaseEvent], resumed: set[Instant]) -> None:
    kinds = [event.kind for event in course]
    match kinds[0]:
        case EventKind.ENABLED:
            assert kinds == sorted(kinds, key=_COURSE.index), f"{name} went {kinds}"
            assert len(set(kinds)) == len(kinds), f"{name} went {kinds}"
            assert len([kind for kind in kinds if kind in _OVER]) == 1, f"{name} went {kinds}"
            assert EventKind.RELEASED not in kinds or EventKind.STARTED in kinds, f"{name} went {kinds}"
        case EventKind.CLOCK_STOPPED:
            assert kinds == [EventKind.CLOCK_STOPPED, EventKind.CLOCK_RESUMED], f"{name} went {kinds}"
        case EventKind.EXPIRED:
            assert kinds == [EventKind.EXPIRED], f"{name} went {kinds}"
            # A stop that took no working day away leaves the midnight where it was; if that is past by then, the
            # deadline is over as soon as the clock goes on: from Friday to Saturday noon, say.
            over_at = course[0].at
            assert over_at == start_of(date_of(over_at)) or over_at in resumed, f"{name} expired in the middle of a day"
        case EventKind.OPENED:
            assert len(kinds) <= 2, f"{name} went {kinds}"
            assert set(kinds[1:]) <= {EventKind.COMPLETED, EventKind.CANCELLED}, f"{name} went {kinds}"
        case _:
            assert kinds in ([EventKind.ACCEPTED], [EventKind.DECIDED], [EventKind.DELIVERED]), f"{name} went {kinds}"
