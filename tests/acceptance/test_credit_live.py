"""A commitment that was broken gates the next one of whoever broke it, until that is repaired: all of it live."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote
from uuid import uuid4

import pytest

from services.security.principal import Role
from services.settings import environment_of
from services.telemetry import begin_telemetry
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import principal

LANE = "shenyang_credit"
"""A scenario whose lever is the gate: the black list takes the long way, the red list goes first."""
ELIGIBLE = {"safety_related": "no", "correctable_later": "yes", "on_negative_list": "no", "major_decision": "no"}
CLEAR = {"red_listed": "no", "blacklisted": "no"}
COMMITMENT = "commitment_check_opened"


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    settings = settings_of(tmp_path, temporal_address)
    for name, value in environment_of(settings).items():
        monkeypatch.setenv(name, value)
    async with running(settings, begin_telemetry()) as found:
        yield found


async def start(api: Running, applicant: str | None, **attributes: str) -> str:
    body = {"lane": LANE, "id": f"commitment-{uuid4().hex}", "attributes": {**ELIGIBLE, **attributes}}
    answer = await api.post("/cases", body if applicant is None else {**body, "applicant": applicant})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def view_of(api: Running, case: str) -> dict[str, object]:
    answer = await api.http.get(f"/cases/{quote(case, safe='')}")
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


async def go_on(api: Running, case: str, outcomes: Mapping[str, str], until: str | None = None) -> dict[str, object]:
    """Do what a case waits for until it ends, or until a step waits: outcomes as named, else the last one."""
    view = await view_of(api, case)
    async with api.acting(principal(str(view["applicant"]), Role.APPLICANT)) as applicant:
        return await _go_on(api, applicant, case, outcomes, until)


async def _go_on(
    api: Running, applicant: Running, case: str, outcomes: Mapping[str, str], until: str | None
) -> dict[str, object]:
    address = f"/cases/{quote(case, safe='')}"
    while True:
        view = await view_of(api, case)
        items = view["items"]
        assert isinstance(items, list)
        if view["result"] is not None or any(item["step"] == until for item in items):
            return view
        for item in items:
            step = item["step"]
            outcome = outcomes.get(step, item["outcomes"][-1] if item["outcomes"] else "done")
            body = {"outcome": outcome, "occurrence": item["occurrence"]}
            if item["actor"] == "applicant":
                answer = await applicant.post(f"{address}/answers/{step}", body)
            else:
                answer = await api.post(f"{address}/work-items/{step}/complete", body)
            assert answer.status_code == 200, answer.text


async def follow_up_of(api: Running) -> str:
    """The case that a commitment has opened."""
    while True:
        [*items] = (await api.http.get("/work-items", params={"lane": "commitment_follow_up"})).json()["items"]
        if items:
            return str(items[0]["case"])


class Credit(TypedDict, total=False):
    """What the command says of one subject, of a proposal, or of everybody."""

    attributes: dict[str, str]
    record: list[dict[str, str]]
    listed: list[dict[str, str]]


async def credit(*arguments: str) -> Credit:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.cli.main", "credit", *arguments, "--json", stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    found: Credit = json.loads(out)
    return found


@pytest.mark.slow
async def test_a_broken_commitment_gates_the_next_one_until_it_is_repaired(api: Running) -> None:
    applicant = f"91210100{uuid4().hex[:10].upper()}"
    first = await start(api, applicant)
    view = await view_of(api, first)
    assert (view["applicant"], view["attributes"]) == (applicant, {**ELIGIBLE, **CLEAR})
    assert (await go_on(api, first, {}))["result"] == "approved"
    assert await credit() == {"listed": []}

    follow_up = await follow_up_of(api)
    assert (await go_on(api, follow_up, {"ex_post_check": "broken"}))["result"] == "revoked"
    [listed] = (await credit())["listed"]
    assert (listed["subject"], listed["list"], listed["place"]) == (applicant, "black", "listed")
    assert listed["since"] == (await view_of(api, follow_up))["ended_at"]
    assert listed["reason"] == f"case {follow_up}: commitment broken, decision revoked"

    # Whatever the caller says, the register decides; and the lane takes the long way instead of a commitment.
    gated = await start(api, applicant, blacklisted="no")
    assert (await view_of(api, gated))["attributes"] == {**ELIGIBLE, "red_listed": "no", "blacklisted": "yes"}
    assert (await go_on(api, gated, {}))["result"] == "approved"
    assert COMMITMENT in await steps_of(api, first)
    assert COMMITMENT not in await steps_of(api, gated)
    # Others are not touched by it, and those who are not known say themselves what they are.
    other = await start(api, f"{applicant}X", blacklisted="yes")
    assert (await view_of(api, other))["attributes"] == {**ELIGIBLE, **CLEAR}
    unknown = await start(api, None, red_listed="no", blacklisted="yes")
    assert (await view_of(api, unknown))["attributes"] == {**ELIGIBLE, "red_listed": "no", "blacklisted": "yes"}

    # Told and heard by a case of the lane of listings, begun once; its repair opens the gate again.
    for _ in range(2):
        assert len((await credit("--propose"))["listed"]) == 1
    listing = f"credit_list-{follow_up.replace('/', '.')}"
    assert (await view_of(api, listing))["applicant"] == applicant
    await go_on(api, listing, {"respond": "accepts"}, until="put_right")
    assert (await credit(applicant))["attributes"]["blacklisted"] == "yes"
    await go_on(api, listing, {})
    record = (await credit(applicant))["record"]
    assert [each["happening"] for each in record] == [
        "proposed", "listed", "initiated", "answered", "fed_back", "repair_asked", "repair_granted",
    ]  # fmt: skip
    assert (await view_of(api, await start(api, applicant)))["attributes"] == {**ELIGIBLE, **CLEAR}
    assert await credit() == {"listed": []}


async def test_without_an_applicant_every_attribute_has_to_be_given(api: Running) -> None:
    body = {"lane": LANE, "attributes": ELIGIBLE}
    missing = await api.post("/cases", body)
    assert missing.status_code == 422
    assert "missing: blacklisted (yes or no), red_listed (yes or no)" in missing.json()["detail"]
    nobody = await api.post("/cases", {**body, "applicant": "no body"})
    assert nobody.status_code == 422


async def steps_of(api: Running, case: str) -> set[str]:
    events = (await api.http.get(f"/cases/{case}/events", params={"limit": 1000})).json()["events"]
    return {event["step"] for event in events}
