"""What the API says to requests that cannot be served, and what becomes of cases when Temporal goes away."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from services.serving import free_port
from services.settings import Settings
from services.store.database import open_database
from services.store.recording import event_log
from services.telemetry import Telemetry, begin_telemetry
from services.temporal_server import temporal_command, wait_until_ready
from tests.acceptance.running import Running, running, settings_of
from workflows.events.event import EventKind

REQUIRED = {"type", "title", "status", "detail", "instance", "code"}


@pytest.fixture(scope="session")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), telemetry, worker=False) as found:
        yield found


def problem_of(answer: httpx.Response) -> tuple[int, str, str]:
    """Status, code and detail of an answer, if it is a problem as RFC 9457 has it."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert set(body) >= REQUIRED
    assert body["status"] == answer.status_code
    assert body["type"] == f"urn:greenlane:problem:{body['code']}"
    return answer.status_code, body["code"], body["detail"]


async def test_an_unknown_lane_is_refused_with_the_closest_name(api: Running) -> None:
    status, code, detail = problem_of(await api.post("/cases", {"lane": "bussiness_setup"}))
    assert (status, code) == (422, "unknown_name")
    assert "Did you mean 'business_setup'?" in detail


@pytest.mark.parametrize(
    ("attributes", "named"),
    [
        ({}, "registration_kind (general or noticed)"),
        ({"registration_kind": "genera1"}, "Did you mean 'general'?"),
        ({"registration_kin": "general"}, "Did you mean 'registration_kind'?"),
        ({"registration_kind": 3}, "/attributes/registration_kind"),
    ],
)
async def test_attributes_are_those_that_the_lane_asks_for(
    api: Running, attributes: dict[str, object], named: str
) -> None:
    answer = await api.post("/cases", {"lane": "property_registration", "attributes": attributes})
    status, _, detail = problem_of(answer)
    assert status == 422
    assert named in detail


@pytest.mark.parametrize(
    "id_", ["", " ", "a b", "a/b", "../x", "-x", "案件", "x" * 101, "a\nb", "a?b", "a#b", "😀", 3, []]
)
async def test_odd_case_ids_are_refused_when_a_case_is_started(api: Running, id_: object) -> None:
    status, code, detail = problem_of(await api.post("/cases", {"lane": "business_setup", "id": id_}))
    assert (status, code) == (422, "invalid_request")
    assert "/id" in detail


@pytest.mark.parametrize("segment", ["%20", "..%2F..%2Fetc", "%F0%9F%98%80", "a%00b", "a%252Fb", "%FF", "a%0Ab", "%25"])
async def test_odd_case_ids_are_refused_in_addresses(api: Running, segment: str) -> None:
    for path in (f"/cases/{segment}", f"/cases/{segment}/events"):
        status, code, _ = problem_of(await api.http.get(path))
        assert (status, code) == (422, "invalid_request")


@pytest.mark.parametrize("path", ["/cases/none", "/cases/none/events", "/lanes/none", "/scenarios/none", "/none"])
async def test_what_is_not_there_is_not_found(api: Running, path: str) -> None:
    status, _, detail = problem_of(await api.http.get(path))
    assert status == 404
    assert detail


async def test_a_case_id_is_given_once(api: Running) -> None:
    assert (await api.post("/cases", {"lane": "business_setup", "id": "one"})).status_code == 201
    assert problem_of(await api.post("/cases", {"lane": "business_setup", "id": "one"}))[:2] == (409, "case_exists")
    assert problem_of(await api.post("/cases", {"lane": "agent_service_after", "id": "one"}))[0] in {409, 422}


@pytest.mark.parametrize("cursor", ["x", "bm9uZQ", "W10", "WzEsMiwzLDRd", "e30", "%F0%9F%98%80"])
async def test_a_cursor_of_ours_continues_and_no_other(api: Running, cursor: str) -> None:
    status, code, _ = problem_of(await api.http.get("/work-items", params={"cursor": cursor}))
    assert (status, code) == (422, "invalid_input")


async def test_instants_without_a_zone_are_refused(api: Running) -> None:
    case = await api.start("business_setup")
    for at in ("2026-03-02T09:00:00", "tomorrow", 5, "9999-99-99T00:00:00Z"):
        status, _, detail = problem_of(await api.post(f"/cases/{case}/withdrawal", {"at": at}))
        assert status == 422
        assert "ISO 8601" in detail


