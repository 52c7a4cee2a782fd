"""The API and a worker over a real Temporal server, on SQLite and on PostgreSQL: what is promised holds on both."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.store.database import open_database, reading
from services.store.recording import event_log, rebuild_inbox
from services.store.tables import cases, work_items
from services.telemetry import Telemetry, begin_telemetry
from tests.acceptance.people import go_on
from tests.acceptance.running import Running, running, settings_of


@pytest.fixture(scope="session")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def api(tmp_path: Path, store_url: str, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address, database_url=store_url), telemetry) as found:
        yield found


async def test_a_case_goes_from_its_start_to_its_end(api: Running) -> None:
    case = await api.start("business_setup")
    assert await go_on(api, case) == "approved"
    events = (await api.http.get(f"/cases/{case}/events")).json()["events"]
    assert [events[0]["kind"], events[-1]["kind"]] == ["submitted", "ended"]
    assert (await api.http.get("/work-items")).json()["items"] == []

    engine = open_database(api.settings.database)
    with reading(engine) as connection:
        before = connection.execute(select(work_items)).all()
        assert connection.execute(select(cases.c.id, cases.c.stage)).all() == [(case, "ended")]
    assert len(event_log(engine)) == len(events)
    rebuild_inbox(engine)
    with reading(engine) as connection:
        assert sorted(connection.execute(select(work_items)).all()) == sorted(before)
    engine.dispose()


async def test_many_requests_under_one_key_at_once_start_one_case(api: Running) -> None:
    body, key = {"lane": "business_setup"}, uuid4().hex
    answers = await asyncio.gather(*(api.post("/cases", body, key) for _ in range(12)))
    assert {answer.status_code for answer in answers} <= {200, 201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    other = await api.post("/cases", {"lane": "business_setup_after"}, key)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    await api.answer_applicant(answers[0].json()["id"], "file_name_approval")
    assert len((await api.http.get("/work-items")).json()["items"]) == 1


async def test_pages_of_the_inbox_are_the_whole_inbox(api: Running) -> None:
    for case in await asyncio.gather(*(api.start("business_setup") for _ in range(7))):
        await api.answer_applicant(case, "file_name_approval")
    whole = (await api.http.get("/work-items")).json()["items"]
    assert len(whole) == 7
    paged: list[object] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await api.http.get("/work-items", params={"limit": 3} | ({"cursor": cursor} if cursor else {}))).json()
        paged += page["items"]
        cursor = page["next"]
    assert paged == whole
