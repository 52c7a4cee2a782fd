"""The same done to many items, over HTTP on a real server: each by itself, once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from services.telemetry import Telemetry, begin_telemetry
from tests.acceptance.counters import CHECK, CHEN, LI, WANG, ZHAO, ask, item, licence, told
from tests.acceptance.running import Running, running, settings_of


@pytest.fixture(scope="session")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), telemetry) as found:
        yield found


PATH = "/work-items/bulk"
HERE = {"pool": "licence_office"}


def outcomes(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 200, answer.text
    return {item["case"]: item["outcome"] for item in answer.json()["items"]}


async def test_everything_that_a_query_finds_is_claimed_and_done(api: Running) -> None:
    cases = [await licence(api) for _ in range(5)]
    dry = await ask(api, LI, PATH, {"filter": HERE, "action": {"kind": "claim"}, "dry_run": True}, key="b")
    assert (outcomes(dry), dry.json()["done"]) == (dict.fromkeys(cases, "not_tried"), 0)
    assert (await ask(api, WANG, f"/cases/{cases[0]}/work-items/{CHECK}/claim", seen=0)).status_code == 200

    claim = {"filter": {**HERE, "assignee": "unassigned"}, "action": {"kind": "claim"}, "limit": 3}
    answer = await ask(api, LI, PATH, claim)
    assert (outcomes(answer), answer.json()["done"], answer.json()["more"]) == (
        dict.fromkeys(cases[1:4], "done"),
        3,
        True,
    )
    assert {(await item(api, case))["assignee"] for case in cases[1:4]} == {"li"}
    mine = {"filter": {"assignee": "me"}, "action": {"kind": "complete", "outcome": "complete"}}
    assert outcomes(await ask(api, LI, PATH, mine)) == dict.fromkeys(cases[1:4], "done")
    assert {(await item(api, case))["member"] for case in cases[1:4]} == {"li"}


async def test_each_item_is_answered_for_by_itself(api: Running) -> None:
    taken, free = await licence(api), await licence(api)
    assert (await ask(api, WANG, f"/cases/{taken}/work-items/{CHECK}/claim", seen=0)).status_code == 200
    complete = {"filter": HERE, "action": {"kind": "complete", "outcome": "complete"}}
    answer = await ask(api, LI, PATH, complete)
    assert outcomes(answer) == {taken: "refused", free: "done"}
    problems = {each["case"]: each["problem"] for each in answer.json()["items"]}
    assert problems[free] is None
    assert (problems[taken]["status"], problems[taken]["code"]) == (403, "not_assignee")
    reassign = {"filter": {"case": taken}, "action": {"kind": "reassign", "to": "li"}}
    [refused] = (await ask(api, LI, PATH, reassign)).json()["items"]
    assert (refused["outcome"], refused["problem"]["code"]) == ("refused", "forbidden")
    assert outcomes(await ask(api, CHEN, PATH, reassign)) == {taken: "done"}
    for action, who in (("begin", LI), ("release", LI), ("escalate", ZHAO)):
        asked = {"filter": {"case": taken}, "action": {"kind": action}}
        found = outcomes(await ask(api, who, PATH, asked))
        assert found == ({} if who is ZHAO else {taken: "done"})
    raised = {"filter": {"case": taken}, "action": {"kind": "escalate", "to": "chen"}}
    assert outcomes(await ask(api, LI, PATH, raised)) == {taken: "done"}
    handed = {"filter": {"assignee": "me"}, "action": {"kind": "delegate", "to": "wang"}}
    assert outcomes(await ask(api, CHEN, PATH, handed)) == {taken: "done"}
    assert (await item(api, taken))["assignee"] == "wang"


async def test_the_same_request_under_its_key_is_about_the_same_items(api: Running) -> None:
    first_case, second_case = await licence(api), await licence(api)
    claim = {"filter": {**HERE, "assignee": "unassigned"}, "action": {"kind": "claim"}}
    first = await ask(api, LI, PATH, claim, key="bulk-1")
    assert outcomes(first) == dict.fromkeys((first_case, second_case), "done")
    later = await licence(api)
    again = await ask(api, LI, PATH, claim, key="bulk-1")
    assert again.json() == first.json()
    assert [(await item(api, case))["revision"] for case in (first_case, second_case, later)] == [1, 1, 0]
    assert told(await ask(api, LI, PATH, {**claim, "limit": 1}, key="bulk-1")) == (422, "key_reused")
    # Keys are everybody's own.
    assert outcomes(await ask(api, WANG, PATH, claim, key="bulk-1")) == {later: "done"}


async def test_two_officers_who_take_all_at_once_share_it(api: Running) -> None:
    cases = [await licence(api) for _ in range(6)]
    claim = {"filter": HERE, "action": {"kind": "claim"}}
    answers = await asyncio.gather(*(ask(api, who, PATH, claim) for who in (LI, WANG)))
    got = [{case for case, outcome in outcomes(answer).items() if outcome == "done"} for answer in answers]
    assert got[0] | got[1] == set(cases)
    assert got[0] & got[1] == set()
    for case in cases:
        assert (await item(api, case))["assignee"] == ("li" if case in got[0] else "wang")


async def test_what_nobody_answers_for_is_asked_again_under_the_same_key(api: Running) -> None:
    cases = [await licence(api) for _ in range(3)]
    claim = {"filter": HERE, "action": {"kind": "claim"}, "limit": 3}
    gone = api.settings.model_copy(update={"answer_within": 1.0, "temporal_address": "127.0.0.1:1"})
    async with running(gone, begin_telemetry(), worker=False) as cut_off:
        answer = await ask(cut_off, LI, PATH, claim, key="bulk-2")
        assert set(outcomes(answer)) == set(cases)
        assert "unanswered" in outcomes(answer).values()
        assert set(outcomes(answer).values()) <= {"unanswered", "not_tried"}
        assert {each["problem"]["status"] for each in answer.json()["items"] if each["problem"]} == {503}
    assert outcomes(await ask(api, LI, PATH, claim, key="bulk-2")) == dict.fromkeys(cases, "done")


async def test_what_cannot_be_done_to_many_is_refused_as_a_whole(api: Running) -> None:
    for body in (
        {"filter": HERE},
        {"filter": {"pol": "x"}, "action": {"kind": "claim"}},
        {"filter": HERE, "action": {"kind": "burn"}},
        {"filter": HERE, "action": {"kind": "reassign"}},
        {"filter": HERE, "action": {"kind": "claim"}, "limit": 201},
    ):
        assert told(await ask(api, LI, PATH, body)) == (422, "invalid_request"), body
