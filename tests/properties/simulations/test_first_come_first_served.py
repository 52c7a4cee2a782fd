"""One department, first come first served: the very waits, case by case."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from tests.analytic.lanes import Raw, empirical, queue, task
from tests.oracles.queueing import starts_in_order
from tests.properties.simulations.runs import QUICKLY, STARTS_AT, drawn, events, instants, plans_of, waits
from workflows.definition.lane import Lane
from workflows.events.event import EventKind

CASES = 40
OFFICE: Raw = {"base": "state_council", "hours": ["09:00-12:00", "13:30-17:30"]}


@dataclass(frozen=True)
class Department:
    """What is drawn: minutes between cases, minutes that they need, and how many people there are."""

    gaps: list[int]
    services: list[int]
    members: int
    seed: int

    def lane(self, *, more: int = 0, calendar: Raw | None = None, unit: str = "minutes") -> Lane:
        """The department, `more` people in it, with its numbers in another unit if wanted."""
        serve = task("serve", "desk", empirical(self.services, unit))
        return queue(serve, {"desk": self.members + more}, empirical(self.gaps, unit), calendar=calendar)


@st.composite
def departments(draw: st.DrawFn) -> Department:
    """From idle to hopelessly busy. No gap is 0: cases at one instant are the tie rule's business."""
    minutes = st.lists(st.integers(1, 90), min_size=1, max_size=8)
    return Department(draw(minutes), draw(minutes), draw(st.integers(1, 4)), draw(st.integers(0, 99)))


@QUICKLY
@given(departments())
def test_waits_are_those_of_the_recursion(department: Department) -> None:
    lane = department.lane()
    assert lane.arrivals is not None
    assert lane.arrivals.gap is not None
    gaps = drawn(lane, "arrivals", "gap", lane.arrivals.gap, CASES, department.seed)
    services = drawn(lane, "serve", "service", lane.tasks["serve"].service_time, CASES, department.seed)
    enabled = [STARTS_AT + sum_ for sum_ in accumulate(gaps)]

    happened = events(lane, CASES, seed=department.seed)
    assert list(instants(happened, EventKind.ENABLED).values()) == enabled
    started = instants(happened, EventKind.STARTED)
    expected = starts_in_order(enabled, services, department.members)
    assert [started[f"queue-{number + 1}", "serve", 0] for number in range(CASES)] == expected
    completed = instants(happened, EventKind.COMPLETED)
    assert [completed[piece] - at for piece, at in sorted(started.items())] == [
        services[int(case.removeprefix("queue-")) - 1] for case, _, _ in sorted(started)
    ]


@QUICKLY
@given(departments(), st.integers(1, 3))
def test_more_staff_never_lengthens_a_wait(department: Department, more: int) -> None:
    few = waits(events(department.lane(), CASES, seed=department.seed))
    many = waits(events(department.lane(more=more), CASES, seed=department.seed))
    assert few.keys() == many.keys()
    assert all(many[piece] <= wait for piece, wait in few.items())


@QUICKLY
@given(departments())
def test_opening_hours_stop_the_clock_and_change_nothing_else(department: Department) -> None:
    """A department that closes is one that never does, seen on a clock that stands still while it is closed."""
    always = events(department.lane(), CASES, seed=department.seed)
    office = department.lane(calendar=OFFICE)
    axis = plans_of(office)[office.id].office
    opens = axis.next_open(STARTS_AT)
    by_hours = events(office, CASES, seed=department.seed)
    for kind in (EventKind.ENABLED, EventKind.STARTED, EventKind.COMPLETED):
        worked = {piece: axis.between(opens, at) for piece, at in instants(by_hours, kind).items()}
        assert worked == {piece: at - STARTS_AT for piece, at in instants(always, kind).items()}


@QUICKLY
@given(departments())
def test_a_sixtieth_of_all_times_takes_a_sixtieth_of_the_time(department: Department) -> None:
    slow = events(department.lane(unit="minutes"), CASES, seed=department.seed)
    quick = events(department.lane(unit="seconds"), CASES, seed=department.seed)
    assert [event._replace(at=(event.at - STARTS_AT) // 60) for event in slow] == [
        event._replace(at=event.at - STARTS_AT) for event in quick
    ]
