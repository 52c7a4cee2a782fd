"""Whoever has sent what they may in a time is told when to come again, whatever they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
from fastapi.routing import APIRoute
from prometheus_client import CollectorRegistry

from services.api.context import open_surroundings
from services.processes import SERVICES, api
from services.secrets.key_file import ensure_ring
from services.security.authentication import OPEN, OPEN_BELOW
from services.settings import Settings
from services.telemetry import begin_telemetry
from tests.acceptance.tokens import bearer

LABORIOUS = {"/imports", "/exports", "/experiments", "/experiments/{experiment}/report"}


def routes() -> Iterator[tuple[str, str]]:
    """Method and address of everything that a credential is needed for."""
    for router in SERVICES["all"]:
        for route in router.routes:
            if isinstance(route, APIRoute) and route.path not in OPEN and not route.path.startswith(OPEN_BELOW):
                yield from ((method, route.path) for method in route.methods or ())


async def test_every_route_counts_what_one_sender_sends(tmp_path: Path) -> None:
    settings = Settings(data_directory=tmp_path, requests_per_second=0.01, requests_in_a_burst=1)
    ensure_ring(settings.keys)
    around = await open_surroundings(settings, replace(begin_telemetry(), registry=CollectorRegistry()))
    transport = httpx.ASGITransport(app=api("all", around))
    tried = set()
    async with httpx.AsyncClient(transport=transport, base_url="http://hall", headers=bearer(settings)) as http:
        assert (await http.get("/drafts")).status_code == 200
        for method, path in routes():
            answer = await http.request(method, re.sub(r"\{\w+\}", "x-1", path))
            assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests"), path
            assert 1 <= int(answer.headers["Retry-After"]) <= 100
            tried.add(path)
        assert (await http.get("/healthz")).status_code == 200
        shed = (await http.get("/metrics")).text
    around.close()
    assert tried >= LABORIOUS
    assert re.search(r'greenlane_api_requests_shed_total\{reason="rate",service="all"\} \d\d', shed)
