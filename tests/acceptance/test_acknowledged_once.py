"""Two people send at the same moment what cannot both be: only one of them is told that it was done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.telemetry import Telemetry, begin_telemetry
from tests.acceptance.people import go_on
from tests.acceptance.running import Running, running, settings_of

_MAY_COMMIT = {"safety_related": "no", "correctable_later": "yes", "on_negative_list": "no", "blacklisted": "no"}


@pytest.fixture(scope="session")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), telemetry) as found:
        yield found


async def test_a_case_that_ends_by_its_last_step_is_not_withdrawn_too(api: Running) -> None:
    cases = [await api.start("commitment_approval", **_MAY_COMMIT) for _ in range(8)]
    for case in cases:
        while (await api.http.get(f"/cases/{case}")).json()["items"][0]["step"] != "deliver_licence":
            await go_on(api, case, most=1)
    for case in cases:
        last = api.post(f"/cases/{case}/work-items/deliver_licence/complete")
        completed, withdrawn = await asyncio.gather(last, api.post(f"/cases/{case}/withdrawal"))
        result = (await api.http.get(f"/cases/{case}")).json()["result"]
        assert (completed.is_success, withdrawn.is_success, result) in {
            (True, False, "approved"),
            (False, True, "withdrawn"),
        }
        refused = withdrawn if completed.is_success else completed
        assert refused.json()["code"] in {"case_over", "too_late", "no_such_item"}
