"""Temporal alone is killed, and with it a task that nobody asks for again: the worker that lives puts it right."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from services.clock import present_instant
from services.rebuilding.doubts import SETTLED
from services.running.child import Child
from services.running.system import programs
from services.store.database import open_database
from services.telemetry import begin_telemetry
from tests.acceptance.people import go_on
from tests.acceptance.running import running
from tests.acceptance.test_mending import COMES_WITHIN, LANE, mended, tell_lost, told_earlier
from tests.acceptance.test_rebuilding import rows
from tests.killing.hands import kill
from tests.killing.parts import back, city, id_of
from tests.platforms import linux


@pytest.mark.slow
@linux
async def test_a_worker_that_hears_from_temporal_again_puts_right_what_was_lost_with_it(tmp_path: Path) -> None:
    with city(tmp_path / "city") as settings:
        [program] = [each for each in programs(settings) if each.name == "temporal"]
        temporal = Child(program, lambda _: None)
        await temporal.start()
        try:
            async with running(settings, begin_telemetry()) as api:
                case = await api.start(LANE)
                await api.answer_applicant(case, "file_name_approval")
                engine = open_database(settings.database)
                before = rows(engine)
                killed = id_of(temporal)
                kill(killed)
                told_earlier(engine, 3 * SETTLED)
                tell_lost(engine, case, present_instant() - 2 * SETTLED)
                assert rows(engine) != before
                await back(temporal, killed)
                async with asyncio.timeout(COMES_WITHIN):
                    while await mended(api.http) < 1:  # noqa: ASYNC110 - a worker tells nobody
                        await asyncio.sleep(0.1)
                assert rows(engine) == before
                assert await go_on(api, case) == "approved"
                engine.dispose()
        finally:
            await temporal.stop()
