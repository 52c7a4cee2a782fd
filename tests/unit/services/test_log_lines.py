"""The line of a request tells of a case once there is one, and never what else a client wrote in its place."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import structlog
from fastapi import APIRouter

from services.api.application import application
from services.api.context import open_surroundings
from services.processes import SERVICES
from services.secrets.key_file import ensure_ring
from services.settings import Settings
from services.store.cases import CaseRecord, Stage, add_case
from services.store.database import writing
from services.telemetry import begin_telemetry
from tests.acceptance.tokens import bearer

PERSON = "诸葛流云"
NUMBER = "210402199003071234"
CASE = "c-1/set_up_company"

defective = APIRouter()


@defective.get("/cases/{case}/defect")
async def fail(case: str) -> None:
    """Have a defect, before anybody has looked for the case."""
    raise RuntimeError(case)


@pytest.fixture
async def http(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an API that has one case."""
    settings = Settings(data_directory=tmp_path)
    ensure_ring(settings.keys)
    around = await open_surroundings(settings, begin_telemetry())
    record = CaseRecord(CASE, "permit", None, {}, None, {}, None, 5, Stage.REQUESTED, None, None)
    with writing(around.engine) as connection:
        add_case(connection, record)
    served = httpx.ASGITransport(application("all", (*SERVICES["all"], defective), around), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=served, base_url="http://here", headers=bearer(settings)) as client:
        yield client
    around.close()


@pytest.mark.parametrize(
    ("written", "rest", "status", "told"),
    [
        (CASE, "/events", 200, CASE),
        (CASE, "/work-items/审查/begin", 405, None),
        (NUMBER, "/events", 404, None),
        (PERSON, "/events", 422, None),
        (PERSON, "/defect", 500, None),
    ],
)
async def test_a_line_has_the_case_that_was_found_and_nothing_else_of_an_address(
    http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, written: str, rest: str, status: int, told: str | None
) -> None:
    caplog.set_level("INFO", "services.api.requests")
    with structlog.testing.capture_logs() as others:
        answer = await http.get(f"/cases/{quote(written, safe='')}{rest}")
    assert answer.status_code == status, answer.text
    [line] = [record for record in caplog.records if record.name == "services.api.requests"]
    assert vars(line).get("case") == told
    assert [each["event"] for each in others] == (["defect"] if status == 500 else [])
    assert [each for each in (vars(line), *others) if told is None and written in _told(each)] == []


def _told(line: Mapping[str, object]) -> str:
    # Of an exception the log has the kind and the place, never the message.
    return str({name: value for name, value in line.items() if name != "exc_info"})
