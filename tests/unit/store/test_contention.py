"""Two processes whose many threads write all the time: each of them gets its turn, and soon."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Final

from sqlalchemy import Connection, Engine, func, select

from services.audit.chain import Entry, Head, Outcome, first_break
from services.audit.keeping import append, kept_rows
from services.requests.starting import TakenKey, intend, route_of, write_down
from services.store import database
from services.store.cases import cases_named
from services.store.database import connect_database, reading
from services.store.grouping import write_together
from services.store.recording import record_events
from services.store.tables import events
from workflows.events.event import EventKind
from workflows.temporal.messages import RecordedEvent

_LANE: Final = "property_registration"
_ATTRIBUTES: Final = {"registration_kind": "general"}
_THREADS: Final = 12
_EACH: Final = 8
_SOON: Final = database._PATIENCE / 2
"""Seconds; whoever waits for twice as long is told that the database does not answer."""


def _cases(process: str) -> list[str]:
    return [f"{process}-{number}" for number in range(_THREADS * _EACH)]


def _longest(cases: Sequence[str], write: Callable[[str], object]) -> float:
    """Seconds that the slowest of these writings has taken, when as many as there are threads write at any time."""

    def timed(case: str) -> float:
        began = time.monotonic()
        write(case)
        return time.monotonic() - began

    with ThreadPoolExecutor(_THREADS) as threads:
        return max(threads.map(timed, cases))


def _starts(url: str) -> float:
    """What the API writes when cases are started; every other one in a transaction that it shares with nobody."""
    engine, route = connect_database(url), route_of(_LANE)

    def start(case: str) -> None:
        if int(case.rpartition("-")[2]) % 2:
            intend(engine, route, _ATTRIBUTES, case, 10, (f"key-{case}", "print"))
            return

        def write(connection: Connection) -> None:
            write_down(connection, route, _ATTRIBUTES, case, 10, TakenKey("scope", case, "print"), None)
            append(connection, Entry(10, case, ("applicant",), "token", "start_case", (), Outcome.DONE))

        write_together(engine, write)

    try:
        return _longest(_cases("started"), start)
    finally:
        engine.dispose()


def _records(url: str) -> float:
    """What a worker writes when things happen to cases."""
    engine = connect_database(url)
    first, *_ = route_of(_LANE).lane.steps
    happened = [
        RecordedEvent(kind=EventKind.SUBMITTED, at=10, step=""),
        RecordedEvent(kind=EventKind.ENABLED, at=10, step=first),
    ]
    try:
        return _longest(_cases("recorded"), lambda case: record_events(engine, case, _LANE, 0, happened, 10))
    finally:
        engine.dispose()


def test_processes_that_write_all_the_time_keep_nobody_out(store: Engine) -> None:
    url = store.url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        waits = [processes.submit(write, url) for write in (_starts, _records)]
        assert max(each.result(timeout=120) for each in waits) < _SOON
    with reading(store) as connection:
        both = [*_cases("started"), *_cases("recorded")]
        assert len(cases_named(connection, both)) == len(both)
        assert connection.scalar(select(func.count()).select_from(events)) == 2 * _THREADS * _EACH
        head = first_break(kept_rows(connection))
        assert isinstance(head, Head)
        assert head.sequence == _THREADS * _EACH / 2
