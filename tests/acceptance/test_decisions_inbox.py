"""The inbox, asked in every way that there is, over HTTP on a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from services.security.principal import Principal
from services.telemetry import Telemetry, begin_telemetry
from tests.acceptance.counters import CHECK, CHEN, LI, REVIEW, WANG, ZHAO, ask, licence, told
from tests.acceptance.running import Running, running, settings_of


@pytest.fixture(scope="session")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), telemetry) as found:
        yield found


async def inbox(api: Running, who: Principal | None = None, **query: str) -> list[dict[str, Any]]:
    """A page of the inbox as somebody sees it."""
    if who is not None:
        async with api.acting(who) as theirs:
            return await inbox(theirs, None, **query)
    answer = await api.http.get("/work-items", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_the_inbox_is_asked_by_everything_that_an_item_shows(api: Running) -> None:
    case, other = await licence(api), await licence(api, REVIEW)
    elsewhere = await api.start("business_setup")
    assert (await ask(api, LI, f"/cases/{case}/work-items/{CHECK}/claim", seen=0)).status_code == 200
    whole = await inbox(api)
    assert {item["case"] for item in whole} == {case, other, elsewhere}
    for field in ("pool", "department", "lane", "case", "actor", "stage", "assignee", "lamp"):
        for value in {item[field] for item in whole} - {""}:
            assert await inbox(api, None, **{field: value}) == [item for item in whole if item[field] == value], field
    assert await inbox(api, assignee="unassigned") == [item for item in whole if item["assignee"] == ""]
    assert [item["case"] for item in await inbox(api, LI, assignee="me")] == [case]
    assert await inbox(api, WANG, assignee="me") == []
    assert await inbox(api, lamp="overdue") == []
    assert await inbox(api, lane="commitment_approval", stage="started") == []


async def test_an_officer_is_shown_what_is_their_departments_alone(api: Running) -> None:
    case = await licence(api)
    await api.start("business_setup")
    for who in (LI, CHEN):
        assert [item["case"] for item in await inbox(api, who)] == [case]
    assert await inbox(api, ZHAO) == []


async def test_what_cannot_be_asked_is_refused(api: Running) -> None:
    wrong: tuple[dict[str, str], ...] = (
        {"assignees": "me"},
        {"lamp": "red"},
        {"stage": "completed"},
        {"actor": "boss"},
        {"limit": "0"},
    )
    for query in wrong:
        answer = await api.http.get("/work-items", params=query)
        assert told(answer) == (422, "invalid_request"), query
    for cursor in ("x", "W10", "!"):
        assert told(await api.http.get("/work-items", params={"cursor": cursor})) == (422, "invalid_input")


async def test_pages_miss_nothing_and_show_nothing_twice_while_items_come_and_go(api: Running) -> None:
    cases = [await licence(api) for _ in range(4)]
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        query = {"limit": "1", "assignee": "unassigned", "lamp": "normal", **cursor}
        page = (await api.http.get("/work-items", params=query)).json()
        found += [item["case"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
        if len(found) == 2:  # what was shown is taken, and something new comes
            assert (await ask(api, LI, f"/cases/{cases[0]}/work-items/{CHECK}/claim", seen=0)).status_code == 200
            cases.append(await licence(api))
    assert found == cases
