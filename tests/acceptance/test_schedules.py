"""Loops on the real server: their rounds are those of the cadence, and a round begins its cases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from temporalio.api.workflowservice.v1 import ListScheduleMatchingTimesRequest
from temporalio.client import ScheduleBackfill, ScheduleOverlapPolicy

from services.supervision.loops import Loop, loops_of
from services.supervision.opening import case_ids
from services.supervision.schedules import (
    Change,
    ensure_schedules,
    pause_schedule,
    remove_schedules,
    resume_schedule,
    schedule_id,
    schedule_of,
    standings,
)
from services.telemetry import Telemetry, begin_telemetry
from services.temporal_client import Temporal, connect
from tests.acceptance.running import Running, running, settings_of
from workflows.definition.cadence import Batch, Cadence, Monthly, OnDates, OnDayOff, TimeOfDay, Weekday, Weekly
from workflows.definition.catalogue import shipped_lane
from workflows.definition.lane import Arrivals
from workflows.definition.provenance import Provenance, Source
from workflows.errors import UnknownNameError
from workflows.instants import HOUR, Instant, datetime_of, instant_of, start_of
from workflows.temporal.rounds import Round

BY = Provenance(source=Source.ASSUMED, basis="test")
NINE = TimeOfDay(hour=9, provenance=BY)
WEEKLY = Weekly(weekday=Weekday.MONDAY, at=NINE, provenance=BY)
REPORTS = Monthly(days=(15, 30), at=NINE, on_day_off=OnDayOff.PREVIOUS_WORKING_DAY, provenance=BY)
LANE = "commitment_follow_up"
NOW = start_of(date(2025, 6, 1))
"""So that both years of the schedules have a published calendar."""


def loop(cadence: Cadence, cases: int = 1, lane: str = LANE, now: Instant = NOW) -> Loop:
    arrivals = Arrivals(cadence=cadence, batch=Batch(cases=cases, provenance=BY), calendar="office")
    [found] = loops_of([shipped_lane(lane).model_copy(update={"arrivals": arrivals})], now)
    return found


@pytest.fixture(scope="session")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def temporal(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Temporal]:
    found = await connect(settings_of(tmp_path, temporal_address), telemetry.runtime)
    yield found
    await remove_schedules(found)


async def matching(temporal: Temporal, lane: str, first: Instant, last: Instant) -> list[Instant]:
    """When the server would start the lane's rounds."""
    start, end = Timestamp(), Timestamp()
    start.FromDatetime(datetime_of(first).astimezone(UTC))
    end.FromDatetime(datetime_of(last).astimezone(UTC))
    answer = await temporal.client.workflow_service.list_schedule_matching_times(
        ListScheduleMatchingTimesRequest(
            namespace=temporal.client.namespace,
            schedule_id=schedule_id(temporal.task_queue, lane),
            start_time=start,
            end_time=end,
        )
    )
    return [at.ToMilliseconds() for at in answer.start_time]


@pytest.mark.parametrize("cadence", [WEEKLY, REPORTS], ids=lambda each: each.kind)
async def test_the_server_starts_rounds_at_the_instants_of_the_cadence(temporal: Temporal, cadence: Cadence) -> None:
    wanted = loop(cadence)
    assert await ensure_schedules(temporal, [wanted]) == {LANE: Change.CREATED}
    first, last = start_of(date(2025, 1, 1)), start_of(date(2026, 12, 31))
    assert await matching(temporal, LANE, first, last) == [at for at in wanted.instants if at <= last]
    assert len(wanted.instants) > 40


async def test_the_next_rounds_of_a_schedule_are_the_next_of_the_cadence(temporal: Temporal) -> None:
    wanted = loop(WEEKLY, now=_now())
    await ensure_schedules(temporal, [wanted])
    [standing] = await standings(temporal, [wanted])
    assert (standing.lane, standing.up_to_date) == (LANE, True)
    assert list(standing.next_at) == [at for at in wanted.instants if at > _now()][:10]
    # Rounds that were past when the schedule was made are nobody's concern.
    assert (standing.held, standing.missed) == (0, 0)


def _now() -> Instant:
    """The server's clock is the machine's."""
    return instant_of(datetime.now(UTC))


