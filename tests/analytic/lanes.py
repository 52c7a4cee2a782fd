"""Lanes that are textbook queues: open round the clock, with a pool for each station."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from workflows.definition.lane import Lane

Raw: TypeAlias = dict[str, Any]

MADE_UP: Raw = {"source": "assumed", "basis": "a textbook queue"}


def title(text: str) -> Raw:
    """The same name in both languages."""
    return {"zh": text, "en": text}


def exponential(mean: float, unit: str = "hours") -> Raw:
    """Memoryless span."""
    return {"kind": "exponential", "mean": mean, "unit": unit, "provenance": MADE_UP}


def fixed(value: float, unit: str = "hours") -> Raw:
    """Always the same span."""
    return {"kind": "fixed", "value": value, "unit": unit, "provenance": MADE_UP}


def lognormal(mean: float, deviation: float) -> Raw:
    """Skewed span in hours."""
    return {"kind": "lognormal", "mean": mean, "standard_deviation": deviation, "unit": "hours", "provenance": MADE_UP}


def empirical(values: list[int], unit: str = "minutes") -> Raw:
    """One of some values, each as likely."""
    return {"kind": "empirical", "values": sorted(values), "unit": unit, "provenance": MADE_UP}


def share(value: float) -> Raw:
    """A proportion."""
    return {"value": value, "provenance": MADE_UP}


def task(id_: str, pool: str, service: Raw, **more: object) -> Raw:
    """A step that a pool does."""
    return {"kind": "task", "id": id_, "title": title(id_), "pool": pool, "service_time": service, **more}


def applicant(id_: str, time: Raw, **more: object) -> Raw:
    """A step that nobody queues for: as many servers as there are cases."""
    return {"kind": "applicant", "id": id_, "title": title(id_), "time": time, **more}


def block(kind: str, id_: str, **fields: object) -> Raw:
    """A block with a name."""
    return {"kind": kind, "id": id_, "title": title(id_), **fields}


def sequence(*steps: Raw) -> Raw:
    """One after the other."""
    return {"kind": "sequence", "steps": list(steps)}


def queue(
    body: Raw,
    pools: Mapping[str, int],
    gap: Raw,
    *,
    calendar: Raw | None = None,
    clock: str = "working_time",
    lane: str = "queue",
) -> Lane:
    """A lane.

    Parameters
    ----------
    pools : pool id to how many members it has
    gap : between arrivals
    calendar : of the office, all pools and arrivals; round the clock, every day, if not given
    """
    hours = calendar or {"base": "every_day", "hours": ["00:00-24:00"]}
    return Lane.model_validate(
        {
            "id": lane,
            "title": title(lane),
            "office": "hours",
            "calendars": {"hours": {**hours, "provenance": MADE_UP}},
            "pools": {
                id_: {
                    "title": title(id_),
                    "department": title(id_),
                    "calendar": "hours",
                    "staff": [{"count": members, "provenance": MADE_UP}],
                }
                for id_, members in pools.items()
            },
            "arrivals": {"gap": gap, "clock": clock, "calendar": "hours"},
            "body": body,
        }
    )
