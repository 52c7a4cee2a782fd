"""Events that people ordered, and files accepted by law, go out and come in whole in every format."""

from __future__ import annotations

import io

import pytest

from tests.conformance.directories import DIRECTORIES, scripted_case
from tests.conformance.on_simpy import events_on_simpy
from workflows.events.event import CaseEvent, EventKind
from workflows.events.formats.comma_separated import read_csv, write_csv
from workflows.events.formats.object_reading import read_ocel
from workflows.events.formats.object_writing import write_ocel
from workflows.events.formats.parquet import read_parquet, write_parquet
from workflows.events.formats.xes_reading import read_xes
from workflows.events.formats.xes_writing import write_xes
from workflows.events.log import EventLog
from workflows.events.order import CaseOrder
from workflows.instants import DAY


def ordered() -> EventLog:
    log = EventLog()
    for directory in DIRECTORIES:
        if directory.endswith("_by_order") or "notice" in directory or "deemed" in directory:
            for events in events_on_simpy(scripted_case(directory)).values():
                log.extend(events)
    refused = CaseEvent("refused", EventKind.EXTENSION_REFUSED, 9 * DAY, member="Wang", cause="not so much")
    log.extend([CaseEvent("refused", EventKind.SUBMITTED, 9 * DAY), refused])
    return log


LOG = ordered()


def test_all_kinds_that_can_be_ordered_are_among_them() -> None:
    kinds = {event.kind for event in LOG}
    assert kinds >= {
        EventKind.ACCEPTED,
        EventKind.CLOCK_STOPPED,
        EventKind.CLOCK_RESUMED,
        EventKind.EXTENSION_ASKED,
        EventKind.EXTENDED,
        EventKind.EXTENSION_REFUSED,
        EventKind.ASSIGNED,
        EventKind.OPINION_ASKED,
        EventKind.OPINION,
        EventKind.NOTICED,
    }


def test_they_come_back_from_every_format() -> None:
    events = list(LOG)
    text = io.StringIO(newline="")
    write_csv(LOG, text)
    assert list(read_csv(io.StringIO(text.getvalue(), newline=""), "log.csv")) == events
    content = io.BytesIO()
    write_parquet(LOG, content)
    assert list(read_parquet(content.getvalue(), "log.parquet").log) == events
    written = io.StringIO()
    write_xes(LOG, written)
    assert list(read_xes(io.BytesIO(written.getvalue().encode()), "log.xes").log) == events
    objects = io.StringIO()
    write_ocel(LOG, objects)
    assert list(read_ocel(objects.getvalue(), "log.json").log) == events


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (CaseEvent("c", EventKind.EXTENDED, 0, outcome="a while"), "no_working_days"),
        (CaseEvent("c", EventKind.EXTENDED, 0, outcome="²"), "no_working_days"),
        (CaseEvent("c", EventKind.ACCEPTED, 0, "corrections", cause="deemed", outcome="Monday"), "no_instant"),
        (CaseEvent("c", EventKind.ASSIGNED, 0, member="Li"), "missing_step"),
        (CaseEvent("c", EventKind.CLOCK_RESUMED, 0, occurrence=3, cause="hearing"), "clock_out_of_order"),
    ],
)
def test_what_cannot_be_read_is_refused(event: CaseEvent, code: str) -> None:
    order = CaseOrder()
    assert order.breach(CaseEvent("c", EventKind.SUBMITTED, 0)) is None
    if code == "clock_out_of_order":
        assert order.breach(event._replace(kind=EventKind.CLOCK_STOPPED)) is None
        assert order.breach(event) is None
    found = order.breach(event)
    assert found is not None
    assert found.code == code
