"""What is laborious is done in turns: a few at a time, one of each sender, and nobody else waits for it."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import httpx
import pytest
from pydantic import JsonValue

from benchmarks.model import ten_tasks
from services.api.turns import MOST, MOST_OF_ONE, Turns
from services.errors import OverloadedError, ShedReason
from services.security.principal import Role
from services.telemetry import begin_telemetry
from tests.acceptance.running import running, settings_of
from tests.acceptance.tokens import principal
from workflows.differences.comparing import document_of

PATIENCE: Final = 30
"""Seconds after which a test has failed; nothing waits for as long."""
OTHERS: Final = 20
"""Requests of somebody else."""


class Work:
    """Work that goes on until it is let go, and knows how much of it there was at once."""

    def __init__(self) -> None:
        self.let_go, self.begun = threading.Event(), threading.Semaphore(0)
        self.now, self.most, self._lock = 0, 0, threading.Lock()

    def __call__(self) -> None:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.begun.release()
        assert self.let_go.wait(PATIENCE)
        with self._lock:
            self.now -= 1


def divide(by: int) -> None:
    """Fail, if it is by nothing."""
    assert 1 // by


async def working(turns: Turns, sender: str, work: Callable[[], None]) -> None:
    """Work in a thread, when it is a sender's turn."""
    async with turns.turn_of(sender):
        await asyncio.to_thread(work)


async def test_a_few_are_worked_on_at_a_time_and_one_of_each_sender() -> None:
    turns, hers, others = Turns(2, PATIENCE, time.monotonic), Work(), Work()
    asked = [asyncio.create_task(working(turns, "anna", hers)) for _ in range(3)]
    asked += [asyncio.create_task(working(turns, name, others)) for name in ("bo", "chen", "ding")]
    for work in (hers, others):
        assert await asyncio.to_thread(work.begun.acquire, timeout=PATIENCE)
    assert (hers.now, others.now) == (1, 1)
    hers.let_go.set()
    others.let_go.set()
    await asyncio.gather(*asked)
    assert hers.most == 1
    assert others.most <= 2


async def test_whoever_cannot_have_a_turn_soon_is_told_so_at_once() -> None:
    turns, work = Turns(2, PATIENCE, time.monotonic), Work()
    asked = [asyncio.create_task(working(turns, "anna", work)) for _ in range(MOST_OF_ONE)]
    assert await asyncio.to_thread(work.begun.acquire, timeout=PATIENCE)
    with pytest.raises(OverloadedError) as refused:
        await working(turns, "anna", work)
    assert refused.value.reason is ShedReason.QUEUE_FULL
    asked += [asyncio.create_task(working(turns, f"of-{number}", work)) for number in range(MOST - MOST_OF_ONE)]
    assert await asyncio.to_thread(work.begun.acquire, timeout=PATIENCE)
    with pytest.raises(OverloadedError):
        await working(turns, "somebody else", work)
    work.let_go.set()
    await asyncio.gather(*asked)
    await working(turns, "somebody else", work)


async def test_whoever_waits_for_too_long_is_told_to_come_again_and_leaves_no_trace() -> None:
    turns, work = Turns(2, 0.01, time.monotonic), Work()
    first = asyncio.create_task(working(turns, "anna", work))
    assert await asyncio.to_thread(work.begun.acquire, timeout=PATIENCE)
    with pytest.raises(OverloadedError) as refused:
        await working(turns, "anna", work)
    assert refused.value.reason is ShedReason.WAITED
    work.let_go.set()
    await first
    await working(turns, "anna", work)


async def test_whatever_goes_wrong_gives_the_turn_back() -> None:
    turns = Turns(2, PATIENCE, time.monotonic)
    for _ in range(MOST + 1):
        with pytest.raises(ZeroDivisionError):
            await working(turns, "anna", lambda: divide(0))


def large(steps: int) -> dict[str, JsonValue]:
    """A sound lane of many steps."""
    made = document_of(ten_tasks())
    pools = made["pools"]
    assert isinstance(pools, dict)
    provenance: JsonValue = {"source": "assumed", "basis": "a test"}
    task: dict[str, JsonValue] = {
        "kind": "task",
        "title": {"zh": "一", "en": "one"},
        "pool": next(iter(pools)),
        "service_time": {"kind": "fixed", "value": 1, "unit": "minutes", "provenance": provenance},
    }
    return {**made, "body": {"kind": "sequence", "steps": [{**task, "id": f"s{number}"} for number in range(steps)]}}


async def test_others_are_answered_soon_while_one_designer_sends_large_lanes(tmp_path: Path) -> None:
    # Over sockets: only there does whoever is refused give way to others before they send again.
    settings = settings_of(tmp_path, "127.0.0.1:1", requests_per_second=100, requests_in_a_burst=200)
    content = json.dumps({"lane": large(1_000)}).encode()
    answers: list[httpx.Response] = []
    begun, enough = asyncio.Event(), asyncio.Event()

    async def insist(path: str) -> None:
        while not enough.is_set():
            answers.append(await hers.http.post(path, content=content, headers={"Content-Type": "application/json"}))
            begun.set()

    async with (
        running(settings, begin_telemetry(), "experiments", worker=False) as api,
        api.acting(principal("anna", Role.DESIGNER)) as hers,
    ):
        await time_of(api.http)
        insisting = [asyncio.create_task(insist(path)) for path in ("/checks", "/maps") * 4]
        await begun.wait()
        times = [await time_of(api.http) for _ in range(OTHERS)]
        enough.set()
        await asyncio.gather(*insisting)
    assert sorted(times)[OTHERS * 19 // 20 - 1] <= 1
    assert 200 in {answer.status_code for answer in answers} <= {200, 429, 503}
    assert all("Retry-After" in answer.headers for answer in answers if answer.status_code != 200)


async def time_of(http: httpx.AsyncClient) -> float:
    """Seconds in which somebody else is answered who asks the store for something.

    They are those that this process computes, which it does all the time here: whatever else the machine does, to be
    left waiting shows and nothing else.
    """
    began = time.process_time()
    assert (await http.get("/drafts")).status_code == 200
    return time.process_time() - began
