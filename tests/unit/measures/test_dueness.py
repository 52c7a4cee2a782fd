"""What the inbox keeps of limits is when the lamp of a case changes, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from tests.acceptance.travelling import travelled
from workflows.definition.catalogue import shipped_lane
from workflows.definition.lane import Lane
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import DAY, date_of, parse_instant
from workflows.measures.dueness import dueness, dueness_of_case
from workflows.measures.item_states import Lamp, lamp
from workflows.measures.limit_clock import CLOCK_KINDS, Clock
from workflows.working_time.state_council import WorkingDays

DAYS = WorkingDays(beyond="weekdays")
LANES = ("business_setup", "construction_permit", "property_registration")


@pytest.mark.parametrize("id_", LANES)
def test_the_lamp_of_a_running_case_changes_when_its_inbox_says(id_: str) -> None:
    seen = travelled(id_, 4)
    changes = 0
    for case, events in seen.own.items():
        clock = Clock()
        for number, event in enumerate(events):
            if not clock.take(event) or event.kind is EventKind.CLOCK_STOPPED:
                continue
            kept = dueness(seen.lane, "", event.at, clock)
            known = events[: number + 1]
            for limit, lit in ((kept.warning_at, Lamp.WARNING), (kept.due_at, Lamp.OVERDUE)):
                if limit is not None and limit > event.at and not _broken(known, id_):
                    assert lamp(known, seen.lane, DAYS, limit - 1) < lit, case
                    assert lamp(known, seen.lane, DAYS, limit) >= lit, case
                    changes += 1
    assert changes > 0


def _broken(events: Sequence[CaseEvent], id_: str) -> bool:
    """Whether a limit was broken that no longer runs, which the lamp goes on to show."""
    return lamp(events, shipped_lane(id_), DAYS, events[-1].at) is Lamp.OVERDUE


def test_a_standstill_has_no_date_and_an_extension_moves_it() -> None:
    lane = shipped_lane("construction_permit")
    accepted = parse_instant("2026-03-02T09:00+08:00")
    clock = Clock()
    clock.take(CaseEvent("c", EventKind.ACCEPTED, accepted))
    first = dueness(lane, "", accepted, clock)
    assert first.due_at is not None
    clock.take(CaseEvent("c", EventKind.CLOCK_STOPPED, accepted + DAY, cause="hearing"))
    assert dueness(lane, "", accepted, clock).due_at is None
    clock.take(CaseEvent("c", EventKind.CLOCK_RESUMED, accepted + 2 * DAY, cause="hearing"))
    later = dueness(lane, "", accepted, clock).due_at
    assert later is not None
    assert later > first.due_at
    clock.take(CaseEvent("c", EventKind.EXTENDED, accepted + 3 * DAY, outcome="10"))
    extended = dueness(lane, "", accepted, clock).due_at
    assert extended is not None
    assert DAYS.number_of(date_of(extended)) - DAYS.number_of(date_of(later)) == 10


def test_a_step_is_late_by_its_own_limit_too() -> None:
    lane = shipped_lane("construction_permit")
    task = next(each for each in lane.tasks.values() if each.limit is not None)
    enabled_at = parse_instant("2026-03-02T09:00+08:00")
    kept = dueness(lane, task.id, enabled_at, Clock())
    assert kept.due_at is not None
    assert task.limit is not None
    assert DAYS.number_of(date_of(kept.due_at - 1)) - DAYS.number_of(date_of(enabled_at)) == task.limit.working_days
    assert kept.warning_at is not None
    assert kept.warning_at <= kept.due_at


def test_more_time_for_the_decision_is_more_time_for_the_steps_that_are_open_then() -> None:
    lane = shipped_lane("commitment_approval")
    accepted, granted, later = (parse_instant(f"2026-03-{day}T09:00+08:00") for day in ("02", "16", "17"))
    clock = Clock()
    clock.take(CaseEvent("c", EventKind.ACCEPTED, accepted))
    before = dueness(lane, "licence_review", accepted, clock)
    clock.take(CaseEvent("c", EventKind.EXTENDED, granted, outcome="10"))
    after = dueness(lane, "licence_review", accepted, clock)
    assert before.due_at is not None
    assert after.due_at is not None
    # The review's own twenty days, by the same article as the case's, would else turn red before the case.
    assert DAYS.number_of(date_of(after.due_at)) - DAYS.number_of(date_of(before.due_at)) == 10
    assert after == dueness(lane, "", accepted, clock)
    # Delivery has ten days from the decision, whatever was granted before.
    clock.take(CaseEvent("c", EventKind.DECIDED, later))
    delivery = dueness(lane, "deliver_licence", later, clock).due_at
    assert delivery is not None
    assert DAYS.number_of(date_of(delivery - 1)) - DAYS.number_of(date_of(later)) == 10


def test_only_some_kinds_of_events_move_what_is_due() -> None:
    clock = Clock()
    for kind in EventKind:
        outcome = "10" if kind is EventKind.EXTENDED else ""
        assert clock.take(CaseEvent("c", kind, 5, outcome=outcome)) is (kind in CLOCK_KINDS)


def test_what_is_kept_of_a_case_tells_its_lamp_until_it_ends() -> None:
    """At every event, and at every instant at which the lamp is said to change."""
    found = set()
    seen = [travelled(id_, 4) for id_ in LANES]
    both = [(lane, each) for each in seen for lane in (each.lane, _hasty(each.lane))]
    courses = [(lane, events) for lane, each in both for events in each.own.values()]
    for lane, events in courses:
        clock = Clock()
        for number, (event, following) in enumerate(pairwise(events), 1):
            clock.take(event)
            kept = dueness_of_case(lane, clock)
            changes = [at for at in kept if at is not None and event.at <= at < following.at]
            for now in (event.at, *changes):
                late = kept.due_at is not None and kept.due_at <= now
                little_is_left = kept.warning_at is not None and kept.warning_at <= now
                told = Lamp.OVERDUE if late else Lamp.WARNING if little_is_left else Lamp.NORMAL
                assert told is lamp(events[:number], lane, DAYS, now)
                found.add(told)
    assert found == set(Lamp)


def _hasty(lane: Lane) -> Lane:
    """A lane that promises everything within a day."""
    limits = tuple(limit.model_copy(update={"working_days": 1}) for limit in lane.limits)
    return lane.model_copy(update={"limits": limits})
