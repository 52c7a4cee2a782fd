"""The agenda handles entries by instant, then key, then order of entry, each at its own instant."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from workflows.temporal.agenda import Agenda

ENTRIES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=30)


def never() -> bool:
    return False


@given(ENTRIES, st.integers(0, 6))
def test_entries_up_to_an_instant_are_handled_in_order(entries: list[tuple[int, int]], until: int) -> None:
    agenda = Agenda(0)
    handled: list[tuple[int, int, int]] = []

    def note(key: int, number: int) -> None:
        handled.append((agenda.now, key, number))

    for number, (at, key) in enumerate(entries):
        agenda.add(at, key, partial(note, key, number))
    agenda.handle_until(until, never)
    due = sorted((at, key, number) for number, (at, key) in enumerate(entries) if at <= until)
    assert handled == due
    later = [at for at, _ in entries if at > until]
    assert agenda.next_at() == (min(later) if later else None)


def test_what_an_entry_adds_for_its_own_instant_joins_the_order() -> None:
    agenda, handled = Agenda(0), list[str]()

    def first() -> None:
        handled.append("first")
        agenda.add(7, 3, lambda: handled.append("third"))
        agenda.add(0, 1, lambda: handled.append("second, too late for its instant"))

    agenda.add(7, 2, first)
    agenda.add(7, 4, lambda: handled.append("last"))
    agenda.handle_until(7, never)
    assert handled == ["first", "second, too late for its instant", "third", "last"]
    assert agenda.now == 7


def test_cancelled_entries_are_neither_handled_nor_waited_for() -> None:
    agenda, handled = Agenda(0), list[str]()
    entry = agenda.add(3, 0, lambda: handled.append("cancelled"))
    agenda.add(5, 0, lambda: handled.append("kept"))
    entry.cancel()
    assert agenda.next_at() == 5
    agenda.handle_until(10, never)
    assert handled == ["kept"]


def test_it_stops_where_it_is_held() -> None:
    agenda, handled = Agenda(0), list[int]()
    for at in (1, 2, 3):
        agenda.add(at, 0, partial(handled.append, at))
    agenda.handle_until(10, lambda: len(handled) == 2)
    assert handled == [1, 2]
    assert agenda.next_at() == 3


def test_a_message_gets_an_instant_that_nothing_was_handled_at() -> None:
    agenda = Agenda(10)
    assert agenda.message_at(25) == 25
    assert agenda.message_at(10) == 11
    assert agenda.message_at(3) == 11
