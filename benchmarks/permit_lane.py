"""The model in ``permit/`` as a lane: BPMN, and the parameters in the form that Prosimos reads.

Cases are submitted round the clock, and offices keep weekly hours, so that it makes no difference whether the time
between arrivals is counted on the clock or in opening hours: tools do not agree on that.
"""

from __future__ import annotations

import json
import math
from typing import Final

from benchmarks.measuring import ROOT
from benchmarks.model import MADE_UP, Raw, ten_tasks
from workflows.definition.lane import Lane

FOLDER: Final = ROOT / "benchmarks" / "permit"
MODEL: Final = FOLDER / "permit.bpmn"
PARAMETERS: Final = FOLDER / "permit.json"

_NEVER_REACHED: Final = 50
"""Repetitions; the drawing has no bound, and one in 5^50 cases would need more."""


def permit() -> Lane:
    """The lane with every number of the parameter file."""
    numbers = json.loads(PARAMETERS.read_text("utf-8"))
    lane = ten_tasks().model_dump(mode="json", by_alias=True, exclude_none=True)
    services = {each["task_id"]: each["resources"][0] for each in numbers["task_resource_distribution"]}
    _set(lane["body"], {task: _lognormal(service) for task, service in services.items()})
    lane["id"] = "permit"
    lane["calendars"]["hours"] |= {"base": "weekdays", "hours": _hours(numbers)}
    lane["calendars"]["always"] = {"base": "every_day", "hours": ["00:00-24:00"], "provenance": MADE_UP}
    gap = numbers["arrival_time_distribution"]["distribution_params"][0]["value"] / 60
    lane["arrivals"]["calendar"] = "always"
    lane["arrivals"]["gap"]["mean"] = gap
    for pool in numbers["resource_profiles"]:
        lane["pools"][pool["id"]]["staff"][0]["count"] = pool["resource_list"][0]["amount"]
    return Lane.model_validate(lane)


def _lognormal(service: Raw) -> Raw:
    mean, variance = (parameter["value"] for parameter in service["distribution_params"][:2])
    return {
        "kind": "lognormal",
        "mean": mean / 60,
        "standard_deviation": math.sqrt(variance) / 60,
        "unit": "minutes",
        "provenance": MADE_UP,
    }


def _hours(numbers: Raw) -> list[str]:
    [calendar] = numbers["resource_calendars"]
    return [f"{period['beginTime'][:5]}-{period['endTime'][:5]}" for period in calendar["time_periods"]]


def _set(part: object, services: dict[str, Raw]) -> None:
    """Put service times where they belong, and take away what the drawing does not have."""
    if isinstance(part, list):
        for each in part:
            _set(each, services)
    elif isinstance(part, dict):
        if part.get("kind") == "task":
            part |= {"service_time": services[part["id"]], "priority": 0}
        if part.get("kind") == "loop":
            part["at_most"] = _NEVER_REACHED
        for each in part.values():
            _set(each, services)
