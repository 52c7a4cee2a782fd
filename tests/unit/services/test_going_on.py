"""What a worker does beside its cases goes on after a defect, and the log tells of it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from pathlib import Path

import pytest
import structlog
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine

from services.rebuilding import mending
from services.rebuilding.doubts import Doubt
from services.secrets.key_file import ensure_ring
from services.settings import Settings
from services.store.database import connect_database
from services.temporal_client import Temporal, connect
from services.workers import lane_worker
from services.workers.metrics import LaneMetrics, MeteredStore
from workflows.instants import Instant

PERSON = "诸葛流云"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    found = connect_database(f"sqlite:///{tmp_path / 'store.db'}")
    yield found
    found.dispose()


@pytest.fixture
async def temporal(tmp_path: Path) -> Temporal:
    """Nobody who answers, and nobody is asked."""
    settings = Settings(data_directory=tmp_path)
    ensure_ring(settings.keys)
    return await connect(settings)


async def _until(reached: asyncio.Event, endless: Coroutine[object, object, None]) -> list[str]:
    """Let something endless run until it is where it should be; give what was logged of defects."""
    with structlog.testing.capture_logs() as lines:
        task = asyncio.create_task(endless)
        try:
            await asyncio.wait_for(reached.wait(), 10)
        finally:
            task.cancel()
            await asyncio.wait([task])
    assert [line for line in lines if PERSON in str(line)] == []
    return [str(line["event"]) for line in lines if line["log_level"] == "error" and line["exc_info"]]


async def test_limits_are_watched_after_a_defect(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    looks, again, loop = list[Instant](), asyncio.Event(), asyncio.get_running_loop()

    class Defective(MeteredStore):
        def count_passed(self, now: Instant) -> None:
            looks.append(now)
            if len(looks) == 1:
                raise KeyError(PERSON)
            loop.call_soon_threadsafe(again.set)

    monkeypatch.setattr(lane_worker, "_LOOK_EVERY", 0.001)
    watching = lane_worker._watch_limits(Defective(engine, LaneMetrics(CollectorRegistry())))
    assert await _until(again, watching) == ["cannot count the limits that have passed"]


async def test_a_case_that_brings_out_a_defect_does_not_keep_others_from_being_put_right(
    engine: Engine, temporal: Temporal, monkeypatch: pytest.MonkeyPatch
) -> None:
    mended = asyncio.Event()

    async def put_right(_: Engine, __: Temporal, doubt: Doubt) -> bool:
        if doubt.case == "a":
            raise KeyError(PERSON)
        return True

    monkeypatch.setattr(mending, "_EVERY", 0.001)
    monkeypatch.setattr(mending, "_put_right", put_right)
    doubts = {case: Doubt(case, 0, 0) for case in ("a", "b")}
    assert await _until(mended, mending._settle(engine, temporal, doubts, mended.set)) == ["cannot put a case right"]


async def test_doubts_are_noted_after_a_defect(
    engine: Engine, temporal: Temporal, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, noted, loop = list[Engine](), asyncio.Event(), asyncio.get_running_loop()

    async def answers(_: Temporal) -> bool:
        return True

    def last_told(of: Engine) -> list[Doubt]:
        asked.append(of)
        if len(asked) == 1:
            raise KeyError(PERSON)
        loop.call_soon_threadsafe(noted.set)
        return [Doubt("a", 0, 0)]

    monkeypatch.setattr(mending, "_EVERY", 0.001)
    monkeypatch.setattr(mending, "answers", answers)
    monkeypatch.setattr(mending, "_last_told", last_told)
    found = await _until(noted, mending._note(engine, temporal, {}))
    assert found == ["cannot note which cases may have told what was lost"]
    assert len(asked) == 2
