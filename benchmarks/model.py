"""The models as lanes of Greenlane."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from benchmarks.numbers import (
    DEFECTIVE,
    GAP_MINUTES,
    MEMBERS,
    MINUTES,
    MOST_REPEATS,
    POOL_OF,
    SPREAD,
    STATION_LOAD,
    STATION_MEMBERS,
    URGENT,
)
from workflows.definition.lane import Lane

Raw: TypeAlias = dict[str, Any]

MADE_UP: Final = {"source": "assumed", "basis": "benchmark"}


def _title(text: str) -> Raw:
    return {"zh": text, "en": text}


def _exponential(mean: float, unit: str) -> Raw:
    return {"kind": "exponential", "mean": mean, "unit": unit, "provenance": MADE_UP}


def _task(id_: str, **more: object) -> Raw:
    mean = MINUTES[id_]
    service = {"kind": "lognormal", "mean": mean, "standard_deviation": mean * SPREAD, "unit": "minutes"}
    return {
        "kind": "task",
        "id": id_,
        "title": _title(id_),
        "pool": POOL_OF[id_],
        "priority": URGENT.get(id_, 0),
        "service_time": {**service, "provenance": MADE_UP},
        **more,
    }


def _sequence(*steps: Raw) -> Raw:
    return {"kind": "sequence", "steps": list(steps)}


def _parallel(id_: str, *branches: Raw) -> Raw:
    return {"kind": "parallel", "id": id_, "title": _title(id_), "branches": list(branches)}


def _lane(id_: str, calendar: Raw, pools: dict[str, int], gap: Raw, body: Raw) -> Lane:
    staffed = {
        pool: {
            "title": _title(pool),
            "department": _title(pool),
            "calendar": "hours",
            "staff": [{"count": members, "provenance": MADE_UP}],
        }
        for pool, members in pools.items()
    }
    return Lane.model_validate(
        {
            "id": id_,
            "title": _title(id_),
            "office": "hours",
            "calendars": {"hours": {**calendar, "provenance": MADE_UP}},
            "pools": staffed,
            "arrivals": {"gap": gap, "calendar": "hours"},
            "body": body,
        }
    )


def ten_tasks() -> Lane:
    """Ten tasks, a loop, two parallel blocks, four pools with a lunch break, weekends and public holidays."""
    outcomes = [
        {"id": "ok", "title": _title("ok")},
        {"id": "bad", "title": _title("bad"), "share": {"value": DEFECTIVE, "provenance": MADE_UP}},
    ]
    until_good = {
        "kind": "loop",
        "id": "until_good",
        "title": _title("until_good"),
        "body": _task("check", outcomes=outcomes),
        "redo": _task("mend"),
        "again": {"outcome_of": "check", "in": ["bad"]},
        "at_most": MOST_REPEATS,
        "provenance": MADE_UP,
    }
    body = _sequence(
        _task("intake"),
        until_good,
        _parallel("surveys", _task("survey"), _task("plan_review")),
        _task("register"),
        _parallel("reviews", _sequence(_task("safety_review"), _task("fire_review")), _task("inspect")),
        _task("sign"),
        {"kind": "end", "id": "granted", "title": _title("granted"), "result": "approved"},
    )
    hours = {"base": "state_council", "hours": ["08:30-12:00", "13:00-17:30"]}
    pools = dict.fromkeys(POOL_OF.values(), MEMBERS)
    return _lane("ten_tasks", hours, pools, _exponential(GAP_MINUTES, "minutes"), body)


def one_station() -> Lane:
    """M/M/4: one task of an hour in the mean, round the clock."""
    serve = {
        "kind": "task",
        "id": "serve",
        "title": _title("serve"),
        "pool": "desk",
        "service_time": _exponential(1, "hours"),
    }
    gap = _exponential(1 / (STATION_MEMBERS * STATION_LOAD), "hours")
    always = {"base": "every_day", "hours": ["00:00-24:00"]}
    return _lane("one_station", always, {"desk": STATION_MEMBERS}, gap, serve)
