"""The columnar log gives back what was put in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.events.event import CaseEvent, EventKind
from workflows.events.log import EventLog, Words

events = st.lists(
    st.builds(
        CaseEvent,
        case=st.sampled_from(["a", "b", "案"]),
        kind=st.sampled_from(EventKind),
        at=st.integers(-(2**63), 2**63 - 1),
        step=st.sampled_from(["", "review", "审查"]),
        occurrence=st.integers(0, 2**31 - 1),
        member=st.text(max_size=3),
        cause=st.text(max_size=3),
        outcome=st.text(max_size=3),
    )
)


@given(events)
@settings(deadline=None)
def test_a_log_gives_back_its_events_in_order(events: list[CaseEvent]) -> None:
    log = EventLog()
    log.extend(events)
    assert list(log) == events
    assert [log.event(index) for index in range(len(log))] == events


@given(events)
@settings(deadline=None)
def test_the_events_of_a_case_keep_their_order(events: list[CaseEvent]) -> None:
    log = EventLog()
    log.extend(events)
    assert log.by_case() == {case: [event for event in events if event.case == case] for case in log.cases}
    assert log.cases == list(dict.fromkeys(event.case for event in events))


def test_events_recorded_as_numbers_are_events_like_others() -> None:
    log = EventLog()
    log.record((log.add_case("a"), 5, log.notes[EventKind.STARTED, "review", "", "", ""], 1))
    assert log.event(0) == CaseEvent("a", EventKind.STARTED, 5, "review", 1)
    assert list(log.case) == [0]


def test_a_log_that_records_much_can_settle_and_go_on() -> None:
    log = EventLog()
    number, accepted = log.add_case("a"), log.notes[EventKind.ACCEPTED, "", "", "", ""]
    for at in range(10_000):
        log.record((number, at, accepted, 0))
        log.settle()
    assert list(log.at) == list(range(10_000))


def test_a_case_without_events_is_there_and_keeps_its_number() -> None:
    log = EventLog()
    assert [log.add_case("a"), log.add_case("b"), log.add_case("a")] == [0, 1, 0]
    assert log.by_case() == {"a": [], "b": []}


def test_the_empty_word_is_zero_and_others_are_numbered_as_they_come() -> None:
    words = Words()
    assert [words.code(text) for text in ("", "b", "a", "b")] == [0, 1, 2, 1]
    assert words.texts == ["", "b", "a"]
