"""Every route, for every role, on what is one's own and on what is not: over HTTP, as a table that people can check.

``who_may_do_what.csv`` has a row for each route and kind of thing, and a column for each kind of person. A cell says
``y`` where the request gets past the door, and is then answered with the status in the column ``yes``: mostly a refusal
for reasons that have nothing to do with who asks (409: the step is not open), so that no cell changes what the next one
finds. It was written by hand from what people are to be able to do, not from ``services/security/policy.py``.
"""

from __future__ import annotations

import asyncio
import csv
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import pytest
from fastapi.routing import APIRoute

from services.api.context import open_surroundings
from services.audit.chain import Head, Outcome, Row, first_break
from services.audit.keeping import head, kept_rows
from services.processes import SERVICES, api
from services.security.authentication import OPEN, OPEN_BELOW
from services.security.policy import POLICY, Action
from services.security.principal import Principal, Role
from services.store.database import open_database, reading
from services.telemetry import begin_telemetry
from services.web.endpoints import router as page
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import bearer, principal

TABLE: Final = Path(__file__).with_name("who_may_do_what.csv")
FIRM, OTHER = "91210100MA0000001X", "91210100MA0000002Y"
ELSEWHERE = "customer_window"
"""A pool of another lane."""
NOTHING_KEPT: Final = frozenset({"/checks", "/maps", "/derivations", "/exports", "/differences", "/imports"})
"""What is sent there is looked at, and nothing of it is kept."""
NOT_PEOPLE: Final = ("method", "path", "body", "about", "pools", "yes")


def table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def people(pools: str) -> dict[str, Principal]:
    """Everybody but the stranger, where officers and supervisors are of the first pool."""
    own, lane = (*pools.split(), ELSEWHERE, ELSEWHERE)[:2]
    return {
        "nobody": principal("nobody"),
        "applicant": principal(FIRM, Role.APPLICANT),
        "other applicant": principal(OTHER, Role.APPLICANT),
        "agent": principal("agent-1", Role.AGENT, mandates=[FIRM]),
        "other agent": principal("agent-2", Role.AGENT, mandates=[OTHER]),
        "officer": principal("officer-1", Role.OFFICER, departments=[own]),
        "officer of the lane": principal("officer-2", Role.OFFICER, departments=[lane]),
        "officer elsewhere": principal("officer-3", Role.OFFICER, departments=[ELSEWHERE]),
        "supervisor": principal("supervisor-1", Role.SUPERVISOR, departments=[own]),
        "supervisor elsewhere": principal("supervisor-3", Role.SUPERVISOR, departments=[ELSEWHERE]),
        "officer who applies": principal(FIRM, Role.OFFICER, departments=[own]),
        "designer": principal("designer-1", Role.DESIGNER),
        "other designer": principal("designer-2", Role.DESIGNER),
        "operator": principal("operator-1", Role.OPERATOR),
    }


@dataclass(frozen=True)
class Hall:
    """An API with a case of every kind, and an experiment that was cancelled.

    Attributes
    ----------
    named : what the table's addresses and bodies mean
    """

    api: Running
    named: Mapping[str, str]


@asynccontextmanager
async def hall(folder: Path, temporal: str) -> AsyncIterator[Hall]:
    async with running(settings_of(folder, temporal), begin_telemetry()) as made:
        named = {"firm": FIRM, "other": OTHER, "digest": "0" * 64}
        commitment = {"safety_related": "no", "correctable_later": "yes", "on_negative_list": "no"}
        for name, lane, attributes, applicant in (
            ("named", "property_registration", {"registration_kind": "general"}, FIRM),
            ("nameless", "property_registration", {"registration_kind": "general"}, None),
            ("sealed", "complaint_handling", {"channel": "private_firm_body", "sealed": "yes"}, None),
            ("listing", "credit_list", {"list": "black", "subject": "firm"}, FIRM),
            ("business", "business_setup", {}, FIRM),
            ("permit", "construction_permit", {"project_kind": "general"}, FIRM),
            ("commitment", "commitment_approval", commitment, FIRM),
            ("follow_up", "commitment_follow_up", {}, FIRM),
            ("agency", "agent_service", {"registration_kind": "general"}, FIRM),
        ):
            body = {"lane": lane, "attributes": attributes, "applicant": applicant}
            answer = await made.post("/cases", {key: value for key, value in body.items() if value is not None})
            assert answer.status_code == 201, answer.text
            named[name] = answer.json()["id"]
        # Once this is answered, the store knows of the sealed case what its departments are.
        begun = await made.post(f"/cases/{named['sealed']}/work-items/first_verification/begin")
        assert begun.status_code == 200, begun.text
        async with made.acting(people("")["applicant"]) as firm:
            given = await firm.post("/mandates", {"agent": "agent-1", "ends_at": "2099-01-01T00:00:00+08:00"})
            assert given.status_code == 201, given.text
            named["mandate"] = given.json()["id"]
        async with made.acting(people("")["designer"]) as designer:
            asked = await designer.post("/experiments", {"kind": "simulate", "subjects": ["property_registration"]})
            named["experiment"] = asked.json()["id"]
            assert (await designer.http.delete(asked.headers["Location"])).status_code == 200
            drafted = await designer.post("/drafts", {"title": "Faster", "lane": {"id": "faster"}})
            named["draft"] = drafted.json()["id"]
        yield Hall(made, named)


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_everybody_may_do_what_the_table_says_and_no_more(tmp_path: Path, temporal_address: str) -> None:
    wrong: list[str] = []
    async with hall(tmp_path, temporal_address) as found:
        settings, address = found.api.settings, found.api.http.base_url
        store = open_database(settings.database)
        async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=60) as client:
            for row in table():
                credentials = {name: bearer(settings, who) for name, who in people(row["pools"]).items()}
                for name, headers in {"stranger": {}, **credentials}.items():
                    with reading(store) as connection:
                        before = head(connection)
                    answer = await _asked(client, headers, row, found.named)
                    with reading(store) as connection:
                        written = list(kept_rows(connection, before.sequence + 1))
                    wrong += _wrong(row, name, answer) + _not_in_the_trail(row, name, answer, written)
        with reading(store) as connection:
            assert isinstance(first_break(kept_rows(connection)), Head)
        store.dispose()
    assert wrong == []


