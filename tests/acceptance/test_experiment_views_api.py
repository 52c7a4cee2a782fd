"""What is seen of an experiment beside its result: over the real application, in the store of a real one."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yaml

from services.experiments.carrying_out import run_batches
from services.experiments.request import AskedDesign, ExperimentKind, ExperimentRequest
from services.experiments.views.document import ExperimentViews
from services.security.principal import Role
from services.telemetry import Telemetry, begin_telemetry
from tests.acceptance.experiments import Laboratory, laboratory, simulation
from tests.acceptance.people import go_on
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import principal
from workflows.definition.catalogue import shipped_lane
from workflows.definition.hashing import lane_hash
from workflows.definition.loading import parse_lane
from workflows.instants import Instant
from workflows.levers.scenario import parse_scenario, shipped_scenarios

LANE, AFTER = "property_registration", "property_registration_after"
DONE_AT: Instant = 5


@pytest.fixture(scope="module")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def lab(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Laboratory]:
    async with laboratory(settings_of(tmp_path, temporal_address), telemetry) as found:
        yield found


@pytest.fixture
async def api(lab: Laboratory, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(lab.around.settings, telemetry, "experiments", worker=False) as found:
        yield found


def carried_out(lab: Laboratory, request: ExperimentRequest) -> str:
    """The address of an experiment that has been run in this process."""
    prepared = lab.ask(request)
    run_batches(lab.engine, prepared, lambda: DONE_AT, None, 1, lambda done, of: None)
    return f"/experiments/{prepared.experiment.id}"


def comparison(**design: object) -> ExperimentRequest:
    asked = AskedDesign.model_validate({"cases": 10, "replications": 3, **design})
    return ExperimentRequest(kind=ExperimentKind.COMPARE, subjects=(AFTER,), design=asked)


async def test_a_result_is_seen_in_views_whose_numbers_are_its_own(lab: Laboratory, api: Running) -> None:
    address = carried_out(lab, comparison())
    shown = ExperimentViews.model_validate_json((await api.http.get(f"{address}/views")).content)
    [result] = (await api.http.get(f"{address}/result")).json()["answers"]
    kpis = shown.views[0]
    assert kpis.view == "kpis"
    assert {kpi.kpi: kpi.difference.value for kpi in kpis.data.kpis if kpi.difference} == {
        kpi["kpi"]: kpi["difference"]["mean"] for kpi in result["kpis"] if kpi["difference"]
    }
    assert "less (95 % interval" in kpis.sentence.en
    for view in shown.views:
        table = await api.http.get(f"{address}/views/{view.id}.csv")
        assert table.headers["content-type"] == "text/csv; charset=utf-8"
        assert f'-{view.id}.csv"' in table.headers["Content-Disposition"]
        rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"), newline="")))
        assert len(rows) == len(view.table.rows)
        assert {row["experiment"] for row in rows} == {address.rpartition("/")[2]}
    missing = await api.http.get(f"{address}/views/gantt.csv")
    assert (missing.status_code, missing.json()["code"]) == (404, "nothing_there")
    assert "waterfall" in missing.json()["detail"]


async def test_lanes_request_and_scenario_of_an_experiment_can_be_taken_away(lab: Laboratory, api: Running) -> None:
    address = carried_out(lab, comparison(seed=7))
    shown = ExperimentViews.model_validate_json((await api.http.get(f"{address}/views")).content)
    first = (await api.http.get(f"{address}/models/{shown.models[0].hash}")).json()
    assert first["lane"]["id"] == LANE
    assert shown.models[0].lane_hash == lane_hash(shipped_lane(LANE))
    assert (await api.http.get(f"{address}/models/{'0' * 64}")).json()["code"] == "nothing_there"

    asked = (await api.http.get(f"{address}/request")).json()
    again = await api.post("/experiments", asked)
    assert (again.status_code, again.headers["Content-Location"]) == (200, f"{address}/result")
    changed = await api.post("/experiments", {**asked, "design": {**asked["design"], "seed": 8}})
    assert changed.status_code == 202

    written = await api.http.get(f"{address}/scenario")
    assert (written.headers["content-type"], f"{AFTER}.yaml" in written.headers["Content-Disposition"]) == (
        "application/yaml", True,
    )  # fmt: skip
    assert parse_scenario(written.text, "scenario.yaml").levers == shipped_scenarios()[AFTER].levers
    assert (await api.http.get(f"{address}/scenario", params={"subject": "another"})).status_code == 404


async def test_a_lane_of_ones_own_comes_back_as_it_was_sent(lab: Laboratory, api: Running) -> None:
    own = shipped_lane(LANE).model_copy(update={"id": "their_own"})
    request = simulation("their_own", 2, cases=5).model_copy(update={"lanes": (own,)})
    address = carried_out(lab, request)
    written = await api.http.get(f"{address}/scenario")
    assert lane_hash(parse_lane(written.text, "their_own.yaml")) == lane_hash(own)
    assert yaml.safe_load(written.text)["id"] == "their_own"
    assert (await api.http.get(f"{address}/request")).json()["lanes"][0]["id"] == "their_own"


async def test_the_report_has_everything_and_loads_nothing(lab: Laboratory, api: Running) -> None:
    address = carried_out(lab, comparison())
    report = await api.http.get(f"{address}/report", params={"language": "en"})
    assert report.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in report.headers["Content-Security-Policy"]
    assert "<script" not in report.text
    assert " src=" not in report.text
    assert "@page" in report.text
    shown = ExperimentViews.model_validate_json((await api.http.get(f"{address}/views")).content)
    for view in shown.views:
        assert f'id="{view.id}"' in report.text
    assert report.text.count("<tr>") > len(shown.assumptions)
    assert shown.experiment in report.text
    assert report.text == (await api.http.get(f"{address}/report", params={"language": "en"})).text
    assert (await api.http.get(f"{address}/report", params={"language": "fr"})).status_code == 422


async def test_what_is_not_there_yet_or_at_all_is_said(lab: Laboratory, api: Running) -> None:
    waiting = f"/experiments/{lab.ask(simulation(LANE, 3)).experiment.id}"
    for path in ("views", "views/kpis.csv", "views/live_against_simulated", "report"):
        early = await api.http.get(f"{waiting}/{path}")
        assert (early.status_code, early.json()["code"]) == (409, "experiment_not_done"), path
        nowhere = await api.http.get(f"/experiments/none/{path}")
        assert (nowhere.status_code, nowhere.json()["code"]) == (404, "no_such_experiment"), path
    for path in ("request", "scenario"):
        assert (await api.http.get(f"{waiting}/{path}")).status_code == 200
        assert (await api.http.get(f"/experiments/none/{path}")).status_code == 404


async def test_live_cases_stand_beside_the_simulation_of_their_lane(
    tmp_path: Path, temporal_address: str, telemetry: Telemetry
) -> None:
    lane = "commitment_approval"
    declared = {"safety_related": "no", "correctable_later": "yes", "on_negative_list": "no", "blacklisted": "no"}
    settings = settings_of(tmp_path, temporal_address)
    async with laboratory(settings, telemetry) as lab, running(settings, telemetry) as api:
        address = carried_out(lab, simulation(lane, 3, cases=5))
        before = await api.http.get(f"{address}/views/live_against_simulated")
        assert (before.status_code, before.json()["code"]) == (404, "nothing_there")
        case = await api.start(lane, **declared)
        assert await go_on(api, case) == "approved"
        view = (await api.http.get(f"{address}/views/live_against_simulated")).json()
        [version] = (await api.http.get(f"/lanes/{lane}/statistics")).json()["versions"]
        assert view["data"]["lane_hash"] == version["lane_hash"] == lane_hash(shipped_lane(lane))
        assert (view["data"]["submitted"], view["data"]["finished"]) == (1, 1)
        live = {kpi["kpi"]: kpi["live"] for kpi in view["data"]["kpis"]}
        assert live == pytest.approx({kpi: of["value"] for kpi, of in version["figures"].items()}, abs=0.2)
        assert "live (cases: 1)" in view["sentence"]["en"]
        table = await api.http.get(f"{address}/views/live_against_simulated.csv")
        assert table.content.decode("utf-8-sig").count("\r\n") == len(view["table"]["rows"]) + 1
        async with api.acting(principal("s", Role.SUPERVISOR, departments=["registry_window"])) as elsewhere:
            assert (await elsewhere.http.get(f"{address}/views")).status_code == 200
            refused = await elsewhere.http.get(f"{address}/views/live_against_simulated")
            assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
