"""What the processes of a whole system tell Prometheus is what the catalogue lists, and nothing else of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from services.metrics.catalogue import CATALOGUE
from services.metrics.collectors import PREFIX
from services.metrics.metric import LABELS, SERVICES, Kind, Process, Reach
from services.processes import SERVICES as SERVED
from services.running.system import SEPARATE
from services.serving import free_port
from tests.acceptance.test_up import PORTS, client, up

PROMTOOL = shutil.which("promtool")

CASE = "case-4711-of-nobody"
"""An id that would be recognised wherever it stands."""

RESERVED = {Kind.HISTOGRAM: {"le"}}


def families(text: str) -> dict[str, Metric]:
    """The product's own families, by the name that the catalogue gives them."""
    found = {}
    for family in text_string_to_metric_families(text):
        if family.name.startswith(PREFIX):
            found[f"{family.name}_total" if family.type == "counter" else family.name] = family
    return found


def expected(process: Process) -> set[str]:
    return {name for name, metric in CATALOGUE.items() if process in metric.exposed_by}


def check(text: str, listed: set[str]) -> None:
    """Hold what a process tells to the catalogue, family by family and label by label."""
    found = families(text)
    assert set(found) == listed
    for name, family in found.items():
        metric = CATALOGUE[name]
        assert (family.type, family.documentation) == (metric.kind.value, metric.meaning.en)
        for sample in family.samples:
            assert set(sample.labels) - RESERVED.get(metric.kind, set()) == set(metric.labels), name
    assert CASE not in text


def test_the_catalogue_is_in_order() -> None:
    """Names, units and labels as the page promises them: seconds for every time, no label that anybody may fill."""
    for name, metric in CATALOGUE.items():
        assert name == metric.name
        assert name.startswith(PREFIX)
        assert name.endswith("_total") is (metric.kind is Kind.COUNTER)
        assert set(metric.labels) <= set(LABELS)
        assert bool(metric.buckets) is (metric.kind is Kind.HISTOGRAM)
        assert list(metric.buckets) == sorted(set(metric.buckets))
        assert metric.exposed_by
        assert metric.meaning.zh
        if metric.reach is Reach.WHOLE:
            assert len(metric.exposed_by) == 1
    assert not {"id", "case", "step", "member", "experiment", "applicant", "path"} & set(LABELS)
    assert set(LABELS) == {label for metric in CATALOGUE.values() for label in metric.labels}


@dataclass(frozen=True, slots=True)
class Told:
    """What the processes of a system tell that has had something to do.

    Attributes
    ----------
    api : everything that the API does
    workers : by the process that tells it
    server : Temporal's own
    """

    api: str
    workers: dict[Process, str]
    server: str


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    ports = {f"GREENLANE_{name}": str(free_port()) for name in PORTS}
    data = {"GREENLANE_DATA_DIRECTORY": str(tmp_path_factory.mktemp("metrics") / "data")}
    with up({**os.environ, **data, **ports}) as (_, found), client({**os.environ, **data, **ports}, found) as http:
        for number in range(2):
            case = f"{CASE}-{number}"
            assert http.post("/cases", json={"lane": "business_setup", "id": case}).status_code == 201
            assert http.post(f"/cases/{case}/answers/file_name_approval").status_code == 200
        assert http.post(f"/cases/{CASE}-0/withdrawal").status_code == 200
        assert http.get(f"/cases/{CASE}-0/nothing").status_code == 404
        addresses = {
            Process.WORKER: found["worker_1_metrics"],
            Process.DEPARTMENT_WORKER: found["department_worker_metrics"],
            Process.SIMULATION_WORKER: found["simulation_worker_metrics"],
        }
        workers = {process: httpx.get(address, trust_env=False).text for process, address in addresses.items()}
        return Told(http.get("/metrics").text, workers, httpx.get(found["temporal_metrics"], trust_env=False).text)


@pytest.mark.slow
def test_processes_tell_what_is_listed_and_nothing_else(told: Told) -> None:
    check(told.api, set().union(*map(expected, SERVICES)))
    routes = {sample.labels["route"] for sample in families(told.api)["greenlane_api_requests_total"].samples}
    templates = {getattr(route, "path", "") for router in SERVED["all"] for route in router.routes}
    assert routes <= {*templates, "unmatched", "/healthz", "/readyz", "/metrics"}
    assert {"/cases", "/cases/{case}/answers/{step}", "unmatched"} <= routes
    for process, text in told.workers.items():
        check(text, expected(process))
        assert "temporal_request_latency_seconds_bucket" in text
    assert re.search(r'^service_requests\{.*operation="StartWorkflowExecution"', told.server, re.MULTILINE)


@pytest.mark.slow
@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed: `tests/install-tools` installs it")
def test_promtool_finds_nothing_to_say_of_them(told: Told) -> None:
    assert PROMTOOL is not None
    for text in (told.api, *told.workers.values()):
        # The others' are not ours to name.
        own = "".join(f"{line}\n" for line in text.splitlines() if re.match(rf"(# (HELP|TYPE) )?{PREFIX}", line))
        done = subprocess.run([PROMTOOL, "check", "metrics"], input=own, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.slow
def test_services_apart_tell_their_own_part_and_the_store_is_told_of_once(tmp_path: Path) -> None:
    ports = {f"GREENLANE_{name}": str(free_port()) for name in PORTS}
    first = free_port()
    environment = {**os.environ, **ports, "GREENLANE_SERVICES_PORT": str(first)}
    environment["GREENLANE_DATA_DIRECTORY"] = str(tmp_path / "data")
    told: list[str] = []
    with up(environment) as (_, found):
        for service in SEPARATE:
            text = httpx.get(f"{found[service]}/metrics", trust_env=False).text
            check(text, expected(Process(service)))
            told += families(text)
        everything = httpx.get(f"{found['api']}/metrics", trust_env=False).text
    whole = {name for name, metric in CATALOGUE.items() if metric.reach is Reach.WHOLE}
    assert [name for name in told if name in whole] == sorted(whole, key=told.index)
    assert not whole & set(families(everything))


def test_no_metric_is_listed_that_nobody_exposes() -> None:
    assert {process for metric in CATALOGUE.values() for process in metric.exposed_by} == set(Process)
