"""A department's system that fails, is slow, or answers nonsense or for others harms no case: people do the step."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest
from pydantic import JsonValue
from temporalio import activity
from temporalio.worker import Worker

from services.clock import present_instant
from services.telemetry import Telemetry, begin_telemetry
from services.temporal_client import worker_client
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.test_departments import complete, filed, until
from workflows.definition.actors import System
from workflows.instants import DAY
from workflows.temporal.errand_messages import Errand
from workflows.temporal.names import DO_STEP, department_queue

STEP: Final = "single_licence"
RIGHT: Final[Mapping[str, JsonValue]] = MappingProxyType(
    {"step": STEP, "occurrence": 0, "outcome": "granted", "member": "registry", "began_at": 0}
)
NONSENSE: Final[Mapping[str, JsonValue]] = MappingProxyType(
    {
        "nothing": None,
        "a text": "granted",
        "a number": 17,
        "an empty object": {},
        "half of it": {"step": STEP, "outcome": "granted"},
        "another kind": {**RIGHT, "began_at": "yesterday"},
        "no such outcome": {**RIGHT, "outcome": "perhaps"},
        "another step": {**RIGHT, "step": "one_window_check", "outcome": "complete"},
        "a step to come": {**RIGHT, "step": "seal_approval", "outcome": "done"},
        "another time": {**RIGHT, "occurrence": 1},
        "another member": {**RIGHT, "member": "mayor"},
    }
)

Answering = Callable[[Errand], Awaitable[JsonValue]]


@pytest.fixture(scope="session")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), telemetry) as found:
        yield found


@asynccontextmanager
async def registry(api: Running, telemetry: Telemetry, answering: Answering) -> AsyncIterator[None]:
    """A registry's system that answers in a way of its own, at the place where its worker is."""

    @activity.defn(name=DO_STEP)
    async def do_step(errand: Errand) -> JsonValue:
        return await answering(errand)

    queue = department_queue(api.settings.task_queue, System.REGISTRY)
    client = await worker_client(api.settings, telemetry.runtime)
    async with Worker(client, task_queue=queue, activities=[do_step]):
        yield


async def at_the_registry(api: Running) -> str:
    """A case that is about to come to the registry's step."""
    case = await filed(api)
    await until(api, case, "ask_for_premises_proof")
    await complete(api, case, "ask_for_premises_proof")
    await until(api, case, "one_window_check")
    return case


async def done_by_people(api: Running, case: str) -> None:
    """Have people do the registry's step, which is still theirs to do."""
    assert await until(api, case, STEP) == {STEP: "registration_hall"}
    await complete(api, case, STEP, "granted")
    await until(api, case, "invoices", "seal_approval")
    events = (await api.http.get(f"/cases/{case}/events")).json()["events"]
    done = [each["member"] for each in events if each["kind"] == "completed" and each["step"] == STEP]
    assert done == ["tester"]


async def test_nonsense_is_left_to_people(api: Running, telemetry: Telemetry) -> None:
    cases = dict(zip(await asyncio.gather(*(at_the_registry(api) for _ in NONSENSE)), NONSENSE, strict=True))
    answered = {case: asyncio.Event() for case in cases}

    async def nonsense(errand: Errand) -> JsonValue:
        answered[errand.case].set()
        return NONSENSE[cases[errand.case]]

    async with registry(api, telemetry, nonsense):
        for case in cases:
            await complete(api, case, "one_window_check", "complete")
        for each in answered.values():
            await each.wait()
        for case in cases:
            await done_by_people(api, case)


async def test_errors_are_tried_again_and_meanwhile_people_may_do_it(api: Running, telemetry: Telemetry) -> None:
    case, tries = await at_the_registry(api), asyncio.Semaphore(0)

    async def fails(_: Errand) -> JsonValue:
        tries.release()
        raise RuntimeError("out of order")

    async with registry(api, telemetry, fails):
        await complete(api, case, "one_window_check", "complete")
        for _ in range(2):
            await tries.acquire()
        await done_by_people(api, case)


async def test_what_comes_late_comes_to_nothing(api: Running, telemetry: Telemetry) -> None:
    case, asked, late = await at_the_registry(api), asyncio.Event(), asyncio.Event()

    async def slow(_: Errand) -> JsonValue:
        asked.set()
        await late.wait()
        return dict(RIGHT)

    async with registry(api, telemetry, slow):
        await complete(api, case, "one_window_check", "complete")
        await asked.wait()
        await done_by_people(api, case)
        late.set()
        await complete(api, case, "invoices")
        await until(api, case, "seal_approval")
    events = (await api.http.get(f"/cases/{case}/events")).json()["events"]
    assert sum((each["kind"], each["step"]) == ("completed", STEP) for each in events) == 1


@pytest.mark.parametrize("wrong_by", [-DAY, DAY, 9_000 * 365 * DAY])
async def test_an_absurd_beginning_is_put_right(api: Running, telemetry: Telemetry, wrong_by: int) -> None:
    case = await at_the_registry(api)

    async def wrong(_: Errand) -> JsonValue:
        return {**RIGHT, "began_at": present_instant() + wrong_by}

    async with registry(api, telemetry, wrong):
        await complete(api, case, "one_window_check", "complete")
        await until(api, case, "invoices", "seal_approval")
    events = (await api.http.get(f"/cases/{case}/events")).json()["events"]
    at = [each["at"] for each in events if each["step"] == STEP]
    assert at == sorted(at)
    assert len(at) == 3
