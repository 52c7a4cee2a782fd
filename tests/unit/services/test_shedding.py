"""What is held of requests before anybody knows who sends them has a bound."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
from prometheus_client import CollectorRegistry
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api.shedding import BoundedConcurrency
from services.metrics.collectors import counter
from services.settings import Settings

_ON_THEIR_WAY = 10
"""Bodies, where one request is let in at a time."""


async def _length(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer how long a body was."""
    await Response(str(len(await Request(scope, receive).body())))(scope, receive, send)


async def test_no_more_bodies_are_held_than_can_be_done_soon() -> None:
    registry, begun, go_on = CollectorRegistry(), asyncio.Semaphore(0), asyncio.Event()
    shed = counter(registry, "greenlane_api_requests_shed_total")
    bounded = BoundedConcurrency(_length, "requests", shed, Settings(requests_at_once=1, retry_after=7))

    async def slow() -> AsyncIterator[bytes]:
        yield b"first"
        begun.release()
        await go_on.wait()
        yield b"second"

    async def whole() -> AsyncIterator[bytes]:
        yield b"first"
        yield b"second"

    async with httpx.AsyncClient(transport=httpx.ASGITransport(bounded), base_url="http://here") as http:
        sending = [asyncio.create_task(http.post("/cases", content=slow())) for _ in range(_ON_THEIR_WAY)]
        for _ in sending:
            await begun.acquire()
        refused = await http.post("/cases", content=whole())
        assert (refused.status_code, refused.json()["code"], refused.headers["Retry-After"]) == (503, "overloaded", "7")
        assert _shed(registry) == 1
        assert await _status_of_one_that_has_come(bounded) == 200, "it is not waited for, so it is not concerned"
        sending[0].cancel()
        await asyncio.wait(sending[:1])
        assert (await http.post("/cases", content=whole())).text == "11", "whoever goes away makes room"
        go_on.set()
        assert {answer.text for answer in await asyncio.gather(*sending[1:])} == {"11"}
        assert (await http.post("/cases", content=whole())).text == "11"
    assert _shed(registry) == 1


async def _status_of_one_that_has_come(application: ASGIApp) -> int:
    """The answer to a request whose body is there in one part, as a server hands on most."""
    answers: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        answers.append(message)

    await application({"type": "http", "method": "GET", "path": "/cases", "headers": []}, receive, send)
    status: int = answers[0]["status"]
    return status


def _shed(registry: CollectorRegistry) -> float | None:
    of = {"service": "requests", "reason": "queue_full"}
    return registry.get_sample_value("greenlane_api_requests_shed_total", of)