async def test_schedules_are_made_once_followed_and_removed(temporal: Temporal) -> None:
    loops = [loop(WEEKLY), loop(REPORTS, lane="commitment_approval")]
    assert set((await ensure_schedules(temporal, loops)).values()) == {Change.CREATED}
    assert set((await ensure_schedules(temporal, loops)).values()) == {Change.UNCHANGED}

    oftener = [loop(WEEKLY, cases=2), loops[1]]
    assert [each.up_to_date for each in await standings(temporal, oftener)] == [True, False]
    assert await ensure_schedules(temporal, oftener) == {
        LANE: Change.UPDATED,
        "commitment_approval": Change.UNCHANGED,
    }
    assert [each.cases for each in await standings(temporal, oftener)] == [1, 2]
    moved = [oftener[0], loop(WEEKLY, lane="commitment_approval")]
    assert (await ensure_schedules(temporal, moved))["commitment_approval"] is Change.UPDATED
    assert await ensure_schedules(temporal, moved) == dict.fromkeys((LANE, "commitment_approval"), Change.UNCHANGED)


async def test_a_paused_schedule_stays_paused_when_its_rounds_change(temporal: Temporal) -> None:
    await ensure_schedules(temporal, [loop(WEEKLY)])
    await pause_schedule(temporal, LANE, "moving house")
    assert await ensure_schedules(temporal, [loop(REPORTS)]) == {LANE: Change.UPDATED}
    [standing] = await standings(temporal, [loop(REPORTS)])
    assert (standing.paused, standing.note) == (True, "moving house")
    await resume_schedule(temporal, LANE, "moved")
    [standing] = await standings(temporal, [loop(REPORTS)])
    assert (standing.paused, standing.note) == (False, "moved")


async def test_a_lane_that_no_longer_comes_round_loses_its_schedule(temporal: Temporal) -> None:
    await ensure_schedules(temporal, [loop(WEEKLY)])
    while not await standings(temporal, []):  # the server's list of schedules lags behind
        pass
    assert await ensure_schedules(temporal, []) == {LANE: Change.REMOVED}
    assert await standings(temporal, [loop(WEEKLY)]) == ()


async def test_a_loop_without_schedule_cannot_be_paused(temporal: Temporal) -> None:
    with pytest.raises(UnknownNameError, match="no scheduled loop is called 'commitment_follow_up'"):
        await pause_schedule(temporal, LANE, "")


def test_a_missed_round_is_held_for_as_long_as_the_loop_usually_takes_to_come_round() -> None:
    # One round of the year is four days before the next, since a holiday moves it from Monday to Thursday.
    assert loop(WEEKLY).catch_up == timedelta(days=7)
    phases = OnDates(dates=(date(2025, 3, 3), date(2025, 3, 13), date(2025, 4, 7)), at=NINE, provenance=BY)
    assert loop(phases).catch_up == timedelta(days=10)
    once = OnDates(dates=(date(2025, 3, 3),), at=NINE, provenance=BY)
    assert loop(once).catch_up == timedelta(days=365)
    policy = schedule_of(loop(WEEKLY), "queue").policy
    assert (policy.overlap, policy.catchup_window) == (ScheduleOverlapPolicy.ALLOW_ALL, loop(WEEKLY).catch_up)


async def test_a_round_begins_its_cases_and_they_end(
    tmp_path: Path, temporal_address: str, telemetry: Telemetry
) -> None:
    settings = settings_of(tmp_path, temporal_address)
    wanted = loop(WEEKLY, cases=2)
    due_at = next(at for at in wanted.instants if at > start_of(date(2025, 4, 1)))
    ids = case_ids(Round(lane=LANE, cases=2, at=due_at))
    async with running(settings, telemetry) as api:
        temporal = await connect(settings, telemetry.runtime)
        await ensure_schedules(temporal, [wanted])
        around = datetime_of(due_at - HOUR), datetime_of(due_at + HOUR)
        handle = temporal.client.get_schedule_handle(schedule_id(settings.task_queue, LANE))
        backfill = ScheduleBackfill(start_at=around[0], end_at=around[1], overlap=ScheduleOverlapPolicy.ALLOW_ALL)
        await handle.backfill(backfill)
        for id_ in ids:
            await _begun(api, id_)
        await handle.backfill(backfill)  # the same round again is the same cases
        results = [await _ended(api, id_) for id_ in ids]
        await remove_schedules(temporal)
    assert results == ["approved", "approved"]


async def _begun(api: Running, case: str) -> None:
    while (await api.http.get(f"/cases/{case}")).status_code != 200:
        pass


async def _ended(api: Running, case: str) -> str:
    view = (await api.http.get(f"/cases/{case}")).json()
    assert view["lane"] == LANE
    assert view["submitted_at"].startswith("2025-04-")
    assert view["lane_hash"]
    while view["result"] is None:
        for item in view["items"]:
            await api.post(
                f"/cases/{case}/work-items/{item['step']}/complete",
                {"outcome": item["outcomes"][-1], "occurrence": item["occurrence"], "member": "tester"},
            )
        view = (await api.http.get(f"/cases/{case}")).json()
    return str(view["result"])
