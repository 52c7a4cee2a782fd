"""Events of all cases over the API, page by page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.store.cases import CaseRecord, Stage, add_case, add_lanes
from services.store.database import open_database, writing
from services.store.recording import event_log, record_events
from services.telemetry import begin_telemetry
from tests.acceptance.running import Running, running, settings_of
from workflows.definition.catalogue import shipped_lane, with_called_lanes
from workflows.events.event import CaseEvent, EventKind
from workflows.events.formats import read_csv
from workflows.instants import parse_instant
from workflows.temporal.messages import RecordedEvent

LANES = ("business_setup", "property_registration")


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str) -> AsyncIterator[Running]:
    settings = settings_of(tmp_path, temporal_address)
    async with running(settings, begin_telemetry(), worker=False) as found:
        engine = open_database(settings.database)
        for number in range(5):
            lane = LANES[number % 2]
            with writing(engine) as connection:
                hashes = add_lanes(connection, with_called_lanes(shipped_lane(lane)))
                add_case(
                    connection,
                    CaseRecord(f"c{number}", lane, None, hashes, None, {}, None, 5, Stage.REQUESTED, None, None),
                )
            happened = [
                RecordedEvent(kind=EventKind.SUBMITTED, at=10**12 - number, step=""),
                RecordedEvent(kind=EventKind.DECLARED, at=10**12, step="size", outcome="小,型"),
                RecordedEvent(kind=EventKind.ENDED, at=10**12 + 7, step="", outcome="approved"),
            ]
            record_events(engine, f"c{number}", lane, 0, happened[: 0 if number == 1 else 3])
        engine.dispose()
        yield found


async def pages(api: Running, first: str) -> list[str]:
    """The contents of all pages from one on."""
    contents, asked = [], first
    while True:
        answer = await api.http.get(asked)
        assert answer.status_code == 200, answer.text
        contents.append(answer.text)
        if "next" not in answer.links:
            return contents
        asked = answer.links["next"]["url"]


def kept(api: Running, lane: str | None = None) -> list[CaseEvent]:
    engine = open_database(api.settings.database)
    found = list(event_log(engine, lane))
    engine.dispose()
    return found


@pytest.mark.parametrize("limit", [1, 2, 3, 12, 13])
async def test_all_pages_together_are_the_log(api: Running, limit: int) -> None:
    contents = await pages(api, f"/events?limit={limit}")
    lines = [json.loads(line) for content in contents for line in content.splitlines()]
    found = [
        CaseEvent(**{**line, "kind": EventKind[line["kind"].upper()], "at": parse_instant(line["at"])})
        for line in lines
    ]
    assert found == kept(api)
    assert len(found) == 12
    assert len(contents) == -(-12 // limit)


async def test_every_page_of_csv_is_a_log(api: Running) -> None:
    contents = await pages(api, "/events?format=csv&lane=business_setup&limit=4")
    logs = [read_csv(io.StringIO(content, newline=""), "page.csv") for content in contents]
    assert [event for log in logs for event in log] == kept(api, "business_setup")
    assert all(next(csv.reader([content.splitlines()[0]])) for content in contents)


async def test_media_types(api: Running) -> None:
    assert (await api.http.get("/events")).headers["Content-Type"] == "application/x-ndjson"
    assert (await api.http.get("/events?format=csv")).headers["Content-Type"].startswith("text/csv; charset=utf-8")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("lane=busines_setup", 404),
        ("lane=agent_service", 200),
        ("cursor=x", 422),
        ("cursor=WzUsIlx1ZDgwMCIsMV0", 422),
        ("cursor=WzUsImMiLC0xXQ", 422),
        ("limit=0", 422),
        ("limit=10001", 422),
        ("format=xml", 422),
        ("lane=%00", 404),
    ],
)
async def test_questions_that_cannot_be_answered(api: Running, query: str, status: int) -> None:
    answer = await api.http.get(f"/events?{query}")
    assert answer.status_code == status, answer.text
    if status != 200:
        assert answer.headers["Content-Type"] == "application/problem+json"
