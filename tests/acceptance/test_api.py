"""The HTTP API over a real Temporal server and a real worker: cases from their start to their end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest

from services.requests.starting import route_of
from services.store.database import open_database, reading
from services.store.recording import event_log, rebuild_inbox
from services.store.work_items import open_items
from services.telemetry import Telemetry, begin_telemetry
from tests.acceptance.running import Running, running, settings_of
from workflows.definition.catalogue import lane_ids
from workflows.definition.hashing import lane_hash
from workflows.instants import DAY, format_instant, parse_instant
from workflows.levers.scenario import after, shipped_scenarios


@pytest.fixture(scope="session")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), telemetry) as found:
        yield found


async def test_a_started_case_is_found_at_its_location(api: Running) -> None:
    started = await api.post("/cases", {"lane": "business_setup"})
    assert started.status_code == 201
    case = (await api.http.get(started.headers["Location"])).json()
    assert case["id"] == started.json()["id"]
    assert case["lane_hash"] == started.json()["lane_hash"]
    assert case["marks"] == ["submitted"]
    assert case["result"] is None
    assert [item["actor"] for item in case["items"]] == ["applicant"]


async def test_every_lane_and_scenario_can_be_started(api: Running) -> None:
    listed = [each["id"] for part in ("lanes", "scenarios") for each in (await api.http.get(f"/{part}")).json()]
    assert listed == [*lane_ids(), *shipped_scenarios()]
    for name in listed:
        asked = {id_: each for lane in route_of(name).lanes.values() for id_, each in lane.attributes.items()}
        attributes = {id_: each.values[0].value for id_, each in asked.items()}
        answer = await api.post("/cases", {"lane": name, "attributes": attributes})
        assert answer.status_code == 201, answer.text
        assert (await api.http.get(answer.headers["Location"])).json()["items"]


async def test_a_case_of_a_scenario_keeps_to_the_lane_after_the_reform(api: Running) -> None:
    started = (await api.post("/cases", {"lane": "business_setup_after"})).json()
    reformed = after(shipped_scenarios()["business_setup_after"])
    assert started["scenario"] == "business_setup_after"
    assert started["lane_hash"] == lane_hash(reformed)


async def test_work_goes_from_the_inbox_through_begin_and_complete(api: Running) -> None:
    case = await api.start("business_setup")
    await api.answer_applicant(case, "file_name_approval")
    [item] = (await api.http.get("/work-items")).json()["items"]
    step = item["step"]
    assert (item["case"], item["stage"]) == (case, "waiting")

    begun = await api.post(f"/cases/{case}/work-items/{step}/begin", {"member": "window-3"})
    assert begun.status_code == 200, begun.text
    [item] = (await api.http.get("/work-items", params={"pool": item["pool"], "lane": "business_setup"})).json()[
        "items"
    ]
    for others in ({"pool": "no_such_pool"}, {"lane": "agent_service"}):
        assert (await api.http.get("/work-items", params=others)).json()["items"] == []
    assert (item["stage"], item["member"], item["started_at"]) == ("started", "window-3", begun.json()["at"])

    done = await api.post(f"/cases/{case}/work-items/{step}/complete", {"outcome": item["outcomes"][0]})
    assert done.status_code == 200, done.text
    assert step not in {item["step"] for item in (await api.http.get("/work-items")).json()["items"]}
    kinds = [
        event["kind"]
        for event in (await api.http.get(f"/cases/{case}/events")).json()["events"]
        if event["step"] == step
    ]
    assert kinds == ["enabled", "started", "completed"]


async def test_a_withdrawn_case_is_told_by_the_store_and_takes_no_more_messages(api: Running) -> None:
    case = await api.start("business_setup")
    assert (await api.post(f"/cases/{case}/withdrawal")).status_code == 200
    told = (await api.http.get(f"/cases/{case}")).json()
    assert (told["result"], told["items"]) == ("withdrawn", [])
    assert told["ended_at"] is not None
    assert (await api.http.get("/work-items")).json()["items"] == []
    late = await api.post(f"/cases/{case}/answers/file_name_approval")
    assert (late.status_code, late.json()["code"]) == (409, "case_over")


async def test_the_same_key_starts_one_case_and_another_body_is_refused(api: Running) -> None:
    key = uuid4().hex
    body = {"lane": "business_setup"}
    answers = await asyncio.gather(*(api.post("/cases", body, key) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    other = await api.post("/cases", {"lane": "business_setup_after"}, key)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


async def test_a_message_under_the_same_key_takes_effect_once(api: Running) -> None:
    case = await api.start("business_setup")
    path = f"/cases/{case}/answers/file_name_approval"
    first, again = [await api.post(path, {}, "answer-1") for _ in range(2)]
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    without_key = await api.post(path)
    assert (without_key.status_code, without_key.json()["code"]) == (409, "no_such_item")
    other = await api.post(path, {"outcome": "other"}, "answer-1")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


async def test_a_message_that_came_too_early_may_come_again_under_its_key(api: Running) -> None:
    case = await api.start("business_setup")
    path = f"/cases/{case}/work-items/check_name_approval/complete"
    outcome = await _first_outcome(api, "business_setup", "check_name_approval")
    early = await api.post(path, {"outcome": outcome}, "check-1")
    assert (early.status_code, early.json()["code"]) == (409, "no_such_item")
    await api.answer_applicant(case, "file_name_approval")
    assert (await api.post(path, {"outcome": outcome}, "check-1")).status_code == 200


async def test_the_last_message_of_a_case_can_be_repeated_after_the_case_has_ended(api: Running) -> None:
    case = await api.start("business_setup")
    first, again = [await api.post(f"/cases/{case}/withdrawal", {}, "out") for _ in range(2)]
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()


async def test_a_lane_takes_its_own_message_and_no_other_lanes(api: Running) -> None:
    case = await api.start("business_setup")
    refused = await api.post(f"/cases/{case}/pay-tax", {"receipt": "2026-1"})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_of_this_lane")
    early = await api.post(f"/cases/{case}/decide-licence", {"granted": True})
    assert (early.status_code, early.json()["code"]) == (409, "no_such_item")


async def test_steps_are_answered_by_those_for_whom_they_wait(api: Running) -> None:
    case = await api.start("business_setup")
    officer = await api.post(f"/cases/{case}/work-items/file_name_approval/begin")
    applicant = await api.post(f"/cases/{case}/answers/check_name_approval")
    nobody = await api.post(f"/cases/{case}/work-items/check_name_aproval/begin")
    assert [answer.status_code for answer in (officer, applicant, nobody)] == [409, 409, 404]
    assert officer.json()["code"] == applicant.json()["code"] == "not_yours"
    assert "Did you mean 'check_name_approval'?" in nobody.json()["detail"]


async def test_a_department_decides_its_own_items_only(api: Running) -> None:
    attributes = {id_: each.values[0].value for id_, each in route_of("construction_permit").lane.attributes.items()}
    case = await api.start("construction_permit", **attributes)
    [step, *_] = [item["step"] for item in (await api.http.get(f"/cases/{case}")).json()["items"]]
    answer = await api.post(f"/cases/{case}/decide-item", {"item": step})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_yours")
    assert "is for a third party, not for a department" in answer.json()["detail"]
    nothing = await api.post(f"/cases/{case}/decide-item", {"item": f"{step}x"})
    assert (nothing.status_code, nothing.json()["code"]) == (404, "nothing_there")


async def test_what_took_effect_in_the_past_is_refused(api: Running) -> None:
    case = await api.start("business_setup")
    past = {"at": "2020-01-06T09:00:00+08:00"}
    for path in ("withdrawal", "answers/file_name_approval"):
        answer = await api.post(f"/cases/{case}/{path}", past)
        assert (answer.status_code, answer.json()["code"]) == (409, "too_late")
    assert (await api.http.get(f"/cases/{case}")).json()["result"] is None


async def test_events_and_inbox_come_in_pages_that_miss_nothing(api: Running) -> None:
    cases = [await api.start("business_setup") for _ in range(5)]
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = (await api.http.get("/work-items", params={"limit": 2, **({"cursor": cursor} if cursor else {})})).json()
        found += [item["case"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == cases
    await api.answer_applicant(cases[0], "file_name_approval")
    whole = (await api.http.get(f"/cases/{cases[0]}/events")).json()["events"]
    pages: list[object] = []
    asked: dict[str, str | int] = {"limit": 2}
    while page := (await api.http.get(f"/cases/{cases[0]}/events", params=asked)).json():
        pages += page["events"]
        if page["next"] is None:
            break
        asked["cursor"] = page["next"]
    assert pages == whole


async def test_an_agents_case_opens_cases_whose_ids_have_slashes(api: Running) -> None:
    case = await api.start("agent_service_after", registration_kind="general")
    for _ in range(60):
        state = (await api.http.get(f"/cases/{quote(case, safe='')}")).json()
        opened = [
            event["cause"]
            for event in (await api.http.get(f"/cases/{case}/events", params={"limit": 1000})).json()["events"]
            if event["kind"] == "opened"
        ]
        if opened or state["result"]:
            break
        item = state["items"][0]
        where = "answers/{}" if item["actor"] == "applicant" else "work-items/{}/complete"
        done = await api.post(
            f"/cases/{case}/{where.format(item['step'])}",
            {"outcome": item["outcomes"][0], "occurrence": item["occurrence"]},
        )
        assert done.status_code == 200, done.text
    child = opened[0]
    assert child.startswith(f"{case}/")
    for _ in range(100):
        answer = await api.http.get(f"/cases/{quote(child, safe='')}")
        if answer.status_code == 200:
            break
        await asyncio.sleep(0.1)
    told = answer.json()
    assert (told["id"], told["parent"]) == (child, case)
    assert told["lane_hash"] is not None
    events = (await api.http.get(f"/cases/{quote(child, safe='')}/events")).json()["events"]
    assert events[0]["kind"] == "submitted"


async def test_the_inbox_made_again_from_events_is_the_same(api: Running) -> None:
    first = await api.start("business_setup")
    await api.start("property_registration", registration_kind="noticed")
    await api.answer_applicant(first, "file_name_approval")
    engine = open_database(api.settings.database)
    with reading(engine) as connection:
        before = open_items(connection, None, None, None, 100)
    rebuild_inbox(engine)
    with reading(engine) as connection:
        again = open_items(connection, None, None, None, 100)
    assert before == again
    assert len(before) == 2
    assert {event.case for event in event_log(engine, "business_setup")} == {first}
    engine.dispose()


async def test_metrics_carry_the_sdks_and_the_products(api: Running) -> None:
    case = await api.start("business_setup")
    await api.answer_applicant(case, "file_name_approval")
    await api.post(f"/cases/{case}/withdrawal")
    text = (await api.http.get("/metrics")).text
    samples = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert 'greenlane_cases_started_total{engine="temporal",lane="business_setup"} 1.0' in samples
    assert 'greenlane_cases_ended_total{engine="temporal",lane="business_setup",result="withdrawn"} 1.0' in samples
    assert any(line.startswith("greenlane_tasks_enabled_total{") and line.endswith(" 1.0") for line in samples)
    assert any(line.startswith("temporal_request_latency_seconds_bucket") for line in samples)
    assert case not in text


async def _first_outcome(api: Running, lane: str, step: str) -> str:
    body = (await api.http.get(f"/lanes/{lane}")).json()

    def found(node: object) -> str | None:
        if isinstance(node, dict):
            if node.get("id") == step:
                return str(node["outcomes"][0]["id"]) if node.get("outcomes") else "done"
            node = list(node.values())
        if isinstance(node, list):
            return next((hit for each in node if (hit := found(each)) is not None), None)
        return None

    outcome = found(body)
    assert outcome is not None
    return outcome


async def test_a_rehearsed_case_reaches_an_appointment_without_waiting_for_it(
    tmp_path: Path, temporal_address: str, telemetry: Telemetry
) -> None:
    async with running(settings_of(tmp_path, temporal_address, rehearsal=True), telemetry) as api:
        case = f"rehearsed-{uuid4().hex}"
        started = await api.post("/cases", {"lane": "business_setup", "id": case, "rehearsal": {}})
        assert started.status_code == 201, started.text
        at = format_instant(parse_instant(started.json()["submitted_at"]) + 30 * DAY)
        assert (await api.post(f"/cases/{case}/answers/file_name_approval", {"at": at})).status_code == 200
        while not (items := (await api.http.get(f"/cases/{case}")).json()["items"]) or items[0]["planned"]:
            pass  # each look is a query that the case answers; the test's own time limit bounds them
        assert (items[0]["step"], items[0]["enabled_at"]) == ("check_name_approval", at)
