"""Lines between the API, the workers and Temporal, and between a client and the API, are cut, slow, torn or half open.

Whoever asks meanwhile is told within five seconds that they have to come again; whoever comes again under the same key
once the line is good is answered soon, and what they asked for has happened once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Final
from uuid import uuid4

import httpx
import pytest
from prometheus_client import CollectorRegistry

from services.api.context import open_surroundings
from services.settings import Settings
from services.telemetry import Telemetry, begin_telemetry
from services.temporal_client import worker_client
from services.workers.lane_worker import lane_worker
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import bearer
from tests.killing.checks import ANSWERS_WITHIN
from tests.killing.relay import Line, Relay, relay_to

TOLD_WITHIN: Final = 5.0
"""Seconds until whoever asks is told that Temporal does not answer."""
LANE: Final = "business_setup"
STEP: Final = "file_name_approval"
_PAUSE: Final = 0.1
_LISTENS: Final = 2.0
"""Seconds after which a client whom nobody answers gives up."""


@dataclass(frozen=True, slots=True)
class Office:
    """An API and a worker, each with a line of its own to Temporal, and a line to the API."""

    api: Running
    to_temporal: Relay
    of_worker: Relay
    to_api: Relay
    client: httpx.AsyncClient

    async def begun(self, case: str) -> int:
        """How many times somebody has done the first step of a case."""
        events = (await self.api.http.get(f"/cases/{case}/events")).json()["events"]
        return sum((event["kind"], event["step"]) == ("completed", STEP) for event in events)


@pytest.fixture(scope="module")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def office(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Office]:
    port = int(temporal_address.rpartition(":")[2])
    async with relay_to(port) as to_temporal, relay_to(port) as of_worker:
        settings = settings_of(tmp_path, f"127.0.0.1:{to_temporal.port}", answer_within=Settings().answer_within)
        async with running(settings, telemetry, worker=False) as api, _working(api, of_worker, telemetry):
            address = httpx.URL(api.http.base_url)
            async with relay_to(address.port or 0) as to_api, _client(api, to_api) as client:
                yield Office(api, to_temporal, of_worker, to_api, client)


@asynccontextmanager
async def _working(api: Running, line: Relay, telemetry: Telemetry) -> AsyncIterator[None]:
    settings = api.settings.model_copy(update={"temporal_address": f"127.0.0.1:{line.port}"})
    around = await open_surroundings(settings, replace(telemetry, registry=CollectorRegistry()))
    try:
        async with lane_worker(around, await worker_client(settings, telemetry.runtime)):
            yield
    finally:
        around.engine.dispose()


@asynccontextmanager
async def _client(api: Running, line: Relay) -> AsyncIterator[httpx.AsyncClient]:
    url, headers = f"http://127.0.0.1:{line.port}", bearer(api.settings)
    async with httpx.AsyncClient(base_url=url, timeout=_LISTENS, trust_env=False, headers=headers) as client:
        yield client


async def answered(api: Running, path: str, key: str) -> httpx.Response:
    """Send a request under a key until it is taken, which has to be soon."""
    async with asyncio.timeout(ANSWERS_WITHIN):
        while not (answer := await api.post(path, {}, key)).is_success:
            assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, answer.text
            await asyncio.sleep(_PAUSE)
    return answer


async def told_to_come_again(api: Running, method: str, path: str, key: str | None = None) -> None:
    """Ask for something that Temporal is needed for."""
    began, body = monotonic(), {"lane": LANE} if path == "/cases" else {}
    headers = {} if key is None else {"Idempotency-Key": key}
    answer = await api.http.request(method, path, json=body, headers=headers)
    took = monotonic() - began
    assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, answer.text
    assert "Retry-After" in answer.headers
    assert took < TOLD_WITHIN, f"{method} {path} was answered after {took:.1f} s"


@pytest.mark.slow
@pytest.mark.parametrize("line", [Line.CUT, Line.HALF_OPEN])
@pytest.mark.parametrize("whose", ["to_temporal", "of_worker"])
async def test_who_cannot_be_answered_is_told_soon_and_is_answered_soon_after(
    office: Office, whose: str, line: Line
) -> None:
    api, relay = office.api, office.to_temporal if whose == "to_temporal" else office.of_worker
    case, key = await api.start(LANE), uuid4().hex
    path = f"/cases/{case}/answers/{STEP}"
    relay.become(line)
    await asyncio.gather(
        *(told_to_come_again(api, "POST", path, key) for _ in range(3)),
        told_to_come_again(api, "GET", f"/cases/{case}"),
    )
    if relay is office.to_temporal:
        started = uuid4().hex
        await asyncio.gather(told_to_come_again(api, "POST", "/cases", started), _not_ready(api, "temporal"))
    relay.become(Line.GOOD)
    first = await answered(api, path, key)
    assert (await api.post(path, {}, key)).json() == first.json()
    assert await office.begun(case) == 1


async def _not_ready(api: Running, part: str) -> None:
    began = monotonic()
    answer = await api.http.get("/readyz")
    assert (answer.status_code, answer.json()["parts"][part]) == (httpx.codes.SERVICE_UNAVAILABLE, False)
    assert monotonic() - began < TOLD_WITHIN


@pytest.mark.parametrize(
    "line", [Line.TORN, pytest.param(Line.SLOW, marks=pytest.mark.slow), pytest.param(Line.CUT, marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("whose", ["to_temporal", "of_worker"])
async def test_what_is_sent_over_a_bad_line_and_again_over_a_good_one_happens_once(
    office: Office, whose: str, line: Line
) -> None:
    api, relay = office.api, office.to_temporal if whose == "to_temporal" else office.of_worker
    cases = [await api.start(LANE) for _ in range(4)]
    keys = {case: uuid4().hex for case in cases}
    sending = [asyncio.create_task(api.post(f"/cases/{case}/answers/{STEP}", {}, key)) for case, key in keys.items()]
    await asyncio.sleep(0)
    relay.become(line)
    statuses = {(await each).status_code for each in sending}
    assert statuses <= {httpx.codes.OK, httpx.codes.SERVICE_UNAVAILABLE}
    relay.become(Line.GOOD)
    for case, key in keys.items():
        await answered(api, f"/cases/{case}/answers/{STEP}", key)
    assert [await office.begun(case) for case in cases] == [1] * len(cases)


@pytest.mark.parametrize("line", [Line.CUT, Line.TORN, Line.HALF_OPEN])
async def test_a_client_that_heard_nothing_asks_again_and_it_has_happened_once(office: Office, line: Line) -> None:
    started = await asked_twice(office, line, "/cases", {"lane": LANE})
    assert started.status_code == httpx.codes.CREATED
    case = started.json()["id"]
    assert (await asked_twice(office, line, f"/cases/{case}/answers/{STEP}", {})).status_code == httpx.codes.OK
    assert await office.begun(case) == 1
    cases = {each["case"] for each in (await office.api.http.get("/work-items")).json()["items"]}
    assert cases == {case}


async def asked_twice(office: Office, line: Line, path: str, body: dict[str, str]) -> httpx.Response:
    """Ask over a line on which no answer comes, and again under the same key once it is good."""
    headers = {"Idempotency-Key": uuid4().hex}
    office.to_api.become(line)
    with pytest.raises(httpx.TransportError):
        await office.client.post(path, json=body, headers=headers)
    office.to_api.become(Line.GOOD)
    return await office.client.post(path, json=body, headers=headers)