async def _asked(
    client: httpx.AsyncClient, headers: Mapping[str, str], row: Mapping[str, str], named: Mapping[str, str]
) -> httpx.Response:
    def filled(text: str) -> str:
        for name, value in named.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    body = {"json": json.loads(filled(row["body"]))} if row["body"] else {}
    return await client.request(row["method"], filled(row["path"]), headers=headers, **body)


def _wrong(row: Mapping[str, str], name: str, answer: httpx.Response) -> list[str]:
    expected = row["yes"] if row[name] == "y" else row[name]
    found = str(answer.status_code)
    told = f"{row['method']} {row['path']} ({row['about']}) by {name}: expected {expected}, was {found} {answer.text}"
    if found != expected:
        return [told]
    if found == "401":
        return [] if answer.headers["WWW-Authenticate"].startswith("Bearer") else [f"{told}: without a challenge"]
    unknown = "nothing_there" if row["path"].startswith("/mandates/") else "no_such_case"
    if found == "404" and answer.json()["code"] != unknown:
        return [f"{told}: what one may not know of looks otherwise than what does not exist"]
    return []


def _not_in_the_trail(row: Mapping[str, str], name: str, answer: httpx.Response, rows: list[Row]) -> list[str]:
    """What the trail lacks of a request: refusals by access, and whatever may change something, are in it."""
    told = f"{row['method']} {row['path']} ({row['about']}) by {name}: {answer.status_code}"
    outcomes = [each.entry.outcome for each in rows]
    who = {each.entry.subject for each in rows}
    if name == "stranger":
        return [f"{told} is in the trail"] if rows else []
    if answer.status_code in {403, 404}:
        expected = [Outcome.FORBIDDEN]
    elif row["method"] == "GET" or answer.status_code in {422, 428} or row["path"] in NOTHING_KEPT:
        expected = []
    elif answer.status_code == 409:
        expected = [Outcome.INTENDED, Outcome.REFUSED]
    else:
        expected = [Outcome.DONE]
    right = outcomes == expected and who <= {people(row["pools"])[name].subject}
    return [] if right else [f"{told}: expected {expected} in the trail, found {rows}"]


@pytest.fixture(scope="module")
def operations(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[dict[str, list[str]]]]:
    """Method and address of every operation of every service, and what its description says of who may use it."""
    folder = tmp_path_factory.mktemp("described")

    async def described() -> dict[tuple[str, str], list[dict[str, list[str]]]]:
        found = {}
        for service in SERVICES:
            around = await open_surroundings(settings_of(folder / service, "127.0.0.1:1"), begin_telemetry())
            for path, methods in api(service, around).openapi()["paths"].items():
                for method, operation in methods.items():
                    found[method.upper(), path] = operation.get("security", [])
            around.engine.dispose()
        return found

    return asyncio.run(described())


def test_every_route_says_what_it_is_about_to_do(
    operations: Mapping[tuple[str, str], list[dict[str, list[str]]]],
) -> None:
    closed = {operation: security for operation, security in operations.items() if operation[1] not in OPEN}
    assert closed
    for operation, security in closed.items():
        [[action]] = [each["bearer"] for each in security]
        assert Action(action) in POLICY, operation
    assert {path for _, path in operations} - {path for _, path in closed} == {
        "/healthz",
        "/readyz",
        "/metrics",
        "/publications",
    }


def test_no_route_is_left_out_of_the_description_but_those_of_the_page() -> None:
    for routers in SERVICES.values():
        for router in routers:
            if router is page:
                assert all(
                    isinstance(route, APIRoute) and (route.path in OPEN or route.path.startswith(OPEN_BELOW))
                    for route in router.routes
                )
                continue
            assert all(isinstance(route, APIRoute) and route.include_in_schema for route in router.routes)


def test_every_route_is_in_the_table(operations: Mapping[tuple[str, str], list[dict[str, list[str]]]]) -> None:
    asked = {(row["method"], row["path"].partition("?")[0]) for row in table()}
    for method, path in operations:
        pattern = re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))
        if path not in OPEN:
            assert any(method == each[0] and pattern.fullmatch(each[1]) for each in asked), (method, path)


def test_every_action_is_in_the_policy_and_every_cell_of_the_table_is_filled() -> None:
    assert set(POLICY) == set(Action)
    for row in table():
        assert set(row) - {*NOT_PEOPLE, "stranger"} == set(people(row["pools"]))
        assert {row[name] for name in row if name not in NOT_PEOPLE} <= {"y", "401", "403", "404"}
