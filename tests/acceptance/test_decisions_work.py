"""What is done at the counter, over HTTP on a real server: notices, and what other departments think."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.telemetry import Telemetry, begin_telemetry
from tests.acceptance.counters import CHECK, LI, REVIEW, ZHAO, ask, item, licence, told
from tests.acceptance.running import Running, running, settings_of


@pytest.fixture(scope="session")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), telemetry) as found:
        yield found


async def test_a_notice_tells_once_all_that_is_missing(api: Running) -> None:
    case = await licence(api)
    path = f"/cases/{case}/work-items/{CHECK}/correction-notice"
    shown = await item(api, case)
    assert shown["notices"] == ["incomplete"]
    assert {"legal_identity", "premises_documents"} <= set(shown["documents"])

    assert told(await ask(api, LI, path, {"missing": []})) == (422, "invalid_request")
    assert told(await ask(api, LI, path, {"missing": ["a_letter"]})) == (422, "no_such_document")
    assert told(await ask(api, LI, path, {"missing": ["legal_identity"], "outcome": "complete"})) == (
        422,
        "not_a_notice",
    )
    past = {"missing": ["legal_identity"], "at": "2020-01-06T09:00:00+08:00"}
    assert told(await ask(api, LI, path, past)) == (409, "too_late")
    told_first = {"missing": ["legal_identity", "premises_documents"]}
    first, again = [await ask(api, LI, path, told_first, seen=shown["revision"], key="notice") for _ in range(2)]
    assert (first.status_code, again.json()) == (200, first.json())
    done = await item(api, case)
    assert (done["outcome"], done["member"], done["stage"]) == ("incomplete", "li", "completed")
    events = (await api.http.get(f"/cases/{case}/events")).json()["events"]
    assert [event["cause"] for event in events if event["kind"] == "noticed"] == told_first["missing"]
    standing = (await api.http.get(f"/cases/{case}/standing")).json()
    assert (standing["state"]["code"], standing["state"]["state"]) == (6, "correction_started")

    await api.answer_applicant(case, "correct_licence")
    more = {"missing": ["equipment_documents"], "occurrence": 1}
    assert told(await ask(api, LI, path, more)) == (409, "second_notice")
    still = {"missing": ["legal_identity"], "occurrence": 1}
    assert (await ask(api, LI, path, still)).status_code == 200


async def test_a_step_without_a_notice_gives_none(api: Running) -> None:
    case = await licence(api, REVIEW)
    answer = await ask(api, LI, f"/cases/{case}/work-items/{REVIEW}/correction-notice", {"missing": ["legal_identity"]})
    assert told(answer) == (422, "not_a_notice")
    assert "has none" in answer.json()["detail"]


async def test_a_joint_review_waits_for_those_who_were_asked(api: Running) -> None:
    case = await licence(api, REVIEW)
    path = f"/cases/{case}/work-items/{REVIEW}"
    inspectors = {"departments": ["inspectors"], "within": 5}
    assert told(await ask(api, ZHAO, f"{path}/opinions/asked", inspectors)) == (403, "forbidden")
    nobody = await ask(api, LI, f"{path}/opinions/asked", {"departments": ["inspector"], "within": 5})
    assert told(nobody) == (422, "unknown_name")
    assert "Did you mean 'inspectors'?" in nobody.json()["detail"]
    first, again = [await ask(api, LI, f"{path}/opinions/asked", inspectors, key="ask") for _ in range(2)]
    assert (first.status_code, again.json()) == (200, first.json())
    assert told(await ask(api, LI, f"{path}/opinions/asked", inspectors)) == (409, "already_asked")
    [asked] = (await item(api, case, REVIEW))["opinions"]
    assert (asked["department"], asked["asked_by"], asked["opinion"]) == ("inspectors", "li", None)
    assert told(await ask(api, LI, f"{path}/complete")) == (409, "opinions_missing")

    agree = {"department": "inspectors", "opinion": "agree_with_conditions"}
    assert told(await ask(api, LI, f"{path}/opinions/given", agree)) == (403, "forbidden")
    lead = {"department": "licence_office", "opinion": "agree"}
    assert told(await ask(api, LI, f"{path}/opinions/given", lead)) == (409, "not_asked")
    assert told(await ask(api, ZHAO, f"{path}/opinions/given", agree | {"opinion": "perhaps"})) == (
        422,
        "invalid_request",
    )
    first, again = [await ask(api, ZHAO, f"{path}/opinions/given", agree, key="say") for _ in range(2)]
    assert (first.status_code, again.json()) == (200, first.json())
    assert told(await ask(api, ZHAO, f"{path}/opinions/given", agree)) == (409, "already_given")
    [said] = (await item(api, case, REVIEW))["opinions"]
    assert (said["opinion"], said["by"]) == ("agree_with_conditions", "zhao")
    assert (await ask(api, LI, f"{path}/complete")).status_code == 200
    [kept] = (await item(api, case, REVIEW))["opinions"]
    assert kept == said
