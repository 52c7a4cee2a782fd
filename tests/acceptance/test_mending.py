"""A worker that starts puts right what a task had told that was lost, though nobody sends anything again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine, func, select, update

from services.clock import present_instant
from services.rebuilding.comparing import compare
from services.rebuilding.doubts import SETTLED
from services.rebuilding.rebuilding import rebuild
from services.store.cases import Stage, find_case
from services.store.database import open_database, reading, writing
from services.store.recording import count_events, record_events
from services.store.tables import events
from services.telemetry import Telemetry, begin_telemetry
from services.temporal_client import connect
from tests.acceptance.people import go_on
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.test_rebuilding import known_to_temporal, rows
from workflows.events.event import EventKind
from workflows.instants import DAY, SECOND, Instant, format_instant
from workflows.temporal.messages import RecordedEvent

LANE = "business_setup"
STEP = "check_name_approval"
COMES_WITHIN = 60.0
"""Seconds; a guard against waiting for ever."""


@pytest.fixture(scope="session")
def telemetry() -> Telemetry:
    return begin_telemetry()


def lost(at: Instant) -> Sequence[RecordedEvent]:
    """What a worker had told when it died: somebody did the open step, and the case ended by it."""
    return (
        RecordedEvent(kind=EventKind.STARTED, at=at, step=STEP, member="window-3"),
        RecordedEvent(kind=EventKind.COMPLETED, at=at, step=STEP, member="window-3", outcome="done"),
        RecordedEvent(kind=EventKind.ENDED, at=at, outcome="approved"),
    )


def tell_lost(engine: Engine, case: str, at: Instant) -> None:
    """Leave in the store what a worker leaves that is killed in the middle of a task."""
    with reading(engine) as connection:
        count = count_events(connection, case)
    record_events(engine, case, LANE, count, lost(at), at)
    with reading(engine) as connection:
        believed = find_case(connection, case)
    assert believed is not None
    assert believed.stage is Stage.ENDED


def told_earlier(engine: Engine, by: int) -> None:
    """Have everything been told so many milliseconds earlier."""
    with writing(engine) as connection:
        connection.execute(update(events).values(told_at=events.c.told_at - by))


async def mended(http: httpx.AsyncClient) -> float:
    """The cases that a worker counts to have put right."""
    found = text_string_to_metric_families((await http.get("/metrics")).text)
    [family] = [each for each in found if each.name == "greenlane_projection_cases_mended"]
    return family.samples[0].value


async def test_workers_that_start_at_once_put_right_once_what_nobody_sends_again(
    tmp_path: Path, store_url: str, temporal_address: str, telemetry: Telemetry
) -> None:
    settings = settings_of(tmp_path, temporal_address, database_url=store_url)
    async with running(settings, telemetry) as api:
        case, other = await api.start(LANE), await api.start(LANE)
        for each in (case, other):
            await api.answer_applicant(each, "file_name_approval")
    engine = open_database(settings.database)
    before = rows(engine)
    told_earlier(engine, 3 * SETTLED)
    tell_lost(engine, case, present_instant() - 2 * SETTLED)
    assert rows(engine) != before

    async with running(settings, telemetry) as one, running(settings, telemetry) as two:
        async with asyncio.timeout(COMES_WITHIN):
            while await mended(one.http) + await mended(two.http) < 1:  # noqa: ASYNC110 - a worker tells nobody
                await asyncio.sleep(0.1)
        assert rows(engine) == before
        assert (await compare(engine, await connect(settings))).behind == ()
        assert await go_on(one, case) == "approved"
        assert await mended(one.http) + await mended(two.http) == 1
    engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_a_rebuilding_waits_until_what_a_clock_ahead_of_the_wall_has_told_is_settled(
    tmp_path: Path, store_url: str, temporal_address: str, telemetry: Telemetry
) -> None:
    settings = settings_of(tmp_path, temporal_address, database_url=store_url, rehearsal=True)
    async with running(settings, telemetry) as api:
        case = await rehearsed(api)
        await known_to_temporal(api, 1)
        engine = open_database(settings.database)
        before = rows(engine)
        with reading(engine) as connection:
            ahead = connection.execute(select(func.max(events.c.told_at))).scalar_one()
        assert ahead > present_instant() + 299 * DAY
        tell_lost(engine, case, ahead + SECOND)
        began = present_instant()
        await rebuild(engine, await connect(settings), lambda done, of: None)
        assert present_instant() - began >= SETTLED
        assert rows(engine) == before
    engine.dispose()


async def rehearsed(api: Running) -> str:
    """A case that waits for an officer at an instant to come, which its clock has reached."""
    case = f"{LANE}-{uuid4().hex}"
    assert (await api.post("/cases", {"lane": LANE, "id": case, "rehearsal": {}})).status_code == 201
    at = format_instant(present_instant() + 300 * DAY)
    assert (await api.post(f"/cases/{case}/answers/file_name_approval", {"at": at})).status_code == 200
    async with asyncio.timeout(COMES_WITHIN):
        while not await waits(api, case):  # noqa: ASYNC110 - a case tells nobody
            await asyncio.sleep(0.1)
    return case


async def waits(api: Running, case: str) -> bool:
    """Whether a case waits for somebody to do the step."""
    items = (await api.http.get(f"/cases/{case}")).json()["items"]
    return [each["step"] for each in items if not each["planned"]] == [STEP]
