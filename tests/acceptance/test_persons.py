"""One person's data are handed out and erased: in a real store, and in what a real Temporal keeps of their cases."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from services.audit.chain import Head, first_break
from services.audit.keeping import kept_rows
from services.cli.main import run
from services.security.principal import Role
from services.settings import Settings, environment_of
from services.store.database import open_database, reading
from services.telemetry import begin_telemetry
from tests.acceptance.running import running, server_alone, settings_of
from tests.acceptance.test_access import greenlane
from tests.acceptance.tokens import principal

PERSON, OTHER = "91210100MA0000001X", "91210100MA0000002Y"
LATER = ("--ended-before", "2099-01-01T00:00:00+08:00")
LANE = {"lane": "property_registration", "attributes": {"registration_kind": "general"}}
PAPER = {"document": "sale_contract", "digest": "9f" * 32, "media_type": "application/pdf", "size": 48_213}


@pytest.fixture
async def settings(tmp_path: Path) -> AsyncIterator[Settings]:
    async with server_alone(tmp_path) as settings:
        yield settings


async def is_kept(settings: Settings, case: str) -> bool:
    client = await Client.connect(settings.temporal_address)
    try:
        await client.get_workflow_handle(case).describe()
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return False
    return True


@pytest.mark.slow
async def test_a_person_is_told_what_is_kept_and_forgotten_when_they_may_be(settings: Settings) -> None:
    async with running(settings, begin_telemetry()) as api:
        async with api.acting(principal(PERSON, Role.APPLICANT)) as person:
            started = await person.post("/cases", LANE, "a-key")
            case = started.json()["id"]
            given = await person.post("/mandates", {"agent": "agent-1", "ends_at": "2098-01-01T00:00:00+08:00"})
            assert (started.status_code, given.status_code) == (201, 201)
            filed = await person.post(f"/cases/{case}/papers", PAPER)
            code, out = await greenlane(api, "person", "export", PERSON)
            assert code == 0
            told = json.loads(out)
            assert [each["id"] for each in told["cases"]] == [case]
            assert [each["agent"] for each in told["mandates"]] == ["agent-1"]
            assert "start_case" in {each["action"] for each in told["requests"]}
            assert filed.is_success, filed.text
            assert PERSON in {event["member"] for event in told["cases"][0]["events"]}
            # As long as a case goes on, nothing is erased, in the store or in Temporal.
            assert (await greenlane(api, "person", "erase", PERSON, *LATER))[0] == 3
            assert (await person.http.get(f"/cases/{case}")).status_code == 200
            assert (await person.post(f"/cases/{case}/withdrawal")).status_code == 200
            too_early = ("--ended-before", "2020-01-01T00:00:00+08:00")
            assert (await greenlane(api, "person", "erase", PERSON, *too_early))[0] == 3
            assert await is_kept(settings, case)
            code, out = await greenlane(api, "person", "erase", PERSON, *LATER, "--json")
            assert code == 0
            assert json.loads(out) == {
                "cases": 1, "kept": 0, "histories": 1, "mandates": 1, "access_keys": 0, "idempotency_keys": 1,
            }  # fmt: skip
            assert (await person.http.get(f"/cases/{case}")).status_code == 404
            while await is_kept(settings, case):  # it deletes when it has time; the test's own limit bounds this
                pass
        async with api.acting(principal(OTHER, Role.APPLICANT)) as other:
            ended, open_ = [(await other.post("/cases", LANE)).json()["id"] for _ in range(2)]
            assert (await other.post(f"/cases/{ended}/withdrawal")).status_code == 200
            code, out = await greenlane(api, "person", "expire", "property_registration", *LATER, "--json")
            assert (code, json.loads(out)) == (0, {"cases": 1, "histories": 1})
            assert [(await other.http.get(f"/cases/{each}")).status_code for each in (ended, open_)] == [404, 200]
            assert await is_kept(settings, open_)
        code, out = await greenlane(api, "person", "export", PERSON)
        told = json.loads(out)
        assert (code, told["cases"], told["mandates"]) == (0, [], [])
        assert {each["action"] for each in told["requests"]} >= {"start_case"}  # the trail is never changed
        seen = (await api.http.get(f"/cases/{case}")).json()
        assert (seen["result"], seen["applicant"]) == ("withdrawn", None)
        store = open_database(settings.database)
        with reading(store) as connection:
            rows = list(kept_rows(connection))
        store.dispose()
        assert isinstance(first_break(rows), Head)
        about = [row.entry for row in rows if row.entry.action in {"erase_person", "export_person"}]
        assert [entry.outcome for entry in about] == ["done", "intended", "done", "done"]
        [pseudonym] = {dict(entry.resources)["person"] for entry in about}
        assert len(pseudonym) == 32
        assert all(PERSON not in json.dumps(dict(entry.resources)) for entry in about)


def test_what_cannot_be_meant_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**os.environ, **environment_of(settings_of(tmp_path, "127.0.0.1:1"))}.items():
        monkeypatch.setenv(name, value)
    assert run(["person", "export", "nobody-we-know"]) == 3
    assert run(["person", "erase", "nobody-we-know", "--ended-before", "yesterday"]) == 3
    assert run(["person", "erase", "nobody-we-know"]) == 2
    assert run(["person", "expire", "no_such_lane", *LATER]) == 3
