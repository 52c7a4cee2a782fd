"""No secret gets out: credentials, good and bad, and keys, in no line, metric, answer or file but where they belong.

Requests with all of them are sent, then every byte that came of it is searched. A search that finds nothing proves
little, so it is shown to find what is there too: each secret in what was sent, and in the file that holds it.
"""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import httpx
import pytest
from fastapi import APIRouter, Request
from prometheus_client import CollectorRegistry

from services.api.application import application
from services.api.context import open_surroundings
from services.clock import present_instant
from services.logs import begin_logs
from services.processes import SERVICES
from services.secrets.browsing import CodecDoor
from services.secrets.key_file import ensure_ring, read_ring
from services.security.access_keys import make_key
from services.security.development import issue
from services.settings import Settings
from services.store.access_keys import add_key
from services.store.database import writing
from services.telemetry import begin_telemetry
from tests.acceptance.tokens import EVERYBODY
from tests.unit.security.signing import curve_key, signed
from tests.unit.services.logging_as_before import logging_as_before
from workflows.instants import CHINA, HOUR

ROUTER: Final = APIRouter(tags=["health"], include_in_schema=False)
HELD: Final = ("issuer", "key_ring.json")
"""What of a data directory holds secrets, for its owner alone."""


@ROUTER.get("/page/fails")
async def fail(request: Request) -> None:
    """Have a defect that quotes what was sent."""
    raise RuntimeError(request.headers["authorization"])


@dataclass(frozen=True)
class Installation:
    """An API that answers in this process.

    Attributes
    ----------
    key : an API key that is taken
    """

    http: httpx.AsyncClient
    settings: Settings
    key: str


@asynccontextmanager
async def installed(folder: Path) -> AsyncIterator[Installation]:
    """Everything that is served, with its logs set up as a process does."""
    settings = Settings(data_directory=folder, log_level="debug")
    ensure_ring(settings.keys)
    begin_logs(settings, "api-all")
    around = await open_surroundings(settings, replace(begin_telemetry(), registry=CollectorRegistry()))
    key, record = make_key(EVERYBODY, present_instant(), present_instant() + HOUR)
    with writing(around.engine) as connection:
        add_key(connection, record)
    made = application("all", [*SERVICES["all"], ROUTER], around)
    made.add_middleware(CodecDoor, origins=settings.page_origins)
    transport = httpx.ASGITransport(app=made, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://hall.test") as http:
        yield Installation(http, settings, key)
    around.close()


async def credentials(here: Installation) -> dict[str, str]:
    """Of every kind, good and bad."""
    now, good = datetime.now(CHINA), timedelta(hours=1)
    token = issue(here.settings, EVERYBODY, now, good)
    return {
        "token": token,
        "expired": issue(here.settings, EVERYBODY, now - 3 * good, good),
        "of_others": signed(curve_key(), "of_others"),
        "changed": f"{token[:-6]}AAAAAA",
        "key": here.key,
        "changed_key": f"{here.key[:-6]}AAAAAA",
        "nonsense": "correct-horse-battery-staple",
    }


async def told(here: Installation, sent: dict[str, str]) -> Iterator[str]:
    """What the answers to a mix of requests say."""
    answers = []
    for credential in sent.values():
        headers = {"Authorization": f"Bearer {credential}"}
        draft = {"title": "x", "lane": {}, "note": {"of": "another type"}}
        query = {"access_token": credential}
        paths = ("/lanes", "/drafts", "/page/fails", f"/no/such/{credential}")
        answers += [await here.http.get(path, params=query, headers=headers) for path in paths]
        answers.append(await here.http.post("/drafts", json=draft, headers=headers))
        odd = {"X-Request-Id": credential, "Cookie": f"greenlane_codec={credential}"}
        answers.append(await here.http.post("/codec/encode", json={"payloads": [{"data": "eA=="}]}, headers=odd))
        answers.append(await here.http.post("/drafts", content=b"{", headers={"Authorization": f"Basic {credential}"}))
        signed_in = await here.http.post("/codec/session", data={"token": credential})
        assert signed_in.headers.pop("set-cookie")  # which is for whoever sent it
        answers.append(signed_in)
    here.http.cookies.clear()
    answers += [await here.http.get(path) for path in ("/metrics", "/page/settings.json", "/healthz")]
    # Whatever a sender wrote into an address stands in the answer to that sender.
    said = ((answer.request.url.path, "\n".join((answer.text, *answer.headers.values()))) for answer in answers)
    return (text.replace(path, "") for path, text in said)


def found(secrets: dict[str, str], where: str) -> list[str]:
    """Which secrets there are somewhere: whole, or the part of them that nobody can guess."""
    return [name for name, each in secrets.items() if each in where or (len(each) > 40 and each[-40:] in where)]


async def test_no_secret_gets_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with logging_as_before():
        async with installed(tmp_path) as here:
            sent = await credentials(here)
            answers = "\n".join(await told(here, sent))
        lines = capsys.readouterr().err
    ring = read_ring(here.settings.keys).first.secret
    secrets = {
        **sent,
        "payload_key": b64encode(ring).decode(),
        "payload_key_in_addresses": urlsafe_b64encode(ring).decode(),
        "payload_key_in_digits": ring.hex(),
    }
    assert found(secrets, answers) == []
    assert found(secrets, lines) == []
    files = await asyncio.to_thread(lambda: [each for each in tmp_path.rglob("*") if each.is_file()])
    holding = {each for each in files if each.relative_to(tmp_path).parts[0] in HELD}
    for file in set(files) - holding:
        content = file.read_bytes()
        assert found(secrets, content.decode("latin-1")) == [], file.name
        assert ring not in content, file.name
    for file in holding:
        assert file.name == "keys.json" or file.stat().st_mode & 0o077 == 0, file.name
    # What is searched is what came of it, and the search finds what is there.
    reasons = {json.loads(line).get("reason") for line in lines.splitlines()}
    assert {"unreadable", "unknown_key", "not_in_time", "api_key"} <= reasons
    assert '"event": "defect"' in lines
    assert 'greenlane_requests_unauthenticated_total{credential="refused"}' in answers
    assert any(EVERYBODY.subject.encode() in file.read_bytes() for file in set(files) - holding)
    assert "payload_key_in_addresses" in found(secrets, here.settings.keys.read_text("utf-8"))
    assert found(secrets, " ".join(sent.values())) == list(sent)
