"""What there is to know of live cases: the course of one, and a lane in the figures that a simulation gives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.requests.starting import number_of
from services.security.principal import Role
from services.store.cases import find_case
from services.store.database import open_database, reading
from services.store.recording import kept_events
from services.telemetry import Telemetry, begin_telemetry
from simulations.rerun import known_cases, rerun
from tests.acceptance.people import go_on
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import principal
from workflows.definition.catalogue import shipped_lane, with_called_lanes
from workflows.instants import parse_instant
from workflows.interpreter.case import Case
from workflows.interpreter.plan import plan_of
from workflows.measures import KPIS, observe, setting_of, summarise
from workflows.working_time.state_council import WorkingDays

NOT_SAFETY = {"safety_related": "no", "correctable_later": "yes", "on_negative_list": "no"}


@pytest.fixture(scope="session")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), telemetry) as found:
        yield found


async def licensed(api: Running) -> str:
    case = await api.start("commitment_approval", blacklisted="no", **NOT_SAFETY)
    assert await go_on(api, case) == "approved"
    return case


async def test_a_timeline_tells_states_steps_limits_and_who_had_the_case(api: Running) -> None:
    case = await licensed(api)
    told = (await api.http.get(f"/cases/{case}/timeline")).json()
    names = [state["name"] for state in told["states"]]
    assert (names[0], names[-1]) == ("received", "approved")
    assert [state["code"] for state in told["states"]][-1] == 11
    assert told["sla"] == 1
    [limit] = told["limits"]
    assert (limit["kind"], limit["working_days"], limit["taken"], limit["running"]) == ("statutory", 20, 0, False)
    steps = {step["step"]: step for step in told["steps"]}
    assert steps["licence_review"]["completed_at"] >= steps["licence_review"]["started_at"]
    assert steps["licence_decision"]["outcome"] == "granted"
    assert steps["licence_decision"]["title"]["en"] == "Decision"
    record = (await api.http.get(f"/cases/{case}")).json()
    whole = (parse_instant(record["ended_at"]) - parse_instant(record["submitted_at"])) / 3_600_000
    # Delivery is what the cycle ends with; the rest of the case takes no time, but its messages a millisecond each.
    assert sum(told["held_hours"].values()) == pytest.approx(whole, abs=0.01)


async def test_a_case_under_way_has_open_steps_and_nobody_to_whom_its_time_is_given_yet(api: Running) -> None:
    case = await api.start("commitment_approval", blacklisted="no", **NOT_SAFETY)
    async with asyncio.timeout(20):  # the store hears of a case's beginning a moment after its applicant
        while not (told := (await api.http.get(f"/cases/{case}/timeline")).json())["steps"]:
            continue
    assert told["held_hours"] is None
    assert told["limits"] == []  # no clock runs before acceptance
    assert [(step["step"], step["completed_at"]) for step in told["steps"]] == [("file_licence", None)]


async def test_who_of_a_department_did_what_is_not_the_applicants_business(api: Running) -> None:
    firm = "91210100MA0000001X"
    answer = await api.post("/cases", {"lane": "property_registration", "applicant": firm,
                                       "attributes": {"registration_kind": "general"}})  # fmt: skip
    case = answer.json()["id"]
    async with api.acting(principal(firm, Role.APPLICANT)) as applicant:
        await applicant.answer_applicant(case, "file_contract_filing")
        await go_on(api, case, most=1)
        seen = (await applicant.http.get(f"/cases/{case}/timeline")).json()
    known = (await api.http.get(f"/cases/{case}/timeline")).json()
    assert {step["member"] for step in seen["steps"]} == {""}
    assert {step["member"] for step in known["steps"]} != {""}


async def test_live_statistics_are_those_of_the_same_cases_rerun_on_simpy(api: Running) -> None:
    finished = [await licensed(api) for _ in range(2)]
    told = (await api.http.get("/lanes/commitment_approval/statistics")).json()
    [version] = told["versions"]
    assert version["submitted"] == version["finished"] == 2
    assert version["results"] == {"approved": 2}
    assert set(version["figures"]) == set(KPIS)

    store = open_database(api.settings.database)
    with reading(store) as connection:
        events = {case: kept_events(connection, case) for case in finished}
        records = [find_case(connection, case) for case in finished]
    store.dispose()
    lanes = with_called_lanes(shipped_lane("commitment_approval"))
    first = parse_instant(told["start"])
    years = range(2024, 2030)
    days = WorkingDays(beyond="weekdays")
    plans = {id_: plan_of(lane, years, days) for id_, lane in lanes.items()}
    cases = [
        Case(
            id=record.id,
            submitted_at=record.submitted_at,
            number=number_of(record.id),
            attributes=record.attributes,
            draws=f"{record.lane}/",
        )
        for record in records
        if record is not None
    ]
    log = rerun(plans, known_cases("commitment_approval", cases, events), seed=0)
    plan = plans["commitment_approval"]
    again = summarise(
        observe(log, setting_of(plan.lane, plan.axes, days), finished, parse_instant(told["at"])),
        first,
        parse_instant(told["end"]),
    )
    assert {id_: figure["value"] for id_, figure in version["figures"].items()} == pytest.approx(
        {id_: figure.value for id_, figure in again.figures.items()}, nan_ok=True
    )


async def test_a_window_that_cannot_be_and_a_lane_that_is_not_there_are_told(api: Running) -> None:
    upside_down = {"start": "2026-03-03T00:00:00+08:00", "end": "2026-03-02T00:00:00+08:00"}
    answer = await api.http.get("/lanes/commitment_approval/statistics", params=upside_down)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
    answer = await api.http.get("/lanes/no_such_lane/statistics")
    assert (answer.status_code, answer.json()["code"]) == (404, "nothing_there")
    nothing = {"end": "2020-01-01T00:00:00+08:00"}
    answer = await api.http.get("/lanes/commitment_approval/statistics", params=nothing)
    assert answer.json()["versions"] == []
