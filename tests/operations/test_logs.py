"""Whoever reads the logs finds nobody: real processes at level debug, used by people whose names occur nowhere else."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from services.security.principal import EVERY, Role
from services.serving import free_port
from services.settings import Settings, environment_of
from tests.acceptance.running import settings_of
from tests.acceptance.tokens import bearer, principal

CLERK = "欧阳锦程"
APPLICANT = "ID-210402199003071234"
PHONE = "13898877665"
TITLE = "离婚协议书"
OFFERED = "zhuge-liuyun"
PEOPLE = (CLERK, APPLICANT, PHONE, TITLE, OFFERED, "210402199003071234")
THEIRS = "0af7651916cd43dd8448eb211c80319c"


@pytest.mark.slow
async def test_nobody_is_in_a_log(tmp_path: Path, temporal_address: str) -> None:
    settings = settings_of(
        tmp_path, temporal_address, port=free_port(), worker_port=free_port(), log_level="debug", answer_within=30
    )
    clerk = bearer(settings, principal(CLERK, *Role, departments=[EVERY]))
    async with (
        process(settings, "api"),
        process(settings, "worker"),
        client(settings, clerk) as api,
        asyncio.timeout(90),
    ):
        for port in (settings.port, settings.worker_port):
            while not await is_up(api, port):
                pass  # each look is a request
        case = await everything_is_tried(api)
        while not (await api.get(f"/cases/{case}")).json()["events"]:
            pass
    logs = {name: (tmp_path / f"{name}.log").read_text("utf-8") for name in ("api", "worker")}
    secrets = (*PEOPLE, clerk["Authorization"].removeprefix("Bearer "), THEIRS.upper() + PHONE)
    for name, log in logs.items():
        assert [secret for secret in secrets if secret in log] == [], name
        assert all(isinstance(json.loads(line), dict) for line in log.splitlines())
    lines = [json.loads(line) for line in logs["api"].splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert {(line["route"], line["status"]) for line in requests} >= {
        ("/cases", 201),
        ("/cases", 422),
        ("/cases/{case}", 200),
        ("/cases/{case}/papers", 415),
        ("unmatched", 401),
        ("unmatched", 404),
    }
    [started] = [line for line in requests if line["request_id"] == THEIRS]
    assert (started["route"], started["status"], started["method"]) == ("/cases", 201, "POST")
    done = [json.loads(line) for line in logs["worker"].splitlines()]
    assert any(line["event"] == "activity" and line["case"] == case and line["attempt"] == 1 for line in done)


async def everything_is_tried(api: httpx.AsyncClient) -> str:
    """Send what people send, rightly and wrongly; give the id of a case that was started."""
    body = {
        "lane": "property_registration",
        "attributes": {"registration_kind": "general"},
        "applicant": APPLICANT,
    }
    started = await api.post("/cases", json=body, headers={"X-Request-Id": THEIRS}, params={"phone": PHONE})
    assert (started.status_code, started.headers["X-Request-Id"]) == (201, THEIRS)
    case: str = started.json()["id"]
    wrong = {**body, "attributes": {"registration_kind": CLERK, "phone": PHONE}}
    assert (await api.post("/cases", json=wrong)).status_code == 422
    assert (await api.post("/cases", content=f'{{"lane": "{PHONE}'.encode(), headers=JSON)).status_code == 422
    paper = {"document": TITLE, "name": f"{TITLE}.pdf", "content": b64encode(TITLE.encode()).decode()}
    await api.post(f"/cases/{case}/papers", json=paper)
    assert (await api.post(f"/cases/{case}/papers", content=TITLE.encode())).status_code == 415
    await api.post(f"/cases/{case}/answers/{PHONE}", json={})
    await api.get("/work-items", params={"assignee": CLERK, "lane": PHONE})
    assert (await api.get(f"/people/{CLERK}/{PHONE}")).status_code == 404
    stranger = {"Authorization": f"Bearer {OFFERED}", "X-Request-Id": PHONE}
    refused = await api.get(f"/cases/{case}", headers=stranger)
    assert (refused.status_code, refused.headers["X-Request-Id"] != PHONE) == (401, True)
    return case


JSON = {"Content-Type": "application/json"}


@asynccontextmanager
async def process(settings: Settings, command: str) -> AsyncIterator[None]:
    """Run a process of the system, with its log in a file that is named after it."""
    with (settings.data / f"{command}.log").open("wb") as log:
        running = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "services.cli.main", command),
            stdout=log,
            stderr=log,
            env={**os.environ, **environment_of(settings)},
        )
        try:
            yield
        finally:
            running.terminate()
            assert await running.wait() == 0


@asynccontextmanager
async def client(settings: Settings, headers: dict[str, str]) -> AsyncIterator[httpx.AsyncClient]:
    base = f"http://127.0.0.1:{settings.port}"
    async with httpx.AsyncClient(base_url=base, trust_env=False, headers=headers, timeout=60) as found:
        yield found


async def is_up(http: httpx.AsyncClient, port: int) -> bool:
    try:
        return (await http.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200
    except httpx.TransportError:
        return False
