"""What has to be true of the events of every case, whatever its schedule was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from simulations.rerun import known_cases, rerun
from tests.schedules.restarting import Asking
from tests.schedules.schedule import World
from workflows.events.event import CaseEvent, EventKind
from workflows.interpreter.case import Case
from workflows.interpreter.plan import Plan

_CLOSED: Final = frozenset({EventKind.COMPLETED, EventKind.CANCELLED})
_COURSE: Final = (EventKind.ENABLED, EventKind.STARTED, EventKind.RELEASED, EventKind.COMPLETED, EventKind.CANCELLED)
_ONCE: Final = (EventKind.SUBMITTED, EventKind.ACCEPTED, EventKind.DECIDED, EventKind.DELIVERED, EventKind.ENDED)


def check_world(world: World, lane: str, case: Case) -> None:
    """See that nothing was lost or done twice, and that a rerun with nothing changed gives the same events.

    Raises
    ------
    AssertionError
        With what is not as it has to be.
    """
    for id_, kept in world.cases.items():
        events = world.stored[id_]
        assert events == kept.life.events, f"{id_}: what was handed out is not what has happened"
        check_events(events)
        counts = Counter(world.effects[id_])
        assert set(counts.values()) <= {1}, f"{id_} has asked twice for {counts.most_common(1)}"
        assert not kept.life.open, f"{id_} has ended and still waits for {list(kept.life.open)}"
        asked = {(step, occurrence) for asking, step, occurrence in counts if asking is Asking.WORK}
        enabled = {(event.step, event.occurrence) for event in events if event.kind is EventKind.STARTED}
        assert enabled <= asked, f"{id_}: {enabled - asked} were begun, and nobody was asked to do them"
    check_rerun(world.plans, world.stored, lane, case, world.seed)


def check_events(events: Sequence[CaseEvent]) -> None:
    """See that the events of one case are whole."""
    assert events[0].kind is EventKind.SUBMITTED, f"expected a submission first; was {events[0]}"
    assert events[-1].kind is EventKind.ENDED, f"expected an end last; was {events[-1]}"
    kinds = Counter(event.kind for event in events if not event.step or event.kind in _ONCE)
    assert all(kinds[kind] <= 1 for kind in _ONCE), f"expected every mark once at most; were {kinds}"
    for one, next_ in pairwise(events):
        assert one.at <= next_.at, f"expected instants in order; were {one} and then {next_}"
    courses: dict[tuple[str, int], list[EventKind]] = {}
    standing = 0
    for event in events:
        if event.kind in _COURSE:
            courses.setdefault((event.step, event.occurrence), []).append(event.kind)
        standing += (event.kind is EventKind.CLOCK_STOPPED) - (event.kind is EventKind.CLOCK_RESUMED)
        assert standing >= 0, f"expected no clock to go on that does not stand still; was {event}"
    assert standing == 0, f"expected the clock to go on at the end; {standing} stops go on"
    for item, course in courses.items():
        closed = [kind for kind in course if kind in _CLOSED]
        assert len(closed) == 1, f"expected {item} to be closed once; was {course}"
        assert course[-1] is closed[0], f"expected nothing after the end of {item}; was {course}"
        assert course == sorted(course, key=_COURSE.index), f"expected {item} in order; was {course}"


def check_rerun(
    plans: Mapping[str, Plan], stored: Mapping[str, Sequence[CaseEvent]], lane: str, case: Case, seed: int
) -> None:
    """The identity rerun: on SimPy, with nothing changed, the same events."""
    log = rerun(plans, known_cases(lane, [case], stored), seed)
    again: dict[str, list[CaseEvent]] = {}
    for event in log:
        again.setdefault(event.case, []).append(event)
    for id_, events in stored.items():
        other = again.get(id_, [])
        differs = next((pair for pair in zip(events, other, strict=False) if pair[0] != pair[1]), None)
        assert differs is None, f"rerun, {id_} has {differs[1]} instead of {differs[0]}"
        assert len(events) == len(other), f"rerun, {id_} has {len(other)} events instead of {len(events)}"
