"""The rules of deploy/prometheus as data, and which metrics an expression may ask for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final

import yaml
from pydantic import BaseModel, Field, TypeAdapter

from services.metrics.catalogue import CATALOGUE

ROOT: Final = Path(__file__).parents[2]
PROMETHEUS: Final = ROOT / "deploy" / "prometheus"
RULES: Final = sorted((PROMETHEUS / "rules").glob("*.yaml"))
ALERTMANAGER: Final = ROOT / "deploy" / "alertmanager" / "alertmanager.yaml"

_FOREIGN: Final = frozenset(
    {
        "temporal_activity_schedule_to_start_latency_seconds",
        "temporal_num_pollers",
        "temporal_request_failure_total",
        "temporal_request_total",
        "temporal_worker_task_slots_available",
        "temporal_workflow_task_execution_failed_total",
        "temporal_workflow_task_execution_latency_seconds",
        "temporal_workflow_task_schedule_to_start_latency_seconds",
        *("persistence_latency", "service_requests"),
        *("process_cpu_seconds_total", "process_resident_memory_bytes"),
        "up",
    }
)
"""What others expose: the Temporal SDK, Temporal's server, Prometheus' client, and Prometheus itself."""
_SUFFIXES: Final = re.compile(r"_(bucket|count|sum)$")
_ASKED: Final = re.compile(
    r"\b[a-z][a-z0-9_]*(?::[a-z0-9_]+)*(?=\s*[\[{])|\b\w+:\w+:\w+\b|\b(?:greenlane|temporal)_\w+|\bup\b"
)


class Alert(BaseModel):
    """An alert as a rule file has it."""

    alert: str
    expr: str
    labels: dict[str, str]
    annotations: dict[str, str]


class Recording(BaseModel):
    """A figure that is recorded."""

    record: str
    expr: str


class Group(BaseModel):
    """Rules that are evaluated together."""

    rules: list[Alert | Recording]


def _rules() -> list[Alert | Recording]:
    groups = TypeAdapter(Annotated[list[Group], Field(min_length=1)])
    files = [groups.validate_python(yaml.safe_load(path.read_text("utf-8"))["groups"]) for path in RULES]
    return [rule for file in files for group in file for rule in group.rules]


RECORDED: Final = {rule.record: rule for rule in _rules() if isinstance(rule, Recording)}
ALERTS: Final = {rule.alert: rule for rule in _rules() if isinstance(rule, Alert)}


def asked_by(expression: str) -> frozenset[str]:
    """The metrics that an expression asks for."""
    return frozenset(_ASKED.findall(expression))


def is_known(metric: str) -> bool:
    """Whether it is recorded, in the catalogue, or one that others are known to expose."""
    family = _SUFFIXES.sub("", metric)
    return metric in RECORDED or not {metric, family}.isdisjoint(CATALOGUE.keys() | _FOREIGN)
