"""Temporal's page shows in clear what is sealed, to those who may read everything and to nobody else."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from temporalio.api.common.v1 import Payload
from temporalio.client import Client

from services.audit.chain import Outcome
from services.audit.keeping import kept_rows
from services.secrets.codec import SealingCodec, is_sealed
from services.secrets.key_file import KeyFile
from services.security.principal import EVERY, Principal, Role
from services.store.database import open_database, reading
from services.telemetry import begin_telemetry
from services.temporal_server import temporal_command
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import bearer, principal

OPERATOR = principal("wang", Role.OPERATOR)
CHIEF = principal("zhao", Role.SUPERVISOR, departments=[EVERY])
OTHERS = (
    principal("li", Role.OFFICER, departments=[EVERY]),
    principal("sun", Role.SUPERVISOR, departments=["transaction_counter"]),
    principal("zhou", Role.DESIGNER, Role.APPLICANT),
)
TITLE = "王芳的房产证"


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), begin_telemetry(), worker=False) as found:
        yield found


def in_json(payload: Payload) -> dict[str, object]:
    metadata = {name: base64.b64encode(value).decode() for name, value in payload.metadata.items()}
    return {"metadata": metadata, "data": base64.b64encode(payload.data).decode()}


async def sealed(api: Running) -> list[dict[str, object]]:
    clear = Payload(metadata={"encoding": b"json/plain"}, data=json.dumps(TITLE, ensure_ascii=False).encode())
    [payload] = await SealingCodec(KeyFile(api.settings.keys)).encode([clear])
    return [in_json(payload)]


async def asked(api: Running, path: str, payloads: object, who: Principal, **headers: str) -> httpx.Response:
    return await api.http.post(path, json={"payloads": payloads}, headers={**bearer(api.settings, who), **headers})


@pytest.mark.parametrize("who", [OPERATOR, CHIEF], ids=["operator", "chief"])
async def test_who_may_read_everything_sees_it_in_clear_and_the_trail_knows(api: Running, who: Principal) -> None:
    answer = await asked(api, "/codec/decode", await sealed(api), who)
    assert answer.status_code == 200, answer.text
    [payload] = answer.json()["payloads"]
    assert json.loads(base64.b64decode(payload["data"])) == TITLE
    assert base64.b64decode(payload["metadata"]["encoding"]) == b"json/plain"
    store = open_database(api.settings.database)
    with reading(store) as connection:
        [row] = kept_rows(connection)
    store.dispose()
    assert (row.entry.subject, row.entry.action, row.entry.outcome) == (who.subject, "open_payloads", Outcome.DONE)


@pytest.mark.parametrize("who", OTHERS, ids=lambda who: who.subject)
async def test_others_see_nothing(api: Running, who: Principal) -> None:
    for path in ("/codec/decode", "/codec/encode"):
        assert (await asked(api, path, await sealed(api), who)).status_code == 403
    async with httpx.AsyncClient(base_url=api.http.base_url, trust_env=False) as stranger:
        assert (await stranger.post("/codec/decode", json={"payloads": await sealed(api)})).status_code == 401


async def test_what_is_sealed_here_can_be_opened_by_a_worker(api: Running) -> None:
    clear = Payload(metadata={"encoding": b"json/plain"}, data=b'"done"')
    answer = await asked(api, "/codec/encode", [in_json(clear)], OPERATOR)
    [found] = answer.json()["payloads"]
    payload = Payload(
        metadata={name: base64.b64decode(value) for name, value in found["metadata"].items()},
        data=base64.b64decode(found["data"]),
    )
    assert is_sealed(payload)
    assert await SealingCodec(KeyFile(api.settings.keys)).decode([payload]) == [clear]


async def test_what_cannot_be_opened_comes_back_and_hides_nothing(api: Running) -> None:
    [good] = await sealed(api)
    broken = {**good, "data": base64.b64encode(b"x" * 60).decode()}
    plain = in_json(Payload(metadata={"encoding": b"json/plain"}, data=b"1"))
    answer = await asked(api, "/codec/decode", [broken, plain, good], OPERATOR)
    first, second, third = answer.json()["payloads"]
    assert first == broken
    assert second == plain
    assert json.loads(base64.b64decode(third["data"])) == TITLE


@pytest.mark.parametrize(
    "payloads",
    ["x", [{"data": "not base64!"}], [{"data": "_-8="}], [{"data": 1}], [{"metadata": {"encoding": 1}}], None],
)
async def test_what_are_no_payloads_is_a_problem(api: Running, payloads: object) -> None:
    answer = await asked(api, "/codec/decode", payloads, OPERATOR)
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_request"


async def test_browsers_may_ask_from_temporals_page_and_from_no_other(api: Running) -> None:
    page = f"http://127.0.0.1:{api.settings.temporal_ui_port}"
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,x-namespace"}
    async with httpx.AsyncClient(base_url=api.http.base_url, trust_env=False) as browser:
        allowed = await browser.options("/codec/decode", headers={"Origin": page, **asks})
        assert allowed.status_code == 200
        assert allowed.headers["Access-Control-Allow-Origin"] == page
        assert allowed.headers["Access-Control-Allow-Credentials"] == "true"
        refused = await browser.options("/codec/decode", headers={"Origin": "http://elsewhere", **asks})
        assert "Access-Control-Allow-Origin" not in refused.headers
        elsewhere = await browser.options("/cases", headers={"Origin": page, **asks})
        assert "Access-Control-Allow-Origin" not in elsewhere.headers
    answer = await asked(api, "/codec/decode", [], OPERATOR, Origin=page)
    assert answer.headers["Access-Control-Allow-Origin"] == page


async def test_a_browser_keeps_a_token_for_the_codec_alone(api: Running) -> None:
    token = bearer(api.settings, OPERATOR)["Authorization"].removeprefix("Bearer ")
    async with httpx.AsyncClient(base_url=api.http.base_url, trust_env=False) as browser:
        assert "Give a token" in (await browser.get("/codec")).text
        signed_in = await browser.post("/codec/session", data={"token": token})
        assert (signed_in.status_code, signed_in.headers["Location"]) == (303, "/codec")
        cookie = signed_in.headers["Set-Cookie"].lower()
        assert all(part in cookie for part in ("httponly", "samesite=strict", "path=/codec"))
        assert "This browser has a token" in (await browser.get("/codec")).text
        answer = await browser.post("/codec/decode", json={"payloads": await sealed(api)})
        assert json.loads(base64.b64decode(answer.json()["payloads"][0]["data"])) == TITLE
        assert (await browser.get("/cases/x")).status_code == 401


async def test_over_https_a_browser_keeps_it_for_this_host_alone(api: Running) -> None:
    token = bearer(api.settings, OPERATOR)["Authorization"].removeprefix("Bearer ")
    ended = {"X-Forwarded-Proto": "https"}  # as the proxy before it says
    async with httpx.AsyncClient(base_url=api.http.base_url, trust_env=False, headers=ended) as browser:
        signed_in = await browser.post("/codec/session", data={"token": token})
        [name, *said] = signed_in.headers["Set-Cookie"].lower().replace("=", ";", 1).split(";")
        assert name == "__host-greenlane_codec"
        assert {"secure", "httponly", "path=/", "samesite=strict"} <= {each.strip() for each in said}
        # A neighbour's host can set cookies for this one too, but none of that name: others are not looked at.
        planted = {"Cookie": f"greenlane_codec={token}"}
        assert (await browser.post("/codec/decode", json={"payloads": []}, headers=planted)).status_code == 401
        kept = {"Cookie": f"__Host-greenlane_codec={token}"}
        assert (await browser.post("/codec/decode", json={"payloads": []}, headers=kept)).status_code == 200


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ("token=", {}, 422),
        ("token=a%0d%0ab", {}, 422),
        ("token=a b", {}, 422),
        ("nothing", {}, 422),
        ("token=" + "x" * 30_000, {}, 413),
        ("token=x", {"Sec-Fetch-Site": "cross-site"}, 403),
    ],
    ids=["empty", "two_lines", "space", "nothing", "long", "another_site"],
)
async def test_what_is_no_token_is_not_kept(api: Running, body: str, headers: dict[str, str], status: int) -> None:
    answer = await api.http.post("/codec/session", content=body, headers=headers)
    assert answer.status_code == status
    assert "Set-Cookie" not in answer.headers


async def test_the_embedded_server_tells_its_page_where_the_codec_is(api: Running) -> None:
    command = temporal_command(api.settings)
    assert command[command.index("--ui-codec-endpoint") + 1] == f"http://127.0.0.1:{api.settings.port}/codec"


async def test_a_history_that_a_client_without_keys_is_given_is_opened(api: Running) -> None:
    """As the page does: it asks Temporal for a history, and the codec for what is in it."""
    case = await api.start("property_registration", registration_kind="general")
    history = await (await Client.connect(api.settings.temporal_address)).get_workflow_handle(case).fetch_history()
    [start] = history.events[0].workflow_execution_started_event_attributes.input.payloads
    assert is_sealed(start)
    answer = await asked(api, "/codec/decode", [in_json(start)], OPERATOR)
    [opened] = answer.json()["payloads"]
    assert json.loads(base64.b64decode(opened["data"]))["case"]["id"] == case
