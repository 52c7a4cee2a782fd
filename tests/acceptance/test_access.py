"""Who somebody is, over HTTP: tokens of a real issuer, API keys, what each is shown, and what the trail keeps of it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from services.audit.chain import Head, Outcome, Row, first_break
from services.audit.keeping import kept_rows
from services.cli.main import run
from services.security.principal import Role
from services.serving import free_port
from services.settings import environment_of
from services.store.database import open_database, reading
from services.telemetry import begin_telemetry
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import bearer, principal
from tests.unit.security.signing import curve_key, described, key_set_of, published, signed

FIRM = "91210100MA0000001X"
LANE = "property_registration"
GENERAL = {"registration_kind": "general"}
APPLICANT = principal(FIRM, Role.APPLICANT)
OFFICER = principal("li", Role.OFFICER, departments=["transaction_counter"])
GREENLANE = [sys.executable, "-m", "services.cli.main"]


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), begin_telemetry()) as found:
        yield found


def trail(api: Running) -> list[Row]:
    store = open_database(api.settings.database)
    with reading(store) as connection:
        rows = list(kept_rows(connection))
    store.dispose()
    assert isinstance(first_break(rows), Head)
    return rows


async def greenlane(api: Running, *arguments: str) -> tuple[int, str]:
    """What a command prints, and how it ends."""
    process = await asyncio.create_subprocess_exec(
        *GREENLANE,
        *arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment_of(api.settings)},
    )
    out, said = await process.communicate()
    assert b"Traceback" not in said
    assert process.returncode is not None
    return process.returncode, out.decode()


@pytest.mark.parametrize(
    ("authorization", "credential"),
    [
        (None, "none"),
        ("Basic bGk6c2VjcmV0", "none"),
        ("Bearer", "none"),
        ("Bearer x", "refused"),
        ("bearer gl_x", "refused"),
        (f"Bearer {'x' * 20_000}", "refused"),
    ],
)
async def test_strangers_are_asked_who_they_are_whatever_they_ask_for(
    api: Running, authorization: str | None, credential: str
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    async with httpx.AsyncClient(
        base_url=api.http.base_url, timeout=api.http.timeout, trust_env=False, headers=headers
    ) as stranger:
        for path in ("/cases/x", "/lanes", "/no/such/address", "/cases%2Fx", "/healthz/", "/docs%2F..%2Flanes"):
            answer = await stranger.get(path)
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated"), path
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="greenlane"')
            assert ('error="invalid_token"' in answer.headers["WWW-Authenticate"]) == (credential == "refused")
        # What they send is not even parsed.
        assert (await stranger.post("/cases", content=b"{")).status_code == 401
        for path in ("/healthz", "/readyz", "/metrics", "/openapi.json", "/docs"):
            assert (await stranger.get(path)).status_code == 200
        metrics = (await stranger.get("/metrics")).text
    assert f'greenlane_requests_unauthenticated_total{{credential="{credential}"}} 7.0' in metrics
    assert trail(api) == []


async def test_tokens_of_an_issuer_with_discovery_are_taken(tmp_path: Path, temporal_address: str) -> None:
    key = curve_key()
    documents = {
        "/.well-known/openid-configuration": b'{"issuer": "ADDRESS", "jwks_uri": "ADDRESS/keys"}',
        "/keys": key_set_of(described(key, "k")),
    }
    with published(documents) as issuer:
        plain = settings_of(tmp_path, temporal_address)
        usual = bearer(plain)
        settings = plain.model_copy(update={"token_issuer": issuer, "roles_claim": "realm_access.roles"})
        async with running(settings, begin_telemetry(), worker=False, headers=usual) as api:
            assert (await api.http.get("/lanes")).status_code == 401  # the development issuer is none of ours now
            said = {"iss": issuer, "realm_access": {"roles": ["designer"]}}
            headers = {"Authorization": f"Bearer {signed(key, **said)}"}
            assert (await api.http.get("/lanes", headers=headers)).status_code == 200
            other = {"Authorization": f"Bearer {signed(curve_key(), **said)}"}
            assert (await api.http.get("/lanes", headers=other)).status_code == 401


async def test_an_issuer_that_does_not_answer_is_no_reason_to_call_anybody_a_stranger(
    tmp_path: Path, temporal_address: str
) -> None:
    plain = settings_of(tmp_path, temporal_address)
    settings = plain.model_copy(update={"token_issuer": f"http://127.0.0.1:{free_port()}"})
    async with running(settings, begin_telemetry(), worker=False, headers=bearer(plain)) as api:
        answer = await api.http.get("/lanes")
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert "Retry-After" in answer.headers


async def test_an_applicants_case_is_theirs_and_their_agents(api: Running) -> None:
    async with api.acting(APPLICANT) as applicant:
        started = await applicant.post("/cases", {"lane": LANE, "attributes": GENERAL})
        assert started.status_code == 201, started.text
        case = started.json()["id"]
        assert (await applicant.http.get(f"/cases/{case}")).json()["applicant"] == FIRM
        [item] = (await applicant.http.get("/work-items")).json()["items"]
        assert (item["case"], item["actor"]) == (case, "applicant")
    async with api.acting(principal("agent", Role.AGENT, mandates=[FIRM])) as agent:
        assert (await agent.post(f"/cases/{case}/answers/{item['step']}")).status_code == 200
    async with api.acting(principal("other", Role.AGENT, mandates=["another"])) as other:
        assert (await other.http.get("/work-items")).json()["items"] == []
    outcomes = [(row.entry.subject, row.entry.action, row.entry.outcome) for row in trail(api)]
    assert outcomes == [
        (FIRM, "start_case", Outcome.DONE),
        ("agent", "answer_step", Outcome.INTENDED),
        ("agent", "answer_step", Outcome.DONE),
    ]
    done = trail(api)[-1].entry
    assert (done.regarding, dict(done.resources)) == (2, {"case": case, "step": item["step"]})
    assert len(done.digest) == 64


async def test_an_applicant_whose_name_is_none_is_told_so(api: Running) -> None:
    async with api.acting(principal("李四 (firm)", Role.APPLICANT)) as applicant:
        answer = await applicant.post("/cases", {"lane": LANE, "attributes": GENERAL})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
        assert "GREENLANE_SUBJECT_CLAIM" in answer.json()["detail"]


async def test_work_is_done_in_ones_own_name_and_applicants_are_shown_none(api: Running) -> None:
    started = await api.post("/cases", {"lane": LANE, "attributes": GENERAL, "applicant": FIRM})
    case = started.json()["id"]
    async with api.acting(APPLICANT) as applicant, api.acting(OFFICER) as officer:
        step = "check_contract_filing"
        assert (await applicant.post(f"/cases/{case}/answers/file_contract_filing")).status_code == 200
        for_another = await officer.post(f"/cases/{case}/work-items/{step}/begin", {"member": "wang"})
        assert (for_another.status_code, for_another.json()["code"]) == (403, "forbidden")
        assert (await officer.post(f"/cases/{case}/work-items/{step}/begin", {"member": "li"})).status_code == 200
        [item] = (await officer.http.get("/work-items")).json()["items"]
        assert (item["step"], item["member"]) == (step, "li")
        for client, shown in ((officer, "li"), (applicant, "")):
            view = (await client.http.get(f"/cases/{case}")).json()
            assert [each["member"] for each in view["items"]] == [shown]
            events = (await client.http.get(f"/cases/{case}/events")).json()["events"]
            assert {each["member"] for each in events if each["step"] == step and each["kind"] == "started"} == {shown}
            assert ('"li"' in json.dumps([view, events])) == bool(shown)
    async with api.acting(principal("chief", Role.SUPERVISOR, departments=["transaction_counter"])) as supervisor:
        body = {"member": "li", "outcome": item["outcomes"][0]}
        done = await supervisor.post(f"/cases/{case}/work-items/{step}/complete", body)
        assert done.status_code == 200, done.text
    assert {row.entry.subject for row in trail(api)} == {"tester", FIRM, "li", "chief"}


async def test_the_inbox_shows_departments_their_own(api: Running) -> None:
    started = await api.post("/cases", {"lane": LANE, "attributes": GENERAL})
    await api.start("business_setup")
    case = started.json()["id"]
    await api.answer_applicant(case, "file_contract_filing")

    async def seen(*departments: str) -> set[tuple[str, str]]:
        async with api.acting(principal("li", Role.OFFICER, departments=departments)) as officer:
            items = (await officer.http.get("/work-items")).json()["items"]
        return {(item["lane"], item["pool"]) for item in items}

    assert await seen("transaction_counter") == {(LANE, "transaction_counter")}
    assert await seen(f"{LANE}/transaction_counter") == {(LANE, "transaction_counter")}
    assert await seen("Housing bureau") == {(LANE, "transaction_counter")}
    assert await seen("deed_tax_hall", "customer_window") == set()
    assert await seen("seal_desk") == {("business_setup", "")}  # what waits for the applicant of a case of theirs
    assert await seen("*") == {(LANE, "transaction_counter"), ("business_setup", "")}


async def test_a_key_of_one_person_does_not_open_anothers_case(api: Running) -> None:
    body, key = {"lane": LANE, "attributes": GENERAL}, uuid4().hex
    found = []
    for subject in (FIRM, "91210100MA0000002Y", FIRM):
        async with api.acting(principal(subject, Role.APPLICANT)) as applicant:
            found.append((await applicant.post("/cases", body, key)).json()["id"])
    assert found[0] == found[2] != found[1]


async def test_nobody_takes_the_id_of_a_case_that_an_authority_is_going_to_open(api: Running) -> None:
    taken = await api.post("/cases", {"lane": LANE, "attributes": GENERAL, "id": "credit_list-commitment-1.follow"})
    assert (taken.status_code, taken.json()["code"]) == (422, "invalid_input")
    assert "credit_list" in taken.json()["detail"]


async def test_api_keys_are_made_used_and_revoked_and_the_trail_has_all_of_it(api: Running) -> None:
    made = json.loads((await greenlane(api, "keys", "add", "--subject", "portal", "--role", "designer", "--json"))[1])
    headers = {"Authorization": f"Bearer {made['key']}"}
    assert (await api.http.get("/lanes", headers=headers)).status_code == 200
    asked = await api.http.post("/experiments", json={"kind": "simulate", "subjects": [LANE]}, headers=headers)
    assert asked.status_code == 202, asked.text
    [listed] = json.loads((await greenlane(api, "keys", "list", "--json"))[1])["keys"]
    assert (listed["id"], listed["state"], listed["subject"]) == (made["id"], "valid", "portal")
    assert listed["last_used_at"] is not None
    assert made["key"] not in json.dumps(listed)
    assert await greenlane(api, "keys", "revoke", made["id"]) == (0, "")
    assert (await api.http.get("/lanes", headers=headers)).status_code == 401
    assert (await greenlane(api, "keys", "revoke", made["id"]))[0] == 3
    assert (await greenlane(api, "keys", "revoke", "nobodys"))[0] == 3
    told = [(row.entry.action, row.entry.credential, row.entry.outcome) for row in trail(api)]
    assert told == [
        ("add_key", "shell", Outcome.DONE),
        ("ask_experiment", f"key {made['id']}", Outcome.DONE),
        ("revoke_key", "shell", Outcome.DONE),
    ]


async def test_the_command_line_verifies_exports_and_anchors_the_trail(api: Running, tmp_path: Path) -> None:
    await api.start("business_setup")
    code, head = await greenlane(api, "audit", "head")
    assert code == 0
    await api.start("business_setup")
    exported = tmp_path / "trail.ndjson"
    assert await greenlane(api, "audit", "export", "--to", str(exported)) == (0, "")
    assert (await greenlane(api, "audit", "verify", "--from", str(exported), "--head", head.strip()))[0] == 0
    code, told = await greenlane(api, "audit", "verify", "--head", head.strip(), "--json")
    assert (code, json.loads(told)["whole"]) == (0, True)
    assert (await greenlane(api, "audit", "verify", "--since", "2020-01-01T00:00:00+08:00"))[0] == 0
    lines = exported.read_text("utf-8").splitlines(keepends=True)
    exported.write_text("".join([lines[0].replace("tester", "nobody"), *lines[1:]]), "utf-8")
    code, told = await greenlane(api, "audit", "verify", "--from", str(exported))
    assert code == 4
    assert told.startswith("broken at row 1 (changed): ")
    for wrong in (("--head", "1"), ("--since", "yesterday"), ("--from", str(tmp_path / "none"))):
        assert run(["audit", "verify", *wrong]) == 3


async def test_a_head_that_a_supervisor_took_away_is_held_against_the_trail(api: Running, tmp_path: Path) -> None:
    await api.start("business_setup")
    async with api.acting(principal("chief", Role.SUPERVISOR, departments=["transaction_counter"])) as supervisor:
        answer = await supervisor.http.get("/audit/head")
    assert answer.status_code == 200, answer.text
    kept = tmp_path / "head.json"
    kept.write_bytes(answer.content)
    await api.start("business_setup")
    code, told = await greenlane(api, "audit", "verify", "--head", str(kept), "--json")
    assert (code, [head["known"] for head in json.loads(told)["heads"]]) == (0, [True])
    for who in (OFFICER, APPLICANT):
        async with api.acting(who) as other:
            assert (await other.http.get("/audit/head")).status_code == 403


async def test_a_token_of_the_command_line_opens_the_door(api: Running) -> None:
    code, token = await greenlane(api, "token", "--role", "officer", "--department", "transaction_counter")
    assert code == 0
    answer = await api.http.get("/work-items", headers={"Authorization": f"Bearer {token.strip()}"})
    assert answer.status_code == 200


def test_tokens_are_given_to_those_who_say_who_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GREENLANE_DATA_DIRECTORY", str(tmp_path))
    assert run(["token", "--role", "agent", "--mandate", FIRM, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["roles"], told["mandates"]) == (["agent"], [FIRM])
    for wrong in (
        ("--role", "officer"),
        ("--role", "mayor"),
        ("--role", "designer", "--valid", "for ever"),
        ("--role", "designer", "--valid", "31d"),
        ("--role", "designer", "--subject", ""),
    ):
        assert run(["token", *wrong]) == 3
        assert capsys.readouterr().out == ""
    assert run(["token"]) == 2
    monkeypatch.setenv("GREENLANE_TOKEN_ISSUER", "https://issuer.example")
    assert run(["token", "--role", "designer"]) == 3
    assert "https://issuer.example" in capsys.readouterr().err


async def test_no_message_that_was_answered_is_missing_in_the_trail_after_a_kill(
    tmp_path: Path, temporal_address: str
) -> None:
    settings = settings_of(tmp_path, temporal_address, port=free_port())
    async with running(settings, begin_telemetry()) as api:
        cases = [await api.start("business_setup") for _ in range(24)]
        process = await asyncio.create_subprocess_exec(
            *GREENLANE, "api", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, **environment_of(settings)},
        )  # fmt: skip
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{settings.port}", trust_env=False, headers=bearer(settings), timeout=30
        ) as doomed:
            while not await _is_up(doomed):
                pass  # each look is a request; the test's own time limit bounds them
            sending = [asyncio.create_task(doomed.post(f"/cases/{case}/withdrawal")) for case in cases]
            await next(asyncio.as_completed(sending))
            process.send_signal(signal.SIGKILL)
            answers = await asyncio.gather(*sending, return_exceptions=True)
        await process.wait()
        pairs = list(zip(cases, answers, strict=True))
        answered = {case for case, each in pairs if isinstance(each, httpx.Response) and each.status_code == 200}
        rows = trail(api)
        of_case = {row.sequence: dict(row.entry.resources)["case"] for row in rows}
        done = {of_case[row.entry.regarding or 0] for row in rows if _is(row, Outcome.DONE)}
        intended = {of_case[row.sequence] for row in rows if _is(row, Outcome.INTENDED)}
        ended = {case for case in cases if (await api.http.get(f"/cases/{case}")).json()["result"] == "withdrawn"}
    assert answered
    assert answered <= done
    assert done <= ended <= intended


async def _is_up(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/readyz")).status_code == 200
    except httpx.TransportError:
        return False


def _is(row: Row, outcome: Outcome) -> bool:
    return row.entry.action == "withdraw_case" and row.entry.outcome is outcome
