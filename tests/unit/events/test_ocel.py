"""Logs as OCEL 2.0: cases, pools and members as objects, and everything that can be wrong with one."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from tests.unit.events.reading import problems, taken
from workflows.events.event import CaseEvent, EventKind
from workflows.events.formats.foreign import Columns
from workflows.events.formats.object_writing import write_ocel
from workflows.events.log import EventLog
from workflows.instants import parse_instant

MONDAY = parse_instant("2026-03-02T09:00:00.000+08:00")


def written(*events: CaseEvent, pools: dict[str, str] | None = None) -> dict[str, Any]:
    log, out = EventLog(), io.StringIO(newline="")
    log.extend(events)
    write_ocel(log, out, pools)
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


WHOLE = (
    CaseEvent("a", EventKind.SUBMITTED, MONDAY),
    CaseEvent("a", EventKind.DECLARED, MONDAY, "size", outcome="small"),
    CaseEvent("a", EventKind.STARTED, MONDAY, "file", 1, "Li"),
    CaseEvent("a", EventKind.OPENED, MONDAY, "register", cause="a/1"),
    CaseEvent("a/1", EventKind.SUBMITTED, MONDAY),
)


def test_objects_take_part_in_events() -> None:
    document = written(*WHOLE, pools={"file": "window"})
    assert [kind["name"] for kind in document["eventTypes"]] == [
        "declared size", "opened register", "started file", "submitted",
    ]  # fmt: skip
    assert document["events"][2] == {
        "id": "event:2",
        "type": "started file",
        "time": "2026-03-02T09:00:00.000+08:00",
        "attributes": [
            {"name": "greenlane:kind", "value": "started"},
            {"name": "greenlane:step", "value": "file"},
            {"name": "greenlane:occurrence", "value": 1},
            {"name": "greenlane:member", "value": "Li"},
        ],
        "relationships": [
            {"objectId": "case:a", "qualifier": "case"},
            {"objectId": "pool:window", "qualifier": "done by"},
            {"objectId": "member:window/Li", "qualifier": "by"},
        ],
    }
    declared = [{"name": "size", "time": "2026-03-02T09:00:00.000+08:00", "value": "small"}]
    opened = [{"objectId": "case:a/1", "qualifier": "opened"}]
    of = [{"objectId": "pool:window", "qualifier": "of"}]
    assert document["objects"] == [
        {"id": "case:a", "type": "case", "attributes": declared, "relationships": opened},
        {"id": "case:a/1", "type": "case", "attributes": [], "relationships": []},
        {"id": "pool:window", "type": "pool", "attributes": [], "relationships": []},
        {"id": "member:window/Li", "type": "member", "attributes": [], "relationships": of},
    ]
    assert list(taken("ocel", json.dumps(document)).log) == list(WHOLE)


def test_without_pools_members_are_no_objects_but_kept() -> None:
    document = written(*WHOLE)
    assert {each["type"] for each in document["objects"]} == {"case"}
    assert list(taken("ocel", json.dumps(document)).log) == list(WHOLE)


ORDERS: dict[str, Any] = {
    "objectTypes": [{"name": "order", "attributes": []}, {"name": "item", "attributes": []}],
    "eventTypes": [{"name": "pick", "attributes": [{"name": "by", "type": "string"}]}],
    "objects": [{"id": "o1", "type": "order"}, {"id": "o2", "type": "order"}, {"id": "i1", "type": "item"}],
    "events": [
        {
            "id": "e1",
            "type": "pick",
            "time": "2026-03-02T01:00:00Z",
            "attributes": [{"name": "by", "value": 7}],
            "relationships": [{"objectId": id_, "qualifier": "x"} for id_ in ("o2", "o1", "i1", "o1")],
        }
    ],
}


def test_an_event_belongs_to_every_case_that_takes_part() -> None:
    found = taken("ocel", json.dumps(ORDERS), Columns(case="order", member="by"))
    assert list(found.log) == [
        CaseEvent("o2", EventKind.COMPLETED, MONDAY, "pick", 0, "7"),
        CaseEvent("o1", EventKind.COMPLETED, MONDAY, "pick", 0, "7"),
    ]
    assert found.log.cases == ["o1", "o2"]


@pytest.mark.parametrize("said", [Columns(), Columns(case="parcel")])
def test_which_type_is_the_case_has_to_be_said(said: Columns) -> None:
    (problem,) = problems("ocel", json.dumps(ORDERS), said)
    assert problem.code == "missing_case"
    assert "item, order" in problem.remedy


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "json"),
        ("{", "json"),
        ("[" * 100_000, "json_depth"),
        ("[]", "ocel"),
        ("{}", "ocel"),
        ('{"x": NaN}', "json_number"),
        ('{"x": 1e999}', "ocel"),
        ('{"x": ' + "9" * 5_000 + "}", "json_number"),
        (json.dumps(ORDERS | {"events": [{"id": 1, "type": [], "time": None}]}), "ocel"),
        (json.dumps(ORDERS | {"events": {"e1": {}}}), "ocel"),
    ],
)
def test_what_is_no_ocel_is_refused(text: str, code: str) -> None:
    assert {problem.code for problem in problems("ocel", text)} == {code}


def test_what_is_wrong_with_an_event_is_said_with_its_number() -> None:
    document = written(*WHOLE)
    document["events"][0]["relationships"] = []
    document["events"][1]["time"] = "Monday"
    document["events"][2]["attributes"][2]["value"] = -1
    found = problems("ocel", json.dumps(document))
    assert [(problem.code, problem.place.path) for problem in found] == [
        ("missing_case", "events[0], relationships"),
        ("instant", "events[1], time"),
        ("occurrence", "events[2], greenlane:occurrence"),
    ]