async def test_bodies_are_bounded_whether_they_say_their_size_or_not(api: Running) -> None:
    largest = api.settings.largest_body

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(largest // 1_000 + 1):
            yield b"x" * 1_000

    for content in (b"x" * (largest + 1), pieces()):
        answer = await api.http.post("/cases", content=content, headers={"Content-Type": "application/json"})
        assert problem_of(answer)[:2] == (413, "too_large")


async def test_what_is_no_json_is_refused(api: Running) -> None:
    for content in (b"{", b"[]", b"\xff", b""):
        answer = await api.http.post("/cases", content=content, headers={"Content-Type": "application/json"})
        assert problem_of(answer)[0] in {400, 422}


async def test_rehearsals_are_refused_unless_they_are_allowed(api: Running) -> None:
    answer = await api.post("/cases", {"lane": "business_setup", "rehearsal": {}})
    assert problem_of(answer)[:2] == (422, "invalid_input")


async def test_without_a_worker_messages_are_answered_503_in_time(
    tmp_path: Path, temporal_address: str, telemetry: Telemetry
) -> None:
    settings = settings_of(tmp_path, temporal_address, answer_within=1, retry_after=7)
    async with running(settings, telemetry, worker=False) as api:
        case = await api.start("business_setup")
        for answer in (await api.post(f"/cases/{case}/withdrawal"), await api.http.get(f"/cases/{case}")):
            assert problem_of(answer)[:2] == (503, "unavailable")
            assert answer.headers["Retry-After"] == "7"


async def test_without_temporal_the_api_lives_but_is_not_ready(tmp_path: Path, telemetry: Telemetry) -> None:
    settings = settings_of(tmp_path, f"127.0.0.1:{free_port()}", answer_within=1)
    async with running(settings, telemetry, worker=False) as api:
        assert (await api.http.get("/healthz")).status_code == 200
        ready = await api.http.get("/readyz")
        parts = {"database": True, "database_writes": True, "temporal": False}
        assert (ready.status_code, ready.json()["parts"]) == (503, parts)
        answer = await api.post("/cases", {"lane": "business_setup"}, "key-1")
        assert problem_of(answer)[:2] == (503, "unavailable")
        assert "Retry-After" in answer.headers
        assert (await api.http.get("/lanes")).status_code == 200


async def test_each_service_has_its_own_endpoints_and_the_common_ones(
    tmp_path: Path, temporal_address: str, telemetry: Telemetry
) -> None:
    own = {"requests": "/cases", "decisions": "/work-items", "insights": "/lanes"}
    for service, path in own.items():
        settings = settings_of(tmp_path, temporal_address)
        async with running(settings, telemetry, service, worker=False) as api:
            described = (await api.http.get("/openapi.json")).json()
            assert described["openapi"].startswith("3.1")
            assert {other for other in own.values() if other in described["paths"]} == {path}
            for common in ("/healthz", "/readyz", "/metrics"):
                assert (await api.http.get(common)).status_code == 200


@pytest.mark.slow
async def test_no_case_is_lost_or_doubled_when_temporal_dies_while_cases_are_started(
    tmp_path: Path, telemetry: Telemetry
) -> None:
    port = free_port()
    settings = settings_of(
        tmp_path, f"127.0.0.1:{port}", temporal_port=port, temporal_ui_port=free_port(), answer_within=2
    )
    keys = [f"key-{number}" for number in range(40)]
    server = await _temporal(settings)
    try:
        async with running(settings, telemetry, worker=False) as api:
            starting = [asyncio.create_task(api.post("/cases", {"lane": "business_setup"}, key)) for key in keys]
            await next(asyncio.as_completed(starting))
            server.kill()
            server.wait()
            answers = await asyncio.gather(*starting)
            assert {answer.status_code for answer in answers} <= {201, 503}
            assert 503 in {answer.status_code for answer in answers}
            acknowledged = {answer.json()["id"] for answer in answers if answer.status_code == 201}
        server = await _temporal(settings)
        async with running(settings, telemetry) as api:
            again = await asyncio.gather(*(api.post("/cases", {"lane": "business_setup"}, key) for key in keys))
            assert {answer.status_code for answer in again} == {201}
            cases = {answer.json()["id"] for answer in again}
            assert len(cases) == len(keys)
            assert acknowledged <= cases
            for case in cases:
                await api.answer_applicant(case, "file_name_approval")
        engine = open_database(settings.database)
        submitted = [event.case for event in event_log(engine) if event.kind is EventKind.SUBMITTED]
        engine.dispose()
        assert sorted(submitted) == sorted(cases)
    finally:
        server.kill()
        server.wait()


async def _temporal(settings: Settings) -> subprocess.Popen[bytes]:
    server = _begun(settings)
    await wait_until_ready(settings)
    return server


def _begun(settings: Settings) -> subprocess.Popen[bytes]:
    with (settings.data / "temporal.log").open("ab") as log:
        return subprocess.Popen(temporal_command(settings), stdout=log, stderr=log)
