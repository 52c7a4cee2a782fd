"""The API does what its OpenAPI description says, whatever is sent: no crash, no undocumented answer."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from services.telemetry import begin_telemetry
from tests.acceptance.running import running, settings_of

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"

PARTS = ("requests", "decisions", "insights", "experiments", "codec", "health")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", PARTS)
async def test_generated_requests_get_the_answers_that_are_described(
    tmp_path: Path, temporal_address: str, part: str
) -> None:
    # Nobody runs the experiments that are asked for, so their streams go on for as long as a stream may.
    settings = settings_of(tmp_path, temporal_address, longest_stream=1)
    async with running(settings, begin_telemetry()) as api:
        assert (await api.post("/cases", {"lane": "business_setup", "id": part})).status_code == 201
        description = api.http.base_url.join("/openapi.json")
        # Made when it is first asked for, in seconds of the processor; schemathesis gives it ten of the clock.
        (await api.http.get(description)).raise_for_status()
        done = await asyncio.create_subprocess_exec(
            SCHEMATHESIS, "run", str(description), "--include-tag", part, "--checks", CHECKS, "--max-examples", "10",
            "--generation-deterministic", "--request-timeout", "30", "--no-color",
            "--header", f"Authorization: {api.http.headers['Authorization']}",
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await done.communicate()
    assert done.returncode == 0, said.decode()


async def test_every_error_is_described_as_a_problem(tmp_path: Path, temporal_address: str) -> None:
    async with running(settings_of(tmp_path, temporal_address), begin_telemetry(), worker=False) as api:
        described = (await api.http.get("/openapi.json")).json()
    operations = [(path, operation) for path, of in described["paths"].items() for operation in of.values()]
    assert {tag for _, operation in operations for tag in operation["tags"]} == set(PARTS)
    for path, operation in operations:
        for status, response in operation["responses"].items():
            if status >= "400" and path != "/readyz":
                assert set(response["content"]) == {"application/problem+json"}
    assert {path for path, operation in operations if "422" not in operation["responses"]} == {
        "/healthz",
        "/readyz",
        "/metrics",
    }
