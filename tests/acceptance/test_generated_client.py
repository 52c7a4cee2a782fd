"""A client that a generator made from the API's description works on the real system, typed answers and errors too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from services.security.principal import EVERY, Role
from services.telemetry import begin_telemetry
from tests.acceptance.generated_client import Generated, generated
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import bearer, principal

FIRM = "91210400MA0TOWER01"


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), begin_telemetry()) as found:
        yield found


@pytest.fixture
async def made(api: Running, tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return generated((await api.http.get("/openapi.json")).json(), tmp_path_factory.mktemp("client"))


@pytest.fixture
async def people(api: Running, made: Generated) -> AsyncIterator[tuple[Any, Any, Any]]:
    """A firm, an officer and a colleague, each with a client of their own."""
    officer = {Role.OFFICER, Role.SUPERVISOR}
    async with AsyncExitStack() as clients:
        found = []
        for subject, roles in ((FIRM, {Role.APPLICANT}), ("li", officer), ("wang", officer)):
            header = bearer(api.settings, principal(subject, *roles, departments=[EVERY]))["Authorization"]
            client = made.client(str(api.http.base_url), header.removeprefix("Bearer "))
            found.append(await clients.enter_async_context(client))
        yield found[0], found[1], found[2]


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_a_case_is_started_claimed_completed_and_measured_with_a_generated_client(
    made: Generated, people: tuple[Any, Any, Any]
) -> None:
    assert made.said == ()
    firm, officer, colleague = people
    problem, new_case = made.model("Problem"), made.model("NewCase")

    async def ask(who: Any, tag: str, operation: str, *of: object, **sent: object) -> Any:  # noqa: ANN401
        return await made.operation(tag, operation).asyncio(*of, client=who, **sent)

    # Started once, however often it is sent; another request under the key is a typed problem.
    new = new_case.from_dict({"lane": "business_setup"})
    started = await ask(firm, "requests", "start_case", body=new, idempotency_key="one")
    assert (await ask(firm, "requests", "start_case", body=new, idempotency_key="one")).id == started.id
    other = new_case.from_dict({"lane": "business_setup", "id": "another"})
    refused = await ask(firm, "requests", "start_case", body=other, idempotency_key="one")
    assert isinstance(refused, problem)
    assert (refused.status, refused.code) == (422, "key_reused")
    strange = await ask(firm, "requests", "start_case", body=new_case(lane=""))
    assert [each.pointer for each in strange.errors] == ["/lane"]
    unknown = await ask(firm, "requests", "show_case", "no-such-case")
    assert (unknown.status, unknown.code) == (404, "no_such_case")

    # Pages, by the cursor that each gives.
    done = made.model("Answer")(outcome="done")
    assert (await ask(firm, "requests", "answer_step", started.id, "file_name_approval", body=done)).at
    seen, page = [], await ask(firm, "requests", "list_case_events", started.id, limit=2)
    while page.next_ is not None:
        seen += page.events
        page = await ask(firm, "requests", "list_case_events", started.id, limit=2, cursor=page.next_)
    seen += page.events
    assert [event.sequence for event in seen] == list(range(len(seen)))
    assert len(seen) > 2
    bad = await ask(firm, "requests", "list_case_events", started.id, cursor="!")
    assert (bad.status, bad.code) == (422, "invalid_input")

    # Of two officers who saw the same item free, one gets it.
    [item] = (await ask(officer, "decisions", "list_work_items", case=started.id)).items
    shown = await made.operation("decisions", "show_work_item").asyncio_detailed(started.id, item.step, client=officer)
    tag = shown.headers["ETag"]
    assert tag == f'"{item.revision}"'
    where = (started.id, item.step)
    assert (await ask(officer, "decisions", "claim_step", *where)).status == 428
    assert (await ask(officer, "decisions", "claim_step", *where, if_match=tag)).at
    late = await ask(colleague, "decisions", "claim_step", *where, if_match=tag)
    assert (late.status, late.code) == (412, "stale")
    complete = made.model("Complete")(outcome=item.outcomes[-1])
    assert (await ask(colleague, "decisions", "complete_step", *where, body=complete)).code == "not_assignee"
    assert (await ask(officer, "decisions", "complete_step", *where, body=complete)).at

    # What is known of it afterwards.
    timeline = await ask(officer, "insights", "show_case_timeline", started.id)
    assert {step.step for step in timeline.steps} >= {"file_name_approval", item.step}
    lanes = {lane.id for lane in await ask(officer, "insights", "list_lanes")}
    assert started.lane in lanes
    figures = await ask(officer, "insights", "show_lane_statistics", started.lane)
    assert figures.lane == started.lane
