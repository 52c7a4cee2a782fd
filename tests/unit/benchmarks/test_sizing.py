"""Needs follow from what was measured by plain sums, and the deployments have what their sizes need."""

from __future__ import annotations

import re
from math import log2

import pytest
import yaml

from benchmarks.sizing.figures import LaneCost, Measured, read_measured
from benchmarks.sizing.needs import mean_cost, need_of, replayed_time, steps_of
from tests.deploy.files import DEPLOY, array, at, documents

COST = LaneCost(
    lane="one",
    cases=10,
    requests=22,
    events=40,
    history_events=100,
    history_bytes=30_000,
    api_time=0.22,
    worker_time=0.3,
    temporal_time=0.12,
    store_bytes=10_000,
    temporal_bytes=40_000,
)
MEASURED = Measured(
    on="paper",
    measured_at="2026-11-22",
    python="3.11",
    release="0",
    lanes=(COST,),
    idle={},
    replay_time=0.0004,
    series={"api": 100, "worker": 1_000},
)


def test_the_sums_are_those_of_pencil_and_paper() -> None:
    need = need_of(24_800_000, MEASURED)
    assert steps_of(COST) == 10
    assert replayed_time(COST, MEASURED) == pytest.approx(0.5 * 10 * 50 * 0.0004)
    assert need.cases_a_day == pytest.approx(100_000)
    assert need.cases_a_second == pytest.approx(100_000 / 28_800 * 3)
    assert need.officers == pytest.approx(100_000 * 10 * 10 / 480)
    assert need.worker_cores == pytest.approx(need.cases_a_second * (0.3 + 0.1) / 0.6)
    assert need.api_cores == pytest.approx((need.cases_a_second * 22 + need.officers / 60) * 0.01 / 0.6)
    assert need.store_bytes == pytest.approx(24_800_000 * 20_000)
    assert need.temporal_bytes == pytest.approx(24_800_000 / 365 * 60 * 80_000)
    assert log2(need.shards).is_integer()
    assert need.shards >= need.history_events_a_second / 0.5 > need.shards / 2


def test_twice_the_cases_need_twice_as_much() -> None:
    one, two = need_of(1_000_000, MEASURED), need_of(2_000_000, MEASURED)
    assert two.worker_cores == pytest.approx(2 * one.worker_cores)
    assert two.api_cores == pytest.approx(2 * one.api_cores)
    assert two.store_bytes == pytest.approx(2 * one.store_bytes)


def test_the_mean_lies_between() -> None:
    dearer = COST.model_copy(update={"worker_time": 0.5})
    assert mean_cost((COST, dearer)).worker_time == pytest.approx(0.4)


def test_a_province_never_has_fewer_cores_than_it_needs() -> None:
    need = need_of(10_000_000, read_measured())
    [overlay] = documents(DEPLOY / "kubernetes/overlays/province/kustomization.yaml")
    least = {}
    for patch in array(overlay["patches"]):
        for operation in array(yaml.safe_load(str(at(patch, "patch")))):
            if at(operation, "path") == "/spec/minReplicas":
                least[str(at(patch, "target", "name"))] = at(operation, "value")
    for each in documents(DEPLOY / "kubernetes/base/worker.yaml"):
        assert at(each, "spec", "template", "spec", "containers", 0, "resources", "limits", "cpu") == "1"
    workers, services = least["worker"], least["requests|decisions|insights"]
    assert isinstance(workers, int)
    assert isinstance(services, int)
    assert workers >= need.worker_cores
    assert 3 * services >= need.api_cores


def test_compose_has_shards_for_a_city() -> None:
    found = re.search(r'NUM_HISTORY_SHARDS: "(\d+)"', (DEPLOY / "compose/compose.yaml").read_text("utf-8"))
    assert found
    assert int(found[1]) >= need_of(1_000_000, read_measured()).shards
