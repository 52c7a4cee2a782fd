"""Cases that other cases have opened are found by their ids, without looking at all cases for each of them."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, Engine, event

from services.store.cases import cases_below
from services.store.database import reading
from services.store.recording import record_events
from tests.unit.store.test_recording import LANE, announced, happened
from workflows.events.event import EventKind


def test_all_that_a_case_has_opened_is_found_and_nothing_else(store: Engine) -> None:
    # Each of the others is near in one order of texts or another, or matches if a character stands for any.
    others = ("case_1/x", "case-10", "case-1-2/x", "case-1.x", "CASE-1/x", "case-1%", "case-10/x", "caseA1/x")
    below = ("case-1/a", "case-1/a-2", "case-1/a/b", "case-1/Ä", "case-1/核名", "case-1/_")
    for case in ("case-1", "case_1", "case-2", *others):
        announced(store, case)
    for number, case in enumerate(below):
        record_events(store, case, LANE, 0, happened((EventKind.SUBMITTED, 10 - number, "")))
    with reading(store) as connection:
        found = cases_below(connection, ["case_1", "case-1", "case-2"])
    assert {root: [each.id for each in cases] for root, cases in found.items()} == {
        "case_1": ["case_1/x"],
        "case-1": [*reversed(below)],
        "case-2": [],
    }


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_they_are_looked_up_in_the_index(store: Engine) -> None:
    asked: list[tuple[str, object]] = []
    with reading(store) as connection:
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
        assert cases_below(connection, ["case-1"]) == {"case-1": []}
        statement, parameters = asked[-1]  # the first begins the transaction
        assert plan_of(connection, statement, parameters) == ["SEARCH"]


def plan_of(connection: Connection, statement: str, parameters: object) -> list[str]:
    """The first word of each step by which SQLite goes about it: SEARCH in an index, or SCAN of everything."""
    assert isinstance(parameters, tuple)
    steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return [str(step.detail).split(maxsplit=1)[0] for step in steps]
