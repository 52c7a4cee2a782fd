"""A disk that is full: the API refuses and says so, nothing happens that the trail does not have, and then all is well.

Files of the process take nothing more, as if its disk had no space; that needs no disk of its own, and nobody's rights.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx
import pytest

from services.audit.chain import Head, Outcome, Row
from services.audit.keeping import kept_rows
from services.audit.verifying import verify_store
from services.running.child import Child
from services.settings import Settings
from services.store.database import open_database, reading
from tests.acceptance.running import Running
from tests.acceptance.tokens import bearer
from tests.killing.checks import ANSWERS_WITHIN
from tests.killing.hands import feed, starve
from tests.killing.parts import city, id_of, up
from tests.platforms import linux

LANE: Final = "business_setup"
STEP: Final = "file_name_approval"
NEXT: Final = "check_name_approval"
_LOOK: Final = 0.1


def trail(settings: Settings) -> list[Row]:
    """The rows of the audit trail, which is whole."""
    engine = open_database(settings.database)
    with reading(engine) as connection:
        rows = list(kept_rows(connection))
    engine.dispose()
    assert isinstance(verify_store(settings.database, None, ()), Head)
    return rows


async def becomes(api: Running, status: int) -> dict[str, bool]:
    """Wait until the process is ready or not, which has to be soon.

    Returns
    -------
    each part that it needs, and whether it is well
    """
    async with asyncio.timeout(ANSWERS_WITHIN):
        while (answer := await api.http.get("/readyz")).status_code != status:  # noqa: ASYNC110
            await asyncio.sleep(_LOOK)
    parts: dict[str, bool] = answer.json()["parts"]
    return parts


@asynccontextmanager
async def running_city(folder: Path) -> AsyncIterator[tuple[Running, Mapping[str, Child]]]:
    """The processes of a city, and its API."""
    with city(folder / "city") as settings:
        url, headers = f"http://{settings.host}:{settings.port}", bearer(settings)
        async with (
            up(settings, lambda _: None, folder) as parts,
            httpx.AsyncClient(base_url=url, trust_env=False, timeout=30, headers=headers) as http,
        ):
            yield Running(http, settings), parts


@linux
@pytest.mark.slow
async def test_a_full_disk_is_told_and_nothing_passes_the_trail_by(tmp_path: Path) -> None:
    async with running_city(tmp_path) as (api, parts):
        process, settings = id_of(parts["api"]), api.settings
        case, key = await api.start(LANE), uuid4().hex
        answer, before = f"/cases/{case}/answers/{STEP}", trail(settings)
        starve(process)
        assert await becomes(api, 503) == {"database": True, "database_writes": False, "temporal": True}
        for refused in (await api.post(answer, {}, key), await api.post("/cases", {"lane": LANE}, uuid4().hex)):
            assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
            assert "Retry-After" in refused.headers
        assert [each["step"] for each in (await api.http.get(f"/cases/{case}")).json()["items"]] == [STEP]
        assert trail(settings) == before
        feed(process)
        assert all((await becomes(api, 200)).values())
        assert (await api.post(answer, {}, key)).status_code == httpx.codes.OK
        assert [row.entry.outcome for row in trail(settings)[len(before) :]] == [Outcome.INTENDED, Outcome.DONE]

        starve(id_of(parts["worker-1"]))
        step, late = f"/cases/{case}/work-items/{NEXT}/complete", uuid4().hex
        assert (await api.post(step, {"outcome": "complete"}, late)).status_code == httpx.codes.SERVICE_UNAVAILABLE
        feed(id_of(parts["worker-1"]))
        async with asyncio.timeout(ANSWERS_WITHIN):
            while not (told := await api.post(step, {"outcome": "complete"}, late)).is_success:
                assert told.status_code == httpx.codes.SERVICE_UNAVAILABLE, told.text
        events = (await api.http.get(f"/cases/{case}/events")).json()["events"]
        assert [each["step"] for each in events if each["kind"] == "completed"] == [STEP, NEXT]
