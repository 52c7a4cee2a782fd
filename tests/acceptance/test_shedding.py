"""More than can be done is refused early, with a hint when to come again; nothing that was acknowledged is lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import httpx
import pytest

from services.security.principal import EVERY, Role
from services.telemetry import Telemetry, begin_telemetry
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import bearer, principal

pytestmark = pytest.mark.slow

_BURST = 60


@pytest.fixture(scope="module")
def telemetry() -> Telemetry:
    return begin_telemetry()


async def _burst(api: Running, count: int) -> list[tuple[str, httpx.Response]]:
    """So many requests for cases, sent without waiting for any answer."""

    async def ask(number: int) -> tuple[str, httpx.Response]:
        case = f"burst-{number}"
        body = {"lane": "property_registration", "id": case, "attributes": {"registration_kind": "general"}}
        return case, await api.post("/cases", body, key=case)

    return list(await asyncio.gather(*(ask(number) for number in range(count))))


async def test_a_burst_is_shed_early_and_everything_works_again_soon(
    temporal_address: str, tmp_path: Path, telemetry: Telemetry
) -> None:
    settings = settings_of(
        tmp_path, temporal_address, requests_at_once=2, longest_wait=0.2, requests_per_second=10_000,
        requests_in_a_burst=10_000, retry_after=3,
    )  # fmt: skip
    async with running(settings, telemetry) as api:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(
            base_url=api.http.base_url, limits=limits, timeout=60, trust_env=False, headers=bearer(settings)
        ) as http:
            sending = asyncio.create_task(_burst(Running(http, settings), _BURST))
            probes = [await http.get(path) for path in ("/healthz", "/readyz", "/metrics")]
            answers = await sending
        assert [probe.status_code for probe in probes] == [200, 200, 200]
        assert Counter(answer.status_code for _, answer in answers).keys() == {201, 503}
        shed = [answer for _, answer in answers if answer.status_code == 503]
        assert {answer.json()["code"] for answer in shed} == {"overloaded"}
        assert {answer.headers["Retry-After"] for answer in shed} == {"3"}
        assert {answer.headers["Content-Type"] for answer in shed} == {"application/problem+json"}
        counted = (await api.http.get("/metrics")).text
        assert _shed(counted) == len(shed)

        async with asyncio.timeout(30):  # from the end of the burst: what was shed is done, and what was done is there
            for case, answer in answers:
                again = await api.post(
                    "/cases",
                    {"lane": "property_registration", "id": case, "attributes": {"registration_kind": "general"}},
                    key=case,
                )
                assert again.status_code == 201, again.text
                if answer.status_code == 201:
                    assert again.json() == answer.json(), "what was acknowledged is what it was"
            view = await api.http.get(f"/cases/{answers[0][0]}")
            assert view.status_code == 200
            assert view.json()["result"] is None


async def test_whoever_sends_too_many_is_refused_and_nobody_else(
    temporal_address: str, tmp_path: Path, telemetry: Telemetry
) -> None:
    settings = settings_of(tmp_path, temporal_address, requests_per_second=0.5, requests_in_a_burst=3)
    async with running(settings, telemetry, "decisions", worker=False) as api:
        keen = [await api.http.get("/work-items") for _ in range(5)]
        assert [answer.status_code for answer in keen] == [200, 200, 200, 429, 429]
        assert keen[-1].json()["code"] == "too_many_requests"
        assert 1 <= int(keen[-1].headers["Retry-After"]) <= 2
        async with api.acting(principal("somebody-else", Role.OFFICER, departments={EVERY})) as other:
            assert (await other.http.get("/work-items")).status_code == 200
        metrics = await api.http.get("/metrics")
        assert metrics.status_code == 200
        assert 'greenlane_api_requests_shed_total{reason="rate",service="decisions"} 2.0' in metrics.text


def _shed(metrics: str) -> float:
    lines = [line for line in metrics.splitlines() if line.startswith("greenlane_api_requests_shed_total{")]
    assert lines
    assert all('service="all"' in line for line in lines)
    return sum(float(line.rpartition(" ")[2]) for line in lines if 'reason="rate"' not in line)
