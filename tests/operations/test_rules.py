"""Rules and alerts: Prometheus' own tools find nothing wrong, and each alert has a page, a case that fires, one not."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

import pytest
import yaml
from pydantic import BaseModel, TypeAdapter

from services.settings import Settings
from tests.operations.rules import ALERTMANAGER, ALERTS, PROMETHEUS, RECORDED, ROOT, Alert, asked_by, is_known
from tests.operations.watching import program
from workflows.definition.actors import System
from workflows.temporal.names import department_queue

CASES: Final = sorted((PROMETHEUS / "tests").glob("*.yaml"))


class Expectation(BaseModel):
    alertname: str
    exp_alerts: list[dict[str, dict[str, str]]]


class Case(BaseModel):
    name: str
    alert_rule_test: list[Expectation]


def _expectations() -> list[Expectation]:
    cases = TypeAdapter(list[Case])
    files = [cases.validate_python(yaml.safe_load(path.read_text("utf-8"))["tests"]) for path in CASES]
    return [expected for file in files for case in file for expected in case.alert_rule_test]


def _succeeds(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=PROMETHEUS)
    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_takes_the_configuration_and_the_rules() -> None:
    _succeeds(program("promtool"), "check", "config", "prometheus.yaml")


@pytest.mark.slow
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_case_of_the_alerts_comes_out_as_it_says(path: Path) -> None:
    _succeeds(program("promtool"), "test", "rules", path)


def test_alertmanager_takes_its_configuration() -> None:
    _succeeds(program("amtool"), "check-config", ALERTMANAGER)


@pytest.mark.parametrize("alert", ALERTS)
def test_every_alert_has_a_case_that_fires_and_one_that_does_not(alert: str) -> None:
    fires = {bool(expected.exp_alerts) for expected in _expectations() if expected.alertname == alert}
    assert fires == {True, False}


@pytest.mark.parametrize("alert", ALERTS.values(), ids=lambda alert: alert.alert)
def test_every_alert_tells_what_is_wrong_in_both_languages_and_what_to_do(alert: Alert) -> None:
    assert alert.annotations.keys() == {"summary", "summary_zh", "runbook"}
    assert re.search(r"[一-鿿]", alert.annotations["summary_zh"])
    page = (ROOT / alert.annotations["runbook"]).read_text("utf-8")
    assert f"`{alert.alert}`" in page
    assert re.search(r"^> .*[一-鿿]", page, re.MULTILINE)
    for heading in ("What it means", "What to look at", "What to do"):
        assert f"## {heading}" in page


def test_every_page_belongs_to_an_alert() -> None:
    told = {ROOT / alert.annotations["runbook"] for alert in ALERTS.values()}
    assert set((ROOT / "docs" / "runbooks").glob("[!R]*.md")) == told


@pytest.mark.parametrize("name", [*RECORDED, *ALERTS])
def test_rules_ask_for_metrics_that_exist(name: str) -> None:
    rule = RECORDED.get(name) or ALERTS[name]
    asked = asked_by(rule.expr)
    assert asked
    assert [metric for metric in asked if not is_known(metric)] == []


def test_each_queue_of_the_shipped_settings_is_watched() -> None:
    queue = Settings.model_fields["task_queue"].default
    wanted = {queue, Settings.model_fields["simulation_task_queue"].default}
    wanted |= {department_queue(queue, system) for system in System}
    assert set(re.findall(r'task_queue="([^"]+)"', ALERTS["NoWorkerOnQueue"].expr)) == wanted


def test_what_is_inhibited_and_routed_exists() -> None:
    settings = yaml.safe_load(ALERTMANAGER.read_text("utf-8"))
    named = {
        name
        for rule in settings["inhibit_rules"]
        for matcher in (*rule["source_matchers"], *rule["target_matchers"])
        for name in re.findall(r'alertname=~?"([^"]+)"', matcher)
    }
    assert {part for name in named for part in name.split("|")} <= ALERTS.keys()
    receivers = {receiver["name"] for receiver in settings["receivers"]}
    assert {alert.labels["team"] for alert in ALERTS.values()} <= receivers
