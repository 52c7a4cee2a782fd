"""Which cases told something last: those of a minute before everything fell silent, and those ahead of the wall."""

from __future__ import annotations

from sqlalchemy import Engine

from services.store.database import reading
from services.store.last_tellings import LastTelling, last_tellings, told_last_at
from services.store.recording import record_events
from tests.unit.store.test_recording import LANE, TASK, happened
from workflows.events.event import EventKind
from workflows.instants import DAY, MINUTE, SECOND, Instant

SILENT_SINCE: Instant = 100 * DAY
NOW: Instant = SILENT_SINCE + 3 * DAY
"""Everything was down for days."""


def tell(store: Engine, case: str, *told_at: Instant) -> None:
    """Have a case tell one event at each instant."""
    for number, at in enumerate(told_at):
        record_events(store, case, LANE, number, happened((EventKind.ENABLED, at, TASK)), at)


def found(store: Engine, most: int = 10) -> list[LastTelling]:
    with reading(store) as connection:
        return last_tellings(connection, NOW, MINUTE, most)


def test_those_that_told_shortly_before_the_silence_are_found_by_what_they_told_last(store: Engine) -> None:
    assert found(store) == []
    tell(store, "long-ago", SILENT_SINCE - 2 * DAY, SILENT_SINCE - MINUTE - 1)
    tell(store, "before", SILENT_SINCE - DAY, SILENT_SINCE - MINUTE)
    tell(store, "last", SILENT_SINCE - 2 * SECOND, SILENT_SINCE)
    tell(store, "nobody-knows-when", 0)
    assert found(store) == [LastTelling("before", SILENT_SINCE - MINUTE), LastTelling("last", SILENT_SINCE)]
    with reading(store) as connection:
        assert [told_last_at(connection, case) for case in ("last", "nobody-knows-when", "none")] == [
            *(SILENT_SINCE, 0, 0)
        ]


def test_clocks_that_are_ahead_neither_hide_the_others_nor_are_left_out(store: Engine) -> None:
    tell(store, "last", SILENT_SINCE)
    tell(store, "ahead", SILENT_SINCE - SECOND, NOW + DAY)
    tell(store, "far-ahead", NOW + 900 * DAY)
    assert [each.case for each in found(store)] == ["last", "ahead", "far-ahead"]
    assert found(store)[1].told_at == NOW + DAY


def test_there_is_a_most_of_either_kind_and_those_that_told_last_are_taken(store: Engine) -> None:
    for number in range(4):
        tell(store, f"wall-{number}", SILENT_SINCE - number * SECOND)
        tell(store, f"ahead-{number}", NOW + (number + 1) * DAY)
    assert [each.case for each in found(store, most=2)] == ["wall-1", "wall-0", "ahead-2", "ahead-3"]
