"""Work items in hands, over HTTP on a real server: who has one, who may do it, and who comes too late."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.security.principal import Role
from services.telemetry import Telemetry, begin_telemetry
from tests.acceptance.counters import CHECK, CHEN, ELSEWHERE, LI, WANG, ZHAO, ask, item, licence, told
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import principal

NOTHING = {"filter": {"pool": "no_such_pool"}, "action": {"kind": "claim"}}
"""A request that is about nothing, by which officials are known."""


@pytest.fixture(scope="session")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), telemetry) as found:
        yield found


async def test_a_claimed_item_is_done_by_its_assignee_alone(api: Running) -> None:
    case = await licence(api)
    path = f"/cases/{case}/work-items/{CHECK}"
    free = await item(api, case)
    assert (free["assignee"], free["department"], free["lamp"]) == ("", free["department"], "normal")
    assert (await ask(api, LI, f"{path}/claim", seen=free["revision"])).status_code == 200
    mine = await item(api, case)
    assert (mine["assignee"], mine["revision"], mine["stage"]) == ("li", free["revision"] + 1, "waiting")

    for verb in ("begin", "complete"):
        body = {"outcome": "complete"} if verb == "complete" else {}
        assert told(await ask(api, WANG, f"{path}/{verb}", body)) == (403, "not_assignee")
    assert told(await ask(api, ELSEWHERE, f"{path}/begin")) == (404, "no_such_case")
    assert (await ask(api, LI, f"{path}/begin", seen=mine["revision"])).status_code == 200
    assert told(await ask(api, LI, f"{path}/complete", {"outcome": "complete"}, seen=0)) == (412, "stale")
    assert (await ask(api, LI, f"{path}/complete", {"outcome": "complete"})).status_code == 200
    done = await item(api, case)
    assert (done["stage"], done["outcome"], done["member"]) == ("completed", "complete", "li")


async def test_a_claim_has_to_say_what_was_seen(api: Running) -> None:
    case = await licence(api)
    path = f"/cases/{case}/work-items/{CHECK}/claim"
    assert told(await ask(api, LI, path)) == (428, "revision_needed")
    for other in ('"7"', 'W/"0"', '"of-something-else"'):
        assert told(await ask(api, LI, path, seen=other)) == (412, "stale")
    for none in ("0", '"0", "1"', '"'):
        assert told(await ask(api, LI, path, seen=none)) == (422, "invalid_input")
    assert (await item(api, case))["assignee"] == ""
    assert (await ask(api, LI, path, seen="*")).status_code == 200
    assert told(await ask(api, WANG, path, seen="*")) == (409, "claimed")
    assert (await item(api, case))["assignee"] == "li"


@pytest.mark.parametrize("seen", [0, "*"], ids=["as it was seen", "however it is"])
async def test_of_officers_who_claim_one_item_at_once_exactly_one_gets_it(api: Running, seen: int | str) -> None:
    case = await licence(api)
    people = [LI, WANG] * 4
    path = f"/cases/{case}/work-items/{CHECK}/claim"
    answers = await asyncio.gather(*(ask(api, who, path, seen=seen) for who in people))
    [winner] = [who.subject for who, answer in zip(people, answers, strict=True) if answer.is_success]
    lost = {told(answer) for answer in answers if not answer.is_success}
    assert lost <= {(412, "stale"), (409, "claimed")}
    found = await item(api, case)
    assert (found["assignee"], found["revision"]) == (winner, 1)
    events = (await api.http.get(f"/cases/{case}/events")).json()["events"]
    assert [event["member"] for event in events if event["kind"] == "assigned"] == [winner]


async def test_a_claim_under_a_key_takes_effect_once(api: Running) -> None:
    case = await licence(api)
    path = f"/cases/{case}/work-items/{CHECK}/claim"
    first, again = [await ask(api, LI, path, seen=0, key="claim-1") for _ in range(2)]
    assert (first.status_code, first.json()) == (again.status_code, again.json()) == (200, first.json())
    assert told(await ask(api, WANG, path, seen=0, key="claim-1")) == (422, "key_reused")
    assert (await item(api, case))["revision"] == 1


async def test_an_item_goes_from_hand_to_hand(api: Running) -> None:
    case = await licence(api)
    path = f"/cases/{case}/work-items/{CHECK}"
    assert told(await ask(api, WANG, f"{path}/release")) == (403, "not_assignee")
    assert told(await ask(api, LI, f"{path}/release")) == (403, "not_assignee")
    assert (await ask(api, LI, f"{path}/claim", seen=0)).status_code == 200
    assert told(await ask(api, WANG, f"{path}/delegate", {"to": "wang"})) == (403, "not_assignee")
    assert (await ask(api, LI, f"{path}/delegate", {"to": "wang"}, seen=1)).status_code == 200
    assert told(await ask(api, LI, f"{path}/release")) == (403, "not_assignee")
    assert (await ask(api, WANG, f"{path}/release")).status_code == 200
    assert (await item(api, case))["assignee"] == ""

    assert told(await ask(api, LI, f"{path}/reassign", {"to": "li"})) == (403, "forbidden")
    assert told(await ask(api, CHEN, f"{path}/reassign", {"to": "li"}, seen=0)) == (412, "stale")
    assert (await ask(api, CHEN, f"{path}/reassign", {"to": "li"}, seen=3)).status_code == 200
    assert told(await ask(api, CHEN, f"{path}/reassign", {"to": "li"})) == (409, "claimed")
    assert (await item(api, case))["assignee"] == "li"
    assert told(await ask(api, CHEN, f"{path}/reassign", {})) == (422, "invalid_request")

    # Whoever is ill gives nothing back: their supervisor puts it among what anybody of the pool may take.
    assert told(await ask(api, WANG, f"{path}/release")) == (403, "not_assignee")
    assert (await ask(api, CHEN, f"{path}/release")).status_code == 200
    assert (await item(api, case))["assignee"] == ""
    assert told(await ask(api, CHEN, f"{path}/release")) == (403, "not_assignee")
    assert (await ask(api, WANG, f"{path}/claim", seen=5)).status_code == 200


async def test_an_item_goes_to_nobody_whose_work_it_is_not(api: Running) -> None:
    case = await licence(api)
    path = f"/cases/{case}/work-items/{CHECK}"
    assert (await ask(api, LI, f"{path}/claim", seen=0)).status_code == 200
    official = principal("92210100MA0000003Z", Role.OFFICER, departments=["licence_office"])
    for somebody in (ZHAO, ELSEWHERE, official):
        assert (await ask(api, somebody, "/work-items/bulk", NOTHING)).status_code == 200
    for name in ("nobody-knows", "zhao", ELSEWHERE.subject):
        for who, verb in ((LI, "delegate"), (CHEN, "reassign")):
            refused = await ask(api, who, f"{path}/{verb}", {"to": name})
            assert told(refused) == (422, "not_of_department"), (name, verb)
            assert name in refused.json()["detail"]
    assert (await item(api, case))["assignee"] == "li"
    # An official of the very department is none in a case of their own.
    assert (await ask(api, LI, f"{path}/delegate", {"to": official.subject})).status_code == 200
    body = {"lane": "property_registration", "attributes": {"registration_kind": "general"}}
    theirs = await api.post("/cases", body | {"applicant": official.subject})
    assert theirs.status_code == 201
    step = f"/cases/{theirs.json()['id']}/work-items/check_contract_filing"
    window = principal(official.subject, Role.OFFICER, departments=["*"])
    assert (await ask(api, window, "/work-items/bulk", NOTHING)).status_code == 200
    chief = principal("chief", Role.SUPERVISOR, departments=["*"])
    assert told(await ask(api, chief, f"{step}/reassign", {"to": official.subject})) == (422, "not_of_department")


async def test_an_item_is_escalated_to_whom_the_owner_of_the_case_answers_to(api: Running) -> None:
    case = await licence(api)
    path = f"/cases/{case}/work-items/{CHECK}/escalate"
    assert told(await ask(api, LI, path)) == (422, "nobody_named")
    assert (await ask(api, LI, f"/cases/{case}/owner", {"supervisor": "chen"})).status_code == 200
    # Of another department, and not the owner.
    assert told(await ask(api, ZHAO, path)) == (403, "forbidden")
    first, again = [await ask(api, LI, path, key="up") for _ in range(2)]
    assert (first.status_code, again.json()) == (200, first.json())
    assert (await item(api, case))["assignee"] == "chen"
    assert told(await ask(api, LI, f"/cases/{case}/work-items/{CHECK}/complete", {"outcome": "complete"})) == (
        403,
        "not_assignee",
    )
    assert (
        await ask(api, CHEN, f"/cases/{case}/work-items/{CHECK}/complete", {"outcome": "complete"})
    ).status_code == 200


async def test_an_item_that_there_is_not_cannot_be_looked_at_or_taken(api: Running) -> None:
    case = await licence(api)
    for step, occurrence in (("licence_review", 0), (CHECK, 1), ("nothing", 0)):
        answer = await api.http.get(f"/cases/{case}/work-items/{step}", params={"occurrence": occurrence})
        assert told(answer) == (404, "nothing_there")
        assert CHECK in answer.json()["detail"]
    assert told(await ask(api, LI, f"/cases/{case}/work-items/licence_review/claim", seen=0)) == (409, "no_such_item")
    assert told(await ask(api, LI, f"/cases/{case}/work-items/file_licence/claim", seen=0)) == (409, "not_yours")
    past = {"at": "2020-01-06T09:00:00+08:00"}
    assert told(await ask(api, LI, f"/cases/{case}/work-items/{CHECK}/claim", past, seen=0)) == (409, "too_late")
    assert (await api.post(f"/cases/{case}/withdrawal")).status_code == 200
    assert told(await ask(api, LI, f"/cases/{case}/work-items/{CHECK}/claim", seen=0)) == (409, "case_over")
