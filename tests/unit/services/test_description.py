"""What the API tells of itself is made once, beside everything else that is asked, and may be kept by who has it."""

from __future__ import annotations

import asyncio
import re
import threading
from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from typing_extensions import override

from services.api.documentation import PAGES, begin_description, document

PATIENCE: Final = 30
"""Seconds after which a test has failed; nothing waits for as long."""


class Laborious(FastAPI):
    """An application whose description is not there before it is let go."""

    def __init__(self) -> None:
        super().__init__(title="Of the test", openapi_url=None)
        self.begun, self.let_go, self.made = threading.Event(), threading.Event(), 0

    @override
    def openapi(self) -> dict[str, Any]:
        self.made += 1
        self.begun.set()
        assert self.let_go.wait(PATIENCE)
        return super().openapi()


@pytest.fixture
def application() -> Laborious:
    made = Laborious()
    document(made)
    return made


@pytest.fixture
async def http(application: Laborious) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="http://api.test") as client:
        yield client


async def test_others_are_answered_while_the_description_is_made_and_it_is_made_once(
    application: Laborious, http: httpx.AsyncClient
) -> None:
    waiting = [asyncio.create_task(http.get("/openapi.json")) for _ in range(3)]
    assert await asyncio.to_thread(application.begun.wait, PATIENCE)
    assert (await http.get("/docs")).status_code == 200
    assert not any(each.done() for each in waiting)
    application.let_go.set()
    answers = await asyncio.gather(*waiting)
    assert {answer.json()["info"]["title"] for answer in answers} == {"Of the test"}
    assert application.made == 1


async def test_a_process_begins_before_it_is_asked(application: Laborious, http: httpx.AsyncClient) -> None:
    begin_description(application)
    assert await asyncio.to_thread(application.begun.wait, PATIENCE)
    application.let_go.set()
    assert (await http.get("/openapi.json")).status_code == 200
    assert application.made == 1


async def test_whoever_has_the_description_is_not_sent_it_again(
    application: Laborious, http: httpx.AsyncClient
) -> None:
    application.let_go.set()
    first = await http.get("/openapi.json")
    again = await http.get("/openapi.json", headers={"If-None-Match": first.headers["etag"]})
    other = await http.get("/openapi.json", headers={"If-None-Match": '"another"'})
    assert (first.status_code, again.status_code, other.status_code) == (200, 304, 200)
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_that_shows_it_runs_its_own_script_and_its_library_alone(
    http: httpx.AsyncClient, path: str
) -> None:
    answer = await http.get(path)
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    inline = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    hashes = [f"'sha256-{b64encode(sha256(each.encode()).digest()).decode()}'" for each in inline]
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"].split() == ["https://cdn.jsdelivr.net", *hashes]
    loaded = re.findall(r'(?:src|href)="(https?://[^/"]+)', answer.text)
    assert set(loaded) == {"https://cdn.jsdelivr.net"}
