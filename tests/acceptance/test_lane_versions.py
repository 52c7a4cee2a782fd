"""A lane is published anew while cases of it are under way: those keep to theirs, and new ones take the new one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from services.requests import starting
from services.telemetry import Telemetry, begin_telemetry
from tests.acceptance.running import Running, running, settings_of
from workflows.definition.catalogue import shipped_lane
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Lane
from workflows.levers.scenario import after, shipped_scenarios

LANE = "property_registration"
BEFORE = shipped_lane(LANE)
AFTER = after(shipped_scenarios()["property_registration_after"]).model_copy(update={"id": LANE})
"""What the reform makes of the lane, published under the lane's own name."""


@pytest.fixture(scope="module")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), telemetry) as found:
        yield found


async def started(api: Running) -> str:
    answer = await api.post(
        "/cases", {"lane": LANE, "id": f"case-{uuid4().hex}", "attributes": {"registration_kind": "general"}}
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def step_on(api: Running, case: str) -> list[str]:
    """Do everything that a case waits for; what that was."""
    items = (await api.http.get(f"/cases/{case}")).json()["items"]
    for item in items:
        step, done = item["step"], {"outcome": item["outcomes"][-1], "occurrence": item["occurrence"]}
        by_applicant = item["actor"] == "applicant"
        path = f"/cases/{case}/answers/{step}" if by_applicant else f"/cases/{case}/work-items/{step}/complete"
        answer = await api.post(path, done)
        assert answer.status_code == 200, answer.text
    return [item["step"] for item in items]


async def test_cases_of_two_versions_of_a_lane_travel_side_by_side(
    api: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = await started(api)
    done: dict[str, list[str]] = {old: await step_on(api, old)}

    def published(id_: str) -> Lane:
        return AFTER if id_ == LANE else shipped_lane(id_)

    monkeypatch.setattr(starting, "shipped_lane", published)
    new = await started(api)
    done[new] = []
    for _ in range(3):
        for case in (old, new):
            done[case] += await step_on(api, case)

    views = {case: (await api.http.get(f"/cases/{case}")).json() for case in (old, new)}
    assert views[old]["lane_hash"] == lane_hash(BEFORE)
    assert views[new]["lane_hash"] == lane_hash(AFTER)
    assert views[old]["lane"] == views[new]["lane"] == LANE
    only_before, only_after = set(BEFORE.steps) - set(AFTER.steps), set(AFTER.steps) - set(BEFORE.steps)
    assert set(done[old]) & only_before
    assert not set(done[old]) & only_after
    assert not set(done[new]) & only_before
    assert done[new] != done[old][: len(done[new])]
