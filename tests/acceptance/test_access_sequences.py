"""What somebody might do before and may not do any longer: rights that end in the middle of a case, over HTTP.

One request is held to the policy by ``who_may_do_what.csv``. Here it is what came before that decides: who was given
something and lost it, and credentials that were good for something else.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.audit.keeping import head
from services.clock import present_instant, present_time
from services.security.development import issue
from services.security.principal import Role
from services.serving import free_port
from services.store.database import open_database, reading, writing
from services.store.mandates import MandateRecord, add_mandate
from services.telemetry import begin_telemetry
from tests.acceptance.counters import CHECK, CHEN, LI, WANG, ask, item, licence, told
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.test_mandates import AGENT, CLERK, FIRM, GENERAL, LANE, TOMORROW
from tests.acceptance.tokens import EVERYBODY, bearer, principal
from tests.unit.security.signing import claims, curve_key, described, key_set_of, published, signed, signed_by_hand
from workflows.instants import DAY

KEY: Final = curve_key()
MOVED = principal("li", Role.OFFICER, departments=["inspectors"])
"""The officer, by the token that they have after they have gone to another department."""
SAMPLE: Final = (
    ("GET", "/cases"),
    ("GET", "/work-items"),
    ("POST", "/cases"),
    ("POST", "/cases/x/work-items/y/complete"),
    ("GET", "/events"),
    ("GET", "/audit/head"),
    ("POST", "/codec/decode"),
)
"""Routes that applicants, officers, supervisors and operators use."""


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), begin_telemetry()) as found:
        yield found


async def test_what_was_delegated_and_taken_back_is_done_by_whoever_has_it_now(api: Running) -> None:
    case = await licence(api)
    path = f"/cases/{case}/work-items/{CHECK}"
    assert (await ask(api, WANG, f"{path}/claim", seen=0)).status_code == 200
    assert (await ask(api, LI, "/work-items/bulk", {"filter": {"pool": "x"}, "action": {"kind": "claim"}})).is_success
    assert (await ask(api, WANG, f"{path}/delegate", {"to": "li"}, key="hand-over")).status_code == 200
    assert (await ask(api, CHEN, f"{path}/release")).status_code == 200
    assert (await ask(api, WANG, f"{path}/claim", seen="*")).status_code == 200
    for verb, body in (
        ("begin", {}),
        ("complete", {"outcome": "complete"}),
        ("delegate", {"to": "li"}),
        ("release", {}),
    ):
        assert told(await ask(api, LI, f"{path}/{verb}", body)) == (403, "not_assignee"), verb
    # The old delegation, sent again under its key, is the one that took effect then: it gives nobody anything now.
    assert (await ask(api, WANG, f"{path}/delegate", {"to": "li"}, key="hand-over")).is_success
    assert (await item(api, case))["assignee"] == "wang"
    assert (await ask(api, WANG, f"{path}/complete", {"outcome": "complete"})).status_code == 200


async def test_an_officer_who_has_moved_has_left_their_work_behind(api: Running) -> None:
    case = await licence(api)
    path = f"/cases/{case}/work-items/{CHECK}"
    assert (await ask(api, LI, f"{path}/claim", seen=0)).status_code == 200
    for verb, body in (
        ("begin", {}),
        ("complete", {"outcome": "complete"}),
        ("release", {}),
        ("delegate", {"to": "wang"}),
    ):
        assert told(await ask(api, MOVED, f"{path}/{verb}", body)) == (403, "forbidden"), verb
    async with api.acting(MOVED) as moved:
        listed = (await moved.http.get("/work-items", params={"case": case})).json()["items"]
        assert [each["step"] for each in listed if each["step"] == CHECK] == []
    assert (await item(api, case))["assignee"] == "li"
    # Where they are known to be now, nobody can hand them what they had.
    assert told(await ask(api, CHEN, f"{path}/reassign", {"to": "li"}))[0] in {409, 422}
    assert (await ask(api, CHEN, f"{path}/release")).status_code == 200
    assert told(await ask(api, CHEN, f"{path}/reassign", {"to": "li"})) == (422, "not_of_department")
    assert (await ask(api, WANG, f"{path}/claim", seen="*")).status_code == 200
    assert (await ask(api, WANG, f"{path}/complete", {"outcome": "complete"})).status_code == 200


async def test_an_agent_gets_nothing_by_sending_again_what_was_answered_before_the_mandate_ended(api: Running) -> None:
    store = open_database(api.settings.database)
    now, step = present_instant(), "file_contract_filing"
    record = MandateRecord(uuid4().hex, CLERK, FIRM, (), ("start_case", "answer_step"), now - DAY, now + DAY, now - DAY)
    with writing(store) as connection:
        add_mandate(connection, record)
    new = {"lane": LANE, "attributes": GENERAL, "applicant": FIRM}
    async with api.acting(AGENT) as agent, api.acting(principal(FIRM, Role.APPLICANT)) as firm:
        begun = await agent.post("/cases", new, "begin")
        case = begun.json()["id"]
        assert (await agent.post(f"/cases/{case}/answers/{step}", {}, "answer")).status_code == 200
        assert (await firm.http.delete(f"/mandates/{record.id}")).status_code == 200
        for path, body, key, status in (
            ("/cases", new, "begin", 403),
            (f"/cases/{case}/answers/{step}", {}, "answer", 404),
        ):
            refused = await agent.post(path, body, key)
            assert (refused.status_code, case in refused.text.replace(path, "")) == (status, status == 404), path
        for path in (f"/cases/{case}", f"/cases/{case}/events", f"/cases/{case}/timeline", f"/cases/{case}/papers"):
            assert (await agent.http.get(path)).status_code == 404, path
        # A new mandate for something else does not bring back what the old one was for.
        other = {"agent": CLERK, "ends_at": TOMORROW, "lanes": ["business_setup"]}
        assert (await firm.post("/mandates", other)).status_code == 201
        assert (await agent.http.get(f"/cases/{case}")).status_code == 404
    store.dispose()


def credentials(issuer: str) -> Mapping[str, str]:
    """Tokens that are good for nothing here, by what is wrong with them; all of somebody who may do everything."""
    now = present_time()
    said = {"iss": issuer, "sub": "chief", "roles": [role.value for role in Role], "departments": ["*"]}
    public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    header, _, signature = signed(KEY, **{**said, "roles": ["applicant"]}).split(".")
    _, payload, _ = signed(KEY, **said).split(".")
    return MappingProxyType(
        {
            "expired": signed(KEY, **said, exp=now - timedelta(minutes=1)),
            "not yet good": signed(KEY, **said, nbf=now + timedelta(minutes=10)),
            "for another audience": signed(KEY, **said, aud="another"),
            "of another issuer": signed(KEY, **{**said, "iss": "https://another.example"}),
            "unsigned": jwt.encode(claims(**said), "", "none", {"kid": "k"}),
            "with its signature cut off": f"{header}.{payload}.",
            "signed with the public key as a secret": signed_by_hand(public, "k"),
            "signed with another key under the name of ours": signed(curve_key(), **said),
            "with the signature of a smaller one": f"{header}.{payload}.{signature}",
        }
    )


async def test_no_credential_that_was_made_up_expired_or_meant_for_others_opens_anything(
    tmp_path: Path, temporal_address: str
) -> None:
    plain = settings_of(tmp_path / "here", temporal_address)
    documents = {
        "/.well-known/openid-configuration": b'{"issuer": "ADDRESS", "jwks_uri": "ADDRESS/keys"}',
        "/keys": key_set_of(described(KEY, "k")),
    }
    elsewhere = settings_of(tmp_path / "elsewhere", temporal_address, port=free_port())
    with published(documents) as issuer:
        stolen = {"of another installation": issue(elsewhere, EVERYBODY, present_time(), timedelta(hours=1))}
        stolen["of the development issuer"] = bearer(plain)["Authorization"].removeprefix("Bearer ")
        settings = plain.model_copy(update={"token_issuer": issuer})
        good = {"Authorization": f"Bearer {signed(KEY, iss=issuer, roles=['designer'])}"}
        async with running(settings, begin_telemetry(), worker=False, headers=good) as api:
            assert (await api.http.get("/lanes")).status_code == 200
            for name, token in {**credentials(issuer), **stolen}.items():
                for method, path in SAMPLE:
                    headers = {"Authorization": f"Bearer {token}"}
                    answer = await api.http.request(method, path, headers=headers)
                    assert told(answer) == (401, "unauthenticated"), (name, method, path)
        store = open_database(settings.database)
        with reading(store) as connection:
            assert head(connection).sequence == 0
        store.dispose()
