"""The fields that a Prosimos file has: one that is on no list is refused rather than left aside, and so is an id twice.

Its sections are checked by whoever reads them; here it is what stands in their entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from workflows.interchange.findings import Findings
from workflows.interchange.json_values import Value

Form: TypeAlias = "Mapping[str, Form | None]"
"""Known fields of an object, with the form of what stands in them, itself or each of its items; none is any value."""

_NOTES: Final[Form] = MappingProxyType({"name": None, "description": None, "comment": None})
_SPREAD: Final[Form] = MappingProxyType(
    {"distribution_name": None, "distribution_params": None, "histogram_data": None, "cdf": None, "bin_midpoints": None}
)
_PERIOD: Final[Form] = MappingProxyType(
    {"from": None, "to": None, "beginTime": None, "endTime": None, "probability": None}
)
_RULES: Final[Form] = MappingProxyType({"attribute": None, "comparison": None, "value": None})
_SECTIONS: Final[Form] = MappingProxyType(
    {
        "resource_profiles": {
            "id": None,
            "resource_list": {
                "id": None,
                "amount": None,
                "cost_per_hour": None,
                "calendar": None,
                "assignedTasks": None,  # by the documents it says nothing: task_resource_distribution does
                "assigned_tasks": None,
                **_NOTES,
            },
            **_NOTES,
        },
        "resource_calendars": {"id": None, "time_periods": _PERIOD, **_NOTES},
        "task_resource_distribution": {
            "task_id": None,
            "resources": {"resource_id": None, **_SPREAD, **_NOTES},
            **_NOTES,
        },
        "arrival_time_distribution": _SPREAD,
        "arrival_time_calendar": _PERIOD,
        "gateway_branching_probabilities": {
            "gateway_id": None,
            "probabilities": {"path_id": None, "value": None, "condition_id": None, **_NOTES},
            **_NOTES,
        },
        "event_distribution": {"event_id": None, **_SPREAD, **_NOTES},
        "case_attributes": {"type": None, "values": {"key": None, "value": None}, **_NOTES},
        "branch_rules": {"id": None, "rules": _RULES, **_NOTES},
        "prioritisation_rules": {"priority_level": None, "rules": _RULES, **_NOTES},
    }
)
_IDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "resource_calendars": "id",
        "task_resource_distribution": "task_id",
        "resources": "resource_id",
        "resource_list": "id",
        "gateway_branching_probabilities": "gateway_id",
        "probabilities": "path_id",
        "event_distribution": "event_id",
        "branch_rules": "id",
        "case_attributes": "name",
    }
)
"""Lists in which nothing may come twice, with what tells their items apart."""


def check_form(root: Value, findings: Findings) -> None:
    """Refuse fields that nobody here knows, and ids that come twice."""
    for name, form in _SECTIONS.items():
        if root.has(name) and form is not None:
            _check(root.field(name), name, form, findings)


def _check(value: Value, name: str, form: Form, findings: Findings) -> None:
    content = value.node.content
    if isinstance(content, tuple):
        seen: set[str] = set()
        for item in value.items():
            _check(item, name, form, findings)
            if name in _IDS and isinstance(item.node.content, dict) and item.has(_IDS[name]):
                _check_once(item.field(_IDS[name]), seen, findings)
    elif isinstance(content, dict):
        for field in value.fields():
            if field not in form:
                known = f"one of {', '.join(sorted(form))}"
                remedy = "Remove it, or correct its name."
                findings.refuse("unknown_field", value.field(field).place, known, field, remedy)
            elif (inner := form[field]) is not None and value.has(field):
                _check(value.field(field), field, inner, findings)


def _check_once(id_: Value, seen: set[str], findings: Findings) -> None:
    text = id_.text()
    if text in seen:
        findings.refuse("repeated", id_.place, "each id once", f"{text!r} again", "Join the entries, or rename one.")
    seen.add(text)
