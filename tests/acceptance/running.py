"""Services that run inside a test: real HTTP, a real worker, the shared Temporal server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import httpx
from prometheus_client import CollectorRegistry

from services.api.context import open_surroundings
from services.processes import api
from services.secrets.key_file import ensure_ring
from services.security.principal import Principal
from services.serving import free_port, listen, serve
from services.settings import Settings
from services.telemetry import Telemetry
from services.temporal_client import worker_client
from services.temporal_server import temporal_command, wait_until_ready
from services.workers.lane_worker import lane_worker
from tests.acceptance.tokens import bearer


@dataclass(frozen=True, slots=True)
class Running:
    """An API that answers.

    Attributes
    ----------
    http : a client of it, who may do everything unless another one was asked for
    """

    http: httpx.AsyncClient
    settings: Settings

    @asynccontextmanager
    async def acting(self, who: Principal) -> AsyncIterator[Running]:
        """The same API for somebody else."""
        headers = bearer(self.settings, who)
        async with httpx.AsyncClient(
            base_url=self.http.base_url, timeout=self.http.timeout, trust_env=False, headers=headers
        ) as http:
            yield Running(http, self.settings)

    async def post(self, path: str, body: object = None, key: str | None = None) -> httpx.Response:
        """Send a body as JSON."""
        headers = {} if key is None else {"Idempotency-Key": key}
        return await self.http.post(path, json={} if body is None else body, headers=headers)

    async def start(self, lane: str, **attributes: str) -> str:
        """Start a case under an id that no other test uses."""
        case = f"{lane}-{uuid4().hex}"
        answer = await self.post("/cases", {"lane": lane, "id": case, "attributes": attributes})
        assert answer.status_code == 201, answer.text
        return case

    async def answer_applicant(self, case: str, step: str) -> None:
        """Do what a step asks of the applicant."""
        answer = await self.post(f"/cases/{case}/answers/{step}")
        assert answer.status_code == 200, answer.text


def settings_of(folder: Path, temporal: str, **others: object) -> Settings:
    """Settings with a data directory, keys and a task queue of their own."""
    # One test sends what a whole hall would, as one person and at once, on a machine that many share.
    patient = {"requests_per_second": 100_000, "requests_in_a_burst": 100_000, "answer_within": 10}
    values = {
        **patient,
        "data_directory": folder,
        "temporal_address": temporal,
        "task_queue": f"queue-{uuid4().hex}",
        **others,
    }
    settings = Settings.model_validate_json(json.dumps(values, default=str))
    ensure_ring(settings.keys)
    return settings


@asynccontextmanager
async def server_alone(folder: Path) -> AsyncIterator[Settings]:
    """Settings of a Temporal server that nobody else uses, with its data in a file.

    Only such a server can delete histories, and only in one can a test look through all that it keeps.
    """
    port = free_port()
    settings = settings_of(
        folder, f"127.0.0.1:{port}", temporal_port=port, temporal_ui_port=free_port(), answer_within=60
    )
    with (folder / "temporal.log").open("wb") as log:
        server = await asyncio.create_subprocess_exec(*temporal_command(settings), stdout=log, stderr=log)
        try:
            await wait_until_ready(settings)
            yield settings
        finally:
            server.terminate()
            await server.wait()


@asynccontextmanager
async def running(
    settings: Settings,
    telemetry: Telemetry,
    service: str = "all",
    *,
    worker: bool = True,
    headers: dict[str, str] | None = None,
) -> AsyncIterator[Running]:
    """Serve, and run cases if `worker`, as long as the context lasts.

    Parameters
    ----------
    headers : that the client sends; those of whoever may do everything if absent
    """
    telemetry = replace(telemetry, registry=CollectorRegistry())
    interceptors = () if telemetry.tracing is None else telemetry.tracing.interceptors
    around = await open_surroundings(settings, telemetry)
    stop = asyncio.Event()
    listener = listen("127.0.0.1", 0, "port")
    port = listener.getsockname()[1]
    serving = asyncio.create_task(serve(api(service, around), listener, stop))
    try:
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False, headers=headers or bearer(settings)
        ) as http:
            if worker:
                async with lane_worker(around, await worker_client(settings, telemetry.runtime, interceptors)):
                    yield Running(http, settings)
            else:
                yield Running(http, settings)
    finally:
        stop.set()
        await serving
        around.engine.dispose()
