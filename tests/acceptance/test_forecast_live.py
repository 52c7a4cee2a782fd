"""What is expected of live cases: forecast from their state, told with them, and made again by a schedule."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from temporalio.service import RPCError

from services.clock import present_instant
from services.forecasting.making import make_forecast
from services.forecasting.temporal.schedule import apply_forecast_schedule, schedule_id
from services.security.principal import Role
from services.store.database import open_database, reading
from services.store.forecasts import KeptForecast, latest_forecast
from services.telemetry import Telemetry, begin_telemetry
from services.temporal_client import connect
from tests.acceptance.experiments import laboratory
from tests.acceptance.people import go_on
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import principal


@pytest.fixture(scope="module")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), telemetry) as found:
        yield found


async def under_way(api: Running, steps: int) -> str:
    """A registration in which so many steps have been done, as the store has heard."""
    case = await api.start("property_registration", registration_kind="general")
    await go_on(api, case, most=steps)
    async with asyncio.timeout(20):
        while len((await api.http.get(f"/cases/{case}/timeline")).json()["steps"]) <= steps:
            continue
    return case


async def test_every_open_case_is_told_when_it_is_expected_to_be_done(api: Running) -> None:
    assert (await api.http.get("/forecast")).json() is None
    cases = [await under_way(api, steps) for steps in (0, 2, 3)]
    store = open_database(api.settings.database)
    made = await asyncio.to_thread(make_forecast, store, present_instant(), replications=9)
    assert (made.forecast.open_cases, made.forecast.left_out) == (3, 0)
    for case in cases:
        view = (await api.http.get(f"/cases/{case}")).json()
        expected = view["expected_completion"]
        assert expected["forecast_at"] < expected["low"] <= expected["at"] <= expected["high"]
        assert (await api.http.get(f"/cases/{case}/timeline")).json()["expected_completion"] == expected

    told = (await api.http.get("/forecast")).json()
    [lane] = told["lanes"]
    assert (lane["lane"], lane["open_cases"]) == ("property_registration", 3)
    assert [each["working_days"] for each in lane["breaches"]] == [1, 5, 10]
    assert 0 < lane["cycle_time"]["median_hours"] <= lane["cycle_time"]["ninetieth_hours"]
    assert {each["pool"] for each in told["pools"]} >= {"registry_window"}
    elsewhere = principal("officer-3", Role.OFFICER, departments=["customer_window"])
    async with api.acting(elsewhere) as other:
        seen = (await other.http.get("/forecast")).json()
    assert (seen["lanes"], seen["pools"], seen["departments"]) == ([], [], [])

    metrics = (await api.http.get("/metrics")).text
    assert 'greenlane_forecast_cycle_time_seconds{lane="property_registration",percentile="50"}' in metrics
    assert 'greenlane_forecast_breaches{horizon="10",lane="property_registration"}' in metrics
    assert "greenlane_forecast_made_at_seconds" in metrics

    await go_on(api, cases[0])
    async with asyncio.timeout(20):
        while (await api.http.get(f"/cases/{cases[0]}/timeline")).json()["held_hours"] is None:
            continue
    again = await asyncio.to_thread(make_forecast, store, present_instant(), replications=9)
    assert (again.judged, again.forecast.open_cases) == (1, 2)
    assert (await api.http.get(f"/cases/{cases[0]}")).json()["expected_completion"] is None
    # People who answer at once are faster than the lane believes, which is what the verdict says.
    metrics = (await api.http.get("/metrics")).text
    assert 'greenlane_forecast_judged_total{lane="property_registration",verdict="early"} 1.0' in metrics


async def test_a_schedule_has_forecasts_made_by_a_simulation_worker(
    tmp_path: Path, temporal_address: str, telemetry: Telemetry
) -> None:
    settings = settings_of(
        tmp_path,
        temporal_address,
        simulation_task_queue=f"simulations-{uuid4().hex}",
        simulation_processes=1,
        forecast_every=3_600,
    )
    async with laboratory(settings, telemetry) as lab, lab.worker() as around:
        assert await apply_forecast_schedule(settings)
        async with asyncio.timeout(60):  # the first one is made at once
            while (kept := await asyncio.to_thread(_latest, around.engine)) is None:
                continue
        assert kept.took >= 0
        assert await apply_forecast_schedule(settings)
        temporal = await connect(settings)
        handle = temporal.client.get_schedule_handle(schedule_id(settings.task_queue))
        assert (await handle.describe()).info.num_actions == 1
        assert not await apply_forecast_schedule(settings.model_copy(update={"forecast_every": 0}))
        with pytest.raises(RPCError, match="not found"):
            await handle.describe()


def _latest(engine: Engine) -> KeptForecast | None:
    with reading(engine) as connection:
        return latest_forecast(connection)
