"""What every answer tells a browser, whoever made it: endpoints, refusals, defects."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import httpx
import pytest
from fastapi import APIRouter, Request
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from services.api.application import application
from services.api.context import open_surroundings
from services.api.hardening import HEADERS
from services.processes import SERVICES
from services.secrets.key_file import ensure_ring
from services.settings import Settings
from services.telemetry import begin_telemetry
from tests.acceptance.tokens import bearer

ROUTER: Final = APIRouter(tags=["health"], include_in_schema=False)
PLAIN: Final = {name.lower(): value for name, value in HEADERS.items()}


@ROUTER.get("/page/fails")
async def fail(request: Request) -> None:
    """Have a defect."""
    raise RuntimeError(request.url.path)


@pytest.fixture
async def http(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of everything that is served, and of what fails, who may do everything."""
    settings = Settings(data_directory=tmp_path, largest_body=1_024, largest_import=1_024)
    ensure_ring(settings.keys)
    around = await open_surroundings(settings, replace(begin_telemetry(), registry=CollectorRegistry()))
    made = application("all", [*SERVICES["all"], ROUTER], around)
    transport = httpx.ASGITransport(app=made, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api.test", headers=bearer(settings)) as client:
        yield client
    around.close()


async def test_an_answer_is_for_programs_and_for_nobodys_keeping(http: httpx.AsyncClient) -> None:
    for method, path, body, status in (
        ("GET", "/healthz", b"", 200),
        ("GET", "/metrics", b"", 200),
        ("GET", "/lanes", b"", 200),
        ("GET", "/drafts", b"", 200),
        ("GET", "/publications", b"", 200),
        ("GET", "/cases/nobodys", b"", 404),
        ("GET", "/no/such/address", b"", 404),
        ("GET", "/page/assets/nothing.js", b"", 404),
        ("PATCH", "/drafts", b"", 405),
        ("POST", "/drafts", b"[" * 2_000, 413),
        ("POST", "/drafts", b"{}", 415),
        ("GET", "/page/fails", b"", 500),
    ):
        with capture_logs():  # a defect is told at length where nobody has set up how
            answer = await http.request(method, path, content=body)
        assert answer.status_code == status, path
        assert {name: answer.headers.get_list(name) for name in PLAIN} == {name: [said] for name, said in PLAIN.items()}


async def test_whoever_is_not_let_in_is_told_the_same(http: httpx.AsyncClient) -> None:
    answer = await http.get("/lanes", headers={"Authorization": "Bearer of-nobody"})
    assert answer.status_code == 401
    assert {name: answer.headers[name] for name in PLAIN} == PLAIN


async def test_what_may_be_kept_is_asked_for_again_and_not_sent_twice(http: httpx.AsyncClient) -> None:
    first = await http.get("/lanes/business_setup")
    again = await http.get("/lanes/business_setup", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert {first.headers["cache-control"], again.headers["cache-control"]} == {"private, no-cache"}
    assert again.headers["x-content-type-options"] == "nosniff"


async def test_pages_for_people_keep_policies_of_their_own(http: httpx.AsyncClient) -> None:
    for path in ("/docs", "/redoc", "/page/"):
        answer = await http.get(path)
        assert answer.headers.get_list("content-security-policy") != [PLAIN["content-security-policy"]], path
        assert "script-src" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
