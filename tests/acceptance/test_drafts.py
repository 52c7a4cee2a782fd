"""Drafts over HTTP: begun, changed by whoever has seen the latest, compared, read by others, removed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from services.security.principal import Role
from services.telemetry import begin_telemetry
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import principal
from workflows.definition.catalogue import shipped_lane
from workflows.differences.comparing import document_of

LANE = document_of(shipped_lane("property_registration"))


class Studio:
    """Two designers."""

    def __init__(self, anna: Running, bo: Running) -> None:
        self.anna, self.bo = anna, bo


@pytest.fixture
async def studio(tmp_path: Path, temporal_address: str) -> AsyncIterator[Studio]:
    async with running(settings_of(tmp_path, temporal_address), begin_telemetry()) as api, AsyncExitStack() as stack:
        people = (principal("anna", Role.DESIGNER), principal("bo", Role.DESIGNER))
        yield Studio(*[await stack.enter_async_context(api.acting(who)) for who in people])


async def test_versions_are_written_after_the_one_that_was_seen_and_compared(studio: Studio) -> None:
    begun = await studio.anna.post("/drafts", {"title": "One day", "lane": LANE}, key="k-1")
    assert begun.status_code == 201, begun.text
    address = begun.headers["Location"]
    assert (begun.headers["ETag"], begun.json()["own"], begun.json()["lane"]) == ('"1"', True, LANE)
    again = await studio.anna.post("/drafts", {"title": "One day", "lane": LANE}, key="k-1")
    assert again.json()["id"] == begun.json()["id"]

    pools = LANE["pools"]
    assert isinstance(pools, dict)
    quicker = {**LANE, "title": {"zh": "更快", "en": "Quicker"}, "pools": {**pools, "more": "half typed"}}
    change = {"lane": quicker, "levers": [{"lever": "no_such_lever"}], "note": "not sound yet"}
    client = studio.anna.http
    assert (await client.post(f"{address}/versions", json=change)).status_code == 428
    written = await client.post(f"{address}/versions", json=change, headers={"If-Match": '"1"'})
    assert (written.status_code, written.headers["ETag"]) == (201, '"2"'), written.text
    late = await client.post(f"{address}/versions", json=change, headers={"If-Match": '"1"'})
    assert (late.status_code, late.json()["code"]) == (412, "draft_changed")
    assert '"2"' in late.json()["detail"]

    shown = await client.get(address)
    assert shown.headers["ETag"] == '"2"'
    assert (shown.json()["lane"], shown.json()["levers"]) == (quicker, change["levers"])
    listed = (await client.get(f"{address}/versions", params={"limit": 1})).json()
    assert [each["note"] for each in listed["versions"]] == ["not sound yet"]
    older = (await client.get(f"{address}/versions", params={"cursor": listed["next"]})).json()
    assert ([each["number"] for each in older["versions"]], older["next"]) == ([1], None)
    first = (await client.get(f"{address}/versions/1")).json()["lane"]
    assert first == LANE

    differences = await studio.anna.post("/differences", {"before": first, "after": quicker})
    assert differences.status_code == 200, differences.text
    told = differences.json()
    assert [each["field"] for each in told["other"]] == ["title"]
    assert told["other"][0]["after"]["text"] == {"zh": "更快", "en": "Quicker"}
    assert [(each["id"], each["change"]) for each in told["pools"]] == [("more", "added")]
    assert told["steps"] == []


async def test_others_read_a_draft_and_leave_it_alone(studio: Studio) -> None:
    begun = await studio.anna.post("/drafts", {"title": "Hers", "lane": {"id": "x"}})
    address = begun.headers["Location"]
    seen = await studio.bo.http.get(address)
    assert (seen.status_code, seen.json()["own"], seen.json()["owner"]) == (200, False, "anna")
    for answer in (
        await studio.bo.http.post(f"{address}/versions", json={"lane": {}}, headers={"If-Match": "*"}),
        await studio.bo.http.delete(address, headers={"If-Match": "*"}),
    ):
        assert answer.status_code == 403
    theirs = (await studio.bo.http.get("/drafts", params={"owner": "anna"})).json()["drafts"]
    assert [each["title"] for each in theirs] == ["Hers"]
    assert (await studio.bo.http.get("/drafts", params={"owner": "bo"})).json() == {"drafts": [], "next": None}


async def test_a_removed_draft_is_gone(studio: Studio) -> None:
    begun = await studio.anna.post("/drafts", {"title": "Short", "lane": {"id": "x"}})
    address, client = begun.headers["Location"], studio.anna.http
    assert (await client.delete(address)).status_code == 428
    assert (await client.delete(address, headers={"If-Match": '"7"'})).status_code == 412
    assert (await client.delete(address, headers={"If-Match": begun.headers["ETag"]})).status_code == 204
    for path in (address, f"{address}/versions", f"{address}/versions/1"):
        assert (await client.get(path)).status_code == 404
    assert (await client.delete(address, headers={"If-Match": "*"})).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        '{"title": "x", "lane": ' + '{"a": ' * 200 + "1" + "}" * 200 + "}",
        '{"title": "x", "lane": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"title": "x", "lane": {"a": "\\ud800"}}',
        '{"title": "x", "lane": {"a": NaN}}',
        '{"title": "x", "lane": {"a": 1e999}}',
        '{"title": "x\\u0000", "lane": {}}',
        '{"title": "", "lane": {}}',
        '{"title": "x", "lane": []}',
    ],
    ids=["deep", "deepest", "half a character", "NaN", "infinity", "null in title", "no title", "a list"],
)
async def test_what_cannot_be_kept_is_refused(studio: Studio, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await studio.anna.http.post("/drafts", content=body, headers=headers)
    assert answer.status_code in {400, 422}, answer.text
    twice = body.replace('"title": ', '"before": {}, "after": ').replace('"lane"', '"x"')
    assert (await studio.anna.http.post("/differences", content=twice, headers=headers)).status_code in {400, 422}


async def test_a_null_character_in_a_lane_comes_back(studio: Studio) -> None:
    typed = {"id": "a\u0000b", "note": "好", "body": {"kind": "sequence", "steps": [{"kind": 5}, 7, None]}}
    begun = await studio.anna.post("/drafts", {"title": "Odd", "lane": typed})
    assert begun.status_code == 201, begun.text
    assert (await studio.anna.http.get(begun.headers["Location"])).json()["lane"] == typed
    compared = await studio.anna.post("/differences", {"before": typed, "after": LANE})
    assert compared.status_code == 200, compared.text
