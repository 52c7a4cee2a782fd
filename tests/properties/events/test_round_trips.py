"""A log that was written is read as it was, in every format; and whatever is in a file, there is a log or a message."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.events.written import FORMATS, Format
from tests.properties.simulations.runs import QUICKLY, run
from tests.properties.simulations.test_any_lane import playable, through
from tests.strategies.lanes import Drawn, lanes
from workflows.definition.catalogue import shipped_lane
from workflows.errors import InvalidFileError
from workflows.events.event import DEEMED, CaseEvent, EventKind
from workflows.events.formats.foreign import Columns
from workflows.events.log import EventLog
from workflows.instants import format_instant

every_format = pytest.mark.parametrize("kind", FORMATS.values(), ids=FORMATS)

texts = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Z"]) | st.sampled_from("\t\n\r"), max_size=6
)
moments = st.builds(
    CaseEvent,
    case=texts.filter(str.strip),
    kind=st.sampled_from([EventKind.SUBMITTED, EventKind.DECLARED, EventKind.ACCEPTED, EventKind.DELIVERED]),
    at=st.integers(10**8, 10**14),
    step=texts,
    occurrence=st.integers(0, 1_000_000),
    member=texts,
    cause=texts,
    outcome=texts,
)


def same(log: EventLog, kind: Format) -> None:
    content = kind.write(log)
    back = kind.back(content)
    assert list(back) == list(log)
    assert back.cases == log.cases
    assert kind.write(back) == content == kind.write(log)


@every_format
@QUICKLY
@given(drawn=lanes().filter(playable), seed=st.integers(0, 99))
def test_a_simulated_log_of_any_lane(kind: Format, drawn: Drawn, seed: int) -> None:
    same(through(drawn, seed).log, kind)


@every_format
@pytest.mark.parametrize("lane", ["business_setup", "commitment_approval"])
def test_a_simulated_log_of_a_shipped_lane(kind: Format, lane: str) -> None:
    same(run(shipped_lane(lane), 8).log, kind)


@every_format
@settings(deadline=None)
@given(events=st.lists(moments, max_size=12))
def test_a_log_of_any_texts(kind: Format, events: list[CaseEvent]) -> None:
    log = EventLog()
    log.extend(sorted(events, key=lambda event: event.at))
    same(log, kind)


@pytest.mark.parametrize("kind", [FORMATS[name] for name in ("xes", "ocel", "ocel-sqlite", "parquet")])
def test_cases_without_events_and_in_another_order_are_kept(kind: Format) -> None:
    log = EventLog()
    for case in ("c", "a", "b"):
        log.add_case(case)
    log.append(CaseEvent("b", EventKind.SUBMITTED, 10**12))
    log.append(CaseEvent("c", EventKind.SUBMITTED, 10**12))
    same(log, kind)


BEFORE = {EventKind.RESUMED: EventKind.SUSPENDED, EventKind.CLOCK_RESUMED: EventKind.CLOCK_STOPPED}


@every_format
def test_every_kind_of_event_comes_back_with_all_that_it_tells(kind: Format) -> None:
    """Each of a step of its own, so that none has to follow another but what goes on again."""
    log, at = EventLog(), 10**12
    for each in sorted(EventKind, key=lambda each: each is EventKind.ENDED):
        for happened in (BEFORE[each], each) if each in BEFORE else (each,):
            at += 1
            log.append(CaseEvent("a", happened, at, f"step_{each}", 2, "李", "why, and how", "5"))
    log.append(CaseEvent("b", EventKind.ACCEPTED, at, "", 0, "", DEEMED, format_instant(at - 7)))
    assert {event.kind for event in log} == set(EventKind)
    same(log, kind)


def written(kind: Format) -> bytes:
    log = EventLog()
    log.extend(
        [
            CaseEvent("a", EventKind.SUBMITTED, 10**12),
            CaseEvent("a", EventKind.ENABLED, 10**12, "review"),
            CaseEvent("a", EventKind.COMPLETED, 2 * 10**12, "review", 0, "Li", "", "done"),
            CaseEvent("a", EventKind.ENDED, 2 * 10**12, outcome="granted"),
        ]
    )
    return kind.write(log)


@every_format
@pytest.mark.parametrize("columns", [Columns(), Columns(case="case", activity="step", at="at")], ids=["own", "foreign"])
@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_a_damaged_file_gives_a_log_or_a_message(kind: Format, columns: Columns, data: st.DataObject) -> None:
    content = bytearray(written(kind))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.sampled_from([0, 1, 1, 8]))
        content[place : place + length] = data.draw(st.binary(max_size=8))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    with contextlib.suppress(InvalidFileError):
        assert isinstance(kind.read(bytes(content), columns).log, EventLog)


@every_format
@settings(deadline=None)
@given(content=st.binary(max_size=60))
def test_any_bytes_give_a_log_or_a_message(kind: Format, content: bytes) -> None:
    with contextlib.suppress(InvalidFileError):
        assert isinstance(kind.read(content, Columns()).log, EventLog)
