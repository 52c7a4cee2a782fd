"""A clock that keeps a stop for each reason shows what one shows that counts several reasons at once as one standstill.

The oracle reads all events anew: which marks were reached when, how much time was added, when nothing stood in the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conformance.directories import DIRECTORIES, FOLDER
from tests.replay.record import HISTORIES
from workflows.definition.steps import Mark
from workflows.events.event import CaseEvent, EventKind, accepted_since
from workflows.instants import DAY, HOUR, Instant, parse_instant
from workflows.measures.limit_clock import Clock
from workflows.working_time.legal_clock import Stop, due_at, elapsed_days
from workflows.working_time.state_council import WorkingDays

DAYS = WorkingDays(beyond="weekdays")
LIMITS = (0, 1, 3, 5, 20)
ORIGIN = parse_instant("2040-03-05T09:00+08:00")
"""A Monday."""
REASONS = (("a", 0), ("a", 1), ("b", 0), ("", 2))


def standstills(events: Iterable[CaseEvent]) -> tuple[Stop, ...]:
    stops: list[Stop] = []
    standing: set[tuple[str, int]] = set()
    for event in events:
        reason = (event.step, event.occurrence)
        if event.kind is EventKind.CLOCK_STOPPED:
            if not standing:
                stops.append(Stop(start=event.at))
            standing.add(reason)
        elif event.kind is EventKind.CLOCK_RESUMED and reason in standing:
            standing.remove(reason)
            if not standing:
                stops[-1] = Stop(start=stops[-1].start, end=event.at)
    return tuple(stops)


def check(events: Sequence[CaseEvent]) -> int:
    """Compare what the clock shows with the oracle at every instant of a case; give how many stops there were."""
    clock = Clock()
    for event in events:
        clock.take(event)
    reached = {
        Mark(event.kind.name.lower()): accepted_since(event.at, event.cause, event.outcome)
        for event in reversed(events)
        if event.kind.name.lower() in set(Mark)
    }
    assert clock.marks == reached
    assert clock.extended == sum(int(event.outcome) for event in events if event.kind is EventKind.EXTENDED)
    one, other = clock.standstills, standstills(events)
    for start in {ORIGIN, *reached.values()}:
        for limit in LIMITS:
            assert due_at(start, limit, one, DAYS) == due_at(start, limit, other, DAYS)
        for at in {event.at for event in events} | {events[-1].at + DAY}:
            assert elapsed_days(start, at, one, DAYS) == elapsed_days(start, at, other, DAYS)
    return len(other)


@st.composite
def made_up(draw: st.DrawFn) -> list[CaseEvent]:
    """Stops and goes in any order, those too that no engine would give: of reasons that stand or went on before."""
    at: Instant = ORIGIN
    events = []
    kinds = st.sampled_from((EventKind.CLOCK_STOPPED, EventKind.CLOCK_RESUMED, EventKind.ACCEPTED, EventKind.EXTENDED))
    for kind in draw(st.lists(kinds, min_size=1, max_size=12)):
        at += draw(st.integers(0, 60)) * HOUR
        step, occurrence = draw(st.sampled_from(REASONS))
        events.append(CaseEvent("c", kind, at, step, occurrence, outcome="5" if kind is EventKind.EXTENDED else ""))
    return events


@given(made_up())
def test_whatever_stops_the_clock_and_when(events: list[CaseEvent]) -> None:
    check(events)


def recorded(lines: Iterable[str]) -> list[CaseEvent]:
    """The events of one case from its account."""
    return [_event(line.strip().split("  ")) for line in lines]


def _event(words: list[str]) -> CaseEvent:
    at, kind, where, *rest = words
    _, day, time = at.split(" ")
    step, _, occurrence = where.partition("#")
    said = dict(word.split("=", 1) for word in rest)
    return CaseEvent(
        "c",
        EventKind[kind],
        parse_instant(f"{day}T{time}+08:00"),
        step.removeprefix("-"),
        int(occurrence or 0),
        cause=said.get("cause", ""),
        outcome=said.get("outcome", ""),
    )


def histories() -> list[list[str]]:
    """Accounts of live cases, without the numbers of their events."""
    texts = [path.read_text("utf-8").splitlines() for path in sorted(HISTORIES.glob("*.txt"))]
    return [[line.partition("  ")[2] for line in lines] for lines in texts]


def behaviours() -> list[list[str]]:
    """Accounts in the directories of behaviours: the line of a case's name has no margin, those of its events have."""
    accounts: list[list[str]] = []
    for directory in DIRECTORIES:
        for line in (FOLDER / directory / "expected.txt").read_text("utf-8").splitlines():
            if not line.startswith(" "):
                accounts.append([])
            else:
                accounts[-1].append(line)
    return accounts


@pytest.mark.parametrize("accounts", [histories, behaviours])
def test_of_every_case_that_was_recorded(accounts: Callable[[], list[list[str]]]) -> None:
    stops = [check(recorded(lines)) for lines in accounts()]
    assert len(stops) >= len(DIRECTORIES)
    assert sum(map(bool, stops)) > 5
