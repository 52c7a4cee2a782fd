"""What applicants and agents do, over HTTP: papers, ratings, and the list of their own cases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest

from services.security.principal import Role
from services.telemetry import Telemetry, begin_telemetry
from tests.acceptance.people import go_on
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import principal
from workflows.temporal.ratings import Level

FIRM, OTHER = "91210100MA0000001X", "91210100MA0000002Y"
NOT_SAFETY = {"safety_related": "no", "correctable_later": "yes", "on_negative_list": "no"}


@pytest.fixture(scope="session")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), telemetry) as found:
        yield found


def paper(content: bytes, document: str = "licence_application") -> dict[str, object]:
    return {
        "document": document,
        "digest": sha256(content).hexdigest(),
        "media_type": "application/pdf",
        "size": len(content),
    }


async def licence(api: Running, applicant: str | None = None) -> str:
    """A case of an ordinary licence that has just been asked for."""
    body = {"lane": "commitment_approval", "attributes": NOT_SAFETY | ({} if applicant else {"blacklisted": "no"})}
    answer = await api.post("/cases", body | ({"applicant": applicant} if applicant else {}))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def decided_by_all(officials: Running, applicant: Running, case: str) -> str:
    """Do what is open in a case, each step by those for whom it is, until it has ended."""
    while (state := (await officials.http.get(f"/cases/{case}")).json())["result"] is None:
        mine = state["items"][0]["actor"] == "applicant"
        await go_on(applicant if mine else officials, case, most=1)
    return str(state["result"])


async def listed(api: Running, case: str, count: int) -> list[dict[str, object]]:
    """The files of a case once the store has heard of so many."""
    async with asyncio.timeout(20):
        while len(found := (await api.http.get(f"/cases/{case}/papers")).json()) < count:
            continue
    return list(found)


async def test_files_are_handed_in_once_and_taken_out_until_the_case_is_accepted(api: Running) -> None:
    case = await licence(api)
    assert (await api.post(f"/cases/{case}/papers", paper(b"one"), "first")).status_code == 201
    again = await api.post(f"/cases/{case}/papers", paper(b"one"), "first")
    assert again.status_code == 201
    same = await api.post(f"/cases/{case}/papers", paper(b"one"))
    assert (same.status_code, same.json()["code"]) == (409, "already_filed")
    strange = await api.post(f"/cases/{case}/papers", paper(b"one", "no_such_document"))
    assert strange.json()["code"] == "no_such_document"
    assert (await api.post(f"/cases/{case}/papers", paper(b"two"))).status_code == 201
    assert (await api.http.delete(f"/cases/{case}/papers/0")).status_code == 200
    gone = await api.http.delete(f"/cases/{case}/papers/0")
    assert (gone.status_code, gone.json()["code"]) == (409, "no_such_paper")
    assert (await api.post(f"/cases/{case}/papers", paper(b"one"))).status_code == 201
    first, second, third = await listed(api, case, 3)
    assert first["title"] == {"zh": "申请书", "en": "Application"}
    assert (first["taken_out_at"] is None, second["taken_out_at"], third["taken_out_at"]) == (False, None, None)
    assert first["digest"] == third["digest"] == sha256(b"one").hexdigest()

    await go_on(api, case, most=2)  # filed, and found complete: accepted
    kept = await api.http.delete(f"/cases/{case}/papers/1")
    assert (kept.status_code, kept.json()["code"]) == (409, "already_accepted")
    assert await go_on(api, case) == "approved"
    late = await api.post(f"/cases/{case}/papers", paper(b"three"))
    assert (late.status_code, late.json()["code"]) == (409, "case_over")


async def test_while_a_case_is_corrected_its_files_may_be_exchanged(api: Running) -> None:
    case = await licence(api)
    await api.post(f"/cases/{case}/papers", paper(b"one"))
    await api.answer_applicant(case, "file_licence")
    notice = {"missing": ["licence_application"]}
    noticed = await api.post(f"/cases/{case}/work-items/check_licence/correction-notice", notice)
    assert noticed.status_code == 200, noticed.text
    assert (await api.http.delete(f"/cases/{case}/papers/0")).status_code == 200
    assert (await api.post(f"/cases/{case}/papers", paper(b"two"))).status_code == 201
    await api.answer_applicant(case, "correct_licence")
    assert await go_on(api, case) == "approved"


async def test_a_case_is_rated_once_after_its_end_and_a_bad_rating_is_a_case(api: Running) -> None:
    case = await licence(api, FIRM)
    applicant, agent = principal(FIRM, Role.APPLICANT), principal("agent-1", Role.AGENT, mandates=[FIRM])
    async with api.acting(applicant) as firm, api.acting(agent) as clerk:
        early = await firm.post(f"/cases/{case}/rating", {"level": Level.SATISFIED})
        assert (early.status_code, early.json()["code"]) == (409, "not_over")
        assert await decided_by_all(api, firm, case) == "approved"
        rated = await firm.post(f"/cases/{case}/rating", {"level": Level.DISSATISFIED}, "once")
        assert rated.status_code == 200, rated.text
        assert (await firm.post(f"/cases/{case}/rating", {"level": Level.DISSATISFIED}, "once")).json() == rated.json()
        again = await clerk.post(f"/cases/{case}/rating", {"level": Level.SATISFIED})
        assert (again.status_code, again.json()["code"]) == (409, "already_rated")
        followed = (await firm.http.get(f"/cases/{rated.json()['case']}")).json()
        assert followed["lane"] == "rating_rectification"
        assert [item["step"] for item in followed["items"]] == ["verify"]


async def test_people_see_their_own_cases_and_those_of_their_clients_page_by_page(api: Running) -> None:
    theirs = [await licence(api, FIRM) for _ in range(3)]
    await licence(api, OTHER)
    async with api.acting(principal(FIRM, Role.APPLICANT)) as firm:
        first = (await firm.http.get("/cases", params={"limit": 2})).json()
        second = (await firm.http.get("/cases", params={"limit": 2, "cursor": first["next"]})).json()
        assert [each["id"] for each in first["cases"] + second["cases"]] == theirs[::-1]
        assert second["next"] is None
        # Each in the state that its own page tells, by the national codes, once the store has heard of it.
        async with asyncio.timeout(20):
            while any(each["state"] is None for each in first["cases"]):
                first = (await firm.http.get("/cases", params={"limit": 2})).json()
        for each in first["cases"]:
            told = (await firm.http.get(f"/cases/{each['id']}/timeline")).json()
            state = told["states"][-1]
            assert (each["state"], each["sla"]) == ({"code": state["code"], "name": state["name"]}, told["sla"])
            assert each["state"]["code"] == 1
        wrong = await firm.http.get("/cases", params={"cursor": "nonsense"})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_input")
    async with api.acting(principal("agent-1", Role.AGENT, mandates=[OTHER])) as clerk:
        assert len((await clerk.http.get("/cases")).json()["cases"]) == 1
